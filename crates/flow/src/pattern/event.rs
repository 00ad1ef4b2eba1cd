//! One transfer seen from one side, with what detectors ask about it already looked up. It must not know
//! any pattern.

use super::words::{HolderWords, MemoWords};
use super::{WordLists, working_day};
use crate::graph::QuickMap;
use crate::transfer::{AccountId, HolderKind, Moment, Transfer, Transfers};

/// A transfer from the side of the account (or pool) that is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    /// Place in [`Transfers::list`].
    pub index: u32,
    pub at: Moment,
    /// Days since 1970-01-01.
    pub day: i32,
    /// Running number of the working day.
    pub work: i32,
    /// Whether the account received.
    pub into: bool,
    pub other: AccountId,
    pub kind: HolderKind,
    /// Both accounts carry the same holder's name.
    pub own: bool,
    pub amount: i64,
    pub words: MemoWords,
}

impl Event {
    /// A natural person, or a name that does not tell: savers are mostly seen by card number only.
    pub fn person(&self) -> bool {
        matches!(self.kind, HolderKind::Person | HolderKind::Unknown) && !self.own
    }

    /// A person as a rule on crowds counts one: not one who is paid for work or goods, by the state, or given back.
    pub fn in_crowd(&self) -> bool {
        self.person() && (self.into || !self.words.any(EVERYDAY))
    }

    /// Whether the amount is a whole multiple of so many fen.
    pub fn multiple_of(&self, fen: i64) -> bool {
        fen > 0 && self.amount % fen == 0
    }
}

/// What a payment to a person is explained by.
const EVERYDAY: MemoWords = MemoWords::WAGE
    .or(MemoWords::BENEFIT)
    .or(MemoWords::GOODS)
    .or(MemoWords::REFUND)
    .or(MemoWords::LOAN);

/// What is looked up once for all transfers.
#[derive(Debug)]
pub(crate) struct Book {
    memos: Vec<MemoWords>,
    holders: Vec<(HolderWords, HolderKind)>,
    names: Vec<u32>,
}

impl Book {
    pub fn new(transfers: &Transfers, words: &WordLists) -> Self {
        Self {
            memos: words.memos(transfers),
            holders: words.holders(transfers),
            names: name_numbers(transfers),
        }
    }

    pub fn kind(&self, account: AccountId) -> HolderKind {
        self.holders
            .get(account.0 as usize)
            .map_or(HolderKind::Unknown, |h| h.1)
    }

    pub fn holder_words(&self, account: AccountId) -> HolderWords {
        self.holders
            .get(account.0 as usize)
            .map_or(HolderWords::default(), |h| h.0)
    }

    fn name(&self, account: AccountId) -> u32 {
        self.names.get(account.0 as usize).copied().unwrap_or(0)
    }

    /// The transfer from its payee's side (`into`) or its payer's.
    pub fn event(&self, index: u32, t: &Transfer, into: bool) -> Event {
        let (own, other) = if into {
            (t.payee, t.payer)
        } else {
            (t.payer, t.payee)
        };
        let day = t.at.day();
        Event {
            index,
            at: t.at,
            day,
            work: working_day::number(day),
            into,
            other,
            kind: self.kind(other),
            own: self.name(own) != 0 && self.name(own) == self.name(other),
            amount: t.amount.0,
            words: self
                .memos
                .get(t.memo.0 as usize)
                .copied()
                .unwrap_or_default(),
        }
    }
}

/// The same number for the same holder's name; 0 where there is none or it is masked.
fn name_numbers(transfers: &Transfers) -> Vec<u32> {
    let mut numbers = std::collections::HashMap::new();
    let number = |account: &crate::transfer::Account| {
        let name = account
            .name
            .as_deref()
            .filter(|n| !n.contains('*') && !n.is_empty());
        let Some(name) = name else { return 0 };
        let next = numbers.len() as u32 + 1;
        *numbers.entry(name.to_owned()).or_insert(next)
    };
    transfers.accounts.iter().map(number).collect()
}

/// Distinct others with count and sum.
pub(crate) type Others = QuickMap<u32, (u32, i64)>;
