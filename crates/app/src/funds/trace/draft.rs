//! What is followed, as typed into the form or named by a link. It must not know the ledger.

use fangfei_flow::{
    trace::{Direction, Options, Rule},
    transfer::Moment,
};
use fangfei_model::money::Fen;
use jiff::civil::{Date, time};
use serde::{Deserialize, Serialize};

use crate::{Result, typed::Typed};

/// The most hops that are followed.
pub(super) const MOST_HOPS: u32 = 8;
/// Hops followed when nothing is said.
const HOPS: u32 = 3;

/// What is followed, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TraceDraft {
    /// Whose money: a name, an account's last digits, or both as suggested.
    pub who: String,
    /// A link's account: its place in the ledger. Counts where `who` is blank.
    pub account: String,
    /// A link's participant: the place in the list. Counts where `who` and `account` are blank.
    pub person: String,
    /// `forward` or `back`.
    pub direction: String,
    /// How mixed money is told apart: `fifo` or `proportional`.
    pub rule: String,
    /// Hops.
    pub hops: String,
    /// Smaller sums are not followed, in yuan.
    pub least: String,
    /// Payments of the start from this day on.
    pub from: String,
    /// Payments of the start up to this day.
    pub until: String,
}

impl TraceDraft {
    /// Whether nothing was asked yet.
    pub fn is_blank(&self) -> bool {
        [&self.who, &self.account, &self.person]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    /// Which way is asked for.
    pub(super) fn direction(&self) -> Direction {
        match self.direction.as_str() {
            "back" => Direction::Back,
            _ => Direction::Forward,
        }
    }

    /// By which rule; first in, first out when nothing is said.
    fn rule(&self, typed: &mut Typed) -> Rule {
        match self.rule.as_str() {
            "" | "fifo" => Rule::Fifo,
            "proportional" => Rule::Proportional,
            _ => {
                typed.wrong("rule", "规则应为先进先出（fifo）或按比例（proportional）");
                Rule::default()
            }
        }
    }

    pub(super) fn options(&self, today: Date) -> Result<Options> {
        let mut typed = Typed::on(today);
        let least = match self.least.trim() {
            "" => Some(Fen::ZERO),
            text => Fen::parse_yuan(text)
                .map_err(|fault| typed.wrong("least", fault.to_string()))
                .ok(),
        };
        let rule = self.rule(&mut typed);
        let hops = match self.hops.trim() {
            "" => Some(HOPS),
            text => text
                .parse()
                .map_err(|_| typed.wrong("hops", "层数应为 1 至 8 的整数"))
                .ok(),
        };
        let from = typed.day("from", &self.from);
        let until = typed.day("until", &self.until);
        if let Some((from, until)) = from.zip(until)
            && from > until
        {
            typed.wrong("until", format!("截止日期早于开始日期 {from}，请核对"));
        }
        let first = |day: Date| Moment::from_civil(day.at(0, 0, 0, 0));
        let last = |day: Date| Moment::from_civil(day.to_datetime(time(23, 59, 59, 0)));
        typed.finish(least.zip(hops).map(|(least, hops): (Fen, u32)| Options {
            direction: self.direction(),
            rule,
            from: from.map(first),
            until: until.map(last),
            min_amount: least,
            max_hops: hops.clamp(1, MOST_HOPS),
            ..Options::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn a_day_counts_whole_and_a_period_that_runs_back_is_refused() {
        let today = jiff::civil::date(2024, 7, 1);
        let draft = TraceDraft {
            from: "2024年3月1日".into(),
            until: "2024-03-31".into(),
            ..TraceDraft::default()
        };
        let options = draft.options(today).unwrap();
        let end = options.until.unwrap().civil().unwrap();
        assert_eq!(end.to_string(), "2024-03-31T23:59:59");
        assert_eq!(options.max_hops, 3);
        let wrong = TraceDraft {
            until: "2024-02-01".into(),
            ..draft
        };
        let Err(Error::Invalid(fields)) = wrong.options(today) else {
            panic!("a period that runs back was taken");
        };
        assert_eq!(fields[0].field, "until");
    }
}
