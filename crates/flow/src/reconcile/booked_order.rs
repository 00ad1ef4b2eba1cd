//! The order of drafts: by time, and within one moment (many statements print days only) as the statements booked them,
//! so that money comes in before it is paid out. It must not know accounts' names or balances.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::draft::Draft;
use super::item::Item;

/// Sorts drafts by moment; those of one moment follow the order of booking of both accounts' statements where the two
/// agree, else the order in which they were read.
pub(super) fn sort(drafts: &mut Vec<Draft>, items: &[Item]) {
    drafts.sort_by_key(|draft| draft.at);
    let mut sorted = Vec::with_capacity(drafts.len());
    let mut moment = Vec::new();
    for draft in drafts.drain(..) {
        if moment.first().is_some_and(|m: &Draft| m.at != draft.at) {
            settle(&mut moment, items, &mut sorted);
        }
        moment.push(draft);
    }
    settle(&mut moment, items, &mut sorted);
    *drafts = sorted;
}

/// Moves the drafts of one moment over in the order of booking.
fn settle(moment: &mut Vec<Draft>, items: &[Item], sorted: &mut Vec<Draft>) {
    if moment.len() < 2 {
        sorted.append(moment);
        return;
    }
    let order = order(moment, items);
    let mut left: Vec<Option<Draft>> = moment.drain(..).map(Some).collect();
    sorted.extend(order.into_iter().filter_map(|at| left[at].take()));
}

/// Places of the drafts in an order that no statement contradicts; where two statements contradict each other, the
/// earliest read of what is left goes first.
fn order(moment: &[Draft], items: &[Item]) -> Vec<usize> {
    let (after, mut before) = chains(moment, items);
    let mut ready: BinaryHeap<Reverse<usize>> = (0..moment.len())
        .filter(|at| before[*at] == 0)
        .map(Reverse)
        .collect();
    let mut taken = vec![false; moment.len()];
    let mut order = Vec::with_capacity(moment.len());
    let mut first_left = 0;
    while order.len() < moment.len() {
        let next = ready.pop().map(|Reverse(at)| at).unwrap_or_else(|| {
            while taken[first_left] {
                first_left += 1;
            }
            first_left
        });
        if std::mem::replace(&mut taken[next], true) {
            continue;
        }
        order.push(next);
        for later in after[next].iter().flatten() {
            before[*later] = before[*later].saturating_sub(1);
            if before[*later] == 0 {
                ready.push(Reverse(*later));
            }
        }
    }
    order
}

/// For every draft the next ones on the statements of its two ends, and how many it waits for.
fn chains(moment: &[Draft], items: &[Item]) -> (Vec<[Option<usize>; 2]>, Vec<u8>) {
    let mut places: Vec<(u32, usize, usize)> = Vec::with_capacity(moment.len());
    for (at, draft) in moment.iter().enumerate() {
        for (side, item) in draft.items.iter().enumerate() {
            places.extend(item.map(|item| (item, at, side)));
        }
    }
    // Items stand account by account in the order of booking.
    places.sort_unstable();
    let mut after = vec![[None; 2]; moment.len()];
    let mut before = vec![0_u8; moment.len()];
    for pair in places.windows(2) {
        let ((item, at, side), (next_item, next, _)) = (pair[0], pair[1]);
        let holding = |item: u32| items.get(item as usize).map(|item| item.holding);
        if holding(item) == holding(next_item) && at != next {
            after[at][side] = Some(next);
            before[next] += 1;
        }
    }
    (after, before)
}
