//! Clues: who reports, accepts and checks, and who does not see what.

use fangfei_app::{
    Error,
    clue::{self, ClueDraft, ReassignDraft, Reported},
    history,
};
use fangfei_model::{
    action::Action,
    clue::{Clue, ClueStatus},
    ctx::china_midnight,
    noun::Noun,
    query::Query,
};
use fangfei_testkit::TestApp;
use jiff::{SignedDuration, civil::date};

use super::steps::{accept_draft, accepted, check_draft, draft, report, subject, text};

#[tokio::test]
async fn a_report_gets_the_next_number_and_keeps_about() {
    let test = TestApp::sqlite().await;
    let first = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    let second = report(
        &test,
        &test.actors.grid,
        &ClueDraft {
            division: text("149921101201"),
            ..draft("河湾农资店")
        },
    )
    .await;
    assert_eq!(
        (first.number.as_str(), second.number.as_str()),
        ("XS-2024-000001", "XS-2024-000002")
    );
    assert!(first.amount_approximate && first.people_approximate);
    assert_eq!(
        (first.amount.unwrap().wan().as_str(), first.people),
        ("160", Some(40))
    );
    assert_eq!(first.origin_unit, Some(test.actors.township.unit.id));
}

#[tokio::test]
async fn everything_wrong_is_named_at_once_and_nothing_is_numbered() {
    let test = TestApp::sqlite().await;
    let wrong = ClueDraft {
        subject_name: text(" "),
        uscc: text("91140521MA0EXAMPLE"),
        division: text("149921201"),
        found_on: text("2025-01-01"),
        amount: text("几百万"),
        ..draft("")
    };
    let error = clue::report(&test.app, &test.ctx(&test.actors.township), &wrong)
        .await
        .unwrap_err();
    let Error::Invalid(errors) = error else {
        panic!("{error}")
    };
    let fields: Vec<&str> = errors.iter().map(|e| e.field).collect();
    assert_eq!(
        fields,
        ["subject_name", "uscc", "division", "found_on", "amount"]
    );
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    assert_eq!(
        clue.number, "XS-2024-000001",
        "a refused report takes no number"
    );
}

#[tokio::test]
async fn another_township_neither_finds_nor_lists_nor_changes_it() {
    let test = TestApp::sqlite().await;
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    for stranger in [&test.actors.other_township, &test.actors.market] {
        let ctx = test.ctx(stranger);
        assert!(matches!(
            clue::get(&test.app, &ctx, clue.id).await,
            Err(Error::NotFound(Noun::Clue))
        ));
        assert!(
            clue::list(
                &test.app,
                &ctx,
                &Query::of(Noun::Clue),
                fangfei_app::Page::first(10)
            )
            .await
            .unwrap()
            .is_empty()
        );
        assert_eq!(
            clue::count(&test.app, &ctx, &Query::of(Noun::Clue))
                .await
                .unwrap(),
            (0, false)
        );
        let change = clue::change(&test.app, &ctx, clue.id, 1, &ClueDraft::of(&clue)).await;
        assert!(change.is_err());
    }
    let admin = clue::get(&test.app, &test.ctx(&test.actors.administrator), clue.id).await;
    assert!(
        matches!(admin, Err(Error::Denied(_))),
        "who keeps users sees no case"
    );
}

#[tokio::test]
async fn the_check_is_due_thirty_working_days_after_acceptance() {
    let test = TestApp::sqlite().await;
    let due = clue::check_due(&test.app, &test.ctx(&test.actors.clerk)).unwrap();
    assert_eq!(
        (due.date, due.working_days, due.provisional),
        (date(2024, 8, 12), 30, None)
    );
    let clue = accepted(&test, "康乐养生店").await;
    assert_eq!(
        clue.state.acceptance().unwrap().check_due,
        date(2024, 8, 12)
    );
    let overdue = |day| clue::overdue(day);
    let ctx = test.ctx(&test.actors.clerk);
    assert_eq!(
        clue::count(&test.app, &ctx, &overdue(date(2024, 8, 12)))
            .await
            .unwrap()
            .0,
        0,
        "the last day is not late"
    );
    assert_eq!(
        clue::count(&test.app, &ctx, &overdue(date(2024, 8, 13)))
            .await
            .unwrap()
            .0,
        1
    );
}

