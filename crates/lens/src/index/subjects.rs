//! Subjects by number: the enterprises known on the day in the order of their codes, then whoever else an indicator
//! names. It must not know points.

use std::collections::HashMap;

use datafusion::{
    arrow::array::{Array, AsArray},
    prelude::SessionContext,
};
use futures::TryStreamExt;

use crate::lake::LakeError;

/// Subjects with their names.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    numbers: HashMap<Box<str>, u32>,
    codes: Vec<Box<str>>,
    names: Vec<Option<Box<str>>>,
    districts: Vec<Option<Box<str>>>,
}

impl Subjects {
    /// The enterprises and platforms of the registered tables; only those of a code or name where one is asked for.
    pub async fn read(context: &SessionContext, only: Option<&str>) -> Result<Self, LakeError> {
        let known = "SELECT subject, name, district FROM enterprise UNION ALL SELECT subject, name, NULL AS district FROM platform";
        let chosen = only.map_or_else(String::new, |asked| {
            let quoted = asked.replace('\'', "''");
            format!(" WHERE subject = '{quoted}' OR name = '{quoted}'")
        });
        let sql = format!(
            "SELECT subject, max(name) AS name, max(district) AS district FROM ({known}) AS known{chosen} GROUP BY subject"
        );
        let mut subjects = Self::default();
        let mut stream = context.sql(&sql).await?.execute_stream().await?;
        while let Some(batch) = stream.try_next().await? {
            let (codes, names, districts) = (
                batch.column(0).as_string_view(),
                batch.column(1).as_string_view(),
                batch.column(2).as_string_view(),
            );
            for row in 0..batch.num_rows() {
                let number = subjects.number(codes.value(row));
                if names.is_valid(row) {
                    subjects.names[number as usize] = Some(names.value(row).into());
                }
                if districts.is_valid(row) {
                    subjects.districts[number as usize] = Some(districts.value(row).into());
                }
            }
        }
        Ok(subjects)
    }

    /// The number of a subject, which gets one if it has none.
    pub fn number(&mut self, code: &str) -> u32 {
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let number = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        self.codes.push(code.into());
        self.names.push(None);
        self.districts.push(None);
        self.numbers.insert(code.into(), number);
        number
    }

    /// The number of a subject that has one.
    pub fn find(&self, code: &str) -> Option<u32> {
        self.numbers.get(code).copied()
    }

    /// The subject whose name this is, where it is the only one.
    pub fn find_by_name(&self, name: &str) -> Option<u32> {
        let mut found = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, n)| n.as_deref() == Some(name));
        let (at, _) = found.next()?;
        found.next().is_none().then(|| u32::try_from(at).ok())?
    }

    pub fn len(&self) -> usize {
        self.codes.len()
    }

    pub fn code(&self, number: u32) -> &str {
        self.codes.get(number as usize).map_or("", |c| c)
    }

    pub fn district(&self, number: u32) -> Option<&str> {
        self.districts.get(number as usize)?.as_deref()
    }

    pub fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize)?.as_deref()
    }
}
