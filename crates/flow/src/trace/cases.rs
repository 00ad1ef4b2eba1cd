//! Traces worked out by hand, and what must hold for every trace. It must not test colours or places of a picture.

use fangfei_model::money::Fen;
use proptest::prelude::*;

use super::{Direction, End, Options, Picture, Rule, Start, Trace, csv, follow, rows, svg};
use crate::story::Story;
use crate::transfer::{
    Account, AccountId, HolderKind, Moment, RowRef, StatedBalance, Transfer, Transfers,
};

fn yuan(yuan: i64) -> Fen {
    Fen::from_yuan(yuan).unwrap()
}

fn forward(story: &Story, start: AccountId) -> Trace {
    follow(&story.sorted(), &Start::Account(start), &Options::default())
}

fn edge(trace: &Trace, story: &mut Story, payer: &str, payee: &str) -> Option<Fen> {
    let (payer, payee) = (story.id(payer), story.id(payee));
    let edge = trace
        .edges
        .iter()
        .find(|e| e.payer == payer && e.payee == payee);
    edge.map(|e| e.amount)
}

#[test]
fn the_first_money_in_is_the_first_out() {
    let mut story = Story::new();
    story.pay("2024-03-01 08:00", "旁人", "中间人", "3000", "");
    story.pay("2024-03-01 09:00", "老板", "中间人", "10000", "");
    story.pay("2024-03-01 10:00", "中间人", "甲", "5000", "");
    story.pay("2024-03-01 11:00", "中间人", "乙", "9000", "");
    let start = story.id("老板");
    let trace = forward(&story, start);
    // 3 000 of the first 5 000 were the other's; of the 9 000 only 8 000 were left, and 1 000 came from nowhere seen.
    assert_eq!(edge(&trace, &mut story, "中间人", "甲"), Some(yuan(2_000)));
    assert_eq!(edge(&trace, &mut story, "中间人", "乙"), Some(yuan(8_000)));
    assert_eq!(trace.total, yuan(10_000));
    assert_eq!(trace.cut_text(), "");
}

fn in_proportion(story: &Story, start: AccountId, direction: Direction) -> Trace {
    let options = Options {
        rule: Rule::Proportional,
        min_amount: Fen(0),
        direction,
        ..Options::default()
    };
    follow(&story.sorted(), &Start::Account(start), &options)
}

#[test]
fn mixed_money_leaves_in_proportion() {
    let mut story = Story::new();
    story.pay("2024-03-01 08:00", "旁人", "中间人", "3000", "");
    story.pay("2024-03-01 09:00", "老板", "中间人", "9000", "");
    story.pay("2024-03-01 10:00", "中间人", "甲", "4000", "");
    story.pay("2024-03-01 11:00", "旁人", "中间人", "2000", "");
    story.pay("2024-03-01 12:00", "中间人", "乙", "12000", "");
    let start = story.id("老板");
    let trace = in_proportion(&story, start, Direction::Forward);
    // Of 12 000 nine are followed, three quarters: 3 000 of the 4 000. Left are 8 000 with 6 000 in them; 2 000 of
    // others come, and 12 000 take all 10 000 that are there, 6 000 of them followed.
    assert_eq!(edge(&trace, &mut story, "中间人", "甲"), Some(yuan(3_000)));
    assert_eq!(edge(&trace, &mut story, "中间人", "乙"), Some(yuan(6_000)));
    assert_eq!(trace.total, yuan(9_000));
}

#[test]
fn back_in_proportion_every_credit_answers_for_its_share() {
    let mut story = Story::new();
    story.pay("2024-03-01", "储户甲", "公司", "6000", "");
    story.pay("2024-03-02", "储户乙", "公司", "3000", "");
    story.pay("2024-03-03", "公司", "旁人", "3000", "");
    story.pay("2024-03-04", "储户丙", "公司", "6000", "");
    story.pay("2024-03-05", "公司", "老板", "8000", "");
    story.pay("2024-03-06", "老板", "车店", "8000", "车款");
    let start = story.id("车店");
    let trace = in_proportion(&story, start, Direction::Back);
    // After the payment to the other 4 000 of 甲's and 2 000 of 乙's are left of 6 000; with 丙's 6 000 they make
    // 12 000, of which the owner got two thirds.
    let of = |story: &mut Story, who| edge(&trace, story, who, "公司");
    assert_eq!(of(&mut story, "储户丙"), Some(yuan(4_000)));
    assert_eq!(of(&mut story, "储户乙").unwrap().0, 133_333);
    assert_eq!(of(&mut story, "储户甲").unwrap().0, 266_667);
    assert_eq!(trace.edges.iter().map(|e| e.hop).max(), Some(3));
}

