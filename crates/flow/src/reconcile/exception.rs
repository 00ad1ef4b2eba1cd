//! Rows that are no transfer, and what the checks of a statement found. It must not know how.

use fangfei_model::money::Fen;
use fangfei_model::statement::RowKind;
use serde::{Deserialize, Serialize};

use crate::transfer::RowRef;

/// Why a source row is no transfer and no twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// 承前页、期初余额.
    Opening,
    /// 合计、小计、过次页.
    Total,
    /// Titles, heads, repeated heads.
    Heading,
    /// Nothing in it.
    Blank,
    /// Words below or between tables.
    Remark,
    /// A transaction that moved no money.
    NotBooked,
    /// A row that looks like a transaction and cannot be read.
    Unreadable,
    /// The same entry in another statement of the same account.
    Duplicate,
    /// 冲正、退汇: takes back another row.
    Reversal,
    /// Taken back by another row.
    Reversed,
    /// In a foreign currency: not added to yuan.
    ForeignCurrency,
    /// Payer and payee are the same account.
    ToItself,
}

impl ExceptionKind {
    /// The Chinese word.
    pub fn title(self) -> &'static str {
        match self {
            Self::Opening => "期初、承前",
            Self::Total => "合计",
            Self::Heading => "表头、标题",
            Self::Blank => "空行",
            Self::Remark => "说明",
            Self::NotBooked => "未发生资金往来",
            Self::Unreadable => "无法读取",
            Self::Duplicate => "重复流水",
            Self::Reversal => "冲正、退汇",
            Self::Reversed => "已被冲正、退汇",
            Self::ForeignCurrency => "外币",
            Self::ToItself => "本账户转本账户",
        }
    }
}

impl From<RowKind> for ExceptionKind {
    fn from(kind: RowKind) -> Self {
        match kind {
            RowKind::Opening => Self::Opening,
            RowKind::Total => Self::Total,
            RowKind::Heading => Self::Heading,
            RowKind::Blank => Self::Blank,
            RowKind::Remark => Self::Remark,
            RowKind::NotBooked => Self::NotBooked,
            RowKind::Unreadable => Self::Unreadable,
        }
    }
}

/// A listed exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The row.
    pub row: RowRef,
    /// Why.
    pub kind: ExceptionKind,
    /// The row it repeats, takes back or is taken back by.
    pub other: Option<RowRef>,
    /// In words.
    pub reason: Box<str>,
}

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// The running balance does not go on (余额不连续): rows are missing or wrong before this one.
    BalanceBreak,
    /// The printed balances do not run with the amounts and were not used.
    BalanceUnrelated,
    /// The balance fits only when 借 and 贷 are read the other way round; they were.
    SidesSwapped,
    /// The statement's own totals differ from its entries.
    TotalsDiffer,
    /// The closing balance differs from the last entry's.
    ClosingDiffers,
    /// Entries lie outside the period printed in the head.
    OutsidePeriod,
    /// A reversal whose original is not in the statements; booked as a transfer the other way.
    ReversalWithoutOriginal,
    /// The other side's statement covers the day and has no such entry.
    NotOnOtherSide,
    /// Accounts known by name or masked number only that may be one or several.
    AmbiguousAccount,
    /// A counterparty known by name only was taken for the only account of that name.
    JoinedByName,
    /// The row may be the other side of a transfer that stands in another account's statement already, and nothing
    /// tells which: its sum may be counted twice.
    PerhapsTwice,
}

impl CheckKind {
    /// The Chinese word.
    pub fn title(self) -> &'static str {
        match self {
            Self::BalanceBreak => "余额不连续",
            Self::BalanceUnrelated => "余额与发生额无关",
            Self::SidesSwapped => "借贷方向相反",
            Self::TotalsDiffer => "合计不符",
            Self::ClosingDiffers => "期末余额不符",
            Self::OutsidePeriod => "超出起止日期",
            Self::ReversalWithoutOriginal => "冲正找不到原交易",
            Self::NotOnOtherSide => "对方流水没有对应记录",
            Self::AmbiguousAccount => "账户不能确定",
            Self::JoinedByName => "仅凭户名并入",
            Self::PerhapsTwice => "可能重复",
        }
    }
}

/// One finding of the checks, for the accountant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The statement, as its place in the list that was reconciled; `None` for several.
    pub statement: Option<u32>,
    /// The row, where it is one.
    pub row: Option<u32>,
    /// What.
    pub kind: CheckKind,
    /// What was expected, where it is a figure.
    pub expected: Option<Fen>,
    /// What is printed.
    pub printed: Option<Fen>,
    /// In words.
    pub reason: Box<str>,
}
