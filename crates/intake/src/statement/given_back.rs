//! Refunds in a payment firm's bill of orders that the bill itself does not count: an order that was closed after it was
//! paid is counted neither way, and so must be what came back for it. It must not know titles.

use std::collections::HashSet;

use fangfei_model::statement::Direction;

use super::direct::Way;
use super::mark::Mark;
use super::raw::Raw;

/// Takes out refunds whose order is left out. `unbooked` are the numbers of orders whose state says that nothing moved.
pub(super) fn leave_out(raws: &[Raw], ways: &mut [Way], unbooked: &HashSet<Box<str>>) {
    let neutral = |raw: &Raw| raw.mark == Mark::Neutral;
    let mut left_out: HashSet<&str> = unbooked.iter().map(|number| &**number).collect();
    left_out.extend(
        raws.iter()
            .zip(&*ways)
            .filter(|(raw, way)| neutral(raw) && way.is_err())
            .filter_map(|(raw, _)| raw.reference.as_deref()),
    );
    if left_out.is_empty() {
        return;
    }
    for (raw, way) in raws.iter().zip(ways) {
        let came_back = matches!(way, Ok((Direction::In, _))) && neutral(raw) && is_refund(raw);
        if came_back && order(raw).is_some_and(|number| left_out.contains(number)) {
            *way = Err("原订单账单没有计入支出，这笔退款与它相抵，不计收支".to_owned());
        }
    }
}

fn is_refund(raw: &Raw) -> bool {
    let channel = raw.channel.as_deref().unwrap_or("");
    raw.memo.contains("退款") || channel.contains("退款")
}

/// The number of the order that a refund's own number begins with: 2024011700004_T1.
fn order(raw: &Raw) -> Option<&str> {
    let number = raw.reference.as_deref()?;
    Some(number.split(['_', '*']).next().unwrap_or(number))
}
