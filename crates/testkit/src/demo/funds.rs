//! The way of the money in the demo year: two inquiries with statements of invented schemes, claims,
//! an objection, a refund approved and paid. Every step is the use case that a page calls. It must
//! not know how statements are printed or analysed.

use fangfei_app::{
    Error, Result,
    claim::{self, ClaimDraft, ConfirmDraft, ObjectionDraft},
    funds::{self, InquiryDraft, JudgementDraft, NewStatement, Participant},
    refund_batch::{self, BatchDraft, PaymentDraft},
    worker,
};
use fangfei_model::{
    claim::{Claim, LineOutcome},
    ctx::Ctx,
    funds_inquiry::{GroundKind, Verdict},
    id::{FundsInquiryId, RefundBatchId},
    money::Fen,
    noun::Noun,
    permission::Role,
    query::Query,
    refund_batch::{RefundBasis, SourceKind},
};

use super::{geography::COUNTY, step::Step, world::World};
use crate::scheme::{self, Dirt, Kind, Recipe};

/// An invented scheme whose statements come to the office.
struct Case {
    kind: Kind,
    investors: usize,
    dirt: u8,
    ground: GroundKind,
    obtained_by: &'static str,
    document: &'static str,
}

const CASES: [Case; 2] = [
    Case {
        kind: Kind::ElderCare,
        investors: 60,
        dirt: 1,
        ground: GroundKind::Police,
        obtained_by: "县公安局调取后移交",
        document: "调证字第12号",
    },
    Case {
        kind: Kind::Rebate,
        investors: 40,
        dirt: 3,
        ground: GroundKind::OwnBooks,
        obtained_by: "执法人员在经营场所查阅复制",
        document: "调查通知书第7号",
    },
];

/// Plans both inquiries, the first early enough for its refund.
pub fn opening(world: &mut World) {
    let year = 366;
    for (case, before) in [(0, 75), (1, 20)] {
        world.plan((year - before, year - before), Step::Inquire(case));
    }
}

/// Opened with its ground, statements added, analysed, some findings judged.
pub async fn inquire(world: &mut World, case: usize) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let of = &CASES[case];
    let story = scheme::tell(Recipe {
        seed: 11 + case as u64,
        kind: of.kind,
        investors: of.investors,
        dirt: Dirt::level(of.dirt).unwrap_or(Dirt::CLEAN),
    });
    let folder = scheme::print(&story).map_err(|error| Error::bug(error.to_string()))?;
    let draft = InquiryDraft {
        title: format!("{}资金核查", story.firm),
        subject_name: story.firm.to_owned(),
        division: COUNTY.to_owned(),
        ground: of.ground.code().to_owned(),
        obtained_by: of.obtained_by.to_owned(),
        document: of.document.to_owned(),
        dated: ctx.today().to_string(),
        ..InquiryDraft::default()
    };
    let inquiry = funds::open(&world.app, &ctx, &draft).await?;
    for file in &folder.files {
        let new = NewStatement {
            name: &file.name,
            bytes: &file.bytes,
            ground: 0,
            note: "",
        };
        funds::add_statement(&world.app, &ctx, inquiry.id, new).await?;
    }
    funds::analyse(&world.app, &ctx, inquiry.id).await?;
    worker::drain(&world.app, &world.system()).await?;
    judge(world, &ctx, inquiry.id).await?;
    world.plan((5, 8), Step::Claims(inquiry.id));
    Ok(())
}

/// The first findings are taken up; one is put aside.
async fn judge(world: &World, ctx: &Ctx, id: FundsInquiryId) -> Result<()> {
    let inquiry = funds::get(&world.app, ctx, id).await?.record;
    let findings = funds::findings(&world.app, &inquiry).await?;
    for (at, finding) in findings.list.iter().take(4).enumerate() {
        let (verdict, reason) = match at {
            3 => (Verdict::Excluded, "经核对合同和发票，属于正常经营往来"),
            _ => (Verdict::Adopted, "与合同、收据和参与人陈述相互印证"),
        };
        let draft = JudgementDraft {
            finding: finding.key.clone(),
            verdict: verdict.code().to_owned(),
            reason: reason.to_owned(),
        };
        funds::judge(&world.app, ctx, id, &draft).await?;
    }
    Ok(())
}

