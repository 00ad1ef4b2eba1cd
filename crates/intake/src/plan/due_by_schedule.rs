//! What is due by a schedule: rows of a table of times, and the ends of phases.
//! It must not know sentences with dates.

use jiff::civil::Date;

use super::actor;
use super::date::{Grain, Point, Role, YearWord};
use super::deadline::Due;
use super::mention::{self, Form};
use super::page::{Extent, Page};
use super::reader::Plan;
use super::reading::{Deadline, UnitRole};
use super::recipient::recipient;
use super::recurrence;
use super::said::{before_end, sentences};
use super::table::{Column, Row};
use super::tidy::tidy;

/// The only year the time cells of all rows write: a table without date or title has no other.
pub(super) fn only_year(plan: &Plan<'_>) -> Option<i16> {
    let cells = plan.rows.iter().filter_map(|row| row.cell(Column::Time));
    let written = cells
        .flat_map(|time| mention::all(plan.page.slice(time), 0))
        .flat_map(|mention| mention.points())
        .filter_map(|point| match point.year {
            Some(YearWord::Written(year)) => Some(year),
            _ => None,
        });
    let mut years: Vec<i16> = written.collect();
    years.sort_unstable();
    years.dedup();
    if years.len() == 1 { years.pop() } else { None }
}

/// A row of a table of tasks: its time cell is the deadline of its task, and its sentences may bear times of their own.
pub(super) fn table_row(plan: &Plan<'_>, row: &Row, year: Option<i16>, due: &mut Due) {
    let page = plan.page;
    let tasks: Vec<&Extent> = row.tasks().collect();
    let tasks = if tasks.is_empty() {
        row.cell(Column::Phase).into_iter().collect()
    } else {
        tasks
    };
    if tasks.is_empty() {
        return;
    }
    let (who, by_address) = plan.addressed(row.extent.start, table_who(page, row));
    let to_cell = row.cell(Column::To).filter(|to| {
        mention::each(page.slice(to), 0).next().is_none()
            && recurrence::turns(page.slice(to), 0).is_empty()
    });
    let to = to_cell.cloned().or_else(|| {
        let mut said = tasks.iter();
        said.find_map(|task| recipient(page.slice(task), task.start))
    });
    let said: Vec<String> = tasks.iter().map(|task| tidy(&page.printed(task))).collect();
    let base = Deadline {
        date: None,
        recurrence: None,
        relative: None,
        what: said.join("："),
        to: to.as_ref().map(|to| page.printed(to)),
        who,
        by_address,
        phase: row
            .cell(Column::Phase)
            .map(|phase| super::schedule::name(page, phase)),
        span: page.span(&row.extent),
    };
    if let Some(time) = row.cell(Column::Time) {
        time_cell(plan, row, (time, year), &base, due);
    }
    for cell in row.sentences() {
        sentence_cell(plan, row, cell, &base, due);
    }
    due.recipients.extend(to);
}

/// 2023年5月底前, 每月28日前: when the task of the row is due.
fn time_cell(
    plan: &Plan<'_>,
    row: &Row,
    (time, year): (&Extent, Option<i16>),
    base: &Deadline,
    due: &mut Due,
) {
    let page = plan.page;
    let times = plan.times(plan.parts.of(row.paragraph));
    let year = year.filter(|_| times.year.is_none());
    for mention in mention::all(page.slice(time), time.start) {
        // 每年6月 comes round and is no day.
        let before = &page.text[time.start..mention.extent.start];
        let behind = &page.text[mention.extent.end..time.end];
        // “5月30日起”, “自6月1日开始” say from when on; nothing is due on the day.
        let begins = matches!(mention.form, Form::Single(_))
            && (before.ends_with(['自', '从'])
                || ["起", "开始", "以后", "之后", "后"]
                    .iter()
                    .any(|word| behind.starts_with(word)));
        if begins || super::due_word::is_habit(before) {
            continue;
        }
        let ends: Vec<Option<Date>> = match &mention.form {
            Form::List(points) => points
                .iter()
                .map(|point| times.day(*point, Role::End, year).end)
                .collect(),
            form => vec![times.stretch(form, year).end],
        };
        due.deadlines.extend(ends.into_iter().map(|date| Deadline {
            date,
            relative: date.is_none().then(|| page.printed(time)),
            ..base.clone()
        }));
    }
    let habit = recurrence::turns(page.slice(time), time.start);
    due.deadlines.extend(habit.into_iter().map(|turn| Deadline {
        recurrence: Some(turn.recurrence),
        relative: Some(page.printed(time)),
        ..base.clone()
    }));
}

