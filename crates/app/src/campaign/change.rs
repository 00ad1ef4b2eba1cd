//! 核对和修改: a part of a campaign's plan is corrected, added, removed; each change is a version of
//! its own with its entry in the journal. It must not know pages.

use std::collections::BTreeSet;

use fangfei_model::{
    action::Action,
    campaign::{Campaign, CampaignStatus, Owed},
    ctx::Ctx,
    id::{CampaignId, PlanItemId, UnitId},
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    refusal::Refusal,
    schedule::Schedule,
    task::Task,
    unit::Unit,
};
use fangfei_store::Write;

use super::{
    moves::leads,
    part_draft::{PartDraft, PartKind},
    part_read::Filled,
    read::locked,
    setting,
    unit_book::UnitBook,
};
use crate::{App, Error, Page, Result, Stored, task};

const WHAT: &str = "修改专项行动";
/// The most tasks of one owed item that a moved day is carried over to.
const MOST: u64 = 10_000;

/// Corrects a part, or adds one when `item` is none. The answer is the part's id. Tasks of a running
/// campaign follow: a moved day moves what is still owed, an added unit gets its task.
pub async fn change(
    app: &App,
    ctx: &Ctx,
    id: CampaignId,
    kind: PartKind,
    item: Option<PlanItemId>,
    draft: &PartDraft,
) -> Result<PlanItemId> {
    let before = open(app, ctx, id).await?;
    let item = item.unwrap_or_else(|| ctx.new_id());
    let mut filled = draft.read(ctx.today(), kind, item, &before.record)?;
    let book = book(app, ctx, &before.record).await?;
    settle_units(app, ctx, &book, &mut filled).await?;
    let mut write = app.store.write(ctx, Action::CampaignChange).await?;
    let before = locked(&write, id).await?;
    unchanged_since(&before.record, kind, item, draft)?;
    if let Filled::Owed(owed) = &filled {
        carry_over(&mut write, &before.record, owed).await?;
    }
    let after = put(before.record.clone(), filled);
    write.detail("part", kind.title());
    save(write, ctx, &before, after).await?;
    Ok(item)
}

/// Two people at the same part: the later one is told, with what stands there now, and saves again
/// when that is what he wants.
fn unchanged_since(
    campaign: &Campaign,
    kind: PartKind,
    item: PlanItemId,
    draft: &PartDraft,
) -> Result<()> {
    if draft.shown.is_empty() {
        return Ok(());
    }
    let Some(now) = PartDraft::of(campaign, kind, Some(item)) else {
        return Err(Refusal::new(
            WHAT,
            "这一项在您打开之后已被别人删除",
            "如仍需要，请照您填写的内容另行添加",
        )
        .into());
    };
    if now.shown == draft.shown {
        return Ok(());
    }
    Err(Refusal::new(
        WHAT,
        format!("这一项在您打开之后被别人改过，现在是“{}”", now.words()),
        "您填写的内容还在，核对后再保存一次，就以您填写的为准",
    )
    .into())
}

/// Takes a part out. What already has tasks stays, because units have been told of it.
pub async fn remove(app: &App, ctx: &Ctx, id: CampaignId, item: PlanItemId) -> Result<()> {
    open(app, ctx, id).await?;
    let mut write = app.store.write(ctx, Action::CampaignChange).await?;
    let before = locked(&write, id).await?;
    if write.find::<Task>(&tasks_of(id, item)).await?.is_some() {
        return Err(Refusal::new(
            WHAT,
            "这一项已经下达任务",
            "不能删除；如不再需要，请验收或结束整个行动",
        )
        .into());
    }
    let after = without(before.record.clone(), item);
    write.detail("removed", item.to_string());
    save(write, ctx, &before, after).await
}

/// Notes that a person has looked at a warning.
pub async fn mark_seen(app: &App, ctx: &Ctx, id: CampaignId, item: PlanItemId) -> Result<()> {
    open(app, ctx, id).await?;
    let write = app.store.write(ctx, Action::CampaignChange).await?;
    let before = locked(&write, id).await?;
    let mut after = before.record.clone();
    let warning = after
        .warnings
        .iter_mut()
        .find(|warning| warning.id == item)
        .ok_or(Error::NotFound(Noun::Campaign))?;
    warning.seen.get_or_insert_with(|| ctx.stamp());
    save(write, ctx, &before, after).await
}

