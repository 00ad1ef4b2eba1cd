//! Cases for the patterns over tills and ways, with results worked out by hand, and for ordinary business that looks
//! like them. It must not test text beyond the figures a reader relies on.

use fangfei_model::money::Fen;

use super::{Finding, Outlook, Parameters, Pattern, look};
use crate::ordinary::OrdinaryKind;
use crate::story::Story;
use crate::transfer::{StatedBalance, Transfers};

fn outlook(story: &Story) -> Outlook {
    look(&story.sorted(), &Parameters::shipped().unwrap())
}

fn of(story: &Story, pattern: Pattern) -> Vec<Finding> {
    let found = outlook(story).findings;
    found.into_iter().filter(|f| f.pattern == pattern).collect()
}

/// Fifteen savers pay 10 000 to 150 000 into 投资公司 in January; from February to June each gets 2% on the 15th.
fn scheme() -> Story {
    let mut story = Story::new();
    for i in 0..15_u32 {
        let day = format!("2024-01-{:02} 09:30", 2 + i);
        story.pay(
            &day,
            &format!("储户{i}"),
            "投资公司",
            &(10_000 * (i + 1)).to_string(),
            "",
        );
    }
    for month in 2..=6 {
        for i in 0..15_u32 {
            let day = format!("2024-{month:02}-15 10:00");
            story.pay(
                &day,
                "投资公司",
                &format!("储户{i}"),
                &(200 * (i + 1)).to_string(),
                "",
            );
        }
    }
    story
}

#[test]
fn two_percent_to_everyone_is_a_fixed_rate() {
    let mut story = scheme();
    let found = of(&story, Pattern::FixedRate);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("投资公司")]);
    // 15 principals and 75 payouts: 2% of 1 200 000 five times.
    assert_eq!(found[0].transfer_count, 90);
    assert_eq!(
        found[0].amount,
        Fen::from_yuan(1_200_000 + 5 * 24_000).unwrap()
    );
    assert!(
        found[0].reason.contains("2%（75笔、15人）"),
        "{}",
        found[0].reason
    );
}

#[test]
fn a_rate_that_differs_for_everyone_is_none() {
    let mut story = Story::new();
    for i in 0..15_u32 {
        story.pay("2024-01-05", &format!("储户{i}"), "投资公司", "100000", "");
        let odd = format!("{}.37", 1_013 + 217 * i * i);
        story.pay("2024-02-20", "投资公司", &format!("储户{i}"), &odd, "");
    }
    assert_eq!(of(&story, Pattern::FixedRate), []);
}

#[test]
fn the_fifteenth_of_each_month_is_noticed_in_the_third() {
    let story = scheme();
    let found = of(&story, Pattern::PayoutDay);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].reason.contains("每月15日前后"),
        "{}",
        found[0].reason
    );
    assert!(
        found[0].reason.contains("连续5次，共15人、75笔"),
        "{}",
        found[0].reason
    );
    assert_eq!(
        found[0].noticed.civil().unwrap().date().to_string(),
        "2024-04-15"
    );
}

#[test]
fn payouts_without_other_income_are_new_money_and_with_it_are_not() {
    let mut story = scheme();
    let found = of(&story, Pattern::NewMoney);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].reason.contains("12万元（100%）"),
        "{}",
        found[0].reason
    );
    story.pay("2024-02-01", "客户公司", "投资公司", "100000", "服务费");
    // 20 000 of 120 000 uncovered: below the limit.
    assert_eq!(of(&story, Pattern::NewMoney), []);
}

#[test]
fn payouts_that_an_opening_balance_covers_are_no_new_money() {
    let mut story = scheme();
    let mut transfers = story.sorted();
    let opens = |story: &mut Story, transfers: &Transfers, yuan| StatedBalance {
        account: story.id("投资公司"),
        at: transfers.list[0].at,
        balance: Fen::from_yuan(yuan).unwrap(),
    };
    let new_money = |transfers: &Transfers| {
        let found = look(transfers, &Parameters::shipped().unwrap()).findings;
        found.into_iter().find(|f| f.pattern == Pattern::NewMoney)
    };
    transfers.stated = vec![opens(&mut story, &transfers, 100_000)];
    assert_eq!(new_money(&transfers), None);
    transfers.stated = vec![opens(&mut story, &transfers, 10_000)];
    let found = new_money(&transfers).unwrap();
    assert!(
        found.reason.contains("仍有11万元") && found.reason.contains("1万元是流水印明的期初余额"),
        "{}",
        found.reason
    );
}

