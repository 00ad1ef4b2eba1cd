//! From transfers and findings to participants: which accounts are the scheme's, who dealt with
//! them, what for. It must not know how single payments are divided.

use std::collections::BTreeMap;

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::{
    dealings::Dealings,
    habits::Habits,
    ledger::{Doubt, Participant, Participants, Unattributed},
    part::{Dealing, Told},
    till::Till,
    words::{PaymentWords, Said},
};
use crate::{
    pattern::Finding,
    transfer::{AccountId, Transfers},
};

/// What is known beyond the transfers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The scheme's accounts as a person named them; by the findings when empty.
    pub scheme: Vec<AccountId>,
    /// Held accounts whose statements miss pages or rows.
    pub incomplete: Vec<AccountId>,
}

/// The participants of the scheme that the findings (or the options) point at. Nobody, when nothing
/// points at a scheme.
///
/// Rules, in this order. In: what persons pay into the scheme's accounts is principal, except sums
/// that are not round and whose memo names a purchase, and what the habits of the scheme tell for one. Out: commission and wages by memo; principal
/// or gain by memo where it names one of them; both where it names both, divided by the contract's
/// open principal; without words by equality with an open principal or a known rate. What remains
/// is undecided: it counts as gain, and the bounds of the principal returned say how much may be
/// principal. The net does not depend on any of this.
pub fn accounts(transfers: &Transfers, findings: &[Finding], options: &Options) -> Participants {
    let Ok(words) = PaymentWords::shipped() else {
        return Participants::default();
    };
    let said = words.of(transfers);
    let till = if options.scheme.is_empty() {
        Till::find(transfers, findings, &said)
    } else {
        Till::around(transfers, options.scheme.iter().copied(), &said)
    };
    let (list, unattributed, habits) = divided(transfers, &till, &said);
    let whole = |account: &AccountId| {
        let held = transfers.account(*account).is_some_and(|a| a.held);
        held && !options.incomplete.contains(account)
    };
    // A person's own complete statement does not help: there may be another account.
    let till_whole = till.known().all(|account| whole(&account));
    let seen = Seen {
        whole: till_whole,
        nameless: unattributed.sum > Fen::ZERO,
    };
    let mut list = join_same_person(list, transfers, seen);
    let elsewhere = till.payers_elsewhere(transfers);
    for participant in &mut list {
        if participant.accounts.iter().any(|a| elsewhere.contains(a)) {
            participant.doubt(Doubt::PaidElsewhere);
        }
        if !till_whole {
            participant.doubt(Doubt::MissingPages);
        }
        habits.doubt(transfers, &said, participant);
        doubt_figures(participant, transfers);
    }
    Participants {
        till: till.accounts(),
        list,
        unattributed,
        words: words.version,
    }
}

/// Every payment divided: once to learn what is usual, once more without what is bought.
fn divided(
    transfers: &Transfers,
    till: &Till,
    said: &[Said],
) -> (Vec<Participant>, Unattributed, Habits) {
    let mut first = Dealings::new(transfers, till, said);
    first.run();
    let (list, ..) = first.finish();
    let habits = Habits::of(transfers, till, said, &list);
    let mut dealings = Dealings::new(transfers, till, said).with(habits);
    dealings.run();
    dealings.finish()
}

/// How much of the scheme's dealings is known.
#[derive(Debug, Clone, Copy)]
struct Seen {
    /// No page of its statements is missing.
    whole: bool,
    /// Money came in of which nobody knows who brought it.
    nameless: bool,
}

/// Two accounts of one full name are one person's when one of them was paid principal or gain that
/// it had not paid in for, the other's principal accounts for it, and the other was never paid. Where
/// both were paid they may be two people of one name, and both are said to be doubtful; so they are where pages are
/// missing, since what is not seen may be on these. What came in without a name may have been the one's own principal:
/// then they are joined and said to be doubtful. Of three or more accounts of a name nothing is joined.
fn join_same_person(list: Vec<Participant>, transfers: &Transfers, seen: Seen) -> Vec<Participant> {
    let mut by_name: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
    for (at, participant) in list.iter().enumerate() {
        let full = participant
            .name
            .as_deref()
            .filter(|name| !name.contains('*'));
        if let Some(name) = full {
            by_name.entry(name.into()).or_default().push(at);
        }
    }
    let mut list: Vec<Option<Participant>> = list.into_iter().map(Some).collect();
    for places in by_name.into_values() {
        let [a, b] = places[..] else { continue };
        let joined = match (&list[a], &list[b]) {
            (Some(a), Some(b)) => {
                let (lacking, paying) = match lacks_principal(a) {
                    true => (a, b),
                    false => (b, a),
                };
                seen.whole
                    && lacks_principal(lacking)
                    && was_never_paid(paying)
                    && lacking.returned.0 <= a.paid_in.0 + b.paid_in.0
            }
            _ => false,
        };
        if joined
            && let Some(other) = list[b].take()
            && let Some(first) = &mut list[a]
        {
            first.merge(other, transfers);
            if seen.nameless {
                first.doubt(Doubt::SharedName);
            }
        } else if places
            .iter()
            .any(|at| list[*at].as_ref().is_some_and(lacks_principal))
        {
            for at in places {
                if let Some(one) = &mut list[at] {
                    one.doubt(Doubt::SharedName);
                }
            }
        }
    }
    list.into_iter().flatten().collect()
}

/// Whether more came back than principal is seen to allow.
fn lacks_principal(participant: &Participant) -> bool {
    participant.returned > participant.paid_in
        || participant.paid_in == Fen::ZERO && participant.gain > Fen::ZERO
}

/// Whether nothing but what was paid in is known of an account.
fn was_never_paid(participant: &Participant) -> bool {
    participant.returned == Fen::ZERO && participant.received() == Fen::ZERO
}

fn doubt_figures(participant: &mut Participant, transfers: &Transfers) {
    // Who is paid for work or for bringing others may get that without a word, too.
    let works = participant.commission > Fen::ZERO || participant.wage > Fen::ZERO;
    let unsaid = |d: &Dealing| match d.told {
        Told::Undecided | Told::Likely | Told::PerhapsBrought => true,
        Told::NothingOpen => works,
        _ => false,
    };
    if participant.dealings.iter().any(unsaid) {
        participant.doubt(Doubt::Undecided);
    }
    let twice = |d: &Dealing| transfers.perhaps_twice.binary_search(&d.transfer).is_ok();
    if participant.dealings.iter().any(twice) {
        participant.doubt(Doubt::PerhapsTwice);
    }
    if lacks_principal(participant) {
        participant.doubt(Doubt::PrincipalUnseen);
    }
    let masked = participant
        .number(transfers)
        .is_some_and(|n| n.contains('*'));
    if masked {
        participant.doubt(Doubt::MaskedNumber);
    }
}
