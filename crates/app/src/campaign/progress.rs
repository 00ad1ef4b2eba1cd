//! How a campaign stands (进度): for every owed item, unit and period, the state of its task. It must
//! not know pages.

use std::collections::BTreeMap;

use fangfei_model::{
    campaign::Campaign,
    ctx::Ctx,
    id::{PlanItemId, TaskId, UnitId},
    noun::Noun,
    query::Query,
    record::Value,
    task::TaskStatus,
};
use futures::TryStreamExt;
use jiff::civil::Date;

use crate::{App, Result, unit_names::UnitNames};

/// One item in one period: a column of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// By when.
    pub due: Date,
    /// The item.
    pub item: PlanItemId,
    /// The period; empty for a single day.
    pub period: String,
}

/// The state of one task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The task.
    pub task: TaskId,
    /// Its state.
    pub status: TaskStatus,
    /// Whether it is past its day and not handed in.
    pub overdue: bool,
    /// Whether it was raised after its day.
    pub back_dated: bool,
    /// When it was handed in.
    pub submitted_on: Option<Date>,
    /// By when.
    pub due: Date,
}

/// The tasks of a campaign as a matrix of units and items.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// The columns, the earliest due first.
    pub columns: Vec<Column>,
    /// The units with tasks and their cells, one for each column.
    pub rows: Vec<(UnitId, Vec<Option<Cell>>)>,
    /// The units' names.
    pub names: UnitNames,
}

/// The matrix of all tasks of a campaign that the reader sees.
pub async fn progress(app: &App, ctx: &Ctx, campaign: &Campaign) -> Result<Progress> {
    let tasks = tasks(app, ctx, campaign).await?;
    let mut columns: Vec<Column> = tasks.iter().map(|(column, ..)| column.clone()).collect();
    columns.sort();
    columns.dedup_by(|a, b| a.item == b.item && a.period == b.period);
    let mut rows: BTreeMap<UnitId, Vec<Option<Cell>>> = BTreeMap::new();
    for (column, unit, cell) in tasks {
        let row = rows
            .entry(unit)
            .or_insert_with(|| vec![None; columns.len()]);
        // A task whose own day was moved still belongs to its item and period.
        if let Some(at) = columns
            .iter()
            .position(|c| c.item == column.item && c.period == column.period)
        {
            row[at] = Some(cell);
        }
    }
    let names = UnitNames::of(app, ctx, rows.keys().copied()).await?;
    Ok(Progress {
        columns,
        rows: rows.into_iter().collect(),
        names,
    })
}

async fn tasks(app: &App, ctx: &Ctx, campaign: &Campaign) -> Result<Vec<(Column, UnitId, Cell)>> {
    let query = Query::of(Noun::Task).equals("campaign", campaign.id.uuid());
    let paths = [
        "item",
        "unit",
        "period",
        "due",
        "state",
        "raised_on",
        "submitted_on",
    ]
    .map(Into::into);
    let mut rows = app.store.read(ctx).stream_rows(&query, &paths).await?;
    let mut tasks = Vec::new();
    while let Some(row) = rows.try_next().await? {
        tasks.extend(task(TaskId::from(row.id), &row.values, ctx.today()));
    }
    Ok(tasks)
}

fn task(id: TaskId, values: &[Value], today: Date) -> Option<(Column, UnitId, Cell)> {
    let [
        Value::Text(item),
        Value::Ref(unit),
        period,
        Value::Date(due),
        Value::Text(state),
        Value::Date(raised),
        submitted,
    ] = values
    else {
        return None;
    };
    let status: TaskStatus = state.parse().ok()?;
    let open = matches!(status, TaskStatus::Pending | TaskStatus::SentBack);
    let cell = Cell {
        task: id,
        status,
        overdue: open && *due < today && raised <= due,
        back_dated: raised > due,
        submitted_on: if let Value::Date(day) = submitted {
            Some(*day)
        } else {
            None
        },
        due: *due,
    };
    let period = if let Value::Text(period) = period {
        period.clone()
    } else {
        String::new()
    };
    Some((
        Column {
            due: *due,
            item: item.parse().ok()?,
            period,
        },
        UnitId::from(*unit),
        cell,
    ))
}
