//! 报送、验收、退回 of a task. A unit hands in its own tasks, its superior unit may do so for it; the
//! unit that leads the campaign decides, never the person who handed in. It must not know pages.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::{EvidenceId, ReturnId, TaskId},
    noun::Noun,
    permission::Permission,
    refusal::Refusal,
    task::{Submission, Task},
    unit::Unit,
};
use fangfei_store::Write;

use super::list::named;
use crate::{App, Error, Result, Stored, typed::Typed};

/// The longest report in words, in characters; more goes into a file.
const LONGEST: usize = 8_000;

/// What is handed in, as typed.
#[derive(Debug, Clone, Default)]
pub struct SubmitDraft {
    /// In words.
    pub text: String,
    /// Files already attached to the task.
    pub evidence: Vec<EvidenceId>,
    /// Id of the return that goes with it; blank for none.
    pub periodic_return: String,
}

/// One task within the reader's scope.
pub async fn get(app: &App, ctx: &Ctx, id: TaskId) -> Result<Stored<Task>> {
    ctx.require(Permission::CampaignRead)?;
    app.store
        .read(ctx)
        .get::<Task>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Task))
}

/// Refuses early what `submit` would refuse, before files are attached to the task.
pub async fn check_submit(app: &App, ctx: &Ctx, id: TaskId, text: &str, more: bool) -> Result<()> {
    ctx.require(Permission::TaskSubmit)?;
    let task = get(app, ctx, id).await?.record;
    if !may_submit(app, ctx, &task).await? {
        return Err(not_owing("其他单位").into());
    }
    let words = if more { "（附件）" } else { text };
    let submission = Submission {
        stamp: ctx.stamp(),
        text: words.to_owned(),
        evidence: Vec::new(),
        periodic_return: None,
    };
    task.submit(submission)?;
    Ok(())
}

/// Hands a task in.
pub async fn submit(app: &App, ctx: &Ctx, id: TaskId, draft: &SubmitDraft) -> Result<Task> {
    ctx.require(Permission::TaskSubmit)?;
    let mut typed = Typed::on(ctx.today());
    let text = typed
        .words("text", "完成情况", &draft.text, LONGEST)
        .unwrap_or_default();
    let periodic_return =
        typed.chosen::<ReturnId>("periodic_return", "报表", &draft.periodic_return);
    typed.finish(Some(()))?;
    let mut write = app.store.write(ctx, Action::TaskSubmit).await?;
    let before = locked(&write, id).await?;
    owes(&write, ctx, &before.record).await?;
    // What was attached for an earlier, sent back submission stays with the task.
    let mut evidence = before
        .record
        .submission()
        .map_or_else(Vec::new, |s| s.evidence.clone());
    evidence.extend(
        draft
            .evidence
            .iter()
            .copied()
            .filter(|id| !evidence.contains(id))
            .collect::<Vec<_>>(),
    );
    let submission = Submission {
        stamp: ctx.stamp(),
        text,
        evidence,
        periodic_return,
    };
    let task = before.record.clone().submit(submission)?;
    write.update(&before, task.clone()).await?;
    write.commit().await?;
    Ok(task)
}

/// Accepts what was handed in.
pub async fn accept(app: &App, ctx: &Ctx, id: TaskId) -> Result<Task> {
    ctx.require(Permission::TaskAccept)?;
    let mut write = app.store.write(ctx, Action::TaskAccept).await?;
    let before = locked(&write, id).await?;
    decides(ctx, "验收", &before.record)?;
    let task = before.record.clone().accept(ctx.stamp())?;
    write.update(&before, task.clone()).await?;
    write.commit().await?;
    Ok(task)
}

/// Sends it back with a reason.
pub async fn send_back(app: &App, ctx: &Ctx, id: TaskId, why: &str) -> Result<Task> {
    ctx.require(Permission::TaskAccept)?;
    let mut write = app.store.write(ctx, Action::TaskSendBack).await?;
    let before = locked(&write, id).await?;
    decides(ctx, "退回", &before.record)?;
    let task = before.record.clone().send_back(ctx.stamp(), why)?;
    write.update(&before, task.clone()).await?;
    write.reason(why.trim());
    write.commit().await?;
    Ok(task)
}

/// The title of a task's campaign, which is no secret to whoever has a task of it.
pub async fn campaign_title(app: &App, ctx: &Ctx, task: &Task) -> Result<String> {
    let line = named(app, ctx, vec![task.clone()]).await?.pop();
    Ok(line.map(|line| line.campaign).unwrap_or_default())
}

/// Whether this reader may hand the task in; for showing the form.
pub async fn may_submit(app: &App, ctx: &Ctx, task: &Task) -> Result<bool> {
    if !ctx.may(Permission::TaskSubmit) {
        return Ok(false);
    }
    if ctx.unit() == Some(task.unit) {
        return Ok(true);
    }
    let unit = app.store.read(ctx).get::<Unit>(task.unit.uuid()).await?;
    Ok(unit.is_some_and(|unit| unit.record.parent.is_some() && unit.record.parent == ctx.unit()))
}

/// Whether this reader may accept or send back; for showing the buttons.
pub fn may_decide(ctx: &Ctx, task: &Task) -> bool {
    ctx.may(Permission::TaskAccept) && decides(ctx, "验收", task).is_ok()
}

async fn locked(write: &Write, id: TaskId) -> Result<Stored<Task>> {
    write
        .get::<Task>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Task))
}

async fn owes(write: &Write, ctx: &Ctx, task: &Task) -> Result<()> {
    let Some(own) = ctx.unit().filter(|unit| *unit != task.unit) else {
        return Ok(());
    };
    let unit = write
        .get::<Unit>(task.unit.uuid())
        .await?
        .map(|unit| unit.record);
    if unit.as_ref().is_some_and(|unit| unit.parent == Some(own)) {
        return Ok(());
    }
    let name = unit.map(|unit| unit.name).unwrap_or_default();
    Err(not_owing(&name).into())
}

fn not_owing(unit: &str) -> Refusal {
    Refusal::new(
        "报送",
        format!("这是{unit}的任务"),
        "应由责任单位报送，或由其上级单位代为报送",
    )
}

fn decides(ctx: &Ctx, what: &'static str, task: &Task) -> Result<()> {
    if ctx.unit().is_some_and(|unit| unit != task.lead_unit) {
        return Err(Refusal::new(what, "该任务所属行动由其他单位牵头", "应由牵头单位办理").into());
    }
    let by = task.submission().and_then(|submission| submission.stamp.by);
    if by.is_some() && by == ctx.user() {
        return Err(Refusal::new(what, "这是您本人报送的", "请由本单位其他人办理").into());
    }
    Ok(())
}
