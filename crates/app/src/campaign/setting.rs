//! Where a draft is made: its division, its lead unit, the units a plan may mean, the ledgers and
//! returns it may name. It must not know plans.

use fangfei_model::{
    code::division::DivisionCode,
    ctx::Ctx,
    id::UnitId,
    noun::Noun,
    query::{Query, Test},
    unit::{Unit, UnitKind},
};

use super::unit_book::UnitBook;
use crate::{App, Error, Page, Result, place_names::PlaceNames};

/// The most units of one division.
const MOST: u64 = 10_000;

/// Where the draft is to run, as far as it was said.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The title; the plan's own when absent.
    pub title: Option<String>,
    /// The division; the lead unit's when absent.
    pub division: Option<DivisionCode>,
    /// The lead unit; the actor's, else the division's lead office, when absent.
    pub lead: Option<UnitId>,
}

/// The surroundings of a draft.
pub(super) struct Setting {
    pub(super) division: DivisionCode,
    pub(super) lead: UnitId,
    pub(super) book: UnitBook,
}

/// Finds the lead unit, the division and its units.
pub(super) async fn find(app: &App, ctx: &Ctx, wanted: &Wanted) -> Result<Setting> {
    let lead = lead(app, ctx, wanted).await?;
    let division = wanted.division.unwrap_or(lead.division);
    within(ctx, division, &lead)?;
    Ok(Setting {
        division,
        lead: lead.id,
        book: book(app, ctx, division, &lead).await?,
    })
}

/// A campaign lies in the drafter's own division: a township drafts its own, not its county's.
fn within(ctx: &Ctx, division: DivisionCode, lead: &Unit) -> Result<()> {
    let scope = ctx.scope();
    let own = scope.division();
    let inside = |place: DivisionCode| own.is_none_or(|own| own.contains(&place));
    if inside(division) && inside(lead.division) {
        return Ok(());
    }
    let reason =
        "超出您的辖区：只能在本辖区内起草，由本单位或下级单位牵头；全县的行动请由县处非办起草";
    Err(Error::field("lead", reason))
}

/// The units that a plan of this division and lead unit may mean.
pub(super) async fn book(
    app: &App,
    ctx: &Ctx,
    division: DivisionCode,
    lead: &Unit,
) -> Result<UnitBook> {
    let query = Query::of(Noun::Unit)
        .equals("active", true)
        .when("division", Test::StartsWith(division.as_str().to_owned()))
        .by("kind", false)
        .by("name", false);
    let units = app
        .store
        .read(ctx)
        .list::<Unit>(&query, Page::first(MOST))
        .await?;
    let place = place(app, division, lead).await?;
    Ok(UnitBook::new(
        units.into_iter().map(|unit| unit.record),
        &place,
        lead.id,
    ))
}

async fn lead(app: &App, ctx: &Ctx, wanted: &Wanted) -> Result<Unit> {
    let reader = app.store.read(ctx);
    if let Some(id) = wanted.lead.or_else(|| ctx.unit()) {
        let unit = reader
            .get::<Unit>(id.uuid())
            .await?
            .map(|unit| unit.record)
            .filter(|unit| unit.active);
        return unit
            .ok_or_else(|| Error::field("lead", "找不到牵头单位，或该单位已停用，请重新选择"));
    }
    let mut query = Query::of(Noun::Unit)
        .equals("kind", UnitKind::LeadOffice.code())
        .equals("active", true);
    if let Some(division) = wanted.division {
        query = query.when("division", Test::StartsWith(division.as_str().to_owned()));
    }
    let offices = reader.list::<Unit>(&query, Page::first(MOST)).await?;
    // The office of the highest division is the installation's own.
    let office = offices
        .into_iter()
        .map(|unit| unit.record)
        .min_by_key(|unit| unit.division.as_str().len());
    office.ok_or_else(|| {
        Error::field(
            "lead",
            "没有找到处非办，请先建立牵头单位，或指明由哪个单位牵头",
        )
    })
}

/// The division's name; where no names are loaded, the beginning of the lead unit's.
pub(crate) async fn place(app: &App, division: DivisionCode, lead: &Unit) -> Result<String> {
    let name = PlaceNames::of(app, [division]).await?.get(&division);
    if !name.chars().all(|c| c.is_ascii_digit()) {
        return Ok(name);
    }
    let end = lead.name.find(['县', '区', '市', '旗', '乡', '镇']);
    Ok(end
        .and_then(|at| lead.name.get(..at + '县'.len_utf8()))
        .unwrap_or_default()
        .to_owned())
}
