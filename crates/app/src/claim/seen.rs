//! Who stands in the statements, as claims are held against them. It must not compare figures.

use fangfei_flow::claim::{Found, Register, Seen, Sought};
use fangfei_model::{
    claim::{Claim, ClaimFigures},
    money::Fen,
};

use super::draft::account_number;
use crate::funds::{Participant, Participants};

/// Everybody in the statements, to be found by account or name.
pub(super) fn register(people: &Participants) -> Register {
    Register::new(people.list.iter().map(seen).collect())
}

fn seen(person: &Participant) -> Seen {
    let doubts: Vec<Box<str>> = match person.certain {
        true => Vec::new(),
        false => person.doubt.split('；').map(Into::into).collect(),
    };
    // What is undecided is said by the bounds; any other doubt means that something may be missing.
    let only_undecided = person.undecided > Fen::ZERO && doubts.len() == 1;
    Seen {
        accounts: person.numbers.iter().map(|n| n.as_str().into()).collect(),
        name: Some(person.name.as_str().into()),
        figures: ClaimFigures {
            paid_in: person.paid_in,
            returned: person.returned,
            received: person.received(),
        },
        undecided: person.undecided,
        may_miss: !person.certain && !only_undecided,
        doubts,
        transfers: person.rows.clone(),
    }
}

/// The accounts that a claim names: of statements and for the payment.
pub(super) fn given(claim: &Claim) -> Vec<Box<str>> {
    let payee = claim.payee.iter().map(|payee| &payee.number);
    let all = claim.accounts.iter().chain(payee);
    all.map(|number| account_number(number).into()).collect()
}

/// Who this is in the statements: by an account given in the claim, else by the name.
pub(super) fn found(claim: &Claim, people: &Register) -> Found {
    let given = given(claim);
    people.find(Sought {
        name: Some(&claim.claimant.name),
        accounts: &given,
    })
}
