//! The steps of the lifecycle as the people of 云溪县 take them, for tests that begin further on.

use fangfei_app::{
    assessment::{self, ConcludeDraft, GradesDraft, InviteDraft, ViewDraft},
    clue::{self, AcceptDraft, CheckDraft, ClueDraft, Reported},
    evidence::{self, AttachedTo, NewFile},
    risk_item::{self, AssignmentDraft, CloseDraft, ProgressDraft},
    subject::{self, Added, SubjectDraft},
};
use fangfei_model::{
    assessment::Assessment,
    clue::Clue,
    ctx::Ctx,
    evidence::EvidenceKind,
    id::{AssessmentId, ClueId, RiskItemId, SubjectId},
    noun::Noun,
    risk_item::RiskItem,
};
use fangfei_testkit::{Person, TestApp};

/// 清溪镇.
pub const TOWN: &str = "149921101";

pub fn text(words: &str) -> String {
    words.to_owned()
}

/// A complete report about somebody in 清溪镇.
pub fn draft(name: &str) -> ClueDraft {
    ClueDraft {
        subject_name: text(name),
        subject: text("none"),
        division: text(TOWN),
        channel: text("grid_patrol"),
        found_on: text("2024-06-28"),
        facts: text("在店内办讲座，存一万元每月返二百元，联系电话13800000000"),
        address: text("清溪镇河湾路十二号"),
        amount: text("约160"),
        amount_unit: text("wan"),
        people: text("40余人"),
        ..ClueDraft::default()
    }
}

pub async fn report(test: &TestApp, person: &Person, draft: &ClueDraft) -> Clue {
    match clue::report(&test.app, &test.ctx(person), draft)
        .await
        .unwrap()
    {
        Reported::Done(clue) => *clue,
        Reported::Choose(found) => panic!("{found:?}"),
    }
}

pub fn accept_draft(test: &TestApp, person: &Person) -> AcceptDraft {
    let due = clue::check_due(&test.app, &test.ctx(person)).unwrap();
    AcceptDraft {
        unit: person.unit.id.to_string(),
        check_due: due.date.to_string(),
    }
}

/// Reported by the township, accepted for it.
pub async fn accepted(test: &TestApp, name: &str) -> Clue {
    let people = &test.actors;
    let clue = report(test, &people.township, &draft(name)).await;
    let given = accept_draft(test, &people.township);
    clue::accept(&test.app, &test.ctx(&people.clerk), clue.id, &given)
        .await
        .unwrap()
        .record
}

pub fn check_draft(conclusion: &str) -> CheckDraft {
    CheckDraft {
        on: text("2024-07-01"),
        manner: text("现场查看、询问店员"),
        findings: text("店内有返利宣传单，收款记录涉及一百六十万元"),
        found_people: text("180"),
        found_amount: text("160"),
        found_amount_unit: text("wan"),
        conclusion: text(conclusion),
        handed_to: String::new(),
    }
}

pub async fn checked(test: &TestApp, name: &str) -> Clue {
    let clue = accepted(test, name).await;
    let ctx = test.ctx(&test.actors.township);
    clue::check(&test.app, &ctx, clue.id, &check_draft("assess"))
        .await
        .unwrap()
        .record
}

pub fn invite(people: &[&Person]) -> InviteDraft {
    InviteDraft {
        units: people
            .iter()
            .map(|person| person.unit.id.to_string())
            .collect(),
    }
}

/// The clerk asks police and market supervision.
pub async fn assessing(test: &TestApp, clue: ClueId) -> Assessment {
    let people = &test.actors;
    let draft = invite(&[&people.police, &people.market]);
    assessment::open(&test.app, &test.ctx(&people.clerk), clue, &draft)
        .await
        .unwrap()
}

pub fn grades(level: &str) -> GradesDraft {
    GradesDraft {
        crowd: text("medium"),
        exposure: text("medium"),
        spread: text("low"),
        harm: text("low"),
        level: text(level),
    }
}

