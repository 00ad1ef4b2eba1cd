//! One run of checks and tests: its steps, how long each took, and the closing line.
//! It must not know what the steps do.

use std::process::Command;
use std::time::{Duration, Instant};

use super::tally::Tally;
use crate::child;
use crate::failure::{Failure, Outcome};

/// The steps so far.
#[derive(Default)]
pub struct Run {
    steps: Vec<Step>,
}

struct Step {
    name: String,
    tally: Tally,
    took: Duration,
}

impl Run {
    /// A check that holds or does not; it counts as one.
    pub fn step(&mut self, name: &str, check: impl FnOnce() -> Outcome) {
        let began = announce(name);
        let held = shown(check()).is_some();
        self.record(name, Tally::of_check(held), began);
    }

    /// What the later steps need; `None` when it could not be had, which is already recorded. It is no
    /// test, so only its failure counts.
    pub fn prepare<T>(&mut self, name: &str, provide: impl FnOnce() -> Outcome<T>) -> Option<T> {
        let began = announce(name);
        let provided = shown(provide());
        let failed = u32::from(provided.is_none());
        self.record(
            name,
            Tally {
                failed,
                ..Tally::default()
            },
            began,
        );
        provided
    }

    /// A test runner, whose own summary is counted; one that fails without a summary counts as one.
    pub fn tests(&mut self, name: &str, command: &mut Command) {
        let began = announce(name);
        let tally = match child::run_and_read(command) {
            Ok(transcript) => {
                let mut tally = Tally::read(&transcript.lines);
                tally.failed += u32::from(!transcript.success && tally.failed == 0);
                tally
            }
            Err(failure) => {
                eprintln!("{failure}");
                Tally::of_check(false)
            }
        };
        self.record(name, tally, began);
    }

    /// The table of steps and the closing line `N passed, N failed`.
    pub fn conclude(self) -> Outcome {
        let mut sum = Tally::default();
        println!();
        for step in &self.steps {
            sum += step.tally;
            println!("{}", step.line());
        }
        let closing = if sum.skipped == 0 {
            String::new()
        } else {
            format!("（另有 {} 个略过）", sum.skipped)
        };
        println!("\n{} passed, {} failed{closing}", sum.passed, sum.failed);
        if sum.failed == 0 && sum.passed > 0 {
            return Ok(());
        }
        let reason = if sum.failed > 0 {
            "有没有通过的测试，见上。"
        } else {
            "没有一个测试符合关键字。"
        };
        Err(Failure::refused(reason))
    }

    fn record(&mut self, name: &str, tally: Tally, began: Instant) {
        self.steps.push(Step {
            name: name.to_owned(),
            tally,
            took: began.elapsed(),
        });
    }
}

impl Step {
    fn line(&self) -> String {
        let mark = if self.tally.failed == 0 { "✓" } else { "✗" };
        let Tally { passed, failed, .. } = self.tally;
        format!(
            "{mark} {:>6.1} 秒  {}：通过 {passed}，未通过 {failed}",
            self.took.as_secs_f64(),
            self.name
        )
    }
}

/// The result of a step, after its failure was shown.
fn shown<T>(result: Outcome<T>) -> Option<T> {
    result.inspect_err(|failure| eprintln!("{failure}")).ok()
}

fn announce(name: &str) -> Instant {
    eprintln!("\n== {name}");
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn one_failed_check_fails_the_run() {
        let mut run = Run::default();
        run.step("good", || Ok(()));
        run.step("bad", || Err(Failure::refused("no")));
        assert!(run.conclude().is_err());
    }

    #[test]
    fn a_runner_that_dies_without_a_summary_counts_as_failed() {
        let mut run = Run::default();
        run.tests("dies", &mut shell("exit 101"));
        assert_eq!(run.steps[0].tally.failed, 1);
    }

    #[test]
    fn a_runner_is_counted_by_its_summary() {
        let mut run = Run::default();
        run.tests(
            "good",
            &mut shell("echo 'Summary [ 1s] 3 tests run: 3 passed, 0 skipped' >&2"),
        );
        assert_eq!(run.steps[0].tally.passed, 3);
        assert!(run.conclude().is_ok());
    }

    #[test]
    fn what_was_prepared_is_no_test_but_its_failure_counts() {
        let mut run = Run::default();
        assert_eq!(run.prepare("tool", || Ok(7)), Some(7));
        assert_eq!(
            run.prepare("other", || Err::<u8, _>(Failure::refused("absent"))),
            None
        );
        assert_eq!(run.steps[0].tally, Tally::default());
        assert_eq!(run.steps[1].tally.failed, 1);
    }

    #[test]
    fn running_nothing_is_not_success() {
        assert!(Run::default().conclude().is_err());
    }
}
