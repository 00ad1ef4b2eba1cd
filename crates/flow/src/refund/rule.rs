//! How money is divided (分配规则), as data that a decision document states. It must not know
//! claims.

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::{Claim, Rate, RefundError, sum};

/// What a person's share is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 按净损失: unreturned principal after interest, dividends and commission were set off.
    #[default]
    NetLoss,
    /// 按集资额: what was paid in (2019 两高一部意见: 按照集资参与人的集资额比例), never above the net loss.
    Contribution,
}

/// A class of claimants that is served before the others (优先清退), up to a level that the others
/// then reach before anybody goes further.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// The class as the claims name it.
    pub class: Box<str>,
    /// The share of the loss up to which it goes first; the whole loss when absent.
    pub up_to: Option<Rate>,
    /// The law, judgment or decision it rests on. A priority without ground is refused.
    pub ground: Box<str>,
}

/// Money kept back for claims that may still come or are not decided (预留).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// What for, with the decision it rests on.
    pub ground: Box<str>,
    /// A fixed sum: whole fen, or a text with its unit.
    #[serde(default, deserialize_with = "sum::sum")]
    pub amount: Fen,
    /// A share of the money available, rounded down to the fen; added to `amount`.
    pub share: Option<Rate>,
}

impl Reserve {
    fn words(&self) -> String {
        let amount = (self.amount > Fen::ZERO).then(|| format!("{} 元", self.amount.grouped()));
        let share = self
            .share
            .map(|rate| format!("可分配资金的 {}", share_words(rate)));
        let parts: Vec<String> = amount.into_iter().chain(share).collect();
        let parts = if parts.is_empty() {
            "0 元".to_owned()
        } else {
            parts.join("和")
        };
        format!("预留 {parts}（{}）", self.ground)
    }
}

/// A share as a percentage where two decimals hold it, else as the fraction that it is.
fn share_words(rate: Rate) -> String {
    let exact = i128::from(rate.part) * 10_000 % i128::from(rate.whole) == 0;
    if exact {
        rate.percent()
    } else {
        rate.to_string()
    }
}

/// A rule of division. The default divides everything in proportion to net losses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// What shares are measured by.
    pub basis: Basis,
    /// Classes that go first, in this order.
    pub priorities: Vec<Priority>,
    /// Money kept back.
    pub reserves: Vec<Reserve>,
    /// Nobody gets more than this from all batches together: whole fen, or a text with its unit.
    #[serde(deserialize_with = "sum::optional")]
    pub cap: Option<Fen>,
    /// Nobody gets more than this share of the loss from all batches together.
    pub cap_rate: Option<Rate>,
    /// A payment below this waits for the next batch, unless it settles the loss: whole fen, or a text
    /// with its unit.
    #[serde(deserialize_with = "sum::sum")]
    pub minimum: Fen,
    /// Who gets the odd fen when remainders are equal: by the claimants' numbers when absent, else
    /// in an order drawn from this number, so that the same people do not come first in every batch.
    pub tie_seed: Option<u64>,
}

impl Basis {
    /// In words, as the public reads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::NetLoss => {
                "按净损失比例分配（净损失 = 投入本金 − 已返还本金 − 已收利息、分红、提成）"
            }
            Self::Contribution => "按投入本金比例分配，每人不超过净损失",
        }
    }
}

impl Rule {
    /// Whether nothing but the basis decides: nobody first, nobody capped, no payment put off, nothing
    /// kept back.
    pub fn is_plain(&self) -> bool {
        self.priorities.is_empty()
            && self.reserves.is_empty()
            && self.cap.is_none()
            && self.cap_rate.is_none()
            && self.minimum <= Fen::ZERO
    }

