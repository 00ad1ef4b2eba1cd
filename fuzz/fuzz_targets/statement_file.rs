//! Any bytes called a statement are read or refused, never a panic, and every filled row is accounted for.
#![no_main]

use fangfei_intake::{statement, table};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["statement.xlsx", "statement.csv"] {
        let Ok(reading) = statement::read(bytes, name, &statement::Options::default()) else {
            continue;
        };
        let statements = reading.statements.iter().map(|s| s.entries.len() + s.others.len());
        let lists = reading.lists.iter().map(|l| l.transfers.len() + l.others.len());
        let refused = reading.refusals.iter().map(|r| r.count);
        let accounted: usize = statements.chain(lists).chain(refused).sum();
        if let Ok(workbook) = table::open(bytes, name) {
            let filled: usize = workbook
                .sheets
                .iter()
                .filter(|s| s.visibility == table::Visibility::Visible)
                .map(|s| s.rows.len())
                .sum();
            assert!(accounted >= filled, "{accounted} of {filled} rows");
        }
    }
});