pub fn view(level: &str) -> ViewDraft {
    ViewDraft {
        grades: grades(level),
        reason: text("人数和金额都已过百"),
        ..ViewDraft::default()
    }
}

pub async fn give_view(test: &TestApp, person: &Person, id: AssessmentId, level: &str) {
    assessment::give_view(&test.app, &test.ctx(person), id, &view(level))
        .await
        .unwrap();
}

pub fn conclusion(level: &str) -> ConcludeDraft {
    ConcludeDraft {
        grades: grades(level),
        reason: text("综合各单位意见"),
        on_dissent: String::new(),
    }
}

/// Checked, assessed by two units, graded 中.
pub async fn graded(test: &TestApp, name: &str) -> Clue {
    let people = &test.actors;
    let clue = checked(test, name).await;
    let assessment = assessing(test, clue.id).await;
    give_view(test, &people.police, assessment.id, "medium").await;
    give_view(test, &people.market, assessment.id, "medium").await;
    let ctx = test.ctx(&people.head);
    assessment::conclude(&test.app, &ctx, assessment.id, &conclusion("medium"))
        .await
        .unwrap();
    clue::get(&test.app, &ctx, clue.id).await.unwrap().record
}

pub fn assignment(person: &Person, due: &str) -> AssignmentDraft {
    AssignmentDraft {
        unit: person.unit.id.to_string(),
        owner: text("己经办"),
        leader: text("子镇长"),
        track: text("rectify"),
        plan: text("责令停止宣传，三个月内分批清退"),
        due: text(due),
    }
}

pub async fn listed(test: &TestApp, name: &str) -> RiskItem {
    let clue = graded(test, name).await;
    let draft = assignment(&test.actors.township, "2024-09-30");
    risk_item::open(&test.app, &test.ctx(&test.actors.clerk), clue.id, &draft)
        .await
        .unwrap()
}

pub fn progress(refunded: &str) -> ProgressDraft {
    ProgressDraft {
        on: text("2024-07-01"),
        text: text("已约谈负责人，第一批清退完成"),
        refunded: text(refunded),
        refunded_unit: text("wan"),
        refunded_people: text("20"),
    }
}

/// A proof attached to the item, as `CloseDraft` names it.
pub async fn proof(test: &TestApp, ctx: &Ctx, id: RiskItemId) -> String {
    let file = NewFile {
        kind: EvidenceKind::ClosingProof,
        name: "清退明细.txt",
        bytes: "张某 8000.00\n".as_bytes(),
        note: "",
    };
    let added = evidence::add(
        &test.app,
        ctx,
        AttachedTo::new(Noun::RiskItem, id.uuid()),
        file,
    )
    .await
    .unwrap();
    added.evidence.id.to_string()
}

/// Close-out applied for by the township.
pub async fn applied(test: &TestApp, name: &str) -> RiskItem {
    let item = listed(test, name).await;
    let ctx = test.ctx(&test.actors.township);
    risk_item::add_progress(&test.app, &ctx, item.id, &progress("60"))
        .await
        .unwrap();
    let draft = CloseDraft {
        statement: text("已全部清退，店铺停业"),
        evidence: vec![proof(test, &ctx, item.id).await],
    };
    risk_item::apply_close(&test.app, &ctx, item.id, &draft)
        .await
        .unwrap()
        .record
}

/// A subject on file in 清溪镇.
pub async fn subject(test: &TestApp, name: &str) -> SubjectId {
    let draft = SubjectDraft {
        name: text(name),
        kind: text("enterprise"),
        division: text(TOWN),
        ..SubjectDraft::default()
    };
    match subject::add(&test.app, &test.ctx(&test.actors.township), &draft)
        .await
        .unwrap()
    {
        Added::Done(subject) | Added::OnFile(subject) => subject.id,
    }
}
