//! Subjects: 建档 with screening, one file each, masked numbers, changes under a version, rescreening.

use fangfei_app::{
    Error,
    subject::{self, Added, SubjectDraft},
};
use fangfei_model::ctx::Ctx;
use fangfei_testkit::TestApp;

fn draft(name: &str) -> SubjectDraft {
    SubjectDraft {
        name: name.to_owned(),
        kind: "enterprise".to_owned(),
        person_role: vec!["法定代表人".to_owned()],
        person_name: vec!["甲某".to_owned()],
        person_id: vec!["11010119900307109X".to_owned()],
        person_phone: vec!["13800001234".to_owned()],
        ..SubjectDraft::empty()
    }
}

async fn made(test: &TestApp, ctx: &Ctx, draft: &SubjectDraft) -> fangfei_model::subject::Subject {
    match subject::add(&test.app, ctx, draft).await.unwrap() {
        Added::Done(subject) => *subject,
        Added::OnFile(found) => panic!("on file: {}", found.name),
    }
}

#[tokio::test]
async fn a_new_file_is_screened_and_a_second_one_is_not_made() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let subject = made(&test, &ctx, &draft("云溪县某某财富管理(云溪)有限公司")).await;
    assert_eq!(subject.name, "云溪县某某财富管理（云溪）有限公司");
    let hit = subject.open_hits().next().unwrap();
    let printed: String = subject
        .name
        .chars()
        .skip(hit.span.0)
        .take(hit.span.1 - hit.span.0)
        .collect();
    assert_eq!(printed, hit.printed, "the span is exact");
    assert!(!hit.ground.is_empty() && !subject.screening.as_ref().unwrap().rule_version.is_empty());
    let again = subject::add(
        &test.app,
        &ctx,
        &draft("云溪县某某财富管理（云溪） 有限公司"),
    )
    .await
    .unwrap();
    assert!(matches!(again, Added::OnFile(found) if found.id == subject.id));
}

#[tokio::test]
async fn numbers_left_masked_stay_and_opening_them_needs_a_reason_and_is_kept() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let subject = made(&test, &ctx, &draft("云溪县甲禾商贸有限公司")).await;
    let shown = SubjectDraft::of(&subject);
    assert!(shown.person_id[0].contains('*') && shown.person_phone[0] == "138****1234");
    let changed = SubjectDraft {
        business_address: "清溪镇前街1号".to_owned(),
        ..shown
    };
    let stored = subject::change(&test.app, &ctx, subject.id, 1, &changed)
        .await
        .unwrap();
    assert_eq!(
        (stored.version, &stored.record.people),
        (2, &subject.people)
    );
    assert!(matches!(
        subject::open_numbers(&test.app, &ctx, subject.id, " ").await,
        Err(Error::Refused(_))
    ));
    let opened = subject::open_numbers(&test.app, &ctx, subject.id, "通知约谈")
        .await
        .unwrap();
    assert_eq!(opened.people[0].phone.as_deref(), Some("13800001234"));
    let grid = test.ctx(&test.actors.grid);
    assert!(matches!(
        subject::open_numbers(&test.app, &grid, subject.id, "看看").await,
        Err(Error::Denied(_))
    ));
}

#[tokio::test]
async fn a_change_on_top_of_somebody_elses_is_refused() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let subject = made(&test, &ctx, &draft("云溪县甲禾商贸有限公司")).await;
    let other = SubjectDraft {
        mode: "预付消费".to_owned(),
        ..SubjectDraft::of(&subject)
    };
    subject::change(&test.app, &ctx, subject.id, 1, &other)
        .await
        .unwrap();
    let stale = SubjectDraft {
        mode: "养老".to_owned(),
        ..SubjectDraft::of(&subject)
    };
    let refused = subject::change(&test.app, &ctx, subject.id, 1, &stale).await;
    assert!(
        matches!(
            refused,
            Err(Error::Store(fangfei_store::Error::Stale { .. }))
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.township);
    let wrong = SubjectDraft {
        name: String::new(),
        uscc: "91149921000000001".to_owned(),
        established_on: "2999-01-01".to_owned(),
        division: test.actors.other_township.unit.division.to_string(),
        ..draft("")
    };
    let Err(Error::Invalid(errors)) = subject::add(&test.app, &ctx, &wrong).await else {
        panic!("taken")
    };
    let fields: Vec<&str> = errors.iter().map(|e| e.field).collect();
    assert_eq!(fields, ["name", "division", "uscc", "established_on"]);
}

#[tokio::test]
async fn a_file_shows_only_within_its_division_and_its_paper_masks_numbers() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.township);
    let subject = made(&test, &ctx, &draft("清溪镇甲禾商行")).await;
    let other = test.ctx(&test.actors.other_township);
    assert!(matches!(
        subject::file(&test.app, &other, subject.id).await,
        Err(Error::NotFound(_))
    ));
    let file = subject::file(&test.app, &ctx, subject.id).await.unwrap();
    assert_eq!(file.events.len(), 1);
    let (name, paper) = subject::summary(&test.app, &ctx, subject.id).await.unwrap();
    assert!(name.ends_with(".docx") && paper.starts_with(b"PK"));
}

#[tokio::test]
async fn screening_all_again_writes_only_what_became_different() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let subject = made(&test, &ctx, &draft("云溪县某某财富管理有限公司")).await;
    assert!(subject::outdated(&test.app).await.unwrap());
    let counts = subject::rescreen(&test.app, &ctx).await.unwrap();
    assert_eq!((counts.screened, counts.changed), (1, 0));
    assert!(!subject::outdated(&test.app).await.unwrap());
    assert_eq!(
        subject::get(&test.app, &ctx, subject.id)
            .await
            .unwrap()
            .version,
        1
    );
}
