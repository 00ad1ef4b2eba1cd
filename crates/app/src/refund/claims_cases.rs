//! Registers of claims as offices write them, and what is said of wrong ones. It must not repeat the rules.

use fangfei_flow::refund::{Claim, Standing};
use fangfei_model::money::Fen;

use super::claims_file::{ClaimsFile, Duplicates, read_claims};
use crate::Result;

fn read(text: &str) -> Result<ClaimsFile> {
    read_claims(text.as_bytes(), "债权.csv", Duplicates::Refuse)
}

#[test]
fn the_plain_contract() {
    let file =
        read("claimant,paid_in,returned,received\nA01,10000.00,0.00,123.45\nA02,5,0,0\n").unwrap();
    assert_eq!(
        file.claims[0],
        Claim::new("A01", Fen(1_000_000), Fen(0), Fen(12_345))
    );
    assert_eq!(file.claims.len(), 2);
    assert!(file.notes.is_empty());
}

#[test]
fn a_register_of_an_office() {
    let text = "某案集资参与人登记表\n序号,登记编号,姓名,投入本金（万元）,已返还本金（元）,利息（元）,提成（元）,状态\n\
                1,Q-001,甲某,3,\"2,000\",100.5,50,\n2,Q-002,乙某,1.5,0,0,0,有争议\n合计,,,4.5,2000,100.5,50,\n";
    let file = read(text).unwrap();
    assert_eq!(
        file.claims[0],
        Claim::new("Q-001", Fen(3_000_000), Fen(200_000), Fen(15_050))
    );
    assert!(matches!(file.claims[1].standing, Standing::Disputed { .. }));
    assert!(
        file.notes.iter().any(|n| n.contains("序号")),
        "{:?}",
        file.notes
    );
}

#[test]
fn every_wrong_row_is_named_and_nothing_is_taken() {
    let text = "claimant,paid_in,returned,received\nA,100,0,0\nB,-5,0,0\nC,abc,,0\n,1,0,0\nA ,7,0,0\n合计,999,0,0\n";
    let Err(error) = read(text) else {
        panic!("taken")
    };
    let said = error.to_string();
    for part in [
        "第 3 行：“paid_in”金额“-5”是负数",
        "第 4 行：“paid_in”",
        "第 4 行：“returned”空着",
        "第 5 行：没有集资参与人编号：“claimant”空着",
        "第 6 行：集资参与人“A”在第 2 行",
    ] {
        assert!(said.contains(part), "{part} 不在：{said}");
    }
}

#[test]
fn sums_that_do_not_agree_are_named() {
    let head = "姓名,投入本金,返还本金,利息\n";
    let error = read(&format!("{head}甲某,100,0,0\n合计,999,0,0\n"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("第 3 行：paid_in（投入本金）的合计写的是 999.00 元，逐行相加是 100.00 元"),
        "{error}"
    );
    let blocks =
        "甲某,100,0,0\n小计,100,0,0\n乙某,200,0,0\n小计,200,0,0\n总计,300,0,0\n制表人：丙某,,,\n";
    let file = read(&format!("{head}{blocks}")).unwrap();
    assert_eq!(file.claims.len(), 2);
    let wrong = blocks.replace("小计,200", "小计,201");
    assert!(read(&format!("{head}{wrong}")).is_err());
}

#[test]
fn units_stand_above_or_not_at_all_but_never_in_some_rows() {
    let file = read("单位：万元,,,\n姓名,投入本金,返还本金,利息（元）\n甲某,10,0,50\n").unwrap();
    assert_eq!(
        file.claims[0],
        Claim::new("甲某", Fen(10_000_000), Fen(0), Fen(5_000))
    );
    let error = read("姓名,投入本金,返还本金,利息\n甲某,10万元,0,0\n乙某,5,0,0\n")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("有的写了万元等单位（第 2 行），有的没有写（第 3 行）"),
        "{error}"
    );
}

#[test]
fn a_number_that_tells_nobody_apart_is_refused() {
    let head = "姓名,身份证号,投入本金,返还本金,利息\n";
    for (rows, part) in [
        ("甲某,1.40521E+17,100,0,0\n", "末几位已经丢失"),
        ("甲某,无,100,0,0\n", "写的是“无”"),
        ("甲某,,100,0,0\n", "“身份证号”空着"),
        ("甲某,Q1,100,0,0\n乙某,Q1,200,0,0\n", "一个编号不能是两个人"),
    ] {
        let text = format!("{head}{rows}");
        for duplicates in [Duplicates::Refuse, Duplicates::AddUp] {
            let error = read_claims(text.as_bytes(), "x.csv", duplicates)
                .unwrap_err()
                .to_string();
            assert!(error.contains(part), "{part} 不在：{error}");
        }
    }
}

#[test]
fn what_is_odd_is_said() {
    let file =
        read("姓名,投入本金,返还本金,利息,净损失\n甲某,100,200,0,0\n乙某,200,0,0,100\n").unwrap();
    assert!(
        file.notes[0].contains("已返还本金 200.00 元大于投入本金 100.00 元"),
        "{:?}",
        file.notes
    );
    assert!(
        file.notes[1].contains("“净损失”是 100.00 元"),
        "{:?}",
        file.notes
    );
}

#[test]
fn contracts_of_one_person_add_up_when_asked() {
    let text = "claimant,paid_in,returned,received\nA,100,0,150\nA,200,0,0\n";
    let file = read_claims(text.as_bytes(), "x.csv", Duplicates::AddUp).unwrap();
    assert_eq!(
        file.claims,
        [Claim::new("A", Fen(30_000), Fen(0), Fen(15_000))]
    );
    assert_eq!(file.notes.len(), 1);
}

#[test]
fn missing_columns_are_named() {
    let error = read("claimant,paid_in\nA,1\n").unwrap_err().to_string();
    assert!(
        error.contains("returned（已返还本金）、received"),
        "{error}"
    );
    assert!(!error.contains("paid_in（"), "{error}");
}

proptest::proptest! {
    /// Whatever stands in the file: it is read or refused in words, a row is never lost.
    #[test]
    fn no_row_is_lost(rows in proptest::collection::vec((".{0,6}", "[-0-9,.万 约]{0,6}", "[0-9.]{0,4}", "[0-9]{0,3}"), 0..12)) {
        let mut text = "claimant,paid_in,returned,received\n".to_owned();
        for (name, paid_in, returned, received) in &rows {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace(['"', '\r', '\n', '\0'], ""));
            text.push_str(&[quoted(name), quoted(paid_in), quoted(returned), quoted(received)].join(","));
            text.push('\n');
        }
        let filled = |row: &&(String, String, String, String)| {
            let plain: String = [&row.0, &row.1, &row.2, &row.3].into_iter().flat_map(|c| c.chars()).collect();
            !fangfei_intake::value::fold(&plain.replace(['"', '\r', '\n', '\0'], "")).is_empty()
        };
        if let Ok(file) = read_claims(text.as_bytes(), "x.csv", Duplicates::Refuse) {
            let others = ["合计行", "是说明"];
            let totals = file.notes.iter().filter(|note| others.iter().any(|word| note.contains(word))).count();
            proptest::prop_assert_eq!(file.claims.len() + totals, rows.iter().filter(filled).count());
            proptest::prop_assert_eq!(file.claims.len(), file.people.len());
        }
    }
}
