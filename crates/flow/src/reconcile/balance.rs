//! The running balance of one statement: in which order its rows ran, whether 借 and 贷 are read the
//! right way round, and where the balance breaks. It must not know other statements.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Statement, StatementEntry};

/// A row whose printed balance does not follow from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    /// The place among the statement's entries.
    pub entry: usize,
    pub expected: Fen,
    pub printed: Fen,
    /// The row says that a card paid it, and the wallet's balance stays as it was: nothing is missing.
    pub by_card: bool,
}

/// What the balances say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Examined {
    /// Places of the entries in the order in which they were booked.
    pub order: Vec<u32>,
    /// Income and outgo must be exchanged.
    pub swapped: bool,
    /// Balances that could be checked.
    pub checked: usize,
    pub breaks: Vec<Break>,
    /// The printed balances do not run with the amounts at all (可用余额, several sub-accounts): they
    /// prove nothing either way.
    pub unrelated: bool,
}

impl Examined {
    /// What the account held before a row, by the balance printed behind it.
    pub fn before(&self, entry: &StatementEntry) -> Option<Fen> {
        let change = match self.swapped {
            true => Fen(-entry.change().0),
            false => entry.change(),
        };
        entry.balance?.checked_sub(change)
    }

    /// The breaks that only missing or altered rows explain.
    pub fn unexplained(&self) -> impl Iterator<Item = &Break> {
        self.breaks.iter().filter(|found| !found.by_card)
    }

    fn faults(&self) -> usize {
        self.unexplained().count()
    }
}

/// Finds the order and convention that the balances confirm best.
pub(super) fn examine(statement: &Statement) -> Examined {
    let mut best: Option<Examined> = None;
    for order in orders(&statement.entries) {
        let found = walk(statement, order, false);
        if found.faults() == 0 {
            return found;
        }
        if best.as_ref().is_none_or(|b| found.faults() < b.faults()) {
            best = Some(found);
        }
    }
    let best = best.unwrap_or_default();
    // The other convention must explain nearly all where this one explains little.
    if best.checked >= 2 && best.faults() * 2 > best.checked {
        let mut other = orders(&statement.entries)
            .into_iter()
            .map(|order| walk(statement, order, true))
            .collect::<Vec<_>>();
        other.sort_by_key(Examined::faults);
        if let Some(other) = other.into_iter().next()
            && other.faults() * 20 <= other.checked
        {
            return other;
        }
        if best.checked >= 5 {
            return Examined {
                unrelated: true,
                ..best
            };
        }
    }
    best
}

/// The orders a file may be in: as printed or upside down, by day or moment with either order within.
fn orders(entries: &[StatementEntry]) -> Vec<Vec<u32>> {
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let down: Vec<u32> = (0..count).collect();
    let up: Vec<u32> = (0..count).rev().collect();
    let at = |place: &u32| entries[*place as usize].booked.at;
    let rising = entries.windows(2).all(|w| w[0].booked.at <= w[1].booked.at);
    let falling = entries.windows(2).all(|w| w[0].booked.at >= w[1].booked.at);
    if rising && !falling {
        let mut within = up;
        within.sort_by_key(at);
        return vec![down, within];
    }
    if falling && !rising {
        let mut within = down;
        within.sort_by_key(at);
        return vec![up, within];
    }
    if rising && falling {
        return vec![down, up];
    }
    let mut sorted_down = down.clone();
    sorted_down.sort_by_key(at);
    let mut sorted_up = up.clone();
    sorted_up.sort_by_key(at);
    let day = |place: &u32| entries[*place as usize].booked.at.date();
    let mut days_down = down.clone();
    days_down.sort_by_key(day);
    let mut days_up = up.clone();
    days_up.sort_by_key(day);
    vec![sorted_down, sorted_up, days_down, days_up, down, up]
}

