//! All transfers of an inquiry with the accounts and rows behind them. It must not know findings.

use fangfei_flow::transfer::{
    Account, AccountId, HolderKind, MemoId, Moment, RowRef, StatedBalance, Transfer, Transfers,
};
use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

/// Where a statement came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceName {
    /// The file's name.
    pub file: String,
    /// The sheet, where the file has sheets.
    pub sheet: Option<String>,
}

/// One end of transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// The number, where known; shown masked.
    pub number: Option<String>,
    /// The holder's name, where known.
    pub name: Option<String>,
    /// Person, body or what stands between.
    pub holder: HolderKind,
    /// Whether its own statement is at hand.
    pub held: bool,
}

/// One transfer, kept as a row of numbers: moment, payer, payee, fen, memo, statement, row, twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Packed", into = "Packed")]
pub struct LedgerRow {
    /// When.
    pub at: Moment,
    /// Who paid: a place in [`Ledger::accounts`].
    pub payer: u32,
    /// Who received.
    pub payee: u32,
    /// How much.
    pub amount: Fen,
    /// A place in [`Ledger::memos`].
    pub memo: u32,
    /// The row it was read from.
    pub source: RowRef,
    /// The row on the other side's statement.
    pub twin: Option<RowRef>,
}

type Packed = (i64, u32, u32, i64, u32, u32, u32, Option<(u32, u32)>);

impl From<Packed> for LedgerRow {
    fn from((at, payer, payee, fen, memo, statement, row, twin): Packed) -> Self {
        Self {
            at: Moment(at),
            payer,
            payee,
            amount: Fen(fen),
            memo,
            source: RowRef { statement, row },
            twin: twin.map(|(statement, row)| RowRef { statement, row }),
        }
    }
}

impl From<LedgerRow> for Packed {
    fn from(row: LedgerRow) -> Self {
        (
            row.at.0,
            row.payer,
            row.payee,
            row.amount.0,
            row.memo,
            row.source.statement,
            row.source.row,
            row.twin.map(|twin| (twin.statement, twin.row)),
        )
    }
}

/// The transfers in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// The statements by their place.
    pub sources: Vec<SourceName>,
    /// The accounts by their place.
    pub accounts: Vec<AccountView>,
    /// The memos by their place.
    pub memos: Vec<String>,
    /// The transfers.
    pub rows: Vec<LedgerRow>,
    /// Places of rows that may show a transfer which another row shows already, in rising order (可能重复).
    #[serde(default)]
    pub perhaps_twice: Vec<u32>,
    /// Balances that statements print and no row explains, by account and time.
    #[serde(default)]
    pub stated: Vec<StatedBalance>,
}

impl Ledger {
    /// The ledger of the engine's transfers.
    pub fn of(transfers: &Transfers, sources: Vec<SourceName>) -> Self {
        let account = |account: &Account| AccountView {
            number: account.number.as_deref().map(str::to_owned),
            name: account.name.as_deref().map(str::to_owned),
            holder: account.holder,
            held: account.held,
        };
        let row = |transfer: &Transfer| LedgerRow {
            at: transfer.at,
            payer: transfer.payer.0,
            payee: transfer.payee.0,
            amount: transfer.amount,
            memo: transfer.memo.0,
            source: transfer.source,
            twin: transfer.twin,
        };
        Self {
            sources,
            accounts: transfers.accounts.iter().map(account).collect(),
            memos: transfers.memos().iter().map(|m| m.to_string()).collect(),
            rows: transfers.list.iter().map(row).collect(),
            perhaps_twice: transfers.perhaps_twice.clone(),
            stated: transfers.stated.clone(),
        }
    }

    /// The engine's transfers of the ledger, in the same order.
    pub fn transfers(&self) -> Transfers {
        let mut transfers = Transfers::default();
        for account in &self.accounts {
            transfers.add_account(Account {
                number: account.number.as_deref().map(Into::into),
                name: account.name.as_deref().map(Into::into),
                holder: account.holder,
                held: account.held,
            });
        }
        let memos: Vec<MemoId> = self
            .memos
            .iter()
            .map(|memo| transfers.intern_memo(memo))
            .collect();
        transfers.list = self
            .rows
            .iter()
            .map(|row| Transfer {
                at: row.at,
                payer: AccountId(row.payer),
                payee: AccountId(row.payee),
                amount: row.amount,
                memo: memos.get(row.memo as usize).copied().unwrap_or(MemoId(0)),
                source: row.source,
                twin: row.twin,
            })
            .collect();
        transfers.perhaps_twice.clone_from(&self.perhaps_twice);
        transfers.stated.clone_from(&self.stated);
        transfers
    }

    /// Whether the row at this place may show a transfer that another row shows already.
    pub fn is_perhaps_twice(&self, place: u32) -> bool {
        self.perhaps_twice.binary_search(&place).is_ok()
    }

    /// The account at this place.
    pub fn account(&self, place: u32) -> Option<&AccountView> {
        self.accounts.get(place as usize)
    }

    /// The memo of a row.
    pub fn memo(&self, row: &LedgerRow) -> &str {
        self.memos.get(row.memo as usize).map_or("", String::as_str)
    }

    /// File and sheet in words: 流水1.xlsx · Sheet1.
    pub fn source(&self, statement: u32) -> String {
        let Some(source) = self.sources.get(statement as usize) else {
            return String::new();
        };
        match &source.sheet {
            Some(sheet) => format!("{} · {sheet}", source.file),
            None => source.file.clone(),
        }
    }

    /// File, sheet and row in words: 流水1.xlsx · Sheet1 · 第 12 行.
    pub fn place(&self, row: RowRef) -> String {
        format!("{} · 第 {} 行", self.source(row.statement), row.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_gives_back_the_transfers_it_was_made_of() {
        let mut transfers = Transfers::default();
        let account = |number: &str| Account {
            number: Some(number.into()),
            name: None,
            holder: HolderKind::Person,
            held: true,
        };
        let (a, b) = (
            transfers.add_account(account("6222****1234")),
            transfers.add_account(account("6222****5678")),
        );
        let memo = transfers.intern_memo("投资款");
        let row = |row| RowRef { statement: 0, row };
        transfers.list.push(Transfer {
            at: Moment(1_700_000_000),
            payer: a,
            payee: b,
            amount: Fen(5_000_000),
            memo,
            source: row(3),
            twin: Some(row(9)),
        });
        transfers.perhaps_twice = vec![0];
        let ledger = Ledger::of(&transfers, Vec::new());
        let kept = serde_json::to_vec(&ledger).unwrap();
        let back: Ledger = serde_json::from_slice(&kept).unwrap();
        assert_eq!(back.transfers().list, transfers.list);
        assert_eq!(back.transfers().accounts, transfers.accounts);
        assert_eq!(back.transfers().perhaps_twice, [0]);
        assert!(back.is_perhaps_twice(0) && !back.is_perhaps_twice(1));
        assert_eq!(back.memo(&back.rows[0]), "投资款");
    }
}
