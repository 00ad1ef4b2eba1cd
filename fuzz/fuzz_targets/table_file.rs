//! Any bytes called a table are read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["table.xlsx", "table.xls", "table.csv"] {
        let _ = fangfei_intake::table::open(bytes, name);
    }
});
