//! Back-test (回测): had the index been run on past days, whom would it have flagged, how many days before the outcome
//! was recorded, and how many in vain. It must not know how the index is made.
//!
//! The lake is asked as of each day; what became known later is not seen. Outcomes recorded on or before a day do not
//! count on that day: flagging what is already recorded is no foresight.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{error::IndexError, outcome::Outcomes};
use crate::indicator::Points;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestOptions {
    /// The index from which a subject counts as flagged.
    pub threshold: Points,
    /// Ranks at which precision is told.
    pub ranks: Vec<usize>,
}

/// An outcome and the first day on which the index would have flagged it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlaggedOutcome {
    /// The subject.
    pub subject: String,
    /// Day of the outcome, ISO.
    pub outcome_on: Option<String>,
    /// The first of the days run on which it was flagged before its outcome, ISO.
    pub flagged_on: Option<String>,
    /// Days between them.
    pub days_before: Option<i32>,
    /// The highest index before the outcome.
    pub index: Points,
}

/// How many of the first `k` were right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PrecisionAt {
    /// The rank.
    pub k: usize,
    /// Right ones among them.
    pub right: usize,
    /// Share of right ones.
    pub precision: f64,
    /// Share of all outcomes that are among them.
    pub recall: f64,
}

/// What a back-test says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Version of the rules.
    pub rules: String,
    /// Days run, ISO.
    pub days: Vec<String>,
    /// Subjects ranked.
    pub subjects: usize,
    /// Outcomes that could be foreseen: after the first day run.
    pub outcomes: usize,
    /// Outcomes flagged beforehand.
    pub flagged: usize,
    /// Share of outcomes flagged beforehand.
    pub recall: f64,
    /// Subjects flagged on any day.
    pub flagged_subjects: usize,
    /// Share of flagged subjects that had an outcome afterwards.
    pub precision: f64,
    /// Median days between flag and outcome.
    pub median_days_before: Option<i32>,
    /// Precision at ranks, by the highest index before the outcome (the last day for others).
    pub at: Vec<PrecisionAt>,
    /// Area under the ROC curve; ties count half.
    pub auc: Option<f64>,
    /// Every outcome.
    #[serde(skip)]
    pub detail: Vec<FlaggedOutcome>,
}

/// A day's index by subject.
pub type DayIndex = (Date, BTreeMap<String, Points>);

/// Compares runs of past days, in order, with outcomes.
///
/// # Errors
/// [`IndexError::TooLittle`] without days or without an outcome after the first of them.
pub fn backtest(
    rules: &str,
    days: &[DayIndex],
    outcomes: &Outcomes,
    options: &BacktestOptions,
) -> Result<Backtest, IndexError> {
    let Some((first, _)) = days.first() else {
        return Err(IndexError::TooLittle("没有回测日期".to_owned()));
    };
    let is_open = |on: Option<Date>| on.is_none_or(|on| on > *first);
    let bad: BTreeMap<&str, Option<Date>> = outcomes
        .0
        .iter()
        .filter(|(_, o)| o.bad && is_open(o.on))
        .map(|(s, o)| (s.as_str(), o.on))
        .collect();
    if bad.is_empty() {
        return Err(IndexError::TooLittle(format!(
            "{first} 之后没有记录任何结果，无从回测；请把回测日期提前"
        )));
    }
    let detail: Vec<FlaggedOutcome> = bad
        .iter()
        .map(|(subject, on)| before(subject, *on, days, options.threshold))
        .collect();
    let ranked = ranked(days, outcomes, &bad);
    let flagged = detail.iter().filter(|d| d.flagged_on.is_some()).count();
    let flagged_subjects = flagged
        + ranked
            .iter()
            .filter(|r| !r.bad && r.index >= options.threshold)
            .count();
    let mut leads: Vec<i32> = detail.iter().filter_map(|d| d.days_before).collect();
    leads.sort_unstable();
    Ok(Backtest {
        rules: rules.to_owned(),
        days: days.iter().map(|(d, _)| d.to_string()).collect(),
        subjects: ranked.len(),
        outcomes: bad.len(),
        flagged,
        recall: share(flagged, bad.len()),
        flagged_subjects,
        precision: share(flagged, flagged_subjects),
        median_days_before: leads.get(leads.len() / 2).copied(),
        at: options
            .ranks
            .iter()
            .map(|k| at(&ranked, *k, bad.len()))
            .collect(),
        auc: auc(&ranked),
        detail,
    })
}

fn before(subject: &str, on: Option<Date>, days: &[DayIndex], threshold: Points) -> FlaggedOutcome {
    let seen = days.iter().filter(|(day, _)| on.is_none_or(|on| *day < on));
    let indexes: Vec<(Date, Points)> = seen
        .filter_map(|(day, index)| Some((*day, *index.get(subject)?)))
        .collect();
    let flagged = indexes
        .iter()
        .find(|(_, index)| *index >= threshold)
        .map(|(day, _)| *day);
    FlaggedOutcome {
        subject: subject.to_owned(),
        outcome_on: on.map(|d| d.to_string()),
        flagged_on: flagged.map(|d| d.to_string()),
        days_before: flagged
            .zip(on)
            .map(|(from, to)| crate::lake::day_of(to) - crate::lake::day_of(from)),
        index: indexes
            .iter()
            .map(|(_, index)| *index)
            .max()
            .unwrap_or_default(),
    }
}

