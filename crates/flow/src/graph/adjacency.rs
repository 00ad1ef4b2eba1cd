//! The transfers of each account in order of time, as compressed rows: eight bytes a transfer and four
//! an account. It must not know amounts or memos; it only says where to look.

use crate::transfer::{AccountId, Transfers};

/// A transfer seen from one of its two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leg(u32);

impl Leg {
    fn new(index: u32, into: bool) -> Self {
        Self(index << 1 | u32::from(into))
    }

    /// The transfer's place in [`Transfers::list`].
    pub fn index(self) -> u32 {
        self.0 >> 1
    }

    /// Whether the account received.
    pub fn received(self) -> bool {
        self.0 & 1 == 1
    }
}

/// Every account's legs in order of time (of the list, where moments are equal).
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    starts: Vec<u32>,
    legs: Vec<Leg>,
}

impl Adjacency {
    /// Counts, then fills: two passes over the list, whatever the hubs. A transfer from an account to
    /// itself has no legs: nothing moved. Room for 2³⁰ transfers; those beyond are left out.
    pub fn new(transfers: &Transfers) -> Self {
        let order = time_order(transfers);
        let mut starts = vec![0_u32; transfers.accounts.len() + 2];
        for t in moving(transfers, &order).map(|(_, t)| t) {
            starts[t.payer.0 as usize + 2] += 1;
            starts[t.payee.0 as usize + 2] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut legs = vec![Leg(0); starts.last().map_or(0, |n| *n as usize)];
        for (index, t) in moving(transfers, &order) {
            for (account, into) in [(t.payer, false), (t.payee, true)] {
                let next = &mut starts[account.0 as usize + 1];
                legs[*next as usize] = Leg::new(index, into);
                *next += 1;
            }
        }
        starts.pop();
        Self { starts, legs }
    }

    /// The legs of one account in order of time.
    pub fn of(&self, account: AccountId) -> &[Leg] {
        let at = account.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => &self.legs[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// Number of accounts.
    pub fn accounts(&self) -> u32 {
        u32::try_from(self.starts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }
}

/// Indexes in order of time; `None` when the list is in order already, as it mostly is.
pub(crate) fn time_order(transfers: &Transfers) -> Option<Vec<u32>> {
    if transfers.list.is_sorted_by_key(|t| t.at) {
        return None;
    }
    let mut order: Vec<u32> = (0..transfers.list.len()).map(|i| i as u32).collect();
    order.sort_by_key(|i| transfers.list[*i as usize].at);
    Some(order)
}

fn moving<'a>(
    transfers: &'a Transfers,
    order: &'a Option<Vec<u32>>,
) -> impl Iterator<Item = (u32, &'a crate::transfer::Transfer)> {
    let known = transfers.accounts.len();
    (0..transfers.list.len().min(1 << 30))
        .map(move |i| order.as_ref().map_or(i as u32, |order| order[i]))
        .map(|i| (i, &transfers.list[i as usize]))
        .filter(move |(_, t)| t.payer != t.payee)
        .filter(move |(_, t)| (t.payer.0 as usize) < known && (t.payee.0 as usize) < known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Story;

    #[test]
    fn legs_follow_time_even_when_the_list_does_not() {
        let mut story = Story::new();
        story.pay("2024-03-02 09:00", "甲", "乙", "5", "");
        story.pay("2024-03-01 09:00", "乙", "丙", "3", "");
        story.pay("2024-03-03 09:00", "甲", "甲", "1", "");
        let transfers = story.unsorted();
        let adjacency = Adjacency::new(&transfers);
        let b = story.id("乙");
        let legs: Vec<_> = adjacency
            .of(b)
            .iter()
            .map(|l| (l.index(), l.received()))
            .collect();
        assert_eq!(legs, [(1, false), (0, true)]);
        assert_eq!(
            adjacency.of(story.id("甲")).len(),
            1,
            "to oneself is no leg"
        );
        assert_eq!(adjacency.of(AccountId(99)), []);
    }
}
