//! Imports and people: nothing of who reported is kept anywhere, personal numbers are masked wherever
//! they are repeated, a returned file goes to its owner only.

use std::path::Path;

use fangfei_app::{
    Error, Page, clue,
    import::{self, ColumnChoice, Corrections, FileImport, ImportKind, ImportSettings},
    worker,
};
use fangfei_model::{
    clue::Clue, ctx::Ctx, id::ImportId, import_run::ImportRun, noun::Noun, query::Query,
};
use fangfei_report::annotate::{Value, Values, values};
use fangfei_testkit::TestApp;

const NAME: &str = "丁某某";
const PHONE: &str = "13911112222";
const SECOND: &str = "13911113333";
const CITIZEN: &str = "11010119900307002X";

/// Two reports of the same words by two people, one that names its reporter in the text, one without.
fn ledger() -> Vec<Vec<String>> {
    let row = |cells: [&str; 8]| cells.map(str::to_owned).to_vec();
    vec![
        row(["云溪县线索台账", "", "", "", "", "", "", ""]),
        row([
            "序号",
            "被举报主体",
            "受理时间",
            "线索内容",
            "举报人",
            "联系电话",
            "举报人身份证号",
            "处置情况",
        ]),
        row([
            "1",
            "云溪县甲禾商贸有限公司",
            "2024-06-03",
            "高息揽储",
            NAME,
            PHONE,
            CITIZEN,
            "已核查",
        ]),
        row([
            "2",
            "云溪县甲禾商贸有限公司",
            "2024-06-03",
            "高息揽储",
            "戊某某",
            SECOND,
            "",
            "已核查",
        ]),
        row([
            "3",
            "云溪县乙禾商贸有限公司",
            "2024-06-04",
            &format!("{NAME}（{PHONE}）来电称返利"),
            NAME,
            PHONE,
            "",
            &format!("已回复{NAME}"),
        ]),
        row([
            "4",
            "云溪县丙禾商贸有限公司",
            "2024-06-05",
            "预付卡跑路",
            "匿名",
            "",
            "",
            "",
        ]),
        row([
            "5",
            "云溪县丁禾商贸有限公司",
            "不详某日",
            "返本销售",
            NAME,
            PHONE,
            "",
            "",
        ]),
    ]
}

fn csv() -> Vec<u8> {
    let lines: Vec<String> = ledger().iter().map(|row| row.join(",")).collect();
    lines.join("\r\n").into_bytes()
}

fn xlsx() -> Vec<u8> {
    let rows = ledger()
        .into_iter()
        .map(|row| row.into_iter().map(Value::Text).collect());
    let sheet = Values {
        name: "台账".to_owned(),
        rows: rows.collect(),
        merges: vec![(0, 0, 0, 7)],
        ..Values::default()
    };
    let form = Values {
        name: "登记表".to_owned(),
        rows: vec![
            vec![Value::Text("举报登记表".to_owned())],
            vec![
                Value::Text("举报人".to_owned()),
                Value::Text(NAME.to_owned()),
                Value::Text("联系电话".to_owned()),
                Value::Text(PHONE.to_owned()),
            ],
            vec![
                Value::Text("反映事项".to_owned()),
                Value::Text("集资".to_owned()),
            ],
        ],
        hidden: true,
        ..Values::default()
    };
    values(&[sheet, form]).unwrap()
}

/// Every file below the folder that holds the words, packed parts unpacked.
fn holding(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, words));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        if parts(&bytes).any(|part| contains(&part, words.as_bytes())) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn parts(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    if let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        for at in 0..archive.len() {
            let mut part = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_index(at).unwrap(), &mut part).unwrap();
            all.push(part);
        }
    }
    all.into_iter()
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

fn nowhere(test: &TestApp) {
    for words in [NAME, "戊某某", PHONE, SECOND, CITIZEN] {
        assert_eq!(
            holding(&test.app.settings().data_dir, words),
            Vec::<String>::new(),
            "{words}"
        );
    }
}

async fn clues(test: &TestApp, ctx: &Ctx) -> Vec<Clue> {
    let query = Query::of(Noun::Clue).by("number", false);
    let rows = clue::list(&test.app, ctx, &query, Page::first(50))
        .await
        .unwrap();
    rows.into_iter().map(|row| row.clue).collect()
}

async fn run_to_end(test: &TestApp, ctx: &Ctx, id: ImportId) -> ImportRun {
    import::start(&test.app, ctx, id).await.unwrap();
    worker::drain(&test.app, &test.system()).await.unwrap();
    import::get(&test.app, ctx, id).await.unwrap()
}

#[tokio::test]
async fn who_reported_is_not_kept_in_any_file_or_record() {
    for (name, bytes) in [("台账.csv", csv()), ("台账.xlsx", xlsx())] {
        let test = TestApp::sqlite().await;
        let ctx = test.ctx(&test.actors.clerk);
        let run = import::upload(&test.app, &ctx, ImportKind::Clue, name, &bytes)
            .await
            .unwrap();
        nowhere(&test);
        assert_eq!(run.withheld.len(), 3, "{:?}", run.withheld);
        assert!(
            run.original_sha256
                .is_some_and(|original| original != run.sha256)
        );
        let review = import::review(&test.app, &ctx, run.id).await.unwrap();
        let withheld: Vec<_> = review.sheets[0]
            .columns
            .iter()
            .filter(|c| c.withheld)
            .collect();
        assert!(withheld.len() == 3 && withheld.iter().all(|c| c.samples.is_empty()));
        let done = run_to_end(&test, &ctx, run.id).await;
        assert_eq!(
            (done.counts.added, done.counts.rejected, done.counts.rows),
            (4, 1, 5),
            "{done:?}"
        );
        let kept = clues(&test, &ctx).await;
        let named = kept.iter().filter(|clue| {
            clue.extra
                .iter()
                .any(|(title, words)| title == "举报人" && words.contains("没有导入"))
        });
        assert_eq!(named.count(), 3);
        assert!(
            kept.iter()
                .any(|clue| clue.reported().facts.contains("来电称返利"))
        );
        let (_, returned) = import::rejected_file(&test.app, &ctx, run.id)
            .await
            .unwrap();
        assert!(!parts(&returned).any(|part| contains(&part, PHONE.as_bytes())));
        nowhere(&test);
    }
}

