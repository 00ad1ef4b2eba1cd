//! Which accounts join a scheme's, told line by line. It must not repeat the rules.

use fangfei_model::money::Fen;

use super::cases::{TILL, read, sums};
use super::ledger::{Doubt, Participant};
use super::till::Till;
use crate::{
    pattern::{Finding, Pattern},
    story::Story,
    transfer::AccountId,
};

#[test]
fn the_account_that_pays_out_joins_and_an_employer_does_not() {
    let mut story = Story::new();
    story.held("乙公司付款户");
    story.held("丙机械厂");
    for n in 0..8 {
        let name = format!("参与人{n}");
        story.pay("2024-01-05", &name, TILL, "10000", "投资款");
        story.pay("2024-02-05", "乙公司付款户", &name, "10100", "本息");
        story.pay("2024-01-15", "丙机械厂", &name, "5000", "工资");
    }
    story.pay("2024-02-04", TILL, "乙公司付款户", "80800", "往来款");
    let mut till = [story.id(TILL), story.id("乙公司付款户")];
    till.sort();
    let (_, participants) = read(&mut story);
    assert_eq!(participants.till, till);
    assert_eq!(
        sums(&participants, "参与人3"),
        ["10000.00", "10000.00", "100.00", "0.00"]
    );
}

#[test]
fn a_collector_joins_whose_money_ends_where_the_schemes_does() {
    let mut story = Story::new();
    story.held("戊收款人");
    story.held("丁杂货铺");
    for n in 0..8 {
        let name = format!("参与人{n}");
        story.pay("2024-01-05", &name, TILL, "10000", "投资款");
        story.pay("2024-01-25", &name, "戊收款人", "20000", "投资款");
        story.pay("2024-01-26", &name, "丁杂货铺", "600", "年货");
        story.pay("2024-02-05", TILL, &name, "300", "利息");
    }
    for day in ["2024-02-01", "2024-02-10", "2024-02-20", "2024-03-01"] {
        story.pay(day, TILL, "己去向户", "15000", "往来款");
        story.pay(day, "戊收款人", "己去向户", "40000", "往来款");
        story.pay(day, "丁杂货铺", "庚批发商", "1200", "货款");
    }
    let mut till = [story.id(TILL), story.id("戊收款人")];
    till.sort();
    let (_, participants) = read(&mut story);
    assert_eq!(participants.till, till);
    assert_eq!(
        sums(&participants, "参与人3"),
        ["30000.00", "0.00", "300.00", "0.00"]
    );
}

/// Twenty pay the till and get something back; some of them also pay two other accounts in round sums. What those
/// others do with the money is for the test to tell.
fn beside_the_till(payers: usize, strangers: usize) -> Story {
    let mut story = Story::new();
    story.held("戊收款人");
    for n in 0..20 {
        let name = format!("参与人{n}");
        story.pay("2024-01-05", &name, TILL, "10000", "投资款");
        story.pay("2024-02-05", TILL, &name, "300", "利息");
    }
    for n in 0..payers {
        let name = format!("参与人{n}");
        story.pay("2024-01-25", &name, "戊收款人", "20000", "转账");
    }
    for n in 0..strangers {
        let name = format!("路人{n}");
        story.pay("2024-01-26", &name, "戊收款人", "20000", "转账");
    }
    for day in ["2024-02-10", "2024-02-20"] {
        story.pay(day, TILL, "己去向户", "50000", "往来款");
    }
    story
}

fn joins_the_till(story: &mut Story, name: &str) -> bool {
    let account = story.id(name);
    read(story).1.till.contains(&account)
}

#[test]
fn a_collector_who_hands_on_rarely_joins_when_the_whole_crowd_is_the_schemes() {
    let handed_on = |payers, strangers| {
        let mut story = beside_the_till(payers, strangers);
        story.pay("2024-03-01", "戊收款人", "己去向户", "80000", "往来款");
        story.pay("2024-03-02", "戊收款人", "辛亲属", "120000", "往来款");
        story
    };
    assert!(joins_the_till(&mut handed_on(10, 0), "戊收款人"));
    assert!(
        !joins_the_till(&mut handed_on(6, 4), "戊收款人"),
        "a crowd that is half its own says nothing"
    );
    let mut elsewhere = beside_the_till(10, 0);
    elsewhere.pay("2024-03-01", "戊收款人", "己去向户", "20000", "往来款");
    elsewhere.pay("2024-03-02", "戊收款人", "壬批发商", "180000", "货款");
    assert!(
        !joins_the_till(&mut elsewhere, "戊收款人"),
        "its money goes other ways"
    );
}

