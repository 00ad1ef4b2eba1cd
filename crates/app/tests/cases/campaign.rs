//! Campaigns: drafted from a plan or a template, reviewed, started, raised, ended.

use fangfei_app::{
    Error,
    campaign::{self, PartDraft, PartKind, PlanFile, Wanted},
    task::{self, SubmitDraft, TaskFilter, Which},
};
use fangfei_model::{
    campaign::{Campaign, CampaignStatus},
    schedule::{Every, Schedule},
    task::TaskStatus,
};
use fangfei_testkit::TestApp;
use jiff::civil::date;

const PLAN: &str = include_str!("plan.txt");

fn plan() -> Vec<PlanFile> {
    vec![PlanFile {
        name: "百日行动方案.txt".to_owned(),
        bytes: PLAN.as_bytes().to_vec(),
    }]
}

async fn drafted(test: &TestApp) -> Campaign {
    let ctx = test.ctx(&test.actors.clerk);
    campaign::draft_from_plan(&test.app, &ctx, plan(), &Wanted::default())
        .await
        .unwrap()
}

/// A campaign from the plan, reviewed and started by the head.
async fn started(test: &TestApp) -> Campaign {
    let draft = drafted(test).await;
    campaign::fill_units(&test.app, &test.ctx(&test.actors.clerk), draft.id)
        .await
        .unwrap();
    campaign::start(&test.app, &test.ctx(&test.actors.head), draft.id)
        .await
        .unwrap();
    campaign::get(&test.app, &test.ctx(&test.actors.head), draft.id)
        .await
        .unwrap()
        .record
}

#[tokio::test]
async fn a_plan_becomes_a_draft_with_its_units_and_questions() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    assert_eq!(draft.title, "云溪县打击非法集资百日行动方案");
    assert_eq!(draft.number(), Some("云处非办发〔2024〕5号"));
    assert_eq!(
        (draft.start, draft.end),
        (Some(date(2024, 7, 1)), Some(date(2024, 12, 31)))
    );
    assert_eq!(draft.phases.len(), 3);
    let strike = draft
        .duties
        .iter()
        .find(|duty| duty.title == "依法打击")
        .unwrap();
    assert_eq!(
        strike.units,
        [test.actors.police.unit.id, test.actors.market.unit.id]
    );
    let summary = draft
        .owed
        .iter()
        .find(|o| {
            o.schedule
                == Schedule::By {
                    date: date(2024, 12, 20),
                }
        })
        .unwrap();
    assert_eq!(summary.units.len(), 4, "two townships and two departments");
    let phase = draft
        .duties
        .iter()
        .find(|duty| duty.title == "动员部署阶段")
        .unwrap();
    assert_eq!(phase.phases, [draft.phases[0].id]);
    let quarterly = draft
        .owed
        .iter()
        .find(|o| {
            matches!(
                o.schedule,
                Schedule::Each {
                    every: Every::Quarter,
                    ..
                }
            )
        })
        .unwrap();
    assert_eq!(quarterly.return_template.as_deref(), Some("quarterly"));
    assert!(
        draft
            .ledgers
            .iter()
            .any(|ledger| ledger.ledger.as_deref() == Some("risk-clues"))
    );
}

#[tokio::test]
async fn what_no_lawful_system_may_automate_becomes_a_warning_and_no_task() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    assert!(draft.warnings.iter().any(|warning| warning.unlawful));
    assert!(
        draft
            .ledgers
            .iter()
            .all(|ledger| !ledger.name.contains("稳控"))
    );
    assert!(
        draft
            .owed
            .iter()
            .all(|owed| !owed.what.contains("劝返") && !owed.what.contains("上访"))
    );
}

#[tokio::test]
async fn every_mark_stands_on_the_words_it_was_read_from() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    let text: Vec<char> = draft.sources[0].text.chars().collect();
    for ledger in &draft.ledgers {
        let origin = ledger.origin.unwrap();
        let words: String = text[origin.start..origin.end].iter().collect();
        assert_eq!(words, ledger.name);
    }
}

