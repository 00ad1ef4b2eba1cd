//! The middle: one clue on its whole way to a closed risk item, another checked in time and entered
//! late.

use fangfei_app::{
    Error,
    assessment::{self, ConcludeDraft, GradesDraft, InviteDraft, ViewDraft},
    clue::{self, AcceptDraft, CheckDraft, ClueDraft, Reported},
    evidence::{self, AttachedTo, NewFile},
    risk_item::{self, AssignmentDraft, CloseDraft, ProgressDraft},
};
use fangfei_model::{
    clue::{Channel, CheckConclusion, Clue},
    evidence::EvidenceKind,
    id::{CampaignId, ClueId, RiskItemId},
    level::Level,
    noun::Noun,
    risk_item::{RiskStatus, Track},
    subject::Subject,
};
use fangfei_testkit::{Person, TestApp};
use jiff::civil::{Date, date};

async fn report(test: &TestApp, person: &Person, draft: ClueDraft) -> Clue {
    match clue::report(&test.app, &test.ctx(person), &draft)
        .await
        .unwrap()
    {
        Reported::Done(clue) => *clue,
        Reported::Choose(candidates) => panic!("{candidates:?}"),
    }
}

fn draft(campaign: CampaignId, name: &str, on: Date) -> ClueDraft {
    ClueDraft {
        subject_name: name.to_owned(),
        channel: Channel::GridPatrol.code().to_owned(),
        campaign: campaign.to_string(),
        found_on: on.to_string(),
        facts: "发放传单，称入住满一年返还床位费，参与约100人".to_owned(),
        amount: "约80".to_owned(),
        amount_unit: "wan".to_owned(),
        people: "100余人".to_owned(),
        ..ClueDraft::default()
    }
}

/// Reported by the township with the firm's code: linked to its file. The neighbour sees nothing.
pub async fn reported(test: &TestApp, campaign: CampaignId, firm: &Subject) -> ClueId {
    let day = date(2024, 7, 10);
    test.clock.set(day);
    let code = firm.uscc.as_ref().map(ToString::to_string).unwrap();
    let clue = report(
        test,
        &test.actors.township,
        ClueDraft {
            uscc: code,
            ..draft(campaign, &firm.name, day)
        },
    )
    .await;
    assert_eq!(clue.subject, Some(firm.id));
    assert!(clue.people_approximate && clue.amount_approximate);
    let neighbour = clue::get(&test.app, &test.ctx(&test.actors.other_township), clue.id).await;
    assert!(matches!(neighbour, Err(Error::NotFound(Noun::Clue))));
    clue.id
}

async fn accept(test: &TestApp, id: ClueId) {
    let ctx = test.ctx(&test.actors.clerk);
    let due = clue::check_due(&test.app, &ctx).unwrap().date.to_string();
    let draft = AcceptDraft {
        unit: test.actors.township.unit.id.to_string(),
        check_due: due,
    };
    clue::accept(&test.app, &ctx, id, &draft).await.unwrap();
}

async fn check(test: &TestApp, id: ClueId, on: Date) {
    let draft = CheckDraft {
        on: on.to_string(),
        manner: "现场查看，询问负责人和参与人".to_owned(),
        findings: "查明收取床位费，合同约定满一年返还".to_owned(),
        found_people: "160".to_owned(),
        found_amount: "120".to_owned(),
        found_amount_unit: "wan".to_owned(),
        conclusion: CheckConclusion::Assess.code().to_owned(),
        handed_to: String::new(),
    };
    clue::check(&test.app, &test.ctx(&test.actors.township), id, &draft)
        .await
        .unwrap();
}

/// Taken up, checked, assessed by three units of which one differs, listed.
pub async fn listed(test: &TestApp, id: ClueId) -> RiskItemId {
    test.clock.set(date(2024, 7, 11));
    let early = risk_item::open(
        &test.app,
        &test.ctx(&test.actors.clerk),
        id,
        &assignment(test),
    )
    .await;
    assert!(
        matches!(early, Err(Error::Refused(_))),
        "an ungraded clue is not listed"
    );
    accept(test, id).await;
    test.clock.set(date(2024, 7, 20));
    check(test, id, date(2024, 7, 19)).await;
    test.clock.set(date(2024, 7, 22));
    grade(test, id).await;
    test.clock.set(date(2024, 7, 30));
    let item = risk_item::open(
        &test.app,
        &test.ctx(&test.actors.clerk),
        id,
        &assignment(test),
    )
    .await
    .unwrap();
    assert_eq!(
        (item.number.as_str(), item.level, item.people),
        ("FX-2024-0001", Level::Medium, Some(160))
    );
    item.id
}