#[test]
fn two_accounts_of_one_holder_are_one_till() {
    let mut story = Story::new();
    story.held("投资公司");
    story.held("老板");
    for i in 0..15_u32 {
        story.pay("2024-01-05", &format!("储户{i}"), "投资公司", "100000", "");
    }
    for month in 2..=6 {
        story.pay(
            &format!("2024-{month:02}-14"),
            "投资公司",
            "老板",
            "200000",
            "",
        );
        for i in 0..15_u32 {
            story.pay(
                &format!("2024-{month:02}-15"),
                "老板",
                &format!("储户{i}"),
                "1500",
                "",
            );
        }
    }
    let found = of(&story, Pattern::FixedRate);
    assert_eq!(found.len(), 1, "what the firm takes in the owner pays back");
    assert_eq!(found[0].accounts.len(), 2);
    assert!(found[0].reason.contains("1.5%"), "{}", found[0].reason);
}

#[test]
fn memos_of_a_scheme_need_several_persons() {
    let mut story = Story::new();
    for i in 0..10_u32 {
        story.pay("2024-01-05", "甲", "乙", "1000", "投资款");
        story.pay(
            "2024-01-06",
            &format!("储户{}", i % 5),
            "丙",
            "1000",
            "复投",
        );
    }
    let found = of(&story, Pattern::MemoWords);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("丙")]);
}

/// Persons pay in month by month, less in the end; payouts stop, and the rest leaves in one day.
fn collapse() -> Story {
    let mut story = Story::new();
    for month in 1..=8_u32 {
        let payers = [10, 20, 30, 30, 20, 6, 2, 1][month as usize - 1];
        for i in 0..payers {
            let day = format!("2024-{month:02}-{:02}", 1 + i % 28);
            story.pay(&day, &format!("储户{month}-{i}"), "投资公司", "20000", "");
        }
        for i in 0..[0, 5, 10, 20, 30, 25, 3, 0][month as usize - 1] {
            let day = format!("2024-{month:02}-28");
            story.pay(&day, "投资公司", &format!("储户1-{}", i % 10), "400", "");
        }
    }
    story.pay("2024-06-20", "投资公司", "外地公司", "1800000", "");
    story
}

#[test]
fn the_end_is_seen_before_it_is_over() {
    let mut story = collapse();
    let found = of(&story, Pattern::LatePhase);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts, [story.id("投资公司")]);
    assert!(
        found[0].reason.contains("2024-06-20转给"),
        "{}",
        found[0].reason
    );
    let noticed = found[0].noticed.civil().unwrap().date();
    assert!(noticed <= jiff::civil::date(2024, 7, 5), "{noticed}");
}

#[test]
fn money_that_comes_back_in_four_hops() {
    let mut story = Story::new();
    story.pay("2024-03-04 09:00", "甲", "乙", "100000", "");
    story.pay("2024-03-05 09:00", "乙", "丙", "99000", "");
    story.pay("2024-03-06 09:00", "丙", "丁", "98000", "");
    story.pay("2024-03-07 09:00", "丁", "甲", "97000", "");
    let found = of(&story, Pattern::Cycle);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].transfers, [0, 1, 2, 3]);
    assert_eq!(found[0].amount, Fen::from_yuan(394_000).unwrap());
    assert!(
        found[0].reason.contains("甲→乙→丙→丁"),
        "{}",
        found[0].reason
    );
}

#[test]
fn money_out_of_order_or_too_little_of_it_is_no_cycle() {
    let mut story = Story::new();
    story.pay("2024-03-04", "甲", "乙", "100000", "");
    story.pay("2024-03-03", "乙", "丙", "100000", "");
    story.pay("2024-03-05", "丙", "甲", "100000", "");
    story.pay("2024-04-01", "子", "丑", "100000", "");
    story.pay("2024-04-02", "丑", "寅", "50000", "");
    story.pay("2024-04-03", "寅", "子", "50000", "");
    story.pay("2024-05-06", "午", "未", "100000", "");
    story.pay("2024-05-07", "未", "午", "100000", "");
    assert_eq!(of(&story, Pattern::Cycle), []);
}

