//! The way of risk items in the demo year: listed, worked on, closed or sent back, opened again. Every
//! step is the use case that a page calls. It must not know clues' own moves.

use fangfei_app::{
    Result, clue,
    evidence::{self, AttachedTo, NewFile},
    risk_item::{self, AssignmentDraft, CloseDraft, ProgressDraft},
};
use fangfei_model::{
    ctx::Ctx,
    evidence::EvidenceKind,
    id::{ClueId, RiskItemId},
    level::Level,
    noun::Noun,
    permission::Role,
    risk_item::{RiskItem, RiskStatus, Track},
};
use jiff::Span;

use super::{person, picture, step::Step, world::World};

const PROGRESS: &[&str] = &[
    "约谈负责人，责令停止宣传，撤除宣传资料",
    "核对合同和收款记录，登记参与人",
    "负责人签订承诺书，提交清退计划",
    "督促按计划清退，核对退款凭证",
    "回访参与人，确认退款到账",
    "复查经营场所，未发现继续宣传",
];
const SENT_BACK: &[&str] = &[
    "退款凭证不全，请补充银行回单",
    "承诺书没有签字盖章，请补正",
    "没有说明剩余参与人的处理情况",
];

/// Opened from its graded clue, with owner, leader, plan and due day.
pub async fn list(world: &mut World, clue: ClueId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let record = clue::get(&world.app, &ctx, clue).await?.record;
    let level = record.state.level().unwrap_or(Level::Low);
    let days = match level {
        Level::Low => 110,
        Level::Medium => 140,
        Level::High => 170,
        Level::Major => 220,
    };
    let unit = record.unit.unwrap_or(world.offices.office.id);
    let track = *world.draw.weighted(tracks(level));
    let draft = AssignmentDraft {
        unit: unit.to_string(),
        owner: world.offices.clerk(unit).user.name.clone(),
        leader: person::name(&mut world.draw),
        track: track.code().to_owned(),
        plan: "停止宣传和收款；核对参与人和金额；制定清退计划并按月督促；复查后销号".to_owned(),
        due: ctx
            .today()
            .saturating_add(Span::new().days(days))
            .to_string(),
    };
    let item = risk_item::open(&world.app, &ctx, clue, &draft).await?;
    let more = u8::try_from(world.draw.between(2, 4)).unwrap_or(2);
    world.plan((2, 20), Step::Progress(item.id, more));
    if world.draw.chance(10) {
        world.plan((25, 50), Step::Replan(item.id));
    }
    Ok(())
}

/// What suits the level: a first sign is talked about, a grave matter goes to the police.
fn tracks(level: Level) -> &'static [(Track, u32)] {
    match level {
        Level::Low => &[
            (Track::EarlySign, 80),
            (Track::Rectify, 15),
            (Track::OtherDepartment, 5),
        ],
        Level::Medium => &[
            (Track::EarlySign, 20),
            (Track::Rectify, 70),
            (Track::Penalty, 10),
        ],
        Level::High => &[
            (Track::Rectify, 50),
            (Track::Penalty, 30),
            (Track::Crime, 20),
        ],
        Level::Major => &[(Track::Penalty, 20), (Track::Crime, 80)],
    }
}

/// The clerk of the responsible unit, with the item as it stands.
async fn owner(world: &World, id: RiskItemId) -> Result<(Ctx, RiskItem)> {
    let office = world.ctx(world.offices.of_office(Role::LeadClerk));
    let item = risk_item::get(&world.app, &office, id).await?.record;
    Ok((world.clerk_of(item.assignment.unit), item))
}

