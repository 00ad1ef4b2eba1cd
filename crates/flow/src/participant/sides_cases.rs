//! Schemes that collect on one account and pay out of another, told line by line. It must not repeat the rules.

use super::{
    cases::{TILL, read, sums},
    seeds::two_sides,
    till::Sums,
    words::PaymentWords,
};
use crate::story::Story;

const PAYER: &str = "乙付款人";
const COLLECTOR: &str = "戊收款人";

fn joins(story: &mut Story, name: &str) -> bool {
    let account = story.id(name);
    read(story).1.till.contains(&account)
}

/// Twenty put principal in; nothing is seen to leave for the account that pays them.
fn put_in() -> Story {
    let mut story = Story::new();
    story.held(PAYER);
    for n in 0..20 {
        let day = format!("2024-01-{:02}", n + 1);
        story.pay(&day, &format!("参与人{n}"), TILL, "10000", "");
    }
    story
}

#[test]
fn who_pays_gains_to_those_who_paid_in_pays_for_the_scheme() {
    let mut story = put_in();
    for n in 0..12 {
        story.pay("2024-03-05", PAYER, &format!("参与人{n}"), "120", "收益");
        story.pay("2024-04-05", PAYER, &format!("参与人{n}"), "10120", "");
    }
    assert!(joins(&mut story, PAYER));
    let (_, participants) = read(&mut story);
    assert_eq!(
        sums(&participants, "参与人3"),
        ["10000.00", "10000.00", "240.00", "0.00"]
    );
}

#[test]
fn an_employer_or_a_friend_of_those_who_paid_in_does_not() {
    let paid = |persons: usize, strangers: usize, yuan: fn(usize) -> String, memo: &str| {
        let mut story = put_in();
        for n in 0..persons {
            story.pay("2024-03-05", PAYER, &format!("参与人{n}"), &yuan(n), memo);
        }
        for n in 0..strangers {
            story.pay("2024-03-05", PAYER, &format!("路人{n}"), &yuan(n), memo);
        }
        joins(&mut story, PAYER)
    };
    let same = |_: usize| "120".to_owned();
    let uneven = |n: usize| format!("{}", 1801 + 37 * n);
    assert!(paid(12, 4, same, ""), "one rate for all");
    assert!(!paid(12, 12, same, ""), "half of whom it pays are others");
    assert!(!paid(7, 0, same, ""), "few of those who paid in");
    assert!(!paid(16, 0, uneven, ""), "no words, no rate");
    assert!(!paid(16, 0, same, "工资"), "wages");
    let much = |_: usize| "4000".to_owned();
    assert!(
        !paid(16, 0, much, "福利"),
        "out of proportion to what was put in"
    );
}

#[test]
fn who_takes_the_principal_of_those_paid_without_any_collects_for_the_scheme() {
    let collected = |strangers: usize, until: &str| {
        let mut story = put_in();
        story.held(COLLECTOR);
        for n in 0..10 {
            let name = format!("客户{n}");
            story.pay("2024-01-25", &name, COLLECTOR, "20000", "");
            story.pay(until, TILL, &name, "240", "收益");
        }
        for n in 0..strangers {
            story.pay("2024-01-26", &format!("路人{n}"), COLLECTOR, "20000", "");
        }
        story
    };
    assert!(joins(&mut collected(3, "2024-02-25"), COLLECTOR));
    assert!(
        !joins(&mut collected(12, "2024-02-25"), COLLECTOR),
        "a crowd of its own"
    );
    assert!(
        !joins(&mut collected(3, "2024-01-05"), COLLECTOR),
        "paid before they paid it"
    );
    let (_, participants) = read(&mut collected(3, "2024-02-25"));
    assert_eq!(
        sums(&participants, "客户3"),
        ["20000.00", "0.00", "240.00", "0.00"]
    );
}

#[test]
fn a_school_that_the_schemes_people_pay_as_well_does_not() {
    let mut story = put_in();
    story.held("实验小学");
    for n in 0..20 {
        let name = format!("参与人{n}");
        story.pay("2024-01-25", &name, "实验小学", "2600", "学费");
        story.pay("2024-02-25", TILL, &name, "120", "收益");
    }
    story.pay("2024-02-26", "实验小学", "教师", "40000", "工资");
    assert!(!joins(&mut story, "实验小学"));
}

/// Words stand on what an account pays only; who collects is told by who is paid.
#[test]
fn words_on_payments_alone_lead_to_who_took_the_principal() {
    let mut story = put_in();
    story.held(TILL);
    story.held("健身房");
    for n in 0..20 {
        let name = format!("参与人{n}");
        story.pay("2024-01-25", &name, "健身房", "1200", "年卡");
        story.pay("2024-03-05", PAYER, &name, "120", "收益");
    }
    let (till, payer) = (story.id(TILL), story.id(PAYER));
    let transfers = story.sorted();
    let said = PaymentWords::shipped().unwrap().of(&transfers);
    let found = two_sides(&transfers, &Sums::of(&transfers), &said, &[payer].into());
    assert_eq!(found, [till, payer].into());
}
