//! `fangfei warn platforms` as an officer and a program meet it. It must not know how risk is computed.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const HEAD: &str = "platform,month_end,investor_0to1w,investor_1to10w,investor_10to100w,investor_100w_up,return_rate_diff_3to6m,top_ten_borrower_to_repay\n";

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self(folder)
    }

    fn warn(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
        command
            .current_dir(self.0.path())
            .args(["warn", "platforms"])
            .args(args);
        command.output().unwrap()
    }

    fn lines(&self, args: &[&str]) -> Vec<Value> {
        let output = self.warn(&[args, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let out = String::from_utf8(output.stdout).unwrap();
        out.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// What is said of input that must be refused.
    fn refused(&self, args: &[&str], code: i32) -> String {
        let output = self.warn(args);
        assert_eq!(output.status.code(), Some(code));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    }
}

/// Two invented platforms over three months: one calm, one shrinking with a high promise and few borrowers.
fn table() -> String {
    let months = ["2031-05-31", "2031-06-30", "2031-07-31"];
    let mut text = HEAD.to_owned();
    for (at, month) in months.iter().enumerate() {
        text += &format!(
            "甲,{month},900,900,90,9,9.5,4\n乙,{month},{},40,4,0,16.5,96\n",
            400 >> (2 * at)
        );
    }
    text
}

#[test]
fn the_contract_of_the_json_lines() {
    let folder = Folder::with(&[("m.csv", &table())]);
    let lines = folder.lines(&["m.csv", "--until", "2031-07"]);
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["platform"], "乙");
    assert!(lines[0]["risk"].as_f64() > lines[1]["risk"].as_f64());
    let reasons = lines[0]["reasons"].to_string();
    assert!(
        reasons.contains("承诺收益高于市场：2031年7月平均年化16.5%"),
        "{reasons}"
    );
    assert!(reasons.contains("前十大借款人占待还余额96.0%"), "{reasons}");
    assert!(reasons.contains("缺数据，按中性计"), "{reasons}");
}

#[test]
fn later_rows_have_no_influence_not_even_wrong_ones() {
    let later = format!(
        "{}甲,2031-08-31,1,1,1,1,99,100\n丙,2031-09,约三百,x,,,,\n",
        table()
    );
    let folder = Folder::with(&[("m.csv", &table()), ("later.csv", &later)]);
    let ask = |file, month| folder.warn(&[file, "--until", month, "--json"]).stdout;
    assert_eq!(ask("m.csv", "2031-07"), ask("later.csv", "2031-07"));
    assert_eq!(ask("m.csv", "2031-07"), ask("later.csv", "2031-07-31"));
    assert_eq!(ask("m.csv", "2031-06"), ask("later.csv", "203106"));
}

#[test]
fn chinese_headings_in_another_order_say_the_same() {
    let mut rows: Vec<Vec<String>> = table()
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    rows[0] = [
        "平台",
        "月份",
        "投资人数（0-1万）",
        "投资人数(1至10万元)",
        "10-100万投资人数",
        "投资人数100万以上",
        "平均收益率3-6个月",
        "前10大借款人待还占比",
    ]
    .map(str::to_owned)
    .to_vec();
    let turned: String = rows
        .iter()
        .map(|row| row.iter().rev().cloned().collect::<Vec<_>>().join(",") + "\n")
        .collect();
    let folder = Folder::with(&[("m.csv", &table()), ("zh.csv", &turned)]);
    let ask = |file| folder.warn(&[file, "--until", "2031-07", "--json"]).stdout;
    assert_eq!(ask("m.csv"), ask("zh.csv"));
}

#[test]
fn what_is_wrong_is_named_with_its_row() {
    let bad = format!(
        "{}乙,2031-07,约三百,1,1,1,9,-3\n,2031-07,1,1,1,1,9,3\n乙,七月,1,1,1,1,9,3\n",
        table()
    );
    let folder = Folder::with(&[
        ("bad.csv", &bad),
        ("m.csv", &table()),
        ("no.csv", "name,x\na,1\n"),
    ]);
    let said = folder.refused(&["bad.csv", "--until", "2031-07"], 1);
    for part in [
        "第8行：“investor_0to1w”“约三百”不是数字",
        "第8行：“top_ten_borrower_to_repay”“-3”是负数",
        "第9行：没有平台",
        "第10行：“七月”不是月份",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let said = folder.refused(&["no.csv", "--until", "2031-07"], 1);
    assert!(
        said.contains("platform（平台）") && said.contains("month_end（月份）"),
        "{said}"
    );
    let said = folder.refused(&["m.csv", "--until", "2030-01"], 1);
    assert!(
        said.contains("没有截至2030年1月的数据（以后的有6行）"),
        "{said}"
    );
    let said = folder.refused(&["m.csv", "--until", "2031-13"], 2);
    assert!(said.contains("不是月份"), "{said}");
    let said = folder.refused(&["m.csv", "--until", "2031-07", "--base-rate", "40"], 2);
    assert!(said.contains("0和1之间"), "{said}");
    let said = folder.refused(&["m.csv", "--until", "2031-07", "--explain", "丁"], 1);
    assert!(said.contains("没有平台“丁”"), "{said}");
}

#[test]
fn the_anatomy_adds_up_and_a_register_tells_the_age() {
    let register = "platform,opened\n甲,2024-03-01\n乙,2031-01-15\n丙,不详\n";
    let folder = Folder::with(&[("m.csv", &table()), ("r.csv", register)]);
    let lines = folder.lines(&[
        "m.csv",
        "--until",
        "2031-07",
        "--register",
        "r.csv",
        "--explain",
        "乙",
    ]);
    let terms = lines[0]["terms"].as_array().unwrap();
    let sum: f64 = terms
        .iter()
        .map(|term| term["points"].as_f64().unwrap())
        .sum();
    assert!((sum - lines[0]["points"].as_f64().unwrap()).abs() < 0.1);
    let young = terms.iter().find(|term| term["term"] == "young").unwrap();
    assert_eq!(young["detail"], "2031年1月上线，至2031年7月共6个月");
}