/// Participants come and claim; the claims are compared with the statements and confirmed.
pub async fn claims(world: &mut World, id: FundsInquiryId) -> Result<()> {
    let clerk = world.ctx(world.offices.of_office(Role::LeadClerk));
    let reviewer = world.ctx(world.offices.of_office(Role::LeadReviewer));
    let inquiry = funds::get(&world.app, &clerk, id).await?.record;
    let people = funds::participants(&world.app, &inquiry).await?;
    let losing = people.list.iter().filter(|p| p.net < Fen::ZERO);
    let mut names = std::collections::BTreeSet::new();
    for (at, person) in losing.take(30).enumerate() {
        if names.insert(person.name.clone()) {
            let draft = claimed(person, at);
            claim::register(&world.app, &clerk, id, &draft).await?;
        }
    }
    claim::check_all(&world.app, &clerk, id).await?;
    let query = Query::of(Noun::Claim)
        .equals("inquiry", id.uuid())
        .by("number", false);
    let page = fangfei_app::Page::first(100);
    let claims = claim::list(&world.app, &clerk, &query, page).await?;
    for claim in claims.iter().take(claims.len().saturating_sub(3)) {
        confirm(world, &reviewer, claim).await?;
    }
    if let Some(first) = claims.first() {
        let draft = ObjectionDraft {
            raised: clerk.today().to_string(),
            text: "另有一笔现金交给业务员，有收据".to_owned(),
        };
        claim::object(&world.app, &clerk, first.id, &draft).await?;
    }
    if !claims.is_empty() {
        world.plan((20, 25), Step::Refund(id));
    }
    Ok(())
}

/// Most claim what the statements show; every seventh remembers another sum.
fn claimed(person: &Participant, at: usize) -> ClaimDraft {
    let more = if at % 7 == 6 { 1_000_000 } else { 0 };
    ClaimDraft {
        name: person.name.clone(),
        accounts: person.numbers.join("\n"),
        paid_in: Fen(person.paid_in.0 + more).yuan(),
        returned: person.returned.yuan(),
        received: person.received().yuan(),
        document_kind: vec!["contract".to_owned()],
        document_text: vec![format!("合同第 {} 号", at + 1)],
        ..ClaimDraft::default()
    }
}

async fn confirm(world: &World, ctx: &Ctx, claim: &Claim) -> Result<()> {
    let agrees = claim.check.as_ref().is_some_and(|check| {
        let same = |line: &fangfei_model::claim::CheckLine| line.outcome == LineOutcome::Same;
        check.lines.iter().all(same)
    });
    let doubts = claim.check.as_ref().map(|check| &check.identity);
    let other_name = doubts.is_some_and(|doubts| doubts.name.is_some());
    let agrees = agrees && !other_name;
    let doubts = doubts.filter(|doubts| !doubts.is_empty());
    let doubts = doubts.map(|_| "本人到场核对身份证件和银行卡，账户为本人使用".to_owned());
    let draft = ConfirmDraft {
        grade: if agrees { "full" } else { "partial" }.to_owned(),
        opinion: if agrees {
            String::new()
        } else {
            "与流水、合同核对后认定".to_owned()
        },
        ownership: doubts.unwrap_or_default(),
        ..ConfirmDraft::of(claim)
    };
    claim::confirm(&world.app, ctx, claim.id, &draft).await?;
    Ok(())
}

/// About a third of the losses has been recovered and is shared out.
pub async fn refund(world: &mut World, id: FundsInquiryId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let totals = claim::totals(&world.app, &ctx, id).await?;
    let share = |percent: i64| Fen(totals.loss.0 / 100 * percent).yuan();
    let draft = BatchDraft {
        source_kind: vec![
            SourceKind::Remaining.code().to_owned(),
            SourceKind::Fees.code().to_owned(),
        ],
        source_amount: vec![share(26), share(6)],
        source_document: vec!["专户入账凭证1号".to_owned(), "专户入账凭证2号".to_owned()],
        before_fine: "on".to_owned(),
        basis: RefundBasis::NetLoss.code().to_owned(),
        ..BatchDraft::default()
    };
    let batch = refund_batch::draft(&world.app, &ctx, id, &draft).await?;
    refund_batch::allocate(&world.app, &ctx, batch.id).await?;
    world.plan((2, 4), Step::ApproveRefund(batch.id));
    Ok(())
}

/// The head approves.
pub async fn approve(world: &mut World, id: RefundBatchId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadHead));
    refund_batch::approve(&world.app, &ctx, id).await?;
    world.plan((2, 5), Step::PayRefund(id));
    Ok(())
}

/// The bank has paid.
pub async fn pay(world: &mut World, id: RefundBatchId) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let draft = PaymentDraft {
        on: ctx.today().to_string(),
        document: "批量付款回单1号".to_owned(),
    };
    refund_batch::pay(&world.app, &ctx, id, &draft).await?;
    Ok(())
}