/// An entry of progress, sometimes with money paid back; then the next, or the application.
pub async fn progress(world: &mut World, id: RiskItemId, more: u8) -> Result<()> {
    let (ctx, item) = owner(world, id).await?;
    let left = item
        .amount
        .map(|fen| fen.0 - item.refunded().0)
        .filter(|left| *left > 0);
    let refund = left
        .filter(|_| world.draw.chance(45))
        .map(|left| left / 100 / i64::from(more + 1));
    let draft = ProgressDraft {
        on: ctx.today().to_string(),
        text: world.draw.of(PROGRESS).to_owned(),
        refunded: refund
            .filter(|yuan| *yuan > 0)
            .map(|yuan| yuan.to_string())
            .unwrap_or_default(),
        refunded_unit: "yuan".to_owned(),
        refunded_people: refund
            .filter(|yuan| *yuan > 0)
            .map(|_| world.draw.between(1, 12).to_string())
            .unwrap_or_default(),
    };
    risk_item::add_progress(&world.app, &ctx, id, &draft).await?;
    if more > 0 {
        world.plan((10, 28), Step::Progress(id, more - 1));
    } else if world.draw.chance(88) {
        world.plan((3, 15), Step::ApplyClose(id));
    }
    Ok(())
}

/// More time, with the reason.
pub async fn replan(world: &mut World, id: RiskItemId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let stored = risk_item::get(&world.app, &ctx, id).await?;
    if stored.record.status() == RiskStatus::Closed {
        return Ok(());
    }
    let due = stored
        .record
        .assignment
        .due
        .max(ctx.today())
        .saturating_add(Span::new().days(30));
    let draft = AssignmentDraft {
        due: due.to_string(),
        ..AssignmentDraft::of(&stored.record.assignment)
    };
    risk_item::replan(
        &world.app,
        &ctx,
        id,
        stored.version,
        &draft,
        "参与人较多，清退核对需要时间",
    )
    .await?;
    Ok(())
}

/// The application, with proofs on file.
pub async fn apply_close(world: &mut World, id: RiskItemId) -> Result<()> {
    let (ctx, item) = owner(world, id).await?;
    if item.status() != RiskStatus::InDisposal {
        return Ok(());
    }
    let bytes = picture::photograph(&mut world.draw, &item.number);
    let name = format!("{} 复查照片.png", item.number);
    let file = NewFile {
        kind: EvidenceKind::ClosingProof,
        name: &name,
        bytes: &bytes,
        note: "复查时拍摄",
    };
    let added = evidence::add(
        &world.app,
        &ctx,
        AttachedTo::new(Noun::RiskItem, id.uuid()),
        file,
    )
    .await?;
    let turn = item.turns.len();
    let draft = CloseDraft {
        statement: format!(
            "已停止宣传和收款，应退款项按计划处理完毕，复查未发现继续经营（第{}次申请）。",
            turn + 1
        ),
        evidence: vec![added.evidence.id.to_string()],
    };
    risk_item::apply_close(&world.app, &ctx, id, &draft).await?;
    world.plan((1, 12), Step::Verify(id));
    Ok(())
}

/// The reviewer verifies, or sends back what is not enough.
pub async fn verify(world: &mut World, id: RiskItemId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadReviewer));
    if world.draw.chance(15) {
        let why = world.draw.of(SENT_BACK);
        risk_item::send_back(&world.app, &ctx, id, why).await?;
        world.plan((3, 12), Step::Progress(id, 0));
        return Ok(());
    }
    risk_item::verify(
        &world.app,
        &ctx,
        id,
        "查看了证明材料并回访两名参与人，情况属实",
    )
    .await?;
    world.plan((1, 8), Step::Close(id));
    Ok(())
}

/// The head approves.
pub async fn close(world: &mut World, id: RiskItemId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadHead));
    risk_item::close(&world.app, &ctx, id, "同意销号").await?;
    if world.draw.chance(6) {
        world.plan((15, 60), Step::Reopen(id));
    }
    Ok(())
}

/// Found at it again.
pub async fn reopen(world: &mut World, id: RiskItemId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadHead));
    risk_item::reopen(&world.app, &ctx, id, "回访发现又在原址发放同类宣传资料").await?;
    world.plan((2, 10), Step::Progress(id, 1));
    Ok(())
}
