//! Public registers and messages from outside the repository: every file opens, finds its header and
//! accounts for each of its rows. Passed over where the files are absent.

use std::path::{Path, PathBuf};

use fangfei_intake::kind::shipped;
use fangfei_intake::table::{Counts, Mapping, Options, guess_all, open, read};

fn shared() -> Option<PathBuf> {
    let root = std::env::var_os("FANGFEI_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let found = root.join("data").is_dir();
    if !found {
        eprintln!("passed over: {} is absent", root.display());
    }
    found.then_some(root)
}

fn load(root: &Path, path: &str, kind: &str) -> (Vec<Mapping>, Counts, u64) {
    let bytes =
        std::fs::read(root.join("data").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let kind = shipped(kind).expect("a shipped kind");
    let book = open(&bytes, path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mappings = guess_all(&book, &kind);
    let options = Options::default();
    let mut rows = read(&book, &kind, &mappings, &options);
    let total = rows.total();
    rows.by_ref().for_each(drop);
    let counts = rows.counts();
    (mappings, counts, total)
}

/// Path, kind, fields that must be mapped, least accepted, most rejected.
const FILES: &[(&str, &str, &[&str], u64, u64)] = &[
    (
        "enterprises/registry/abnormal_operations_gb18030.csv",
        "subject",
        &["name"],
        100_000,
        0,
    ),
    (
        "enterprises/registry/abnormal_operations_miyun.csv",
        "subject",
        &["name"],
        770,
        0,
    ),
    (
        "enterprises/registry/exchange_inspections_gb18030.csv",
        "subject",
        &["name", "uscc", "checked_on", "finding"],
        15,
        0,
    ),
    (
        "enterprises/registry/estate_agents_warning_gb18030.csv",
        "subject",
        &["name"],
        150,
        0,
    ),
    (
        "enterprises/registry/tax_arrears_gb18030.csv",
        "subject",
        &["name", "tax_number", "business_address"],
        300,
        0,
    ),
    (
        "enterprises/registry/prepaid_card_filers.csv",
        "licensed_body",
        &["name", "uscc", "licence_number"],
        245,
        8,
    ),
    (
        "enterprises/registry/listed_companies_beijing.csv",
        "subject",
        &["name", "uscc", "entity_type"],
        5_900,
        100,
    ),
    (
        "enterprises/registry/new_registrations.csv",
        "subject",
        &["name", "uscc", "founded_on"],
        8_300,
        60,
    ),
    (
        "enterprises/registry/tech_smes.csv",
        "subject",
        &["name", "uscc"],
        8_100,
        80,
    ),
    (
        "enterprises/registry/gazelle_firms.csv",
        "subject",
        &["name"],
        5_600,
        0,
    ),
    (
        "enterprises/registry/complaint_green_channel.csv",
        "subject",
        &["name", "registration_number"],
        3_900,
        3,
    ),
    (
        "text/gov_messages_replies.xlsx",
        "clue",
        &["number", "content", "received_on"],
        2_700,
        10,
    ),
    (
        "text/gov_messages_sample.xlsx",
        "clue",
        &["number", "content", "received_on"],
        490,
        10,
    ),
];

#[test]
fn every_file_accounts_for_its_rows() {
    let Some(root) = shared() else { return };
    let mut failures = Vec::new();
    for (path, kind, fields, accepted, rejected) in FILES {
        let (mappings, counts, total) = load(&root, path, kind);
        let unmapped: Vec<&&str> = fields
            .iter()
            .filter(|f| mappings[0].column_of(f).is_none())
            .collect();
        eprintln!("{path}: {counts:?} of {total}");
        if counts.total() != total
            || counts.accepted < *accepted
            || counts.rejected > *rejected
            || !unmapped.is_empty()
        {
            failures.push(format!(
                "{path}: {counts:?} of {total}, unmapped {unmapped:?}"
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