#[test]
fn split_over_six_and_gathered_again() {
    let mut story = Story::new();
    for i in 0..6 {
        story.pay("2024-03-04", "源头", &format!("中转{i}"), "20000", "");
        let day = format!("2024-03-{:02}", 6 + i % 3);
        story.pay(&day, &format!("中转{i}"), "终点", "19500", "");
    }
    let found = of(&story, Pattern::ScatterGather);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].accounts[..2], [story.id("源头"), story.id("终点")]);
    assert_eq!(found[0].accounts.len(), 8);
    assert_eq!(found[0].transfer_count, 12);
}

fn ordinary(story: &mut Story, name: &str) -> Option<OrdinaryKind> {
    let id = story.id(name);
    let outlook = outlook(story);
    let accused: Vec<_> = outlook
        .findings
        .iter()
        .filter(|f| f.accounts.contains(&id))
        .collect();
    assert!(accused.is_empty(), "{accused:#?}");
    outlook
        .ordinary
        .iter()
        .find(|o| o.account == id)
        .map(|o| o.kind)
}

#[test]
fn a_property_firm_collects_and_pays_its_contractors() {
    let mut story = Story::new();
    for i in 0..60_u32 {
        let day = format!("2024-01-{:02}", 2 + i % 20);
        let fee = format!("{}", 2_000 + 40 * i);
        story.pay(
            &day,
            &format!("业主{i}"),
            "安居服务有限公司",
            &fee,
            "2024年物业费",
        );
    }
    story.pay(
        "2024-01-25",
        "安居服务有限公司",
        "保洁公司",
        "150000",
        "保洁费",
    );
    assert_eq!(
        ordinary(&mut story, "安居服务有限公司"),
        Some(OrdinaryKind::PropertyFee)
    );
}

#[test]
fn a_teacher_who_collects_for_the_class_is_no_fundraiser() {
    let mut story = Story::new();
    for i in 0..45_u32 {
        story.pay("2024-09-01", &format!("家长{i}"), "王老师", "3000", "学费");
    }
    story.pay("2024-09-02", "王老师", "第一小学", "135000", "代收学费");
    assert_eq!(
        ordinary(&mut story, "王老师"),
        Some(OrdinaryKind::SchoolFee)
    );
}

#[test]
fn wages_without_a_word_are_told_by_their_regularity() {
    let mut story = Story::new();
    for month in 1..=6_u32 {
        story.pay(
            &format!("2024-{month:02}-05"),
            "客户公司",
            "机械厂",
            "300000",
            "",
        );
        for i in 0..20_u32 {
            let wage = format!("{}", 5_000 + 313 * i);
            story.pay(
                &format!("2024-{month:02}-10"),
                "机械厂",
                &format!("工人{i}"),
                &wage,
                "",
            );
        }
    }
    assert_eq!(ordinary(&mut story, "机械厂"), Some(OrdinaryKind::Payroll));
}

#[test]
fn a_shop_with_refunds_is_a_shop() {
    let mut story = Story::new();
    for i in 0..200_u32 {
        let day = format!("2024-03-{:02} 12:00", 1 + i % 28);
        let price = format!("{}.50", 40 + 97 * (i % 31));
        story.pay(&day, &format!("顾客{i}"), "老李", &price, "");
        if i % 40 == 0 {
            story.pay(
                &format!("2024-03-{:02} 18:00", 1 + i % 28),
                "老李",
                &format!("顾客{i}"),
                &price,
                "",
            );
        }
    }
    story.pay("2024-03-28 20:00", "老李", "批发商", "120000", "");
    assert_eq!(ordinary(&mut story, "老李"), Some(OrdinaryKind::SmallSums));
}

#[test]
fn a_property_firm_that_pays_gains_is_not_ordinary() {
    let mut story = Story::new();
    for i in 0..30_u32 {
        story.pay(
            "2024-01-05",
            &format!("业主{i}"),
            "某物业公司",
            "50000",
            "物业费",
        );
        for month in 2..=5 {
            let day = format!("2024-{month:02}-10");
            story.pay(&day, "某物业公司", &format!("业主{i}"), "1000", "物业费");
        }
    }
    let outlook = outlook(&story);
    let id = story.id("某物业公司");
    assert!(outlook.ordinary.iter().all(|o| o.account != id));
    assert!(
        outlook
            .findings
            .iter()
            .any(|f| f.pattern == Pattern::FixedRate)
    );
}
