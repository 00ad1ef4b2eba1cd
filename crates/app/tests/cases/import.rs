//! Imports: what becomes of each row, twice the same file, places, scopes, contacts, reference tables,
//! the background job.

use fangfei_app::{
    Error, Page,
    import::{self, FileImport, ImportKind, ImportSettings, Outcome},
    subject, unit, worker,
};
use fangfei_model::{
    clue::ClueStatus,
    ctx::Ctx,
    import_run::{ImportCounts, ImportStatus},
    noun::Noun,
    query::Query,
    subject::Subject,
};
use fangfei_testkit::TestApp;

/// Three firms of which one has a wrong check digit; a total row; a note.
const REGISTER: &str = "云溪县重点行业主体名录\n\
序号,企业名称,统一社会信用代码,法定代表人,联系电话,住所,所属乡镇,注册资本（万元）,成立日期,登记状态,经营范围,备注\n\
1,云溪县甲禾商贸有限公司,911499210000000011,甲某,13800000001,云溪县清溪镇前街1号,清溪镇,100,2019.4.15,存续,日用品批发,\n\
2,云溪县乙禾(北山)投资管理有限公司,,乙某,,云溪县北山乡后街2号,北山乡,约50,2020年6月,存续,投资咨询；不得从事吸收存款,走访\n\
3,云溪县丙禾农业专业合作社,93149921X00000000X,丙某,,清溪镇河湾村3号,,,,存续,粮食种植,\n\
,合计,,,,,,150,,,,\n";

async fn take(test: &TestApp, ctx: &Ctx, kind: ImportKind, text: &str) -> Result<Outcome, Error> {
    take_with(test, ctx, kind, text, ImportSettings::default()).await
}

async fn take_with(
    test: &TestApp,
    ctx: &Ctx,
    kind: ImportKind,
    text: &str,
    settings: ImportSettings,
) -> Result<Outcome, Error> {
    let import = FileImport {
        kind,
        file_name: "名录.csv".to_owned(),
        bytes: text.as_bytes().to_vec(),
        sheets: Vec::new(),
        settings,
        dry_run: false,
    };
    let done = import::import_file(&test.app, ctx, import, &|_| {}).await;
    worker::drain(&test.app, &test.system()).await?;
    done
}

fn adds_up(counts: ImportCounts) {
    let ends = counts.added + counts.changed + counts.unchanged + counts.rejected + counts.skipped;
    assert_eq!(counts.rows, ends, "{counts:?}");
}

async fn subjects(test: &TestApp, ctx: &Ctx) -> Vec<Subject> {
    let query = Query::of(Noun::Subject).by("name", false);
    let rows = subject::list(&test.app, ctx, &query, Page::first(100))
        .await
        .unwrap();
    rows.into_iter().map(|row| row.subject).collect()
}

/// A right code for the firm of that number.
fn code(number: u32) -> String {
    let organisation = format!("{number:08}");
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = organisation
        .bytes()
        .zip(weights)
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from_digit(n, 10).unwrap(),
    };
    let body = format!("91149921{organisation}{check}");
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let weights = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ];
    let value = |c: char| u32::try_from(alphabet.find(c).unwrap()).unwrap();
    let sum: u32 = body.chars().zip(weights).map(|(c, w)| value(c) * w).sum();
    let last = alphabet
        .chars()
        .nth(((31 - sum % 31) % 31) as usize)
        .unwrap();
    format!("{body}{last}")
}

fn register() -> String {
    REGISTER.replace("911499210000000011", &code(1))
}

