//! From files to participants' accounts, judged against the truth. It must not know how the engine works.

use fangfei_flow::{
    participant,
    pattern::{Parameters, find},
    reconcile::{Options, reconcile},
    transfer::{AccountId, Transfers},
};
use fangfei_testkit::scheme::{Found, Kind, Verdict, judge, transfers};

use super::{case, cases, reconcile::statements};

fn found(transfers: &Transfers, incomplete: Vec<AccountId>) -> Vec<Found> {
    let findings = find(transfers, &Parameters::shipped().unwrap());
    let options = participant::Options {
        scheme: Vec::new(),
        incomplete,
    };
    let list = participant::accounts(transfers, &findings, &options).list;
    let found = list.iter().map(|one| Found {
        account: one.number(transfers).map(Into::into),
        name: one.name.as_deref().map(Into::into),
        paid_in_fen: one.paid_in,
        returned_fen: one.returned,
        yield_fen: one.received(),
        certain: one.certain(),
    });
    found.collect()
}

fn verdict(seed: u64, kind: Kind, level: u8) -> Verdict {
    let (story, folder) = case(seed, kind, level);
    let result = reconcile(&statements(&folder), &Options::default());
    let broken = result.holdings.iter().filter(|holding| !holding.is_whole());
    let incomplete = broken.map(|holding| holding.account).collect();
    judge(&story, &folder, &found(&result.transfers, incomplete))
}

/// With transfers as a perfect reader would have them: what is wrong here is the engine's.
fn known(seed: u64, kind: Kind, level: u8) -> Verdict {
    let (story, folder) = case(seed, kind, level);
    let transfers = transfers(&story, &folder);
    let places = folder
        .gaps
        .iter()
        .map(|gap| u32::try_from(gap.account).unwrap());
    let incomplete = places.map(AccountId).collect();
    judge(&story, &folder, &found(&transfers, incomplete))
}

#[test]
#[ignore = "long; on demand: FANGFEI_SCHEMES=1 cargo test -p fangfei-testkit --test scheme -- --ignored"]
fn participants_of_known_transfers_are_exact() {
    let mut all = Vec::new();
    for (seed, kind, level) in cases() {
        let verdict = known(seed, kind, level);
        if !verdict.clean() {
            all.push(format!("{seed} {}-{level}\n{verdict}", kind.name()));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
#[ignore = "long; on demand: FANGFEI_SCHEMES=1 cargo test -p fangfei-testkit --test scheme -- --ignored"]
fn participants_are_exact_where_the_files_are_complete() {
    let mut all = Vec::new();
    for (seed, kind, level) in cases() {
        let verdict = verdict(seed, kind, level);
        if !verdict.clean() {
            all.push(format!("{seed} {}-{level}\n{verdict}", kind.name()));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
