//! Everything that the page of one assessment shows. It must not know how it is laid out.

use fangfei_model::{
    assessment::{Assessment, AssessmentStatus},
    clue::Clue,
    ctx::Ctx,
    id::AssessmentId,
    permission::Permission,
    record::Record,
    risk_item::RiskItem,
};

use super::{Invitee, Suggestion, get, invitees};
use crate::{
    App, Result, Stored,
    history::{self, Change},
    place_names::PlaceNames,
    unit_names::UnitNames,
};

/// The file of one assessment.
#[derive(Debug)]
pub struct AssessmentFile {
    /// The assessment with its version.
    pub assessment: Stored<Assessment>,
    /// The clue, if the reader sees it.
    pub clue: Option<Clue>,
    /// The risk item that is looked at again, if the reader sees it.
    pub risk_item: Option<RiskItem>,
    /// Names of all units on it.
    pub units: UnitNames,
    /// The division in words.
    pub place: String,
    /// What the counted figures suggest.
    pub suggestion: Suggestion,
    /// Units that could still be asked; empty unless the reader may ask.
    pub invitees: Vec<Invitee>,
    /// Every change, newest first.
    pub history: Vec<Change>,
    /// What the reader may do now.
    pub moves: Moves,
}

/// The moves that would not be refused for permission or state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moves {
    /// Give the unit's view.
    pub view: bool,
    /// Ask further units.
    pub invite: bool,
    /// Conclude.
    pub conclude: bool,
}

impl Moves {
    fn of(ctx: &Ctx, assessment: &Assessment) -> Self {
        let open = assessment.status() == AssessmentStatus::Open;
        let invited = ctx
            .unit()
            .is_some_and(|unit| assessment.invited.contains(&unit));
        Self {
            view: open && invited && ctx.may(Permission::AssessmentView),
            invite: open && ctx.may(Permission::AssessmentOpen),
            conclude: open && ctx.may(Permission::AssessmentConclude),
        }
    }
}

/// The file of one assessment within scope.
pub async fn file(app: &App, ctx: &Ctx, id: AssessmentId) -> Result<AssessmentFile> {
    let stored = get(app, ctx, id).await?;
    let assessment = &stored.record;
    let reader = app.store.read(ctx);
    let moves = Moves::of(ctx, assessment);
    let clue = match ctx.may(Permission::ClueRead) {
        true => reader
            .get::<Clue>(assessment.clue.uuid())
            .await?
            .map(|clue| clue.record),
        false => None,
    };
    let risk_item = match assessment
        .risk_item
        .filter(|_| ctx.may(Permission::RiskRead))
    {
        Some(item) => reader
            .get::<RiskItem>(item.uuid())
            .await?
            .map(|item| item.record),
        None => None,
    };
    let mut invitees = if moves.invite {
        invitees(app, ctx, &assessment.place()).await?
    } else {
        Vec::new()
    };
    invitees.retain(|invitee| !assessment.invited.contains(&invitee.unit.id));
    let stamps = assessment
        .views
        .iter()
        .map(|v| &v.stamp)
        .chain([&assessment.opened]);
    let stamps = stamps.chain(assessment.conclusion().map(|c| &c.stamp));
    let units = assessment
        .invited
        .iter()
        .copied()
        .chain([assessment.unit])
        .chain(stamps.filter_map(|s| s.unit));
    Ok(AssessmentFile {
        units: UnitNames::of(app, ctx, units).await?,
        place: PlaceNames::of(app, [assessment.division])
            .await?
            .get(&assessment.division),
        suggestion: Suggestion::new(
            assessment.people,
            assessment.amount,
            &app.rules().cut_points,
        ),
        history: history::of::<Assessment>(app, ctx, id.uuid()).await?,
        clue,
        risk_item,
        invitees,
        moves,
        assessment: stored,
    })
}
