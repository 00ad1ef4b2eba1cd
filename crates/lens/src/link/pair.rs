//! The kinds of values that pairs may be compared as. It must not know files.

use super::{Verdict, address, company, person};

/// What both sides of a pair are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairKind {
    /// Names of firms.
    Company,
    /// Names of persons.
    Person,
    /// Addresses.
    Address,
}

/// Compares two values of a kind.
pub fn compare(kind: PairKind, left: &str, right: &str) -> Verdict {
    match kind {
        PairKind::Company => company::compare(left, right),
        PairKind::Person => person::compare(left, right),
        PairKind::Address => address::compare(left, right),
    }
}
