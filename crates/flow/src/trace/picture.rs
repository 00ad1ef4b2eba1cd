//! A trace drawn for paper: accounts in columns by hop, the largest first, payments as bands between them; what does
//! not fit is drawn together and said. It must not know files or pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fangfei_model::money::Fen;

use super::kept::{Direction, Trace, TraceNode};
use crate::transfer::{AccountId, Transfers};

/// How large a picture may get.
#[derive(Debug, Clone, Copy)]
pub struct Picture {
    /// Accounts drawn by themselves, all columns together.
    pub max_nodes: usize,
    /// Accounts drawn by themselves in one column.
    pub max_in_column: usize,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            max_nodes: 60,
            max_in_column: 14,
        }
    }
}

const BOX: (i64, i64) = (168, 44);
const GAP: (i64, i64) = (92, 16);
const TOP: i64 = 44;
const LEFT: i64 = 24;
/// A character and a line of the note below the boxes.
const NOTE: (i64, i64) = (12, 18);

/// A box: an account, or the rest of a column.
#[derive(Debug, Clone)]
struct Drawn {
    x: i64,
    y: i64,
    name: String,
    amount: Fen,
    rest: bool,
}

/// Where every account is drawn.
struct Layout {
    boxes: Vec<Drawn>,
    place: BTreeMap<AccountId, usize>,
    /// The rule and what was cut off, in lines that fit.
    note: Vec<String>,
    width: i64,
    height: i64,
}

/// The trace as one SVG element without scripts or outside references; text is Chinese, sizes are in pixels.
pub fn svg(trace: &Trace, transfers: &Transfers, picture: &Picture) -> String {
    let layout = layout(trace, transfers, picture);
    let (w, h) = (layout.width, layout.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         role=\"img\" font-family=\"sans-serif\" font-size=\"13\">"
    );
    head(&mut out, trace, &layout);
    bands(&mut out, trace, &layout);
    boxes(&mut out, &layout);
    note(&mut out, &layout);
    out.push_str("</svg>");
    out
}

fn layout(trace: &Trace, transfers: &Transfers, picture: &Picture) -> Layout {
    let mut columns: BTreeMap<u32, Vec<&TraceNode>> = BTreeMap::new();
    for node in &trace.nodes {
        columns.entry(node.hop).or_default().push(node);
    }
    // Later hops have more and smaller accounts; every column keeps its largest.
    let room = picture.max_nodes / columns.len().max(1);
    let room = room.clamp(1, picture.max_in_column.max(1));
    let mut layout = Layout {
        boxes: Vec::new(),
        place: BTreeMap::new(),
        note: Vec::new(),
        width: 0,
        height: 0,
    };
    let last = columns.len().saturating_sub(1);
    for (column, nodes) in columns.values().enumerate() {
        // Money always runs from left to right: back, the start stands at the right.
        let column = match trace.direction {
            Direction::Forward => column,
            Direction::Back => last - column,
        };
        let x = LEFT + column as i64 * (BOX.0 + GAP.0);
        layout.column(x, nodes, room, transfers);
    }
    let right = layout
        .boxes
        .iter()
        .map(|b| b.x + BOX.0)
        .max()
        .unwrap_or(LEFT);
    let bottom = layout
        .boxes
        .iter()
        .map(|b| b.y + BOX.1)
        .max()
        .unwrap_or(TOP);
    layout.width = (right + LEFT).max(640);
    layout.note = lines(&note_of(trace), (layout.width - 2 * LEFT) / NOTE.0);
    let lines = layout.note.len() as i64;
    layout.height = bottom + LEFT + lines * NOTE.1;
    layout
}

impl Layout {
    fn column(&mut self, x: i64, nodes: &[&TraceNode], room: usize, transfers: &Transfers) {
        let alone = if nodes.len() > room {
            room.saturating_sub(1).max(1)
        } else {
            nodes.len()
        };
        let mut y = TOP;
        for node in &nodes[..alone] {
            self.place.insert(node.account, self.boxes.len());
            let name = transfers
                .account(node.account)
                .map_or("未知账户", |a| a.label());
            let amount = if node.hop == 0 {
                node.went_on
            } else {
                node.reached
            };
            self.boxes.push(Drawn {
                x,
                y,
                name: short(name),
                amount,
                rest: false,
            });
            y += BOX.1 + GAP.1;
        }
        let rest = &nodes[alone..];
        if rest.is_empty() {
            return;
        }
        let at = self.boxes.len();
        self.place
            .extend(rest.iter().map(|node| (node.account, at)));
        let amount = rest
            .iter()
            .map(|n| n.reached.0)
            .fold(0, i64::saturating_add);
        let name = format!("其余{}户", rest.len());
        self.boxes.push(Drawn {
            x,
            y,
            name,
            amount: Fen(amount),
            rest: true,
        });
    }
}

