//! Small schemes told line by line, with figures computed by hand. It must not repeat the rules.

use fangfei_model::money::Fen;
use proptest::prelude::*;

use super::*;
use crate::{
    story::Story,
    transfer::{AccountId, StatedBalance, Transfers},
};

pub(super) const TILL: &str = "甲公司收款户";

pub(super) fn read(story: &mut Story) -> (Transfers, Participants) {
    story.held(TILL);
    let till = story.id(TILL);
    let transfers = story.sorted();
    let options = Options {
        scheme: vec![till],
        ..Options::default()
    };
    let participants = accounts(&transfers, &[], &options);
    (transfers, participants)
}

fn one<'a>(participants: &'a Participants, name: &str) -> &'a Participant {
    let found = participants
        .list
        .iter()
        .find(|p| p.name.as_deref() == Some(name));
    found.unwrap_or_else(|| panic!("{name} 不在"))
}

fn yuan(text: &str) -> Fen {
    Fen::parse_yuan(text).unwrap()
}

/// Paid in, returned, gain, commission of somebody, in yuan.
pub(super) fn sums(participants: &Participants, name: &str) -> [String; 4] {
    let p = one(participants, name);
    [p.paid_in, p.returned, p.gain, p.commission].map(Fen::yuan)
}

fn scheme() -> Story {
    let mut story = Story::new();
    let mut pay = |at: &str, payer: &str, payee: &str, sum: &str, memo: &str| {
        story.pay(at, payer, payee, sum, memo)
    };
    pay("2024-01-05", "张一", TILL, "50000", "投资款");
    pay("2024-01-08", "李二", TILL, "100000", "");
    pay("2024-01-09", TILL, "王三", "4000", "业务提成 李二");
    pay("2024-02-05", TILL, "张一", "600", "利息");
    pay("2024-02-08", TILL, "李二", "1200", "");
    pay("2024-03-05", TILL, "张一", "50600", "本息");
    pay("2024-03-08", TILL, "李二", "1200", "转账");
    pay("2024-03-10", "现金", TILL, "20000", "现金存入 赵四");
    pay("2024-03-11", "现金", TILL, "30000", "现金存入");
    pay("2024-03-12", TILL, "王三", "3000", "工资");
    story
}

#[test]
fn a_small_scheme_by_hand() {
    let (_, participants) = read(&mut scheme());
    assert_eq!(
        sums(&participants, "张一"),
        ["50000.00", "50000.00", "1200.00", "0.00"]
    );
    assert_eq!(one(&participants, "张一").net(), yuan("-1200"));
    assert!(one(&participants, "张一").certain());
    assert_eq!(
        sums(&participants, "王三"),
        ["0.00", "0.00", "0.00", "4000.00"]
    );
    assert_eq!(one(&participants, "王三").wage, yuan("3000"));
    assert_eq!(
        sums(&participants, "赵四"),
        ["20000.00", "0.00", "0.00", "0.00"]
    );
    assert_eq!(one(&participants, "赵四").doubts, [Doubt::NamedInMemo]);
    assert_eq!(participants.unattributed.sum, yuan("30000"));
    assert_eq!(participants.list.len(), 4);
}

#[test]
fn money_through_a_payment_firm_is_booked_where_it_names_somebody_and_told_where_it_does_not() {
    let mut story = scheme();
    story.pay("2024-01-06", "支付宝-张一", TILL, "30000", "");
    story.pay("2024-01-07", "微信支付", TILL, "7000", "投资款 钱七");
    story.pay("2024-01-08", "微信支付", TILL, "9000", "");
    story.pay("2024-01-08", "微信支付", TILL, "38.50", "");
    let (_, participants) = read(&mut story);
    assert_eq!(
        sums(&participants, "张一"),
        ["80000.00", "50000.00", "1200.00", "0.00"]
    );
    assert_eq!(one(&participants, "张一").doubts, [Doubt::NamedInMemo]);
    assert_eq!(
        sums(&participants, "钱七"),
        ["7000.00", "0.00", "0.00", "0.00"]
    );
    assert_eq!(participants.unattributed.sum, yuan("39000"));
}

#[test]
fn what_nothing_tells_is_bounded_and_not_certain() {
    let (_, participants) = read(&mut scheme());
    let li = one(&participants, "李二");
    // 1200 of 100 000 may be a gain or a part of the principal: one person's rate is no rate.
    assert_eq!(
        (li.returned_bounds(), li.received()),
        ((Fen::ZERO, yuan("2400")), yuan("2400"))
    );
    assert_eq!((li.net(), li.certain()), (yuan("97600"), false));
    assert!(li.dealings.iter().any(|d| d.told == Told::Undecided));
}

