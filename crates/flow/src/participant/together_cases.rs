//! Schemes that only several accounts read together show, told line by line, and payments that only sums tell.

use fangfei_model::money::Fen;

use super::{
    accounts::{Options, accounts},
    cases::{TILL, read, sums},
    ledger::Doubt,
};
use crate::story::Story;

/// Eight people put their money into one account and are paid it back, with a gain once, by another; a shop keeps its own.
fn paid_once_by_another() -> Story {
    let mut story = Story::new();
    for account in ["甲收款户", "乙付款户", "丁杂货铺"] {
        story.held(account);
    }
    for n in 0..8 {
        let name = format!("参与人{n}");
        let sum = (1 + n % 3) * 10_000;
        story.pay("2024-01-05", &name, "甲收款户", &sum.to_string(), "转账");
        story.pay("2024-01-06", &name, "丁杂货铺", "600", "转账");
        let back = (sum * 112 / 100).to_string();
        story.pay("2024-07-05", "乙付款户", &name, &back, "转账");
    }
    for n in 0..20 {
        story.pay("2024-02-06", &format!("顾客{n}"), "丁杂货铺", "600", "转账");
    }
    story
}

#[test]
fn a_scheme_that_pays_once_from_another_account_is_found() {
    let mut story = paid_once_by_another();
    let mut till = [story.id("甲收款户"), story.id("乙付款户")];
    till.sort();
    let transfers = story.sorted();
    let found = accounts(&transfers, &[], &Options::default());
    assert_eq!(found.till, till);
    assert_eq!(
        sums(&found, "参与人1"),
        ["20000.00", "20000.00", "2400.00", "0.00"]
    );
}

#[test]
fn who_only_pays_fees_and_gets_some_back_takes_part_in_nothing() {
    let mut story = Story::new();
    story.held("学校");
    for n in 0..30 {
        let name = format!("家长{n}");
        story.pay("2024-01-05", &name, "学校", "3600", "转账");
        if n < 8 {
            story.pay("2024-03-05", "学校", &name, "1800", "转账");
        }
    }
    let found = accounts(&story.sorted(), &[], &Options::default());
    assert!(found.till.is_empty() && found.list.is_empty());
}

/// Eight people are paid 2% a month; whoever brought the next one is paid 5% of what that one put in, three days later.
fn with_commissions() -> Story {
    let mut story = Story::new();
    for n in 0..8 {
        let name = format!("参与人{n}");
        let day = format!("2024-01-{:02}", 1 + 3 * n);
        let sum = 20_000 + 1_700 * n;
        story.pay(&day, &name, TILL, &sum.to_string(), "转账");
        for month in 2..=7 {
            let day = format!("2024-{month:02}-{:02}", 1 + 3 * n);
            story.pay(&day, TILL, &name, &(sum / 50).to_string(), "转账");
        }
        if n > 0 {
            let day = format!("2024-01-{:02}", 2 + 3 * n);
            let paid = format!("{}.{:02}", sum * 5 / 100, sum * 5 % 100);
            story.pay(&day, TILL, &format!("参与人{}", n - 1), &paid, "转账");
        }
    }
    story
}

#[test]
fn a_commission_is_told_by_what_somebody_else_had_just_put_in() {
    let (_, found) = read(&mut with_commissions());
    assert_eq!(
        sums(&found, "参与人2"),
        ["23400.00", "0.00", "2808.00", "1255.00"]
    );
}

#[test]
fn equal_instalments_are_principal_and_gain() {
    let mut story = Story::new();
    for n in 0..4 {
        let name = format!("参与人{n}");
        let sum = 12_000 * (n + 1);
        story.pay("2024-01-05", &name, TILL, &sum.to_string(), "转账");
        for month in 2..=7 {
            let day = format!("2024-{month:02}-05");
            let paid = sum / 12 + sum / 100;
            story.pay(&day, TILL, &name, &paid.to_string(), "转账");
        }
    }
    let till = story.id(TILL);
    let options = Options {
        scheme: vec![till],
        incomplete: Vec::new(),
    };
    let found = accounts(&story.sorted(), &[], &options);
    assert_eq!(
        sums(&found, "参与人1"),
        ["24000.00", "12000.00", "1440.00", "0.00"]
    );
}

#[test]
fn money_that_came_before_anything_was_put_in_leaves_a_doubt() {
    let mut story = with_commissions();
    story.pay("2023-12-01", TILL, "参与人5", "777", "转账");
    let (_, found) = read(&mut story);
    let one = found
        .list
        .iter()
        .find(|p| p.name.as_deref() == Some("参与人5"));
    let one = one.expect("listed");
    assert!(one.doubts.contains(&Doubt::PaidBefore));
    assert_eq!(one.commission, Fen(151_000));
}
