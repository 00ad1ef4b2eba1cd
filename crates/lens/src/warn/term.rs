//! The terms of the score by name. It must not know weights.

use serde::{Deserialize, Serialize};

/// One thing that is looked at. The larger its value, the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Promised return above the market, term by term, in percentage points.
    ReturnAboveMarket,
    /// Share of the outstanding loans owed by the ten largest borrowers, percent.
    BorrowerConcentration,
    /// Investors for each borrower, as a logarithm: many paying for few.
    InvestorsPerBorrower,
    /// Share of borrowers above the legal limits, those of 200 000 to 1 000 000 yuan counted half.
    LargeLoans,
    /// Few active investors, as a negative logarithm.
    SmallScale,
    /// Fall of the active investors, as a logarithm.
    InvestorsFalling,
    /// Fall of the active borrowers, as a logarithm.
    BorrowersFalling,
    /// Time to fill above the market, term by term, as a logarithm.
    SlowFill,
    /// Rise of that time, as a logarithm.
    FillSlowing,
    /// Share of the outstanding loans due to the ten largest investors, percent.
    InvestorConcentration,
    /// Rise of the two shares, percentage points.
    ConcentrationRising,
    /// Mean step of the number of investors from month to month, as a logarithm.
    Unsteady,
    /// Rise of the promised return beside the market, percentage points.
    ReturnRising,
    /// Share of offers of at most two months among the terms offered, and its rise.
    ShortTerms,
    /// Months without a row or without anybody active.
    Silent,
    /// Youth of the platform, as negative months since it opened; only with a register.
    Young,
}

/// Every term, in the order of the method file.
pub(super) const TERMS: [Term; 16] = [
    Term::ReturnAboveMarket,
    Term::BorrowerConcentration,
    Term::InvestorsPerBorrower,
    Term::LargeLoans,
    Term::SmallScale,
    Term::InvestorsFalling,
    Term::BorrowersFalling,
    Term::SlowFill,
    Term::FillSlowing,
    Term::InvestorConcentration,
    Term::ConcentrationRising,
    Term::Unsteady,
    Term::ReturnRising,
    Term::ShortTerms,
    Term::Silent,
    Term::Young,
];
