//! Any text is read as a plan without a panic, and every span lies within it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let reading = fangfei_intake::plan::read(text);
    let length = text.chars().count();
    for duty in &reading.duties {
        assert!(duty.span.0 <= duty.span.1 && duty.span.1 <= length);
    }
});
