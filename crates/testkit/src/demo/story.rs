//! What clues tell: made from the sector, the place and figures. No text holds a real name. It must
//! not know how a clue is registered.

use fangfei_model::{
    clue::{Channel, SweepMode},
    subject::FocusSector,
};

use super::draw::Draw;

/// The content of one clue.
#[derive(Debug, Clone)]
pub struct Story {
    /// How it came in.
    pub channel: Channel,
    /// By which sweep, if by one.
    pub sweep: Option<SweepMode>,
    /// The sector.
    pub sector: Option<FocusSector>,
    /// What is reported.
    pub facts: String,
    /// How money is raised.
    pub mode: &'static str,
    /// Money in 万元, as typed; blank when unknown.
    pub amount: String,
    /// People, as typed; blank when unknown.
    pub people: String,
}

const CHANNELS: &[(Channel, u32)] = &[
    (Channel::PublicReport, 17),
    (Channel::Hotline, 12),
    (Channel::GridPatrol, 18),
    (Channel::StreetSweep, 10),
    (Channel::SectorSweep, 12),
    (Channel::HouseVisit, 5),
    (Channel::PlatformPush, 6),
    (Channel::FundsAnomaly, 4),
    (Channel::InternetWatch, 5),
    (Channel::AdvertWatch, 4),
    (Channel::PropertyTenant, 2),
    (Channel::Petition, 3),
    (Channel::PoliceTransfer, 1),
    (Channel::OtherRegion, 1),
];

/// What is offered, and how money is raised, by sector.
const OFFERS: &[(FocusSector, &str, &str)] = &[
    (
        FocusSector::PrivateLending,
        "民间借贷中介",
        "以借款名义吸收资金",
    ),
    (
        FocusSector::WealthManagement,
        "理财产品",
        "承诺固定回报销售理财",
    ),
    (
        FocusSector::ElderCare,
        "养老床位预订",
        "预售会员卡、预交床位费",
    ),
    (FocusSector::Agriculture, "果园认养", "认养返利、承诺回购"),
    (FocusSector::Commerce, "消费返利卡", "预存消费、按月返现"),
    (
        FocusSector::DebtRelief,
        "债务化解服务",
        "收取服务费、以物抵债",
    ),
    (FocusSector::Coins, "数字资产份额", "拉新返利、静态收益"),
    (FocusSector::Culture, "影视项目份额", "投资分红"),
    (FocusSector::Crowdfunding, "店铺众筹", "入股分红"),
    (FocusSector::Auction, "艺术品寄售", "承诺溢价回购"),
    (
        FocusSector::FalseBacking,
        "挂靠国企项目",
        "冒用国企名义吸收资金",
    ),
];

const WAYS: &[&str] = &[
    "张贴海报",
    "发放传单",
    "召开推介会",
    "组织参观",
    "微信群宣传",
    "上门推销",
    "电话邀约",
    "赠送米面油",
];
const AUDIENCES: &[&str] = &[
    "老年人",
    "周边商户",
    "村民",
    "退休职工",
    "陪读家长",
    "务工返乡人员",
];
const PROMISES: &[&str] = &[
    "年化12%",
    "月息1分",
    "年化18%",
    "每月返现3%",
    "到期加价回购",
    "按季分红",
    "满一年返本",
];

impl Story {
    /// A story of a firm of this sector, or of any.
    pub fn new(draw: &mut Draw, sector: Option<FocusSector>) -> Self {
        let fitting: Vec<&(FocusSector, &str, &str)> =
            OFFERS.iter().filter(|(s, ..)| Some(*s) == sector).collect();
        let (sector, product, mode) = match fitting.first() {
            Some(offer) => **offer,
            None => OFFERS[draw.below(OFFERS.len())],
        };
        let channel = *draw.weighted(CHANNELS);
        let (people, amount) = figures(draw);
        let known = match (people.as_str(), amount.as_str()) {
            ("", "") => "参与人数和金额不详".to_owned(),
            (people, "") => format!("参与{people}，金额不详"),
            ("", amount) => format!("金额{amount}万元，人数不详"),
            (people, amount) => format!("参与{people}，金额{amount}万元"),
        };
        let facts = format!(
            "以“{product}”名义{}，面向{}宣传，称{}。{known}。",
            draw.of(WAYS),
            draw.of(AUDIENCES),
            draw.of(PROMISES)
        );
        Self {
            channel,
            sweep: sweep(channel),
            sector: Some(sector),
            facts,
            mode,
            amount,
            people,
        }
    }
}

/// People and money as they are told: often 约, often not known.
fn figures(draw: &mut Draw) -> (String, String) {
    let size = *draw.weighted(&[(3_i64, 50), (15, 25), (60, 15), (300, 8), (2_500, 2)]);
    let people = size * draw.between(1, 4);
    let wan = people * draw.between(2, 9);
    let people = match draw.below(10) {
        0..=2 => String::new(),
        3..=6 => format!("{}余人", (people / 10).max(1) * 10),
        _ => format!("{people}人"),
    };
    let amount = match draw.below(10) {
        0..=3 => String::new(),
        4..=6 => format!("约{wan}"),
        _ => wan.to_string(),
    };
    (people, amount)
}

fn sweep(channel: Channel) -> Option<SweepMode> {
    Some(match channel {
        Channel::GridPatrol
        | Channel::StreetSweep
        | Channel::HouseVisit
        | Channel::PropertyTenant => SweepMode::Area,
        Channel::SectorSweep => SweepMode::Sector,
        Channel::InternetWatch | Channel::AdvertWatch | Channel::PlatformPush => {
            SweepMode::Internet
        }
        Channel::FundsAnomaly => SweepMode::Funds,
        Channel::PublicReport | Channel::Hotline => SweepMode::Public,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_keeps_to_its_sector_and_its_figures() {
        let mut draw = Draw::seeded(2);
        for _ in 0..100 {
            let story = Story::new(&mut draw, Some(FocusSector::ElderCare));
            assert!(story.facts.contains("养老床位"), "{}", story.facts);
            assert!(
                story.amount.is_empty() || story.facts.contains(&story.amount),
                "{}",
                story.facts
            );
        }
    }
}
