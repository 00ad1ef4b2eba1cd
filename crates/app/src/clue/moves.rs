//! Which moves a reader could make on a clue now, so that a page offers only those. The use cases
//! decide for themselves. It must not know pages.

use fangfei_model::{
    clue::{Clue, ClueStatus},
    ctx::Ctx,
    permission::Permission,
};

/// The moves that would not be refused for permission or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moves {
    /// Supplement the facts.
    pub change: bool,
    /// Link to a subject's file.
    pub link: bool,
    /// Accept or refuse.
    pub accept: bool,
    /// Give to another unit or move the day.
    pub reassign: bool,
    /// Record the first check.
    pub check: bool,
    /// Open an assessment.
    pub assess: bool,
    /// Open a risk item.
    pub list: bool,
    /// Attach evidence.
    pub attach: bool,
}

impl Moves {
    /// The reader's moves; `assessing` says that an assessment is open already.
    pub fn of(ctx: &Ctx, clue: &Clue, assessing: bool) -> Self {
        let status = clue.state.status();
        let may = |permission| ctx.may(permission);
        Self {
            change: clue.open_to_supplement() && may(Permission::ClueReport),
            link: may(Permission::SubjectWrite),
            accept: status == ClueStatus::Received && may(Permission::ClueAccept),
            reassign: status == ClueStatus::Accepted && may(Permission::ClueAccept),
            check: status == ClueStatus::Accepted
                && may(Permission::ClueCheck)
                && is_checker(ctx, clue),
            assess: status == ClueStatus::Checked && !assessing && may(Permission::AssessmentOpen),
            list: status == ClueStatus::Graded && may(Permission::RiskOpen),
            attach: may(Permission::EvidenceAdd),
        }
    }

    /// Whether any move of the lifecycle is open to the reader.
    pub fn any(&self) -> bool {
        self.accept || self.reassign || self.check || self.assess || self.list
    }
}

/// Whether the actor checks this clue: their unit has it, or they run the lead office's intake.
pub(super) fn is_checker(ctx: &Ctx, clue: &Clue) -> bool {
    let own = clue
        .state
        .acceptance()
        .is_some_and(|a| Some(a.unit) == ctx.unit());
    own || ctx.may(Permission::ClueAccept)
}