#[test]
fn earlier_money_cannot_come_from_later() {
    let mut story = Story::new();
    story.pay("2024-03-01", "中间人", "甲", "5000", "");
    story.pay("2024-03-02", "老板", "中间人", "5000", "");
    let start = story.id("老板");
    let trace = forward(&story, start);
    assert_eq!(trace.edges.len(), 1);
    let middle = story.id("中间人");
    let node = trace.nodes.iter().find(|n| n.account == middle).unwrap();
    assert_eq!(
        (node.reached, node.went_on, node.end),
        (yuan(5_000), Fen(0), Some(End::NoStatement))
    );
}

#[test]
fn back_it_names_who_paid_for_a_payment() {
    let mut story = Story::new();
    story.pay("2024-03-01", "储户甲", "公司", "6000", "");
    story.pay("2024-03-02", "储户乙", "公司", "6000", "");
    story.pay("2024-03-03", "公司", "老板", "8000", "");
    story.pay("2024-03-04", "老板", "车店", "8000", "车款");
    let options = Options {
        direction: Direction::Back,
        ..Options::default()
    };
    let start = story.id("车店");
    let trace = follow(&story.sorted(), &Start::Account(start), &options);
    assert_eq!(
        edge(&trace, &mut story, "储户甲", "公司"),
        Some(yuan(6_000))
    );
    assert_eq!(
        edge(&trace, &mut story, "储户乙", "公司"),
        Some(yuan(2_000))
    );
    assert_eq!(trace.edges.iter().map(|e| e.hop).max(), Some(3));
}

#[test]
fn limits_say_what_they_cut() {
    let mut story = Story::new();
    for (i, pair) in ["老板", "一", "二", "三", "四"].windows(2).enumerate() {
        story.pay(&format!("2024-03-0{}", i + 1), pair[0], pair[1], "1000", "");
    }
    let start = Start::Account(story.id("老板"));
    let options = Options {
        max_hops: 2,
        ..Options::default()
    };
    let trace = follow(&story.sorted(), &start, &options);
    assert_eq!(trace.edges.len(), 2);
    assert_eq!(trace.cut.at_hops, (1, yuan(1_000)));
    assert!(
        trace.cut_text().contains("1笔、1,000.00元"),
        "{}",
        trace.cut_text()
    );
    let options = Options {
        min_amount: yuan(2_000),
        ..Options::default()
    };
    assert_eq!(follow(&story.sorted(), &start, &options).cut.small.0, 1);
}

#[test]
fn a_payment_firm_and_the_start_itself_end_a_trace() {
    let mut story = Story::new();
    story.pay("2024-03-01", "老板", "某某支付", "1000", "");
    story.pay("2024-03-02", "某某支付", "商户", "1000", "");
    story.pay("2024-03-03", "老板", "甲", "5000", "");
    story.pay("2024-03-04", "甲", "老板", "5000", "");
    let start = story.id("老板");
    let trace = forward(&story, start);
    assert_eq!(edge(&trace, &mut story, "某某支付", "商户"), None);
    assert_eq!(edge(&trace, &mut story, "甲", "老板"), Some(yuan(5_000)));
    assert_eq!(trace.edges.len(), 3, "what came back is not followed again");
}

#[test]
fn the_table_holds_rows_and_no_formula() {
    let mut story = Story::new();
    story.pay("2024-03-01 08:00", "老板", "甲", "1000", "=HYPERLINK(1)");
    let start = story.id("老板");
    let transfers = story.sorted();
    let trace = forward(&story, start);
    let table = rows(&trace, &transfers);
    assert_eq!((table[0].source, table[0].followed), ((0, 1), yuan(1_000)));
    let text = csv(&trace, &transfers, &["流水.xlsx"]);
    let line = "1,2024-03-01 08:00:00,老板,,甲,,1000.00,1000.00,'=HYPERLINK(1),流水.xlsx,1";
    assert_eq!(text.lines().nth(1), Some(line));
}

#[test]
fn a_picture_stays_readable_with_three_hundred_accounts() {
    let mut story = Story::new();
    for i in 0..300 {
        story.pay("2024-03-01", "老板", &format!("<账户&{i}>"), "2000", "");
    }
    let start = story.id("老板");
    let trace = forward(&story, start);
    let picture = svg(&trace, &story.sorted(), &Picture::default());
    assert!(picture.matches("<rect").count() <= 61);
    assert!(picture.contains("其余287户"), "{picture}");
    assert!(!picture.contains("<账户") && picture.contains("&lt;账户&amp;"));
    assert!(picture.contains("301个账户"));
}

#[test]
fn the_rule_is_written_below_a_narrow_picture_in_full() {
    let mut story = Story::new();
    story.pay("2024-03-01", "老板", "甲", "2000", "");
    let start = story.id("老板");
    let trace = forward(&story, start);
    let picture = svg(&trace, &story.sorted(), &Picture::default());
    let notes: Vec<&str> = picture
        .split("fill=\"#444\">")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert!(notes.concat().ends_with(trace.rule), "{notes:?}");
    assert!(notes.len() > 1 && notes.iter().all(|line| line.chars().count() <= 51));
}

