//! How much waits for one reader (待办数): the same things that the page 我的待办 lists, kind by kind. It
//! must not know pages.

use fangfei_model::{
    ctx::Ctx,
    noun::Noun,
    periodic_return::ReturnStatus,
    permission::Permission,
    query::{Query, Test},
};

use crate::{App, Result, assessment, clue, risk_item, task};

/// What waits for one reader, counted by kind; 0 of what they may not do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Tasks that the reader's unit owes, or has to accept.
    pub tasks: u64,
    /// Clues to be accepted.
    pub clues_to_accept: u64,
    /// Clues that the reader's unit has to check.
    pub clues_to_check: u64,
    /// Assessments in which the reader's unit owes its view.
    pub views: u64,
    /// Assessments to be concluded.
    pub conclusions: u64,
    /// Close-outs to be verified.
    pub to_verify: u64,
    /// Close-outs to be approved.
    pub to_approve: u64,
    /// Returns of other units to be accepted.
    pub returns: u64,
}

impl Waiting {
    /// All of it: the number beside 我的待办.
    pub fn total(&self) -> u64 {
        self.tasks
            + self.clues_to_accept
            + self.clues_to_check
            + self.views
            + self.conclusions
            + self.to_verify
            + self.to_approve
            + self.returns
    }
}

/// What waits for this reader; shown in the frame of every page.
pub async fn waiting(app: &App, ctx: &Ctx) -> Result<Waiting> {
    let count = async |permission: Permission, query: Query| -> Result<u64> {
        if ctx.may(permission) {
            Ok(app.store.read(ctx).count(&query).await?)
        } else {
            Ok(0)
        }
    };
    let (views, conclusions) = assessment::waiting(app, ctx).await?;
    Ok(Waiting {
        tasks: task::waiting(app, ctx).await?,
        clues_to_accept: count(Permission::ClueAccept, clue::to_accept()).await?,
        clues_to_check: if ctx.may(Permission::ClueRead) {
            count(Permission::ClueCheck, clue::to_check(ctx)).await?
        } else {
            0
        },
        views,
        conclusions,
        to_verify: count(Permission::RiskVerify, risk_item::to_verify()).await?,
        to_approve: count(Permission::RiskClose, risk_item::to_approve()).await?,
        returns: count(Permission::ReturnAccept, returns_to_accept(ctx)).await?,
    })
}

/// Returns that other units have handed in.
fn returns_to_accept(ctx: &Ctx) -> Query {
    let submitted = Query::of(Noun::PeriodicReturn).equals("state", ReturnStatus::Submitted.code());
    match ctx.unit() {
        Some(own) => submitted.when("unit", Test::NotIn(vec![own.uuid().into()])),
        None => submitted,
    }
}
