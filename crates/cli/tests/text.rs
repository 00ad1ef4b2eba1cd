//! `fangfei text` as an officer meets it: training, judging, and what is said about lines that cannot be read. It must not
//! know how texts are judged.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

fn fangfei(folder: &Path, args: &[&str], given: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_fangfei"))
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(given.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

#[test]
fn the_starter_judges_and_bad_lines_do_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let given = "{\"id\":7,\"text\":\"投五万保本保息，月息2分，到期还本付息，介绍亲友有奖励\"}\n{\"id\":\"b\"\n{\"id\":\"c\",\"text\":\"小区电梯坏了请物业修一修\"}\n{\"id\":\"d\"}\n";
    let output = fangfei(folder.path(), &["text", "scan"], given);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("标准输入 第 2 行") && said.contains("第 4 行：缺少 text"),
        "{said}"
    );
    let judged = lines(&output);
    assert_eq!(judged.len(), 2);
    assert_eq!(
        (&judged[0]["id"], &judged[0]["label"]),
        (&7.into(), &"是".into())
    );
    assert!(judged[0]["illegal_fundraising"].as_f64().unwrap() > 0.5);
    assert!(!judged[0]["why"].as_array().unwrap().is_empty());
    assert!(
        judged[0]["words"]
            .as_array()
            .unwrap()
            .iter()
            .any(|w| w["class"] == "C")
    );
    assert_eq!(
        (&judged[1]["id"], &judged[1]["label"]),
        (&"c".into(), &"否".into())
    );
}

#[test]
fn an_office_trains_a_model_of_its_own_and_uses_it() {
    let folder = tempfile::tempdir().unwrap();
    let (yes, no) = (
        [
            "认购养老床位每年分红",
            "存入资金月月返利",
            "充值返现拉人有奖",
            "托管林权到期回购",
        ],
        [
            "电梯坏了没人修理",
            "公交线路希望延长",
            "路灯不亮影响出行",
            "自来水停了三天",
        ],
    );
    let endings = [
        "，甲镇来电反映",
        "——群众在窗口说起",
        "（乙社区记录）",
        "，网上留言",
        "，丙村会上谈到",
        "；丁街道转来",
        "，信件摘要",
    ];
    let mut data = String::new();
    for ending in endings {
        for (texts, label) in [(yes, "1"), (no, "0")] {
            for text in texts {
                data.push_str(&format!(
                    "{{\"text\":\"{text}{ending}{ending}\",\"label\":{label}}}\n"
                ));
            }
        }
    }
    fs::write(folder.path().join("data.jsonl"), data).unwrap();
    let args = [
        "text",
        "train",
        "--data",
        "data.jsonl",
        "--model",
        "own.model",
        "--json",
    ];
    let trained = fangfei(folder.path(), &args, "");
    let said = String::from_utf8_lossy(&trained.stderr).into_owned();
    assert_eq!(trained.status.code(), Some(0), "{said}");
    let report = &lines(&trained)[0];
    assert_eq!(report["illegal_fundraising"]["positive"], 28);
    let args = [
        "text",
        "eval",
        "--model",
        "own.model",
        "--data",
        "data.jsonl",
    ];
    let scored = fangfei(folder.path(), &args, "");
    assert!(String::from_utf8_lossy(&scored.stdout).contains("是否非法集资"));
    let args = ["text", "scan", "--model", "own.model"];
    let judged = fangfei(
        folder.path(),
        &args,
        "{\"text\":\"认购养老床位每年分红，丙村会上谈到\"}\n",
    );
    assert_eq!(lines(&judged)[0]["label"], "1");
}

#[test]
fn names_are_learned_from_the_companies_of_events_and_a_line_is_read_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let heads: Vec<char> = "鸿苇蓝鹊柳溪星桐".chars().collect();
    let mut data = String::new();
    for (i, a) in heads.iter().enumerate() {
        for b in heads.iter().filter(|b| *b != a) {
            let name = format!("{a}{b}贷");
            let said = ["", "听说", "有人问"][i % 3];
            data.push_str(&format!(
                "{{\"text\":\"{said}{name}提现困难，投资者报案，{name}涉嫌非法集资\",\"events\":[{{\"event\":\"涉嫌非法集资\",\"company\":\"{name}\"}}]}}\n"
            ));
            data.push_str(&format!("{{\"text\":\"第{i}期{b}字号通知：明天停水，请备水\",\"events\":[{{\"event\":\"其他\",\"company\":\"\"}}]}}\n"));
        }
    }
    fs::write(folder.path().join("data.jsonl"), data).unwrap();
    let args = [
        "text",
        "train",
        "--data",
        "data.jsonl",
        "--model",
        "own.model",
    ];
    let trained = fangfei(folder.path(), &args, "");
    assert_eq!(trained.status.code(), Some(0));
    let args = ["text", "scan", "--model", "own.model"];
    let given = "{\"source\":\"x\",\"id\":null,\"text\":\"听说\\u7af9汀贷提现困难，投资者报案，竹汀贷涉嫌非法集资\"}\n[\"a\"]\n\n{\"text\":\"一\",\"text\":\"停水\"}\n";
    let judged = fangfei(folder.path(), &args, given);
    assert_eq!(judged.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&judged.stderr).contains("第 2 行：不是 JSON 对象"));
    let judged = lines(&judged);
    assert_eq!(judged.len(), 2);
    assert_eq!(judged[0]["names"][0]["text"], "竹汀贷");
    assert_eq!(judged[0]["names"][0]["span"], serde_json::json!([2, 5]));
    assert!(judged[1]["id"].is_null());
}

#[test]
fn what_cannot_be_used_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("few.jsonl"),
        "{\"text\":\"甲\",\"label\":\"是\"}\n{\"text\":\"乙\"}\n",
    )
    .unwrap();
    fs::write(folder.path().join("not.model"), "PK").unwrap();
    for (args, words) in [
        (
            &["text", "train", "--data", "few.jsonl", "--model", "m"][..],
            &["第 2 行", "label", "训练数据太少"][..],
        ),
        (
            &["text", "train", "--data", "none.jsonl", "--model", "m"],
            &["none.jsonl", "请检查路径"],
        ),
        (
            &["text", "scan", "--model", "not.model"],
            &["not.model", "text train"],
        ),
    ] {
        let output = fangfei(folder.path(), args, "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(words.iter().all(|w| said.contains(w)), "{said}");
    }
}