#[tokio::test]
async fn every_row_of_a_register_ends_somewhere_and_the_wrong_ones_say_why() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let done = take(&test, &ctx, ImportKind::Subject, &register())
        .await
        .unwrap();
    adds_up(done.run.counts);
    assert_eq!(
        (
            done.run.counts.added,
            done.run.counts.rejected,
            done.run.counts.skipped
        ),
        (2, 1, 1)
    );
    assert!(
        done.run.rejected[0].reason.contains("信用代码"),
        "{:?}",
        done.run.rejected
    );
    assert_eq!(done.run.rejected[0].row, 5);
    let made = subjects(&test, &ctx).await;
    let firm = &made[1];
    assert_eq!(made[0].name, "云溪县乙禾（北山）投资管理有限公司");
    assert_eq!(
        (firm.division, made[0].division),
        (
            test.actors.township.unit.division,
            test.actors.other_township.unit.division
        )
    );
    assert_eq!(firm.capital.map(|fen| fen.0), Some(100_000_000));
    assert_eq!(
        (made[0].capital, made[0].established_on),
        (None, None),
        "约 and a month are no figures of a day"
    );
    assert!(
        made[0].extra.iter().any(|(_, words)| words == "约50")
            && made[0].extra.iter().any(|(_, words)| words == "走访")
    );
    assert!(
        made[0].open_hits().any(|hit| hit.printed.contains("投资")),
        "{:?}",
        made[0].screening
    );
}

#[tokio::test]
async fn the_same_file_again_changes_nothing_even_where_a_person_corrected_the_file_since() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    take(&test, &ctx, ImportKind::Subject, &register())
        .await
        .unwrap();
    let firm = subjects(&test, &ctx).await.remove(1);
    let stored = subject::get(&test.app, &ctx, firm.id).await.unwrap();
    let mut draft = subject::SubjectDraft::of(&firm);
    draft.registration_status = "注销".to_owned();
    subject::change(&test.app, &ctx, firm.id, stored.version, &draft)
        .await
        .unwrap();
    let before = subjects(&test, &ctx).await;
    let again = take(&test, &ctx, ImportKind::Subject, &register())
        .await
        .unwrap();
    assert_eq!(
        (
            again.run.counts.added,
            again.run.counts.changed,
            again.run.counts.unchanged
        ),
        (0, 0, 2)
    );
    assert_eq!(subjects(&test, &ctx).await, before);
}

#[tokio::test]
async fn new_content_fills_and_replaces_but_a_blank_never_erases() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    take(&test, &ctx, ImportKind::Subject, &register())
        .await
        .unwrap();
    let later = format!(
        "企业名称,统一社会信用代码,法定代表人,住所,登记状态\n云溪县甲禾商业有限公司,{},,,吊销\n云溪县乙禾（北山）投资管理有限公司,{},,,\n",
        code(1),
        code(2)
    );
    let done = take(&test, &ctx, ImportKind::Subject, &later)
        .await
        .unwrap();
    adds_up(done.run.counts);
    assert_eq!(
        (done.run.counts.added, done.run.counts.changed),
        (0, 2),
        "{:?}",
        done.run
    );
    let made = subjects(&test, &ctx).await;
    let firm = made
        .iter()
        .find(|s| s.uscc.as_ref().is_some_and(|u| u.as_str() == code(1)))
        .unwrap();
    assert_eq!(
        (firm.name.as_str(), firm.former_names.as_slice()),
        (
            "云溪县甲禾商业有限公司",
            &["云溪县甲禾商贸有限公司".to_owned()][..]
        )
    );
    assert_eq!(firm.registration_status.as_deref(), Some("吊销"));
    assert_eq!(firm.people[0].name, "甲某");
    assert_eq!(made.len(), 2, "the code found the firm that had none");
}

#[tokio::test]
async fn a_township_takes_in_its_own_rows_only() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.township);
    let done = take(&test, &ctx, ImportKind::Subject, &register())
        .await
        .unwrap();
    adds_up(done.run.counts);
    assert_eq!((done.run.counts.added, done.run.counts.rejected), (1, 2));
    assert!(
        done.run
            .rejected
            .iter()
            .any(|r| r.reason.contains("不在您的数据范围内")),
        "{:?}",
        done.run.rejected
    );
    let other = test.ctx(&test.actors.other_township);
    let again = take(
        &test,
        &other,
        ImportKind::Subject,
        &register().replace("清溪镇", "北山乡"),
    )
    .await
    .unwrap();
    assert!(
        again
            .run
            .rejected
            .iter()
            .any(|r| r.reason.contains("已在本县其他辖区建档")),
        "{:?}",
        again.run.rejected
    );
    assert!(
        subjects(&test, &other)
            .await
            .iter()
            .all(|s| s.name.contains("乙禾"))
    );
}