#[test]
fn a_rate_that_three_persons_get_tells_the_gain() {
    let mut story = scheme();
    for name in ["钱五", "孙六", "周七"] {
        story.pay("2024-01-10", name, TILL, "20000", "");
        story.pay("2024-02-10", TILL, name, "240", "");
    }
    let (_, participants) = read(&mut story);
    assert_eq!(
        sums(&participants, "钱五"),
        ["20000.00", "0.00", "240.00", "0.00"]
    );
    assert!(one(&participants, "李二").certain());
}

#[test]
fn without_findings_nobody_is_a_participant() {
    let transfers = scheme().sorted();
    assert_eq!(accounts(&transfers, &[], &Options::default()).list, []);
}

#[test]
fn missing_pages_make_everybody_uncertain() {
    let mut story = scheme();
    story.held(TILL);
    let till = story.id(TILL);
    let options = Options {
        scheme: vec![till],
        incomplete: vec![till],
    };
    let participants = accounts(&story.sorted(), &[], &options);
    assert!(
        participants
            .list
            .iter()
            .all(|p| p.doubts.contains(&Doubt::MissingPages))
    );
    let meter = Thresholds::shipped().unwrap().measure(&participants);
    assert_eq!(meter.people.most, None);
}

#[test]
fn two_of_a_name_who_were_both_paid_stay_two_and_both_are_doubtful() {
    let mut story = Story::new();
    story.pay("2024-01-05", "张一", TILL, "50000", "投资款");
    story.pay("2024-02-05", TILL, "张一", "600", "利息");
    story.pay("2024-02-06", TILL, "另一个张一", "240", "利息");
    story.held(TILL);
    let (second, till) = (story.id("另一个张一"), story.id(TILL));
    let mut transfers = story.sorted();
    transfers.accounts[second.0 as usize].name = Some("张一".into());
    let options = Options {
        scheme: vec![till],
        ..Options::default()
    };
    let participants = accounts(&transfers, &[], &options);
    assert_eq!(participants.list.len(), 2);
    let doubtful = |p: &Participant| p.doubts.contains(&Doubt::SharedName);
    assert!(participants.list.iter().all(doubtful));
}

#[test]
fn the_curve_knows_the_day_from_which_not_everybody_could_be_paid() {
    let (transfers, participants) = read(&mut scheme());
    let curve = curve(&transfers, &participants);
    let days: Vec<(String, i64, i64)> = curve
        .days
        .iter()
        .map(|d| (d.date.to_string(), d.outstanding.0 / 100, d.cash.0 / 100))
        .collect();
    assert_eq!(days[1], ("2024-01-08".to_owned(), 150_000, 150_000));
    assert_eq!(days[2], ("2024-01-09".to_owned(), 150_000, 146_000));
    // 30 000 of unknown cash on 11 March lift the money above what is owed, to the end.
    assert_eq!(
        days.last(),
        Some(&("2024-03-12".to_owned(), 120_000, 139_400))
    );
    assert_eq!(curve.no_return, None);
    assert_eq!(
        curve.peak.map(|(day, owed)| (day.to_string(), owed)),
        Some(("2024-01-08".to_owned(), yuan("150000")))
    );
    let share = curve.days[6].new_money.unwrap();
    assert_eq!(
        (curve.days[6].date.to_string(), share.percent()),
        ("2024-03-08".to_owned(), "100.00%".to_owned())
    );
}

#[test]
fn from_the_day_money_is_put_aside_there_is_no_return() {
    let mut story = scheme();
    story.pay("2024-01-12", TILL, "某置业有限公司", "60000", "购房");
    let (transfers, participants) = read(&mut story);
    let curve = curve(&transfers, &participants);
    assert_eq!(
        curve.no_return.map(|d| d.to_string()),
        Some("2024-01-09".to_owned())
    );
}

#[test]
fn a_yield_by_the_year_beside_four_times_lpr() {
    let table = LprTable::shipped().unwrap();
    let (transfers, participants) = read(&mut scheme());
    // 1200 on 50 000 over the 60 days from 5 January to 5 March 2024: 14.6 % by the year.
    let check = table.check(&transfers, one(&participants, "张一")).unwrap();
    assert_eq!(
        check,
        YieldCheck {
            annual: 1_460,
            ceiling: Some(4 * 345)
        }
    );
    assert_eq!(check.is_above(), Some(true));
    assert_eq!(table.on(jiff::civil::date(2019, 8, 19)), None);
    assert_eq!(table.on(jiff::civil::date(2019, 8, 20)), Some(425));
    assert_eq!(table.check(&transfers, one(&participants, "王三")), None);
}

