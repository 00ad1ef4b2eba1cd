//! `fangfei import statement`: on a named ground, once, with every row accounted for. It must not know layouts.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::{path::Path, process::Command, sync::Arc};

use fangfei_app::{
    App, Settings,
    funds::{self, InquiryDraft},
};
use fangfei_model::{
    ctx::{Ctx, IdSource},
    id::RequestId,
};
use fangfei_testkit::{
    CountedIds, TestClock,
    actor::COUNTY,
    test_app::{FIRST_DAY, prepare_folder},
};

const STATEMENT: &str = "\
户名：康乐养生馆,,,,
账号：6222020200012345678,,,,
交易时间,收入金额,支出金额,余额,对方户名
2024-03-01 10:00:00,10000.00,,10000.00,李青山
2024-03-02 10:00:00,,200.00,9800.00,李青山
不是日期,1.00,,9801.00,李青山
";

/// A folder with an inquiry on one ground; its number.
async fn inquiry(folder: &Path) -> String {
    let actors = prepare_folder(folder).await;
    let app = App::open(Settings {
        database_url: format!("sqlite://{}", folder.join("fangfei.db").display()),
        data_dir: folder.to_owned(),
    })
    .await
    .unwrap();
    let clock = Arc::new(TestClock::at(FIRST_DAY));
    let ids: Arc<dyn IdSource> = Arc::new(CountedIds::seeded(2));
    let request = RequestId::from(ids.next(fangfei_model::ctx::Clock::now(&*clock)));
    let ctx = Ctx::new(actors.clerk.actor(), request, clock, ids);
    let draft = InquiryDraft {
        title: "康乐养生馆资金核查".into(),
        subject_name: "康乐养生馆".into(),
        division: COUNTY.into(),
        ground: "police".into(),
        obtained_by: "县公安局移交".into(),
        document: "云公（经）调证字〔2024〕12号".into(),
        dated: "2024-06-28".into(),
        ..InquiryDraft::default()
    };
    funds::open(&app, &ctx, &draft).await.unwrap().number
}

/// Exit code, standard output, standard error.
fn fangfei(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_fangfei"))
        .env_remove("FANGFEI_DATABASE_URL")
        .arg("--data")
        .arg(folder)
        .args(args)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn statements_come_in_once_into_an_inquiry_that_exists_and_every_row_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let number = runtime.block_on(inquiry(folder.path()));
    let file = folder.path().join("流水.csv");
    std::fs::write(&file, STATEMENT).unwrap();
    let path = file.to_str().unwrap();
    let import = |more: &[&str]| {
        let args = [&["import", "statement", path, "--json"], more].concat();
        fangfei(folder.path(), &args)
    };
    let (code, _, problem) = import(&[]);
    assert!(
        code == Some(2) && problem.contains("--inquiry"),
        "{problem}"
    );
    let (code, _, problem) = import(&["--inquiry", "没有"]);
    assert!(
        code == Some(1) && problem.contains("没有编号为"),
        "{problem}"
    );
    let (code, _, problem) = import(&["--inquiry", &number, "--ground", "2"]);
    assert!(code == Some(2) && problem.contains("1. 云公"), "{problem}");
    let read = |more: &[&str]| {
        let (code, out, problem) = import(&[&["--inquiry", number.as_str()], more].concat());
        assert_eq!(code, Some(0), "{problem}");
        serde_json::from_str::<serde_json::Value>(&out).unwrap()
    };
    let tried = read(&["--dry-run"]);
    assert_eq!(
        (tried["added"].as_bool(), tried["rows"].as_u64()),
        (Some(true), Some(6))
    );
    let first = read(&[]);
    let count = |name: &str| first[name].as_u64().unwrap();
    assert!(first["added"] == true && first["inquiry"] == number.as_str());
    assert_eq!(
        count("rows"),
        count("transfers") + count("twins") + count("exceptions")
    );
    let kinds = (count("transfers"), count("exceptions"));
    assert_eq!(
        kinds,
        (2, 4),
        "titles, header and the row without a day are listed"
    );
    let notes = first["notes"].as_array().unwrap();
    assert!(
        notes.len() == 1 && notes[0].as_str().unwrap().contains("不是日期"),
        "{first}"
    );
    assert_eq!(read(&[])["added"], false, "the second time changes nothing");
}

#[test]
fn a_file_that_is_no_statement_is_refused_and_the_others_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let number = runtime.block_on(inquiry(folder.path()));
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let (good, bad) = (
        write("流水.csv", STATEMENT),
        write("名单.csv", "姓名,电话\n李青山,1\n"),
    );
    let args = ["import", "statement", &bad, &good, "--inquiry", &number];
    let (code, out, problem) = fangfei(folder.path(), &args);
    assert_eq!(code, Some(1));
    assert!(problem.contains("名单.csv"), "{problem}");
    assert!(out.contains("流水.csv：已归入"), "{out}");
}