struct Ranked<'a> {
    subject: &'a str,
    index: Points,
    bad: bool,
}

/// Every subject with the highest index that counts, highest first. Subjects whose outcome was recorded before the
/// first day are left out; where some are recorded as good, those without any record are left out too.
fn ranked<'a>(
    days: &'a [DayIndex],
    outcomes: &Outcomes,
    bad: &BTreeMap<&str, Option<Date>>,
) -> Vec<Ranked<'a>> {
    let mut highest: BTreeMap<&str, Points> = BTreeMap::new();
    for (day, index) in days {
        for (subject, points) in index {
            let counts = match (outcomes.0.get(subject), bad.get(subject.as_str())) {
                (_, Some(on)) => on.is_none_or(|on| *day < on),
                (Some(outcome), None) => !outcome.bad,
                (None, None) => !outcomes.has_good(),
            };
            if counts {
                let known = highest.entry(subject).or_default();
                *known = (*known).max(*points);
            }
        }
    }
    let mut ranked: Vec<Ranked<'_>> = highest
        .into_iter()
        .map(|(subject, index)| Ranked {
            bad: bad.contains_key(subject),
            subject,
            index,
        })
        .collect();
    ranked.sort_by(|a, b| b.index.cmp(&a.index).then_with(|| a.subject.cmp(b.subject)));
    ranked
}

fn at(ranked: &[Ranked<'_>], k: usize, outcomes: usize) -> PrecisionAt {
    let taken = ranked.get(..k.min(ranked.len())).unwrap_or(&[]);
    let right = taken.iter().filter(|r| r.bad).count();
    PrecisionAt {
        k,
        right,
        precision: share(right, taken.len()),
        recall: share(right, outcomes),
    }
}

/// The chance that one of the bad stands above one of the others.
fn auc(ranked: &[Ranked<'_>]) -> Option<f64> {
    let bad = ranked.iter().filter(|r| r.bad).count();
    let good = ranked.len() - bad;
    if bad == 0 || good == 0 {
        return None;
    }
    let (mut won, mut good_below) = (0_u64, good as u64);
    for tie in ranked.chunk_by(|a, b| a.index == b.index) {
        let tied_bad = tie.iter().filter(|r| r.bad).count() as u64;
        let tied_good = tie.len() as u64 - tied_bad;
        good_below -= tied_good;
        won += tied_bad * (2 * good_below + tied_good);
    }
    Some(ratio(won, 2 * bad as u64 * good as u64))
}

fn share(part: usize, whole: usize) -> f64 {
    ratio(part as u64, whole as u64)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of subjects and pairs; four decimals are shown"
)]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        (part as f64 / whole as f64 * 1e6).round() / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::parse_date;

    fn day(text: &str, index: &[(&str, u16)]) -> DayIndex {
        let index = index
            .iter()
            .map(|(s, p)| ((*s).to_owned(), Points(*p)))
            .collect();
        (parse_date(text).expect("a day"), index)
    }

    fn outcomes(rows: &[(&str, &str, &str)]) -> Outcomes {
        let rows = rows
            .iter()
            .map(|(s, d, l)| (2, (*s).to_owned(), (*d).to_owned(), (*l).to_owned()));
        Outcomes::new("x.csv", rows).expect("outcomes")
    }

    fn options() -> BacktestOptions {
        BacktestOptions {
            threshold: Points(400),
            ranks: vec![1, 2],
        }
    }

    #[test]
    fn a_flag_counts_only_before_the_outcome_was_recorded() {
        let days = [
            day("2024-01-01", &[("甲", 100), ("乙", 500), ("丙", 450)]),
            day("2024-03-01", &[("甲", 500), ("乙", 600), ("丙", 100)]),
            day("2024-06-01", &[("甲", 900), ("乙", 900), ("丙", 100)]),
        ];
        let outcomes = outcomes(&[("甲", "2024-03-31", ""), ("乙", "2023-12-01", "")]);
        let result = backtest("r", &days, &outcomes, &options()).expect("a result");
        assert_eq!((result.outcomes, result.flagged), (1, 1));
        let first = &result.detail[0];
        assert_eq!(
            (first.flagged_on.as_deref(), first.days_before),
            (Some("2024-03-01"), Some(30))
        );
        assert_eq!(first.index, Points(500));
        assert_eq!(
            result.flagged_subjects, 2,
            "丙 was flagged in vain, 乙 was known"
        );
        assert_eq!(result.at[0].right, 1);
    }

    #[test]
    fn where_good_ones_are_recorded_only_recorded_subjects_are_ranked() {
        let days = [day("2024-01-01", &[("甲", 500), ("乙", 100), ("丙", 900)])];
        let outcomes = outcomes(&[("甲", "", "1"), ("乙", "", "0")]);
        let result = backtest("r", &days, &outcomes, &options()).expect("a result");
        assert_eq!(result.subjects, 2);
        assert_eq!(result.auc, Some(1.0));
    }

    #[test]
    fn ties_count_half() {
        let days = [day("2024-01-01", &[("甲", 100), ("乙", 100)])];
        let outcomes = outcomes(&[("甲", "", "1"), ("乙", "", "0")]);
        assert_eq!(
            backtest("r", &days, &outcomes, &options())
                .expect("a result")
                .auc,
            Some(0.5)
        );
    }
}
