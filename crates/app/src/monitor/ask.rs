//! Asking for a run of the index. It must not know how the index is made.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::IndexRunId,
    index_run::{IndexRun, RunState},
    permission::Permission,
    refusal::Refusal,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::job::JOB;
use crate::{App, Error, Result, rule_set};

/// The form, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AskDraft {
    /// The day to look at; blank means today.
    pub as_of: String,
}

/// Asks for a run by the rules in force, in the background.
pub async fn ask(app: &App, ctx: &Ctx, draft: &AskDraft) -> Result<IndexRun> {
    ctx.require(Permission::MonitorWrite)?;
    let as_of = day(ctx, &draft.as_of)?;
    let rule_set = rule_set::in_force(app, ctx).await?.map(|set| set.id);
    let division = home(ctx)?;
    let mut write = app.store.write(ctx, Action::IndexRun).await?;
    let series = format!("ZS-{}", ctx.today().year());
    let run = IndexRun {
        id: ctx.new_id::<IndexRunId>(),
        number: format!("{series}-{:04}", write.next_number(&series).await?),
        as_of,
        asked: ctx.stamp(),
        rule_set,
        division,
        unit: ctx.unit(),
        state: RunState::Running,
    };
    write.insert(&run).await?;
    write.detail("number", run.number.as_str());
    let payload = serde_json::json!({ "run": run.id.to_string() });
    write.enqueue(JOB, payload).await?;
    write.commit().await?;
    Ok(run)
}

/// The actor's own division, in which a run and a rule set belong.
pub(crate) fn home(ctx: &Ctx) -> Result<fangfei_model::code::division::DivisionCode> {
    let own = ctx.scope().division().copied();
    own.ok_or_else(|| {
        let why = "当前账号没有所属区划";
        Refusal::new("运行监测", why, "请用本级办公室的账号操作").into()
    })
}

fn day(ctx: &Ctx, text: &str) -> Result<Date> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(ctx.today());
    }
    let wrong = |problem: String| Error::field("as_of", problem);
    let day: Date = text
        .parse()
        .map_err(|_| wrong(format!("“{text}”不是日期，请写成 2024-07-01")))?;
    if day > ctx.today() {
        return Err(wrong(format!("{day}在将来，还没有数据")));
    }
    Ok(day)
}