fn head(out: &mut String, trace: &Trace, layout: &Layout) {
    let what = match trace.direction {
        Direction::Forward => "资金去向",
        Direction::Back => "资金来源",
    };
    let drawn = layout.boxes.iter().filter(|b| !b.rest).count();
    let all = trace.nodes.len();
    let rest = match all - drawn {
        0 => String::new(),
        n => format!("，其中{n}个合并显示"),
    };
    let title = format!(
        "{what}：{}元，{all}个账户{rest}，{}条往来",
        trace.total.grouped(),
        trace.edges.len()
    );
    let _ = write!(
        out,
        "<title>{0}</title><text x=\"{LEFT}\" y=\"24\" font-size=\"16\" font-weight=\"bold\">{0}</text>",
        escaped(&title),
    );
}

/// The rule, and what was cut off.
fn note_of(trace: &Trace) -> String {
    let cut = trace.cut_text();
    match cut.is_empty() {
        true => trace.rule.to_owned(),
        false => format!("{}。{cut}", trace.rule),
    }
}

/// Lines of so many characters; none begins with a mark.
fn lines(text: &str, room: i64) -> Vec<String> {
    let room = usize::try_from(room).unwrap_or(1).max(1);
    let mut lines = vec![String::new()];
    let mut count = 0;
    for c in text.chars() {
        if count >= room && !"，。；、：）".contains(c) {
            lines.push(String::new());
            count = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        count += 1;
    }
    lines
}

fn note(out: &mut String, layout: &Layout) {
    let first = layout.height - NOTE.1 * layout.note.len() as i64;
    for (at, line) in (0_i64..).zip(&layout.note) {
        let y = first + at * NOTE.1;
        let _ = write!(
            out,
            "<text x=\"{LEFT}\" y=\"{y}\" font-size=\"12\" fill=\"#444\">{}</text>",
            escaped(line),
        );
    }
}

fn bands(out: &mut String, trace: &Trace, layout: &Layout) {
    let mut sums: BTreeMap<(usize, usize), i64> = BTreeMap::new();
    for edge in &trace.edges {
        if let (Some(from), Some(to)) =
            (layout.place.get(&edge.payer), layout.place.get(&edge.payee))
        {
            let sum = sums.entry((*from, *to)).or_default();
            *sum = sum.saturating_add(edge.amount.0);
        }
    }
    let most = sums.values().copied().max().unwrap_or(1).max(1);
    for ((from, to), sum) in sums {
        band(out, &layout.boxes[from], &layout.boxes[to], sum, most);
    }
}

/// One band with its amount at two fifths of the way, where bands to one account have not met yet.
fn band(out: &mut String, from: &Drawn, to: &Drawn, sum: i64, most: i64) {
    let width = 1 + i128::from(sum) * 9 / i128::from(most);
    let ahead = to.x > from.x;
    let (x1, x2) = if ahead {
        (from.x + BOX.0, to.x)
    } else {
        (from.x, to.x + BOX.0)
    };
    let (y1, y2) = (from.y + BOX.1 / 2, to.y + BOX.1 / 2);
    let bend = if ahead { (x2 - x1) / 2 } else { -GAP.0 / 2 };
    // A payment back to an earlier column is drawn red: it is what a reader looks for.
    let colour = if ahead { "#5b7fa6" } else { "#b5483a" };
    let (c1, c2) = (x1 + bend, x2 - bend);
    let _ = write!(
        out,
        "<path d=\"M{x1} {y1}C{c1} {y1} {c2} {y2} {x2} {y2}\" fill=\"none\" stroke=\"{colour}\" \
         stroke-width=\"{width}\" stroke-opacity=\"0.55\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"11\" text-anchor=\"middle\" fill=\"#222\">{}</text>",
        x1 + (x2 - x1) * 2 / 5,
        y1 + (y2 - y1) * 2 / 5 - 3,
        escaped(&money(Fen(sum))),
    );
}

fn boxes(out: &mut String, layout: &Layout) {
    for b in &layout.boxes {
        let (fill, dash) = if b.rest {
            ("#f4f4f4", " stroke-dasharray=\"4 3\"")
        } else {
            ("#fff", "")
        };
        let _ = write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{fill}\" stroke=\"#345\"{dash}/>\
             <text x=\"{}\" y=\"{}\">{}</text><text x=\"{}\" y=\"{}\" font-size=\"12\" fill=\"#444\">{}</text>",
            b.x,
            b.y,
            BOX.0,
            BOX.1,
            b.x + 8,
            b.y + 18,
            escaped(&b.name),
            b.x + 8,
            b.y + 36,
            escaped(&money(b.amount)),
        );
    }
}

/// As much of a name as fits its box.
fn short(name: &str) -> String {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    let width: usize = name.chars().map(wide).sum();
    if width <= 22 {
        return name.to_owned();
    }
    let mut used = 0;
    let kept = name.chars().take_while(|c| {
        used += wide(*c);
        used <= 20
    });
    kept.chain(['…']).collect()
}

fn money(fen: Fen) -> String {
    crate::pattern::money(fen.0)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