const LEDGER: &str = "线索编号,被举报主体,线索来源,受理时间,线索内容,涉及金额（万元）,涉及人数,举报人,状态,所属乡镇\n\
云处非线〔2024〕1号,云溪县甲禾商贸有限公司,市12345热线转办,2024.4.15,宣传存钱送米,约300,100余人,丁某某,已办结,清溪镇\n\
云处非线〔2024〕2号,,群众来电,2024年5月,街边发传单,,,,办理中,北山乡\n\
云处非线〔2024〕3号,某店铺,领导批示,,没有日期,,,,,清溪镇\n";

#[tokio::test]
async fn a_ledger_comes_in_as_received_with_its_own_words_kept() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let done = take(&test, &ctx, ImportKind::Clue, LEDGER).await.unwrap();
    adds_up(done.run.counts);
    assert_eq!(
        (done.run.counts.added, done.run.counts.rejected),
        (2, 1),
        "{:?}",
        done.run
    );
    assert!(done.run.rejected[0].reason.contains("时间"));
    assert!(
        done.run
            .notes
            .iter()
            .any(|note| note.reason.contains("已办结"))
    );
    let rows = fangfei_app::clue::list(
        &test.app,
        &ctx,
        &Query::of(Noun::Clue).by("number", false),
        Page::first(10),
    )
    .await
    .unwrap();
    let first = &rows[0].clue;
    assert_eq!(
        (first.number.as_str(), first.source_number.as_deref()),
        ("XS-2024-000001", Some("云处非线〔2024〕1号"))
    );
    assert_eq!(first.state.status(), ClueStatus::Received);
    assert_eq!(
        (
            first.amount.map(|fen| fen.0),
            first.amount_approximate,
            first.people
        ),
        (Some(300_000_000), true, Some(100))
    );
    assert!(first.extra.iter().any(|(_, words)| words == "已办结"));
    assert!(
        first
            .extra
            .iter()
            .all(|(_, words)| !words.contains("丁某某")),
        "a reporter's name is not kept"
    );
    assert_eq!(rows[1].clue.subject_name, "主体不详");
    assert!(
        rows[1]
            .clue
            .extra
            .iter()
            .any(|(_, words)| words.contains("5月"))
    );
    let again = take(&test, &ctx, ImportKind::Clue, LEDGER).await.unwrap();
    assert_eq!(
        (
            again.run.counts.added,
            again.run.counts.changed,
            again.run.counts.unchanged
        ),
        (0, 0, 2)
    );
    let settings = ImportSettings {
        found_on: Some("2024-06-30".parse().unwrap()),
        ..ImportSettings::default()
    };
    let dated = take_with(&test, &ctx, ImportKind::Clue, LEDGER, settings)
        .await
        .unwrap();
    assert_eq!(
        (
            dated.run.counts.added,
            dated.run.counts.unchanged,
            dated.run.counts.rejected
        ),
        (1, 2, 0)
    );
}

#[tokio::test]
async fn the_same_number_about_somebody_else_is_returned() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    take(&test, &ctx, ImportKind::Clue, LEDGER).await.unwrap();
    let other = LEDGER.replace("云溪县甲禾商贸有限公司", "云溪县戊禾商贸有限公司");
    let done = take(&test, &ctx, ImportKind::Clue, &other).await.unwrap();
    adds_up(done.run.counts);
    assert!(
        done.run
            .rejected
            .iter()
            .any(|r| r.reason.contains("涉及主体是")),
        "{:?}",
        done.run.rejected
    );
}

