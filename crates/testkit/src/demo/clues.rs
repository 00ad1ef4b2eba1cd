//! The way of clues in the demo year: reported, taken up, checked, assessed. Every step is the use
//! case that a page calls. It must not know risk items.

use fangfei_app::{
    Result,
    assessment::{self, ConcludeDraft, GradesDraft, InviteDraft, ViewDraft},
    clue::{self, AcceptDraft, CheckDraft, ClueDraft, ReassignDraft, Reported},
};
use fangfei_model::{
    clue::{Channel, CheckConclusion, Clue},
    ctx::Ctx,
    id::{AssessmentId, ClueId, UnitId},
    level::{CutPoints, Level},
    permission::Role,
};

use jiff::Span;

use super::{
    geography::{COUNTY_NAME, TOWNSHIPS},
    step::Step,
    story::Story,
    world::World,
};

const REFUSALS: &[&str] = &[
    "反映内容为一般消费纠纷，不涉及集资",
    "与已受理线索重复",
    "没有可核查的主体和地点，举报人无法联系",
];
const MANNERS: &[&str] = &[
    "现场检查经营场所，询问负责人",
    "走访周边商户和参与人",
    "调取登记资料和合同样本",
    "约谈负责人，查看宣传资料和账目",
];
const NOTHING_FOUND: &[&str] = &[
    "现场为正常经营，未发现宣传集资和收取资金情况",
    "宣传资料已撤除，未吸收资金，已提示风险",
    "收取的是正常货款，合同和票据齐全",
];
const FOUND: &[&str] = &[
    "现场发现宣传资料，有承诺回报的合同样本",
    "部分参与人证实已交款，有收款收据",
    "账目中有多笔向个人收款记录，来源不清",
];
const OTHERS: &[&str] = &["县市场监管局", "县公安局", "县人社局", "县住建局"];

/// A clue comes in, by somebody who sees its place.
pub async fn report(world: &mut World) -> Result<()> {
    let firm = pick_firm(world);
    let sector = firm.and_then(|at| world.firms[at].sector());
    let story = Story::new(&mut world.draw, sector);
    let draft = draft(world, firm, &story);
    let ctx = reporter(world, story.channel, &draft.division);
    let clue = registered(world, &ctx, draft).await?;
    world.plan((0, 4), Step::Accept(clue.id));
    Ok(())
}

/// Two clues of three are about a firm of the register, mostly one that words draw attention to.
fn pick_firm(world: &mut World) -> Option<usize> {
    if !world.draw.chance(66) {
        return None;
    }
    let tries: Vec<usize> = (0..12)
        .map(|_| world.draw.below(world.firms.len()))
        .collect();
    let focused = tries
        .iter()
        .copied()
        .find(|at| world.firms[*at].sector().is_some());
    focused.or_else(|| tries.first().copied())
}

fn draft(world: &mut World, firm: Option<usize>, story: &Story) -> ClueDraft {
    let draw = &mut world.draw;
    let (name, uscc, division, address) = match firm.map(|at| &world.firms[at]) {
        Some(firm) => (
            firm.name.clone(),
            firm.uscc.clone(),
            firm.township.village_code(firm.village),
            firm.address.clone(),
        ),
        None => {
            let places: Vec<(usize, u32)> = TOWNSHIPS
                .iter()
                .enumerate()
                .map(|(at, t)| (at, t.weight))
                .collect();
            let township = &TOWNSHIPS[*draw.weighted(&places)];
            let place = format!(
                "{COUNTY_NAME}{}{}{}号",
                township.name,
                draw.of(township.streets),
                draw.between(1, 268)
            );
            (
                format!("{place}店铺"),
                String::new(),
                township.code(),
                place,
            )
        }
    };
    ClueDraft {
        subject_name: name,
        uscc,
        division,
        channel: story.channel.code().to_owned(),
        sweep_mode: story.sweep.map_or("", |mode| mode.code()).to_owned(),
        campaign: world.campaign.map(|id| id.to_string()).unwrap_or_default(),
        sector: story.sector.map_or("", |sector| sector.code()).to_owned(),
        found_on: fangfei_model::ctx::china_date(fangfei_model::ctx::Clock::now(&*world.clock))
            .to_string(),
        facts: story.facts.clone(),
        address,
        mode: story.mode.to_owned(),
        amount: story.amount.clone(),
        amount_unit: "wan".to_owned(),
        people: story.people.clone(),
        ..ClueDraft::default()
    }
}