    /// The whole rule in words, one sentence for each part of it, as a paper states it.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![self.basis.words().to_owned()];
        for priority in &self.priorities {
            let up_to = priority.up_to.map_or_else(
                || "直至付清净损失".to_owned(),
                |rate| format!("直至其净损失的 {}", share_words(rate)),
            );
            words.push(format!(
                "“{}”类优先，{up_to}，然后其他人（依据：{}）",
                priority.class, priority.ground
            ));
        }
        if let Some(cap) = self.cap {
            words.push(format!("每人各批累计不超过 {} 元", cap.grouped()));
        }
        if let Some(rate) = self.cap_rate {
            let rate = share_words(rate);
            words.push(format!("每人各批累计不超过其净损失的 {rate}"));
        }
        if self.minimum > Fen::ZERO {
            words.push(format!(
                "本次应付不足 {} 元的留待下批（付清的除外）",
                self.minimum.grouped()
            ));
        }
        words.extend(self.reserves.iter().map(Reserve::words));
        words
    }

    /// Classes that the rule serves first and that no claim bears: a slip of the pen, or a rule made for
    /// another register.
    pub fn classes_of_nobody(&self, claims: &[Claim]) -> Vec<&str> {
        let borne = |class: &str| {
            let mut counted = claims.iter().filter(|claim| claim.counts());
            counted.any(|claim| claim.class.as_deref() == Some(class))
        };
        let classes = self.priorities.iter().map(|priority| &*priority.class);
        classes.filter(|class| !borne(class)).collect()
    }

    /// The sum kept back from this much money.
    pub(super) fn reserved(&self, available: Fen) -> Result<Fen, RefundError> {
        let mut sum = 0_i128;
        for reserve in &self.reserves {
            let share = reserve.share.map_or(Fen::ZERO, |r| r.floor_of(available));
            sum += i128::from(reserve.amount.0) + i128::from(share.0);
        }
        if sum > i128::from(available.0) {
            return Err(RefundError::Rule(format!(
                "预留合计超过可分配资金 {available} 元，请减少预留"
            )));
        }
        Ok(Fen(i64::try_from(sum).unwrap_or(i64::MAX)))
    }

    pub(super) fn check(&self) -> Result<(), RefundError> {
        let refuse = |text: String| Err(RefundError::Rule(text));
        for priority in &self.priorities {
            if priority.ground.trim().is_empty() {
                return refuse(format!("优先类别“{}”没有写依据", priority.class));
            }
            if priority.up_to.is_some_and(|rate| !rate.is_at_most_one()) {
                return refuse(format!("优先类别“{}”的比例超过 100%", priority.class));
            }
        }
        for reserve in &self.reserves {
            if reserve.ground.trim().is_empty() {
                return refuse("有一项预留没有写依据".to_owned());
            }
            if reserve.amount < Fen::ZERO {
                return refuse(format!("预留“{}”是负数", reserve.ground));
            }
            if reserve.share.is_some_and(|rate| !rate.is_at_most_one()) {
                return refuse(format!("预留“{}”的比例超过 100%", reserve.ground));
            }
        }
        if self.cap_rate.is_some_and(|rate| !rate.is_at_most_one()) {
            return refuse("每人上限比例超过 100%".to_owned());
        }
        if self.minimum < Fen::ZERO || self.cap.is_some_and(|cap| cap < Fen::ZERO) {
            return refuse("每人上限和最低付款额不能是负数".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_stated_in_all_its_parts() {
        let rule: Rule = toml::from_str(
            "cap = \"5万元\"\nminimum = 10000\n[[priorities]]\nclass = \"养老\"\nup_to = \"1/2\"\nground = \"会议纪要3号\"\n[[reserves]]\nground = \"迟报\"\nshare = \"1/3\"\n",
        )
        .unwrap();
        assert!(!rule.is_plain() && Rule::default().is_plain());
        let words = rule.words().join("；");
        for part in [
            "按净损失比例",
            "“养老”类优先，直至其净损失的 50.00%",
            "会议纪要3号",
            "累计不超过 50,000.00 元",
            "不足 100.00 元",
            "预留 可分配资金的 1/3（迟报）",
        ] {
            assert!(words.contains(part), "{part} 不在：{words}");
        }
        assert_eq!(Rule::default().words().len(), 1);
    }

    #[test]
    fn a_class_that_nobody_bears_is_named() {
        let rule: Rule = toml::from_str(
            "[[priorities]]\nclass = \"养老\"\nground = \"纪要\"\n[[priorities]]\nclass = \"特困\"\nground = \"纪要\"\n",
        )
        .unwrap();
        let claim = Claim {
            class: Some("特困".into()),
            ..Claim::new("甲", Fen(1), Fen::ZERO, Fen::ZERO)
        };
        assert_eq!(rule.classes_of_nobody(&[claim]), ["养老"]);
        assert_eq!(rule.classes_of_nobody(&[]), ["养老", "特困"]);
    }
}
