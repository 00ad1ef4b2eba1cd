//! What a person settled about one file: the meaning of its columns and what the file does not say.
//! It must not know rows.

use fangfei_intake::{
    table::{Mapping, Options},
    value::MoneyUnit,
};
use fangfei_model::{
    code::division::DivisionCode,
    id::{JobId, UnitId},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What was settled. It is kept with the run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportSettings {
    /// One for each sheet.
    pub mappings: Vec<Mapping>,
    /// The year of dates written without one.
    pub year: Option<i16>,
    /// The unit of bare sums where the file states none.
    pub unit: Option<MoneyUnit>,
    /// Where rows are filed that name no place; the importer's division otherwise.
    pub division: Option<DivisionCode>,
    /// The day of clues without a date, chosen by a person.
    pub found_on: Option<Date>,
    /// The unit the records come from; the importer's otherwise.
    pub origin_unit: Option<UnitId>,
    /// The background job that runs it.
    pub job: Option<JobId>,
}

impl ImportSettings {
    /// As `intake` wants it.
    pub(super) fn options(&self) -> Options {
        Options {
            year: self.year,
            unit: self.unit,
            ..Options::default()
        }
    }
}