/// Patrols are entered by the township, sweeps of a sector by a department, the rest by the office.
fn reporter(world: &mut World, channel: Channel, division: &str) -> Ctx {
    let offices = &world.offices;
    let local = offices
        .townships
        .iter()
        .find(|unit| division.starts_with(unit.division.as_str()));
    let unit = match channel {
        Channel::GridPatrol
        | Channel::StreetSweep
        | Channel::HouseVisit
        | Channel::PropertyTenant => local,
        Channel::SectorSweep | Channel::AdvertWatch => offices.departments.get(1),
        Channel::PoliceTransfer => offices.departments.first(),
        _ => None,
    };
    world.clerk_of(unit.unwrap_or(&offices.office).id)
}

/// Registers it; where look-alikes are offered, the one with the same code is taken, else none.
async fn registered(world: &World, ctx: &Ctx, draft: ClueDraft) -> Result<Clue> {
    let candidates = match clue::report(&world.app, ctx, &draft).await? {
        Reported::Done(clue) => return Ok(*clue),
        Reported::Choose(candidates) => candidates,
    };
    let same = candidates.iter().find(|candidate| candidate.same_code);
    let subject = same.map_or_else(|| "none".to_owned(), |candidate| candidate.id.to_string());
    match clue::report(&world.app, ctx, &ClueDraft { subject, ..draft }).await? {
        Reported::Done(clue) => Ok(*clue),
        Reported::Choose(_) => Err(fangfei_app::Error::bug("登记线索时重复询问主体")),
    }
}

/// Taken up and given to the township or a department; one of twelve is not taken up.
pub async fn accept(world: &mut World, id: ClueId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    if world.draw.chance(8) {
        let why = world.draw.of(REFUSALS);
        clue::refuse(&world.app, &ctx, id, why).await?;
        return Ok(());
    }
    let division = clue::get(&world.app, &ctx, id).await?.record.division;
    let unit = checker(world, division.as_str());
    let due = clue::check_due(&world.app, &ctx)?.date.to_string();
    clue::accept(
        &world.app,
        &ctx,
        id,
        &AcceptDraft {
            unit: unit.to_string(),
            check_due: due,
        },
    )
    .await?;
    if world.draw.chance(4) {
        world.plan((2, 10), Step::Reassign(id));
    } else {
        // Some are checked late, some not yet.
        let days = if world.draw.chance(85) {
            (3, 35)
        } else {
            (40, 120)
        };
        world.plan(days, Step::Check(id));
    }
    Ok(())
}

fn checker(world: &mut World, division: &str) -> UnitId {
    let local = world
        .offices
        .townships
        .iter()
        .find(|unit| division.starts_with(unit.division.as_str()));
    match (local.map(|unit| unit.id), world.draw.chance(70)) {
        (Some(unit), true) => unit,
        _ => world.offices.departments[world.draw.below(3)].id,
    }
}

/// Given to a department because the matter is its trade's.
pub async fn reassign(world: &mut World, id: ClueId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let now = clue::get(&world.app, &ctx, id).await?.record;
    let unit = world
        .offices
        .departments
        .iter()
        .map(|unit| unit.id)
        .find(|unit| Some(*unit) != now.unit);
    let draft = ReassignDraft {
        unit: unit.unwrap_or(world.offices.office.id).to_string(),
        check_due: clue::check_due(&world.app, &ctx)?.date.to_string(),
        reason: "属行业主管部门职责，改由其牵头核查".to_owned(),
    };
    clue::reassign(&world.app, &ctx, id, &draft).await?;
    world.plan((3, 25), Step::Check(id));
    Ok(())
}

/// The unit that has it looks and concludes.
pub async fn check(world: &mut World, id: ClueId) -> Result<()> {
    let office = world.ctx(world.offices.of_office(Role::LeadClerk));
    let clue = clue::get(&world.app, &office, id).await?.record;
    let ctx = world.clerk_of(clue.unit.unwrap_or(world.offices.office.id));
    let conclusion = *world.draw.weighted(&[
        (CheckConclusion::NoRisk, 55),
        (CheckConclusion::Assess, 33),
        (CheckConclusion::OtherDepartment, 12),
    ]);
    let findings = world.draw.of(if conclusion == CheckConclusion::Assess {
        FOUND
    } else {
        NOTHING_FOUND
    });
    // Visits are entered some days after they were made, at times in the next quarter.
    let days = world.draw.below(6);
    let on = ctx
        .today()
        .saturating_sub(Span::new().days(i64::try_from(days).unwrap_or(0)));
    let on = on.max(clue.found_on);
    let sure = world.draw.chance(60) && conclusion == CheckConclusion::Assess;
    let draft = CheckDraft {
        on: on.to_string(),
        manner: world.draw.of(MANNERS).to_owned(),
        findings: format!("{findings}。"),
        found_people: clue
            .people
            .filter(|_| sure)
            .map(|n| (n + 2).to_string())
            .unwrap_or_default(),
        found_amount: clue
            .amount
            .filter(|_| sure)
            .map(|fen| fen.yuan())
            .unwrap_or_default(),
        found_amount_unit: "yuan".to_owned(),
        conclusion: conclusion.code().to_owned(),
        handed_to: if conclusion == CheckConclusion::OtherDepartment {
            world.draw.of(OTHERS).to_owned()
        } else {
            String::new()
        },
    };
    clue::check(&world.app, &ctx, id, &draft).await?;
    if conclusion == CheckConclusion::Assess {
        world.plan((2, 12), Step::Assess(id));
    }
    Ok(())
}

