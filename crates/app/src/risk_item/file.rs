//! Everything that the page of one risk item shows. It must not know how it is laid out.

use fangfei_model::{
    assessment::{Assessment, AssessmentStatus},
    clue::Clue,
    ctx::Ctx,
    id::{RiskItemId, UnitId},
    noun::Noun,
    permission::Permission,
    query::Query,
    risk_item::{RiskItem, Turn},
    subject::Subject,
};

use super::{Moves, get};
use crate::{
    App, Page, Result, Stored,
    history::{self, Change},
    place_names::PlaceNames,
    unit_names::UnitNames,
};

/// The file of one risk item.
#[derive(Debug)]
pub struct RiskFile {
    /// The item with its version.
    pub item: Stored<RiskItem>,
    /// Its clue, if the reader sees it.
    pub clue: Option<Clue>,
    /// The subject's file, when linked and in scope.
    pub subject: Option<Subject>,
    /// All assessments of the clue and of the item, oldest first.
    pub assessments: Vec<Assessment>,
    /// Names of all units on it.
    pub units: UnitNames,
    /// Its division in words.
    pub place: String,
    /// Every change, newest first.
    pub history: Vec<Change>,
    /// What the reader may do now.
    pub moves: Moves,
}

/// The file of one risk item within scope.
pub async fn file(app: &App, ctx: &Ctx, id: RiskItemId) -> Result<RiskFile> {
    let stored = get(app, ctx, id).await?;
    let item = &stored.record;
    let reader = app.store.read(ctx);
    let query = Query::of(Noun::Assessment)
        .equals("clue", item.clue.uuid())
        .by("opened_on", false);
    let assessments = reader.list::<Assessment>(&query, Page::first(50)).await?;
    let assessments: Vec<Assessment> = assessments.into_iter().map(|a| a.record).collect();
    let clue = match ctx.may(Permission::ClueRead) {
        true => reader
            .get::<Clue>(item.clue.uuid())
            .await?
            .map(|clue| clue.record),
        false => None,
    };
    let subject = match item.subject.filter(|_| ctx.may(Permission::SubjectRead)) {
        Some(subject) => reader
            .get::<Subject>(subject.uuid())
            .await?
            .map(|subject| subject.record),
        None => None,
    };
    let assessing = assessments
        .iter()
        .any(|a| a.status() == AssessmentStatus::Open && a.risk_item == Some(id));
    Ok(RiskFile {
        units: UnitNames::of(app, ctx, units_on(item)).await?,
        place: PlaceNames::of(app, [item.division])
            .await?
            .get(&item.division),
        history: history::of::<RiskItem>(app, ctx, id.uuid()).await?,
        moves: Moves::of(ctx, item, assessing),
        clue,
        subject,
        assessments,
        item: stored,
    })
}

fn units_on(item: &RiskItem) -> Vec<UnitId> {
    let stamps = item
        .progress
        .iter()
        .map(|p| &p.stamp)
        .chain(item.turns.iter().map(Turn::stamp))
        .chain([&item.opened]);
    let mut units: Vec<UnitId> = stamps.filter_map(|stamp| stamp.unit).collect();
    for turn in &item.turns {
        match turn {
            Turn::Replanned { from, .. } => units.push(from.unit),
            Turn::SentBack { application, .. } => units.extend(application.stamp.unit),
            Turn::Reopened {
                application,
                verification,
                closed,
                ..
            } => {
                units.extend(
                    [application.stamp.unit, verification.stamp.unit, closed.unit]
                        .into_iter()
                        .flatten(),
                );
            }
            Turn::Corrected { from, .. } => units.extend(from.stamp.unit),
            Turn::Regraded { .. } => {}
        }
    }
    let (application, verification, approval) = item.state.closing();
    let stamps = [
        application.map(|a| &a.stamp),
        verification.map(|v| &v.stamp),
        approval,
    ];
    units.extend(stamps.into_iter().flatten().filter_map(|stamp| stamp.unit));
    units.extend(
        [Some(item.assignment.unit), item.origin_unit]
            .into_iter()
            .flatten(),
    );
    units
}
