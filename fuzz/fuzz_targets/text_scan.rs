//! Any text is read for yields, contacts and names without a panic, and every span lies in the text.
#![no_main]

use fangfei_lens::text::{contact, names, yields};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let count = text.chars().count();
    let spans = yields::find(text)
        .into_iter()
        .map(|y| y.span)
        .chain(contact::find(text).into_iter().map(|c| c.span))
        .chain(names::find(text).into_iter().map(|n| n.span));
    for (start, end) in spans {
        assert!(start < end && end <= count);
    }
});
