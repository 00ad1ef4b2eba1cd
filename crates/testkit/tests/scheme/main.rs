//! The product run over schemes with known truth: readers, reconciliation, participants. It must not know how
//! the files are made.
//!
//! The seeds of the default run were drawn after the rules were made. `FANGFEI_SCHEMES=5 cargo test -p fangfei-testkit
//! --test scheme -- --ignored` looks at every kind and level over so many other seeds, from `FANGFEI_SCHEMES_FROM` on.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where the generator or the product refuses"
)]

mod participant;
mod reader;
mod reconcile;

use fangfei_flow::reconcile::{Options, Reconciliation};
use fangfei_intake::statement::{self, Reading};
use fangfei_model::statement::Statement;
use fangfei_testkit::scheme::{Dirt, Folder, Kind, Recipe, Story, Verdict, print, tell};

/// A story with its files, read and reconciled.
pub struct Case {
    name: String,
    level: u8,
    story: Story,
    folder: Folder,
    readings: Vec<Reading>,
    statements: Vec<Statement>,
    result: Reconciliation,
}

impl Case {
    fn new(seed: u64, kind: Kind, level: u8) -> Self {
        let story = tell(Recipe {
            seed,
            kind,
            investors: 60,
            dirt: Dirt::level(level).unwrap(),
        });
        let folder = print(&story).unwrap();
        let read = |file: &fangfei_testkit::scheme::StatementFile| {
            statement::read(&file.bytes, &file.name, &statement::Options::default()).unwrap()
        };
        let readings: Vec<Reading> = folder.files.iter().map(read).collect();
        let statements: Vec<Statement> = readings
            .iter()
            .flat_map(|reading| reading.statements.iter().cloned())
            .collect();
        let result = fangfei_flow::reconcile::reconcile(&statements, &Options::default());
        Self {
            name: format!("{seed} {}-{level}", kind.name()),
            level,
            story,
            folder,
            readings,
            statements,
            result,
        }
    }

    /// Everything that is not as promised, a line each.
    fn faults(&self) -> Vec<String> {
        let mut faults = reader::faults(self);
        faults.extend(reconcile::faults(self));
        let known = participant::known(self);
        let found = participant::verdict(self);
        for (what, verdict) in [("已知往来", &known), ("流水", &found)] {
            let wrong = verdict.mistakes.iter();
            faults.extend(wrong.map(|mistake| format!("{what} {mistake}")));
        }
        faults.extend(participant::timid(self, &found));
        let named = faults
            .into_iter()
            .map(|fault| format!("{} {fault}", self.name));
        named.collect()
    }
}

/// Cases that are not told as promised yet, by seed: collectors with so few pages left that nothing joins them to the till
/// (90003, 90103), rows without numbers that fall to another account (90102, 90401).
const OPEN: [u64; 4] = [90_003, 90_102, 90_103, 90_401];

/// What is wrong with one kind of scheme at every level of dirt.
fn check(kind: Kind) {
    let place = (0..).zip(Kind::ALL).find(|(_, one)| *one == kind);
    let first = 90_000 + 100 * place.map_or(0, |(at, _)| at);
    let levels = (0..=3_u8).map(|level| (first + u64::from(level), level));
    let faults: Vec<String> = levels
        .filter(|(seed, _)| !OPEN.contains(seed))
        .flat_map(|(seed, level)| Case::new(seed, kind, level).faults())
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn elder_care_is_told_as_it_was() {
    check(Kind::ElderCare);
}

#[test]
fn debt_relief_is_told_as_it_was() {
    check(Kind::DebtRelief);
}

#[test]
fn wealth_is_told_as_it_was() {
    check(Kind::Wealth);
}

#[test]
fn adoption_is_told_as_it_was() {
    check(Kind::Adoption);
}

#[test]
fn coin_is_told_as_it_was() {
    check(Kind::Coin);
}

#[test]
fn rebate_is_told_as_it_was() {
    check(Kind::Rebate);
}

/// Collectors who hand the money on rarely, to accounts seen nowhere else, or were fed with cash by half, and paying
/// accounts most of whose persons paid in elsewhere: once left out of the scheme's accounts, and what passed through
/// them with them.
#[test]
fn accounts_on_the_edge_belong_to_the_scheme() {
    let cases = [
        (81_552, Kind::Rebate, 2),
        (70_250, Kind::Rebate, 0),
        (70_352, Kind::Rebate, 2),
        (70_500, Kind::ElderCare, 0),
    ];
    let told = cases.map(|(seed, kind, level)| Case::new(seed, kind, level).faults());
    let faults = told.concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Prints a line for each case, so that a sweep can be looked at, not only passed.
fn told(case: &Case, found: &Verdict, faults: usize) {
    println!(
        "{}: {faults} faults; complete {} exact {} timid {} split {}; incomplete {} bounded {} called certain {}; perhaps twice {}",
        case.name,
        found.complete,
        found.exact,
        found.timid,
        found.split_only,
        found.incomplete,
        found.bounded,
        found.unaware,
        case.result.transfers.perhaps_twice.len(),
    );
}

#[test]
#[ignore = "long; on demand: FANGFEI_SCHEMES=5 cargo test -p fangfei-testkit --test scheme -- --ignored --nocapture"]
fn every_kind_is_told_as_it_was_over_many_seeds() {
    let from = setting("FANGFEI_SCHEMES_FROM", 1);
    let (mut cases, mut failed, mut all) = (0, 0, Vec::new());
    for seed in from..from + setting("FANGFEI_SCHEMES", 1) {
        for (kind, i) in Kind::ALL.into_iter().zip(0..) {
            for level in 0..=3_u8 {
                let case = Case::new(seed * 100 + i * 10 + u64::from(level), kind, level);
                let faults = case.faults();
                told(&case, &participant::verdict(&case), faults.len());
                cases += 1;
                failed += usize::from(!faults.is_empty());
                all.extend(faults);
            }
        }
    }
    println!("{failed} of {cases} cases have faults");
    assert!(all.is_empty(), "{}", all.join("\n"));
}
