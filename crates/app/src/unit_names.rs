//! The names of units on pages and papers, and which units a record can be given to. It must not
//! know what is given.

use std::collections::BTreeMap;

use fangfei_model::{
    ctx::{Actor, Ctx},
    id::UnitId,
    noun::Noun,
    query::{Query, Test},
    record::Value,
    scope::{Place, Visibility},
    unit::{Unit, UnitKind},
};

use crate::{App, Error, Page, Result};

/// The most units that are offered for choice.
const MOST: u64 = 2_000;

/// Names of units by id. A unit's name is no secret: a township reads which department has its clue,
/// though the department lies outside the township's rows.
#[derive(Debug, Clone, Default)]
pub struct UnitNames(BTreeMap<UnitId, String>);

impl UnitNames {
    /// The names of these units.
    pub async fn of(app: &App, ctx: &Ctx, ids: impl IntoIterator<Item = UnitId>) -> Result<Self> {
        let mut wanted: Vec<_> = ids.into_iter().map(UnitId::uuid).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let everywhere = ctx.acting_as(Actor::System {
            task: "读取单位名称",
        });
        let units = app.store.read(&everywhere).get_all::<Unit>(wanted).await?;
        Ok(Self(
            units
                .into_iter()
                .map(|unit| (unit.record.id, short(&unit.record)))
                .collect(),
        ))
    }

    /// The unit's short name.
    pub fn get(&self, id: UnitId) -> &str {
        self.0.get(&id).map_or("（单位不存在）", String::as_str)
    }

    /// The unit's short name, or nothing where there is no unit.
    pub fn maybe(&self, id: Option<UnitId>) -> &str {
        id.map_or("", |id| self.get(id))
    }
}

fn short(unit: &Unit) -> String {
    if unit.short_name.trim().is_empty() {
        unit.name.clone()
    } else {
        unit.short_name.clone()
    }
}

/// Units in use that would see a record at `place` once it is theirs: those it can be given to.
/// Villages are offered only where the record lies in them.
pub(crate) async fn eligible(
    app: &App,
    ctx: &Ctx,
    place: &Place,
    visibility: Visibility,
) -> Result<Vec<Unit>> {
    let kinds = [
        UnitKind::LeadOffice,
        UnitKind::Member,
        UnitKind::Township,
        UnitKind::Other,
    ];
    let kinds = kinds.iter().map(|kind| Value::from(kind.code())).collect();
    let wide = Query::of(Noun::Unit)
        .when("kind", Test::In(kinds))
        .equals("active", true)
        .by("kind", false)
        .by("name", false);
    let reader = app.store.read(ctx);
    let mut units: Vec<Unit> = reader
        .list::<Unit>(&wide, Page::first(MOST))
        .await?
        .into_iter()
        .map(|u| u.record)
        .collect();
    let near = Query::of(Noun::Unit)
        .equals("kind", UnitKind::Village.code())
        .equals("active", true)
        .when(
            "division",
            Test::StartsWith(place.division.as_str().to_owned()),
        )
        .by("name", false);
    units.extend(
        reader
            .list::<Unit>(&near, Page::first(MOST))
            .await?
            .into_iter()
            .map(|u| u.record),
    );
    units.retain(|unit| would_see(unit, place, visibility));
    Ok(units)
}

/// The unit, if the record at `place` can be given to it; else an error at `field`.
pub(crate) async fn receiver(
    app: &App,
    ctx: &Ctx,
    field: &'static str,
    id: UnitId,
    place: &Place,
    visibility: Visibility,
) -> Result<Unit> {
    let unit = app.store.read(ctx).get::<Unit>(id.uuid()).await?;
    let Some(unit) = unit.map(|unit| unit.record) else {
        return Err(Error::field(field, "找不到这个单位，请重新选择"));
    };
    if !unit.active {
        return Err(Error::field(
            field,
            format!("{}已停用，请选择其他单位", unit.name),
        ));
    }
    if !would_see(&unit, place, visibility) {
        let why = format!(
            "{}的数据范围看不到属地为 {} 的记录，请先更正属地，或选择管辖该属地的单位",
            unit.name, place.division
        );
        return Err(Error::field(field, why));
    }
    Ok(unit)
}

fn would_see(unit: &Unit, place: &Place, visibility: Visibility) -> bool {
    let given = Place {
        unit: Some(unit.id),
        ..place.clone()
    };
    unit.scope().sees(&given, visibility)
}
