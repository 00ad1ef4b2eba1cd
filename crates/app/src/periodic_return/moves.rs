//! Handing a return up, sending it back, accepting it. The task that asked for it moves along, so that
//! nobody reports twice. It must not know how figures are counted.

use fangfei_model::{
    action::Action,
    campaign::Campaign,
    ctx::{Actor, Ctx, Stamp},
    id::ReturnId,
    noun::Noun,
    periodic_return::PeriodicReturn,
    permission::Permission,
    query::Query,
    refusal::Refusal,
    task::{Submission, Task, TaskState},
};
use fangfei_store::{Stored, Write};

use super::{compute::everywhere, make::cut_off};
use crate::{App, Error, Page, Result};

/// 报送: by the unit itself, from figures cut off at the period's end.
pub async fn submit(app: &App, ctx: &Ctx, id: ReturnId) -> Result<Stored<PeriodicReturn>> {
    ctx.require(Permission::ReturnMake)?;
    let mut write = app.store.write(ctx, Action::ReturnSubmit).await?;
    let before = locked(&write, id).await?;
    own(ctx, &before.record, "报送报表")?;
    whole(app, &before.record)?;
    let after = before.record.clone().submit(ctx.stamp())?;
    let stored = write.update(&before, after).await?;
    let submission = Submission {
        stamp: ctx.stamp(),
        text: format!("报送{}（{}）", stored.record.title, stored.record.period),
        evidence: Vec::new(),
        periodic_return: Some(id),
    };
    for task in tasks(app, ctx, &write, &stored.record).await? {
        if matches!(
            task.record.state,
            TaskState::Pending | TaskState::SentBack { .. }
        ) {
            let handed_in = task.record.clone().submit(submission.clone())?;
            write.update(&task, handed_in).await?;
        }
    }
    write.commit().await?;
    Ok(stored)
}

/// 接收: by the receiving unit; frozen from then on.
pub async fn accept(app: &App, ctx: &Ctx, id: ReturnId) -> Result<Stored<PeriodicReturn>> {
    ctx.require(Permission::ReturnAccept)?;
    let mut write = app.store.write(ctx, Action::ReturnAccept).await?;
    let before = locked(&write, id).await?;
    receives(ctx, &before.record, "接收报表")?;
    let after = before.record.clone().accept(ctx.stamp())?;
    let stored = write.update(&before, after).await?;
    along(app, ctx, &mut write, &stored.record, |task, stamp| {
        task.accept(stamp)
    })
    .await?;
    write.commit().await?;
    Ok(stored)
}

/// 退回, with a reason.
pub async fn send_back(
    app: &App,
    ctx: &Ctx,
    id: ReturnId,
    reason: &str,
) -> Result<Stored<PeriodicReturn>> {
    ctx.require(Permission::ReturnAccept)?;
    let mut write = app.store.write(ctx, Action::ReturnSendBack).await?;
    let before = locked(&write, id).await?;
    receives(ctx, &before.record, "退回报表")?;
    let after = before.record.clone().send_back(ctx.stamp(), reason)?;
    write.reason(reason.trim());
    let stored = write.update(&before, after).await?;
    along(app, ctx, &mut write, &stored.record, |task, stamp| {
        task.send_back(stamp, reason)
    })
    .await?;
    write.commit().await?;
    Ok(stored)
}

/// Changes the text beside the tables; the figures stay as they were made.
pub async fn rewrite(
    app: &App,
    ctx: &Ctx,
    id: ReturnId,
    narrative: &str,
) -> Result<Stored<PeriodicReturn>> {
    ctx.require(Permission::ReturnMake)?;
    let mut write = app.store.write(ctx, Action::ReturnMake).await?;
    let before = locked(&write, id).await?;
    own(ctx, &before.record, "修改文字说明")?;
    let record = before.record.clone();
    let (computed, as_of, made) = (record.computed.clone(), record.as_of, record.made.clone());
    let text = narrative.replace("\r\n", "\n").trim().to_owned();
    let stored = write
        .update(&before, record.redraft(computed, text, as_of, made)?)
        .await?;
    write.detail("part", "narrative");
    write.commit().await?;
    Ok(stored)
}

async fn locked(write: &Write, id: ReturnId) -> Result<Stored<PeriodicReturn>> {
    write
        .get::<PeriodicReturn>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::PeriodicReturn))
}

fn own(ctx: &Ctx, record: &PeriodicReturn, what: &'static str) -> Result<()> {
    match ctx.actor {
        Actor::User { unit, .. } if unit != record.unit => {
            Err(Refusal::new(what, "这是其他单位的报表", "请由填报单位办理").into())
        }
        _ => Ok(()),
    }
}

/// The receiving unit takes returns; where nobody above works with this system, the unit itself notes
/// what the upper level answered.
fn receives(ctx: &Ctx, record: &PeriodicReturn, what: &'static str) -> Result<()> {
    let receiver = record.receiver.unwrap_or(record.unit);
    match ctx.actor {
        Actor::User { unit, .. } if unit != receiver => {
            Err(Refusal::new(what, "本单位不是这份报表的接收单位", "请由接收单位办理").into())
        }
        _ => Ok(()),
    }
}

/// A return made before its cut-off lacks the rest of its period.
fn whole(app: &App, record: &PeriodicReturn) -> Result<()> {
    let period = record.period.parse().map_err(Error::bug)?;
    if record.as_of < cut_off(app, period) {
        let why = "报表是在截数时间之前生成的，还缺少本期最后一段的记录";
        return Err(Refusal::new("报送报表", why, "请在截数时间之后重新生成，核对后再报送").into());
    }
    Ok(())
}

/// The tasks that ask this unit for this return in this period.
async fn tasks(
    app: &App,
    ctx: &Ctx,
    write: &Write,
    record: &PeriodicReturn,
) -> Result<Vec<Stored<Task>>> {
    let Some(campaign) = record.campaign else {
        return Ok(Vec::new());
    };
    let found = app
        .store
        .read(&everywhere(ctx))
        .get::<Campaign>(campaign.uuid())
        .await?;
    let owed = found.into_iter().flat_map(|c| c.record.owed);
    let items: Vec<_> = owed
        .filter(|o| o.return_template.as_ref() == Some(&record.template))
        .map(|o| o.id)
        .collect();
    let query = Query::of(Noun::Task)
        .equals("campaign", campaign.uuid())
        .equals("unit", record.unit.uuid())
        .equals("period", record.period.as_str());
    let tasks = write.list::<Task>(&query, Page::first(100)).await?;
    Ok(tasks
        .into_iter()
        .filter(|task| items.contains(&task.record.item))
        .collect())
}

/// Moves the tasks that this return was handed in for.
async fn along(
    app: &App,
    ctx: &Ctx,
    write: &mut Write,
    record: &PeriodicReturn,
    step: impl Fn(Task, Stamp) -> Result<Task, Refusal>,
) -> Result<()> {
    for task in tasks(app, ctx, write, record).await? {
        let answers = matches!(&task.record.state, TaskState::Submitted { submission } if submission.periodic_return == Some(record.id));
        if answers {
            let moved = step(task.record.clone(), ctx.stamp())?;
            write.update(&task, moved).await?;
        }
    }
    Ok(())
}
