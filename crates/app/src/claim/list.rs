//! Lists of claims and what they add up to. It must not know how filters are typed.

use fangfei_model::{
    claim::Claim,
    ctx::{Actor, Ctx},
    id::FundsInquiryId,
    money::Fen,
    noun::Noun,
    permission::Permission,
    query::Query,
};
use futures::TryStreamExt;

use crate::{App, Page, Result, funds};

/// A list says “more than” this many instead of counting on.
const MOST_COUNTED: u64 = 10_000;

/// What the claims of an inquiry add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClaimTotals {
    /// Claims.
    pub claims: u64,
    /// Claims with confirmed figures.
    pub confirmed: u64,
    /// Claims with an objection that waits for an answer.
    pub objected: u64,
    /// Claims that differ from the statements.
    pub differing: u64,
    /// Principal claimed.
    pub claimed: Fen,
    /// Losses confirmed.
    pub loss: Fen,
}

/// One page of claims within scope, in the query's order.
pub async fn list(app: &App, ctx: &Ctx, query: &Query, page: Page) -> Result<Vec<Claim>> {
    ctx.require(Permission::FundsRead)?;
    let found = app.store.read(ctx).list::<Claim>(query, page).await?;
    Ok(found.into_iter().map(|stored| stored.record).collect())
}

/// How many there are, and whether the count stopped at ten thousand.
pub async fn count(app: &App, ctx: &Ctx, query: &Query) -> Result<(u64, bool)> {
    ctx.require(Permission::FundsRead)?;
    let reader = app.store.read(ctx);
    let count = reader.count_up_to(query, MOST_COUNTED + 1).await?;
    Ok((count.min(MOST_COUNTED), count > MOST_COUNTED))
}

/// All claims of an inquiry that the actor sees, by number.
pub(crate) async fn all_of(app: &App, ctx: &Ctx, inquiry: FundsInquiryId) -> Result<Vec<Claim>> {
    funds::get(app, ctx, inquiry).await?;
    let program = ctx.acting_as(Actor::System {
        task: "读取参与人申报",
    });
    let query = Query::of(Noun::Claim)
        .equals("inquiry", inquiry.uuid())
        .by("number", false);
    let reader = app.store.read(&program);
    let rows = reader.stream::<Claim>(&query).await?;
    let claims: Vec<_> = rows.try_collect().await?;
    Ok(claims.into_iter().map(|stored| stored.record).collect())
}

/// What the claims of an inquiry add up to.
pub async fn totals(app: &App, ctx: &Ctx, inquiry: FundsInquiryId) -> Result<ClaimTotals> {
    let mut totals = ClaimTotals::default();
    for claim in all_of(app, ctx, inquiry).await? {
        totals.add(&claim);
    }
    Ok(totals)
}

impl ClaimTotals {
    fn add(&mut self, claim: &Claim) {
        use fangfei_model::claim::ClaimStatus;
        self.claims += 1;
        self.confirmed += u64::from(claim.confirmation().is_some());
        self.objected += u64::from(claim.status() == ClaimStatus::Objected);
        self.differing += u64::from(claim.check.as_ref().is_some_and(|check| check.differs()));
        self.claimed = Fen(self.claimed.0.saturating_add(claim.claimed.paid_in.0));
        let loss = claim.confirmed_loss().unwrap_or_default();
        self.loss = Fen(self.loss.0.saturating_add(loss.0));
    }
}
