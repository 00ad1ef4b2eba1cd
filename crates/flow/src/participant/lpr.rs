//! The yield that a person got, by the year, beside four times the one-year LPR, the ceiling that
//! courts protect (民间借贷规定 Art 25). It is an anchor for a person's judgement. It must not judge.

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ledger::Participant;
use crate::transfer::Transfers;

/// One-year LPR by day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LprTable {
    /// Of the table; stated with results.
    pub version: u32,
    /// Where the values come from, in words; stated beside every ceiling.
    #[serde(default)]
    pub source: String,
    /// Whether somebody compared the values with the publication. The shipped ones nobody did.
    #[serde(default)]
    pub verified: bool,
    /// How many times the LPR is the ceiling.
    pub multiple: i64,
    rate: Vec<LprRate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct LprRate {
    from: Date,
    basis_points: i64,
}

/// A person's yield beside the ceiling. All in basis points of the principal by the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YieldCheck {
    /// Interest, dividends, rebates received, by the year, on the principal while it was out,
    /// rounded down. Commission is no yield.
    pub annual: i64,
    /// The ceiling on the day of the first payment; none before the LPR was published this way.
    pub ceiling: Option<i64>,
}

impl YieldCheck {
    /// Whether the yield is above the ceiling.
    pub fn is_above(self) -> Option<bool> {
        self.ceiling.map(|ceiling| self.annual > ceiling)
    }
}

impl LprTable {
    /// The table that comes with the program.
    ///
    /// # Errors
    /// As [`LprTable::read`].
    pub fn shipped() -> Result<Self, toml::de::Error> {
        Self::read(include_str!("../../participants/lpr.toml"))
    }

    /// Reads a table.
    ///
    /// # Errors
    /// A text that is no such table, or one without a rate.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        let mut table: Self = toml::from_str(text)?;
        if table.rate.is_empty() || table.rate.iter().any(|rate| rate.basis_points <= 0) {
            return Err(serde::de::Error::custom(
                "每个 rate 的 basis_points 应大于零，至少有一个 rate",
            ));
        }
        table.rate.sort_by_key(|rate| rate.from);
        Ok(table)
    }

    /// What is said beside a ceiling.
    pub fn note(&self) -> String {
        let checked = if self.verified {
            "已核对"
        } else {
            "未经核对，请与公布值核对后使用"
        };
        let source = if self.source.is_empty() {
            "未注明来源"
        } else {
            &self.source
        };
        format!("LPR 表第{}版（{checked}）：{source}", self.version)
    }

    /// The rate in force on a day, in basis points.
    pub fn on(&self, day: Date) -> Option<i64> {
        let after = self.rate.partition_point(|rate| rate.from <= day);
        after.checked_sub(1).map(|at| self.rate[at].basis_points)
    }

    /// The person's yield until the end of the transfers; `None` while no principal was out for a
    /// day.
    pub fn check(&self, transfers: &Transfers, participant: &Participant) -> Option<YieldCheck> {
        let day = |at: u32| transfers.list.get(at as usize).map(|t| t.at.day());
        let end = transfers.list.iter().map(|t| t.at.day()).max()?;
        let (mut open, mut since, mut fen_days) = (0_i64, 0_i32, 0_i128);
        for dealing in &participant.dealings {
            let today = day(dealing.transfer)?;
            fen_days += i128::from(open) * i128::from(today - since);
            since = today;
            open = (open + dealing.paid_in.0 - dealing.out.principal.0).max(0);
        }
        fen_days += i128::from(open) * i128::from(end - since);
        let ceiling = participant.first_day().and_then(|first| self.on(first));
        (fen_days > 0).then(|| YieldCheck {
            annual: by_the_year(participant.gain, fen_days),
            ceiling: ceiling.map(|rate| rate * self.multiple),
        })
    }
}

fn by_the_year(gain: Fen, fen_days: i128) -> i64 {
    let basis_points = i128::from(gain.0) * 365 * 10_000 / fen_days;
    i64::try_from(basis_points).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_shipped_table_says_that_nobody_checked_it() {
        let table = LprTable::shipped().unwrap();
        assert!(
            !table.verified && table.note().contains("未经核对"),
            "{}",
            table.note()
        );
        assert_eq!(table.on(date(2019, 1, 1)), None);
    }

    #[test]
    fn an_offices_table_takes_its_place() {
        let text = "version = 7\nsource = \"公布值\"\nverified = true\nmultiple = 4\n\
                    [[rate]]\nfrom = \"2030-01-20\"\nbasis_points = 250\n";
        let table = LprTable::read(text).unwrap();
        assert_eq!(table.on(date(2030, 2, 1)), Some(250));
        assert!(
            table.note().contains("（已核对）：公布值"),
            "{}",
            table.note()
        );
        assert!(LprTable::read(&text.replace("250", "-5")).is_err());
        assert!(LprTable::read("version = 1\nmultiple = 4\nrate = []\n").is_err());
    }
}
