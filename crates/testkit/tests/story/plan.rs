//! The beginning: a plan becomes a running campaign, a register becomes files of subjects.

use fangfei_app::{
    campaign::{self, PlanFile, Wanted},
    import::{self, FileImport, ImportKind, ImportSettings},
    subject, task, worker,
};
use fangfei_model::{id::CampaignId, noun::Noun, query::Query, subject::Subject};
use fangfei_testkit::TestApp;
use jiff::civil::date;

const PLAN: &str = include_str!("plan.txt");

/// Read by the clerk, who does not start it; started by the head; everybody named has a task.
pub async fn read_and_start(test: &TestApp) -> CampaignId {
    let (clerk, head) = (test.ctx(&test.actors.clerk), test.ctx(&test.actors.head));
    let file = PlanFile {
        name: "专项整治方案.txt".to_owned(),
        bytes: PLAN.as_bytes().to_vec(),
    };
    let draft = campaign::draft_from_plan(&test.app, &clerk, vec![file], &Wanted::default())
        .await
        .unwrap();
    assert_eq!(draft.title, "云溪县养老服务领域非法集资专项整治方案");
    assert_eq!(
        (draft.start, draft.end),
        (Some(date(2024, 7, 1)), Some(date(2024, 12, 31)))
    );
    let open: Vec<String> = draft
        .open_questions()
        .into_iter()
        .map(|question| question.text)
        .collect();
    assert_eq!(
        open,
        Vec::<String>::new(),
        "every unit and day of this plan can be told"
    );
    assert!(
        campaign::start(&test.app, &clerk, draft.id).await.is_err(),
        "the clerk drafts and does not start"
    );
    campaign::start(&test.app, &head, draft.id).await.unwrap();
    for person in [
        &test.actors.township,
        &test.actors.police,
        &test.actors.market,
    ] {
        let owed = task::todo(&test.app, &test.ctx(person)).await.unwrap().owed;
        assert!(
            owed.iter().any(|line| line.task.due == date(2024, 7, 12)),
            "{}",
            person.user.login
        );
    }
    draft.id
}

/// Two rows go in, one comes back with its reason; importing again changes nothing.
pub async fn import_register(test: &TestApp) -> Subject {
    test.clock.set(date(2024, 7, 8));
    let market = test.ctx(&test.actors.market);
    let good = code("91", "00001");
    let rows = format!(
        "企业名录,,,,\n企业名称,统一社会信用代码,法定代表人,所属乡镇,经营范围\n\
         云溪县康乐养老服务有限公司,{good},王某平,清溪镇,养老服务；旅居养老服务\n\
         云溪县松柏商贸有限公司,{},李某安,北山乡,日用百货销售\n\
         云溪县错码商贸有限公司,{}X,赵某青,清溪镇,日用百货销售\n",
        code("91", "00002"),
        &good[..17],
    );
    let file = |bytes: String| FileImport {
        kind: ImportKind::Subject,
        file_name: "企业名录.csv".to_owned(),
        bytes: bytes.into_bytes(),
        sheets: Vec::new(),
        settings: ImportSettings::default(),
        dry_run: false,
    };
    let first = import::import_file(&test.app, &market, file(rows.clone()), &|_| {})
        .await
        .unwrap()
        .run;
    assert_eq!(
        (first.counts.added, first.counts.rejected),
        (2, 1),
        "{:?}",
        first.rejected
    );
    assert!(
        first.rejected[0].reason.contains("统一社会信用代码")
            || first.rejected[0].reason.contains("校验"),
        "{:?}",
        first.rejected
    );
    let again = import::import_file(&test.app, &market, file(rows), &|_| {})
        .await
        .unwrap()
        .run;
    assert_eq!(
        (
            again.counts.added,
            again.counts.changed,
            again.counts.unchanged
        ),
        (0, 0, 2)
    );
    worker::drain(&test.app, &test.system()).await.unwrap();
    let query = Query::of(Noun::Subject).equals("uscc", good.as_str());
    let mut found = subject::list(&test.app, &market, &query, fangfei_app::Page::first(2))
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let firm = found.remove(0).subject;
    assert!(
        firm.open_hits().count() > 0,
        "旅居养老 is a word to look at"
    );
    firm
}

/// A credit code of the county whose check digits hold.
fn code(category: &str, serial: &str) -> String {
    use fangfei_model::code::{organisation_code::OrganisationCode, uscc::Uscc};
    let last = |body: String, alphabet: &str, right: &dyn Fn(&str) -> bool| {
        alphabet
            .chars()
            .map(|c| format!("{body}{c}"))
            .find(|text| right(text))
            .unwrap()
    };
    let organisation = last(format!("MAD{serial}"), "0123456789X", &|text| {
        text.parse::<OrganisationCode>().is_ok()
    });
    let body = format!("{category}149921{organisation}");
    last(body, "0123456789ABCDEFGHJKLMNPQRTUWXY", &|text| {
        text.parse::<Uscc>().is_ok()
    })
}