#[tokio::test]
async fn a_draft_with_open_questions_does_not_start() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    let unknown = PartDraft {
        title: "台账更新".to_owned(),
        when: "unknown".to_owned(),
        who: "县公安局".to_owned(),
        words: "定期".to_owned(),
        ..PartDraft::default()
    };
    let item = campaign::change(&test.app, &clerk, draft.id, PartKind::Owed, None, &unknown)
        .await
        .unwrap();
    campaign::fill_units(&test.app, &clerk, draft.id)
        .await
        .unwrap();
    let head = test.ctx(&test.actors.head);
    let refused = campaign::start(&test.app, &head, draft.id)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("“台账更新”没有确定期限（原文：定期）"),
        "{refused}"
    );
    let monthly = PartDraft {
        when: "each".to_owned(),
        every: "month".to_owned(),
        ..unknown
    };
    campaign::change(
        &test.app,
        &clerk,
        draft.id,
        PartKind::Owed,
        Some(item),
        &monthly,
    )
    .await
    .unwrap();
    campaign::start(&test.app, &head, draft.id).await.unwrap();
    assert!(
        matches!(
            campaign::start(&test.app, &head, draft.id).await,
            Err(Error::Refused(_))
        ),
        "it runs already"
    );
}

#[tokio::test]
async fn only_the_head_starts_and_only_the_lead_office_drafts() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    assert!(matches!(
        campaign::start(&test.app, &clerk, draft.id).await,
        Err(Error::Denied(_))
    ));
    let police = test.ctx(&test.actors.police);
    assert!(matches!(
        campaign::draft_from_plan(&test.app, &police, plan(), &Wanted::default()).await,
        Err(Error::Denied(_))
    ));
    assert!(
        matches!(
            campaign::get(&test.app, &police, draft.id).await,
            Err(Error::NotFound(_))
        ),
        "a draft is the office's own"
    );
}

#[tokio::test]
async fn a_started_campaign_is_seen_by_townships_and_its_late_days_are_back_dated() {
    let test = TestApp::sqlite().await;
    test.clock.set(date(2024, 7, 10));
    let campaign = started(&test).await;
    let township = test.ctx(&test.actors.township);
    assert_eq!(
        campaign::get(&test.app, &township, campaign.id)
            .await
            .unwrap()
            .record
            .title,
        campaign.title
    );
    let owed = task::todo(&test.app, &township).await.unwrap().owed;
    let late = owed
        .iter()
        .find(|line| line.task.due == date(2024, 7, 5))
        .unwrap();
    assert!(late.task.back_dated() && !late.task.overdue(date(2024, 8, 1)));
    assert_eq!(late.campaign, campaign.title);
    assert_eq!(
        task::waiting(&test.app, &township).await.unwrap(),
        owed.len() as u64
    );
}

#[tokio::test]
async fn recurring_tasks_are_raised_when_their_period_begins_and_never_twice() {
    let test = TestApp::sqlite().await;
    let campaign = started(&test).await;
    let program = test.system();
    let quarters = async || {
        let filter = TaskFilter {
            campaign: Some(campaign.id),
            which: Which::All,
        };
        let all = task::list(
            &test.app,
            &test.system(),
            filter,
            fangfei_app::Page::first(1000),
        )
        .await
        .unwrap();
        let mut periods: Vec<String> = all
            .into_iter()
            .map(|line| line.task.period)
            .filter(|p| !p.is_empty())
            .collect();
        periods.sort();
        periods
    };
    assert_eq!(quarters().await, ["2024Q3"; 4]);
    assert_eq!(task::raise_due(&test.app, &program).await.unwrap(), 0);
    test.clock.set(date(2024, 10, 1));
    assert_eq!(task::raise_due(&test.app, &program).await.unwrap(), 4);
    assert_eq!(task::raise_due(&test.app, &program).await.unwrap(), 0);
    assert_eq!(quarters().await[4..], ["2024Q4"; 4]);
}

#[tokio::test]
async fn an_ended_campaign_raises_nothing_more() {
    let test = TestApp::sqlite().await;
    let campaign = started(&test).await;
    let head = test.ctx(&test.actors.head);
    let refused = campaign::end(&test.app, &head, campaign.id, " ")
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("没有填写理由"), "{refused}");
    campaign::end(&test.app, &head, campaign.id, "任务全部完成")
        .await
        .unwrap();
    test.clock.set(date(2024, 10, 1));
    assert_eq!(task::raise_due(&test.app, &test.system()).await.unwrap(), 0);
    let ended = campaign::get(&test.app, &head, campaign.id)
        .await
        .unwrap()
        .record;
    assert_eq!(ended.status(), CampaignStatus::Ended);
}