#[test]
fn the_meter_states_bounds_and_reaches_a_band_by_one_figure() {
    let mut story = scheme();
    story.pay("2024-03-01", "郑八", TILL, "900000", "投资款");
    let (_, participants) = read(&mut story);
    let meter = Thresholds::shipped().unwrap().measure(&participants);
    assert_eq!(
        (meter.amount.least, meter.amount.most),
        (107_000_000, Some(110_000_000))
    );
    assert_eq!((meter.people.least, meter.people.most), (4, Some(5)));
    // 李二 97 600, 赵四 20 000, 郑八 900 000.
    assert_eq!(meter.loss.least, 101_760_000);
    let (band, figures) = meter.reached.unwrap();
    assert_eq!(
        (&*band.article, figures),
        ("第三条", vec!["吸收资金数额", "直接经济损失"])
    );
}

#[test]
fn a_commission_shows_for_whom_it_was_paid_by_name_or_by_rate() {
    let mut story = scheme();
    for (n, (recruiter, recruit)) in [("王三", "钱五"), ("王三", "孙六"), ("吴九", "周七")]
        .into_iter()
        .enumerate()
    {
        let month = n + 4;
        story.pay(
            &format!("2024-0{month}-01"),
            recruit,
            TILL,
            "30000",
            "投资款",
        );
        story.pay(
            &format!("2024-0{month}-03"),
            TILL,
            recruiter,
            "2400",
            "佣金",
        );
    }
    // Two came at once: nothing tells for whom of them this is.
    story.pay("2024-08-01", "冯十", TILL, "30000", "投资款");
    story.pay("2024-08-01", "陈百", TILL, "30000", "投资款");
    story.pay("2024-08-03", TILL, "吴九", "2400", "佣金");
    let (transfers, participants) = read(&mut story);
    let name = |id: AccountId| transfers.account(id).unwrap().label().to_owned();
    let links: Vec<(String, String, Option<i64>)> = recruits(&transfers, &participants)
        .iter()
        .map(|link| (name(link.recruiter), name(link.recruit), link.rate_ppm))
        .collect();
    let link = |a: &str, b: &str, rate| (a.to_owned(), b.to_owned(), rate);
    assert_eq!(
        links,
        [
            link("王三", "李二", None),
            link("王三", "钱五", Some(80_000)),
            link("王三", "孙六", Some(80_000)),
            link("吴九", "周七", Some(80_000)),
        ]
    );
}

#[test]
fn two_accounts_of_a_name_are_one_person_only_when_the_money_says_so() {
    let mut story = Story::new();
    story.pay("2024-01-05", "张一", TILL, "50000", "投资款");
    story.pay("2024-01-06", "李二", TILL, "10000", "投资款");
    let transfers = {
        let second = story.id("张一的另一张卡");
        let other = story.id("李二的另一张卡");
        story.pay("2024-02-05", TILL, "张一的另一张卡", "50600", "本息");
        story.pay("2024-02-06", "李二的另一张卡", TILL, "20000", "投资款");
        story.held(TILL);
        let mut transfers = story.sorted();
        transfers.accounts[second.0 as usize].name = Some("张一".into());
        transfers.accounts[other.0 as usize].name = Some("李二".into());
        transfers
    };
    let till = story.id(TILL);
    let options = Options {
        scheme: vec![till],
        ..Options::default()
    };
    let participants = accounts(&transfers, &[], &options);
    assert_eq!(
        sums(&participants, "张一"),
        ["50000.00", "50000.00", "600.00", "0.00"]
    );
    assert_eq!(one(&participants, "张一").accounts.len(), 2);
    let of_li = participants
        .list
        .iter()
        .filter(|p| p.name.as_deref() == Some("李二"));
    assert_eq!(of_li.count(), 2);
}

#[test]
fn what_is_paid_on_one_card_may_belong_to_a_contract_of_the_other() {
    let mut story = Story::new();
    story.pay("2024-01-05", "张一", TILL, "50000", "投资款");
    story.pay("2024-01-06", "张一的主卡", TILL, "200000", "投资款");
    for (name, sum, gain) in [
        ("钱五", "10000", "140"),
        ("孙六", "20000", "280"),
        ("周七", "30000", "420"),
    ] {
        story.pay("2024-01-10", name, TILL, sum, "投资款");
        story.pay("2024-02-10", TILL, name, gain, "利息");
    }
    story.pay("2024-02-05", TILL, "张一的主卡", "50700", "到期本息");
    story.pay("2024-03-06", TILL, "张一的主卡", "202800", "到期本息");
    story.held(TILL);
    let (main, till) = (story.id("张一的主卡"), story.id(TILL));
    let mut transfers = story.sorted();
    transfers.accounts[main.0 as usize].name = Some("张一".into());
    let options = Options {
        scheme: vec![till],
        ..Options::default()
    };
    let participants = accounts(&transfers, &[], &options);
    assert_eq!(
        sums(&participants, "张一"),
        ["250000.00", "250000.00", "3500.00", "0.00"]
    );
}

