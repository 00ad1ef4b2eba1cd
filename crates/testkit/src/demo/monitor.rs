//! Monitoring in the demo year: facts from other offices come in each quarter as files, the index is run,
//! alerts are worked through, a rule set is drafted, tried and published by somebody else. Every step is
//! the use case that a page calls. It must not know indicators.

use std::fmt::Write as _;

use fangfei_app::{
    Page, Result,
    alert::{self, AlertFilter},
    monitor::{self, AskDraft, LoadDraft},
    rule_set, worker,
};
use fangfei_model::{alert::AlertStatus, permission::Role};
use jiff::{Span, civil::Date};

use super::{firm::Firm, geography::COUNTY, step::Step, world::World};

/// Days before the end of the year on which facts come in and the index is run.
const ROUNDS: [i64; 4] = [275, 185, 95, 8];

/// Texts of offers that no lawful firm makes; `{}` is the firm's name.
const OFFERS: [&str; 8] = [
    "{}养老公寓床位预订，存10万一年返1万2，保本保息，随时可退",
    "专业解债平债，{}以物抵债、债务清零，只收一成服务费",
    "{}原始股内部认购，上市前最后一轮，三年翻倍，稳赚不赔",
    "加入{}合伙人，推荐奖、团队奖，静态收益加动态收益，每天返利",
    "{}果园认养，代种代养，到期回购，年化收益18%",
    "{}数字藏品限量发售，只涨不跌，月息3分，零风险",
    "{}健康讲座免费领鸡蛋，入会满五万元每月分红，国家战略项目",
    "消费全返！在{}消费多少返多少，积分兑换，共享购",
];
/// Texts of ordinary shops.
const ORDINARY: [&str; 4] = [
    "{}新到春装，全场八折，欢迎选购",
    "{}招收学徒，包吃住，工资面议",
    "{}开业五周年，凭券满一百减二十",
    "谨防非法集资！{}提醒您：投资有风险，高收益莫轻信",
];

/// Plans the rounds of the year.
pub fn opening(world: &mut World) {
    for (round, before) in ROUNDS.into_iter().enumerate() {
        let at = 366 - before;
        world.plan((at, at), Step::Monitor(round));
    }
}

/// Facts of the quarter come in, the index is run, what it brought up is worked through.
pub async fn round(world: &mut World, round: usize) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let today = ctx.today();
    for (table, name, text) in facts(world, today, round) {
        let draft = LoadDraft {
            table: table.to_owned(),
            known_on: today.to_string(),
        };
        monitor::load_file(&world.app, &ctx, &draft, &name, text.into_bytes()).await?;
    }
    monitor::ask(&world.app, &ctx, &AskDraft::default()).await?;
    worker::drain(&world.app, &world.system()).await?;
    work_through(world, round).await?;
    if round + 1 == ROUNDS.len() {
        rules(world).await?;
    }
    Ok(())
}