fn any_transfers() -> impl Strategy<Value = Transfers> {
    let one = (0..12_u32, 0..12_u32, 0..40_i64, 1..900_000_i64);
    let stated = (0..12_u32, 0..40_i64, -100_000..900_000_i64);
    let lists = (
        proptest::collection::vec(one, 0..120),
        proptest::collection::vec(stated, 0..12),
    );
    lists.prop_map(|(list, stated)| {
        let mut transfers = Transfers::default();
        for _ in 0..12 {
            transfers.add_account(Account {
                number: None,
                name: None,
                holder: HolderKind::Person,
                held: true,
            });
        }
        let memo = transfers.intern_memo("");
        for (i, (payer, payee, hour, amount)) in list.into_iter().enumerate() {
            transfers.list.push(Transfer {
                at: Moment(1_700_000_000 + hour * 3_600),
                payer: AccountId(payer),
                payee: AccountId(payee),
                amount: Fen(amount),
                memo,
                source: RowRef {
                    statement: 0,
                    row: i as u32 + 1,
                },
                twin: None,
            });
        }
        transfers.sort();
        let of = |(account, hour, balance)| StatedBalance {
            account: AccountId(account),
            at: Moment(1_700_000_000 + hour * 3_600),
            balance: Fen(balance),
        };
        transfers.stated = stated.into_iter().map(of).collect();
        transfers.stated.sort_by_key(|s| (s.account, s.at));
        transfers
    })
}

proptest! {
    #[test]
    fn nothing_is_made_and_nothing_runs_back(
        transfers in any_transfers(),
        back in any::<bool>(),
        mixed in any::<bool>(),
    ) {
        let rule = if mixed { Rule::Proportional } else { Rule::Fifo };
        let direction = if back { Direction::Back } else { Direction::Forward };
        let options = Options { direction, rule, min_amount: Fen(0), ..Options::default() };
        let trace = follow(&transfers, &Start::Account(AccountId(0)), &options);
        let start = AccountId(0);
        let from_start = trace.edges.iter().filter(|e| if back { e.payee == start } else { e.payer == start });
        prop_assert_eq!(from_start.map(|e| e.amount).sum::<Fen>(), trace.total);
        for node in trace.nodes.iter().filter(|n| n.hop > 0) {
            prop_assert!(node.went_on.0 + node.unseen.0 <= node.reached.0, "{:?}", node);
        }
        for part in trace.edges.iter().flat_map(|e| &e.parts) {
            let t = &transfers.list[part.transfer as usize];
            prop_assert!(part.amount.0 > 0 && part.amount <= t.amount);
            let end = if back { t.payee } else { t.payer };
            if end == start {
                continue;
            }
            let mut into = trace.edges.iter().flat_map(|e| &e.parts).map(|p| &transfers.list[p.transfer as usize]);
            let linked = into.any(|o| match direction {
                Direction::Forward => o.payee == end && o.at <= t.at,
                Direction::Back => o.payer == end && o.at >= t.at,
            });
            prop_assert!(linked, "{:?} hangs in the air", t);
        }
    }
}

#[test]
fn a_persons_accounts_are_followed_together() {
    let mut story = Story::new();
    story.pay("2024-03-01 08:00", "老板卡一", "老板卡二", "5000", "");
    story.pay("2024-03-01 09:00", "老板卡一", "甲", "1000", "");
    story.pay("2024-03-01 10:00", "老板卡二", "乙", "5000", "");
    story.pay("2024-03-01 11:00", "乙", "老板卡一", "2000", "");
    let both = vec![story.id("老板卡一"), story.id("老板卡二")];
    let trace = follow(&story.sorted(), &Start::Accounts(both), &Options::default());
    assert_eq!(
        trace.total,
        yuan(6_000),
        "what they paid each other is not counted"
    );
    assert_eq!(edge(&trace, &mut story, "老板卡一", "老板卡二"), None);
    assert_eq!(
        edge(&trace, &mut story, "乙", "老板卡一"),
        Some(yuan(2_000))
    );
    assert_eq!(trace.nodes.iter().filter(|n| n.hop == 0).count(), 2);
}

#[test]
fn sources_are_drawn_before_what_they_paid_for() {
    let mut story = Story::new();
    story.pay("2024-03-01", "储户", "公司", "6000", "");
    story.pay("2024-03-03", "公司", "老板", "6000", "");
    let options = Options {
        direction: Direction::Back,
        ..Options::default()
    };
    let start = Start::Account(story.id("老板"));
    let trace = follow(&story.sorted(), &start, &options);
    let picture = svg(&trace, &story.sorted(), &Picture::default());
    assert!(
        !picture.contains("#b5483a"),
        "nothing runs back here: {picture}"
    );
}

