//! Any bytes called a plan file are read or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["plan.docx", "plan.txt"] {
        let _ = fangfei_intake::text::extract(bytes, name);
    }
});
