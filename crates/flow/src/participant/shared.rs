//! What an account outside the scheme has in common with it, in persons and in money, and whether that makes it one of
//! the scheme's. It must not know which accounts are looked at, nor what payments are for.

use std::collections::BTreeSet;

use crate::transfer::AccountId;

/// Persons who must deal with both accounts.
pub(super) const SHARED_PERSONS: usize = 5;
/// The part of the money on one side that they make up.
const PERSONS_PERCENT: i128 = 50;
/// The part of the money on the other side that passes between the account and the scheme.
const TILL_PERCENT: i128 = 10;
/// Both parts of an account that does nothing else …
const WHOLLY_PERCENT: i128 = 80;
/// … and how many of those who pay it must deal with the scheme elsewhere: so many, and half of them.
const WHOLLY_PERSONS: usize = 4;
/// A crowd of payers of whom so many deal with the scheme elsewhere, bringing so much of all that came in, makes a
/// collector of an account that …
const CLOSE_PERCENT: usize = 80;
/// … sent so much of what went out the scheme's ways, in however few payments.
const CLOSE_TILL_PERCENT: i128 = 30;
/// Of those who pay an account that hands next to all on, so many must deal with the scheme elsewhere.
const HANDED_PERSONS: usize = 2;
/// So many persons of the scheme, who are so many percent of all who pay an account, are a crowd: the more, the fewer
/// percent.
const CROWDS: [(usize, usize); 2] = [(8, 40), (20, 20)];

/// Of those who pay round sums to an account that did not join, so many dealing with the scheme elsewhere, and half of
/// them, leave it open whether it collects as well, when it sent anything the scheme's ways.
const OPEN_PERSONS: usize = 4;

/// What an account has to do with the scheme.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Persons, whoever they are, and what passed between them and the account.
    pub others: BTreeSet<AccountId>,
    pub with_others: i128,
    /// Of these, the ones who deal with the scheme elsewhere.
    pub persons: BTreeSet<AccountId>,
    pub with_persons: i128,
    pub with_till: i128,
}

impl Shared {
    pub fn meet(&mut self, other: AccountId, amount: i128) {
        self.others.insert(other);
        self.with_others += amount;
    }

    pub fn add(&mut self, person: AccountId, amount: i128) {
        self.persons.insert(person);
        self.with_persons += amount;
    }

    /// Whether a crowd of the scheme's persons is on one side and money of the scheme on the other.
    pub fn deals_with_both(&self, other: i128, crowd: usize) -> bool {
        self.persons.len() >= crowd
            && self.with_till > 0
            && self.with_till * 100 >= other * TILL_PERCENT
    }

    /// `own` is everything on the side of the persons, `other` everything on the side of the scheme.
    pub fn joins(&self, own: i128, other: i128, crowd: usize) -> bool {
        self.with_persons * 100 >= own * PERSONS_PERCENT && self.deals_with_both(other, crowd)
    }

    /// Whether next to all who pay the account are the scheme's crowd. A collector of fees shares some payers with a
    /// scheme, hardly ever most; these hand the money on in a few large sums, most of them to where nothing else shows
    /// that it belongs to the scheme.
    pub fn joins_closely(&self, own: i128, other: i128, crowd: usize) -> bool {
        let close = |part: usize, whole: usize| part * 100 >= whole * CLOSE_PERCENT;
        self.persons.len() >= crowd
            && close(self.persons.len(), self.others.len())
            && self.with_persons * 100 >= own * WHOLLY_PERCENT
            && self.with_till * 100 >= other * CLOSE_TILL_PERCENT
    }

    /// Whether next to all that came in are round sums of several persons, some of whom deal with the scheme elsewhere, and
    /// next to all that went out went to the scheme's own accounts or its ways. One of them alone may be a tenant of a
    /// landlord who invests.
    pub fn hands_all_on(&self, own: i128, other: i128) -> bool {
        self.others.len() >= SHARED_PERSONS
            && self.persons.len() >= HANDED_PERSONS
            && self.with_others * 100 >= own * WHOLLY_PERCENT
            && self.with_till > 0
            && self.with_till * 100 >= other * WHOLLY_PERCENT
    }

    /// Whether many of those who pay the account deal with the scheme, though their money is not most of what came in.
    pub fn joins_by_crowd(&self, own: i128, other: i128) -> bool {
        let shared = self.persons.len();
        let many =
            |persons, percent| shared >= persons && shared * 100 >= self.others.len() * percent;
        CROWDS
            .iter()
            .any(|(persons, percent)| many(*persons, *percent))
            && self.with_others * 100 >= own * PERSONS_PERCENT
            && self.with_till > 0
            && self.with_till * 100 >= other * TILL_PERCENT
    }

    /// Whether so many of those who pay the account deal with the scheme that it may collect for it.
    pub fn leaves_open(&self, own: i128) -> bool {
        self.with_till > 0
            && self.persons.len() >= OPEN_PERSONS
            && self.persons.len() * 2 >= self.others.len()
            && self.with_others * 100 >= own * PERSONS_PERCENT
    }

    /// Whether the account does next to nothing but what a scheme's account does.
    pub fn joins_wholly(&self, own: i128, other: i128) -> bool {
        self.persons.len() >= WHOLLY_PERSONS
            && self.persons.len() * 2 >= self.others.len()
            && self.with_others * 100 >= own * WHOLLY_PERCENT
            && self.with_till > 0
            && self.with_till * 100 >= other * WHOLLY_PERCENT
    }
}
