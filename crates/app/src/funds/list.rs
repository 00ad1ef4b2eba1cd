//! Lists of funds inquiries with the names they show. It must not know how filters are typed.

use fangfei_model::{ctx::Ctx, funds_inquiry::FundsInquiry, permission::Permission, query::Query};

use crate::{App, Page, Result, place_names::PlaceNames, unit_names::UnitNames};

/// A list says “more than” this many instead of counting on.
const MOST_COUNTED: u64 = 10_000;

/// One line of a list.
#[derive(Debug, Clone)]
pub struct InquiryRow {
    /// The inquiry.
    pub inquiry: FundsInquiry,
    /// The unit that opened it, by its short name.
    pub unit: String,
    /// The division's name.
    pub place: String,
}

/// One page of inquiries within scope, in the query's order.
pub async fn list(app: &App, ctx: &Ctx, query: &Query, page: Page) -> Result<Vec<InquiryRow>> {
    ctx.require(Permission::FundsRead)?;
    let found = app
        .store
        .read(ctx)
        .list::<FundsInquiry>(query, page)
        .await?;
    let found: Vec<FundsInquiry> = found.into_iter().map(|stored| stored.record).collect();
    let units = UnitNames::of(app, ctx, found.iter().map(|inquiry| inquiry.unit)).await?;
    let places = PlaceNames::of(app, found.iter().map(|inquiry| inquiry.division)).await?;
    let row = |inquiry: FundsInquiry| InquiryRow {
        unit: units.get(inquiry.unit).to_owned(),
        place: places.get(&inquiry.division),
        inquiry,
    };
    Ok(found.into_iter().map(row).collect())
}

/// How many there are, and whether the count stopped at ten thousand.
pub async fn count(app: &App, ctx: &Ctx, query: &Query) -> Result<(u64, bool)> {
    ctx.require(Permission::FundsRead)?;
    let reader = app.store.read(ctx);
    let count = reader.count_up_to(query, MOST_COUNTED + 1).await?;
    Ok((count.min(MOST_COUNTED), count > MOST_COUNTED))
}