/// Notes that an account held so much before the moment.
fn stated(story: &mut Story, transfers: &mut Transfers, account: &str, day: &str, balance: i64) {
    let at: jiff::civil::Date = day.parse().unwrap();
    transfers.stated.push(StatedBalance {
        account: story.id(account),
        at: Moment::from_civil(at.at(0, 0, 0, 0)),
        balance: yuan(balance),
    });
}

fn traced(transfers: &Transfers, start: AccountId, rule: Rule, direction: Direction) -> Trace {
    let options = Options {
        rule,
        direction,
        min_amount: Fen(0),
        ..Options::default()
    };
    follow(transfers, &Start::Account(start), &options)
}

/// 公司 holds 5 000 when its statement begins, takes 10 000 from 储户 and pays 甲 6 000, then 乙 9 000.
fn with_opening() -> (Story, Transfers) {
    let mut story = Story::new();
    story.held("公司");
    story.pay("2024-03-01", "储户", "公司", "10000", "");
    story.pay("2024-03-02", "公司", "甲", "6000", "");
    story.pay("2024-03-03", "公司", "乙", "9000", "");
    let mut transfers = story.sorted();
    stated(&mut story, &mut transfers, "公司", "2024-03-01", 5_000);
    (story, transfers)
}

#[test]
fn an_opening_balance_goes_first() {
    let (mut story, transfers) = with_opening();
    let start = story.id("储户");
    let trace = traced(&transfers, start, Rule::Fifo, Direction::Forward);
    assert_eq!(edge(&trace, &mut story, "公司", "甲"), Some(yuan(1_000)));
    assert_eq!(edge(&trace, &mut story, "公司", "乙"), Some(yuan(9_000)));
    let back = traced(&transfers, story.id("甲"), Rule::Fifo, Direction::Back);
    assert_eq!(edge(&back, &mut story, "储户", "公司"), Some(yuan(1_000)));
    let company = story.id("公司");
    let node = back.nodes.iter().find(|n| n.account == company).unwrap();
    assert_eq!(
        (node.unseen, node.end),
        (yuan(5_000), Some(End::StatedBalance))
    );
    assert!(
        back.cut_text()
            .contains("期初余额（或流水缺行）的1户、5,000.00元")
    );
}

#[test]
fn an_opening_balance_is_part_of_the_mixture() {
    let (mut story, transfers) = with_opening();
    let start = story.id("储户");
    let trace = traced(&transfers, start, Rule::Proportional, Direction::Forward);
    // Two thirds of 15 000 are followed: 4 000 of 6 000, 6 000 of 9 000.
    assert_eq!(edge(&trace, &mut story, "公司", "甲"), Some(yuan(4_000)));
    assert_eq!(edge(&trace, &mut story, "公司", "乙"), Some(yuan(6_000)));
    let back = traced(
        &transfers,
        story.id("甲"),
        Rule::Proportional,
        Direction::Back,
    );
    assert_eq!(edge(&back, &mut story, "储户", "公司"), Some(yuan(4_000)));
    let company = story.id("公司");
    let node = back.nodes.iter().find(|n| n.account == company).unwrap();
    assert_eq!(node.unseen, yuan(2_000));
}

#[test]
fn money_that_a_balance_shows_gone_is_not_paid_again() {
    for rule in [Rule::Fifo, Rule::Proportional] {
        let mut story = Story::new();
        story.held("公司");
        story.pay("2024-03-01", "储户", "公司", "10000", "");
        story.pay("2024-04-01", "旁人", "公司", "3000", "");
        story.pay("2024-04-02", "公司", "甲", "3000", "");
        let mut transfers = story.sorted();
        stated(&mut story, &mut transfers, "公司", "2024-03-01", 0);
        stated(&mut story, &mut transfers, "公司", "2024-04-01", 0);
        let trace = traced(&transfers, story.id("储户"), rule, Direction::Forward);
        assert_eq!(edge(&trace, &mut story, "公司", "甲"), None);
        let company = story.id("公司");
        let node = trace.nodes.iter().find(|n| n.account == company).unwrap();
        assert_eq!(node.unseen, yuan(10_000), "{rule:?}");
        assert!(trace.cut_text().contains("没有看到去处的1户、10,000.00元"));
    }
}

#[test]
fn a_balance_that_was_seen_before_changes_nothing() {
    let (mut story, mut transfers) = with_opening();
    let start = story.id("储户");
    let before = traced(&transfers, start, Rule::Fifo, Direction::Forward);
    // Right after the first payment of 6 000 from 15 000.
    stated(&mut story, &mut transfers, "公司", "2024-03-03", 9_000);
    let after = traced(&transfers, start, Rule::Fifo, Direction::Forward);
    assert_eq!(before, after);
}
