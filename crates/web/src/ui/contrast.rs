//! Proof that words can be read: every pair of colours the stylesheets put together keeps 4.5 : 1.
//! It must not be part of the program.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../assets/css/tokens.css");

/// Words and what they stand on.
const PAIRS: [(&str, &str); 24] = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "primary-wash"),
    ("ink", "mark-date"),
    ("ink", "mark-unit"),
    ("ink", "mark-duty"),
    ("ink", "mark-ledger"),
    ("ink-2", "paper"),
    ("ink-2", "ground"),
    ("ink-2", "wash"),
    ("ink-3", "paper"),
    ("ink-3", "ground"),
    ("ink-3", "wash"),
    ("primary", "paper"),
    ("primary", "ground"),
    ("primary-2", "primary-wash"),
    ("danger", "paper"),
    ("danger", "danger-wash"),
    ("high", "high-wash"),
    ("watch", "watch-wash"),
    ("done", "done-wash"),
    ("paper", "navy"),
    ("paper", "primary"),
    ("paper", "danger"),
];

fn colours() -> BTreeMap<&'static str, [f64; 3]> {
    let lines = TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"));
    let pairs = lines.filter_map(|line| line.strip_suffix(';')?.split_once(": #"));
    let channel = |hex: &str, at: usize| {
        let value = u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        f64::from(value) / 255.0
    };
    pairs
        .map(|(name, hex)| (name, [channel(hex, 0), channel(hex, 2), channel(hex, 4)]))
        .collect()
}

/// Relative luminance of WCAG 2.
fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| {
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn ratio(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn words_keep_four_and_a_half_to_one() {
    let colours = colours();
    let ratio = |(words, ground): (&str, &str)| ratio(colours[words], colours[ground]);
    let faint: Vec<_> = PAIRS
        .into_iter()
        .filter(|pair| ratio(*pair) < 4.5)
        .collect();
    assert!(faint.is_empty(), "{faint:?}");
}

#[test]
fn boxes_keep_three_to_one_against_the_page() {
    let colours = colours();
    assert!(ratio(colours["edge"], colours["paper"]) >= 3.0);
    assert!(ratio(colours["focus"], colours["paper"]) >= 3.0);
}