#[test]
fn who_paid_an_account_that_may_collect_as_well_is_uncertain() {
    let doubtful = |strangers: usize, to: &str| {
        let mut story = beside_the_till(6, strangers);
        story.pay("2024-03-01", "戊收款人", to, "20000", "往来款");
        story.pay("2024-03-02", "戊收款人", "壬批发商", "90000", "货款");
        assert!(!joins_the_till(&mut story, "戊收款人"));
        let (_, participants) = read(&mut story);
        let told = |p: &&Participant| p.doubts.contains(&Doubt::PaidElsewhere);
        participants.list.iter().filter(told).count()
    };
    assert_eq!(doubtful(4, "己去向户"), 6);
    assert_eq!(doubtful(4, "壬批发商"), 0, "nothing went the scheme's ways");
    assert_eq!(doubtful(8, "己去向户"), 0, "most who pay are others");
}

#[test]
fn cash_paid_in_speaks_neither_for_a_collector_nor_against_it() {
    let collected = |handed_on: &str| {
        let mut story = beside_the_till(6, 0);
        for day in ["2024-02-01", "2024-02-02", "2024-02-03"] {
            story.pay(day, "现金", "戊收款人", "100000", "现金存入");
        }
        for day in ["2024-02-11", "2024-02-12", "2024-02-13", "2024-02-14"] {
            story.pay(day, "戊收款人", handed_on, "100000", "往来款");
        }
        story
    };
    assert!(joins_the_till(&mut collected(TILL), "戊收款人"));
    assert!(!joins_the_till(&mut collected("壬批发商"), "戊收款人"));
}

/// A finding of one pattern about one account, without evidence: only who is named counts here.
fn finding(pattern: Pattern, account: AccountId) -> Finding {
    let at = crate::transfer::Moment(0);
    Finding {
        pattern,
        accounts: vec![account],
        transfers: Vec::new(),
        transfer_count: 0,
        crowd: 0,
        amount: Fen::ZERO,
        from: at,
        until: at,
        noticed: at,
        strength: 1,
        reason: String::new(),
        parameters: "".into(),
    }
}

/// Whether an account that pays six of the scheme's people, and four times as many others, joins when words of gains
/// point at it; `from_till` of its income comes from the scheme, the rest from customers.
fn pays_commission(from_till: &str, from_customers: &str) -> bool {
    const PAYER: &str = "壬公司付款户";
    let mut story = beside_the_till(0, 0);
    story.held(TILL);
    story.held(PAYER);
    story.pay("2024-02-01", TILL, PAYER, from_till, "往来款");
    story.pay("2024-02-01", "癸客户公司", PAYER, from_customers, "货款");
    for n in 0..6 {
        story.pay("2024-02-15", PAYER, &format!("参与人{n}"), "900", "提成");
    }
    for n in 0..24 {
        story.pay("2024-02-15", PAYER, &format!("店员{n}"), "900", "提成");
    }
    let (till, payer) = (story.id(TILL), story.id(PAYER));
    let transfers = story.sorted();
    let findings = [
        finding(Pattern::NewMoney, till),
        finding(Pattern::MemoWords, payer),
    ];
    Till::find(&transfers, &findings, &[]).holds(payer)
}

#[test]
fn an_employer_who_pays_commission_joins_only_when_the_scheme_feeds_it() {
    assert!(!pays_commission("1000", "40000"), "a customer among many");
    assert!(pays_commission("30000", "5000"), "paid by the scheme");
}

/// Rows that name a firm without a number mean one of its accounts, and all of these are the scheme's; where another
/// account of that name is not, nobody knows which is meant.
#[test]
fn what_is_named_like_the_schemes_holder_is_the_schemes() {
    let named_only = |other: &str| {
        let mut story = beside_the_till(0, 0);
        story.held(TILL);
        story.pay("2024-02-20", "路人", "户名", "3000", "转账");
        story.pay("2024-02-20", "别户", "路人", "30", "转账");
        let ids = [TILL, "户名", "别户"].map(|name| story.id(name));
        let mut transfers = story.sorted();
        let [till, named, another] = ids.map(|id| id.0 as usize);
        transfers.accounts[till].number = Some("8104123412341234".into());
        transfers.accounts[named].name = Some(TILL.into());
        transfers.accounts[another].name = Some(TILL.into());
        transfers.accounts[another].number = Some(other.into());
        let finding = finding(Pattern::NewMoney, ids[0]);
        Till::find(&transfers, &[finding], &[]).holds(ids[1])
    };
    assert!(named_only("8104****1234"), "a mask of the same number");
    assert!(!named_only("8104999999999999"));
}