/// Lets all addressees and members owe what names nobody. The answer is the number of items filled.
pub async fn fill_units(app: &App, ctx: &Ctx, id: CampaignId) -> Result<usize> {
    open(app, ctx, id).await?;
    let mut write = app.store.write(ctx, Action::CampaignChange).await?;
    let before = locked(&write, id).await?;
    let mut after = before.record.clone();
    let everybody = everybody(&after);
    if everybody.is_empty() {
        return Err(Refusal::new(
            WHAT,
            "主送机关和成员单位都还没有对应到单位",
            "请先在“单位”部分对应单位",
        )
        .into());
    }
    let mut filled = 0;
    for owed in after
        .owed
        .iter_mut()
        .filter(|owed| owed.units.is_empty() && owed.schedule.raises_tasks())
    {
        owed.units.clone_from(&everybody);
        filled += 1;
    }
    write.detail("filled", filled);
    save(write, ctx, &before, after).await?;
    Ok(filled)
}

/// The campaign, if the actor may change it now.
async fn open(app: &App, ctx: &Ctx, id: CampaignId) -> Result<Stored<Campaign>> {
    ctx.require(Permission::CampaignDraft)?;
    let campaign = super::read::get(app, ctx, id).await?;
    leads(ctx, WHAT, &campaign.record)?;
    if campaign.record.status() == CampaignStatus::Ended {
        return Err(Refusal::new(WHAT, "该行动已经结束", "如需继续，请另行起草").into());
    }
    Ok(campaign)
}

async fn save(
    mut write: Write,
    ctx: &Ctx,
    before: &Stored<Campaign>,
    after: Campaign,
) -> Result<()> {
    if after.status() == CampaignStatus::Running
        && let Some(question) = after.open_questions().first()
    {
        return Err(Refusal::new(
            WHAT,
            format!("行动正在进行，{}", question.text),
            "请补充完整后再保存",
        )
        .into());
    }
    write.update(before, after.clone()).await?;
    if after.status() == CampaignStatus::Running {
        let raised = task::raise(&mut write, ctx, &after).await?;
        write.detail("tasks", raised);
    }
    write.commit().await?;
    Ok(())
}

async fn book(app: &App, ctx: &Ctx, campaign: &Campaign) -> Result<UnitBook> {
    let lead = app
        .store
        .read(ctx)
        .get::<Unit>(campaign.lead_unit.uuid())
        .await?;
    let lead = lead.ok_or(Error::NotFound(Noun::Unit))?.record;
    let mut book = setting::book(app, ctx, campaign.division, &lead).await?;
    book.list_members(
        campaign
            .members
            .iter()
            .filter(|m| m.role == "成员单位")
            .flat_map(|m| m.units.clone()),
    );
    Ok(book)
}

/// Chosen units must exist; where none is chosen, the printed names say whom.
async fn settle_units(app: &App, ctx: &Ctx, book: &UnitBook, filled: &mut Filled) -> Result<()> {
    let (units, who): (&mut Vec<UnitId>, Vec<String>) = match filled {
        Filled::Duty(duty) => (&mut duty.units, duty.who.clone()),
        Filled::Owed(owed) => (&mut owed.units, owed.who.clone()),
        Filled::Member(member) => (&mut member.units, vec![member.name.clone()]),
        _ => return Ok(()),
    };
    if units.is_empty() {
        *units = book.matched_all(&who);
    }
    let wanted: BTreeSet<_> = units.iter().map(|unit| unit.uuid()).collect();
    let found = app.store.read(ctx).get_all::<Unit>(wanted.clone()).await?;
    if found.len() < wanted.len() {
        return Err(Error::field(
            "units",
            "所选单位中有找不到的，可能已停用或不在您的范围内，请重新选择",
        ));
    }
    Ok(())
}

