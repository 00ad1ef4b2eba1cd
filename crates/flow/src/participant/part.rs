//! What one payment between a scheme and a person was, with the rule that told it. It must not know
//! how the rules look for it.

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

/// Principal comes in multiples of ten yuan, in fen; what does not may be a purchase.
pub(super) const ROUND: i64 = 1_000;

/// By which rule a payment was divided into principal and gain. The rules are asked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// 摘要写明: the memo names principal, gain or commission, one of them only.
    Memo,
    /// 合同: the memo names principal and gain together, and the contract's open principal divides it.
    Contract,
    /// 固定比例: it is a rate of the person's open principal that was paid before, or that several
    /// persons get.
    Rate,
    /// 等额本金: it is exactly an open principal.
    Principal,
    /// 按金额推定的佣金: no word tells, and it is the scheme's rate of commission of what somebody else had just put in.
    Brought,
    /// The same, where it may as well be a gain, or where sums match by chance; not certain.
    PerhapsBrought,
    /// 无未还本金: nothing of principal is open, so that all of it is gain.
    NothingOpen,
    /// 推定: more than one open principal by less than its like, so that both are in it most likely; not certain.
    Likely,
    /// 未定: nothing tells; principal and gain are bounded only.
    Undecided,
}

impl Told {
    /// The rule in words for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::Memo => "摘要写明",
            Self::Contract => "摘要写明本息，按合同本金划分",
            Self::Rate => "为本金的固定比例",
            Self::Principal => "与未返还本金相等",
            Self::Brought => "推定为佣金：恰为此前 10 日内他人投入的佣金比例",
            Self::PerhapsBrought => "可能是佣金：恰为此前 10 日内他人投入的佣金比例",
            Self::NothingOpen => "已无未返还本金",
            Self::Likely => "推定：按多数人得到的比例划分",
            Self::Undecided => "未定：摘要和金额都不能说明",
        }
    }
}

/// A payment out of the scheme to a person, divided. The parts add up to the transfer, except for
/// wages, which are no part of a participant's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Parts {
    /// Principal that went back; where undecided, the least it can be.
    pub principal: Fen,
    /// Interest, dividends, rebates.
    pub gain: Fen,
    /// For bringing others.
    pub commission: Fen,
    /// Wages and expenses.
    pub wage: Fen,
    /// Of `gain`, what may be principal as well.
    pub undecided: Fen,
}

/// One payment between a person and the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dealing {
    /// Place in [`crate::transfer::Transfers::list`]: the row behind the figure.
    pub transfer: u32,
    /// Principal paid in; zero for payments out.
    pub paid_in: Fen,
    /// What a payment out consists of.
    pub out: Parts,
    /// By which rule.
    pub told: Told,
}
