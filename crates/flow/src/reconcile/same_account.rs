//! Numbers that are one account's: a card's and that of the account behind it, as the files print them side by side. It
//! must not know entries.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use fangfei_model::statement::Statement;

/// For each such number the one that stands for all of its account, whatever the order of files.
#[derive(Debug, Default)]
pub(super) struct SameAccount {
    main: HashMap<Box<str>, Box<str>>,
    others: HashMap<Box<str>, Vec<Box<str>>>,
}

impl SameAccount {
    /// What the statements print.
    pub fn of(statements: &[Statement]) -> Self {
        let mut near: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (first, second) in statements.iter().flat_map(|s| &s.same_account) {
            near.entry(first).or_default().insert(second);
            near.entry(second).or_default().insert(first);
        }
        let mut found = Self::default();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for start in near.keys().copied() {
            let mut waiting = vec![start];
            let mut all = Vec::new();
            while let Some(number) = waiting.pop() {
                if seen.insert(number) {
                    all.push(number);
                    waiting.extend(near.get(number).into_iter().flatten());
                }
            }
            // The longest is the card's, which people know.
            all.sort_unstable_by_key(|number| (Reverse(number.len()), *number));
            if let [main, others @ ..] = &all[..] {
                let others: Vec<Box<str>> = others.iter().map(|number| (*number).into()).collect();
                let to_main = others.iter().map(|other| (other.clone(), (*main).into()));
                found.main.extend(to_main);
                found.others.insert((*main).into(), others);
            }
        }
        found
    }

    /// The number that stands for the account of this one.
    pub fn main<'n>(&'n self, number: &'n str) -> &'n str {
        self.main.get(number).map_or(number, |main| main)
    }

    /// The other numbers of the account that this main one stands for.
    pub fn others(&self, main: &str) -> &[Box<str>] {
        self.others.get(main).map_or(&[], Vec::as_slice)
    }
}
