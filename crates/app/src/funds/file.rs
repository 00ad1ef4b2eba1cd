//! What every page of one inquiry shows around its tabs. It must not know how it is laid out.

use fangfei_model::{
    ctx::Ctx,
    funds_inquiry::{FundsInquiry, InquiryStatus},
    id::{FundsInquiryId, UnitId},
    permission::Permission,
};

use super::{Outdated, get, outdated};
use crate::{
    App, Result, Stored,
    history::{self, Change},
    place_names::PlaceNames,
    unit_names::UnitNames,
};

/// The file of one inquiry.
#[derive(Debug)]
pub struct InquiryFile {
    /// The inquiry with its version.
    pub inquiry: Stored<FundsInquiry>,
    /// Names of units on it.
    pub units: UnitNames,
    /// Its division in words.
    pub place: String,
    /// Why the last analysis is out of date, if it is.
    pub outdated: Option<Outdated>,
    /// Every change, newest first.
    pub history: Vec<Change>,
    /// What the reader may do now.
    pub moves: InquiryMoves,
}

/// The moves that would not be refused for permission or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InquiryMoves {
    /// Register a ground, add and withdraw files, judge, end.
    pub work: bool,
    /// Analyse: there are files, and no analysis of the same files is under way.
    pub analyse: bool,
    /// Open again.
    pub reopen: bool,
    /// Approve refunds.
    pub approve: bool,
    /// Take lists with full numbers out.
    pub numbers: bool,
}

impl InquiryMoves {
    fn of(ctx: &Ctx, inquiry: &FundsInquiry) -> Self {
        let write = ctx.may(Permission::FundsWrite);
        let open = inquiry.status() == InquiryStatus::Open;
        Self {
            work: write && open,
            analyse: write
                && open
                && inquiry.files_in_use().next().is_some()
                && inquiry.asked.is_none(),
            reopen: write && !open,
            approve: ctx.may(Permission::RefundApprove),
            numbers: ctx.may(Permission::PersonalNumberRead),
        }
    }
}

/// The file of one inquiry within scope.
pub async fn file(app: &App, ctx: &Ctx, id: FundsInquiryId) -> Result<InquiryFile> {
    let stored = get(app, ctx, id).await?;
    let inquiry = &stored.record;
    Ok(InquiryFile {
        units: UnitNames::of(app, ctx, units_on(inquiry)).await?,
        place: PlaceNames::of(app, [inquiry.division])
            .await?
            .get(&inquiry.division),
        outdated: outdated(inquiry),
        history: history::of::<FundsInquiry>(app, ctx, id.uuid()).await?,
        moves: InquiryMoves::of(ctx, inquiry),
        inquiry: stored,
    })
}

fn units_on(inquiry: &FundsInquiry) -> Vec<UnitId> {
    let stamps = inquiry
        .files
        .iter()
        .map(|file| &file.stamp)
        .chain(inquiry.judgements.iter().map(|judgement| &judgement.stamp))
        .chain(inquiry.grounds.iter().map(|ground| &ground.stamp));
    let units = stamps.filter_map(|stamp| stamp.unit);
    units.chain([inquiry.unit]).collect()
}
