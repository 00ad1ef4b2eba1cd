//! The records behind one figure, as they stood when it was counted. It must not know pages.

use std::collections::BTreeSet;

use fangfei_model::{
    ctx::Ctx,
    id::UnitId,
    ledger::Column,
    noun::Noun,
    periodic_return::PeriodicReturn,
    query::{Path, Query},
    return_template::FigureRule,
};
use fangfei_store::RowOut;
use futures::TryStreamExt;
use jiff::Timestamp;
use uuid::Uuid;

use super::compare::{compare, marks};
use crate::{
    App, Error, Result,
    ledger::{LedgerRow, Names, Shown},
};

/// The most rows shown; a figure of more is better read in its ledger.
pub const MOST: usize = 2_000;

/// Which records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those counted.
    Counted,
    /// Those that count now and did not.
    Came,
    /// Those that counted and do not now.
    Went,
}

/// One record behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRow {
    /// The record and its values.
    pub row: LedgerRow,
    /// The version that was counted, or the present one.
    pub version: i64,
}

/// The records behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureRows {
    /// The figure's heading.
    pub title: String,
    /// What they are.
    pub noun: Noun,
    /// The columns.
    pub columns: Vec<Shown>,
    /// The rows that the reader may see, at most `MOST`.
    pub rows: Vec<FigureRow>,
    /// How many there are.
    pub all: usize,
    /// As of when they are shown; `None` is now.
    pub as_of: Option<Timestamp>,
}

impl FigureRows {
    /// How many are not shown: out of the reader's scope, or beyond `MOST`.
    pub fn hidden(&self) -> usize {
        self.all - self.rows.len().min(self.all)
    }
}

/// The records behind `table.figure`, on one unit's line or on all.
pub async fn rows(
    app: &App,
    ctx: &Ctx,
    record: &PeriodicReturn,
    figure: &str,
    unit: Option<UnitId>,
    which: Which,
) -> Result<FigureRows> {
    let rule = record
        .form
        .figure(figure)
        .ok_or_else(|| unknown(record, figure))?;
    let ids = ids(app, ctx, record, figure, unit, which).await?;
    let as_of = (which != Which::Came).then_some(record.as_of);
    let columns = columns(rule)?;
    let found = fetch(app, ctx, record, rule, &columns, &ids, as_of).await?;
    let versions: Vec<i64> = found.iter().map(|row| row.version).collect();
    let lines = crate::ledger::cells(app, ctx, &columns, &mut Names::default(), found).await?;
    let rows = lines
        .into_iter()
        .zip(versions)
        .map(|(row, version)| FigureRow { row, version })
        .collect();
    Ok(FigureRows {
        title: rule.title.clone(),
        noun: rule.noun,
        columns,
        rows,
        all: ids.len(),
        as_of,
    })
}

async fn ids(
    app: &App,
    ctx: &Ctx,
    record: &PeriodicReturn,
    figure: &str,
    unit: Option<UnitId>,
    which: Which,
) -> Result<BTreeSet<Uuid>> {
    if which == Which::Counted {
        return Ok(record
            .computed
            .rows(figure, unit)
            .map(|(id, _)| id)
            .collect());
    }
    let changes = compare(app, ctx, record).await?;
    let change = changes.into_iter().find(|c| c.id == figure);
    let ids = change.map(|c| if which == Which::Came { c.came } else { c.went });
    Ok(ids.unwrap_or_default().into_iter().collect())
}

/// Asks the figure's questions again within the reader's scope and keeps the wanted records. The past
/// does not change, so the same question finds them.
async fn fetch(
    app: &App,
    ctx: &Ctx,
    record: &PeriodicReturn,
    rule: &FigureRule,
    columns: &[Shown],
    ids: &BTreeSet<Uuid>,
    as_of: Option<Timestamp>,
) -> Result<Vec<RowOut>> {
    let paths: Vec<Path> = columns.iter().map(|c| c.path.clone()).collect();
    let mut wanted = ids.clone();
    let mut found = Vec::new();
    for query in rule.queries(&marks(record)?) {
        let query = ordered(Query { as_of, ..query }, rule.noun);
        let mut rows = app.store.read(ctx).stream_rows(&query, &paths).await?;
        while let Some(row) = rows.try_next().await? {
            if found.len() < MOST && wanted.remove(&row.id) {
                found.push(row);
            }
        }
    }
    Ok(found)
}

/// In the order of the first column, so that the list reads the same each time.
fn ordered(mut query: Query, noun: Noun) -> Query {
    query.order.clear();
    query.by(paths(noun)[0], false)
}

fn columns(rule: &FigureRule) -> Result<Vec<Shown>> {
    let mut all: Vec<Path> = paths(rule.noun).iter().map(|p| Path::from(*p)).collect();
    all.extend(
        rule.sum
            .iter()
            .filter(|p| !paths(rule.noun).contains(&p.0.as_str()))
            .cloned(),
    );
    let column = |path| Column {
        path,
        title: None,
        group: None,
        wan: true,
    };
    Ok(all
        .into_iter()
        .map(|path| Shown::new(rule.noun, &column(path)))
        .collect::<Result<_, _>>()?)
}

/// What is worth seeing of a record behind a figure.
fn paths(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Clue => &[
            "number",
            "subject_name",
            "division",
            "channel",
            "registered_at",
            "unit",
            "checked_on",
            "conclusion",
            "state",
        ],
        Noun::RiskItem => &[
            "number",
            "subject_name",
            "division",
            "level",
            "people",
            "amount",
            "opened_on",
            "unit",
            "due",
            "closed_on",
            "state",
        ],
        Noun::Assessment => &[
            "number",
            "subject_name",
            "unit",
            "opened_on",
            "concluded_on",
            "level",
        ],
        Noun::Task => &["title", "unit", "period", "due", "submitted_on", "state"],
        Noun::Subject => &["name", "kind", "uscc", "division", "completeness"],
        Noun::Campaign => &["title", "start", "end", "state"],
        Noun::PeriodicReturn => &["title", "unit", "period", "state"],
        Noun::Unit => &["name", "kind"],
        Noun::User
        | Noun::Evidence
        | Noun::LicensedBody
        | Noun::ImportRun
        | Noun::ImportProfile => &["division"],
        Noun::FundsInquiry => &["number", "title", "subject_name", "opened_on", "state"],
        Noun::Claim => &["number", "loss", "confirmed_loss", "registered_on", "state"],
        Noun::RefundBatch => &["number", "available", "people", "paid", "paid_on", "state"],
        Noun::Alert => &[
            "number",
            "subject_name",
            "band",
            "first_seen",
            "last_seen",
            "state",
        ],
        Noun::IndexRun => &["number", "as_of", "subjects", "raised", "state"],
        Noun::RuleSet => &["number", "title", "published_at", "state"],
        Noun::Likeness => &["kind", "left_name", "right_name", "percent", "state"],
    }
}

fn unknown(record: &PeriodicReturn, figure: &str) -> Error {
    let known: Vec<String> = record.form.figures().map(|(id, _)| id).collect();
    Error::field(
        "figure",
        format!("报表没有“{figure}”这个数字；可选：{}", known.join("、")),
    )
}
