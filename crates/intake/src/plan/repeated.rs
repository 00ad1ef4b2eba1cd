//! Deadlines that say once more what another one says, left out.
//! It must not know how dates are written.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::deadline::Due;
use super::reader::Plan;
use super::reading::{Deadline, Recurrence, Span};

/// “全面摸底（4月20日—5月10日）。…于5月10日前报送”: the task's own text says what is due on the day.
pub(super) fn drop_told(due: &mut Due) {
    let mut days: HashMap<Date, Vec<usize>> = HashMap::new();
    for (at, one) in due.deadlines.iter().enumerate() {
        if let Some(date) = one.date.filter(|_| !due.titled.is_empty()) {
            days.entry(date).or_default().push(at);
        }
    }
    let told = |at: usize, task: Span| {
        let date = due.deadlines.get(at).and_then(|one| one.date)?;
        // A task's own sentences stand right behind its title.
        let mut same = days
            .get(&date)?
            .iter()
            .copied()
            .filter(|&other| other > at)
            .take(8);
        same.find(|&other| {
            let span = due.deadlines[other].span;
            task.0 <= span.0 && span.1 <= task.1
        })
    };
    let repeated: HashSet<usize> = due
        .titled
        .iter()
        .filter(|&&(at, task)| told(at, task).is_some())
        .map(|&(at, _)| at)
        .collect();
    let mut at = 0..;
    due.deadlines
        .retain(|_| at.next().is_none_or(|at| !repeated.contains(&at)));
}

/// “每季度报送… | 每季度末月25日前”: the task's cell repeats the time's.
pub(super) fn drop_repeated(plan: &Plan<'_>, deadlines: &mut Vec<Deadline>) {
    let rows: Vec<_> = plan
        .rows
        .iter()
        .map(|row| plan.page.span(&row.extent))
        .collect();
    let row_of = |span: Span| {
        let next = rows.partition_point(|row| row.0 <= span.0);
        next.checked_sub(1).filter(|&at| span.1 <= rows[at].1)
    };
    let mut times: HashMap<(usize, Recurrence), String> = HashMap::new();
    for one in deadlines.iter() {
        let (Some(row), Some(recurrence), Some(time)) =
            (row_of(one.span), one.recurrence, &one.relative)
        else {
            continue;
        };
        let longest = times.entry((row, recurrence)).or_default();
        if time.len() > longest.len() {
            longest.clone_from(time);
        }
    }
    deadlines.retain(|one| {
        let (Some(row), Some(recurrence), Some(time)) =
            (row_of(one.span), one.recurrence, &one.relative)
        else {
            return true;
        };
        times
            .get(&(row, recurrence))
            .is_none_or(|longest| longest == time || !longest.starts_with(time.as_str()))
    });
}
