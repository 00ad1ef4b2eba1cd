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
    /// A text that is no such table.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        let mut table: Self = toml::from_str(text)?;
        table.rate.sort_by_key(|rate| rate.from);
        Ok(table)
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