#[tokio::test]
async fn a_liaison_list_fills_the_units_that_are_there() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let list = "单位,分管领导,职务,联系电话,联络员,职务,联系电话\n\
        县公安局,甲某,副局长,13800000001,乙某,科员,13800000002\n公安局2,丙某,,,,,\n清溪镇,丁某,副镇长,13800000003,戊某,干事,0350-7020000\n";
    let done = take(&test, &ctx, ImportKind::Contact, list).await.unwrap();
    adds_up(done.run.counts);
    assert_eq!(
        (done.run.counts.changed, done.run.counts.rejected),
        (2, 1),
        "{:?}",
        done.run
    );
    assert!(
        done.run.rejected[0]
            .reason
            .contains("没有名为“公安局2”的单位")
    );
    let police = unit::get(&test.app, &ctx, test.actors.police.unit.id)
        .await
        .unwrap()
        .record;
    let liaison = police.liaison.unwrap();
    assert_eq!(
        (
            liaison.name.as_str(),
            liaison.title.as_deref(),
            liaison.phone.as_deref()
        ),
        ("乙某", Some("科员"), Some("13800000002"))
    );
    let again = take(&test, &ctx, ImportKind::Contact, list).await.unwrap();
    assert_eq!(
        (again.run.counts.changed, again.run.counts.unchanged),
        (0, 2)
    );
    let police = test.ctx(&test.actors.police);
    let own = take(&test, &police, ImportKind::Contact, list)
        .await
        .unwrap();
    assert_eq!(
        (own.run.counts.unchanged, own.run.counts.rejected),
        (1, 2),
        "a department keeps only its own contacts"
    );
}

#[tokio::test]
async fn units_of_a_liaison_list_are_known_by_their_everyday_names() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let list = "单位,联络员,联系电话\n\
        清溪镇政府,甲某,13800000001\n县公安局（经侦大队）,乙某,13800000002\n公安局经侦二大队,丙某,13800000003\n";
    let done = take(&test, &ctx, ImportKind::Contact, list).await.unwrap();
    adds_up(done.run.counts);
    assert_eq!(
        (done.run.counts.changed, done.run.counts.rejected),
        (2, 1),
        "{:?}",
        done.run
    );
    let reason = &done.run.rejected[0].reason;
    assert!(
        reason.contains("没有名为“公安局经侦二大队”的单位") && reason.contains("相近的单位有"),
        "{reason}"
    );
}

#[tokio::test]
async fn divisions_that_are_loaded_give_rows_their_village() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let table = "代码,名称\n149921101,清溪镇\n149921101201,河湾村村民委员会\n14992A,错码\n";
    let done = take(&test, &ctx, ImportKind::Division, table)
        .await
        .unwrap();
    adds_up(done.run.counts);
    assert_eq!(
        (done.run.counts.added, done.run.counts.rejected),
        (2, 1),
        "{:?}",
        done.run
    );
    let again = take(&test, &ctx, ImportKind::Division, table)
        .await
        .unwrap();
    assert_eq!(
        (again.run.counts.added, again.run.counts.unchanged),
        (0, 2),
        "{:?}",
        again.run
    );
    let list = "企业名称,所属乡镇,所属村\n云溪县丁禾商行,清溪镇,河湾村\n云溪县戊禾商行,东镇,\n";
    let done = take(&test, &ctx, ImportKind::Subject, list).await.unwrap();
    assert!(
        done.run
            .notes
            .iter()
            .any(|note| note.reason.contains("东镇")),
        "{:?}",
        done.run
    );
    let made = subjects(&test, &ctx).await;
    assert_eq!(made[0].division.as_str(), "149921101201");
    assert_eq!(made[1].division, test.actors.clerk.unit.division);
}

#[tokio::test]
async fn a_listed_body_and_its_branch_are_not_counted_as_hits() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let list = "机构名称,许可类型,有效期至\n云溪县小额贷款有限责任公司,小额贷款,2030-01-01\n";
    take(&test, &ctx, ImportKind::LicensedBody, list)
        .await
        .unwrap();
    let firms = "企业名称,经营范围\n云溪县小额贷款有限责任公司清溪分公司,发放小额贷款、财富管理\n云溪县某某财富管理有限公司,财富管理\n";
    take(&test, &ctx, ImportKind::Subject, firms).await.unwrap();
    let made = subjects(&test, &ctx).await;
    assert_eq!(made[0].open_hits().count(), 0, "{:?}", made[0].screening);
    assert!(made[1].open_hits().count() > 0);
}

