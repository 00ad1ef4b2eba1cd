//! Balances that statements print and their rows do not explain: what an account held before its first row, and what it
//! held after rows that are missing. It must not know who owns an account, nor what is done with the money.

use std::collections::HashMap;

use fangfei_model::money::Fen;

use super::assemble::Work;
use crate::transfer::{AccountId, Moment, RowRef, StatedBalance, Transfers};

/// A balance of one statement, before the row.
struct Printed {
    row: RowRef,
    at: Moment,
    balance: Fen,
}

impl Work<'_> {
    /// The stated balances of all accounts, by account and time.
    pub(super) fn stated(&self, ids: &[AccountId], transfers: &Transfers) -> Vec<StatedBalance> {
        let moments = Moments::of(transfers);
        let mut stated = Vec::new();
        for (group, owner) in self.groups.iter().zip(&self.owners) {
            let account = ids[*owner as usize];
            let printed = self.unexplained(&group.statements);
            stated.extend(printed.into_iter().map(|(printed, opens)| StatedBalance {
                account,
                at: match opens {
                    true => moments.of_statement(&printed),
                    false => moments.of_row(&printed),
                },
                balance: printed.balance,
            }));
        }
        stated.sort_by_key(|s| (s.account, s.at));
        stated
    }

    /// The unexplained balances of one account's statements, and whether each stands at the head of a statement.
    fn unexplained(&self, places: &[u32]) -> Vec<(Printed, bool)> {
        let mut found = Vec::new();
        // The last moment seen so far, and the balance then.
        let mut seen: Option<(Moment, Option<Fen>)> = None;
        for place in places {
            let Some((first, last)) = self.span(*place) else {
                continue;
            };
            let overlaps = seen.is_some_and(|(until, _)| first <= until);
            let closing = seen.and_then(|(_, closing)| closing);
            if !overlaps && let Some(opening) = self.opening(*place) {
                let explained = seen.is_some() && closing == Some(opening.balance);
                found.extend((!explained).then_some((opening, true)));
            }
            // Rows missing from one statement may stand in the one that overlaps.
            if !overlaps {
                found.extend(self.breaks(*place).map(|printed| (printed, false)));
            }
            if seen.is_none_or(|(until, _)| last > until) {
                seen = Some((last, self.closing(*place)));
            }
        }
        found
    }

    /// First and last moment of a statement in yuan whose balances run with its rows.
    fn span(&self, place: u32) -> Option<(Moment, Moment)> {
        let (statement, examined) = (
            &self.statements[place as usize],
            &self.examined[place as usize],
        );
        // Card-paid rows leave a wallet's balance as it was, however many there are.
        let faults = examined.unexplained().count();
        let unrelated = examined.unrelated || faults * 2 > examined.checked;
        if &*statement.currency != "CNY" || unrelated {
            return None;
        }
        let moments = || {
            statement
                .entries
                .iter()
                .map(|e| Moment::from_civil(e.booked.at))
        };
        moments().min().zip(moments().max())
    }

    /// What an account held before the first row of a statement: by that row's balance, else as printed above it.
    fn opening(&self, place: u32) -> Option<Printed> {
        let (statement, examined) = (
            &self.statements[place as usize],
            &self.examined[place as usize],
        );
        let first = &statement.entries[*examined.order.first()? as usize];
        Some(Printed {
            row: RowRef {
                statement: place,
                row: first.row,
            },
            at: Moment::from_civil(first.booked.at),
            balance: examined.before(first).or(statement.opening)?,
        })
    }

    fn closing(&self, place: u32) -> Option<Fen> {
        let last = self.examined[place as usize].order.last()?;
        let statement = &self.statements[place as usize];
        statement.entries[*last as usize]
            .balance
            .or(statement.closing)
    }

    /// What the account held before the rows where its balance breaks.
    fn breaks(&self, place: u32) -> impl Iterator<Item = Printed> {
        let (statement, examined) = (
            &self.statements[place as usize],
            &self.examined[place as usize],
        );
        examined.breaks.iter().filter_map(move |found| {
            let entry = &statement.entries[found.entry];
            Some(Printed {
                row: RowRef {
                    statement: place,
                    row: entry.row,
                },
                at: Moment::from_civil(entry.booked.at),
                balance: examined.before(entry)?,
            })
        })
    }
}

/// When rows and statements stand among the transfers: a transfer has its payer's time, which may be days before the
/// payee's row.
struct Moments {
    rows: HashMap<RowRef, Moment>,
    statements: HashMap<u32, Moment>,
}

impl Moments {
    fn of(transfers: &Transfers) -> Self {
        let mut moments = Self {
            rows: HashMap::new(),
            statements: HashMap::new(),
        };
        for transfer in &transfers.list {
            for row in std::iter::once(transfer.source).chain(transfer.twin) {
                let first = moments.statements.entry(row.statement);
                let first = first.or_insert(transfer.at);
                *first = transfer.at.min(*first);
                // Only the payee's row can stand elsewhere than its own time.
                if transfer.twin == Some(row) {
                    moments.rows.insert(row, transfer.at);
                }
            }
        }
        moments
    }

    fn of_row(&self, printed: &Printed) -> Moment {
        self.rows.get(&printed.row).copied().unwrap_or(printed.at)
    }

    fn of_statement(&self, printed: &Printed) -> Moment {
        let first = self.statements.get(&printed.row.statement);
        first.map_or(printed.at, |first| printed.at.min(*first))
    }
}
