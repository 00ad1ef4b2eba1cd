//! Rule: every Rust file begins with `//!`, saying what it holds and what it must not know.

use super::finding::Finding;
use super::source::Source;

/// Fewer characters than this cannot say anything (`//! money`).
const SHORTEST: usize = 15;

pub fn check(source: &Source) -> Vec<Finding> {
    let header: String = source
        .text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .collect();
    match header.trim().chars().count() {
        0 => vec![Finding::new(
            &source.path,
            1,
            "缺少文件说明：第一行用 //! 写它管什么、不该知道什么",
        )],
        length if length < SHORTEST => vec![Finding::new(
            &source.path,
            1,
            "文件说明太短：写清它管什么、不该知道什么",
        )],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> usize {
        check(&Source::new("crates/model/src/money.rs", text)).len()
    }

    #[test]
    fn a_file_must_say_what_it_holds() {
        assert_eq!(
            findings("//! Money in integer fen. It must not know percentages.\n"),
            0
        );
        assert_eq!(findings("//! money\n"), 1);
        assert_eq!(
            findings("use std::fmt;\n//! Too late to be a header of the file.\n"),
            1
        );
        assert_eq!(findings(""), 1);
    }
}
