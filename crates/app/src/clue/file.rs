//! Everything that the page of one clue shows: the record with the names on it, its assessments, its
//! risk item, related clues, and the reader's moves. It must not know how it is laid out.

use fangfei_model::{
    assessment::{Assessment, AssessmentStatus},
    clue::Clue,
    ctx::Ctx,
    id::ClueId,
    likeness::Likeness,
    noun::Noun,
    permission::Permission,
    personal_number::masked_words,
    query::Query,
    risk_item::RiskItem,
    subject::Subject,
};

use super::{Moves, Related, get, related};
use crate::{
    App, Page, Result, Stored,
    history::{self, Change},
    likeness,
    place_names::PlaceNames,
    unit_names::UnitNames,
};

/// The file of one clue.
#[derive(Debug)]
pub struct ClueFile {
    /// The clue with its version.
    pub clue: Stored<Clue>,
    /// Names of all units on it.
    pub units: UnitNames,
    /// Its division in words.
    pub place: String,
    /// The subject's file, when linked and in scope.
    pub subject: Option<Subject>,
    /// The campaign's title, when in one.
    pub campaign: Option<String>,
    /// Its assessments, oldest first.
    pub assessments: Vec<Assessment>,
    /// Its risk item.
    pub risk_item: Option<RiskItem>,
    /// Clues that have something in common with it.
    pub related: Vec<Related>,
    /// Clues about other names that may be one case with this one or others about its subject (串案), and
    /// those of which somebody said so.
    pub series: Vec<Likeness>,
    /// Every change, newest first.
    pub history: Vec<Change>,
    /// What the reader may do now.
    pub moves: Moves,
}

/// The file of one clue within scope.
pub async fn file(app: &App, ctx: &Ctx, id: ClueId) -> Result<ClueFile> {
    let stored = get(app, ctx, id).await?;
    let clue = &stored.record;
    let reader = app.store.read(ctx);
    let of_clue = |noun| Query::of(noun).equals("clue", id.uuid());
    let assessments = match ctx.may(Permission::AssessmentView)
        || ctx.may(Permission::AssessmentOpen)
        || ctx.may(Permission::RiskRead)
    {
        true => {
            reader
                .list::<Assessment>(
                    &of_clue(Noun::Assessment).by("opened_on", false),
                    Page::first(50),
                )
                .await?
        }
        false => Vec::new(),
    };
    let assessments: Vec<Assessment> = assessments.into_iter().map(|a| a.record).collect();
    let risk_item = match ctx.may(Permission::RiskRead) {
        true => reader
            .find::<RiskItem>(&of_clue(Noun::RiskItem))
            .await?
            .map(|item| item.record),
        false => None,
    };
    let subject = match clue.subject.filter(|_| ctx.may(Permission::SubjectRead)) {
        Some(subject) => reader
            .get::<Subject>(subject.uuid())
            .await?
            .map(|subject| subject.record),
        None => None,
    };
    let campaign = campaign_title(app, ctx, clue).await?;
    let related = related(app, ctx, clue).await?;
    let assessing = assessments
        .iter()
        .any(|a| a.status() == AssessmentStatus::Open);
    Ok(ClueFile {
        units: UnitNames::of(app, ctx, units_on(clue, &assessments)).await?,
        place: PlaceNames::of(app, [clue.division])
            .await?
            .get(&clue.division),
        subject,
        campaign,
        series: likeness::of_clue(app, ctx, &of_one(clue, &related)).await?,
        related,
        history: history::of::<Clue>(app, ctx, id.uuid()).await?,
        moves: Moves::of(ctx, clue, assessing),
        assessments,
        risk_item,
        clue: shown(stored),
    })
}

/// The clue and those about the same subject: a likeness stands on the first of them.
fn of_one(clue: &Clue, related: &[Related]) -> Vec<ClueId> {
    let same = |other: &&Related| {
        let other = &other.row.clue;
        (clue.subject.is_some() && other.subject == clue.subject)
            || other.subject_name == clue.subject_name
    };
    let others = related.iter().filter(same).map(|other| other.row.clue.id);
    std::iter::once(clue.id).chain(others).collect()
}

/// Running words, and columns that came in without a place of their own, may hold anybody's numbers. Whoever supplements
/// the clue sees them in full in its form.
fn shown(mut stored: Stored<Clue>) -> Stored<Clue> {
    let clue = &mut stored.record;
    clue.facts = masked_words(&clue.facts).into_owned();
    for (_, words) in &mut clue.extra {
        *words = masked_words(words).into_owned();
    }
    stored
}

async fn campaign_title(app: &App, ctx: &Ctx, clue: &Clue) -> Result<Option<String>> {
    let Some(campaign) = clue.campaign else {
        return Ok(None);
    };
    let found = app
        .store
        .read(ctx)
        .get::<fangfei_model::campaign::Campaign>(campaign.uuid())
        .await?;
    Ok(found.map(|campaign| campaign.record.title))
}

fn units_on(clue: &Clue, assessments: &[Assessment]) -> Vec<fangfei_model::id::UnitId> {
    let acceptance = clue.state.acceptance();
    let stamps = acceptance
        .into_iter()
        .map(|a| &a.stamp)
        .chain(clue.state.check().map(|k| &k.stamp));
    let refused = match &clue.state {
        fangfei_model::clue::ClueState::Refused { stamp, .. } => stamp.unit,
        _ => None,
    };
    let earlier = acceptance.into_iter().flat_map(|a| &a.reassigned);
    stamps
        .filter_map(|stamp| stamp.unit)
        .chain(refused)
        .chain(earlier.flat_map(|r| [Some(r.unit), r.stamp.unit]).flatten())
        .chain([clue.unit, clue.origin_unit].into_iter().flatten())
        .chain(assessments.iter().map(|a| a.unit))
        .collect()
}
