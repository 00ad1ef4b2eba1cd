//! The accounts that the rows of a table name, each once, and what rows say that later rows lean on: the day above, states
//! read before. It must not know cells.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fangfei_model::statement::Party;
use jiff::civil::Date;

use super::status::{Moved, Question};
use crate::table::Cell;

/// An account named in a table's own columns, with its currency.
pub(super) type Owner = (Party, Option<Box<str>>);

/// Two numbers of one account, as printed side by side.
pub(super) type NumberPair = (Box<str>, Box<str>);

/// The accounts of a block, each once.
#[derive(Debug, Default)]
pub(super) struct Owners {
    list: Vec<Owner>,
    places: HashMap<Owner, usize>,
    last: Option<usize>,
    /// The day of the row above.
    pub day: Option<Date>,
    /// Two numbers each that rows print for one account.
    pairs: BTreeSet<NumberPair>,
    /// States whose meaning is not known, with the number of rows.
    pub unknown_states: BTreeMap<String, u32>,
    /// Numbers of orders of which no money moved.
    pub unbooked: HashSet<Box<str>>,
    /// Rows that print no day and were given that of the row above.
    pub carried: u32,
    /// States that were read already: a column holds a few words a million times.
    states: HashMap<String, Moved>,
}

impl Owners {
    /// All, in order of first appearance, and the pairs of numbers that are one account's.
    pub fn into_list(self) -> (Vec<Owner>, BTreeSet<NumberPair>) {
        (self.list, self.pairs)
    }

    /// What a state says of its transaction.
    pub fn state(&mut self, question: Question, printed: &str) -> Moved {
        if let Some(known) = self.states.get(printed) {
            return *known;
        }
        let found = question.answer(printed);
        self.states.insert(printed.to_owned(), found);
        found
    }

    /// Notes two numbers printed side by side for one account, where both show all their digits.
    pub fn pair(&mut self, first: &Option<Box<str>>, second: Option<Box<str>>) {
        let full = |number: &str| number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit());
        if let (Some(first), Some(second)) = (first, second)
            && **first != *second
            && full(first)
            && full(&second)
        {
            self.pairs.insert((first.clone(), second));
        }
    }

    /// The place of the account a row names; a row that names none belongs to the one above.
    pub fn place(&mut self, owner: Owner) -> usize {
        if owner.0 == Party::default()
            && owner.1.is_none()
            && let Some(last) = self.last
        {
            return last;
        }
        if let Some(last) = self.last
            && self.list[last] == owner
        {
            return last;
        }
        let next = self.list.len();
        let place = *self.places.entry(owner.clone()).or_insert(next);
        if place == next {
            self.list.push(owner);
        }
        self.last = Some(place);
        place
    }
}

/// 发送方, 接收方 of a payment firm: the number of a user stands where names do, if numbers have no column.
pub(super) fn by_user(mut party: Party) -> Party {
    if party.account.is_none() && party.name.as_deref().is_some_and(is_user) {
        party.account = party.name.take();
    }
    party
}

/// Whether a text is the number of a user and no name: wxid_k3d09, 2851234567.
fn is_user(text: &str) -> bool {
    text.len() >= 8
        && text.bytes().any(|b| b.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Marks that stand for what the row above says.
pub(super) fn is_ditto(cell: &Cell) -> bool {
    matches!(cell.shown().trim(), "〃" | "\"" | "″" | "''" | "同上")
}
