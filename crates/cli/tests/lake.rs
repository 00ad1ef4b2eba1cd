//! `fangfei lake` and `fangfei index` as an office and a program meet them. It must not know how an index is made.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const FIRMS: &str = "企业列表,,,,\n序号,统一社会信用代码,企业名称,经营范围,注册资本（万元）\n\
    1,91340100MA00000076,天南市聚宝财富管理有限公司,投资咨询；日用品销售,500\n\
    2,,天南市家家乐日用品有限公司,日用品销售,10\n";
const ADVERTS: &str = "企业名称,发现日期,媒介,广告内容\n\
    天南市聚宝财富管理有限公司,2024/5/1,公众号,保*本保息，稳赚不赔\n\
    天南市家家乐日用品有限公司,8小时前,传单,新店开张\n";
const COMPLAINTS: &str = "企业名称,收到日期,渠道,事项,件数,投诉人\n\
    天南市聚宝财富管理有限公司,2024-06-01,12345,到期不兑付,5,某某某\n";

struct Office(TempDir);

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("企业.csv", FIRMS),
            ("广告.csv", ADVERTS),
            ("投诉.csv", COMPLAINTS),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self(folder)
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
        command
            .current_dir(self.0.path())
            .args(args)
            .output()
            .unwrap()
    }

    /// What a command prints that must succeed.
    fn said(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{error}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn loaded() -> Self {
        let office = Self::new();
        office.said(&[
            "lake",
            "load",
            "enterprise",
            "企业.csv",
            "--known-on",
            "2024-01-01",
        ]);
        office.said(&["lake", "load", "广告与公开宣传", "广告.csv"]);
        office.said(&["lake", "load", "complaint", "投诉.csv"]);
        office
    }

    fn lines(&self, args: &[&str]) -> Vec<Value> {
        self.said(args)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[test]
fn rows_that_cannot_be_taken_stand_beside_the_file() {
    let office = Office::new();
    let lines = office.lines(&["lake", "load", "advert", "广告.csv", "--json"]);
    assert_eq!(
        (&lines[0]["taken"], &lines[0]["rejected"]),
        (&Value::from(1), &Value::from(1))
    );
    let refused = std::fs::read_to_string(office.0.path().join("广告.csv.未装载.csv")).unwrap();
    assert!(
        refused.contains("\"3\"") && refused.contains("8小时前"),
        "{refused}"
    );
    assert!(
        office.lines(&["lake", "load", "advert", "广告.csv", "--json"])[0]["same_file"]
            .as_bool()
            .unwrap()
    );
}

#[test]
fn who_complained_is_never_in_the_lake() {
    let office = Office::loaded();
    let rows = office.lines(&[
        "lake",
        "query",
        "SELECT * FROM complaint",
        "--as-of",
        "2024-06-30",
    ]);
    assert_eq!(rows[0]["count"], 5);
    assert!(!rows[0].to_string().contains("某某某"));
}

#[test]
fn the_index_names_value_rows_and_ground_of_every_point() {
    let office = Office::loaded();
    let run = ["index", "run", "--as-of", "2024-06-30", "--json"];
    let lines = office.lines(&run);
    assert_eq!(lines.len(), 2);
    let first = &lines[0];
    assert_eq!(first["subject"], "91340100MA00000076");
    let points = first["points"].as_array().unwrap();
    let unpaid = points
        .iter()
        .find(|p| p["indicator"] == "complaint_unpaid")
        .unwrap();
    assert_eq!(
        (&unpaid["value"], &unpaid["rows"][0]["file"]),
        (&Value::from(5), &Value::from("投诉.csv"))
    );
    assert!(
        points
            .iter()
            .all(|p| !p["ground"].as_str().unwrap().is_empty()
                && !p["rows"].as_array().unwrap().is_empty())
    );
    let sum: f64 = first["dimensions"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_f64)
        .sum();
    assert!((sum - first["index"].as_f64().unwrap()).abs() < 1e-9);
    assert!(
        lines[1]["missing"].to_string().contains("licence_missing"),
        "nothing is known of licences"
    );
    assert_eq!(office.said(&run), office.said(&run), "the same bytes");
    let before = office.lines(&["index", "run", "--as-of", "2024-04-30", "--json"]);
    assert!(before[0]["index"].as_f64() < first["index"].as_f64());
}

#[test]
fn a_firm_can_be_told_what_its_index_is_made_of() {
    let office = Office::loaded();
    let told = office.said(&[
        "index",
        "explain",
        "天南市聚宝财富管理有限公司",
        "--as-of",
        "2024-06-30",
    ]);
    for words in [
        "不是认定",
        "到期不兑付",
        "投诉.csv 第 2 行",
        "条例第九条",
        "没有数据、不计分也不算好",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let nobody = office.run(&["index", "explain", "查无此人公司", "--as-of", "2024-06-30"]);
    assert_eq!(nobody.status.code(), Some(1));
}

#[test]
fn a_wrong_indicator_is_refused_with_file_and_line() {
    let office = Office::loaded();
    let folder = office.0.path().join("草稿/indicators");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "id = 'x'\ntitle = 't'\ndimension = '合规'\nunit = '次'\ndirection = 'up'\nground = 'g'\nversion = 'v'\nneeds = []\ncurve = [[0, 0], [1, 4]]\nsays = 's'\nsql = '''\nSELECT subject,\n  sum(fnie) AS value, refs(ref) AS rows\nFROM penalty GROUP BY subject\n'''\n";
    std::fs::write(folder.join("x.toml"), text).unwrap();
    let output = office.run(&["index", "run", "--rules", "草稿", "--as-of", "2024-06-30"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("x.toml 第 13 行"), "{error}");
}

#[test]
fn past_days_are_compared_with_what_came_of_it() {
    let office = Office::loaded();
    let outcomes = "subject,date\n91340100MA00000076,2024-06-15\n";
    std::fs::write(office.0.path().join("结果.csv"), outcomes).unwrap();
    let args = [
        "index",
        "backtest",
        "--outcomes",
        "结果.csv",
        "--on",
        "2024-06-01",
        "--threshold",
        "20",
        "--json",
    ];
    let result = &office.lines(&args)[0];
    assert_eq!(
        (&result["flagged"], &result["median_days_before"]),
        (&Value::from(1), &Value::from(14))
    );
}

#[test]
fn a_mistyped_folder_is_no_empty_lake() {
    let office = Office::new();
    let output = office.run(&["index", "run", "--lake", "没有这里"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("没有数据湖"));
    assert_eq!(
        office
            .run(&["lake", "load", "nothing", "企业.csv"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_file_without_a_needed_column_is_refused_once_and_not_row_by_row() {
    let office = Office::loaded();
    let text = "出资人,被投资企业名称,持股比例\n甲公司,乙公司,60%\n丙公司,丁公司,50%\n";
    std::fs::write(office.0.path().join("持股.csv"), text).unwrap();
    let output = office.run(&["lake", "load", "investment", "持股.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        error.contains("持股.csv") && error.contains("没有“投资方”这一列"),
        "{error}"
    );
}

#[test]
fn an_indicator_with_a_wrong_column_is_refused_with_file_and_line() {
    let office = Office::loaded();
    let folder = office.0.path().join("草稿/indicators");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "id = \"own\"\ntitle = \"试\"\ndimension = \"合规\"\nunit = \"次\"\ndirection = \"up\"\nground = \"试\"\n\
        version = \"2026-11-28\"\nneeds = [\"enterprise\"]\ncurve = [[0, 0], [1, 3]]\nsays = \"{value}\"\nsql = '''\n\
        SELECT subject, 1 AS value, ref AS rows\nFROM enterprise\nWHERE fnord > 1\n'''\n";
    std::fs::write(folder.join("own.toml"), text).unwrap();
    let output = office.run(&["index", "run", "--rules", "草稿", "--as-of", "2024-06-30"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        error.contains("own.toml 第 14 行") && error.contains("没有列 fnord"),
        "{error}"
    );
}
