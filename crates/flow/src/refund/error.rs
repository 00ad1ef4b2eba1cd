//! Why an allocation cannot be made. It must not know files or lines; who read them adds those.

use fangfei_model::money::Fen;

/// Input that would make an allocation wrong. Nothing is allocated: one wrong claim changes
/// everybody's share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RefundError {
    /// Two claims of one person.
    #[error(
        "集资参与人“{0}”出现了不止一次：同一人只能有一行，请先合并（本金、已返还、已收利息分别相加）或改正编号"
    )]
    Duplicate(Box<str>),
    /// A claim without a name or number.
    #[error("有一笔债权没有集资参与人姓名或编号，请补填")]
    Nameless,
    /// A figure below zero.
    #[error("集资参与人“{claimant}”的{what}是负数（{amount} 元），请改为不小于零的金额")]
    Negative {
        /// Whose claim.
        claimant: Box<str>,
        /// 投入本金, 已返还本金 or 已收利息、分红、提成.
        what: &'static str,
        /// The figure.
        amount: Fen,
    },
    /// Less than no money to divide.
    #[error("可分配资金是负数（{0} 元），请检查收支台账")]
    NegativeMoney(Fen),
    /// Sums that do not fit.
    #[error("{0}合计超过系统能表示的最大金额（约 922 万亿元），请检查是否有位数错误")]
    TooLarge(&'static str),
    /// A person who was paid in an earlier batch and is not among the claims.
    #[error(
        "集资参与人“{0}”在以前批次领过款，但不在这次的债权名单里：请保留此人，确应剔除的标为“不予清退”并写明理由"
    )]
    PaidButMissing(Box<str>),
    /// An earlier payment below zero.
    #[error("第 {batch} 批中“{claimant}”的付款是负数；退回款请登记为资金来源，不要记成负付款")]
    NegativePayment {
        /// The batch.
        batch: u32,
        /// To whom.
        claimant: Box<str>,
    },
    /// A rule that cannot be applied.
    #[error("分配规则不能用：{0}")]
    Rule(String),
}