#[tokio::test]
async fn a_clue_is_not_given_to_a_unit_that_would_not_see_it() {
    let test = TestApp::sqlite().await;
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    let ctx = test.ctx(&test.actors.clerk);
    let error = clue::accept(
        &test.app,
        &ctx,
        clue.id,
        &accept_draft(&test, &test.actors.other_township),
    )
    .await
    .unwrap_err();
    assert!(error.to_string().contains("看不到属地"), "{error}");
    let offered = clue::receivers(&test.app, &ctx, &clue).await.unwrap();
    let names: Vec<&str> = offered
        .iter()
        .map(|unit| unit.short_name.as_str())
        .collect();
    assert!(
        names.contains(&"清溪镇") && names.contains(&"县公安局") && !names.contains(&"北山乡"),
        "{names:?}"
    );
}

#[tokio::test]
async fn a_department_sees_a_clue_once_it_is_theirs_and_no_longer_after() {
    let test = TestApp::sqlite().await;
    let (clerk, market) = (test.ctx(&test.actors.clerk), test.ctx(&test.actors.market));
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    clue::accept(
        &test.app,
        &clerk,
        clue.id,
        &accept_draft(&test, &test.actors.market),
    )
    .await
    .unwrap();
    assert!(clue::get(&test.app, &market, clue.id).await.is_ok());
    let to_police = ReassignDraft {
        unit: test.actors.police.unit.id.to_string(),
        check_due: text("2024-08-12"),
        reason: text("涉及资金流向，由公安核查"),
    };
    let after = clue::reassign(&test.app, &clerk, clue.id, &to_police)
        .await
        .unwrap()
        .record;
    assert_eq!(after.state.acceptance().unwrap().reassigned.len(), 1);
    assert!(clue::get(&test.app, &market, clue.id).await.is_err());
    assert!(
        clue::get(&test.app, &test.ctx(&test.actors.police), clue.id)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn only_the_unit_that_has_the_clue_checks_it() {
    let test = TestApp::sqlite().await;
    let clerk = test.ctx(&test.actors.clerk);
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    clue::accept(
        &test.app,
        &clerk,
        clue.id,
        &accept_draft(&test, &test.actors.market),
    )
    .await
    .unwrap();
    let township = test.ctx(&test.actors.township);
    let refused = clue::check(&test.app, &township, clue.id, &check_draft("assess"))
        .await
        .unwrap_err();
    assert!(
        matches!(refused, Error::Refused(_)) && refused.to_string().contains("其他单位承办"),
        "{refused}"
    );
    let market = test.ctx(&test.actors.market);
    let checked = clue::check(&test.app, &market, clue.id, &check_draft("assess"))
        .await
        .unwrap()
        .record;
    assert_eq!(
        (checked.people, checked.people_approximate),
        (Some(180), false),
        "found out replaces reported"
    );
}

#[tokio::test]
async fn impossible_moves_say_why_and_change_nothing() {
    let test = TestApp::sqlite().await;
    let clue = accepted(&test, "康乐养生店").await;
    let ctx = test.ctx(&test.actors.clerk);
    let again = clue::accept(
        &test.app,
        &ctx,
        clue.id,
        &accept_draft(&test, &test.actors.township),
    )
    .await
    .unwrap_err();
    assert_eq!(
        again.to_string(),
        "不能受理线索：线索XS-2024-000001目前是“待初核”。只有待受理的线索可以受理"
    );
    let refused = clue::refuse(&test.app, &ctx, clue.id, "证据不足")
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::Refused(_)));
    let handed = clue::check(&test.app, &ctx, clue.id, &check_draft("other_department"))
        .await
        .unwrap_err();
    assert!(
        matches!(&handed, Error::Invalid(e) if e[0].field == "handed_to"),
        "{handed}"
    );
    assert_eq!(
        clue::get(&test.app, &ctx, clue.id).await.unwrap().version,
        2
    );
}

#[tokio::test]
async fn two_people_do_not_overwrite_each_other() {
    let test = TestApp::sqlite().await;
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    let change = |facts: &str| ClueDraft {
        facts: text(facts),
        ..ClueDraft::of(&clue)
    };
    let township = test.ctx(&test.actors.township);
    let stored = clue::change(
        &test.app,
        &township,
        clue.id,
        1,
        &change("补充：又有两人投入"),
    )
    .await
    .unwrap();
    assert_eq!(stored.version, 2);
    let clerk = test.ctx(&test.actors.clerk);
    let stale = clue::change(&test.app, &clerk, clue.id, 1, &change("另一人的补充"))
        .await
        .unwrap_err();
    assert!(stale.to_string().contains("已被他人修改"), "{stale}");
    let same = clue::change(&test.app, &clerk, clue.id, 2, &change("补充：又有两人投入"))
        .await
        .unwrap();
    assert_eq!(same.version, 2, "nothing new, no version");
}

