//! The units that a return counts: its own and all below, in lines that do not overlap. It must not
//! know what is counted.

use std::collections::BTreeMap;

use fangfei_model::{
    code::division::DivisionCode,
    id::UnitId,
    noun::Noun,
    query::{Query, Test},
    record::Value,
    unit::{Unit, UnitKind},
};
use fangfei_store::Reader;

use crate::{Page, Result};

/// The most units read of one level; a county has some hundred villages.
const MOST: u64 = 10_000;

/// One line: a unit, and the units whose records it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitLine {
    pub(super) unit: UnitId,
    pub(super) name: String,
    pub(super) with_lower: bool,
}

/// The lines of one return.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub(super) lines: Vec<UnitLine>,
    /// Each unit's line.
    line_of: BTreeMap<UnitId, usize>,
    /// Where records that no unit has count: for a lead office its division, on its own line.
    pub(super) unclaimed: Option<DivisionCode>,
}

impl Lines {
    /// The unit itself, then each unit directly below with all under it. The reader must see all.
    pub(super) async fn of(reader: &Reader<'_>, unit: &Unit) -> Result<Self> {
        let own = UnitLine {
            unit: unit.id,
            name: format!("{}本级", short(unit)),
            with_lower: false,
        };
        let mut lines = Self {
            lines: vec![own],
            line_of: BTreeMap::from([(unit.id, 0)]),
            unclaimed: (unit.kind == UnitKind::LeadOffice).then_some(unit.division),
        };
        let mut level = vec![unit.id];
        while !level.is_empty() {
            level = lines.add_below(below(reader, &level).await?);
        }
        Ok(lines)
    }

    /// Adds units whose parents have their lines; answers the new ones.
    fn add_below(&mut self, units: Vec<Unit>) -> Vec<UnitId> {
        let mut new = Vec::new();
        for unit in units {
            let parent = unit.parent.and_then(|p| self.line_of.get(&p).copied());
            let (Some(line), false) = (parent, self.line_of.contains_key(&unit.id)) else {
                continue;
            };
            let line = if unit.parent == Some(self.lines[0].unit) {
                self.lines.push(UnitLine {
                    unit: unit.id,
                    name: short(&unit),
                    with_lower: true,
                });
                self.lines.len() - 1
            } else {
                line
            };
            self.line_of.insert(unit.id, line);
            new.push(unit.id);
        }
        new
    }

    /// The line that a record of this unit counts on; no unit counts on the first.
    pub(super) fn line(&self, unit: &Value) -> Option<usize> {
        match unit {
            Value::Ref(id) => self.line_of.get(&UnitId::from(*id)).copied(),
            Value::Null => self.unclaimed.map(|_| 0),
            _ => None,
        }
    }

    /// All units counted.
    pub(super) fn units(&self) -> Vec<Value> {
        self.line_of
            .keys()
            .map(|id| Value::from(id.uuid()))
            .collect()
    }

    /// The units directly below.
    pub(super) fn lower(&self) -> impl Iterator<Item = &UnitLine> {
        self.lines.iter().filter(|line| line.with_lower)
    }
}

/// Units in and out of use alike: what a dissolved unit did still counts.
async fn below(reader: &Reader<'_>, parents: &[UnitId]) -> Result<Vec<Unit>> {
    let parents = parents.iter().map(|id| Value::from(id.uuid())).collect();
    let query = Query::of(Noun::Unit)
        .when("parent", Test::In(parents))
        .by("kind", false)
        .by("name", false);
    let units = reader.list::<Unit>(&query, Page::first(MOST)).await?;
    Ok(units.into_iter().map(|unit| unit.record).collect())
}

pub(super) fn short(unit: &Unit) -> String {
    if unit.short_name.trim().is_empty() {
        unit.name.clone()
    } else {
        unit.short_name.clone()
    }
}
