//! How many tests passed and failed, read from what nextest, `cargo test` and `node --test` print.
//! It must not know which tests they were.

use std::ops::AddAssign;

/// Numbers of tests (or checks) by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Tally {
    /// One check that held or did not.
    pub fn of_check(held: bool) -> Self {
        Self {
            passed: u32::from(held),
            failed: u32::from(!held),
            skipped: 0,
        }
    }

    /// Adds up every summary in the lines of a transcript. Where nextest sums up, only that counts:
    /// it also shows what a failed test printed, and that ends in a summary of its own.
    pub fn read(lines: &[String]) -> Self {
        let summed_up = lines.iter().any(|line| is_nextest(line));
        let counted = lines.iter().filter(|line| !summed_up || is_nextest(line));
        let mut sum = Self::default();
        for line in counted {
            sum += Self::of_line(line.trim()).unwrap_or_default();
        }
        sum
    }

    fn of_line(line: &str) -> Option<Self> {
        if is_nextest(line) {
            return line
                .split_once(':')
                .map(|(_, counts)| Self::of_counts(counts));
        }
        if let Some(result) = line.strip_prefix("test result:") {
            return Some(Self::of_counts(result));
        }
        Self::of_node(line.strip_prefix("ℹ ")?)
    }

    /// `598 passed (2 slow, 1 flaky), 1 failed, 1 timed out, 3 skipped`, also with `;`.
    fn of_counts(counts: &str) -> Self {
        let words: Vec<&str> = counts
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let mut tally = Self::default();
        for pair in words.windows(2) {
            if let Ok(count) = pair[0].parse() {
                tally.count(pair[1], count);
            }
        }
        tally
    }

    /// `pass 12`, `fail 1`, `cancelled 0`, `skipped 0` of Node's spec reporter.
    fn of_node(line: &str) -> Option<Self> {
        let (word, count) = line.split_once(' ')?;
        let mut tally = Self::default();
        tally.count(word, count.parse().ok()?);
        Some(tally)
    }

    fn count(&mut self, word: &str, count: u32) {
        match word {
            "passed" | "pass" => self.passed += count,
            "failed" | "fail" | "exec" | "timed" | "cancelled" => self.failed += count,
            "skipped" | "ignored" | "todo" => self.skipped += count,
            _ => {}
        }
    }
}

fn is_nextest(line: &str) -> bool {
    line.trim_start().starts_with("Summary [")
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (u32, u32, u32) {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let tally = Tally::read(&lines);
        (tally.passed, tally.failed, tally.skipped)
    }

    #[test]
    fn nextest_counts_every_way_of_failing() {
        assert_eq!(
            read("     Summary [   0.8s] 6 tests run: 6 passed, 0 skipped"),
            (6, 0, 0)
        );
        let line = "Summary [ 12.301s] 604 tests run: 598 passed (2 slow, 1 flaky), 3 failed, 1 exec failed, 2 timed out, 4 skipped";
        assert_eq!(read(line), (598, 6, 4));
    }

    #[test]
    fn what_a_failed_test_printed_is_not_counted_again() {
        let text = "    test result: FAILED. 0 passed; 1 failed; 0 ignored\n  Summary [ 0.1s] 4 tests run: 3 passed, 1 failed, 0 skipped";
        assert_eq!(read(text), (3, 1, 0));
    }

    #[test]
    fn cargo_test_is_added_up_over_binaries() {
        let text = "test result: ok. 6 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.9s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 9 filtered out; finished in 0s";
        assert_eq!(read(text), (7, 2, 1));
    }

    #[test]
    fn node_counts_cancelled_tests_as_failed() {
        assert_eq!(
            read(
                "ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 12.5"
            ),
            (3, 2, 0)
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(read("12 passed the gate\nrunning 3 tests"), (0, 0, 0));
    }
}