/// Some alerts become clues, some rest, some are set aside; the rest wait.
async fn work_through(world: &mut World, round: usize) -> Result<()> {
    let ctx = world.ctx(world.offices.of_office(Role::LeadClerk));
    let open = AlertFilter {
        status: Some(AlertStatus::Open),
        ..AlertFilter::default()
    };
    let alerts = alert::list(&world.app, &ctx, &open, Page::first(30)).await?;
    for (at, row) in alerts.iter().enumerate() {
        let id = row.alert.id;
        match (at + round) % 5 {
            0 => {
                let clue = alert::open_clue(&world.app, &ctx, id).await?;
                world.plan((1, 4), Step::Accept(clue.id));
            }
            1 => {
                let until = ctx.today().saturating_add(Span::new().days(45));
                let why = "已约谈负责人，等其补交合同和账目";
                alert::rest(&world.app, &ctx, id, until, why).await?;
            }
            2 => {
                let why = "实地查看，广告为同名外地企业发布，本企业无集资行为";
                alert::set_aside(&world.app, &ctx, id, why).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A rule set of the office's own: drafted by the clerk, tried, published by the reviewer; and a draft.
async fn rules(world: &mut World) -> Result<()> {
    let clerk = world.ctx(world.offices.of_office(Role::LeadClerk));
    let set = rule_set::draft(&world.app, &clerk, "养老预付领域提高权重").await?;
    let name = "advert_elderly";
    if let Some(text) = monitor::shipped_text(&world.app, name) {
        let text = text.replace("[[0, 0], [1, 5], [5, 9]]", "[[0, 0], [1, 7], [5, 12]]");
        rule_set::change(&world.app, &clerk, set.id, name, &text).await?;
    }
    monitor::ask_trial(&world.app, &clerk, set.id).await?;
    worker::drain(&world.app, &world.system()).await?;
    let reviewer = world.ctx(world.offices.of_office(Role::LeadReviewer));
    let why = "今年养老领域线索较多，试运行结果可以接受";
    rule_set::publish(&world.app, &reviewer, set.id, why).await?;
    rule_set::draft(&world.app, &clerk, "解债类广告单独加分（讨论稿）").await?;
    Ok(())
}

/// The files of the quarter: table, file name, csv.
fn facts(world: &mut World, today: Date, round: usize) -> Vec<(&'static str, String, String)> {
    let firms: Vec<Firm> = world.firms.clone();
    let quarter = format!("{}年第{}季度", today.year(), (today.month() + 2) / 3);
    let mut files = vec![
        (
            "advert",
            format!("{quarter}广告监测.csv"),
            adverts(world, &firms, today),
        ),
        (
            "abnormal",
            format!("{quarter}经营异常名录.csv"),
            abnormal(world, &firms, today),
        ),
        (
            "penalty",
            format!("{quarter}行政处罚.csv"),
            penalties(world, &firms, today, round),
        ),
    ];
    if round == 0 {
        files.push((
            "person_role",
            "企业任职信息.csv".to_owned(),
            roles(world, &firms),
        ));
    }
    files
}

fn is_watched(firm: &Firm) -> bool {
    firm.sector().is_some()
}

fn adverts(world: &mut World, firms: &[Firm], today: Date) -> String {
    let mut text = "广告主,统一社会信用代码,发现日期,媒介,内容,行政区划,阅读量\n".to_owned();
    for firm in firms {
        let watched = is_watched(firm);
        if !world.draw.chance(if watched { 22 } else { 1 }) {
            continue;
        }
        let offers: &[&str] = if watched && world.draw.chance(60) {
            &OFFERS
        } else {
            &ORDINARY
        };
        for _ in 0..=world.draw.below(3) {
            let words = world.draw.of(offers).replace("{}", &firm.name);
            let medium = world
                .draw
                .of(&["公众号", "短信", "网页", "传单", "讲座", "户外广告"]);
            let day = today.saturating_sub(Span::new().days(world.draw.between(1, 80)));
            let views = world.draw.between(30, 9_000);
            let _ = writeln!(
                text,
                "{},{},{day},{medium},{words},{COUNTY},{views}",
                firm.name, firm.uscc
            );
        }
    }
    text
}

fn abnormal(world: &mut World, firms: &[Firm], today: Date) -> String {
    let mut text = "企业名称,统一社会信用代码,列入日期,列入原因,列入情形\n".to_owned();
    for firm in firms {
        if !world.draw.chance(if is_watched(firm) { 3 } else { 1 }) || !world.draw.chance(30) {
            continue;
        }
        let day = today.saturating_sub(Span::new().days(world.draw.between(1, 80)));
        let (why, cause) = *world.draw.of(&[
            &("通过登记的住所无法联系", "无法联系"),
            &("未按规定期限公示年度报告", "未年报"),
        ]);
        let _ = writeln!(text, "{},{},{day},{why},{cause}", firm.name, firm.uscc);
    }
    text
}

fn penalties(world: &mut World, firms: &[Firm], today: Date, round: usize) -> String {
    let mut text =
        "企业名称,统一社会信用代码,决定书文号,处罚决定日期,违法事实,罚款金额\n".to_owned();
    let mut serial = 1;
    for firm in firms.iter().filter(|f| is_watched(f)) {
        if !world.draw.chance(2) {
            continue;
        }
        let day = today.saturating_sub(Span::new().days(world.draw.between(1, 80)));
        let (facts, fine) = *world.draw.of(&[
            &("发布虚假广告", 20_000),
            &("广告含有保证收益内容，无风险提示", 100_000),
            &("未按规定亮照经营", 500),
        ]);
        let number = format!("云市监罚字〔{}〕{}号", day.year(), round * 100 + serial);
        serial += 1;
        let _ = writeln!(
            text,
            "{},{},{number},{day},{facts},{fine}",
            firm.name, firm.uscc
        );
    }
    text
}

/// Who heads what, from the register: a person is a mark that the register gave, not a number.
fn roles(world: &mut World, firms: &[Firm]) -> String {
    let mut text = "企业名称,统一社会信用代码,人员标识,职务,任职起始日期\n".to_owned();
    let mut last: Option<String> = None;
    for (at, firm) in firms.iter().enumerate() {
        // A few heads of watched firms head several: shells beside each other.
        let mark = match &last {
            Some(mark) if is_watched(firm) && world.draw.chance(18) => mark.clone(),
            _ => format!("R{at:06}"),
        };
        if is_watched(firm) {
            last = Some(mark.clone());
        }
        let _ = writeln!(
            text,
            "{},{},{mark},法定代表人,{}",
            firm.name, firm.uscc, firm.founded_on
        );
    }
    text
}
