//! The index of one subject taken apart: each point with its indicator, value, rows and day; what is missing; what is
//! known and harmless. It must not know how it is printed.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    rule_set::RuleSet,
    score::{Column, Hit, Scored},
};
use crate::{
    indicator::{Indicator, Points},
    lake::{Manifest, shown_date},
};

/// A row of a file that was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowSource {
    /// The file's name as given at loading.
    pub file: String,
    /// The sheet, where the file has several.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// The row number as the file shows it.
    pub row: u32,
    /// The lake's own number of the row, by which it can be opened.
    #[serde(skip)]
    pub reference: u64,
}

/// What an indicator adds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Id of the indicator.
    pub indicator: String,
    /// Its title.
    pub title: String,
    /// The dimension it counts in.
    pub dimension: String,
    /// The value.
    pub value: Value,
    /// Its unit.
    pub unit: String,
    /// The points, before the cap of the dimension.
    pub points: Points,
    /// The rows that prove it.
    pub rows: Vec<RowSource>,
    /// Day of the newest fact, ISO.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Words found, and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Law or practice.
    pub ground: String,
    /// Version of the indicator.
    pub version: String,
    /// What the firm could be told.
    #[serde(skip)]
    pub says: String,
}

impl Point {
    /// The value with its unit, as a person would write it.
    pub fn told(&self) -> String {
        let value = match &self.value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.as_f64().map_or_else(String::new, plain),
            other => other.to_string(),
        };
        match &self.note {
            Some(note) if !note.is_empty() => format!("{value} {}：{note}", self.unit),
            _ => format!("{value} {}", self.unit),
        }
    }
}

/// A number without needless decimals.
fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An indicator that is known and adds nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnownLine {
    /// Id of the indicator.
    pub indicator: String,
    /// Its title.
    pub title: String,
    /// The value, where there is a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Its unit.
    pub unit: String,
}

/// An indicator of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingLine {
    /// Id of the indicator.
    pub indicator: String,
    /// Its title.
    pub title: String,
    /// Tables that would be needed.
    pub needs: Vec<String>,
}

/// The index of a subject and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Anatomy {
    /// The credit code, or the id or name under which the subject was loaded.
    pub subject: String,
    /// Its name, where known.
    pub name: Option<String>,
    /// 0 to 100.
    pub index: Points,
    /// The band's name.
    pub band: String,
    /// Percent of the weight of all indicators that is known.
    pub coverage: u8,
    /// Points by dimension, capped.
    pub dimensions: Map<String, Value>,
    /// Every point.
    pub points: Vec<Point>,
    /// Ids of indicators of which nothing is known.
    pub missing: Vec<String>,
    /// The day.
    pub as_of: String,
    /// Version of the rules.
    pub rules: String,
}

impl Scored {
    /// The index of a subject, taken apart.
    pub fn anatomy(
        &self,
        number: u32,
        rules: &RuleSet,
        manifest: &Manifest,
        as_of: jiff::civil::Date,
    ) -> Anatomy {
        let index = self.index(number);
        let coverage = self.coverage(number);
        let dimensions = rules
            .settings
            .dimensions
            .iter()
            .zip(self.dimensions(number));
        Anatomy {
            subject: self.subjects.code(number).to_owned(),
            name: self.subjects.name(number).map(str::to_owned),
            index,
            band: rules.settings.band(index, coverage).to_owned(),
            coverage,
            dimensions: dimensions
                .map(|(d, p)| (d.name.clone(), shown(p.number())))
                .collect(),
            points: self.points(number, rules, manifest),
            missing: self.missing(number, rules).map(|i| i.id.clone()).collect(),
            as_of: as_of.to_string(),
            rules: rules.version.clone(),
        }
    }

    fn points(&self, number: u32, rules: &RuleSet, manifest: &Manifest) -> Vec<Point> {
        let hits = self
            .hits(number)
            .filter(|(_, _, hit)| hit.points > Points::ZERO);
        hits.filter_map(|(at, column, hit)| {
            Some(point(rules.indicators.get(at)?, column, hit, manifest))
        })
        .collect()
    }

    pub(super) fn missing<'r>(
        &'r self,
        number: u32,
        rules: &'r RuleSet,
    ) -> impl Iterator<Item = &'r Indicator> {
        let columns = rules.indicators.iter().zip(&self.columns);
        columns
            .filter(move |(_, column)| !column.knows(number))
            .map(|(indicator, _)| indicator)
    }

    /// Indicators of which nothing is known of a subject, with what would be needed.
    pub fn missing_lines(&self, number: u32, rules: &RuleSet) -> Vec<MissingLine> {
        let line = |i: &Indicator| MissingLine {
            indicator: i.id.clone(),
            title: i.title.clone(),
            needs: i.needs.clone(),
        };
        self.missing(number, rules).map(line).collect()
    }

    /// Indicators that are known of a subject and add nothing; with values where the run kept them.
    pub fn known_lines(&self, number: u32, rules: &RuleSet) -> Vec<KnownLine> {
        let hits: Vec<(usize, &Hit)> = self.hits(number).map(|(at, _, hit)| (at, hit)).collect();
        let columns = rules.indicators.iter().zip(&self.columns).enumerate();
        let line = |(at, (indicator, column)): (usize, (&Indicator, &Column))| {
            let hit = hits.iter().find(|(of, _)| *of == at).map(|(_, hit)| hit);
            let adds = hit.is_some_and(|h| h.points > Points::ZERO);
            (column.applies_to(number) && column.knows(number) && !adds).then(|| KnownLine {
                indicator: indicator.id.clone(),
                title: indicator.title.clone(),
                value: hit.map(|h| shown(h.value)),
                unit: indicator.unit.clone(),
            })
        };
        columns.filter_map(line).collect()
    }
}

fn point(indicator: &Indicator, column: &Column, hit: &Hit, manifest: &Manifest) -> Point {
    let note = column.note_of(hit);
    let value = shown(hit.value);
    Point {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        dimension: indicator.dimension.clone(),
        says: indicator.told(&value.to_string(), note),
        value,
        unit: indicator.unit.clone(),
        points: hit.points,
        rows: column
            .rows_of(hit)
            .iter()
            .filter_map(|row| row_source(manifest, *row))
            .collect(),
        as_of: hit.as_of.map(shown_date),
        note: note.map(str::to_owned),
        ground: indicator.ground.clone(),
        version: indicator.version.clone(),
    }
}

fn row_source(manifest: &Manifest, reference: u64) -> Option<RowSource> {
    let (source, row) = manifest.source(reference)?;
    Some(RowSource {
        file: source.file.clone(),
        sheet: source.sheet.clone(),
        row,
        reference,
    })
}

/// Whole numbers without `.0`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole numbers below 2^53 only"
)]
pub(super) fn shown(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}
