//! Tasks of the demo year: raised each week, handed in mostly in time, accepted or sent back. It must
//! not know which campaign they belong to.

use fangfei_app::{
    Result, campaign,
    task::{self, SubmitDraft},
};
use fangfei_model::{
    ctx::{Clock, china_date, china_midnight},
    id::TaskId,
    permission::Role,
    task::{Task, TaskStatus},
};
use jiff::Span;

use super::{agenda::office_moment, step::Step, world::World};

const REPORTS: &[&str] = &[
    "已按方案完成，走访经营主体并登记情况，未发现新的风险点",
    "已完成，发现疑似线索并按程序登记，正在核查",
    "已明确分管领导和联络员，传达到村和网格",
    "本期排查按计划进行，宣传活动已开展，问题已列入台账",
];
const SENT_BACK: &[&str] = &[
    "数据与台账不一致，请核对",
    "没有写明排查户数，请补充",
    "请补充附件和负责人签字",
];

/// What has begun is raised, and everybody plans when to hand it in.
pub async fn round(world: &mut World) -> Result<()> {
    task::raise_due(&world.app, &world.system()).await?;
    let units: Vec<_> = std::iter::once(&world.offices.office)
        .chain(&world.offices.departments)
        .chain(&world.offices.townships)
        .collect();
    let clerks: Vec<_> = units
        .into_iter()
        .map(|unit| world.clerk_of(unit.id))
        .collect();
    for clerk in clerks {
        let owed = task::todo(&world.app, &clerk).await?.owed;
        for task in owed.into_iter().map(|line| line.task) {
            if world.planned.insert(task.id) {
                plan(world, &task).await?;
            }
        }
    }
    Ok(())
}

/// Most hand in shortly before the day, some late, a few not at all.
async fn plan(world: &mut World, task: &Task) -> Result<()> {
    if world.draw.chance(5) {
        return Ok(());
    }
    let early = if world.draw.chance(88) {
        world.draw.between(0, 4)
    } else {
        -world.draw.between(2, 15)
    };
    let day = task.due.saturating_sub(Span::new().days(early));
    let from = china_midnight(day).max(world.clock.now());
    let mut at = office_moment(&mut world.draw, from, (0, 0));
    let step = match return_of(world, task).await? {
        true => {
            // A return is made once its period is over.
            let over = china_midnight(task.due.saturating_sub(Span::new().days(4)));
            at = at.max(office_moment(&mut world.draw, over, (0, 2)));
            Step::MakeReturn(task.id)
        }
        false => Step::Submit(task.id),
    };
    world.agenda.plan(at, step);
    Ok(())
}

async fn return_of(world: &World, task: &Task) -> Result<bool> {
    let campaign = campaign::get(&world.app, &world.system(), task.campaign)
        .await?
        .record;
    Ok(campaign
        .owed
        .iter()
        .any(|owed| owed.id == task.item && owed.return_template.is_some()))
}

/// The unit's clerk hands it in.
pub async fn submit(world: &mut World, id: TaskId) -> Result<()> {
    let task = task::get(&world.app, &world.system(), id).await?.record;
    if !matches!(task.status(), TaskStatus::Pending | TaskStatus::SentBack) {
        return Ok(());
    }
    let ctx = world.clerk_of(task.unit);
    let text = format!("{}（{}）。", world.draw.of(REPORTS), china_date(ctx.now()));
    task::submit(
        &world.app,
        &ctx,
        id,
        &SubmitDraft {
            text,
            ..SubmitDraft::default()
        },
    )
    .await?;
    // A few wait long for a decision, or for another try.
    let days = if world.draw.chance(85) {
        (1, 6)
    } else {
        (20, 60)
    };
    world.plan(days, Step::Decide(id));
    Ok(())
}

/// The reviewer of the lead office accepts or sends back.
pub async fn decide(world: &mut World, id: TaskId) -> Result<()> {
    let task = task::get(&world.app, &world.system(), id).await?.record;
    if task.status() != TaskStatus::Submitted {
        return Ok(());
    }
    let ctx = world.ctx(world.offices.of_office(Role::LeadReviewer));
    if world.draw.chance(9) {
        task::send_back(&world.app, &ctx, id, world.draw.of(SENT_BACK)).await?;
        let days = if world.draw.chance(70) {
            (1, 7)
        } else {
            (25, 70)
        };
        world.plan(days, Step::Submit(id));
    } else {
        task::accept(&world.app, &ctx, id).await?;
    }
    Ok(())
}
