//! The index of many subjects as lines of JSON: what [`Anatomy`](super::Anatomy) says, written without building it, by
//! all cores, in the order asked for. It must not know where the lines go.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use super::{
    anatomy::shown,
    rule_set::RuleSet,
    score::{Column, Hit, Scored},
};
use crate::{
    indicator::{Indicator, Points},
    lake::{Manifest, shown_date},
};

/// Subjects written by one core at a time.
const CHUNK: usize = 2048;

#[derive(Serialize)]
struct Line<'a> {
    subject: &'a str,
    name: Option<&'a str>,
    index: Points,
    band: &'a str,
    coverage: u8,
    dimensions: Dimensions<'a>,
    points: Vec<PointLine<'a>>,
    missing: Vec<&'a str>,
    as_of: &'a str,
    rules: &'a str,
}

struct Dimensions<'a>(Vec<(&'a str, Value)>);

impl Serialize for Dimensions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, points) in &self.0 {
            map.serialize_entry(name, points)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct PointLine<'a> {
    indicator: &'a str,
    title: &'a str,
    dimension: &'a str,
    value: Value,
    unit: &'a str,
    points: Points,
    rows: Vec<RowLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    ground: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct RowLine<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sheet: &'a str,
    row: u32,
}

impl Scored {
    /// Writes a line of JSON for every subject of the list.
    ///
    /// # Errors
    /// What `out` says.
    pub fn write_lines(
        &self,
        numbers: &[u32],
        rules: &RuleSet,
        manifest: &Manifest,
        as_of: jiff::civil::Date,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let day = as_of.to_string();
        let cores = rayon::current_num_threads().max(1);
        for turn in numbers.chunks(CHUNK * cores) {
            let parts: Vec<io::Result<Vec<u8>>> = turn
                .par_chunks(CHUNK)
                .map(|part| {
                    let mut lines = Vec::new();
                    for number in part {
                        let line = self.line(*number, rules, manifest, &day);
                        serde_json::to_writer(&mut lines, &line)?;
                        lines.push(b'\n');
                    }
                    Ok(lines)
                })
                .collect();
            for part in parts {
                out.write_all(&part?)?;
            }
        }
        Ok(())
    }

    fn line<'a>(
        &'a self,
        number: u32,
        rules: &'a RuleSet,
        manifest: &'a Manifest,
        day: &'a str,
    ) -> Line<'a> {
        let (index, coverage) = (self.index(number), self.coverage(number));
        let dimensions = rules
            .settings
            .dimensions
            .iter()
            .zip(self.dimensions(number))
            .map(|(dimension, points)| (dimension.name.as_str(), shown(points.number())));
        let points = self
            .hits(number)
            .filter(|(_, _, hit)| hit.points > Points::ZERO)
            .filter_map(|(at, column, hit)| {
                Some(point(rules.indicators.get(at)?, column, hit, manifest))
            });
        Line {
            subject: self.code(number),
            name: self.name(number),
            index,
            band: rules.settings.band(index, coverage),
            coverage,
            dimensions: Dimensions(dimensions.collect()),
            points: points.collect(),
            missing: self.missing(number, rules).map(|i| i.id.as_str()).collect(),
            as_of: day,
            rules: &rules.version,
        }
    }
}

fn point<'a>(
    indicator: &'a Indicator,
    column: &'a Column,
    hit: &Hit,
    manifest: &'a Manifest,
) -> PointLine<'a> {
    let rows = column.rows_of(hit).iter().filter_map(|row| {
        let (source, row) = manifest.source(*row)?;
        Some(RowLine {
            file: &source.file,
            sheet: &source.sheet,
            row,
        })
    });
    PointLine {
        indicator: &indicator.id,
        title: &indicator.title,
        dimension: &indicator.dimension,
        value: shown(hit.value),
        unit: &indicator.unit,
        points: hit.points,
        rows: rows.collect(),
        as_of: hit.as_of.map(shown_date),
        note: column.note_of(hit),
        ground: &indicator.ground,
        version: &indicator.version,
    }
}