#[tokio::test]
async fn an_uploaded_file_runs_in_the_background_as_the_person_who_started_it() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let text = register();
    let run = import::upload(
        &test.app,
        &ctx,
        ImportKind::Subject,
        "名录.csv",
        text.as_bytes(),
    )
    .await
    .unwrap();
    let preview = import::review(&test.app, &ctx, run.id)
        .await
        .unwrap()
        .preview;
    assert_eq!((preview.counts.added, preview.counts.rejected), (2, 1));
    assert!(
        subjects(&test, &ctx).await.is_empty(),
        "a preview writes nothing"
    );
    import::start(&test.app, &ctx, run.id).await.unwrap();
    assert!(matches!(
        import::start(&test.app, &ctx, run.id).await,
        Err(Error::Refused(_))
    ));
    worker::drain(&test.app, &test.system()).await.unwrap();
    let done = import::get(&test.app, &ctx, run.id).await.unwrap();
    assert_eq!((done.status, done.counts.added), (ImportStatus::Done, 2));
    assert_eq!(done.started.name, test.actors.clerk.user.name);
    assert_eq!(
        subjects(&test, &ctx).await[0].origin_unit,
        Some(test.actors.clerk.unit.id)
    );
    let (name, bytes) = import::rejected_file(&test.app, &ctx, run.id)
        .await
        .unwrap();
    let back = String::from_utf8(bytes).unwrap();
    assert_eq!(name, "名录（退回）.csv");
    assert!(
        back.lines().nth(4).unwrap().contains("信用代码")
            && back.lines().nth(1).unwrap().contains("导入结果"),
        "{back}"
    );
    let other = test.ctx(&test.actors.township);
    assert!(matches!(
        import::get(&test.app, &other, run.id).await,
        Err(Error::NotFound(_))
    ));
}

#[tokio::test]
async fn a_corrected_mapping_is_saved_and_found_again() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let file = "商户,街巷\n云溪县己禾商行,清溪镇前街9号\n".as_bytes();
    let run = import::upload(&test.app, &ctx, ImportKind::Subject, "商户.csv", file)
        .await
        .unwrap();
    let sheets = import::review(&test.app, &ctx, run.id)
        .await
        .unwrap()
        .sheets;
    let sheet = sheets[0].mapping.sheet.clone();
    let choice = |column, field: &str| import::ColumnChoice {
        sheet: sheet.clone(),
        column,
        field: field.to_owned(),
        ..Default::default()
    };
    let corrections = import::Corrections {
        columns: vec![choice(0, "name"), choice(1, "business_address")],
        sheets: vec![sheet.clone()],
        ..Default::default()
    };
    import::correct(&test.app, &ctx, run.id, &corrections)
        .await
        .unwrap();
    assert_eq!(
        import::review(&test.app, &ctx, run.id)
            .await
            .unwrap()
            .preview
            .counts
            .added,
        1
    );
    import::save_profile(&test.app, &ctx, run.id, "商户摸底表")
        .await
        .unwrap();
    let next = import::upload(&test.app, &ctx, ImportKind::Subject, "商户二.csv", file)
        .await
        .unwrap();
    let sheets = import::review(&test.app, &ctx, next.id)
        .await
        .unwrap()
        .sheets;
    assert_eq!(
        sheets[0].columns[1].field.as_deref(),
        Some("business_address")
    );
    assert!(sheets[0].columns[1].reason.contains("商户摸底表"));
}

#[tokio::test]
async fn a_file_of_another_sort_is_refused_whole_with_what_to_do() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let refused = take(
        &test,
        &ctx,
        ImportKind::Subject,
        "日期,天气\n1日,晴\n2日,雨\n",
    )
    .await;
    let Err(Error::File { problem, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert!(problem.contains("主体"), "{problem}");
    assert!(
        import::list(&test.app, &ctx, Page::first(5))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        take(
            &test,
            &test.ctx(&test.actors.grid),
            ImportKind::Subject,
            &register()
        )
        .await,
        Err(Error::Denied(_))
    ));
    assert!(matches!(
        take(
            &test,
            &test.ctx(&test.actors.police),
            ImportKind::Division,
            "代码,名称\n"
        )
        .await,
        Err(Error::Denied(_))
    ));
}