#[tokio::test]
async fn a_moved_day_moves_what_is_still_owed_and_an_added_unit_gets_its_task() {
    let test = TestApp::sqlite().await;
    let campaign = started(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    let item = campaign
        .owed
        .iter()
        .find(|o| {
            o.schedule
                == Schedule::By {
                    date: date(2024, 12, 20),
                }
        })
        .unwrap();
    let mut draft = PartDraft::of(&campaign, PartKind::Owed, Some(item.id)).unwrap();
    draft.date = "2024-12-25".to_owned();
    draft.units.push(test.actors.grid.unit.id.to_string());
    campaign::change(
        &test.app,
        &clerk,
        campaign.id,
        PartKind::Owed,
        Some(item.id),
        &draft,
    )
    .await
    .unwrap();
    let village = task::todo(&test.app, &test.ctx(&test.actors.grid))
        .await
        .unwrap()
        .owed;
    assert_eq!(
        village.iter().map(|line| line.task.due).collect::<Vec<_>>(),
        [date(2024, 12, 25)]
    );
    let township = task::todo(&test.app, &test.ctx(&test.actors.township))
        .await
        .unwrap()
        .owed;
    assert!(
        township
            .iter()
            .any(|line| line.task.due == date(2024, 12, 25))
    );
    let now = campaign::review(&test.app, &clerk, campaign.id)
        .await
        .unwrap()
        .campaign;
    let mut draft = draft.knowing(&now, PartKind::Owed, Some(item.id));
    draft.when = "each".to_owned();
    draft.every = "month".to_owned();
    let refused = campaign::change(
        &test.app,
        &clerk,
        campaign.id,
        PartKind::Owed,
        Some(item.id),
        &draft,
    )
    .await;
    assert!(
        matches!(refused, Err(Error::Refused(_))),
        "its tasks are known by their day"
    );
    assert!(matches!(
        campaign::remove(&test.app, &clerk, campaign.id, item.id).await,
        Err(Error::Refused(_))
    ));
}

#[tokio::test]
async fn of_two_people_at_one_part_the_later_is_told_and_saves_again_if_he_means_it() {
    let test = TestApp::sqlite().await;
    let campaign = drafted(&test).await;
    let (clerk, head) = (test.ctx(&test.actors.clerk), test.ctx(&test.actors.head));
    let id = campaign.duties[0].id;
    let shown = PartDraft::of(&campaign, PartKind::Duty, Some(id)).unwrap();
    let titled = |title: &str| PartDraft {
        title: title.to_owned(),
        ..shown.clone()
    };
    let save = async |ctx, draft: &PartDraft| {
        campaign::change(&test.app, ctx, campaign.id, PartKind::Duty, Some(id), draft).await
    };
    save(&clerk, &titled("排查商圈")).await.unwrap();
    let told = save(&head, &titled("排查写字楼")).await.unwrap_err();
    assert!(told.to_string().contains("现在是“排查商圈"), "{told}");
    let now = campaign::review(&test.app, &head, campaign.id)
        .await
        .unwrap()
        .campaign;
    assert_eq!(now.duties[0].title, "排查商圈", "nothing was overwritten");
    let meant = titled("排查写字楼").knowing(&now, PartKind::Duty, Some(id));
    save(&head, &meant).await.unwrap();
    campaign::remove(&test.app, &clerk, campaign.id, id)
        .await
        .unwrap();
    let gone = save(&head, &meant).await.unwrap_err();
    assert!(gone.to_string().contains("已被别人删除"), "{gone}");
}

#[tokio::test]
async fn every_wrong_field_of_a_part_is_named() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    let wrong = PartDraft {
        title: " ".to_owned(),
        start: "2024-13-01".to_owned(),
        ..PartDraft::default()
    };
    let Err(Error::Invalid(errors)) =
        campaign::change(&test.app, &clerk, draft.id, PartKind::Phase, None, &wrong).await
    else {
        panic!("a wrong phase was taken");
    };
    assert_eq!(
        errors.iter().map(|e| e.field).collect::<Vec<_>>(),
        ["title", "start"]
    );
    let backwards = PartDraft {
        title: "试点".to_owned(),
        start: "2024-08-01".to_owned(),
        end: "2024-07-01".to_owned(),
        ..PartDraft::default()
    };
    let refused = campaign::change(
        &test.app,
        &clerk,
        draft.id,
        PartKind::Phase,
        None,
        &backwards,
    )
    .await
    .unwrap_err();
    assert!(refused.to_string().contains("早于开始日期"), "{refused}");
}

