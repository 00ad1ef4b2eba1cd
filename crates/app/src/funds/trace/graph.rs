//! A trace as the map that a page opens: places worked out here, numbers masked, every account and
//! payment in a short array, since there may be ten thousand of them. It must not know how it is drawn.

use std::collections::HashMap;

use fangfei_flow::{
    trace::{self, Direction, End, Trace, TraceEdge, TraceNode},
    transfer::AccountId,
};
use fangfei_model::{ctx::Ctx, funds_inquiry::FundsInquiry};
use serde::Serialize;

use super::{super::Ledger, draft::TraceDraft, follow::followed_graph};
use crate::{App, Result, subject::masked_account};

/// The map of a trace. Money is in fen, places in units of the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceGraph {
    /// Width of the map.
    pub width: i32,
    /// Height of the map.
    pub height: i32,
    /// Columns: hop, left edge, width, distance of two rows.
    pub columns: Vec<(u32, i32, i32, i32)>,
    /// Accounts.
    pub nodes: Vec<GraphNode>,
    /// Payments, the largest first.
    pub edges: Vec<GraphEdge>,
}

/// An account: place in the ledger, name, masked number, hop, x, y, money that reached it, money that
/// went on, why not all of it went on (blank where it did).
pub type GraphNode = (u32, String, String, u32, i32, i32, i64, i64, String);

/// A payment: payer and payee (places in `nodes`), hop, money, number of rows, first and last day.
pub type GraphEdge = (usize, usize, u32, i64, usize, String, String);

/// Follows the money and places it on a map.
pub async fn trace_graph(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    draft: &TraceDraft,
) -> Result<TraceGraph> {
    followed_graph(app, ctx, inquiry, draft).await
}

pub(super) fn graph(ledger: &Ledger, trace: &Trace) -> TraceGraph {
    let map = trace::map(trace);
    let at: HashMap<AccountId, usize> = trace
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.account, at))
        .collect();
    let mut edges: Vec<&TraceEdge> = trace.edges.iter().collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.amount), edge.payer, edge.payee));
    TraceGraph {
        width: map.width,
        height: map.height,
        columns: map
            .columns
            .iter()
            .map(|c| (c.hop, c.x, c.width, c.pitch))
            .collect(),
        nodes: trace
            .nodes
            .iter()
            .zip(&map.places)
            .map(|(node, place)| graph_node(ledger, trace.direction, node, (place.x, place.y)))
            .collect(),
        edges: edges
            .into_iter()
            .filter_map(|edge| graph_edge(&at, edge))
            .collect(),
    }
}

fn graph_node(
    ledger: &Ledger,
    direction: Direction,
    node: &TraceNode,
    (x, y): (i32, i32),
) -> GraphNode {
    let account = ledger.account(node.account.0);
    let number = account.and_then(|a| a.number.as_deref().map(masked_account));
    let number = number.unwrap_or_default();
    let name = account.and_then(|a| a.name.clone());
    (
        node.account.0,
        name.unwrap_or_else(|| match number.is_empty() {
            true => "未知账户".to_owned(),
            false => number.clone(),
        }),
        number,
        node.hop,
        x,
        y,
        node.reached.0,
        node.went_on.0,
        why(node, direction),
    )
}

/// Why money was not followed beyond an account; blank where all of it was.
fn why(node: &TraceNode, direction: Direction) -> String {
    let reason = match node.end {
        None => "",
        Some(End::Intermediary) => "到支付机构或银行内部户为止，以后归谁看不出来",
        Some(End::Cash) => "到现金为止",
        Some(End::NoStatement) => "没有这个账户的流水，没有再看到去处或来处",
        Some(End::BackAtStart) => "回到了起点",
        Some(End::StatedBalance) => {
            let sum = node.unseen.grouped();
            return match direction {
                Direction::Forward => {
                    format!("其中{sum}元按流水印的余额已不在账上，没有看到去处，流水可能缺行")
                }
                Direction::Back => format!("其中{sum}元来自期初余额，或流水缺行"),
            };
        }
    };
    reason.to_owned()
}

fn graph_edge(at: &HashMap<AccountId, usize>, edge: &TraceEdge) -> Option<GraphEdge> {
    let day = |moment: fangfei_flow::transfer::Moment| {
        moment
            .civil()
            .map_or_else(String::new, |at| at.date().to_string())
    };
    Some((
        *at.get(&edge.payer)?,
        *at.get(&edge.payee)?,
        edge.hop,
        edge.amount.0,
        edge.parts.len(),
        day(edge.first),
        day(edge.last),
    ))
}
