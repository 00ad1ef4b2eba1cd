//! What people do with an alert. It must not know how the forms are shown.

use fangfei_model::{
    action::Action,
    alert::{Alert, AlertState, Sighting},
    clue::{Channel, Clue, ClueFacts},
    ctx::Ctx,
    id::{AlertId, ClueId},
    noun::Noun,
    permission::Permission,
    subject::Subject,
};
use fangfei_store::Write;
use jiff::civil::Date;

use crate::{App, Error, Result, Stored};

/// Points of the index that a clue's facts name; the rest stands in the alert.
const NAMED_POINTS: usize = 6;

/// Which moves are open to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AlertMoves {
    /// 转线索.
    pub open_clue: bool,
    /// 暂缓.
    pub rest: bool,
    /// 恢复.
    pub wake: bool,
    /// 排除.
    pub set_aside: bool,
}

/// One alert within the actor's scope.
pub async fn get(app: &App, ctx: &Ctx, id: AlertId) -> Result<Stored<Alert>> {
    ctx.require(Permission::MonitorRead)?;
    app.store
        .read(ctx)
        .get::<Alert>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Alert))
}

/// Which moves the actor has on it.
pub fn moves(ctx: &Ctx, alert: &Alert) -> AlertMoves {
    let may = ctx.may(Permission::MonitorWrite);
    let open = matches!(alert.state, AlertState::Open);
    let resting = matches!(alert.state, AlertState::Resting { .. });
    AlertMoves {
        open_clue: may && ctx.may(Permission::ClueReport) && (open || resting),
        rest: may && open,
        wake: may && resting,
        set_aside: may && (open || resting),
    }
}

/// Opens a clue from the alert, both in one write.
pub async fn open_clue(app: &App, ctx: &Ctx, id: AlertId) -> Result<Clue> {
    ctx.require(Permission::MonitorWrite)?;
    ctx.require(Permission::ClueReport)?;
    let mut write = app.store.write(ctx, Action::AlertClue).await?;
    let before = locked(&write, id).await?;
    let subject = write
        .get::<Subject>(before.record.subject.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Subject))?
        .record;
    let series = format!("XS-{}", ctx.today().year());
    let number = format!("{series}-{:06}", write.next_number(&series).await?);
    let facts = facts(ctx, &before.record, &subject);
    let clue = Clue::report(ctx.new_id::<ClueId>(), number, ctx.now(), ctx.unit(), facts)?;
    let after = before.record.clone().open_clue(ctx.stamp(), clue.id)?;
    write.insert(&clue).await?;
    write.update(&before, after).await?;
    write.detail("number", before.record.number.as_str());
    write.commit().await?;
    Ok(clue)
}

/// Lets it rest until a day.
pub async fn rest(app: &App, ctx: &Ctx, id: AlertId, until: Date, why: &str) -> Result<Alert> {
    let (stamp, today) = (ctx.stamp(), ctx.today());
    change(app, ctx, id, Action::AlertRest, Some(why), |alert| {
        Ok(alert.rest(stamp, today, until, why)?)
    })
    .await
}

/// Brings it back before its day.
pub async fn wake(app: &App, ctx: &Ctx, id: AlertId) -> Result<Alert> {
    change(app, ctx, id, Action::AlertWake, None, |alert| {
        Ok(alert.wake()?)
    })
    .await
}

/// Sets it aside, with what was looked at.
pub async fn set_aside(app: &App, ctx: &Ctx, id: AlertId, why: &str) -> Result<Alert> {
    let stamp = ctx.stamp();
    change(app, ctx, id, Action::AlertSetAside, Some(why), |alert| {
        Ok(alert.set_aside(stamp, why)?)
    })
    .await
}

async fn change(
    app: &App,
    ctx: &Ctx,
    id: AlertId,
    action: Action,
    why: Option<&str>,
    step: impl FnOnce(Alert) -> Result<Alert>,
) -> Result<Alert> {
    ctx.require(Permission::MonitorWrite)?;
    let mut write = app.store.write(ctx, action).await?;
    let before = locked(&write, id).await?;
    let after = step(before.record.clone())?;
    if let Some(why) = why {
        write.reason(why.trim());
    }
    write.detail("number", after.number.as_str());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

async fn locked(write: &Write, id: AlertId) -> Result<Stored<Alert>> {
    write
        .get::<Alert>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Alert))
}

fn facts(ctx: &Ctx, alert: &Alert, subject: &Subject) -> ClueFacts {
    ClueFacts {
        division: subject.division,
        subject: Some(subject.id),
        subject_name: subject.name.clone(),
        channel: Channel::PlatformPush,
        sweep_mode: None,
        campaign: None,
        sector: subject.sector,
        found_on: ctx.today(),
        facts: words(alert),
        address: subject
            .business_address
            .clone()
            .or_else(|| subject.registered_address.clone()),
        mode: None,
        amount: None,
        amount_approximate: false,
        people: None,
        people_approximate: false,
    }
}

/// What the clue says: the index, its day, and what weighed most, each with its value.
fn words(alert: &Alert) -> String {
    let Some(seen) = alert.latest() else {
        return format!("预警{}", alert.number);
    };
    let points: Vec<String> = seen
        .points
        .iter()
        .take(NAMED_POINTS)
        .map(|p| format!("{}（{}）", p.title, p.value))
        .collect();
    format!(
        "监测预警{}：截至{}风险指数{}，{}，共预警{}次。主要因素：{}。指数只提示需要核实的方面，不是认定。",
        alert.number,
        seen.as_of,
        tenths(seen),
        seen.band,
        alert.sightings.len(),
        points.join("；"),
    )
}

fn tenths(seen: &Sighting) -> String {
    format!("{}.{}", seen.tenths / 10, seen.tenths % 10)
}
