//! Risk items: opened from a graded clue, closed by several people, opened again with the history kept.

use fangfei_app::{
    Error, assessment, clue,
    risk_item::{self, AssignmentDraft, CloseDraft},
};
use fangfei_model::{
    clue::ClueStatus,
    level::Level,
    noun::Noun,
    query::Query,
    risk_item::{RiskStatus, Turn},
};
use fangfei_testkit::TestApp;
use jiff::civil::date;

use super::steps::{
    applied, assignment, checked, conclusion, give_view, graded, invite, listed, progress, proof,
    text,
};

#[tokio::test]
async fn only_a_graded_clue_is_listed_and_only_once() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let draft = assignment(&test.actors.township, "2024-09-30");
    let early = checked(&test, "乐享理财室").await;
    let refused = risk_item::open(&test.app, &ctx, early.id, &draft)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("会商定级后"), "{refused}");
    let clue = graded(&test, "康乐养生店").await;
    let item = risk_item::open(&test.app, &ctx, clue.id, &draft)
        .await
        .unwrap();
    assert_eq!(
        (item.number.as_str(), item.level, item.people),
        ("FX-2024-0001", Level::Medium, Some(180))
    );
    let again = risk_item::open(&test.app, &ctx, clue.id, &draft)
        .await
        .unwrap_err();
    assert!(again.to_string().contains("已挂账"), "{again}");
    let clue = clue::get(&test.app, &ctx, clue.id).await.unwrap().record;
    assert_eq!(clue.state.status(), ClueStatus::Listed);
}

#[tokio::test]
async fn owner_leader_plan_and_a_day_ahead_are_needed() {
    let test = TestApp::sqlite().await;
    let clue = graded(&test, "康乐养生店").await;
    let ctx = test.ctx(&test.actors.clerk);
    let empty = risk_item::open(&test.app, &ctx, clue.id, &AssignmentDraft::default())
        .await
        .unwrap_err();
    let Error::Invalid(errors) = empty else {
        panic!("{empty}")
    };
    assert_eq!(
        errors.iter().map(|e| e.field).collect::<Vec<_>>(),
        ["unit", "owner", "leader", "track", "plan", "due"]
    );
    let past = risk_item::open(
        &test.app,
        &ctx,
        clue.id,
        &assignment(&test.actors.township, "2024-06-30"),
    )
    .await
    .unwrap_err();
    assert!(past.to_string().contains("早于今天"), "{past}");
}

