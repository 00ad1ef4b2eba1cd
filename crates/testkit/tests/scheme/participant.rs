//! From files to participants' accounts, judged against the truth. It must not know how the engine works.

use fangfei_flow::{
    participant::{self, Participants},
    pattern::{Parameters, find},
    reconcile::{Options, Reconciliation, reconcile},
};
use fangfei_testkit::scheme::{Found, Verdict, judge};

use super::{case, cases, reconcile::statements};

fn participants(result: &Reconciliation) -> Participants {
    let findings = find(&result.transfers, &Parameters::shipped().unwrap());
    let broken = result.holdings.iter().filter(|holding| !holding.is_whole());
    let options = participant::Options {
        scheme: Vec::new(),
        incomplete: broken.map(|holding| holding.account).collect(),
    };
    participant::accounts(&result.transfers, &findings, &options)
}

fn found(result: &Reconciliation) -> Vec<Found> {
    let list = participants(result).list;
    let found = list.iter().map(|one| Found {
        account: one.number(&result.transfers).map(Into::into),
        name: one.name.as_deref().map(Into::into),
        paid_in_fen: one.paid_in,
        returned_fen: one.returned,
        yield_fen: one.received(),
        certain: one.certain(),
    });
    found.collect()
}

fn verdict(seed: u64, kind: fangfei_testkit::scheme::Kind, level: u8) -> Verdict {
    let (story, folder) = case(seed, kind, level);
    let result = reconcile(&statements(&folder), &Options::default());
    judge(&story, &folder, &found(&result))
}

#[test]
fn participants_are_exact_where_the_files_are_complete() {
    let mut all = Vec::new();
    for (seed, kind, level) in cases() {
        let verdict = verdict(seed, kind, level);
        eprintln!("{seed} {}-{level}\n{verdict}", kind.name());
        if !verdict.clean() {
            all.push(format!("{seed} {}-{level}\n{verdict}", kind.name()));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
