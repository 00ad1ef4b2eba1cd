//! The figures that criminal bands ask for (吸收金额、对象人数、直接经济损失), each with its counting
//! rule and bounds, beside the bands. Information for a person: it must not qualify anything.

use std::collections::BTreeSet;

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::ledger::{Doubt, Participants};

/// One band: any one of its figures is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// What reaching it means.
    pub title: Box<str>,
    /// The article.
    pub article: Box<str>,
    /// Sum absorbed, yuan.
    pub amount_yuan: i64,
    /// People.
    pub people: i64,
    /// Direct loss, yuan.
    pub loss_yuan: i64,
    /// Sum absorbed with prior crime, penalty within two years, or grave effect, yuan.
    pub grave_amount_yuan: i64,
    /// Loss with the same, yuan.
    pub grave_loss_yuan: i64,
}

/// The bands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Of the table; stated with results.
    pub version: u32,
    /// From the lowest up.
    pub band: Vec<Band>,
}

/// One figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is.
    pub title: &'static str,
    /// How it is counted.
    pub rule: &'static str,
    /// The least it is: fen, or people.
    pub least: i64,
    /// The most it is; none where pages are missing, so that nothing bounds it.
    pub most: Option<i64>,
}

/// The figures, and the highest band that each reaches for certain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meter {
    /// Sum absorbed, in fen.
    pub amount: Figure,
    /// People.
    pub people: Figure,
    /// Direct loss, in fen.
    pub loss: Figure,
    /// The highest band reached by at least one figure, with the titles of the figures that reach it.
    pub reached: Option<(Band, Vec<&'static str>)>,
}

impl Thresholds {
    /// The bands that come with the program.
    ///
    /// # Errors
    /// Only if the shipped file were broken.
    pub fn shipped() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("../../participants/thresholds.toml"))
    }

    /// The figures of these participants beside the bands.
    pub fn measure(&self, participants: &Participants) -> Meter {
        let paying = || participants.list.iter().filter(|p| p.paid_in > Fen::ZERO);
        let missing = participants
            .list
            .iter()
            .any(|p| p.doubts.contains(&Doubt::MissingPages));
        let unknown = participants.unattributed.sum.0;
        let most = |sum: i64| (!missing).then_some(sum);
        let amount = paying().fold(0_i64, |sum, p| sum.saturating_add(p.paid_in.0));
        let named: BTreeSet<&str> = paying().filter_map(|p| p.name.as_deref()).collect();
        let nameless = paying().filter(|p| p.name.is_none()).count();
        let loss = paying().fold(0_i64, |sum, p| sum.saturating_add(p.net().0.max(0)));
        let nobodys = i64::try_from(participants.unattributed.transfers.len()).unwrap_or(i64::MAX);
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let amount = Figure {
            title: "吸收资金数额",
            rule: "全部投入本金累计，案发前已返还的不扣除，复投实际转账的计入，没有写明来人的现金至多全部计入（法释〔2022〕5号第六条，2019年两高一部意见五）",
            least: amount,
            most: most(amount.saturating_add(unknown)),
        };
        let people = Figure {
            title: "集资参与人人数",
            rule: "有投入的账户，同名的至少算一人、至多各算一人，没有写明来人的现金每笔至多另算一人；亲友、单位内部人员需人工剔除",
            least: count(named.len() + nameless),
            most: most(count(paying().count()).saturating_add(nobodys)),
        };
        let loss = Figure {
            title: "直接经济损失",
            rule: "逐人：投入本金 − 返还本金 − 已收利息、分红、提成，小于零的按零计后相加；没有写明来人的现金至多全部计为损失",
            least: loss,
            most: most(loss.saturating_add(unknown)),
        };
        let reached = self.band.iter().rev().find_map(|band| {
            let titles = band.reached(&amount, &people, &loss);
            (!titles.is_empty()).then(|| (band.clone(), titles))
        });
        Meter {
            amount,
            people,
            loss,
            reached,
        }
    }
}

impl Band {
    fn reached(&self, amount: &Figure, people: &Figure, loss: &Figure) -> Vec<&'static str> {
        let figures = [
            (amount, self.amount_yuan.saturating_mul(100)),
            (people, self.people),
            (loss, self.loss_yuan.saturating_mul(100)),
        ];
        let reached = figures
            .into_iter()
            .filter(|(figure, bound)| figure.least >= *bound);
        reached.map(|(figure, _)| figure.title).collect()
    }
}
