//! Reading a ledger's rows and how many there are. It must not know what was typed.

use fangfei_model::{
    ctx::Ctx,
    ledger::Ledger,
    noun::Noun,
    permission::Permission,
    query::{Path, Query, Test},
    record::Value,
};
use fangfei_report::Cell;
use fangfei_store::RowOut;
use uuid::Uuid;

use super::{Ask, Names, Shown};
use crate::{App, Error, Page, Result, text_filter};

/// Up to here rows are counted; beyond, a list says “more than”.
pub const COUNT_UP_TO: u64 = 10_000;

/// A ledger with its columns, opened to one reader.
#[derive(Debug, Clone)]
pub struct Listed<'l> {
    /// The definition.
    pub ledger: &'l Ledger,
    /// Its columns as shown.
    pub columns: Vec<Shown>,
}

/// One row as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerRow {
    /// The record.
    pub id: Uuid,
    /// Its values, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A ledger on the list of ledgers.
#[derive(Debug, Clone)]
pub struct LedgerSummary<'l> {
    /// The definition.
    pub ledger: &'l Ledger,
    /// Rows in the reader's scope, counted up to `COUNT_UP_TO`.
    pub count: u64,
    /// Whether there are more.
    pub more: bool,
}

impl Listed<'_> {
    /// What is read of each record: the columns, then what says which figures are 约.
    pub(super) fn paths(&self) -> Vec<Path> {
        let columns = self.columns.iter().map(|c| c.path.clone());
        columns
            .chain(self.columns.iter().filter_map(|c| c.about.clone()))
            .collect()
    }

    /// The definition's question narrowed by what was asked.
    pub(super) async fn query(&self, app: &App, ctx: &Ctx, ask: &Ask) -> Result<Query> {
        let query = ask.query(self.ledger.query());
        let Some(text) = &ask.keyword else {
            return Ok(query);
        };
        match query.noun {
            Noun::Clue | Noun::RiskItem => Ok(text_filter::narrow(app, ctx, query, text).await?.0),
            noun => Ok(query.when(title_field(noun), Test::Contains(text.clone()))),
        }
    }
}

/// Opens a ledger by id, title or another name that plans use.
pub fn open<'l>(app: &'l App, ctx: &Ctx, name: &str) -> Result<Listed<'l>> {
    ctx.require(Permission::LedgerRead)?;
    let ledger = app.rules().ledger(name).ok_or_else(|| unknown(app, name))?;
    ctx.require(needed(ledger.noun))?;
    let columns = ledger
        .columns
        .iter()
        .map(|c| Shown::new(ledger.noun, c))
        .collect::<Result<_, _>>()?;
    Ok(Listed { ledger, columns })
}

/// One page of rows.
pub async fn rows(
    app: &App,
    ctx: &Ctx,
    listed: &Listed<'_>,
    ask: &Ask,
    page: Page,
) -> Result<Vec<LedgerRow>> {
    let found = app
        .store
        .read(ctx)
        .rows(&listed.query(app, ctx, ask).await?, &listed.paths(), page)
        .await?;
    let mut names = Names::default();
    cells(app, ctx, &listed.columns, &mut names, found).await
}

/// How many rows there are, counted up to `COUNT_UP_TO`; the second answer says whether there are more.
pub async fn list(app: &App, ctx: &Ctx, listed: &Listed<'_>, ask: &Ask) -> Result<(u64, bool)> {
    let mut query = listed.query(app, ctx, ask).await?;
    // However many there are, putting them in order changes nothing about their number.
    query.order.clear();
    counted(app, ctx, &query).await
}

/// The ledgers that the reader may open, with their counts.
pub async fn summaries<'l>(app: &'l App, ctx: &Ctx) -> Result<Vec<LedgerSummary<'l>>> {
    ctx.require(Permission::LedgerRead)?;
    let mut all = Vec::new();
    for ledger in app
        .rules()
        .ledgers
        .iter()
        .filter(|l| ctx.may(needed(l.noun)))
    {
        let (count, more) = counted(app, ctx, &ledger.query()).await?;
        all.push(LedgerSummary {
            ledger,
            count,
            more,
        });
    }
    Ok(all)
}

/// The rows' cells, with names of units and places, masked as the reader may see them.
pub(crate) async fn cells(
    app: &App,
    ctx: &Ctx,
    columns: &[Shown],
    names: &mut Names,
    found: Vec<RowOut>,
) -> Result<Vec<LedgerRow>> {
    names
        .learn(
            app,
            ctx,
            columns,
            found.iter().map(|row| row.values.as_slice()),
        )
        .await?;
    let open = ctx.may(Permission::PersonalNumberRead);
    let line = |values: &[Value]| {
        let mut about = values.iter().skip(columns.len());
        columns
            .iter()
            .zip(values)
            .map(|(c, v)| {
                let cell = c.cell(v, names, open);
                let is_about = c.about.is_some() && about.next() == Some(&Value::Bool(true));
                if is_about { cell.about() } else { cell }
            })
            .collect()
    };
    Ok(found
        .iter()
        .map(|row| LedgerRow {
            id: row.id,
            cells: line(&row.values),
        })
        .collect())
}

async fn counted(app: &App, ctx: &Ctx, query: &Query) -> Result<(u64, bool)> {
    Ok(app.store.read(ctx).count_within(query, COUNT_UP_TO).await?)
}

/// The field that a keyword is looked for in, where there is no search index for it.
fn title_field(noun: Noun) -> &'static str {
    match noun {
        Noun::Clue | Noun::RiskItem | Noun::Assessment | Noun::Alert => "subject_name",
        Noun::Campaign | Noun::Task | Noun::PeriodicReturn | Noun::FundsInquiry | Noun::RuleSet => {
            "title"
        }
        Noun::RefundBatch | Noun::IndexRun => "number",
        Noun::Likeness => "left_name",
        Noun::Evidence | Noun::ImportRun => "file_name",
        Noun::Unit
        | Noun::User
        | Noun::Subject
        | Noun::LicensedBody
        | Noun::ImportProfile
        | Noun::Claim => "name",
    }
}

/// What else a reader must be allowed to see to read a ledger over this noun.
fn needed(noun: Noun) -> Permission {
    match noun {
        Noun::Unit => Permission::UnitRead,
        Noun::User => Permission::UserWrite,
        Noun::Subject | Noun::Evidence | Noun::LicensedBody => Permission::SubjectRead,
        Noun::Clue | Noun::Assessment | Noun::Likeness => Permission::ClueRead,
        Noun::RiskItem => Permission::RiskRead,
        Noun::Campaign | Noun::Task => Permission::CampaignRead,
        Noun::PeriodicReturn => Permission::LedgerRead,
        Noun::ImportRun | Noun::ImportProfile => Permission::Import,
        Noun::FundsInquiry | Noun::Claim | Noun::RefundBatch => Permission::FundsRead,
        Noun::Alert | Noun::IndexRun | Noun::RuleSet => Permission::MonitorRead,
    }
}

fn unknown(app: &App, name: &str) -> Error {
    let known: Vec<String> = app
        .rules()
        .ledgers
        .iter()
        .map(|l| format!("{}（{}）", l.id, l.title))
        .collect();
    Error::field(
        "ledger",
        format!("没有名为“{name}”的台账；现有：{}", known.join("、")),
    )
}