#[tokio::test]
async fn removing_a_document_keeps_what_duties_rest_on() {
    let test = TestApp::sqlite().await;
    let draft = drafted(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    let basis = draft.documents.iter().find(|d| d.role == "basis").unwrap();
    campaign::remove(&test.app, &clerk, draft.id, basis.id)
        .await
        .unwrap();
    let after = campaign::get(&test.app, &clerk, draft.id)
        .await
        .unwrap()
        .record;
    for duty in after.duties.iter().filter(|duty| duty.title == "依法打击") {
        let numbers: Vec<&str> = duty
            .documents
            .iter()
            .map(|at| after.documents[*at].number.as_str())
            .collect();
        assert_eq!(numbers, ["云处非办发〔2024〕5号"]);
    }
}

#[tokio::test]
async fn every_template_becomes_a_campaign_that_starts_without_questions() {
    let test = TestApp::sqlite().await;
    let clerk = test.ctx(&test.actors.clerk);
    let templates = campaign::templates(&test.app).unwrap();
    assert_eq!(templates.len(), 4);
    for template in templates {
        let wanted = Wanted::default();
        let draft = campaign::draft_from_template(
            &test.app,
            &clerk,
            &template.id,
            date(2024, 7, 1),
            &wanted,
        )
        .await
        .unwrap();
        assert_eq!(draft.open_questions(), [], "{}", template.id);
        assert_eq!(draft.duties.len(), template.duties.len());
        campaign::start(&test.app, &test.ctx(&test.actors.head), draft.id)
            .await
            .unwrap();
    }
    let unknown = campaign::draft_from_template(
        &test.app,
        &clerk,
        "nothing",
        date(2024, 7, 1),
        &Wanted::default(),
    )
    .await;
    assert!(unknown.unwrap_err().to_string().contains("可用的模板"));
}

#[tokio::test]
async fn a_file_that_is_no_plan_is_refused_and_nothing_is_drafted() {
    let test = TestApp::sqlite().await;
    let clerk = test.ctx(&test.actors.clerk);
    for (name, bytes) in [
        ("方案.pdf", &b"%PDF-1.7"[..]),
        ("空.txt", b""),
        ("闲话.txt", "今天天气很好".as_bytes()),
    ] {
        let file = PlanFile {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let error = campaign::draft_from_plan(&test.app, &clerk, vec![file], &Wanted::default())
            .await
            .unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
    let filter = campaign::CampaignFilter::default();
    assert_eq!(
        campaign::count(&test.app, &clerk, &filter).await.unwrap(),
        0
    );
}

#[tokio::test]
async fn a_task_is_handed_in_sent_back_and_accepted_by_the_right_people() {
    let test = TestApp::sqlite().await;
    started(&test).await;
    let township = test.ctx(&test.actors.township);
    let task = task::todo(&test.app, &township)
        .await
        .unwrap()
        .owed
        .remove(0)
        .task;
    let done = SubmitDraft {
        text: "已完成，发现线索 2 条".to_owned(),
        ..SubmitDraft::default()
    };
    let other = test.ctx(&test.actors.other_township);
    assert!(
        matches!(
            task::submit(&test.app, &other, task.id, &done).await,
            Err(Error::NotFound(_))
        ),
        "out of scope"
    );
    let empty = task::submit(&test.app, &township, task.id, &SubmitDraft::default())
        .await
        .unwrap_err();
    assert!(empty.to_string().contains("请至少填写完成情况"), "{empty}");
    task::submit(&test.app, &township, task.id, &done)
        .await
        .unwrap();
    let clerk = test.ctx(&test.actors.clerk);
    assert_eq!(
        task::todo(&test.app, &clerk).await.unwrap().to_accept.len(),
        1
    );
    task::send_back(&test.app, &clerk, task.id, "缺少数字")
        .await
        .unwrap();
    task::submit(&test.app, &township, task.id, &done)
        .await
        .unwrap();
    let accepted = task::accept(&test.app, &clerk, task.id).await.unwrap();
    assert_eq!(accepted.status(), TaskStatus::Accepted);
    let again = task::submit(&test.app, &township, task.id, &done)
        .await
        .unwrap_err()
        .to_string();
    assert!(again.contains("任务目前是“已验收”"), "{again}");
}

#[tokio::test]
async fn a_superior_hands_in_for_a_village_but_nobody_accepts_his_own() {
    let test = TestApp::sqlite().await;
    let campaign = started(&test).await;
    let clerk = test.ctx(&test.actors.clerk);
    let owed = PartDraft {
        title: "内部小结".to_owned(),
        when: "by".to_owned(),
        date: "2024-09-01".to_owned(),
        who: "县处非办、河湾村".to_owned(),
        ..PartDraft::default()
    };
    campaign::change(&test.app, &clerk, campaign.id, PartKind::Owed, None, &owed)
        .await
        .unwrap();
    let filter = TaskFilter {
        campaign: Some(campaign.id),
        which: Which::Owed,
    };
    let all = task::list(
        &test.app,
        &test.system(),
        filter,
        fangfei_app::Page::first(1000),
    )
    .await
    .unwrap();
    let of = |unit| {
        all.iter()
            .find(|line| line.task.unit == unit && line.task.title == "内部小结")
            .unwrap()
            .task
            .id
    };
    let text = SubmitDraft {
        text: "已完成".to_owned(),
        ..SubmitDraft::default()
    };
    task::submit(
        &test.app,
        &test.ctx(&test.actors.township),
        of(test.actors.grid.unit.id),
        &text,
    )
    .await
    .unwrap();
    let own = of(test.actors.clerk.unit.id);
    task::submit(&test.app, &clerk, own, &text).await.unwrap();
    let refused = task::accept(&test.app, &clerk, own)
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("这是您本人报送的"), "{refused}");
    task::accept(&test.app, &test.ctx(&test.actors.reviewer), own)
        .await
        .unwrap();
}

#[tokio::test]
async fn progress_shows_every_unit_and_item() {
    let test = TestApp::sqlite().await;
    let campaign = started(&test).await;
    let township = test.ctx(&test.actors.township);
    let task = task::todo(&test.app, &township)
        .await
        .unwrap()
        .owed
        .remove(0)
        .task;
    let text = SubmitDraft {
        text: "已完成".to_owned(),
        ..SubmitDraft::default()
    };
    task::submit(&test.app, &township, task.id, &text)
        .await
        .unwrap();
    let head = test.ctx(&test.actors.head);
    let progress = campaign::progress(&test.app, &head, &campaign)
        .await
        .unwrap();
    let at = progress
        .columns
        .iter()
        .position(|c| c.item == task.item && c.period == task.period)
        .unwrap();
    let row = progress
        .rows
        .iter()
        .find(|(unit, _)| *unit == task.unit)
        .unwrap();
    assert_eq!(row.1[at].unwrap().status, TaskStatus::Submitted);
    let counts = campaign::counts(&test.app, &head, campaign.id)
        .await
        .unwrap();
    assert_eq!(
        (counts.submitted, counts.accepted, counts.overdue),
        (1, 0, 0)
    );
    test.clock.set(date(2025, 2, 1));
    let late = campaign::counts(&test.app, &head, campaign.id)
        .await
        .unwrap();
    assert_eq!(late.overdue, late.all - 1);
}

#[tokio::test]
async fn a_township_drafts_an_action_of_its_own_but_none_for_the_county() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.township);
    let draft = campaign::draft_from_plan(&test.app, &ctx, plan(), &Wanted::default())
        .await
        .unwrap();
    let own = &test.actors.township.unit;
    assert_eq!((draft.division, draft.lead_unit), (own.division, own.id));
    for wanted in [
        Wanted {
            division: Some(test.actors.clerk.unit.division),
            ..Wanted::default()
        },
        Wanted {
            lead: Some(test.actors.clerk.unit.id),
            ..Wanted::default()
        },
    ] {
        let refused = campaign::draft_from_plan(&test.app, &ctx, plan(), &wanted).await;
        assert!(refused.is_err(), "{wanted:?}");
    }
    let other = test.ctx(&test.actors.other_township);
    assert!(campaign::get(&test.app, &other, draft.id).await.is_err());
    assert!(matches!(
        campaign::start(&test.app, &ctx, draft.id).await,
        Err(Error::Denied(_))
    ));
}