fn assignment(test: &TestApp) -> AssignmentDraft {
    AssignmentDraft {
        unit: test.actors.township.unit.id.to_string(),
        owner: "己经办".to_owned(),
        leader: "李某安".to_owned(),
        track: Track::Rectify.code().to_owned(),
        plan: "停止收费，登记参与人，三个月内清退".to_owned(),
        due: "2024-10-31".to_owned(),
    }
}

async fn grade(test: &TestApp, clue: ClueId) {
    let clerk = test.ctx(&test.actors.clerk);
    let people = [
        &test.actors.police,
        &test.actors.market,
        &test.actors.township,
    ];
    let units = people
        .iter()
        .map(|person| person.unit.id.to_string())
        .collect();
    let opened = assessment::open(&test.app, &clerk, clue, &InviteDraft { units })
        .await
        .unwrap();
    for (person, level) in people
        .into_iter()
        .zip([Level::Medium, Level::Low, Level::Medium])
    {
        let view = ViewDraft {
            grades: grades(level),
            reason: "按查明的人数和金额".to_owned(),
            ..ViewDraft::default()
        };
        assessment::give_view(&test.app, &test.ctx(person), opened.id, &view)
            .await
            .unwrap();
    }
    let head = test.ctx(&test.actors.head);
    let conclusion = ConcludeDraft {
        grades: grades(Level::Medium),
        reason: "超过150人".to_owned(),
        on_dissent: String::new(),
    };
    let silent = assessment::conclude(&test.app, &head, opened.id, &conclusion).await;
    assert!(
        matches!(silent, Err(Error::Refused(_))),
        "dissent has to be answered"
    );
    let answered = ConcludeDraft {
        on_dissent: "人数已达分级界线".to_owned(),
        ..conclusion
    };
    assessment::conclude(&test.app, &head, opened.id, &answered)
        .await
        .unwrap();
}

fn grades(level: Level) -> GradesDraft {
    let code = |level: Level| level.code().to_owned();
    GradesDraft {
        crowd: code(Level::Medium),
        exposure: code(Level::Medium),
        spread: code(Level::Low),
        harm: code(Level::Low),
        level: code(level),
    }
}

/// The township applies with a proof, the reviewer verifies, the head approves.
pub async fn closed_by_three_people(test: &TestApp, id: RiskItemId) {
    test.clock.set(date(2024, 8, 15));
    let township = test.ctx(&test.actors.township);
    let entry = ProgressDraft {
        on: "2024-08-14".to_owned(),
        text: "退还床位费".to_owned(),
        refunded: "120".to_owned(),
        refunded_unit: "wan".to_owned(),
        refunded_people: "160".to_owned(),
    };
    risk_item::add_progress(&test.app, &township, id, &entry)
        .await
        .unwrap();
    let statement = "已停止收费，全部清退".to_owned();
    let bare = CloseDraft {
        statement: statement.clone(),
        evidence: Vec::new(),
    };
    assert!(
        risk_item::apply_close(&test.app, &township, id, &bare)
            .await
            .is_err(),
        "a proof is needed"
    );
    let proof = NewFile {
        kind: EvidenceKind::ClosingProof,
        name: "退款凭证.txt",
        bytes: "退款凭证清单".as_bytes(),
        note: "",
    };
    let added = evidence::add(
        &test.app,
        &township,
        AttachedTo::new(Noun::RiskItem, id.uuid()),
        proof,
    )
    .await
    .unwrap();
    let draft = CloseDraft {
        statement,
        evidence: vec![added.evidence.id.to_string()],
    };
    risk_item::apply_close(&test.app, &township, id, &draft)
        .await
        .unwrap();
    test.clock.set(date(2024, 8, 20));
    assert!(
        risk_item::verify(&test.app, &township, id, "属实")
            .await
            .is_err(),
        "nobody verifies his own"
    );
    risk_item::verify(&test.app, &test.ctx(&test.actors.reviewer), id, "回访属实")
        .await
        .unwrap();
    test.clock.set(date(2024, 8, 28));
    let closed = risk_item::close(&test.app, &test.ctx(&test.actors.head), id, "同意")
        .await
        .unwrap();
    assert_eq!(closed.record.status(), RiskStatus::Closed);
}

/// A second clue, taken up in the quarter; its check in September is not entered yet.
pub async fn checked_but_not_entered(test: &TestApp, campaign: CampaignId) -> ClueId {
    let day = date(2024, 9, 20);
    test.clock.set(day);
    let clue = report(
        test,
        &test.actors.township,
        draft(campaign, "清溪镇某街12号店铺", day),
    )
    .await;
    accept(test, clue.id).await;
    clue.id
}

/// Entered in October with its real day in September.
pub async fn entered_late(test: &TestApp, id: ClueId) {
    test.clock.set(date(2024, 10, 9));
    check(test, id, date(2024, 9, 28)).await;
}
