//! The quarterly returns of the demo year: made after the quarter, handed up, sent back or accepted. It
//! must not know how they are computed.

use fangfei_app::{
    Result,
    periodic_return::{self, NewReturn},
    task,
};
use fangfei_model::{
    ctx::{Clock, Ctx, china_date, china_midnight},
    id::{ReturnId, TaskId, UnitId},
    period::{Period, Quarter},
    periodic_return::ReturnStatus,
    permission::Role,
    task::TaskStatus,
};
use jiff::Span;

use super::{agenda::office_moment, step::Step, world::World};

/// The template of the quarterly return.
const TEMPLATE: &str = "quarterly";

/// Returns of the quarter that ended last, within so many days, are in all states.
const LAST: i64 = 100;

/// Plans the county's own return of every quarter that ends in the year.
pub fn opening(world: &mut World) {
    let mut day = china_date(world.clock.now());
    for _ in 0..4 {
        let quarter = Quarter::containing(day);
        let over = china_midnight(quarter.end());
        let at = office_moment(&mut world.draw, over, (14, 18));
        world
            .agenda
            .plan(at, Step::CountyReturn(Period::Quarter(quarter)));
        day = quarter.end().saturating_add(Span::new().days(1));
    }
}

/// A unit makes the return that its task asks for.
pub async fn of_task(world: &mut World, id: TaskId) -> Result<()> {
    let task = task::get(&world.app, &world.system(), id).await?.record;
    if matches!(task.status(), TaskStatus::Submitted | TaskStatus::Accepted) {
        return Ok(());
    }
    let Ok(period) = task.period.parse::<Period>() else {
        return Ok(());
    };
    let ctx = world.clerk_of(task.unit);
    let made = make(world, &ctx, task.unit, period).await?;
    if !(world.recent(period.end(), LAST) && world.draw.chance(8)) {
        world.plan((0, 1), Step::SubmitReturn(made));
    }
    Ok(())
}

/// The county's own.
pub async fn of_county(world: &mut World, period: Period) -> Result<()> {
    if world.campaign.is_none() {
        return Ok(());
    }
    let unit = world.offices.office.id;
    let ctx = world.clerk_of(unit);
    let made = make(world, &ctx, unit, period).await?;
    world.plan((1, 2), Step::SubmitReturn(made));
    Ok(())
}

async fn make(world: &World, ctx: &Ctx, unit: UnitId, period: Period) -> Result<ReturnId> {
    let new = NewReturn {
        campaign: world.campaign,
        template: TEMPLATE.to_owned(),
        period,
        unit,
        narrative: Some("本季度按方案开展排查、初核和处置，重点关注养老、涉农和投资咨询类经营主体。下一季度继续跟进未销号事项。".to_owned()),
    };
    Ok(periodic_return::make(&world.app, ctx, new).await?.record.id)
}

/// Handed up by the unit's clerk.
pub async fn submit(world: &mut World, id: ReturnId) -> Result<()> {
    let file = periodic_return::show(&world.app, &world.system(), id).await?;
    let record = file.stored.record;
    let ctx = world.clerk_of(record.unit);
    periodic_return::submit(&world.app, &ctx, id).await?;
    let end = record
        .period
        .parse::<Period>()
        .map(Period::end)
        .unwrap_or(world.until);
    if record.receiver.is_some() && !(world.recent(end, LAST) && world.draw.chance(18)) {
        world.plan((1, 8), Step::DecideReturn(id));
    }
    Ok(())
}

/// The lead office accepts, or sends back for a correction.
pub async fn decide(world: &mut World, id: ReturnId) -> Result<()> {
    let record = periodic_return::show(&world.app, &world.system(), id)
        .await?
        .stored
        .record;
    if record.status() != ReturnStatus::Submitted {
        return Ok(());
    }
    let ctx = world.ctx(world.offices.of_office(Role::LeadReviewer));
    if world.draw.chance(15) {
        periodic_return::send_back(
            &world.app,
            &ctx,
            id,
            "文字说明与统计表不符，请核对后重新报送",
        )
        .await?;
        let days = if world.draw.chance(60) {
            (1, 6)
        } else {
            (40, 60)
        };
        world.plan(days, Step::Remake(id));
    } else {
        periodic_return::accept(&world.app, &ctx, id).await?;
    }
    Ok(())
}

/// Made again after it came back.
pub async fn remake(world: &mut World, id: ReturnId) -> Result<()> {
    let record = periodic_return::show(&world.app, &world.system(), id)
        .await?
        .stored
        .record;
    let ctx = world.clerk_of(record.unit);
    let Ok(period) = record.period.parse::<Period>() else {
        return Ok(());
    };
    let made = make(world, &ctx, record.unit, period).await?;
    world.plan((0, 1), Step::SubmitReturn(made));
    Ok(())
}
