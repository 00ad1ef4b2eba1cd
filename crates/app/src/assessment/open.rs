//! 组织会商 about a checked clue, or again about an open risk item. It must not know views.

use fangfei_model::{
    action::Action,
    assessment::{Assessment, AssessmentState, AssessmentStatus},
    clue::{Clue, ClueStatus},
    ctx::Ctx,
    id::{AssessmentId, ClueId, RiskItemId, UnitId},
    noun::Noun,
    permission::Permission,
    personal_number::masked_words,
    query::Query,
    record::Record,
    refusal::Refusal,
    risk_item::{RiskItem, RiskStatus},
};
use fangfei_store::Write;

use super::InviteDraft;
use crate::{App, Error, Result, clue, risk_item};

const WHAT: &str = "组织会商研判";

/// Opens the assessment of a checked clue and asks the units.
pub async fn open(app: &App, ctx: &Ctx, clue: ClueId, draft: &InviteDraft) -> Result<Assessment> {
    ctx.require(Permission::AssessmentOpen)?;
    let mut write = app.store.write(ctx, Action::AssessmentOpen).await?;
    let clue = clue::locked(&write, clue).await?.record;
    if clue.state.status() != ClueStatus::Checked {
        let why = format!("线索{}目前是“{}”", clue.number, clue.state.status());
        return Err(Refusal::new(WHAT, why, "初核结论为“需会商研判”的线索才能组织会商").into());
    }
    none_open(
        &write,
        Query::of(Noun::Assessment).equals("clue", clue.id.uuid()),
    )
    .await?;
    let invited = draft.read(app, ctx, &clue.place()).await?;
    let assessment = Assessment {
        people: clue.people,
        amount: clue.amount,
        facts: known(&clue),
        ..blank(ctx, &mut write, &clue, invited).await?
    };
    write.insert(&assessment).await?;
    write.commit().await?;
    Ok(assessment)
}

/// Opens an assessment of a risk item whose level is to be looked at again.
pub async fn reassess(
    app: &App,
    ctx: &Ctx,
    item: RiskItemId,
    draft: &InviteDraft,
) -> Result<Assessment> {
    ctx.require(Permission::AssessmentOpen)?;
    let mut write = app.store.write(ctx, Action::AssessmentOpen).await?;
    let item = risk_item::locked(&write, item).await?.record;
    if item.status() == RiskStatus::Closed {
        let why = format!("{}目前是“{}”", item.number, item.status());
        return Err(Refusal::new(WHAT, why, "如需重新研判，请先重新挂账").into());
    }
    none_open(
        &write,
        Query::of(Noun::Assessment).equals("risk_item", item.id.uuid()),
    )
    .await?;
    let clue = clue::locked(&write, item.clue).await?.record;
    let invited = draft.read(app, ctx, &item.place()).await?;
    let assessment = Assessment {
        risk_item: Some(item.id),
        people: item.people,
        amount: item.amount,
        facts: so_far(&clue, &item),
        ..blank(ctx, &mut write, &clue, invited).await?
    };
    write.insert(&assessment).await?;
    write.commit().await?;
    Ok(assessment)
}

async fn none_open(write: &Write, query: Query) -> Result<()> {
    let query = query.equals("state", AssessmentStatus::Open.code());
    match write.find::<Assessment>(&query).await? {
        None => Ok(()),
        Some(open) => {
            let why = format!("已有正在研判的会商 {}", open.record.number);
            Err(Refusal::new(WHAT, why, "请在该会商中补充邀请单位，结论后再另行组织").into())
        }
    }
}

async fn blank(
    ctx: &Ctx,
    write: &mut Write,
    clue: &Clue,
    invited: Vec<UnitId>,
) -> Result<Assessment> {
    let unit = ctx
        .unit()
        .ok_or_else(|| Error::field("units", "会商应由单位组织，请以单位用户登录"))?;
    let series = format!("HS-{}", ctx.today().year());
    Ok(Assessment {
        id: ctx.new_id::<AssessmentId>(),
        number: format!("{series}-{:04}", write.next_number(&series).await?),
        clue: clue.id,
        risk_item: None,
        subject_name: clue.subject_name.clone(),
        facts: String::new(),
        division: clue.division,
        unit,
        opened: ctx.stamp(),
        invited,
        people: None,
        amount: None,
        views: Vec::new(),
        state: AssessmentState::Open,
    })
}

/// What the invited units need to know, for those that do not see the clue itself.
fn known(clue: &Clue) -> String {
    // Every department that is asked reads it; whom to call is no matter of its view.
    let mut text = masked_words(&clue.facts).into_owned();
    if let Some(check) = clue.state.check() {
        text.push_str(&format!(
            "\n初核（{}，{}）：{}",
            check.on, check.manner, check.findings
        ));
    }
    text
}

fn so_far(clue: &Clue, item: &RiskItem) -> String {
    let mut text = known(clue);
    text.push_str(&format!("\n处置方案：{}", item.assignment.plan));
    for entry in &item.progress {
        text.push_str(&format!("\n处置进展（{}）：{}", entry.on, entry.text));
    }
    text
}
