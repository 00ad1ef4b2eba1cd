//! Joint assessment (会商研判): invite units, hear their views on the four factors, conclude; the
//! conclusion grades the clue or re-grades the risk item. It must not know how pages show it.

mod conclude;
mod draft;
mod file;
mod invite;
mod minutes;
mod open;
mod suggestion;
mod view;

pub use conclude::{ConcludeDraft, conclude};
pub use draft::GradesDraft;
pub use file::{AssessmentFile, Moves, file};
pub use invite::{InviteDraft, Invitee, invite, invitees};
pub use minutes::minutes;
pub use open::{open, reassess};
pub use suggestion::{Counted, Suggestion};
pub use view::{ViewDraft, give_view};

use fangfei_model::{
    assessment::{Assessment, AssessmentStatus},
    ctx::Ctx,
    id::AssessmentId,
    noun::Noun,
    permission::Permission,
    query::Query,
    scope::Scope,
};
use fangfei_store::Write;

use crate::{App, Error, Page, Result, Stored};

/// The most open assessments looked through for those that wait.
const MOST_OPEN: u64 = 500;

/// One assessment within the actor's scope.
///
/// Assessments are common to the units of a division so that invited ones can take part; a unit that
/// has no part in one does not see it.
pub async fn get(app: &App, ctx: &Ctx, id: AssessmentId) -> Result<Stored<Assessment>> {
    may_read(ctx)?;
    let found = app.store.read(ctx).get::<Assessment>(id.uuid()).await?;
    found
        .filter(|assessment| takes_part(ctx, &assessment.record))
        .ok_or(Error::NotFound(Noun::Assessment))
}

/// Open assessments in which the actor's unit owes its view, the oldest first.
pub async fn owed(app: &App, ctx: &Ctx) -> Result<Vec<Assessment>> {
    let Some(unit) = ctx.unit().filter(|_| ctx.may(Permission::AssessmentView)) else {
        return Ok(Vec::new());
    };
    let open = open_ones(app, ctx).await?;
    Ok(open
        .into_iter()
        .filter(|assessment| assessment.outstanding().any(|owing| owing == unit))
        .collect())
}

/// Open assessments that have been heard and wait for the actor's conclusion, the oldest first.
pub async fn to_conclude(app: &App, ctx: &Ctx) -> Result<Vec<Assessment>> {
    if !ctx.may(Permission::AssessmentConclude) {
        return Ok(Vec::new());
    }
    let open = open_ones(app, ctx).await?;
    Ok(open
        .into_iter()
        .filter(|assessment| assessment.outstanding().next().is_none())
        .collect())
}

/// How many assessments wait for the view of the actor's unit, and how many for the actor's
/// conclusion.
pub(crate) async fn waiting(app: &App, ctx: &Ctx) -> Result<(u64, u64)> {
    let views = ctx.unit().filter(|_| ctx.may(Permission::AssessmentView));
    let concludes = ctx.may(Permission::AssessmentConclude);
    if views.is_none() && !concludes {
        return Ok((0, 0));
    }
    let (mut owed, mut heard) = (0, 0);
    for open in open_ones(app, ctx).await? {
        owed += u64::from(views.is_some_and(|unit| open.outstanding().any(|owing| owing == unit)));
        heard += u64::from(concludes && open.outstanding().next().is_none());
    }
    Ok((owed, heard))
}

/// Open assessments in scope in which the actor's unit takes part, the oldest first.
async fn open_ones(app: &App, ctx: &Ctx) -> Result<Vec<Assessment>> {
    let query = Query::of(Noun::Assessment)
        .equals("state", AssessmentStatus::Open.code())
        .by("opened_on", false);
    let open = app
        .store
        .read(ctx)
        .list::<Assessment>(&query, Page::first(MOST_OPEN))
        .await?;
    Ok(open
        .into_iter()
        .map(|assessment| assessment.record)
        .filter(|a| takes_part(ctx, a))
        .collect())
}

/// Whoever opens, gives or concludes assessments, follows risk items up or audits may read them.
fn may_read(ctx: &Ctx) -> Result<()> {
    let any = [
        Permission::AssessmentOpen,
        Permission::AssessmentConclude,
        Permission::RiskRead,
    ];
    if any.into_iter().any(|permission| ctx.may(permission)) {
        return Ok(());
    }
    Ok(ctx.require(Permission::AssessmentView)?)
}

fn takes_part(ctx: &Ctx, assessment: &Assessment) -> bool {
    match ctx.scope() {
        Scope::Unit { unit, .. } => {
            assessment.invited.contains(&unit)
                || assessment.unit == unit
                || assessment.opened.unit == Some(unit)
        }
        _ => true,
    }
}

/// The assessment inside a write.
async fn locked(write: &Write, ctx: &Ctx, id: AssessmentId) -> Result<Stored<Assessment>> {
    let found = write.get::<Assessment>(id.uuid()).await?;
    found
        .filter(|assessment| takes_part(ctx, &assessment.record))
        .ok_or(Error::NotFound(Noun::Assessment))
}