#[tokio::test]
async fn the_history_names_who_changed_what_to_everybody_who_sees_the_clue() {
    let test = TestApp::sqlite().await;
    let clue = accepted(&test, "康乐养生店").await;
    let history = history::of::<Clue>(&test.app, &test.ctx(&test.actors.township), clue.id.uuid())
        .await
        .unwrap();
    let actions: Vec<&str> = history
        .iter()
        .map(|change| change.action.as_str())
        .collect();
    assert_eq!(
        actions,
        [Action::ClueAccept.title(), Action::ClueReport.title()]
    );
    assert_eq!(
        (history[0].by.as_str(), history[0].unit.as_str()),
        ("甲经办", "处非办")
    );
    let state = history[0]
        .differences
        .iter()
        .find(|d| d.title == "状态")
        .unwrap();
    assert_eq!(
        (state.before.as_str(), state.after.as_str()),
        ("待受理", "待初核")
    );
    let unit = history[0]
        .differences
        .iter()
        .find(|d| d.title == "承办单位")
        .unwrap();
    assert_eq!((unit.before.as_str(), unit.after.as_str()), ("", "清溪镇"));
}

#[tokio::test]
async fn a_list_as_of_an_earlier_day_shows_the_clue_as_it_stood() {
    let test = TestApp::sqlite().await;
    let clue = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    test.clock.advance(SignedDuration::from_hours(48));
    let ctx = test.ctx(&test.actors.clerk);
    clue::refuse(&test.app, &ctx, clue.id, "重复登记")
        .await
        .unwrap();
    let received = Query::of(Noun::Clue).equals("state", ClueStatus::Received.code());
    let then = received.clone().as_of(china_midnight(date(2024, 7, 2)));
    assert_eq!(clue::count(&test.app, &ctx, &then).await.unwrap().0, 1);
    assert_eq!(clue::count(&test.app, &ctx, &received).await.unwrap().0, 0);
}

#[tokio::test]
async fn clues_with_the_same_phone_or_address_are_pointed_out() {
    let test = TestApp::sqlite().await;
    let first = report(&test, &test.actors.township, &draft("康乐养生店")).await;
    let elsewhere = ClueDraft {
        address: text("清溪镇北街三号"),
        ..draft("乐享理财室")
    };
    let second = report(&test, &test.actors.township, &elsewhere).await;
    let unrelated = ClueDraft {
        facts: text("张贴高息广告"),
        address: text("清溪镇南街九号"),
        ..draft("顺达租赁部")
    };
    report(&test, &test.actors.township, &unrelated).await;
    let ctx = test.ctx(&test.actors.township);
    let related = clue::related(&test.app, &ctx, &second).await.unwrap();
    assert_eq!(related.len(), 1);
    assert_eq!(
        (related[0].row.clue.id, related[0].reasons.join("、")),
        (first.id, text("同一电话 138****0000"))
    );
    let stranger = clue::related(&test.app, &test.ctx(&test.actors.other_township), &second)
        .await
        .unwrap();
    assert!(stranger.is_empty(), "related clues stay within scope");
}

#[tokio::test]
async fn a_look_alike_on_file_is_asked_about_before_the_clue_is_registered() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.township);
    let on_file = subject(&test, "康乐养生服务有限公司").await;
    let open = ClueDraft {
        subject: String::new(),
        ..draft("康乐养生服务有限公司")
    };
    let Reported::Choose(found) = clue::report(&test.app, &ctx, &open).await.unwrap() else {
        panic!("not asked")
    };
    assert!(found[0].same_name && found[0].id == on_file);
    let chosen = ClueDraft {
        subject: on_file.to_string(),
        ..open.clone()
    };
    assert_eq!(
        report(&test, &test.actors.township, &chosen).await.subject,
        Some(on_file)
    );
    let declined = ClueDraft {
        subject: text("none"),
        ..open
    };
    assert_eq!(
        report(&test, &test.actors.township, &declined)
            .await
            .subject,
        None
    );
}

#[tokio::test]
async fn the_register_form_is_a_word_file() {
    let test = TestApp::sqlite().await;
    let clue = accepted(&test, "康乐养生店").await;
    let (name, bytes) = clue::register_form(&test.app, &test.ctx(&test.actors.township), clue.id)
        .await
        .unwrap();
    assert_eq!(name, "线索登记表 XS-2024-000001.docx");
    assert!(bytes.starts_with(b"PK"));
}
