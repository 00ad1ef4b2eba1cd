//! Lists of risk items: one page of a query with the names it shows, its count, and the standing
//! questions of the to-do. It must not know how filters are typed.

use fangfei_model::{
    ctx::Ctx,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
    risk_item::{RiskItem, RiskStatus},
};
use jiff::civil::Date;

use crate::{App, Page, Result, place_names::PlaceNames, unit_names::UnitNames};

/// Where counts are not kept, a list says “more than” this many instead of counting on.
pub const MOST_COUNTED: u64 = 10_000;

/// One line of a list.
#[derive(Debug, Clone)]
pub struct RiskRow {
    /// The item.
    pub item: RiskItem,
    /// The responsible unit, by its short name.
    pub unit: String,
    /// The division's name.
    pub place: String,
}

/// One page of risk items within scope, in the query's order.
pub async fn list(app: &App, ctx: &Ctx, query: &Query, page: Page) -> Result<Vec<RiskRow>> {
    ctx.require(Permission::RiskRead)?;
    let items = app.store.read(ctx).list::<RiskItem>(query, page).await?;
    let items: Vec<RiskItem> = items.into_iter().map(|item| item.record).collect();
    let units = UnitNames::of(app, ctx, items.iter().map(|item| item.assignment.unit)).await?;
    let places = PlaceNames::of(app, items.iter().map(|item| item.division)).await?;
    let row = |item: RiskItem| RiskRow {
        unit: units.get(item.assignment.unit).to_owned(),
        place: places.get(&item.division),
        item,
    };
    Ok(items.into_iter().map(row).collect())
}

/// How many there are, and whether the count stopped at `MOST_COUNTED`.
pub async fn count(app: &App, ctx: &Ctx, query: &Query) -> Result<(u64, bool)> {
    ctx.require(Permission::RiskRead)?;
    Ok(app
        .store
        .read(ctx)
        .count_within(query, MOST_COUNTED)
        .await?)
}

/// Items that are not closed, the most urgent first: the late ones lead.
pub fn open_by_due() -> Query {
    let open = RiskStatus::ALL
        .iter()
        .filter(|status| **status != RiskStatus::Closed);
    let open = open.map(|status| Value::from(status.code())).collect();
    Query::of(Noun::RiskItem)
        .when("state", Test::In(open))
        .by("due", false)
}

/// Items that are late on this day, the latest first.
pub fn overdue(today: Date) -> Query {
    open_by_due().when("due", Test::Below(today.into()))
}

/// Items whose close-out waits to be verified, the most urgent first.
pub fn to_verify() -> Query {
    Query::of(Noun::RiskItem)
        .equals("state", RiskStatus::CloseApplied.code())
        .by("due", false)
}

/// Items whose close-out waits for approval, the most urgent first.
pub fn to_approve() -> Query {
    Query::of(Noun::RiskItem)
        .equals("state", RiskStatus::Verified.code())
        .by("due", false)
}
