//! Names of units and divisions met in rows, read once each. It must not know columns' headings.

use std::collections::BTreeMap;

use fangfei_model::{code::division::DivisionCode, ctx::Ctx, id::UnitId, record::Value};
use uuid::Uuid;

use super::{Print, Shown};
use crate::{App, Result, place_names::PlaceNames, unit_names::UnitNames};

/// The names met so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    units: BTreeMap<Uuid, String>,
    places: BTreeMap<String, String>,
}

impl Names {
    /// Reads the names that these rows need and that are not known yet.
    pub(crate) async fn learn<'r>(
        &mut self,
        app: &App,
        ctx: &Ctx,
        columns: &[Shown],
        rows: impl IntoIterator<Item = &'r [Value]>,
    ) -> Result<()> {
        let (mut units, mut places) = (Vec::new(), Vec::new());
        for row in rows {
            for (column, value) in columns.iter().zip(row) {
                match (column.print, value) {
                    (Print::Unit, Value::Ref(id)) if !self.units.contains_key(id) => {
                        units.push(UnitId::from(*id))
                    }
                    (Print::Division, Value::Text(code)) if !self.places.contains_key(code) => {
                        places.push(code.clone())
                    }
                    _ => {}
                }
            }
        }
        if !units.is_empty() {
            let names = UnitNames::of(app, ctx, units.iter().copied()).await?;
            self.units.extend(
                units
                    .into_iter()
                    .map(|id| (id.uuid(), names.get(id).to_owned())),
            );
        }
        places.sort_unstable();
        places.dedup();
        let codes: Vec<DivisionCode> = places.iter().filter_map(|code| code.parse().ok()).collect();
        if !codes.is_empty() {
            let names = PlaceNames::of(app, codes.iter().copied()).await?;
            self.places.extend(
                codes
                    .iter()
                    .map(|code| (code.as_str().to_owned(), names.get(code))),
            );
        }
        Ok(())
    }

    pub(super) fn unit(&self, id: Uuid) -> String {
        self.units.get(&id).cloned().unwrap_or_default()
    }

    pub(super) fn place(&self, code: &str) -> String {
        self.places
            .get(code)
            .cloned()
            .unwrap_or_else(|| code.to_owned())
    }
}
