//! An entry on its way to becoming a transfer, a twin or an exception. It must not know why.

use fangfei_model::statement::{Direction, Statement, StatementEntry};

use super::balance::Examined;
use crate::transfer::{Moment, RowRef};

/// One entry of a statement in yuan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub source: RowRef,
    /// The place of the entry in its statement.
    pub entry: u32,
    /// Whose statement.
    pub holding: u32,
    pub at: Moment,
    pub timed: bool,
    /// The account received.
    pub into: bool,
    /// In fen; negative for a reversal that is still to find its original.
    pub amount: i64,
    /// False once it is an exception.
    pub open: bool,
}

impl Item {
    pub fn of<'s>(&self, statements: &'s [Statement]) -> &'s StatementEntry {
        &statements[self.source.statement as usize].entries[self.entry as usize]
    }

    pub fn day(&self) -> i32 {
        self.at.day()
    }

    /// What the account gained.
    pub fn change(&self) -> i64 {
        if self.into { self.amount } else { -self.amount }
    }
}

/// The items of one statement in the order of booking.
pub(super) fn items(
    place: u32,
    statement: &Statement,
    examined: &Examined,
    holding: u32,
) -> Vec<Item> {
    examined
        .order
        .iter()
        .map(|entry| {
            let found = &statement.entries[*entry as usize];
            Item {
                source: RowRef {
                    statement: place,
                    row: found.row,
                },
                entry: *entry,
                holding,
                at: Moment::from_civil(found.booked.at),
                timed: found.booked.timed,
                into: (found.direction == Direction::In) != examined.swapped,
                amount: found.amount.0,
                open: true,
            }
        })
        .collect()
}
