//! A bank statement (银行流水) as plain data: what the file reader makes of one account's pages and
//! what the money engine works on. It must not know how files are laid out, nor patterns.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::money::Fen;

/// Which way money went, seen from the account whose statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 收入、贷方: the account received.
    In,
    /// 支出、借方: the account paid.
    Out,
}

/// When an entry was booked. Many banks print the day only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BookedAt {
    /// Local time in China; midnight when `timed` is false.
    pub at: DateTime,
    /// Whether the statement gave a time of day.
    pub timed: bool,
}

impl BookedAt {
    /// A day without a time.
    pub fn day(date: Date) -> Self {
        Self {
            at: date.to_datetime(jiff::civil::Time::midnight()),
            timed: false,
        }
    }

    /// A moment.
    pub fn moment(at: DateTime) -> Self {
        Self { at, timed: true }
    }
}

/// One side of a transfer as a statement names it. Everything may be missing; numbers may be masked
/// (`6222****1234`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Party {
    /// The account or card number as printed, without blanks, half-width; masked digits are `*`.
    pub account: Option<Box<str>>,
    /// The holder's name as printed.
    pub name: Option<Box<str>>,
    /// The bank or payment firm (开户行).
    pub bank: Option<Box<str>>,
}

/// One booked line (一笔交易) of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementEntry {
    /// The 1-based row in the sheet or file it was read from.
    pub row: u32,
    /// When it was booked.
    pub booked: BookedAt,
    /// Which way the money went. A reversal keeps the direction of what it reverses.
    pub direction: Direction,
    /// The amount in fen of the statement's currency; negative for a reversal (冲正、红字).
    pub amount: Fen,
    /// The balance after this entry (余额), where printed.
    pub balance: Option<Fen>,
    /// The other side (对方).
    pub counterparty: Party,
    /// Memo, remark, purpose (摘要、附言、用途), joined by a blank when in several columns.
    pub memo: Box<str>,
    /// The bank's number of the transaction (流水号、凭证号), where printed.
    pub reference: Option<Box<str>>,
    /// Counter, transfer, cash, payment firm … (交易渠道、交易类型) as printed.
    pub channel: Option<Box<str>>,
}

/// Why a source row did not become an entry. It is listed, never dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Opening balance carried forward (承前页、上期余额).
    Opening,
    /// Page or period totals (本页合计、累计).
    Total,
    /// A repeated header, title or page line.
    Heading,
    /// Nothing in it.
    Blank,
    /// A remark or signature below the table.
    Remark,
    /// A failed or withdrawn transaction that moved no money.
    NotBooked,
    /// It looks like an entry and cannot be read: the reason says what is wrong.
    Unreadable,
}

/// A source row that is no entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherRow {
    /// The 1-based row in the sheet or file.
    pub row: u32,
    /// What it is.
    pub kind: RowKind,
    /// In words for the accountant: what was found and, for an unreadable row, what is wrong.
    pub reason: Box<str>,
}

/// What the statement itself says its entries add up to. Missing parts are not printed there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedTotals {
    /// Sum of what came in.
    pub total_in: Option<Fen>,
    /// Sum of what went out, as a positive amount.
    pub total_out: Option<Fen>,
    /// Number of entries that came in.
    pub count_in: Option<u64>,
    /// Number of entries that went out.
    pub count_out: Option<u64>,
}

/// The statement of one account in one currency, from one table of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The file's name as uploaded.
    pub file: Box<str>,
    /// The sheet's name, where the file has sheets.
    pub sheet: Option<Box<str>>,
    /// Whose account: number, holder, bank, as far as the file says.
    pub account: Party,
    /// Two numbers each that the file prints for one account: the card's (卡号) and that of the account behind it (账号).
    #[serde(default)]
    pub same_account: Vec<(Box<str>, Box<str>)>,
    /// ISO 4217 code; `CNY` where the file says nothing.
    pub currency: Box<str>,
    /// Balance before the first entry, where printed.
    pub opening: Option<Fen>,
    /// Balance after the last entry, where printed apart from the entries.
    pub closing: Option<Fen>,
    /// The period printed in the head, both days included.
    pub period: Option<(Date, Date)>,
    /// The totals printed.
    pub stated: StatedTotals,
    /// The entries in the order of the file.
    pub entries: Vec<StatementEntry>,
    /// Every other row of the table. `entries` and `others` together are all its rows.
    pub others: Vec<OtherRow>,
}

/// One line of a list of transfers (资金往来清单) that names both sides itself and belongs to no account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedTransfer {
    /// The 1-based row in the sheet or file it was read from.
    pub row: u32,
    /// When it was booked.
    pub booked: BookedAt,
    /// Who paid.
    pub payer: Party,
    /// Who received.
    pub payee: Party,
    /// How much, in fen of yuan, above zero.
    pub amount: Fen,
    /// What was written on it.
    pub memo: Box<str>,
    /// The list's own number of the transfer, where it has one.
    pub reference: Option<Box<str>>,
}

/// A list of transfers from one sheet of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferList {
    /// The file's name as uploaded.
    pub file: Box<str>,
    /// The sheet's name, where the file has sheets.
    pub sheet: Option<Box<str>>,
    /// The transfers in the order of the file.
    pub transfers: Vec<ListedTransfer>,
    /// Every other row. `transfers` and `others` together are all its rows.
    pub others: Vec<OtherRow>,
}

impl StatementEntry {
    /// The change of the balance: positive when the account gained.
    pub fn change(&self) -> Fen {
        match self.direction {
            Direction::In => self.amount,
            Direction::Out => Fen(-self.amount.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(direction: Direction, fen: i64) -> StatementEntry {
        StatementEntry {
            row: 1,
            booked: BookedAt::day(jiff::civil::date(2024, 5, 6)),
            direction,
            amount: Fen(fen),
            balance: None,
            counterparty: Party::default(),
            memo: "".into(),
            reference: None,
            channel: None,
        }
    }

    #[test]
    fn a_reversed_payment_gives_the_money_back() {
        assert_eq!(entry(Direction::In, 100).change(), Fen(100));
        assert_eq!(entry(Direction::Out, 100).change(), Fen(-100));
        assert_eq!(entry(Direction::Out, -100).change(), Fen(100));
    }
}