/// The lead office asks police, market supervision, the unit that checked and one more.
pub async fn assess(world: &mut World, id: ClueId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let clue = clue::get(&world.app, &ctx, id).await?.record;
    let mut units: Vec<UnitId> = world.offices.departments[..2]
        .iter()
        .map(|unit| unit.id)
        .collect();
    units.extend(clue.unit.filter(|unit| !units.contains(unit)));
    let more = world.offices.departments[2 + world.draw.below(20)].id;
    units.extend((!units.contains(&more)).then_some(more));
    let draft = InviteDraft {
        units: units.iter().map(ToString::to_string).collect(),
    };
    let assessment = assessment::open(&world.app, &ctx, id, &draft).await?;
    for unit in &units {
        if world.draw.chance(85) {
            world.plan((1, 8), Step::GiveView(assessment.id, *unit));
        }
    }
    world.plan((9, 20), Step::Conclude(assessment.id, id));
    Ok(())
}

/// A unit's view; units do not always agree.
pub async fn give_view(world: &mut World, id: AssessmentId, unit: UnitId) -> Result<()> {
    let ctx = world.clerk_of(unit);
    let assessment = assessment::get(&world.app, &ctx, id).await?.record;
    if assessment.conclusion().is_some() {
        return Ok(());
    }
    let grades = grades(world, assessment.people, assessment.amount);
    let high = |code: &str| code != Level::Low.code();
    let draft = ViewDraft {
        reason: "根据初核情况和掌握的数据综合判断".to_owned(),
        spread_reason: if high(&grades.spread) {
            "多个渠道出现同类宣传".to_owned()
        } else {
            String::new()
        },
        harm_reason: if high(&grades.harm) {
            "参与人以老年人为主，资金多为养老积蓄".to_owned()
        } else {
            String::new()
        },
        grades,
    };
    assessment::give_view(&world.app, &ctx, id, &draft).await?;
    Ok(())
}

fn grades(
    world: &mut World,
    people: Option<u32>,
    amount: Option<fangfei_model::money::Fen>,
) -> GradesDraft {
    let cuts = CutPoints::default();
    let crowd = cuts.crowd(people).unwrap_or(Level::Low);
    let exposure = cuts.exposure(amount).unwrap_or(Level::Low);
    let judged = [(Level::Low, 60), (Level::Medium, 30), (Level::High, 10)];
    let (spread, harm) = (*world.draw.weighted(&judged), *world.draw.weighted(&judged));
    let counted = crowd.max(exposure);
    let level = if world.draw.chance(80) {
        counted
    } else {
        counted.max(Level::Medium)
    };
    let code = |level: Level| level.code().to_owned();
    GradesDraft {
        crowd: code(crowd),
        exposure: code(exposure),
        spread: code(spread),
        harm: code(harm),
        level: code(level),
    }
}

/// The head concludes once somebody has spoken, answering those who differ.
pub async fn conclude(world: &mut World, id: AssessmentId, clue: ClueId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadHead));
    let assessment = assessment::get(&world.app, &ctx, id).await?.record;
    let Some(level) = assessment.views.iter().map(|view| view.level).max() else {
        world.plan((5, 10), Step::GiveView(id, assessment.invited[0]));
        world.plan((11, 15), Step::Conclude(id, clue));
        return Ok(());
    };
    let differ = assessment.views.iter().any(|view| view.level != level);
    let draft = ConcludeDraft {
        grades: GradesDraft {
            level: level.code().to_owned(),
            ..grades(world, assessment.people, assessment.amount)
        },
        reason: "综合四项因素和各单位意见，从严把握".to_owned(),
        on_dissent: if differ {
            "已考虑其理由；因金额尚未查清，按较高等级管理".to_owned()
        } else {
            String::new()
        },
    };
    assessment::conclude(&world.app, &ctx, id, &draft).await?;
    if assessment.risk_item.is_none() && world.draw.chance(92) {
        world.plan((1, 6), Step::List(clue));
    }
    Ok(())
}