fn walk(statement: &Statement, order: Vec<u32>, swapped: bool) -> Examined {
    let mut running = statement.opening;
    let (mut checked, mut breaks) = (0, Vec::new());
    let mut card_moves = false;
    for place in &order {
        let entry = &statement.entries[*place as usize];
        let change = entry.change();
        let change = if swapped { Fen(-change.0) } else { change };
        let before = running;
        running = running.and_then(|r| r.checked_add(change));
        let Some(printed) = entry.balance else {
            continue;
        };
        if let Some(expected) = running {
            checked += 1;
            if expected != printed {
                breaks.push(Break {
                    entry: *place as usize,
                    expected,
                    printed,
                    by_card: before == Some(printed) && says_card(entry),
                });
            } else {
                card_moves |= change.0 != 0 && says_card(entry);
            }
        }
        running = Some(printed);
    }
    // One such row alone, or one among rows that do move the balance, may have been put in.
    if card_moves || breaks.iter().filter(|b| b.by_card).count() < 2 {
        for found in &mut breaks {
            found.by_card = false;
        }
    }
    Examined {
        order,
        swapped,
        checked,
        breaks,
        unrelated: false,
    }
}

/// Whether a row of a wallet says that a card bore it: 快捷支付, 银行卡支付.
fn says_card(entry: &StatementEntry) -> bool {
    let channel = entry.channel.as_deref().unwrap_or_default();
    ["快捷", "银行卡支付", "网银支付", "信用卡支付"]
        .iter()
        .any(|word| entry.memo.contains(word) || channel.contains(word))
}

#[cfg(test)]
mod tests {
    use fangfei_model::statement::{BookedAt, Direction, Party, StatedTotals};

    use super::*;

    fn statement(rows: &[(i8, i64, i64)]) -> Statement {
        let entries = rows
            .iter()
            .enumerate()
            .map(|(at, (day, change, balance))| StatementEntry {
                row: u32::try_from(at).unwrap_or(0) + 2,
                booked: BookedAt::day(jiff::civil::date(2024, 5, *day)),
                direction: if *change > 0 {
                    Direction::In
                } else {
                    Direction::Out
                },
                amount: Fen(change.abs()),
                balance: Some(Fen(*balance)),
                counterparty: Party::default(),
                memo: "".into(),
                reference: None,
                channel: None,
            });
        Statement {
            file: "a.csv".into(),
            sheet: None,
            account: Party::default(),
            same_account: Vec::new(),
            currency: "CNY".into(),
            opening: None,
            closing: None,
            period: None,
            stated: StatedTotals::default(),
            entries: entries.collect(),
            others: Vec::new(),
        }
    }

    #[test]
    fn a_file_from_new_to_old_is_read_backwards() {
        let found = examine(&statement(&[
            (8, 5, 30),
            (7, 20, 25),
            (7, -5, 5),
            (6, 10, 10),
        ]));
        assert_eq!((found.order, found.breaks.len()), (vec![3, 2, 1, 0], 0));
    }

    #[test]
    fn new_days_first_and_old_rows_first_within_the_day() {
        let found = examine(&statement(&[
            (8, 5, 30),
            (7, -5, 5),
            (7, 20, 25),
            (6, 10, 10),
        ]));
        assert_eq!((found.order, found.breaks.len()), (vec![3, 1, 2, 0], 0));
    }

    #[test]
    fn a_missing_row_breaks_the_balance_once() {
        let found = examine(&statement(&[
            (1, 10, 10),
            (2, 10, 20),
            (4, 5, 55),
            (5, 5, 60),
        ]));
        assert!(!found.swapped);
        assert_eq!(
            found.breaks,
            [Break {
                entry: 2,
                expected: Fen(25),
                printed: Fen(55),
                by_card: false
            }]
        );
    }

    #[test]
    fn sides_that_only_fit_the_other_way_round_are_swapped() {
        let found = examine(&statement(&[
            (1, 10, 90),
            (2, -40, 130),
            (3, 30, 100),
            (4, 100, 0),
        ]));
        assert!(found.swapped && found.breaks.is_empty());
    }

    #[test]
    fn rows_a_card_pays_leave_the_balance_of_a_wallet() {
        let wallet = |rows: &[(i8, i64, i64)], by_card: &[usize]| {
            let mut made = statement(rows);
            for place in by_card {
                made.entries[*place].channel = Some("快捷支付".into());
            }
            examine(&made).faults()
        };
        let rows = [(1, 10, 10), (2, -5, 10), (3, 5, 15), (4, -7, 15)];
        assert_eq!(wallet(&rows, &[1, 3]), 0);
        // Where no row says so, where one stands alone, and where such rows do move the balance.
        assert_eq!(wallet(&rows, &[]), 2);
        assert_eq!(wallet(&rows[..3], &[1]), 1);
        assert_eq!(wallet(&rows, &[1, 2, 3]), 2);
    }
}
