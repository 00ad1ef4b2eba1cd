//! Cases for the patterns over one account, with results worked out by hand. It must not test text beyond the
//! figures a reader relies on.

use fangfei_model::money::Fen;

use super::{Finding, Parameters, Pattern, find};
use crate::story::Story;

fn of(story: &Story, pattern: Pattern) -> Vec<Finding> {
    let parameters = Parameters::shipped().unwrap();
    let found = find(&story.sorted(), &parameters);
    found.into_iter().filter(|f| f.pattern == pattern).collect()
}

/// Twelve persons pay 20 000 to 老板 between 4 and 13 March 2024.
fn savers(story: &mut Story) {
    for i in 0..12 {
        let day = format!("2024-03-{:02} 10:00", 4 + i % 10);
        story.pay(&day, &format!("储户{i}"), "老板", "20000", "投资款");
    }
}

#[test]
fn many_persons_into_one_account() {
    let mut story = Story::new();
    savers(&mut story);
    let found = of(&story, Pattern::ManyPayers);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("老板")]);
    assert_eq!(found[0].transfer_count, 12);
    assert_eq!(found[0].amount, Fen::from_yuan(240_000).unwrap());
    assert!(found[0].reason.contains("12名个人"), "{}", found[0].reason);
    // Two paid on the 4th, two on the 5th, one a day from the 6th: the tenth on the 11th.
    assert_eq!(
        found[0].noticed.civil().unwrap().date().to_string(),
        "2024-03-11"
    );
}

#[test]
fn the_same_persons_over_half_a_year_are_no_crowd() {
    let mut story = Story::new();
    for i in 0..12 {
        let day = format!("2024-{:02}-{:02}", 1 + i / 2, 5 + 14 * (i % 2));
        story.pay(&day, &format!("储户{i}"), "老板", "20000", "");
    }
    assert_eq!(of(&story, Pattern::ManyPayers), []);
}

/// Twelve accounts without names pay account 8001 20 000 each, and it passes most on to 9001.
fn nameless(story: &mut Story, month: usize) {
    for i in 0..12 {
        let day = format!("2024-{month:02}-{:02}", 4 + i);
        story.pay(&day, &format!("{}", 1_000 + i), "8001", "20000", "");
    }
    story.pay(&format!("2024-{month:02}-16"), "8001", "9001", "150000", "");
}

#[test]
fn a_crowd_at_a_bare_number_is_told_when_it_comes_at_once_and_not_when_it_always_comes() {
    let mut once = Story::new();
    nameless(&mut once, 3);
    let found = of(&once, Pattern::Gather);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [once.id("8001"), once.id("9001")]);
    let mut always = Story::new();
    for month in 1..=8 {
        nameless(&mut always, month);
    }
    assert_eq!(of(&always, Pattern::Gather), []);
    assert_eq!(of(&always, Pattern::ManyPayers), []);
    // A named person's account is looked at all the same: there the crowd is known to be one.
    let mut named = Story::new();
    for month in ["01", "03", "05", "07"] {
        for i in 0..12 {
            let day = format!("2024-{month}-{:02}", 4 + i);
            named.pay(&day, &format!("储户{i}"), "老板", "20000", "");
        }
    }
    assert!(!of(&named, Pattern::ManyPayers).is_empty());
}

#[test]
fn who_only_came_along_is_not_named() {
    let mut story = Story::new();
    savers(&mut story);
    story.pay("2024-03-14", "老板", "老板娘", "150000", "");
    story.pay("2024-03-14", "老板", "水果摊", "35", "");
    let found = of(&story, Pattern::Gather);
    assert_eq!(found[0].accounts, [story.id("老板"), story.id("老板娘")]);
}

#[test]
fn gathered_and_moved_on_names_the_receiver() {
    let mut story = Story::new();
    savers(&mut story);
    story.pay("2024-03-14", "老板", "老板娘", "150000", "");
    let found = of(&story, Pattern::Gather);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("老板"), story.id("老板娘")]);
    assert_eq!(found[0].transfer_count, 13);
    assert!(found[0].reason.contains("62%"), "{}", found[0].reason);
}

#[test]
fn one_source_paid_out_to_many() {
    let mut story = Story::new();
    story.pay("2024-03-04", "总账户", "分发人", "300000", "");
    for i in 0..11 {
        let day = format!("2024-03-{:02}", 5 + i % 8);
        story.pay(&day, "分发人", &format!("收款{i}"), "25000", "");
    }
    let found = of(&story, Pattern::Scatter);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("分发人"), story.id("总账户")]);
    assert_eq!(found[0].amount, Fen::from_yuan(575_000).unwrap());
    assert_eq!(of(&story, Pattern::Gather), []);
}

