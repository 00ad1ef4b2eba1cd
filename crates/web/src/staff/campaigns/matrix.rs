//! Who has handed in what (报送情况): units down, owed items across, each cell a task in colour and in
//! words. It must not know how tasks are read.

use fangfei_app::campaign::{Cell, Progress};
use fangfei_model::{campaign::Campaign, id::PlanItemId, task::TaskStatus};

use super::super::todo;
use crate::ui::{Badge, Tone};

/// The picture.
pub struct Matrix {
    /// Heads: item, period or day.
    pub heads: Vec<Head>,
    /// Unit and its cells.
    pub rows: Vec<(String, Vec<Option<Shown>>)>,
}

/// Head of a column.
pub struct Head {
    /// What is owed.
    pub what: String,
    /// For which period or by which day.
    pub when: String,
    /// All periods of the item; empty when it has one.
    pub href: String,
    /// Handed in, of all.
    pub done: String,
}

/// One cell.
pub struct Shown {
    /// The task.
    pub href: String,
    /// Its state.
    pub badge: Badge,
}

impl Matrix {
    /// Of all items, each with its latest period; or of one item with all its periods.
    pub fn new(
        campaign: &Campaign,
        progress: &Progress,
        only: Option<PlanItemId>,
        base: &str,
    ) -> Self {
        let periods = |item: PlanItemId| {
            progress
                .columns
                .iter()
                .filter(|column| column.item == item)
                .count()
        };
        let last = |at: usize| {
            let item = progress.columns[at].item;
            progress
                .columns
                .iter()
                .rposition(|column| column.item == item)
                == Some(at)
        };
        let wanted =
            |at: &usize| only.map_or_else(|| last(*at), |item| progress.columns[*at].item == item);
        let kept: Vec<usize> = (0..progress.columns.len()).filter(wanted).collect();
        let head = |at: &usize| {
            let column = &progress.columns[*at];
            let owed = campaign.owed.iter().find(|owed| owed.id == column.item);
            let many = only.is_none() && periods(column.item) > 1;
            Head {
                what: owed.map_or_else(|| "（已删除的要求）".to_owned(), |owed| owed.what.clone()),
                when: if column.period.is_empty() {
                    column.due.to_string()
                } else {
                    column.period.clone()
                },
                href: if many {
                    format!("{base}?item={}#progress", column.item)
                } else {
                    String::new()
                },
                done: done(progress, *at),
            }
        };
        let row = |(unit, cells): &(fangfei_model::id::UnitId, Vec<Option<Cell>>)| {
            let cells: Vec<Option<Shown>> = kept.iter().map(|at| cells[*at].map(shown)).collect();
            (progress.names.get(*unit).to_owned(), cells)
        };
        let mut rows: Vec<_> = progress.rows.iter().map(row).collect();
        rows.retain(|(_, cells)| cells.iter().any(Option::is_some));
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        Self {
            heads: kept.iter().map(head).collect(),
            rows,
        }
    }
}

/// `9/12`: handed in or accepted, of all that owe.
fn done(progress: &Progress, at: usize) -> String {
    let cells: Vec<&Cell> = progress
        .rows
        .iter()
        .filter_map(|(_, cells)| cells[at].as_ref())
        .collect();
    let handed = cells
        .iter()
        .filter(|c| matches!(c.status, TaskStatus::Submitted | TaskStatus::Accepted))
        .count();
    format!("{handed}/{}", cells.len())
}

fn shown(cell: Cell) -> Shown {
    let late = cell.submitted_on.is_some_and(|on| on > cell.due) && !cell.back_dated;
    let (text, tone) = match cell.status {
        TaskStatus::Accepted if late => ("已验收（迟报）", Tone::Done),
        TaskStatus::Accepted => ("已验收", Tone::Done),
        TaskStatus::Submitted if late => ("待验收（迟报）", Tone::Info),
        TaskStatus::Submitted => ("待验收", Tone::Info),
        TaskStatus::SentBack if cell.overdue => ("退回，逾期", Tone::Danger),
        TaskStatus::SentBack => ("已退回", Tone::Watch),
        TaskStatus::Pending if cell.back_dated => ("补录待报", Tone::Watch),
        TaskStatus::Pending if cell.overdue => ("逾期未报", Tone::Danger),
        TaskStatus::Pending => ("未报", Tone::Neutral),
    };
    Shown {
        href: todo::task_href(cell.task),
        badge: Badge::state(text, tone),
    }
}