/// Dealings of a few people on a few days with words of all kinds.
fn story() -> impl Strategy<Value = Vec<(u8, u8, bool, i64, usize)>> {
    prop::collection::vec(
        (1_u8..28, 0_u8..6, any::<bool>(), 1_i64..200, 0_usize..8),
        1..60,
    )
}

const MEMOS: [&str; 8] = ["投资款", "利息", "本金", "本息", "佣金", "", "转账", "退款"];

fn told(rows: &[(u8, u8, bool, i64, usize)]) -> (Transfers, Participants) {
    let mut story = Story::new();
    for (day, person, into, hundreds, memo) in rows {
        let name = format!("参与人{person}");
        let (payer, payee) = if *into {
            (&*name, TILL)
        } else {
            (TILL, &*name)
        };
        let sum = Fen(hundreds * 10_000 + if *memo == 1 { 33 } else { 0 }).yuan();
        story.pay(
            &format!("2024-05-{day:02}"),
            payer,
            payee,
            &sum,
            MEMOS[*memo],
        );
    }
    read(&mut story)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the words: a person's net is what he paid in less what he was paid, row by row.
    #[test]
    fn the_net_does_not_depend_on_how_payments_are_divided(rows in story()) {
        let (transfers, participants) = told(&rows);
        for p in &participants.list {
            let mut net = 0;
            for dealing in &p.dealings {
                let t = &transfers.list[dealing.transfer as usize];
                let out = dealing.out;
                let parts = dealing.paid_in.0 + out.principal.0 + out.gain.0 + out.commission.0 + out.wage.0;
                prop_assert_eq!(parts, t.amount.0);
                prop_assert!(out.undecided.0 >= 0 && out.undecided.0 <= out.gain.0);
                net += if dealing.paid_in.0 > 0 { t.amount.0 } else { -t.amount.0 };
            }
            prop_assert_eq!(p.net().0, net);
            prop_assert_eq!(p.certain(), p.doubts.is_empty());
        }
    }

    /// The order of the rows in the files changes no figure, as long as the days differ.
    #[test]
    fn order_does_not_matter(rows in story()) {
        let mut by_day = rows.clone();
        by_day.sort();
        by_day.dedup_by_key(|row| (row.0, row.1));
        let (_, forward) = told(&by_day);
        by_day.reverse();
        let (_, backward) = told(&by_day);
        let figures = |participants: &Participants| {
            let mut all: Vec<_> = participants.list.iter().map(|p| (p.name.clone(), p.paid_in, p.returned, p.gain, p.commission, p.undecided)).collect();
            all.sort();
            all
        };
        prop_assert_eq!(figures(&forward), figures(&backward));
    }
}

#[test]
fn what_the_till_held_before_its_first_row_can_pay_too() {
    let mut story = scheme();
    story.pay("2024-01-12", TILL, "某置业有限公司", "60000", "购房");
    let (mut transfers, participants) = read(&mut story);
    transfers.stated = vec![StatedBalance {
        account: story.id(TILL),
        at: transfers.list[0].at,
        balance: yuan("60000"),
    }];
    let curve = curve(&transfers, &participants);
    // 60 000 more on every day than without: nothing is short to the end.
    assert_eq!(curve.no_return, None);
    assert_eq!(curve.days.last().unwrap().cash, yuan("139400"));
    let share = curve.days.iter().filter_map(|day| day.new_money).next();
    assert_eq!(share.unwrap().percent(), "0.00%");
}

#[test]
fn a_firm_whose_words_say_it_invested_is_listed_with_a_doubt() {
    let mut story = scheme();
    story.pay("2024-01-06", "某商贸有限公司", TILL, "50000", "投资款");
    story.pay("2024-01-06", "某建材有限公司", TILL, "50000", "货款");
    story.pay("2024-02-06", TILL, "某商贸有限公司", "1000", "利息");
    story.pay("2024-02-06", TILL, "某物业有限公司", "3000", "利息");
    let (_, participants) = read(&mut story);
    let firm = one(&participants, "某商贸有限公司");
    assert_eq!((firm.paid_in, firm.gain), (yuan("50000"), yuan("1000")));
    assert_eq!(firm.doubts, [Doubt::Body]);
    let named = |name: &str| {
        participants
            .list
            .iter()
            .any(|p| p.name.as_deref() == Some(name))
    };
    assert!(!named("某建材有限公司") && !named("某物业有限公司"));
}
