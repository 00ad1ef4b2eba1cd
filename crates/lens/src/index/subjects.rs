//! Subjects by number: the enterprises known on the day in the order of their codes, then whoever else an indicator
//! names. It must not know points.

use std::sync::OnceLock;

use datafusion::{
    arrow::array::{Array, AsArray, StringViewArray},
    prelude::SessionContext,
};
use futures::TryStreamExt;
use rayon::slice::ParallelSliceMut;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::lake::{LakeError, spellings, subject_name};

/// A code with its name and district.
type Row = (Box<str>, Option<Box<str>>, Option<Box<str>>);

/// Subjects with their names.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    numbers: FxHashMap<Box<str>, u32>,
    codes: Vec<Box<str>>,
    names: Vec<Option<Box<str>>>,
    districts: Vec<Option<Box<str>>>,
    /// Who bears a name, nobody where two do; made when first asked for.
    bearers: OnceLock<FxHashMap<Box<str>, Option<u32>>>,
}

fn bearers(names: &[Option<Box<str>>]) -> FxHashMap<Box<str>, Option<u32>> {
    let mut bearers = FxHashMap::default();
    for (number, name) in (0_u32..).zip(names) {
        if let Some(name) = name {
            bearers
                .entry(subject_name(name).into_boxed_str())
                .and_modify(|known| *known = None)
                .or_insert(Some(number));
        }
    }
    bearers
}

impl Subjects {
    /// The enterprises and platforms of the registered tables; only those of a code or name where one is asked for.
    pub async fn read(context: &SessionContext, only: Option<&str>) -> Result<Self, LakeError> {
        let known = "SELECT subject, name, district FROM enterprise UNION ALL SELECT subject, name, NULL AS district FROM platform";
        let chosen = only.map_or_else(String::new, |asked| {
            let forms = spellings(asked).map(|form| format!("'{}'", form.replace('\'', "''")));
            let forms = forms.join(", ");
            let name = "replace(replace(replace(name, '（', '('), '）', ')'), ' ', '')";
            format!(" WHERE subject IN ({forms}) OR name IN ({forms}) OR {name} IN ({forms})")
        });
        let sql = format!(
            "SELECT subject, max(name) AS name, max(district) AS district FROM ({known}) AS known{chosen} GROUP BY subject"
        );
        let mut found = Vec::new();
        let mut stream = context.sql(&sql).await?.execute_stream().await?;
        while let Some(batch) = stream.try_next().await? {
            let (codes, names, districts) = (
                batch.column(0).as_string_view(),
                batch.column(1).as_string_view(),
                batch.column(2).as_string_view(),
            );
            let text = |column: &StringViewArray, row: usize| -> Option<Box<str>> {
                column.is_valid(row).then(|| column.value(row).into())
            };
            for row in 0..batch.num_rows() {
                let code: Box<str> = codes.value(row).into();
                found.push((code, text(names, row), text(districts, row)));
            }
        }
        found.par_sort_unstable();
        Ok(Self::of(found))
    }

    /// Of rows in the order of their codes, each code once.
    fn of(rows: Vec<Row>) -> Self {
        let room = rows.len();
        let mut subjects = Self {
            numbers: FxHashMap::with_capacity_and_hasher(room, FxBuildHasher),
            codes: Vec::with_capacity(room),
            names: Vec::with_capacity(room),
            districts: Vec::with_capacity(room),
            bearers: OnceLock::new(),
        };
        for (number, (code, name, district)) in (0_u32..).zip(rows) {
            subjects.numbers.insert(code.clone(), number);
            subjects.codes.push(code);
            subjects.names.push(name);
            subjects.districts.push(district);
        }
        subjects
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

    /// The number of a subject, looked for first among those that follow the one found last: answers mostly come in
    /// the order of codes.
    pub fn number_after(&mut self, code: &str, last: u32) -> u32 {
        let next = last as usize + 1;
        let near = self.codes.get(next..(next + 4).min(self.codes.len()));
        let found = near.and_then(|codes| codes.iter().position(|known| **known == *code));
        match found.and_then(|at| u32::try_from(next + at).ok()) {
            Some(number) => number,
            None => self.number(code),
        }
    }

    /// Codes that part the subjects into ranges of about equal size.
    pub fn cuts(&self, ranges: usize) -> Vec<String> {
        let at = |range: usize| self.codes.get(self.codes.len() * range / ranges.max(1));
        let mut cuts: Vec<String> = (1..ranges)
            .filter_map(|range| at(range).map(|code| code.to_string()))
            .collect();
        cuts.dedup();
        cuts
    }

    /// The number of a subject that has one.
    pub fn find(&self, code: &str) -> Option<u32> {
        self.numbers.get(code).copied()
    }

    /// The subject that somebody means who writes its code, its number of an office, or a name that only one bears.
    pub fn find_written(&self, written: &str) -> Option<u32> {
        let forms = spellings(written);
        let by_code = forms.iter().find_map(|form| self.find(form));
        by_code.or_else(|| {
            let names = self.bearers.get_or_init(|| bearers(&self.names));
            *names.get(forms.last()?.as_str())?
        })
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
