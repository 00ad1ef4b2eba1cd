//! Any text is screened without a panic, and every hit stands where its span says.
#![no_main]

use std::sync::LazyLock;

use fangfei_lens::screen::{Field, Screen};
use libfuzzer_sys::fuzz_target;

static SCREEN: LazyLock<Screen> = LazyLock::new(|| Screen::builtin().expect("the built-in words"));

fuzz_target!(|text: &str| {
    let characters: Vec<char> = text.chars().collect();
    for hit in SCREEN.screen(text, Field::Text) {
        let printed: String = characters[hit.span.0..hit.span.1].iter().collect();
        assert_eq!(printed, hit.printed);
    }
});