#[tokio::test]
async fn another_unit_neither_reports_progress_nor_applies() {
    let test = TestApp::sqlite().await;
    let item = listed(&test, "康乐养生店").await;
    let market = test.ctx(&test.actors.market);
    assert!(matches!(
        risk_item::get(&test.app, &market, item.id).await,
        Err(Error::NotFound(Noun::RiskItem))
    ));
    let ctx = test.ctx(&test.actors.clerk);
    let to_market = assignment(&test.actors.market, "2024-09-30");
    risk_item::replan(
        &test.app,
        &ctx,
        item.id,
        1,
        &to_market,
        "店铺证照问题为主，由市场监管牵头",
    )
    .await
    .unwrap();
    let township = test.ctx(&test.actors.township);
    let refused = risk_item::add_progress(&test.app, &township, item.id, &progress("1"))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("由其他单位负责"), "{refused}");
    assert!(
        risk_item::add_progress(&test.app, &market, item.id, &progress("1"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn refunds_add_up_to_the_fen_and_are_never_about() {
    let test = TestApp::sqlite().await;
    let item = listed(&test, "康乐养生店").await;
    let ctx = test.ctx(&test.actors.township);
    for refunded in ["60", "0.0001", "12.34"] {
        risk_item::add_progress(&test.app, &ctx, item.id, &progress(refunded))
            .await
            .unwrap();
    }
    let item = risk_item::get(&test.app, &ctx, item.id)
        .await
        .unwrap()
        .record;
    assert_eq!(item.refunded().yuan(), "723401.00");
    let about = risk_item::add_progress(&test.app, &ctx, item.id, &progress("约5"))
        .await
        .unwrap_err();
    assert!(
        matches!(&about, Error::Invalid(e) if e[0].field == "refunded"),
        "{about}"
    );
}

#[tokio::test]
async fn a_close_out_needs_a_proof_of_this_very_item() {
    let test = TestApp::sqlite().await;
    let item = listed(&test, "康乐养生店").await;
    let other = listed(&test, "乐享理财室").await;
    let ctx = test.ctx(&test.actors.township);
    risk_item::add_progress(&test.app, &ctx, item.id, &progress("60"))
        .await
        .unwrap();
    let apply = |evidence: Vec<String>| CloseDraft {
        statement: text("已全部清退"),
        evidence,
    };
    let bare = risk_item::apply_close(&test.app, &ctx, item.id, &apply(Vec::new()))
        .await
        .unwrap_err();
    assert!(bare.to_string().contains("没有附证明材料"), "{bare}");
    let foreign = proof(&test, &ctx, other.id).await;
    let wrong = risk_item::apply_close(&test.app, &ctx, item.id, &apply(vec![foreign]))
        .await
        .unwrap_err();
    assert!(wrong.to_string().contains("不在这一事项下"), "{wrong}");
    let own = proof(&test, &ctx, item.id).await;
    let stored = risk_item::apply_close(&test.app, &ctx, item.id, &apply(vec![own]))
        .await
        .unwrap();
    assert_eq!(stored.record.status(), RiskStatus::CloseApplied);
}

#[tokio::test]
async fn whoever_applied_verifies_and_approves_nothing() {
    let test = TestApp::sqlite().await;
    let item = listed(&test, "康乐养生店").await;
    let mut both = test.actors.reviewer.clone();
    both.user
        .roles
        .push(fangfei_model::permission::Role::LeadClerk);
    both.user
        .roles
        .push(fangfei_model::permission::Role::LeadHead);
    let ctx = test.ctx(&both);
    risk_item::add_progress(&test.app, &ctx, item.id, &progress("60"))
        .await
        .unwrap();
    let draft = CloseDraft {
        statement: text("已全部清退"),
        evidence: vec![proof(&test, &ctx, item.id).await],
    };
    risk_item::apply_close(&test.app, &ctx, item.id, &draft)
        .await
        .unwrap();
    let own = risk_item::verify(&test.app, &ctx, item.id, "属实")
        .await
        .unwrap_err();
    assert!(
        own.to_string().contains("申请人不能核验自己的申请"),
        "{own}"
    );
    risk_item::verify(&test.app, &test.ctx(&test.actors.reviewer), item.id, "属实")
        .await
        .unwrap_err();
    let mut second = test.actors.reviewer.clone();
    second.user.id = test.ctx(&second).new_id();
    risk_item::verify(&test.app, &test.ctx(&second), item.id, "到场查看，属实")
        .await
        .unwrap();
    let own = risk_item::close(&test.app, &ctx, item.id, "")
        .await
        .unwrap_err();
    assert!(
        own.to_string().contains("申请人不能批准自己的申请"),
        "{own}"
    );
    let closed = risk_item::close(&test.app, &test.ctx(&test.actors.head), item.id, "同意")
        .await
        .unwrap();
    assert_eq!(closed.record.closed_on(), Some(date(2024, 7, 1)));
}

#[tokio::test]
async fn what_was_sent_back_and_undone_stays_in_the_history() {
    let test = TestApp::sqlite().await;
    let item = applied(&test, "康乐养生店").await;
    let (reviewer, head, township) = (
        test.ctx(&test.actors.reviewer),
        test.ctx(&test.actors.head),
        test.ctx(&test.actors.township),
    );
    let blank = risk_item::send_back(&test.app, &reviewer, item.id, " ")
        .await
        .unwrap_err();
    assert!(blank.to_string().contains("没有填写理由"), "{blank}");
    risk_item::send_back(&test.app, &reviewer, item.id, "清退明细与回单不符")
        .await
        .unwrap();
    let better = CloseDraft {
        statement: text("已补回单，全部清退"),
        evidence: vec![proof(&test, &township, item.id).await],
    };
    risk_item::apply_close(&test.app, &township, item.id, &better)
        .await
        .unwrap();
    risk_item::verify(&test.app, &reviewer, item.id, "核对无误")
        .await
        .unwrap();
    let member = risk_item::send_back(&test.app, &reviewer, item.id, "再看看").await;
    assert!(
        matches!(member, Err(Error::Denied(_))),
        "a verified item is sent back by who approves"
    );
    risk_item::close(&test.app, &head, item.id, "")
        .await
        .unwrap();
    let item = risk_item::reopen(&test.app, &head, item.id, "又有人投诉同一经营者")
        .await
        .unwrap()
        .record;
    assert_eq!(
        (item.status(), item.reopened()),
        (RiskStatus::InDisposal, 1)
    );
    let Some(Turn::Reopened {
        application,
        verification,
        closed,
        ..
    }) = item.turns.last()
    else {
        panic!("{:?}", item.turns)
    };
    assert_eq!(
        (
            application.statement.as_str(),
            verification.opinion.as_str()
        ),
        ("已补回单，全部清退", "核对无误")
    );
    assert_eq!(closed.name, "丙主任");
    assert!(matches!(item.turns[0], Turn::SentBack { .. }));
}

#[tokio::test]
async fn a_new_assessment_changes_the_level_and_keeps_the_old_one() {
    let test = TestApp::sqlite().await;
    let item = listed(&test, "康乐养生店").await;
    let (clerk, head) = (test.ctx(&test.actors.clerk), test.ctx(&test.actors.head));
    let opened = assessment::reassess(&test.app, &clerk, item.id, &invite(&[&test.actors.police]))
        .await
        .unwrap();
    give_view(&test, &test.actors.police, opened.id, "high").await;
    assessment::conclude(&test.app, &head, opened.id, &conclusion("high"))
        .await
        .unwrap();
    let after = risk_item::get(&test.app, &head, item.id)
        .await
        .unwrap()
        .record;
    assert_eq!((after.level, after.assessment), (Level::High, opened.id));
    assert!(matches!(
        after.turns[0],
        Turn::Regraded {
            from: Level::Medium,
            to: Level::High,
            ..
        }
    ));
}

#[tokio::test]
async fn a_plan_opened_before_another_change_is_not_saved() {
    let test = TestApp::sqlite().await;
    let item = listed(&test, "康乐养生店").await;
    risk_item::add_progress(
        &test.app,
        &test.ctx(&test.actors.township),
        item.id,
        &progress("1"),
    )
    .await
    .unwrap();
    let ctx = test.ctx(&test.actors.clerk);
    let later = assignment(&test.actors.township, "2024-12-31");
    let stale = risk_item::replan(&test.app, &ctx, item.id, 1, &later, "延期")
        .await
        .unwrap_err();
    assert!(stale.to_string().contains("已被他人修改"), "{stale}");
    let after = risk_item::replan(&test.app, &ctx, item.id, 2, &later, "清退分期延至年底")
        .await
        .unwrap()
        .record;
    assert!(
        matches!(&after.turns[0], Turn::Replanned { from, .. } if from.due == date(2024, 9, 30))
    );
}

#[tokio::test]
async fn late_items_lead_the_list_and_closed_ones_are_never_late() {
    let test = TestApp::sqlite().await;
    let item = applied(&test, "康乐养生店").await;
    let ctx = test.ctx(&test.actors.clerk);
    let late = |day| risk_item::overdue(day);
    assert_eq!(
        risk_item::count(&test.app, &ctx, &late(date(2024, 9, 30)))
            .await
            .unwrap()
            .0,
        0
    );
    assert_eq!(
        risk_item::count(&test.app, &ctx, &late(date(2024, 10, 1)))
            .await
            .unwrap()
            .0,
        1
    );
    risk_item::verify(&test.app, &test.ctx(&test.actors.reviewer), item.id, "属实")
        .await
        .unwrap();
    risk_item::close(&test.app, &test.ctx(&test.actors.head), item.id, "")
        .await
        .unwrap();
    assert_eq!(
        risk_item::count(&test.app, &ctx, &late(date(2024, 10, 1)))
            .await
            .unwrap()
            .0,
        0
    );
    let all = risk_item::count(&test.app, &ctx, &Query::of(Noun::RiskItem))
        .await
        .unwrap();
    assert_eq!(all, (1, false));
}

#[tokio::test]
async fn the_closing_form_is_a_word_file_in_every_state() {
    let test = TestApp::sqlite().await;
    let item = applied(&test, "康乐养生店").await;
    let (name, bytes) =
        risk_item::closing_form(&test.app, &test.ctx(&test.actors.township), item.id)
            .await
            .unwrap();
    assert_eq!(name, "销号申请表 FX-2024-0001.docx");
    assert!(bytes.starts_with(b"PK"));
}
