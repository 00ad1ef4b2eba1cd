//! Lists of clues: one page of a query with the names it shows, its count, and the standing questions
//! of the to-do. It must not know how filters are typed.

use fangfei_model::{
    clue::{Clue, ClueStatus},
    ctx::Ctx,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
};
use jiff::civil::Date;

use crate::{App, Page, Result, place_names::PlaceNames, unit_names::UnitNames};

/// Where counts are not kept, a list says “more than” this many instead of counting on.
pub const MOST_COUNTED: u64 = 10_000;

/// One line of a list.
#[derive(Debug, Clone)]
pub struct ClueRow {
    /// The clue.
    pub clue: Clue,
    /// The unit that has it, by its short name; blank when none.
    pub unit: String,
    /// The division's name.
    pub place: String,
}

/// One page of clues within scope, in the query's order.
pub async fn list(app: &App, ctx: &Ctx, query: &Query, page: Page) -> Result<Vec<ClueRow>> {
    ctx.require(Permission::ClueRead)?;
    let clues = app.store.read(ctx).list::<Clue>(query, page).await?;
    let clues: Vec<Clue> = clues.into_iter().map(|clue| clue.record).collect();
    named(app, ctx, clues).await
}

/// The clues with the names that a list shows.
pub(super) async fn named(app: &App, ctx: &Ctx, clues: Vec<Clue>) -> Result<Vec<ClueRow>> {
    let units = UnitNames::of(app, ctx, clues.iter().filter_map(|clue| clue.unit)).await?;
    let places = PlaceNames::of(app, clues.iter().map(|clue| clue.division)).await?;
    let row = |clue: Clue| ClueRow {
        unit: units.maybe(clue.unit).to_owned(),
        place: places.get(&clue.division),
        clue,
    };
    Ok(clues.into_iter().map(row).collect())
}

/// How many there are, and whether the count stopped at `MOST_COUNTED`.
pub async fn count(app: &App, ctx: &Ctx, query: &Query) -> Result<(u64, bool)> {
    ctx.require(Permission::ClueRead)?;
    Ok(app
        .store
        .read(ctx)
        .count_within(query, MOST_COUNTED)
        .await?)
}

/// Clues that wait to be accepted, the oldest first.
pub fn to_accept() -> Query {
    Query::of(Noun::Clue)
        .equals("state", ClueStatus::Received.code())
        .by("registered_at", false)
}

/// Clues that the actor's unit is to check, the most urgent first.
pub fn to_check(ctx: &Ctx) -> Query {
    let accepted = Query::of(Noun::Clue).equals("state", ClueStatus::Accepted.code());
    let own = match ctx.unit() {
        Some(unit) => accepted.equals("unit", unit.uuid()),
        None => accepted,
    };
    own.by("check_due", false)
}

/// Clues whose first check is late on this day, the latest first.
pub fn overdue(today: Date) -> Query {
    Query::of(Noun::Clue)
        .equals("state", ClueStatus::Accepted.code())
        .when("check_due", Test::Below(today.into()))
        .by("check_due", false)
}
