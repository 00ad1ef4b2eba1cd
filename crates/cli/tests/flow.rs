//! `fangfei flow` as an accountant uses it: files in, tables and figures out, what is wrong in words.
//! It must not know how statements are read.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it cannot prepare its files"
)]

use std::path::Path;
use std::process::{Command, Output};

const PAYER: &str = "户名：甲某,账号：6222021234567890001,,,,
交易时间,借贷标志,交易金额,余额,对方账号,摘要
2024-05-06 10:00:00,借,1000.00,9000.00,6222021234567890002,投资款
2024-05-07 10:00:00,借,20.00,8980.00,,=手续费
2024-05-09 10:00:00,贷,50.00,9000.00,6222021234567890002,返利
";
const PAYEE: &str = "户名：乙某,账号：6222021234567890002,,,,
日期,支出,收入,余额,对方户名,对方账号
20240506,,\"1,000.00\",\"1,000.00\",甲某,6222****0001
20240509,50.00,,950.00,甲某,6222****0001
合计,50.00,\"1,000.00\",,,
";

fn fangfei(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fangfei"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn statements_become_tables_and_the_break_is_shown_by_row() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("甲.csv"), PAYER).unwrap();
    std::fs::write(folder.path().join("乙.csv"), PAYEE).unwrap();
    let output = fangfei(
        folder.path(),
        &["flow", "read", "甲.csv", "乙.csv", "--out", "结果"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let summary = text(&output.stdout);
    assert!(
        summary.contains("原始行 10 = 往来 3 + 对方同笔 2 + 列明的其他行 5"),
        "{summary}"
    );
    assert!(summary.contains("余额不连续：“甲.csv”第5行"), "{summary}");
    let table =
        |name: &str| std::fs::read_to_string(folder.path().join("结果").join(name)).unwrap();
    let transfers = table("transfers.csv");
    assert!(
        transfers.contains(
            "2024-05-06 10:00:00,6222021234567890001,甲某,6222021234567890002,乙某,1000.00,投资款"
        ),
        "{transfers}"
    );
    // A memo that a spreadsheet would run is disarmed.
    assert!(transfers.contains("'=手续费"), "{transfers}");
    assert!(
        table("checks.csv").contains("甲.csv,,5,余额不连续,9030.00,9000.00"),
        "{}",
        table("checks.csv")
    );
    assert_eq!(table("exceptions.csv").lines().count(), 6);
    assert!(table("accounts.csv").contains("6222021234567890002,乙某,个人,有流水,2,1000.00,50.00"));
}

#[test]
fn a_file_that_says_nothing_certain_is_refused_with_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let unclear =
        "账号：6222021234567890001\n日期,金额,对方户名\n20240506,5.00,乙某\n20240507,6.00,丙某\n";
    std::fs::write(folder.path().join("不明.csv"), unclear).unwrap();
    std::fs::write(folder.path().join("甲.csv"), PAYER).unwrap();
    let output = fangfei(
        folder.path(),
        &[
            "flow",
            "read",
            "不明.csv",
            "甲.csv",
            "--out",
            "结果",
            "--json",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let words = text(&output.stderr);
    assert!(
        words.contains("不明.csv") && words.contains("第3至4行"),
        "{words}"
    );
    // The other file was read all the same.
    assert!(
        text(&output.stdout).contains("\"transfers\":3"),
        "{}",
        text(&output.stdout)
    );
    assert_eq!(
        fangfei(folder.path(), &["flow", "read"]).status.code(),
        Some(2)
    );
}

#[test]
fn a_plain_list_of_transfers_is_analysed() {
    let folder = tempfile::tempdir().unwrap();
    let list = "id,time,payer,payee,amount,memo\n1,2024-05-06 08:00:00,A001,甲社,1000.00,投资款\n2,2024-06-06,甲社,A001,20.50,返利\n3,2024-06-07,A001,A001,1.00,\n";
    std::fs::write(folder.path().join("transfers.csv"), list).unwrap();
    let output = fangfei(folder.path(), &["flow", "analyse", ".", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let account = lines
        .iter()
        .find(|l| l["kind"] == "account" && l["account"] == "A001")
        .unwrap();
    assert_eq!(
        (&account["paid_fen"], &account["received_fen"]),
        (&100_000.into(), &2_050.into())
    );
    let total = lines.last().unwrap();
    assert_eq!(total["kind"], "total");
    assert_eq!(
        (&total["rows"], &total["transfers"], &total["exceptions"]),
        (&4.into(), &2.into(), &2.into())
    );
    let nothing = fangfei(folder.path(), &["flow", "analyse", "没有这个文件夹"]);
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn a_corrected_mapping_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    // 金额甲 and 金额乙 say nothing; a person knows that the first is what went out.
    let odd = "账号：6222021234567890001\n日期,金额甲,金额乙,备注\n20240506,5.00,,货款\n20240507,,6.00,货款\n";
    std::fs::write(folder.path().join("奇.csv"), odd).unwrap();
    let shown = fangfei(folder.path(), &["flow", "read", "奇.csv", "--show-mapping"]);
    let line = text(&shown.stdout);
    let mut mapping: serde_json::Value =
        serde_json::from_str(line.lines().next().unwrap()).unwrap();
    let columns = mapping["profile"]["columns"].as_array_mut().unwrap();
    columns[1]["field"] = "out".into();
    columns[2]["field"] = "in".into();
    std::fs::write(
        folder.path().join("方案.json"),
        mapping["profile"].to_string(),
    )
    .unwrap();
    let output = fangfei(
        folder.path(),
        &[
            "flow",
            "read",
            "奇.csv",
            "--profile",
            "方案.json",
            "--out",
            "结果",
            "--json",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("\"transfers\":2"),
        "{}",
        text(&output.stdout)
    );
}

const MIXED: &str = "id,time,payer,payee,amount,memo
1,2024-03-01 08:00:00,B7,M1,3000.00,
2,2024-03-01 09:00:00,A001,M1,9000.00,货款
3,2024-03-01 10:00:00,M1,C3,4000.00,
4,2024-03-01 11:00:00,B7,M1,2000.00,
5,2024-03-01 12:00:00,M1,D4,12000.00,
";

#[test]
fn money_is_traced_by_either_rule_with_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("transfers.csv"), MIXED).unwrap();
    let edge = |rule: &str, payee: &str| {
        let arguments = ["flow", "trace", ".", "--from", "A001", "--json", "--rule"];
        let output = fangfei(folder.path(), &[&arguments[..], &[rule]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let lines = text(&output.stdout);
        let found = lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .find(|line| line["payee"] == payee)
            .unwrap();
        assert_eq!(found["parts"][0]["rows"][0]["file"], "transfers.csv");
        found["amount_fen"].as_i64().unwrap()
    };
    assert_eq!((edge("fifo", "C3"), edge("fifo", "D4")), (100_000, 800_000));
    assert_eq!(
        (edge("proportional", "C3"), edge("proportional", "D4")),
        (300_000, 600_000)
    );
}

#[test]
fn a_trace_is_drawn_and_listed_and_an_unknown_account_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("transfers.csv"), MIXED).unwrap();
    let arguments = [
        "flow", "trace", ".", "--back", "D4", "--svg", "图.svg", "--csv", "表.csv",
    ];
    let output = fangfei(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("先进先出"));
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("图.svg").starts_with("<svg"));
    assert!(
        read("表.csv").contains("transfers.csv,6"),
        "{}",
        read("表.csv")
    );
    let unknown = fangfei(folder.path(), &["flow", "trace", ".", "--from", "Z9"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("“Z9”"));
    let neither = fangfei(folder.path(), &["flow", "trace", "."]);
    assert_eq!(neither.status.code(), Some(2));
}

#[test]
fn findings_say_how_much_they_weigh() {
    let folder = tempfile::tempdir().unwrap();
    let mut list = String::from("id,time,payer,payee,amount,memo\n");
    for i in 0..12 {
        let day = 4 + i % 10;
        list.push_str(&format!(
            "{i},2024-03-{day:02} 10:00:00,储户{i},老板,20000,投资款\n"
        ));
    }
    std::fs::write(folder.path().join("transfers.csv"), list).unwrap();
    let output = fangfei(folder.path(), &["flow", "analyse", ".", "--json"]);
    let findings: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &serde_json::Value| line["kind"] == "finding")
        .collect();
    assert!(!findings.is_empty());
    for finding in findings {
        let strength = finding["strength"].as_u64().unwrap();
        assert!((1..=99).contains(&strength), "{finding}");
    }
}
