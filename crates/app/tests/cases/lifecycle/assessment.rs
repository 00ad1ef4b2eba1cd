//! Joint assessment: who is heard, how dissent is kept, what a conclusion carries over.

use fangfei_app::{
    Error,
    assessment::{self, ConcludeDraft, GradesDraft, ViewDraft},
    clue,
};
use fangfei_model::{clue::ClueStatus, level::Level, noun::Noun};
use fangfei_testkit::TestApp;

use super::steps::{accepted, assessing, checked, conclusion, give_view, invite, text, view};

#[tokio::test]
async fn only_a_checked_clue_is_assessed_and_only_once_at_a_time() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let units = invite(&[&test.actors.police]);
    let early = accepted(&test, "康乐养生店").await;
    let refused = assessment::open(&test.app, &ctx, early.id, &units)
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("目前是“待初核”"), "{refused}");
    let clue = checked(&test, "乐享理财室").await;
    let first = assessing(&test, clue.id).await;
    assert_eq!(first.number, "HS-2024-0001");
    let again = assessment::open(&test.app, &ctx, clue.id, &units)
        .await
        .unwrap_err();
    assert!(again.to_string().contains("HS-2024-0001"), "{again}");
}

#[tokio::test]
async fn invited_units_read_the_facts_and_others_do_not_find_it() {
    let test = TestApp::sqlite().await;
    let clue = checked(&test, "康乐养生店").await;
    let opened = assessing(&test, clue.id).await;
    let market = test.ctx(&test.actors.market);
    let file = assessment::file(&test.app, &market, opened.id)
        .await
        .unwrap();
    assert!(
        file.assessment.record.facts.contains("讲座")
            && file.assessment.record.facts.contains("返利宣传单")
    );
    assert!(
        file.clue.is_none(),
        "the clue itself stays out of the department's rows"
    );
    assert_eq!(file.suggestion.crowd.grade, Some(Level::Medium));
    assert_eq!(assessment::owed(&test.app, &market).await.unwrap().len(), 1);
    let only_police = assessing_police(&test).await;
    let outside = assessment::get(&test.app, &market, only_police).await;
    assert!(matches!(outside, Err(Error::NotFound(Noun::Assessment))));
    let grid = assessment::get(&test.app, &test.ctx(&test.actors.grid), opened.id).await;
    assert!(matches!(grid, Err(Error::Denied(_))));
}

async fn assessing_police(test: &TestApp) -> fangfei_model::id::AssessmentId {
    let clue = checked(test, "乐享理财室").await;
    let draft = invite(&[&test.actors.police]);
    assessment::open(&test.app, &test.ctx(&test.actors.clerk), clue.id, &draft)
        .await
        .unwrap()
        .id
}

#[tokio::test]
async fn a_unit_that_is_not_invited_gives_no_view() {
    let test = TestApp::sqlite().await;
    let clue = checked(&test, "康乐养生店").await;
    let opened = assessing(&test, clue.id).await;
    let township = test.ctx(&test.actors.township);
    let refused = assessment::give_view(&test.app, &township, opened.id, &view("low"))
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("不在本次会商的参加单位中"),
        "{refused}"
    );
    let clerk = test.ctx(&test.actors.clerk);
    assessment::invite(
        &test.app,
        &clerk,
        opened.id,
        &invite(&[&test.actors.township]),
    )
    .await
    .unwrap();
    assert!(
        assessment::give_view(&test.app, &township, opened.id, &view("low"))
            .await
            .is_ok()
    );
    let stranger = assessment::invite(
        &test.app,
        &clerk,
        opened.id,
        &invite(&[&test.actors.other_township]),
    )
    .await
    .unwrap_err();
    assert!(stranger.to_string().contains("看不到属地"), "{stranger}");
}

#[tokio::test]
async fn a_judged_grade_says_what_it_rests_on() {
    let test = TestApp::sqlite().await;
    let clue = checked(&test, "康乐养生店").await;
    let opened = assessing(&test, clue.id).await;
    let ctx = test.ctx(&test.actors.police);
    let grades = GradesDraft {
        harm: text("high"),
        ..view("high").grades
    };
    let bare = ViewDraft {
        grades: grades.clone(),
        ..view("high")
    };
    let error = assessment::give_view(&test.app, &ctx, opened.id, &bare)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Invalid(e) if e.len() == 1 && e[0].field == "harm_reason"),
        "{error}"
    );
    let grounded = ViewDraft {
        grades,
        harm_reason: text("投入者多为老人，多用养老钱"),
        ..view("high")
    };
    assert!(
        assessment::give_view(&test.app, &ctx, opened.id, &grounded)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn dissent_is_answered_and_kept_and_the_level_reaches_the_clue() {
    let test = TestApp::sqlite().await;
    let clue = checked(&test, "康乐养生店").await;
    let opened = assessing(&test, clue.id).await;
    let head = test.ctx(&test.actors.head);
    let silent = assessment::conclude(&test.app, &head, opened.id, &conclusion("medium"))
        .await
        .unwrap_err();
    assert!(
        silent.to_string().contains("还没有任何单位发表意见"),
        "{silent}"
    );
    give_view(&test, &test.actors.police, opened.id, "high").await;
    give_view(&test, &test.actors.market, opened.id, "medium").await;
    let unanswered = assessment::conclude(&test.app, &head, opened.id, &conclusion("medium"))
        .await
        .unwrap_err();
    assert!(
        unanswered.to_string().contains("不采纳的理由"),
        "{unanswered}"
    );
    let answered = ConcludeDraft {
        on_dissent: text("尚无逾期兑付"),
        ..conclusion("medium")
    };
    let done = assessment::conclude(&test.app, &head, opened.id, &answered)
        .await
        .unwrap()
        .record;
    let dissent: Vec<&str> = done.dissent().map(|view| view.unit_name.as_str()).collect();
    assert_eq!(dissent, ["县公安局"]);
    let clue = clue::get(&test.app, &head, clue.id).await.unwrap().record;
    assert_eq!(
        (clue.state.status(), clue.state.level()),
        (ClueStatus::Graded, Some(Level::Medium))
    );
    let late = assessment::give_view(
        &test.app,
        &test.ctx(&test.actors.police),
        opened.id,
        &view("major"),
    )
    .await
    .unwrap_err();
    assert!(late.to_string().contains("已经作出结论"), "{late}");
}

#[tokio::test]
async fn only_the_principal_head_concludes() {
    let test = TestApp::sqlite().await;
    let clue = checked(&test, "康乐养生店").await;
    let opened = assessing(&test, clue.id).await;
    give_view(&test, &test.actors.police, opened.id, "medium").await;
    for person in [
        &test.actors.clerk,
        &test.actors.reviewer,
        &test.actors.police,
    ] {
        let denied = assessment::conclude(
            &test.app,
            &test.ctx(person),
            opened.id,
            &conclusion("medium"),
        )
        .await;
        assert!(matches!(denied, Err(Error::Denied(_))));
    }
}

#[tokio::test]
async fn the_minutes_are_a_word_file() {
    let test = TestApp::sqlite().await;
    let clue = checked(&test, "康乐养生店").await;
    let opened = assessing(&test, clue.id).await;
    give_view(&test, &test.actors.police, opened.id, "medium").await;
    let (name, bytes) = assessment::minutes(&test.app, &test.ctx(&test.actors.head), opened.id)
        .await
        .unwrap();
    assert_eq!(name, "会商纪要 HS-2024-0001.docx");
    assert!(bytes.starts_with(b"PK"));
}