/// “8月10日前报方案”, “每周五报排查台账” in a cell of words: a duty of its own beside the row's time.
fn sentence_cell(plan: &Plan<'_>, row: &Row, cell: &Extent, base: &Deadline, due: &mut Due) {
    let page = plan.page;
    let times = plan.times(plan.parts.of(row.paragraph));
    let told = |from: usize| Deadline {
        what: tidy(&page.printed(&(from..cell.end))),
        to: recipient(page.slice(cell), cell.start)
            .map(|to| page.printed(&to))
            .or_else(|| base.to.clone()),
        ..base.clone()
    };
    for mention in mention::each(page.slice(cell), cell.start) {
        // 化解2020年以前陈案 says which cases.
        let earlier = |year: i16| times.year.is_some_and(|issued| year < issued);
        let past = matches!(mention.form, Form::Single(Point { grain: Grain::Year, year: Some(YearWord::Written(year)) }) if earlier(year));
        if past {
            continue;
        }
        let behind = &page.text[mention.extent.end..cell.end];
        let Some(limit) = before_end(behind) else {
            continue;
        };
        let date = times.stretch(&mention.form, None).end;
        let said = told(mention.extent.end + limit);
        if date.is_some() && said.what.chars().count() >= 2 {
            due.deadlines.push(Deadline { date, ..said });
        }
    }
    let text = page.slice(cell);
    for turn in recurrence::turns(text, cell.start) {
        let said = told(turn.extent.end);
        if super::turn_duty::is_duty(text, &turn, cell.start) && said.what.chars().count() >= 2 {
            due.deadlines.push(Deadline {
                recurrence: Some(turn.recurrence),
                relative: Some(page.printed(&turn.extent)),
                ..said
            });
        }
    }
}

pub(super) fn table_who(page: &Page, row: &Row) -> Vec<String> {
    let cells = [Column::Lead, Column::Who, Column::Assist]
        .into_iter()
        .filter_map(|column| row.cell(column));
    cells
        .flat_map(|cell| actor::names(page, &actor::of_cell(page, cell, UnitRole::Responsible)))
        .collect()
}

/// The end of a phase is a duty to have finished it, unless its own text already says so with the same date.
pub(super) fn phase_end(plan: &Plan<'_>, at: usize, due: &mut Due) {
    let page = plan.page;
    let stage = &plan.stages[at];
    let Some(date) = stage.days.end else { return };
    let heading = stage.heading.map(|heading| &plan.outline.headings[heading]);
    let whole = page.span(&heading.map_or(stage.extent.clone(), |heading| heading.extent.clone()));
    if stage.heading.is_none()
        && due
            .deadlines
            .iter()
            .any(|known| known.date == Some(date) && known.phase.as_ref() == Some(&stage.name))
    {
        return;
    }
    let said = due.deadlines.iter().any(|known| {
        known.date == Some(date) && whole.0 <= known.span.0 && known.span.1 <= whole.1
    });
    if said {
        for known in due.deadlines.iter_mut().filter(|known| {
            known.date == Some(date) && whole.0 <= known.span.0 && known.span.1 <= whole.1
        }) {
            known.phase = Some(stage.name.clone());
        }
        return;
    }
    let first = stage
        .body
        .as_ref()
        .and_then(|body| sentences(page, body).into_iter().next());
    // A first sentence with a time of its own is due by that time, not by the end of the phase.
    let timed = first.as_ref().and_then(|first| {
        mention::each(page.slice(first), 0).find(|time| !time.form.is_bare_day())
    });
    let to = first
        .as_ref()
        .filter(|_| timed.is_none())
        .and_then(|first| recipient(page.slice(first), first.start));
    let task = first
        .filter(|_| timed.is_none_or(|time| time.extent.start > 0))
        .map(|first| tidy(&page.printed(&first)));
    // A first sentence that is only the date says nothing more.
    let dates_only = stage
        .when
        .as_ref()
        .zip(stage.body.as_ref())
        .is_some_and(|(when, body)| body.start <= when.start && when.start < body.start + 24);
    let task = task
        .filter(|task| task.chars().count() >= 4 && !dates_only)
        .map(|task| match stage.name.rsplit_once('：') {
            Some((_, words)) => task.strip_prefix(words).unwrap_or(&task).to_owned(),
            None => task,
        })
        .filter(|task| !task.is_empty())
        .map_or(String::new(), |task| {
            format!("：{}", task.trim_start_matches(['，', '：']))
        });
    let told = || {
        let body = stage.body.as_ref().filter(|_| heading.is_none())?;
        Some(actor::names(page, &actor::acting(page, body)))
    };
    let who = stage
        .heading
        .map(|heading| actor::names(page, &plan.actors[heading]))
        .or_else(told)
        .unwrap_or_default();
    let (who, by_address) = plan.addressed(stage.extent.start, who);
    due.deadlines.push(Deadline {
        date: Some(date),
        recurrence: None,
        relative: None,
        what: format!("完成{}{task}", stage.name),
        to: to.as_ref().map(|to| page.printed(to)),
        who,
        by_address,
        phase: Some(stage.name.clone()),
        span: page.span(&stage.when.as_ref().map_or(stage.extent.clone(), |when| {
            stage.extent.start.min(when.start)..stage.extent.end.max(when.end)
        })),
    });
    due.recipients.extend(to);
}