#[tokio::test]
async fn a_page_and_a_command_make_the_same_clues_of_the_same_file() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let run = import::upload(&test.app, &ctx, ImportKind::Clue, "台账.xlsx", &xlsx())
        .await
        .unwrap();
    run_to_end(&test, &ctx, run.id).await;
    let command = FileImport {
        kind: ImportKind::Clue,
        file_name: "台账.csv".to_owned(),
        bytes: csv(),
        sheets: Vec::new(),
        settings: ImportSettings::default(),
        dry_run: false,
    };
    let again = import::import_file(&test.app, &ctx, command, &|_| {})
        .await
        .unwrap();
    assert_eq!(
        (
            again.run.counts.added,
            again.run.counts.changed,
            again.run.counts.unchanged
        ),
        (0, 0, 4)
    );
    assert!(again.notes.iter().any(|note| note.contains("举报人信息")));
    nowhere(&test);
}

#[tokio::test]
async fn a_column_that_a_person_knows_to_name_reporters_goes_from_the_kept_file_too() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let text = format!(
        "被举报主体,受理时间,线索内容,经手对象\n云溪县甲禾商贸有限公司,2024-06-03,高息揽储,{NAME}\n"
    );
    let run = import::upload(
        &test.app,
        &ctx,
        ImportKind::Clue,
        "台账.csv",
        text.as_bytes(),
    )
    .await
    .unwrap();
    assert!(run.original_sha256.is_none());
    let choice = |field: &str| Corrections {
        columns: vec![ColumnChoice {
            sheet: "台账".to_owned(),
            column: 3,
            field: field.to_owned(),
            ..ColumnChoice::default()
        }],
        ..Corrections::default()
    };
    import::correct(&test.app, &ctx, run.id, &choice("reporter"))
        .await
        .unwrap();
    worker::drain(&test.app, &test.system()).await.unwrap();
    assert_eq!(
        holding(&test.app.settings().data_dir, NAME),
        Vec::<String>::new()
    );
    let back = import::correct(&test.app, &ctx, run.id, &choice("note")).await;
    assert!(
        matches!(&back, Err(Error::Invalid(errors)) if errors[0].message.contains("重新上传")),
        "{back:?}"
    );
    let done = run_to_end(&test, &ctx, run.id).await;
    assert_eq!((done.counts.added, done.counts.rejected), (1, 0));
}

#[tokio::test]
async fn personal_numbers_are_masked_in_samples_and_reasons() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let wrong = "139111122220";
    let text = format!(
        "企业名称,法定代表人,法定代表人身份证号,联系电话,紧急联络,统一社会信用代码\n\
         云溪县甲禾商贸有限公司,甲某,{CITIZEN},{PHONE},微信{SECOND},\n\
         云溪县乙禾商贸有限公司,乙某,110101199003070020,{wrong},,\n\
         云溪县丙禾商贸有限公司,丙某,,,,{CITIZEN}\n"
    );
    let run = import::upload(
        &test.app,
        &ctx,
        ImportKind::Subject,
        "名录.csv",
        text.as_bytes(),
    )
    .await
    .unwrap();
    let review = import::review(&test.app, &ctx, run.id).await.unwrap();
    let shown = format!("{:?} {:?}", review.sheets, review.preview);
    let done = run_to_end(&test, &ctx, run.id).await;
    let shown = format!(
        "{shown} {:?} {:?} {:?}",
        done.rejected, done.notes, done.mapping
    );
    for number in [CITIZEN, PHONE, SECOND, wrong, "110101199003070020"] {
        assert!(!shown.contains(number), "{number} in {shown}");
    }
    assert!(shown.contains("1101**********002X") && shown.contains("139****2222"));
}

#[tokio::test]
async fn a_returned_file_goes_to_who_brought_it_and_to_who_may_read_numbers() {
    let test = TestApp::sqlite().await;
    let own = test.ctx(&test.actors.township);
    let text = "企业名称,统一社会信用代码\n云溪县甲禾商贸有限公司,91149921000000000\n";
    let run = import::upload(
        &test.app,
        &own,
        ImportKind::Subject,
        "名录.csv",
        text.as_bytes(),
    )
    .await
    .unwrap();
    run_to_end(&test, &own, run.id).await;
    import::rejected_file(&test.app, &own, run.id)
        .await
        .unwrap();
    let clerk = test.ctx(&test.actors.clerk);
    import::rejected_file(&test.app, &clerk, run.id)
        .await
        .unwrap();
    let lead = import::upload(
        &test.app,
        &clerk,
        ImportKind::Subject,
        "名录.csv",
        text.as_bytes(),
    )
    .await
    .unwrap();
    run_to_end(&test, &clerk, lead.id).await;
    let mut colleague = test.actors.clerk.clone();
    colleague.user.id = test.actors.police.user.id;
    colleague.user.roles = vec![fangfei_model::permission::Role::MemberClerk];
    let denied = import::rejected_file(&test.app, &test.ctx(&colleague), lead.id).await;
    assert!(matches!(denied, Err(Error::Denied(_))), "{denied:?}");
}
