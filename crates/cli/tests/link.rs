//! `fangfei link` as an office and a program meet it. It must not know how likeness is measured.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const KNOWN: &str = "编号,企业名称,电话,住所\n\
                     K1,苏州青禾科技有限公司,13800001111,苏州市青禾路8号\n\
                     K2,苏州墨岩贸易有限公司,13700002222,苏州市大川街19号\n\
                     K3,苏州远志农业有限公司,13600003333,苏州市长河村3组\n";
const NEW: &str = "编号,企业名称,电话,住所\n\
                   N1,青禾科技（苏州）有限公司,,青禾路8号3层\n\
                   N2,苏州晓月餐饮有限公司,13500004444,苏州市晓月巷2号\n";

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("known.csv"), KNOWN).unwrap();
        std::fs::write(folder.path().join("new.csv"), NEW).unwrap();
        Self(folder)
    }

    fn link(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fangfei"));
        command.current_dir(self.0.path()).arg("link").args(args);
        command.output().unwrap()
    }

    /// The lines of a run that must succeed.
    fn lines(&self, args: &[&str]) -> Vec<Value> {
        let output = self.link(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        let out = String::from_utf8(output.stdout).unwrap();
        out.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

#[test]
fn new_records_are_found_among_known_ones() {
    let folder = Folder::new();
    let lines = folder.lines(&["run", "new.csv", "--id", "编号", "--against", "known.csv"]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(
        (&lines[0]["left"], &lines[0]["right"]),
        (&"N1".into(), &"K1".into())
    );
    assert_eq!(lines[1]["kind"], "clusters");
}

#[test]
fn a_split_holds_until_it_is_withdrawn() {
    let folder = Folder::new();
    let run = [
        "run",
        "new.csv",
        "--id",
        "编号",
        "--against",
        "known.csv",
        "--decisions",
        "log.jsonl",
    ];
    let decide = |judgement: &str| {
        let said = folder.link(&[
            "decide",
            "log.jsonl",
            "--left",
            "N1",
            "--right",
            "K1",
            "--judgement",
            judgement,
            "--by",
            "周",
            "--reason",
            "已核对营业执照",
        ]);
        assert_eq!(said.status.code(), Some(0), "{said:?}");
    };
    decide("different");
    assert_eq!(folder.lines(&run).len(), 1);
    decide("withdrawn");
    assert_eq!(folder.lines(&run).len(), 2);
    let journal = std::fs::read_to_string(folder.0.path().join("log.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 2);
}

#[test]
fn a_column_that_the_other_list_lacks_is_named() {
    let folder = Folder::new();
    std::fs::write(
        folder.0.path().join("other.csv"),
        "编号,企业名称\nX1,青禾\n",
    )
    .unwrap();
    let output = folder.link(&["run", "new.csv", "--id", "编号", "--against", "other.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("other.csv") && said.contains("电话"),
        "{said}"
    );
}

#[test]
fn a_later_run_judges_by_kept_weights_and_their_columns() {
    let folder = Folder::new();
    let learn = ["run", "new.csv", "--id", "编号", "--against", "known.csv"];
    let learned = folder.lines(&[&learn[..], &["--save-weights", "w.json"]].concat());
    let output = folder.link(&[&learn[..], &["--weights", "w.json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!told.contains("各列类型"), "nothing is guessed: {told}");
    let again = folder.lines(&[&learn[..], &["--weights", "w.json"]].concat());
    assert_eq!(learned[0]["left"], again[0]["left"]);
    let probability = |lines: &[Value]| lines[0]["probability"].as_f64().unwrap();
    assert!((probability(&learned) - probability(&again)).abs() < 1e-4);
}

#[test]
fn damaged_weights_are_refused_and_say_so() {
    let folder = Folder::new();
    let learn = ["run", "new.csv", "--id", "编号", "--against", "known.csv"];
    folder.lines(&[&learn[..], &["--save-weights", "w.json"]].concat());
    let path = folder.0.path().join("w.json");
    let text = std::fs::read_to_string(&path).unwrap();
    for (damaged, word) in [
        (text[..text.len() / 2].to_owned(), "不是完整的权重文件"),
        (
            text.replacen("\"prior\": -", "\"prior\": -1", 1),
            "已损坏或被改动",
        ),
    ] {
        std::fs::write(&path, damaged).unwrap();
        let output = folder.link(&[&learn[..], &["--weights", "w.json"]].concat());
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("w.json") && said.contains(word), "{said}");
    }
}

#[test]
fn weights_without_a_column_of_the_table_are_refused() {
    let folder = Folder::new();
    let learn = ["run", "new.csv", "--id", "编号", "--against", "known.csv"];
    folder.lines(
        &[
            &learn[..],
            &["--columns", "电话:phone", "--save-weights", "w.json"],
        ]
        .concat(),
    );
    let asked = [
        "--weights",
        "w.json",
        "--columns",
        "电话:phone,住所:address",
    ];
    let output = folder.link(&[&learn[..], &asked].concat());
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("住所:address"), "{said}");
}
