//! Which moves a reader could make on a risk item now, so that a page offers only those. The use
//! cases decide for themselves. It must not know pages.

use fangfei_model::{
    ctx::Ctx,
    permission::Permission,
    risk_item::{RiskItem, RiskStatus},
};

/// The moves that would not be refused for permission or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moves {
    /// Add progress.
    pub progress: bool,
    /// Change the plan.
    pub replan: bool,
    /// Apply for close-out.
    pub apply: bool,
    /// Verify.
    pub verify: bool,
    /// Send back.
    pub send_back: bool,
    /// Approve the close-out.
    pub close: bool,
    /// Open again.
    pub reopen: bool,
    /// Look at the level again.
    pub reassess: bool,
    /// Attach evidence.
    pub attach: bool,
}

impl Moves {
    /// The reader's moves; `assessing` says that an assessment is open already.
    pub fn of(ctx: &Ctx, item: &RiskItem, assessing: bool) -> Self {
        let status = item.status();
        let may = |permission| ctx.may(permission);
        let working = matches!(status, RiskStatus::Listed | RiskStatus::InDisposal);
        let open = status != RiskStatus::Closed;
        let other = applicant_is_other(ctx, item);
        Self {
            progress: working && may(Permission::RiskProgress) && is_owner(ctx, item),
            replan: open && may(Permission::RiskOpen),
            apply: status == RiskStatus::InDisposal
                && may(Permission::RiskApplyClose)
                && is_owner(ctx, item),
            verify: status == RiskStatus::CloseApplied && may(Permission::RiskVerify) && other,
            send_back: match status {
                RiskStatus::CloseApplied => {
                    may(Permission::RiskVerify) || may(Permission::RiskClose)
                }
                RiskStatus::Verified => may(Permission::RiskClose),
                _ => false,
            },
            close: status == RiskStatus::Verified && may(Permission::RiskClose) && other,
            reopen: !open && may(Permission::RiskClose),
            reassess: open && !assessing && may(Permission::AssessmentOpen),
            attach: may(Permission::EvidenceAdd),
        }
    }

    /// Whether any move of the lifecycle is open to the reader.
    pub fn any(&self) -> bool {
        self.progress
            || self.replan
            || self.apply
            || self.verify
            || self.send_back
            || self.close
            || self.reopen
            || self.reassess
    }
}

/// Whether the actor answers for this item: their unit has it, or they run the lead office's list.
pub(super) fn is_owner(ctx: &Ctx, item: &RiskItem) -> bool {
    Some(item.assignment.unit) == ctx.unit() || ctx.may(Permission::RiskOpen)
}

/// Whether somebody else applied for the close-out.
fn applicant_is_other(ctx: &Ctx, item: &RiskItem) -> bool {
    let (application, ..) = item.state.closing();
    application.is_none_or(|application| application.stamp.by != ctx.user())
}