#[tokio::test]
async fn many_rows_about_one_firm_stand_side_by_side_and_are_all_known_again() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let mut list = "企业名称,投诉编号\n".to_owned();
    for number in 1..=150 {
        list.push_str(&format!("云溪县甲禾商贸有限公司,T{number}\n"));
    }
    let first = take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
    adds_up(first.run.counts);
    assert_eq!((first.run.counts.added, first.run.counts.changed), (1, 149));
    let firm = subjects(&test, &ctx).await.remove(0);
    assert!(
        firm.extra
            .iter()
            .any(|(_, words)| words.starts_with("T1；T2；T3"))
    );
    let again = take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
    assert_eq!(
        (again.run.counts.changed, again.run.counts.unchanged),
        (0, 150)
    );
}

#[tokio::test]
async fn rows_that_differ_about_one_firm_are_settled_once_and_for_all() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let name = "云溪县甲禾商贸有限公司";
    // The third says what the first says, so it changes nothing when it is read; the last overrides.
    let list = format!(
        "企业名称,统一社会信用代码,登记状态,备案号\n{name},{0},存续,B1\n{name},{0},存续,B2\n{name},{0},存续,B1\n{name},{0},吊销,B1\n{name},{0},吊销,B3\n",
        code(1)
    );
    take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
    let firm = subjects(&test, &ctx).await.remove(0);
    assert_eq!(firm.registration_status.as_deref(), Some("吊销"));
    let again = take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
    // The third row repeats the first to the letter and is left out as such.
    let counts = again.run.counts;
    assert_eq!((counts.changed, counts.unchanged + counts.skipped), (0, 5));
    assert_eq!(subjects(&test, &ctx).await, [firm]);
}

#[tokio::test]
async fn a_code_dragged_down_a_column_is_returned_and_a_renamed_firm_is_not() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let head = "企业名称,统一社会信用代码,法定代表人,曾用名\n";
    let list = format!(
        "{head}云溪甲禾贸易有限公司,{0},甲某,\n云溪县丑牛养殖专业合作社,{0},乙某,\n云溪丙寅商行,{0},丙某,\n",
        code(1)
    );
    for time in 0..2 {
        let done = take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
        adds_up(done.run.counts);
        assert_eq!((time, done.run.counts.rejected), (time, 2));
        assert!(
            done.run.rejected[0]
                .reason
                .contains("一个代码只能是一个主体")
        );
    }
    assert_eq!(subjects(&test, &ctx).await.len(), 1);
    let renamed = format!(
        "{head}云溪丁卯科技有限公司,{},丁某,云溪甲禾贸易有限公司\n",
        code(1)
    );
    let done = take(&test, &ctx, ImportKind::Subject, &renamed)
        .await
        .unwrap();
    assert_eq!(done.run.counts.changed, 1);
    assert_eq!(subjects(&test, &ctx).await[0].name, "云溪丁卯科技有限公司");
}

#[tokio::test]
async fn a_name_that_two_firms_bear_later_in_the_file_is_known_again() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let name = "云溪县甲禾商贸有限公司";
    let list = format!(
        "企业名称,统一社会信用代码,备注\n{name},,名录\n{name},{},\n{name},{},\n",
        code(1),
        code(2)
    );
    let first = take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
    adds_up(first.run.counts);
    let again = take(&test, &ctx, ImportKind::Subject, &list).await.unwrap();
    assert_eq!(
        (again.run.counts.unchanged, again.run.counts.rejected),
        (3, 0)
    );
}

#[tokio::test]
async fn a_list_that_names_two_liaisons_of_a_unit_says_so_and_changes_nothing_again() {
    let test = TestApp::sqlite().await;
    let ctx = test.ctx(&test.actors.clerk);
    let unit = &test.actors.police.unit.name;
    let list = format!("单位,联络员,联系电话\n{unit},甲某,13800000001\n{unit},乙某,13800000002\n");
    let first = take(&test, &ctx, ImportKind::Contact, &list).await.unwrap();
    assert!(
        first
            .run
            .notes
            .iter()
            .any(|note| note.reason.contains("以后面的为准")),
        "{:?}",
        first.run.notes
    );
    let again = take(&test, &ctx, ImportKind::Contact, &list).await.unwrap();
    assert_eq!(
        (again.run.counts.changed, again.run.counts.unchanged),
        (0, 2)
    );
}
