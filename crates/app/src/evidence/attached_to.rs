//! The record that a file is attached to: whether the actor may see it, and where it belongs. It
//! must not know files.

use fangfei_model::{
    campaign::Campaign,
    claim::Claim,
    clue::Clue,
    ctx::Ctx,
    funds_inquiry::FundsInquiry,
    id::AssessmentId,
    import_run::ImportRun,
    noun::Noun,
    periodic_return::PeriodicReturn,
    permission::Permission,
    record::Record,
    refund_batch::RefundBatch,
    risk_item::RiskItem,
    scope::{Place, Visibility},
    subject::Subject,
    task::Task,
};
use uuid::Uuid;

use crate::{App, Error, Result, assessment};

/// The record that a file is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachedTo {
    /// Its noun.
    pub noun: Noun,
    /// Its id.
    pub record: Uuid,
}

impl AttachedTo {
    /// The record of this noun.
    pub fn new(noun: Noun, record: impl Into<Uuid>) -> Self {
        Self {
            noun,
            record: record.into(),
        }
    }

    /// What one must be allowed to read in order to see its files; `None` for nouns without files.
    pub fn permission(self) -> Option<Permission> {
        match self.noun {
            Noun::Subject => Some(Permission::SubjectRead),
            Noun::Clue | Noun::Assessment => Some(Permission::ClueRead),
            Noun::RiskItem => Some(Permission::RiskRead),
            Noun::Campaign | Noun::Task => Some(Permission::CampaignRead),
            Noun::PeriodicReturn => Some(Permission::LedgerRead),
            Noun::ImportRun => Some(Permission::Import),
            Noun::FundsInquiry | Noun::Claim | Noun::RefundBatch => Some(Permission::FundsRead),
            Noun::Unit
            | Noun::User
            | Noun::LicensedBody
            | Noun::Evidence
            | Noun::ImportProfile
            | Noun::Alert
            | Noun::IndexRun
            | Noun::RuleSet
            | Noun::Likeness => None,
        }
    }

    /// Where the record belongs, if the actor may see it.
    pub(super) async fn place(self, app: &App, ctx: &Ctx) -> Result<Place> {
        let permission = self.permission().ok_or(Error::Missing("记录的材料"))?;
        ctx.require(permission)?;
        match self.noun {
            Noun::Subject => self.place_of::<Subject>(app, ctx).await,
            Noun::Clue => self.place_of::<Clue>(app, ctx).await,
            // An assessment is seen by the units that take part in it, which its row does not say.
            Noun::Assessment => Ok(assessment::get(app, ctx, AssessmentId::from(self.record))
                .await?
                .record
                .place()),
            Noun::RiskItem => self.place_of::<RiskItem>(app, ctx).await,
            Noun::Campaign => self.place_of::<Campaign>(app, ctx).await,
            Noun::Task => self.place_of::<Task>(app, ctx).await,
            Noun::PeriodicReturn => self.place_of::<PeriodicReturn>(app, ctx).await,
            Noun::ImportRun => self.place_of::<ImportRun>(app, ctx).await,
            Noun::FundsInquiry => self.place_of::<FundsInquiry>(app, ctx).await,
            Noun::Claim => self.place_of::<Claim>(app, ctx).await,
            Noun::RefundBatch => self.place_of::<RefundBatch>(app, ctx).await,
            Noun::Unit
            | Noun::User
            | Noun::LicensedBody
            | Noun::Evidence
            | Noun::ImportProfile
            | Noun::Alert
            | Noun::IndexRun
            | Noun::RuleSet
            | Noun::Likeness => Err(Error::Missing("记录的材料")),
        }
    }

    async fn place_of<R: Record>(self, app: &App, ctx: &Ctx) -> Result<Place> {
        let found = app.store.read(ctx).get::<R>(self.record).await?;
        Ok(found.ok_or(Error::NotFound(self.noun))?.record.place())
    }
}

/// Where a new file is kept: with its record, or in the actor's own division where the record lies
/// above it, such as a county's campaign to which a township adds its table.
pub(super) fn place_of_file(ctx: &Ctx, record: Place) -> Place {
    let place = Place {
        origin_unit: ctx.unit(),
        ..record
    };
    if ctx.scope().sees(&place, Visibility::ByUnit) {
        return place;
    }
    let own = ctx.scope().division().copied();
    Place {
        division: own.unwrap_or(place.division),
        ..place
    }
}
