//! The journal (审计日志) as people read it: who did what, why, and what changed; and the proof that
//! nothing was altered. It must not know how it is signed.

use std::io::{BufRead, Write};

use fangfei_model::{
    alert::Alert,
    assessment::Assessment,
    campaign::Campaign,
    claim::Claim,
    clue::Clue,
    ctx::Ctx,
    evidence::Evidence,
    funds_inquiry::FundsInquiry,
    import_run::{ImportProfile, ImportRun},
    index_run::IndexRun,
    licensed_body::LicensedBody,
    likeness::Likeness,
    noun::Noun,
    periodic_return::PeriodicReturn,
    permission::Permission,
    record::{FieldKind, Record, Value},
    refund_batch::RefundBatch,
    risk_item::RiskItem,
    rule_set::RuleSet,
    subject::Subject,
    task::Task,
    unit::Unit,
    user::User,
};
use fangfei_store::{Event, ExportSummary, Head, JournalFilter, Page, Touched, Verification};
use uuid::Uuid;

use crate::{App, Error, Result};

/// The most records of one entry that are shown; an import may have touched thousands.
const MOST_TOUCHED: u64 = 100;

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's title.
    pub title: &'static str,
    /// Its value before; `Null` for a new record.
    pub before: Value,
    /// Its value after.
    pub after: Value,
    /// How to print it.
    pub kind: FieldKind,
}

/// One record that an entry wrote.
#[derive(Debug)]
pub struct TouchedRecord {
    /// Which version of what.
    pub touched: Touched,
    /// The fields that changed; empty when only parts without a field of their own did, or when the
    /// record is out of the reader's scope.
    pub changes: Vec<FieldChange>,
}

/// Events, the newest first.
pub async fn list(app: &App, ctx: &Ctx, filter: &JournalFilter, page: Page) -> Result<Vec<Event>> {
    ctx.require(Permission::JournalRead)?;
    Ok(app.store.journal(ctx).list(filter, page).await?)
}

/// How many events fit, but no more than `most`.
pub async fn count_up_to(app: &App, ctx: &Ctx, filter: &JournalFilter, most: u64) -> Result<u64> {
    ctx.require(Permission::JournalRead)?;
    Ok(app.store.journal(ctx).count_up_to(filter, most).await?)
}

/// The events that wrote this record, the newest first. Whoever sees the record sees them.
pub async fn of_record(
    app: &App,
    ctx: &Ctx,
    noun: Noun,
    id: Uuid,
    page: Page,
) -> Result<Vec<Event>> {
    let filter = JournalFilter {
        record: Some((noun, id)),
        ..JournalFilter::default()
    };
    Ok(app.store.journal(ctx).list(&filter, page).await?)
}

/// One event with the records it wrote.
pub async fn entry(app: &App, ctx: &Ctx, seq: i64) -> Result<(Event, Vec<TouchedRecord>)> {
    ctx.require(Permission::JournalRead)?;
    let event = app
        .store
        .journal(ctx)
        .get(seq)
        .await?
        .ok_or(Error::Missing("审计日志条目"))?;
    let mut records = Vec::new();
    for touched in app
        .store
        .journal(ctx)
        .touched(seq, Page::first(MOST_TOUCHED))
        .await?
    {
        let changes = changes(app, ctx, &touched).await?;
        records.push(TouchedRecord { touched, changes });
    }
    Ok((event, records))
}

async fn changes(app: &App, ctx: &Ctx, touched: &Touched) -> Result<Vec<FieldChange>> {
    match touched.noun {
        Noun::Unit => changes_of::<Unit>(app, ctx, touched).await,
        Noun::User => changes_of::<User>(app, ctx, touched).await,
        Noun::Subject => changes_of::<Subject>(app, ctx, touched).await,
        Noun::LicensedBody => changes_of::<LicensedBody>(app, ctx, touched).await,
        Noun::Evidence => changes_of::<Evidence>(app, ctx, touched).await,
        Noun::Clue => changes_of::<Clue>(app, ctx, touched).await,
        Noun::Assessment => changes_of::<Assessment>(app, ctx, touched).await,
        Noun::RiskItem => changes_of::<RiskItem>(app, ctx, touched).await,
        Noun::Campaign => changes_of::<Campaign>(app, ctx, touched).await,
        Noun::Task => changes_of::<Task>(app, ctx, touched).await,
        Noun::PeriodicReturn => changes_of::<PeriodicReturn>(app, ctx, touched).await,
        Noun::ImportRun => changes_of::<ImportRun>(app, ctx, touched).await,
        Noun::ImportProfile => changes_of::<ImportProfile>(app, ctx, touched).await,
        Noun::FundsInquiry => changes_of::<FundsInquiry>(app, ctx, touched).await,
        Noun::Claim => changes_of::<Claim>(app, ctx, touched).await,
        Noun::RefundBatch => changes_of::<RefundBatch>(app, ctx, touched).await,
        Noun::Alert => changes_of::<Alert>(app, ctx, touched).await,
        Noun::IndexRun => changes_of::<IndexRun>(app, ctx, touched).await,
        Noun::RuleSet => changes_of::<RuleSet>(app, ctx, touched).await,
        Noun::Likeness => changes_of::<Likeness>(app, ctx, touched).await,
    }
}

async fn changes_of<R: Record>(
    app: &App,
    ctx: &Ctx,
    touched: &Touched,
) -> Result<Vec<FieldChange>> {
    let versions = app.store.read(ctx).versions::<R>(touched.id).await?;
    let values = |version: i64| {
        let found = versions.iter().find(|v| v.stored.version == version);
        found.map(|v| v.stored.record.values())
    };
    let Some(after) = values(touched.version) else {
        return Ok(Vec::new());
    };
    let before = values(touched.version - 1).unwrap_or_else(|| vec![Value::Null; after.len()]);
    let pairs = R::FIELDS.iter().zip(before.into_iter().zip(after));
    let changed = pairs.filter(|(_, (before, after))| before != after);
    Ok(changed
        .map(|(field, (before, after))| FieldChange {
            title: field.title,
            before,
            after,
            kind: field.kind,
        })
        .collect())
}

/// Checks the whole journal and every record against it. The journal of the whole installation, so
/// for readers of the journal only.
pub async fn verify(app: &App, ctx: &Ctx, remembered: Option<&Head>) -> Result<Verification> {
    ctx.require(Permission::JournalRead)?;
    Ok(app.store.verify(remembered).await?)
}

/// Writes the whole journal as JSON Lines that `verify_export` checks without the database.
pub async fn export(app: &App, ctx: &Ctx, out: &mut (impl Write + Send)) -> Result<ExportSummary> {
    ctx.require(Permission::JournalRead)?;
    Ok(app.store.journal(ctx).export(out).await?)
}

/// Checks an exported journal without the database.
pub fn verify_export(
    lines: impl BufRead,
    key: Option<&str>,
    remembered: Option<&Head>,
) -> Result<Verification> {
    Ok(fangfei_store::verify_export(lines, key, remembered)?)
}