/// Moves the day of tasks that are still owed. A rhythm that already has tasks cannot be changed:
/// its periods would no longer be those that units were told.
async fn carry_over(write: &mut Write, before: &Campaign, owed: &Owed) -> Result<()> {
    let Some(old) = before
        .owed
        .iter()
        .find(|old| old.id == owed.id)
        .filter(|old| old.schedule != owed.schedule)
    else {
        return Ok(());
    };
    let tasks = write
        .list::<Task>(
            &tasks_of(before.id, owed.id).when("state", Test::In(task::owed_states())),
            Page::first(MOST),
        )
        .await?;
    let any = write
        .find::<Task>(&tasks_of(before.id, owed.id))
        .await?
        .is_some();
    match (&old.schedule, &owed.schedule) {
        _ if !any => Ok(()),
        (Schedule::By { .. }, Schedule::By { date }) => {
            for task in tasks {
                write
                    .update(
                        &task,
                        Task {
                            due: *date,
                            ..task.record.clone()
                        },
                    )
                    .await?;
            }
            Ok(())
        }
        _ => Err(Refusal::new(
            WHAT,
            "这一项已经下达任务，不能改成另一种时间要求",
            "请新增一项",
        )
        .into()),
    }
}

fn tasks_of(campaign: CampaignId, item: PlanItemId) -> Query {
    Query::of(Noun::Task)
        .equals("campaign", campaign.uuid())
        .equals("item", item.to_string())
}

fn everybody(campaign: &Campaign) -> Vec<UnitId> {
    let mut units: Vec<UnitId> = Vec::new();
    let asked = campaign
        .members
        .iter()
        .filter(|m| ["主送机关", "成员单位", "责任单位", "牵头单位"].contains(&m.role.as_str()));
    for unit in asked
        .flat_map(|member| &member.units)
        .filter(|unit| **unit != campaign.lead_unit)
    {
        if !units.contains(unit) {
            units.push(*unit);
        }
    }
    units
}

/// The campaign with this part in place of its former self, or added.
fn put(mut campaign: Campaign, filled: Filled) -> Campaign {
    fn place<T>(list: &mut Vec<T>, part: T, same: impl Fn(&T) -> bool) {
        match list.iter().position(same) {
            Some(at) => list[at] = part,
            None => list.push(part),
        }
    }
    match filled {
        Filled::Head {
            title,
            start,
            end,
            issuer,
            issued_on,
        } => {
            return Campaign {
                title,
                start,
                end,
                issuer,
                issued_on,
                ..campaign
            };
        }
        Filled::Document(part) => {
            let id = part.id;
            place(&mut campaign.documents, part, |p| p.id == id)
        }
        Filled::Phase(part) => {
            let id = part.id;
            place(&mut campaign.phases, part, |p| p.id == id)
        }
        Filled::Duty(part) => {
            let id = part.id;
            place(&mut campaign.duties, part, |p| p.id == id)
        }
        Filled::Owed(part) => {
            let id = part.id;
            place(&mut campaign.owed, part, |p| p.id == id)
        }
        Filled::Member(part) => {
            let id = part.id;
            place(&mut campaign.members, part, |p| p.id == id)
        }
        Filled::Contact(part) => {
            let id = part.id;
            place(&mut campaign.contacts, part, |p| p.id == id)
        }
        Filled::Ledger(part) => {
            let id = part.id;
            place(&mut campaign.ledgers, part, |p| p.id == id)
        }
    }
    campaign
}

/// The campaign without this part and without references to it.
fn without(mut campaign: Campaign, item: PlanItemId) -> Campaign {
    campaign.phases.retain(|part| part.id != item);
    campaign.duties.retain(|part| part.id != item);
    campaign.owed.retain(|part| part.id != item);
    campaign.members.retain(|part| part.id != item);
    campaign.contacts.retain(|part| part.id != item);
    campaign.ledgers.retain(|part| part.id != item);
    for duty in &mut campaign.duties {
        duty.phases.retain(|phase| *phase != item);
    }
    if let Some(gone) = campaign.documents.iter().position(|part| part.id == item) {
        campaign.documents.remove(gone);
        for duty in &mut campaign.duties {
            duty.documents.retain(|at| *at != gone);
            duty.documents
                .iter_mut()
                .filter(|at| **at > gone)
                .for_each(|at| *at -= 1);
        }
    }
    campaign
}