#[test]
fn persons_who_get_their_own_money_back_are_not_scattered_to() {
    let mut story = Story::new();
    savers(&mut story);
    for i in 0..12 {
        story.pay("2024-03-15", "老板", &format!("储户{i}"), "19000", "");
    }
    assert_eq!(of(&story, Pattern::GatherScatter), []);
    for i in 0..12 {
        story.pay("2024-03-15 12:00", "老板", &format!("别人{i}"), "900", "");
    }
    assert_eq!(
        of(&story, Pattern::GatherScatter).len(),
        0,
        "more left than came"
    );
}

#[test]
fn large_amounts_are_summed_by_day_and_direction() {
    let mut story = Story::new();
    story.held("乙");
    story.held("别的公司");
    story.pay("2024-03-04 09:00", "甲", "乙", "300000", "");
    story.pay("2024-03-04 15:00", "丙", "乙", "200000", "");
    story.pay("2024-03-05 09:00", "甲", "乙", "499999.99", "");
    story.pay("2024-03-06 09:00", "现金", "乙", "50000", "");
    story.pay("2024-03-07 09:00", "某公司", "别的公司", "1999999.99", "");
    let found = of(&story, Pattern::Large);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("乙")]);
    assert_eq!(found[0].transfers, [0, 1, 3]);
    assert!(
        found[0].reason.contains("最大的一天为2024-03-04，50万元"),
        "{}",
        found[0].reason
    );
}

#[test]
fn three_just_under_the_limit_are_told_two_are_not() {
    let mut story = Story::new();
    story.pay("2024-03-04", "现金", "乙", "49000", "");
    story.pay("2024-03-05", "现金", "乙", "49900", "");
    assert_eq!(of(&story, Pattern::UnderThreshold), []);
    story.pay("2024-03-06", "现金", "乙", "45000", "");
    let found = of(&story, Pattern::UnderThreshold);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].transfers, [0, 1, 2]);
    // As many at the limit: nobody who hides does that.
    story.pay("2024-03-06 12:00", "现金", "乙", "50000", "");
    story.pay("2024-03-06 13:00", "现金", "乙", "52000", "");
    story.pay("2024-03-06 14:00", "现金", "丁", "49000", "");
    assert_eq!(of(&story, Pattern::UnderThreshold).len(), 1);
}

#[test]
fn in_and_out_on_the_same_day_on_three_days() {
    let mut story = Story::new();
    for day in ["2024-03-04", "2024-03-08", "2024-03-20"] {
        story.pay(&format!("{day} 09:00"), "甲", "过账人", "80000", "");
        story.pay(&format!("{day} 10:00"), "过账人", "丙", "79000", "");
    }
    let found = of(&story, Pattern::Transit);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].transfers.len(), 6);
    assert_eq!(
        found[0].noticed.civil().unwrap().date().to_string(),
        "2024-03-20"
    );
}

#[test]
fn a_firm_pays_persons_from_what_firms_pay_it_but_wages_are_wages() {
    let mut story = Story::new();
    for day in ["2024-03-04", "2024-03-11"] {
        story.pay(
            &format!("{day} 09:00"),
            "甲公司",
            "壳公司",
            "300000",
            "咨询费",
        );
        story.pay(&format!("{day} 10:00"), "壳公司", "张三", "290000", "往来");
        story.pay(&format!("{day} 09:00"), "甲公司", "用工公司", "300000", "");
        story.pay(
            &format!("{day} 10:00"),
            "用工公司",
            "李四",
            "290000",
            "工资",
        );
    }
    let found = of(&story, Pattern::PublicToPrivate);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("壳公司")]);
}

#[test]
fn a_sleeper_wakes_and_interest_is_no_sign_of_life() {
    let mut story = Story::new();
    story.held("睡户");
    story.pay("2022-01-05", "甲", "睡户", "100", "");
    story.pay("2022-06-21", "银行", "睡户", "0.12", "结息");
    for (day, yuan) in [
        ("2023-03-01", "90000"),
        ("2023-03-02", "80000"),
        ("2023-03-03", "70000"),
    ] {
        story.pay(day, "乙", "睡户", yuan, "");
    }
    let found = of(&story, Pattern::Dormant);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].reason.contains("420天没有交易"),
        "{}",
        found[0].reason
    );
    assert_eq!(found[0].transfers, [2, 3, 4]);
}
