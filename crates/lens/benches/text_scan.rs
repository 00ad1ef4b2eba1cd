//! How many short adverts a second one core reads for words, yields, contacts and names:
//! `cargo bench -p fangfei-lens --bench text_scan --profile dev`. It must not be a test.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where it fails")]

use std::{hint::black_box, time::Instant};

use fangfei_lens::{
    screen::{Field, Screen},
    text::{Plain, contact, names, yields},
};

/// Adverts of about sixty characters, as they come by message.
const ADVERTS: [&str; 6] = [
    "【鸿苇财富】稳健理财，年化收益12%-18%，一万起投，按月付息，到期还本，咨询电话138-0000-0000，名额有限，先到先得。",
    "您好，本店周年庆，全场服装五折起，会员积分翻倍，地址解放路三号，欢迎新老顾客光临选购，退订回T。",
    "专业办理无抵押贷款，凭身份证当天放款，利息低额度高，公积金保单房产车辆均可办理，加微信abc12345详谈。",
    "尊敬的业主，小区将于本周六上午九点停水检修，请提前做好储水准备，给您带来不便敬请谅解，物业服务中心。",
    "下载苇鹊宝APP，注册就送红包，每天签到领现金，邀请好友再奖励，多邀多得，提现秒到账，快来参加吧。",
    "会员您好，您本月套餐流量已使用八成，为避免影响使用，可登录网上营业厅办理加油包，详询客服热线。",
];
const ROUNDS: usize = 20_000;

fn main() {
    let screen = Screen::builtin().unwrap();
    let mut scanner = screen.scanner();
    let mut plain = Plain::default();
    timed("words", |text| scanner.screen(text, Field::Text).len());
    timed("plain writing", |text| {
        plain.read(text);
        plain.chars().len()
    });
    let mut plain = Plain::default();
    timed("yields, contacts and names", |text| {
        plain.read(text);
        yields::find_in(&plain, text).len()
            + contact::find_in(&plain).len()
            + names::find_in(&plain, text).len()
    });
    timed("yields", |text| yields::find(text).len());
    timed("contacts", |text| contact::find(text).len());
    timed("names by rule", |text| names::find(text).len());
    let tagger = names::Tagger::train(&[(ADVERTS[0].to_owned(), vec!["鸿苇财富".to_owned()])]);
    timed("names by tagger", |text| tagger.find(text).len());
}

fn timed(what: &str, mut read: impl FnMut(&str) -> usize) {
    ADVERTS.iter().for_each(|text| {
        black_box(read(text));
    });
    let began = Instant::now();
    for _ in 0..ROUNDS {
        for text in ADVERTS {
            black_box(read(black_box(text)));
        }
    }
    let each = began.elapsed() / u32::try_from(ROUNDS * ADVERTS.len()).unwrap();
    println!("{what}: {each:?} a text");
}
