//! What each person paid in and got back, the scheme's curve and the thresholds, as they are kept and
//! shown. It must not know how they were worked out.

use fangfei_model::money::Fen;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One person's account with the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Participant {
    /// The person's accounts: places in the ledger.
    pub accounts: Vec<u32>,
    /// Their numbers, where known; shown masked.
    pub numbers: Vec<String>,
    /// The name.
    pub name: String,
    /// Principal paid in.
    pub paid_in: Fen,
    /// Principal returned.
    pub returned: Fen,
    /// Interest, rebates, dividends, with what is undecided.
    pub interest: Fen,
    /// Commission for bringing in others.
    pub commission: Fen,
    /// Of the interest, what may be principal as well.
    pub undecided: Fen,
    /// Everything received less everything paid in; negative is a loss.
    pub net: Fen,
    /// First and last dealing.
    pub period: Option<(Date, Date)>,
    /// Whether all pages are at hand and nothing is undecided.
    pub certain: bool,
    /// Why it is not certain, in words.
    pub doubt: String,
    /// The implied yearly yield in hundredths of a percent, where it can be told.
    pub annual_yield: Option<i64>,
    /// Four times the one-year LPR on the day of the first payment, in the same unit.
    pub ceiling: Option<i64>,
    /// Who brought this person in, as far as commissions show: a place in the list.
    pub recruiter: Option<u32>,
    /// The rows behind the figures: places in the ledger.
    pub rows: Vec<u32>,
}

impl Participant {
    /// What is set off against principal.
    pub fn received(&self) -> Fen {
        Fen(self.interest.0.saturating_add(self.commission.0))
    }

    /// Everything that came back.
    pub fn payouts(&self) -> Fen {
        Fen(self.returned.0.saturating_add(self.received().0))
    }
}

/// One day of the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurveDay {
    /// The day.
    pub day: Date,
    /// Paid in on it.
    pub paid_in: Fen,
    /// Paid out on it.
    pub paid_out: Fen,
    /// Principal still owed at its end.
    pub owed: Fen,
}

/// The scheme from its first to its last day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Curve {
    /// Days on which money moved.
    pub days: Vec<CurveDay>,
    /// Share of payouts paid by others' new money, in hundredths of a percent.
    pub new_money: Option<i64>,
    /// From this day on what was owed could no longer be met from what was there.
    pub no_return: Option<Date>,
}

/// One line of the threshold meter (法释〔2022〕5号), as information for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MeterLine {
    /// What is counted: 吸收资金数额.
    pub title: String,
    /// The figure in words.
    pub figure: String,
    /// The bands it reaches, in words; blank when none.
    pub band: String,
    /// How it was counted.
    pub rule: String,
}

/// All participants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Participants {
    /// By name, then account.
    pub list: Vec<Participant>,
    /// The accounts that took the money in: places in the ledger.
    pub collectors: Vec<u32>,
    /// Money that came in and no row says from whom.
    pub unattributed: Fen,
    /// The curve.
    pub curve: Curve,
    /// The thresholds.
    pub meter: Vec<MeterLine>,
}
