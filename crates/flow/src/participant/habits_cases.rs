//! Who is unlike those who surely took part, told line by line. It must not repeat the rules.

use super::cases::{TILL, read, sums};
use super::ledger::{Doubt, Participants};
use crate::story::Story;

/// Twelve put in ten thousand or more and got gains from the next month on.
fn scheme() -> Story {
    let mut story = Story::new();
    for n in 0..12 {
        let name = format!("参与人{n}");
        story.pay("2024-01-05", &name, TILL, "10000", "");
        for day in ["2024-02-05", "2024-03-05", "2024-06-05"] {
            story.pay(day, TILL, &name, "100", "收益");
        }
    }
    story
}

fn doubts(participants: &Participants, name: &str) -> Vec<Doubt> {
    let found = participants
        .list
        .iter()
        .find(|p| p.name.as_deref() == Some(name));
    found.map_or(Vec::new(), |p| p.doubts.clone())
}

#[test]
fn who_lends_gives_little_or_is_never_paid_is_uncertain() {
    let mut story = scheme();
    story.pay("2024-02-01", "出借人", TILL, "200000", "借款");
    story.pay("2024-02-01", "朋友", TILL, "500", "");
    story.pay("2024-01-10", "久等的人", TILL, "10000", "");
    story.pay("2024-06-01", "新来的人", TILL, "10000", "");
    story.pay("2024-02-01", "熟人", TILL, "20000", "");
    story.pay("2024-02-20", TILL, "熟人", "20000", "本金");
    let (_, participants) = read(&mut story);
    assert!(doubts(&participants, "出借人").contains(&Doubt::Loan));
    assert!(doubts(&participants, "朋友").contains(&Doubt::Small));
    assert_eq!(doubts(&participants, "久等的人"), [Doubt::NeverPaid]);
    assert_eq!(doubts(&participants, "熟人"), [Doubt::NoGain]);
    assert_eq!(doubts(&participants, "新来的人"), []);
    assert_eq!(doubts(&participants, "参与人3"), []);
}

#[test]
fn where_loans_are_the_schemes_word_a_loan_is_no_doubt() {
    let mut story = scheme();
    for n in 0..3 {
        story.pay("2024-04-05", &format!("参与人{n}"), TILL, "10000", "借款");
    }
    story.pay("2024-06-01", "新来的人", TILL, "20000", "借款");
    let (_, participants) = read(&mut story);
    assert_eq!(doubts(&participants, "新来的人"), []);
}

#[test]
fn who_buys_at_a_till_that_also_sells_took_no_part() {
    let mut story = scheme();
    for n in 0..25 {
        let customer = format!("顾客{n}");
        story.pay("2024-02-01", &customer, TILL, "158.50", "");
        story.pay("2024-02-09", &customer, TILL, "100", "");
    }
    story.pay("2024-02-01", "参与人3", TILL, "66.60", "");
    let (_, participants) = read(&mut story);
    assert_eq!(participants.list.len(), 12);
    assert_eq!(
        sums(&participants, "参与人3"),
        ["10000.00", "0.00", "300.00", "0.00"]
    );
}

#[test]
fn principal_less_a_fee_is_no_purchase() {
    let mut story = scheme();
    for n in 0..25 {
        story.pay("2024-06-01", &format!("新来的人{n}"), TILL, "19990.50", "");
    }
    story.pay("2024-05-01", "参与人3", TILL, "5000.50", "");
    story.pay("2024-06-01", "整数的人", TILL, "15000", "");
    let (_, participants) = read(&mut story);
    assert_eq!(
        sums(&participants, "新来的人7"),
        ["19990.50", "0.00", "0.00", "0.00"]
    );
    assert_eq!(doubts(&participants, "新来的人7"), [Doubt::Uneven]);
    assert_eq!(sums(&participants, "参与人3")[0], "15000.50");
    assert_eq!(doubts(&participants, "整数的人"), []);
}

#[test]
fn where_hardly_anybody_is_paid_nobody_who_was_not_is_certain() {
    let mut story = Story::new();
    for n in 0..20 {
        story.pay("2024-01-05", &format!("付款人{n}"), TILL, "10000", "");
    }
    let (_, participants) = read(&mut story);
    assert_eq!(doubts(&participants, "付款人3"), [Doubt::NobodyPaid]);
}
