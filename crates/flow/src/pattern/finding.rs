//! What a pattern answers: which accounts, which transfers, why, by which parameters. It must not hold a
//! verdict: a finding is a reason to look.

use std::sync::Arc;

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use crate::transfer::{AccountId, Moment};

macro_rules! patterns {
    ($($variant:ident = $id:literal, $title:literal;)+) => {
        /// The patterns that are looked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Pattern {
            $(#[doc = $title] $variant,)+
        }

        impl Pattern {
            /// All of them, in the order of the pages.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in files and commands.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// The Chinese name.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }
        }
    };
}

patterns! {
    FixedRate = "fixed_rate", "整数本金转入、固定比例返还";
    NewMoney = "new_money", "以后来资金支付前人";
    PayoutDay = "payout_day", "固定日期集中返款";
    MemoWords = "memo_words", "摘要含投资、返利等用语";
    LatePhase = "late_phase", "流入下降、返款放缓、资金转出";
    ManyPayers = "many_payers", "多人向一户转入";
    Gather = "gather", "分散转入、集中转出";
    Scatter = "scatter", "集中转入、分散转出";
    GatherScatter = "gather_scatter", "多人转入后转给另外多人";
    ScatterGather = "scatter_gather", "经多户分流后汇集";
    Cycle = "cycle", "资金回流";
    UnderThreshold = "under_threshold", "略低于大额标准的多笔交易";
    Large = "large", "达到大额交易标准";
    Transit = "transit", "当日快进快出";
    PublicToPrivate = "public_to_private", "公转私过渡";
    Dormant = "dormant", "久悬账户突然启用";
    CycleUnordered = "cycle_unordered", "一次性往来首尾相连";
    FanIn = "fan_in", "多个一次性对手转入";
    FanOut = "fan_out", "转给多个一次性对手";
}

/// Said with every list of findings.
pub const CAUTION: &str = "这些是资金往来特征的提示，供人工核查，不是违法认定。";

/// A pattern met by an account or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which pattern.
    pub pattern: Pattern,
    /// The accounts it is about, the one looked at first. Persons who merely paid in or were paid are not
    /// listed: they stand in the transfers.
    pub accounts: Vec<AccountId>,
    /// Indexes into [`crate::transfer::Transfers::list`], ascending: the evidence, at most as many as the
    /// parameters allow.
    pub transfers: Vec<u32>,
    /// How many transfers the finding rests on, listed or not.
    pub transfer_count: u64,
    /// Distinct persons of the crowd, for patterns that turn on one; 0 for the others.
    pub crowd: usize,
    /// Their sum.
    pub amount: Fen,
    /// The first of them.
    pub from: Moment,
    /// The last of them.
    pub until: Moment,
    /// When the rule was first met: what a watch would have seen on that day.
    pub noticed: Moment,
    /// How much it weighs beside other findings, from 1 to 99: an order to look in, no probability.
    pub strength: u8,
    /// Why, in words with figures.
    pub reason: String,
    /// The parameters used, with their version.
    pub parameters: Arc<str>,
}

impl Finding {
    /// Notes how many persons the crowd has.
    pub(super) fn of_crowd(mut self, crowd: usize) -> Self {
        self.crowd = crowd;
        self
    }
}

/// An amount in words: 万元 from ten thousand yuan up.
pub(crate) fn money(fen: i64) -> String {
    if fen.abs() >= 1_000_000 {
        format!("{}万元", Fen(fen).wan())
    } else {
        format!(
            "{}元",
            Fen(fen).yuan().trim_end_matches('0').trim_end_matches('.')
        )
    }
}

/// A day in words.
pub(crate) fn day_text(day: i32) -> String {
    Moment(i64::from(day) * 86_400)
        .civil()
        .map_or_else(|| "日期不明".to_owned(), |at| at.date().to_string())
}

/// A share in whole percent, rounded down; 0 of nothing.
pub(crate) fn percent(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    i64::try_from(i128::from(part) * 100 / i128::from(whole)).unwrap_or(i64::MAX)
}

/// Whether `part` is at least so many percent of `whole`, exactly.
pub(crate) fn at_least(part: i64, percent: i64, whole: i64) -> bool {
    i128::from(part) * 100 >= i128::from(whole) * i128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_words_of_the_trade() {
        assert_eq!(money(123_450), "1234.5元");
        assert_eq!(money(100_000_000), "100万元");
        assert_eq!(money(0), "0元");
        assert_eq!(money(1_000), "10元");
    }

    #[test]
    fn shares_are_exact() {
        assert!(at_least(60, 60, 100));
        assert!(!at_least(59, 60, 100));
        assert!(at_least(i64::MAX, 100, i64::MAX));
        assert_eq!(percent(i64::MAX, i64::MAX), 100);
        assert_eq!(percent(1, 0), 0);
    }
}
