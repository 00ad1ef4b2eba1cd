//! `fangfei refund plan` as an accountant and a program meet it. It must not know how shares are
//! computed.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

const CLAIMS: &str = "claimant,paid_in,returned,received\n\
                      C,300.00,0.00,0.00\nA,300.00,0.00,0.00\nB,400.00,50.00,50.00\nD,100,60,50\n";

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self(folder)
    }

    fn plan(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
        command
            .current_dir(self.0.path())
            .args(["refund", "plan"])
            .args(args);
        command.output().unwrap()
    }

    /// The lines of a plan that must succeed.
    fn lines(&self, args: &[&str]) -> Vec<Value> {
        let output = self.plan(&[args, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let out = String::from_utf8(output.stdout).unwrap();
        out.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

#[test]
fn the_contract_of_the_json_lines() {
    let folder = Folder::with(&[("claims.csv", CLAIMS)]);
    let lines = folder.lines(&["--claims", "claims.csv", "--available", "100.00"]);
    let people: Vec<String> = lines[..4].iter().map(ToString::to_string).collect();
    assert_eq!(
        people,
        [
            r#"{"claimant":"A","loss_fen":30000,"paid_fen":3334}"#,
            r#"{"claimant":"B","loss_fen":30000,"paid_fen":3333}"#,
            r#"{"claimant":"C","loss_fen":30000,"paid_fen":3333}"#,
            r#"{"claimant":"D","loss_fen":0,"paid_fen":0}"#,
        ]
    );
    assert_eq!(lines[4]["kind"], "total");
    assert_eq!(lines[4]["available_fen"], 10_000);
    assert_eq!(lines[4]["paid_fen"], 10_000);
    assert!((lines[4]["rate"].as_f64().unwrap() - 1.0 / 9.0).abs() < 1e-12);
}

#[test]
fn a_second_batch_reads_the_output_of_the_first() {
    let folder = Folder::with(&[("claims.csv", CLAIMS)]);
    let first = folder.plan(&["--claims", "claims.csv", "--available", "90", "--json"]);
    std::fs::write(folder.path().join("1.jsonl"), first.stdout).unwrap();
    let late = format!("{CLAIMS}E,900,0,0\n");
    std::fs::write(folder.path().join("claims2.csv"), late).unwrap();
    let lines = folder.lines(&[
        "--claims",
        "claims2.csv",
        "--available",
        "90",
        "--earlier",
        "1.jsonl",
        "--seed-batch",
        "2",
    ]);
    let e = lines.iter().find(|line| line["claimant"] == "E").unwrap();
    // 180 of 1800 in all: everybody stands at a tenth, so the late claimant takes all of it.
    assert_eq!(e["paid_fen"], 9_000);
    let total = lines.last().unwrap();
    assert_eq!(
        (&total["earlier_fen"], &total["batch"]),
        (&9_000.into(), &2.into())
    );
    assert!((total["rate"].as_f64().unwrap() - 0.1).abs() < 1e-12);
}

#[test]
fn wrong_rows_are_refused_with_their_lines() {
    let wrong = "claimant,paid_in,returned,received\nA,100,0,0\nB,1O0,0,0\nA,5,0,0\n";
    let folder = Folder::with(&[("claims.csv", wrong)]);
    let output = folder.plan(&["--claims", "claims.csv", "--available", "1", "--json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(
        said.contains("第 3 行：“paid_in”“1O0”") && said.contains("第 4 行"),
        "{said}"
    );
}

#[test]
fn wrong_use_is_told_from_wrong_input() {
    let folder = Folder::with(&[("claims.csv", CLAIMS)]);
    for wrong in ["-1", "一百", "1.234"] {
        let output = folder.plan(&["--claims", "claims.csv", "--available", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    let missing = folder.plan(&["--claims", "nothing.csv", "--available", "1"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn papers_of_a_batch_are_written_beside_each_other() {
    let folder = Folder::with(&[("claims.csv", CLAIMS)]);
    let output = folder.plan(&[
        "--claims",
        "claims.csv",
        "--available",
        "90",
        "--out",
        "第一批",
        "--case",
        "甲公司案",
    ]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let batch = folder.path().join("第一批");
    assert!(batch.join("付款清单.xlsx").exists() && batch.join("公示.docx").exists());
    // D has no loss and gets no notice.
    assert_eq!(std::fs::read_dir(batch.join("告知书")).unwrap().count(), 3);
}

#[test]
fn claims_are_checked_against_an_analysis() {
    let analysis = r#"{"kind":"participant","account":"62220001","name":"A","paid_in_fen":30000,"returned_fen":0,"yield_fen":0,"net_fen":30000,"certain":true,"rows":[{"file":"甲.csv","row":7}]}"#;
    let folder = Folder::with(&[("claims.csv", CLAIMS), ("a.jsonl", analysis)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
    let args = [
        "refund",
        "check",
        "--claims",
        "claims.csv",
        "--analysis",
        "a.jsonl",
        "--json",
    ];
    let output = command
        .current_dir(folder.path())
        .args(args)
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let a = lines.iter().find(|line| line["claimant"] == "A").unwrap();
    assert_eq!(
        (
            a["lines"][0]["outcome"].as_str(),
            a["rows"][0]["row"].as_u64()
        ),
        (Some("same"), Some(7))
    );
    let total = lines.last().unwrap();
    assert_eq!(
        (&total["same"], &total["not_found"]),
        (&1.into(), &3.into())
    );
}

#[test]
fn one_payee_account_for_two_people_needs_a_reason() {
    let claims = "claimant,name,account,paid_in,returned,received\n\
                  Q1,李四,6217000000000002,50000,0,3000\nQ2,张三,6217000000000002,50000,0,3000\n";
    let folder = Folder::with(&[("claims.csv", claims)]);
    let base = ["--claims", "claims.csv", "--available", "100"];
    let refused = folder.plan(&base);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("李四") && said.contains("张三"), "{said}");
    let settled = [&base[..], &["--shared-accounts", "夫妻，结婚证复印件"]].concat();
    assert_eq!(folder.lines(&settled).len(), 3);
}

#[test]
fn a_batch_given_twice_is_refused_and_overpayments_are_no_refund() {
    let claims = "claimant,paid_in,returned,received\nA,100.00,0,0\nB,100.00,0,0\nC,20.00,0,0\n";
    let paid = "claimant,paid\nA,33.34\nB,33.33\nC,33.33\n";
    let folder = Folder::with(&[("claims.csv", claims), ("k1.csv", paid), ("k2.csv", paid)]);
    let base = ["--claims", "claims.csv", "--available", "0"];
    let twice = [&base[..], &["--earlier", "k1.csv", "--earlier", "k2.csv"]].concat();
    let refused = folder.plan(&twice);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("内容完全相同"), "{said}");
    let lines = folder.lines(&[&base[..], &["--earlier", "k1.csv"]].concat());
    let total = lines.last().unwrap();
    assert_eq!(total["overpaid_fen"], 1_333);
    // 33.34 + 33.33 + 20.00 of 220.00.
    assert!((total["rate"].as_f64().unwrap() - 86.67 / 220.0).abs() < 1e-12);
}

#[test]
fn a_class_of_nobody_is_told() {
    let rule = "[[priorities]]\nclass = \"养老\"\nground = \"纪要\"\n";
    let folder = Folder::with(&[("claims.csv", CLAIMS), ("rule.toml", rule)]);
    let output = folder.plan(&[
        "--claims",
        "claims.csv",
        "--available",
        "100",
        "--rule",
        "rule.toml",
    ]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("养老") && said.contains("没有人"), "{said}");
}
