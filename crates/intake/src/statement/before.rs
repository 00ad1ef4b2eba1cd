//! Pages that are sheets of one file: the second names no account and goes on where the first ended. It must not know rows.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Direction, Party};

use super::block::Closed;

/// The account of the sheet before, with its last balance.
#[derive(Debug, Default)]
pub(super) struct Before(Option<(Party, Fen)>);

impl Before {
    /// A sheet that names no account and whose balances go on from the sheet before is of its account.
    pub fn go_on(&mut self, closed: &mut [Closed]) {
        let [Closed::Statements(statements)] = closed else {
            self.0 = None;
            return;
        };
        let [statement] = &mut statements[..] else {
            self.0 = None;
            return;
        };
        let begins = |from: Fen| {
            let first = statement.entries.first()?;
            let change = match first.direction {
                Direction::In => first.amount.0,
                Direction::Out => -first.amount.0,
            };
            Some(first.balance?.0 - change == from.0)
        };
        if let Some((account, balance)) = &self.0
            && statement.account == Party::default()
            && begins(*balance) == Some(true)
        {
            statement.account = account.clone();
        }
        let last = statement.entries.last().and_then(|entry| entry.balance);
        self.0 = last.map(|balance| (statement.account.clone(), balance));
    }
}
