//! Transfers between accounts in columns small enough for ten million of them. It must not know how
//! they were reconciled from statements, nor what patterns look for.

use std::collections::HashMap;

use fangfei_model::money::Fen;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// An account's place in [`Transfers::accounts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub u32);

/// A memo's place in [`Transfers::memo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MemoId(pub u32);

/// Seconds of local civil time in China since 1970-01-01T00:00:00. Statements print local time and
/// no zone; the country has one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// The row of a source file that an entry or transfer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// The statement's place in the list that was reconciled.
    pub statement: u32,
    /// The 1-based row in its sheet or file.
    pub row: u32,
}

/// Whether an account belongs to a person or a body, as far as its name and number tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// 自然人.
    Person,
    /// 单位: firm, body, shop with a firm's name.
    Body,
    /// 支付机构、清算 or the bank itself: money passes, it is nobody's end.
    Intermediary,
    /// 现金: paid in or drawn at a counter or machine.
    Cash,
    /// The name does not tell.
    Unknown,
}

/// One end of transfers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The number, masked where no statement showed it in full; `None` when only a name is known.
    pub number: Option<Box<str>>,
    /// The holder's name, where known.
    pub name: Option<Box<str>>,
    /// Person, body or what stands between.
    pub holder: HolderKind,
    /// Whether a statement of this account is at hand, so that its flows are complete for the
    /// period of that statement; of other accounts we see only the dealings with held ones.
    pub held: bool,
}

/// Money that moved once from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// When it was booked by the payer's bank (the payee's where only that is known).
    pub at: Moment,
    /// Who paid.
    pub payer: AccountId,
    /// Who received.
    pub payee: AccountId,
    /// How much, in fen, above zero: a reversed transfer is not in the list.
    pub amount: Fen,
    /// What was written on it.
    pub memo: MemoId,
    /// The row it was read from.
    pub source: RowRef,
    /// The row on the other side's statement, when both are at hand.
    pub twin: Option<RowRef>,
}

/// A balance that a statement prints and its rows do not explain: what was there before the first row, or after rows that
/// are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedBalance {
    /// Whose.
    pub account: AccountId,
    /// It stood before the transfers of this moment.
    pub at: Moment,
    /// How much, in fen; below zero for an overdraft.
    pub balance: Fen,
}

/// Transfers in order of time, with the accounts and memos they refer to. An index into
/// [`Transfers::list`] names a transfer in findings.
#[derive(Debug, Clone, Default)]
pub struct Transfers {
    /// The accounts.
    pub accounts: Vec<Account>,
    /// The transfers; call [`Transfers::sort`] after adding out of order.
    pub list: Vec<Transfer>,
    /// Places of transfers that may be one and the same, read from both sides' statements, in rising order: what they
    /// add up to may be too much.
    pub perhaps_twice: Vec<u32>,
    /// Balances that no transfers explain, by account and time.
    pub stated: Vec<StatedBalance>,
    memos: Vec<Box<str>>,
    memo_ids: HashMap<Box<str>, MemoId>,
}

impl Moment {
    /// From local civil time.
    pub fn from_civil(at: DateTime) -> Self {
        let since = at - jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        Self(
            i64::from(since.get_days()) * 86_400
                + since.get_hours() as i64 * 3_600
                + since.get_minutes() * 60
                + since.get_seconds(),
        )
    }

    /// Days since 1970-01-01.
    pub fn day(self) -> i32 {
        i32::try_from(self.0.div_euclid(86_400)).unwrap_or(i32::MAX)
    }

    /// Back to local civil time; `None` beyond the years that a calendar knows.
    pub fn civil(self) -> Option<DateTime> {
        jiff::Timestamp::from_second(self.0)
            .ok()
            .map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).datetime())
    }
}

impl Account {
    /// What to call it for a person: the name, else the number, else 未知账户.
    pub fn label(&self) -> &str {
        self.name
            .as_deref()
            .or(self.number.as_deref())
            .unwrap_or("未知账户")
    }
}

impl Transfers {
    /// Adds an account and answers its id.
    pub fn add_account(&mut self, account: Account) -> AccountId {
        let id = AccountId(u32::try_from(self.accounts.len()).unwrap_or(u32::MAX));
        self.accounts.push(account);
        id
    }

    /// The id of a memo, the same for the same words.
    pub fn intern_memo(&mut self, memo: &str) -> MemoId {
        if let Some(id) = self.memo_ids.get(memo) {
            return *id;
        }
        let id = MemoId(u32::try_from(self.memos.len()).unwrap_or(u32::MAX));
        self.memos.push(memo.into());
        self.memo_ids.insert(memo.into(), id);
        id
    }

    /// The words of a memo.
    pub fn memo(&self, id: MemoId) -> &str {
        self.memos.get(id.0 as usize).map_or("", |memo| memo)
    }

    /// All memos, by id.
    pub fn memos(&self) -> &[Box<str>] {
        &self.memos
    }

    /// The account behind an id.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(id.0 as usize)
    }

    /// The stated balances of an account, in order of time.
    pub fn stated_of(&self, account: AccountId) -> &[StatedBalance] {
        let from = self.stated.partition_point(|s| s.account < account);
        let until = self.stated.partition_point(|s| s.account <= account);
        &self.stated[from..until]
    }

    /// Notes the transfers whose row may show a transfer that another row shows already.
    pub(crate) fn mark_perhaps_twice(&mut self, is_alike: impl Fn(RowRef) -> bool) {
        let alike = (0_u32..)
            .zip(&self.list)
            .filter(|(_, t)| is_alike(t.source));
        self.perhaps_twice = alike.map(|(at, _)| at).collect();
    }

    /// Puts the transfers in order of time, then of their source, so that the same transfers added
    /// in any order give the same list.
    pub fn sort(&mut self) {
        self.list
            .sort_unstable_by_key(|t| (t.at, t.source, t.payer, t.payee, t.amount));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_local_time() {
        let at = jiff::civil::date(2024, 2, 29).at(23, 59, 58, 0);
        let moment = Moment::from_civil(at);
        assert_eq!(moment.civil(), Some(at));
        assert_eq!(moment.day(), 19_782);
        let before = jiff::civil::date(1969, 12, 31).at(12, 0, 0, 0);
        assert_eq!(Moment::from_civil(before).civil(), Some(before));
        assert_eq!(Moment::from_civil(before).day(), -1);
    }

    #[test]
    fn the_same_memo_has_one_id() {
        let mut transfers = Transfers::default();
        let a = transfers.intern_memo("投资款");
        let b = transfers.intern_memo("返利");
        assert_ne!(a, b);
        assert_eq!(transfers.intern_memo("投资款"), a);
        assert_eq!(transfers.memo(b), "返利");
    }
}
