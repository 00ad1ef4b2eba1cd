//! Everything that the page of one claim shows, and its full numbers opened with a reason. It must
//! not know how it is laid out.

use fangfei_model::{
    action::Action,
    claim::{Claim, ClaimStatus, IdentityDoubts},
    ctx::Ctx,
    funds_inquiry::FundsInquiry,
    id::ClaimId,
    permission::Permission,
    refusal::reason,
};

use super::{check, get, identity::doubts};
use crate::{
    App, Result, Stored, funds,
    history::{self, Change},
    unit_names::UnitNames,
};

/// The file of one claim.
#[derive(Debug)]
pub struct ClaimFile {
    /// The claim with its version.
    pub claim: Stored<Claim>,
    /// Its inquiry.
    pub inquiry: FundsInquiry,
    /// Whether the last comparison rests on an older analysis.
    pub check_outdated: bool,
    /// Whom the statements show as this claimant: place in the list of participants, and name.
    pub shown_as: Vec<(u32, String)>,
    /// What is unclear now about whose account it is, other claims included.
    pub identity: IdentityDoubts,
    /// Names of units on it.
    pub units: UnitNames,
    /// Every change, newest first.
    pub history: Vec<Change>,
    /// What the reader may do now.
    pub moves: ClaimMoves,
}

/// The moves that would not be refused for permission or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClaimMoves {
    /// Correct what was taken down.
    pub change: bool,
    /// Compare with the statements.
    pub check: bool,
    /// Confirm.
    pub confirm: bool,
    /// Take an objection down.
    pub object: bool,
    /// Answer the objection.
    pub answer: bool,
    /// End it.
    pub settle: bool,
    /// Open full numbers.
    pub numbers: bool,
}

impl ClaimMoves {
    fn of(ctx: &Ctx, claim: &Claim, analysed: bool) -> Self {
        let may = ctx.may(Permission::FundsWrite);
        let status = claim.status();
        let fresh = matches!(status, ClaimStatus::Registered | ClaimStatus::Checked);
        let other = claim.registered.by.is_none() || claim.registered.by != ctx.user();
        Self {
            change: may && fresh,
            check: may && analysed && status != ClaimStatus::Settled,
            confirm: may && fresh && other,
            object: may && status == ClaimStatus::Confirmed,
            answer: may && status == ClaimStatus::Objected && other,
            settle: may && !matches!(status, ClaimStatus::Objected | ClaimStatus::Settled),
            numbers: ctx.may(Permission::PersonalNumberRead),
        }
    }
}

/// The file of one claim within scope.
pub async fn file(app: &App, ctx: &Ctx, id: ClaimId) -> Result<ClaimFile> {
    let claim = get(app, ctx, id).await?;
    let inquiry = funds::get(app, ctx, claim.record.inquiry).await?.record;
    let analysed = inquiry.analysis.as_ref().map(|run| run.inputs.as_str());
    let checked = claim.record.check.as_ref().map(|c| c.inputs.as_str());
    let stamped = [claim.record.registered.unit, Some(claim.record.unit)];
    let shown_as = match claim.record.check {
        Some(_) => check::shown_as(app, &inquiry, &claim.record).await?,
        None => Vec::new(),
    };
    let mut doubts = doubts(app, ctx, &inquiry).await?;
    Ok(ClaimFile {
        identity: doubts.remove(&id).unwrap_or_default(),
        shown_as,
        check_outdated: checked.is_some() && checked != analysed,
        moves: ClaimMoves::of(ctx, &claim.record, analysed.is_some()),
        units: UnitNames::of(app, ctx, stamped.into_iter().flatten()).await?,
        history: history::of::<Claim>(app, ctx, id.uuid()).await?,
        inquiry,
        claim,
    })
}

/// A claim's full numbers, to be shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullClaim {
    /// The claim.
    pub claim: Claim,
}

/// Opens citizen number, phone and accounts. The reason stands in the journal before they are shown.
pub async fn open_numbers(app: &App, ctx: &Ctx, id: ClaimId, why: &str) -> Result<FullClaim> {
    ctx.require(Permission::PersonalNumberRead)?;
    let reason = reason("查看完整证件号和账号", why)?;
    let claim = get(app, ctx, id).await?.record;
    let mut write = app.store.write(ctx, Action::PersonalNumberOpen).await?;
    write.reason(reason);
    write.detail("claim", claim.number.as_str());
    write.commit().await?;
    Ok(FullClaim { claim })
}
