//! The campaigns of the demo year: one that runs on, one that has ended, one that waits for review. It
//! must not know their templates' content.

use fangfei_app::{
    Result,
    campaign::{self, PlanFile, Wanted},
};
use fangfei_model::{
    ctx::{Clock, Ctx},
    id::CampaignId,
    permission::Role,
};

use super::{agenda::office_moment, load::LoadError, step::Step, tasks, world::World};

/// The template that runs on, with its quarterly returns.
pub const RUNNING: &str = "zhuanxiang";
/// The template that starts in the third month and ends after a hundred days.
pub const ENDED: &str = "bairi";
/// A work plan in the county's own words.
const PLAN: &str = include_str!("../../data/work_plan.txt");

/// Plans the two campaigns of the year and the weekly round of tasks.
pub fn opening(world: &mut World) {
    let start = world.clock.now();
    for (template, days) in [(RUNNING, 8), (ENDED, 96)] {
        let at = office_moment(&mut world.draw, start, (days, days));
        world.agenda.plan(at, Step::Draft(template));
    }
    for week in 2..53 {
        let at = office_moment(&mut world.draw, start, (week * 7, week * 7));
        world.agenda.plan(at, Step::Week);
    }
}

/// The clerk drafts it from the template, to start in a few days.
pub async fn draft(world: &mut World, template: &'static str) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let day = ctx.today();
    let campaign =
        campaign::draft_from_template(&world.app, &ctx, template, day, &Wanted::default()).await?;
    world.plan((1, 3), Step::Start(campaign.id, template));
    Ok(())
}

/// The head starts it; clues belong to the one that runs on.
pub async fn start(world: &mut World, id: CampaignId, template: &'static str) -> Result<()> {
    let ctx = head(world);
    campaign::start(&world.app, &ctx, id).await?;
    if template == RUNNING {
        world.campaign = Some(id);
    } else {
        world.plan((112, 114), Step::End(id));
    }
    tasks::round(world).await
}

/// The head ends it.
pub async fn end(world: &mut World, id: CampaignId) -> Result<()> {
    let ctx = head(world);
    campaign::end(
        &world.app,
        &ctx,
        id,
        "各阶段任务完成，验收通过，转入日常监管",
    )
    .await
}

/// A draft read from the county's own plan, waiting for review.
pub async fn closing(world: &mut World) -> Result<(), LoadError> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let file = PlanFile {
        name: "养老服务领域风险排查整治工作方案.txt".to_owned(),
        bytes: PLAN.as_bytes().to_vec(),
    };
    let drafted = campaign::draft_from_plan(&world.app, &ctx, vec![file], &Wanted::default()).await;
    drafted.map_err(LoadError::during("起草方案"))?;
    Ok(())
}

fn head(world: &World) -> Ctx {
    world.ctx(world.offices.of_office(Role::LeadHead))
}
