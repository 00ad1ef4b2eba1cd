//! Raising tasks (下达任务): for every owed item of a running campaign, every unit and every period
//! that has begun, exactly one task. It must not know pages.

use std::collections::{BTreeMap, BTreeSet};

use fangfei_model::{
    action::Action,
    campaign::{Campaign, CampaignStatus, Owed},
    ctx::Ctx,
    id::{TaskId, UnitId},
    noun::Noun,
    query::Query,
    record::Value,
    schedule::Occurrence,
    task::{Task, TaskKind, TaskState},
    unit::Unit,
};
use fangfei_store::{Reader, Write};
use futures::TryStreamExt;
use jiff::civil::Date;
use uuid::Uuid;

use crate::{App, Page, Result};

/// The most campaigns that run at once.
const MOST_RUNNING: u64 = 1_000;

/// What tells one task of a campaign from the others: item, unit, period.
type Key = (String, UnitId, String);

/// Raises what has fallen due in every running campaign; asking twice raises nothing twice. The
/// answer is the number of tasks raised.
pub async fn raise_due(app: &App, ctx: &Ctx) -> Result<u64> {
    let running = Query::of(Noun::Campaign).equals("state", CampaignStatus::Running.code());
    let campaigns = app
        .store
        .read(ctx)
        .list::<Campaign>(&running, Page::first(MOST_RUNNING))
        .await?;
    let mut raised = 0;
    for campaign in campaigns {
        let missing = missing(&app.store.read(ctx), ctx, &campaign.record).await?;
        if missing.is_empty() {
            continue;
        }
        let mut write = app.store.write(ctx, Action::TaskRaise).await?;
        raised += raise(&mut write, ctx, &campaign.record).await?;
        write.detail("campaign", campaign.record.title);
        write.commit().await?;
    }
    Ok(raised)
}

/// Raises the missing tasks of one campaign inside a write.
pub(crate) async fn raise(write: &mut Write, ctx: &Ctx, campaign: &Campaign) -> Result<u64> {
    let missing = missing(&write.reader(), ctx, campaign).await?;
    write.insert_all(&missing).await?;
    Ok(u64::try_from(missing.len()).unwrap_or(u64::MAX))
}

/// The tasks that should be there today and are not.
async fn missing(reader: &Reader<'_>, ctx: &Ctx, campaign: &Campaign) -> Result<Vec<Task>> {
    let there = raised(reader, campaign).await?;
    let today = ctx.today();
    let wanted: Vec<(&Owed, UnitId, Occurrence)> = due(campaign, today)
        .filter(|(owed, unit, time)| {
            !there.contains(&(owed.id.to_string(), *unit, time.period.clone()))
        })
        .collect();
    let owing: BTreeSet<Uuid> = wanted.iter().map(|(_, unit, _)| unit.uuid()).collect();
    let units = units(reader, owing).await?;
    let task = |(owed, unit, time): (&Owed, UnitId, Occurrence)| {
        // A unit that was closed since the campaign started owes nothing new.
        let unit = units.get(&unit).filter(|unit| unit.active)?;
        Some(new_task(ctx, campaign, owed, unit, time, today))
    };
    Ok(wanted.into_iter().filter_map(task).collect())
}

/// How many tasks a campaign brings about when it is started on this day.
pub(crate) fn at_start(campaign: &Campaign, today: Date) -> usize {
    due(campaign, today).count()
}

/// Every item × unit × time that has begun by `today`.
fn due(campaign: &Campaign, today: Date) -> impl Iterator<Item = (&Owed, UnitId, Occurrence)> {
    let times = campaign.start.zip(campaign.end);
    campaign.owed.iter().flat_map(move |owed| {
        let occurrences = times.map_or_else(Vec::new, |(start, end)| {
            owed.schedule.occurrences(start, end)
        });
        occurrences
            .into_iter()
            // A single day is announced from the start; a period when it begins.
            .filter(move |time| time.period.is_empty() || time.begins <= today)
            .flat_map(move |time| {
                owed.units
                    .iter()
                    .map(move |unit| (owed, *unit, time.clone()))
            })
    })
}

async fn raised(reader: &Reader<'_>, campaign: &Campaign) -> Result<BTreeSet<Key>> {
    let query = Query::of(Noun::Task).equals("campaign", campaign.id.uuid());
    let paths = ["item".into(), "unit".into(), "period".into()];
    let mut rows = reader.clone().stream_rows(&query, &paths).await?;
    let mut keys = BTreeSet::new();
    while let Some(row) = rows.try_next().await? {
        if let [Value::Text(item), Value::Ref(unit), period] = row.values.as_slice() {
            let period = if let Value::Text(period) = period {
                period.clone()
            } else {
                String::new()
            };
            keys.insert((item.clone(), UnitId::from(*unit), period));
        }
    }
    Ok(keys)
}

async fn units(reader: &Reader<'_>, ids: BTreeSet<Uuid>) -> Result<BTreeMap<UnitId, Unit>> {
    let units = reader.get_all::<Unit>(ids).await?;
    Ok(units
        .into_iter()
        .map(|unit| (unit.record.id, unit.record))
        .collect())
}

fn new_task(
    ctx: &Ctx,
    campaign: &Campaign,
    owed: &Owed,
    unit: &Unit,
    time: Occurrence,
    today: Date,
) -> Task {
    let report = owed.to.is_some() || owed.return_template.is_some();
    Task {
        id: ctx.new_id::<TaskId>(),
        campaign: campaign.id,
        item: owed.id,
        kind: if report {
            TaskKind::Report
        } else {
            TaskKind::Finish
        },
        title: owed.what.clone(),
        to: owed.to.clone(),
        unit: unit.id,
        division: unit.division,
        period: time.period,
        due: time.due,
        raised_on: today,
        lead_unit: campaign.lead_unit,
        state: TaskState::Pending,
    }
}
