//! The names of divisions (属地) on pages and papers, and the divisions a record can be filed under.
//! It must not know what is filed.

use std::collections::BTreeMap;

use fangfei_model::{
    code::division::{DivisionCode, DivisionLevel},
    ctx::Ctx,
    noun::Noun,
    query::Query,
    unit::{Unit, UnitKind},
};

use crate::{App, Page, Result};

/// The most divisions offered for choice.
const MOST: u64 = 2_000;

/// Names of divisions by code.
#[derive(Debug, Clone, Default)]
pub struct PlaceNames(BTreeMap<DivisionCode, String>);

/// A division that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChoice {
    /// Its code.
    pub code: DivisionCode,
    /// Its name.
    pub name: String,
}

impl PlaceNames {
    /// The names of these divisions and of the townships they lie in.
    pub async fn of(app: &App, codes: impl IntoIterator<Item = DivisionCode>) -> Result<Self> {
        let mut wanted: Vec<DivisionCode> = codes.into_iter().flat_map(shown).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let divisions = app.store.divisions_named(&wanted).await?;
        Ok(Self(
            divisions
                .into_iter()
                .map(|division| (division.code, division.name))
                .collect(),
        ))
    }

    /// 清溪镇河湾村: from the township down, or the division's own name above it; the code where the
    /// name is not loaded.
    pub fn get(&self, code: &DivisionCode) -> String {
        let mut names: Vec<&str> = shown(*code)
            .filter_map(|code| self.0.get(&code))
            .map(String::as_str)
            .collect();
        names.reverse();
        if names.is_empty() {
            code.to_string()
        } else {
            names.concat()
        }
    }
}

/// The division itself and those above it as far as the township.
fn shown(code: DivisionCode) -> impl Iterator<Item = DivisionCode> {
    let own = code.level();
    code.ancestors()
        .take_while(move |c| c.level() == own || c.level() >= DivisionLevel::Township)
}

/// The divisions in the actor's scope: its own first, then those below, one level deeper than the
/// next. Where no table of divisions is loaded, those of the units stand in.
pub async fn choices(app: &App, ctx: &Ctx) -> Result<Vec<PlaceChoice>> {
    let Some(top) = ctx.scope().division().copied() else {
        return Ok(Vec::new());
    };
    let deepest = match top.level() {
        DivisionLevel::Township | DivisionLevel::Village => DivisionLevel::Village,
        DivisionLevel::Grid => DivisionLevel::Grid,
        _ => DivisionLevel::Township,
    };
    let below = app.store.divisions_below(&top, deepest, MOST).await?;
    let mut names: BTreeMap<DivisionCode, String> = townships(app, ctx).await?;
    names.extend(
        below
            .into_iter()
            .map(|division| (division.code, division.name)),
    );
    names.insert(top, PlaceNames::of(app, [top]).await?.get(&top));
    Ok(names
        .into_iter()
        .map(|(code, name)| PlaceChoice { code, name })
        .collect())
}

async fn townships(app: &App, ctx: &Ctx) -> Result<BTreeMap<DivisionCode, String>> {
    let query = Query::of(Noun::Unit)
        .equals("kind", UnitKind::Township.code())
        .equals("active", true);
    let units = app
        .store
        .read(ctx)
        .list::<Unit>(&query, Page::first(MOST))
        .await?;
    Ok(units
        .into_iter()
        .map(|unit| (unit.record.division, unit.record.short_name))
        .collect())
}
