//! Subjects by number: the enterprises and platforms known on the day in the order of their codes, then whoever else an
//! indicator names. It must not know points.

use std::{cmp::Ordering, sync::OnceLock};

use datafusion::{
    arrow::{
        array::{Array, AsArray, StringViewArray},
        record_batch::RecordBatch,
    },
    common::runtime::SpawnedTask,
    prelude::SessionContext,
};
use futures::TryStreamExt;
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxHashMap;

use super::texts::Texts;
use crate::lake::{LakeError, spellings, subject_name};

/// Subjects with their names.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    /// Codes, of which the first `ordered` are in order and each there once.
    codes: Texts,
    ordered: u32,
    /// Numbers of the codes that came later.
    later: FxHashMap<Box<str>, u32>,
    /// Names, blank where none is known, of the codes in order.
    names: Texts,
    districts: Texts,
    /// Who bears a name, nobody where two do; made when first asked for.
    bearers: OnceLock<FxHashMap<Box<str>, Option<u32>>>,
}

fn bearers(names: &Texts) -> FxHashMap<Box<str>, Option<u32>> {
    let mut bearers = FxHashMap::default();
    for (number, name) in (0_u32..).zip(names.iter()).filter(|(_, n)| !n.is_empty()) {
        bearers
            .entry(subject_name(name).into_boxed_str())
            .and_modify(|known| *known = None)
            .or_insert(Some(number));
    }
    bearers
}

/// What the tables say of subjects: code, name and district, row by row.
struct Said {
    codes: Vec<StringViewArray>,
    names: Vec<StringViewArray>,
    districts: Vec<StringViewArray>,
}

/// Batch and row of something said.
type Place = (u32, u32);

impl Said {
    fn of(batches: &[RecordBatch]) -> Self {
        let column = |at: usize| {
            let of = |batch: &RecordBatch| batch.column(at).as_string_view().clone();
            batches.iter().map(of).collect()
        };
        Self {
            codes: column(0),
            names: column(1),
            districts: column(2),
        }
    }

    fn code(&self, (batch, row): Place) -> &str {
        self.codes[batch as usize].value(row as usize)
    }

    /// Every place in the order of the codes. Files are in that order, so that a sort that looks for runs has little to
    /// do.
    fn places(&self) -> Vec<Place> {
        let rows = |codes: &StringViewArray| 0..u32::try_from(codes.len()).unwrap_or(u32::MAX);
        let batches = (0_u32..).zip(&self.codes);
        let mut places: Vec<Place> = batches
            .flat_map(|(batch, codes)| rows(codes).map(move |row| (batch, row)))
            .filter(|(batch, row)| self.codes[*batch as usize].is_valid(*row as usize))
            .collect();
        places.par_sort_by(|a, b| self.code(*a).cmp(self.code(*b)));
        places
    }
}

/// The last of the texts in their order, blank where there is none.
fn last<'a>(columns: &'a [StringViewArray], places: &[Place]) -> &'a str {
    let texts = places.iter().filter_map(|(batch, row)| {
        let column = &columns[*batch as usize];
        let row = *row as usize;
        column.is_valid(row).then(|| column.value(row))
    });
    texts.max().unwrap_or("")
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
        let sql = format!("SELECT subject, name, district FROM ({known}) AS known{chosen}");
        let streams = context
            .sql(&sql)
            .await?
            .execute_stream_partitioned()
            .await?;
        let reading: Vec<_> = streams
            .into_iter()
            .map(|stream| SpawnedTask::spawn(stream.try_collect::<Vec<RecordBatch>>()))
            .collect();
        let mut batches = Vec::new();
        for part in reading {
            let read = part.join().await;
            batches.extend(read.map_err(|e| LakeError::Engine(e.to_string()))??);
        }
        let made = SpawnedTask::spawn_blocking(move || Self::of(&Said::of(&batches)));
        made.join()
            .await
            .map_err(|e| LakeError::Engine(e.to_string()))
    }

    /// Each code once, under the last of its names.
    fn of(said: &Said) -> Self {
        let places = said.places();
        let mut subjects = Self {
            codes: Texts::with_room(places.len(), 18),
            names: Texts::with_room(places.len(), 36),
            districts: Texts::with_room(places.len(), 9),
            ..Self::default()
        };
        for same in places.chunk_by(|a, b| said.code(*a) == said.code(*b)) {
            subjects.codes.push(said.code(same[0]));
            subjects.names.push(last(&said.names, same));
            subjects.districts.push(last(&said.districts, same));
        }
        subjects.ordered = u32::try_from(subjects.codes.len()).unwrap_or(u32::MAX);
        subjects
    }

    /// The number of a subject, which gets one if it has none.
    pub fn number(&mut self, code: &str) -> u32 {
        match self.find(code) {
            Some(number) => number,
            None => self.later(code),
        }
    }

    fn later(&mut self, code: &str) -> u32 {
        let number = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        self.codes.push(code);
        self.later.insert(code.into(), number);
        number
    }

    /// The number of a subject that has one, looked for in growing steps from the one found last: answers mostly come in
    /// the order of codes.
    pub fn find_after(&self, code: &str, last: u32) -> Option<u32> {
        let next = last.saturating_add(1);
        if next < self.ordered && self.code(next) == code {
            return Some(next);
        }
        let (mut from, mut step) = (last, 1);
        if from >= self.ordered || self.code(from) > code {
            return self.find(code);
        }
        while from.saturating_add(step) < self.ordered && self.code(from + step) <= code {
            from += step;
            step *= 2;
        }
        let to = self.ordered.min(from.saturating_add(step));
        let found = self.find_between(code, from, to);
        found.or_else(|| self.find(code))
    }

    /// The number of a code among those of `from` to before `to`, which are in order.
    fn find_between(&self, code: &str, mut from: u32, mut to: u32) -> Option<u32> {
        while from < to {
            let middle = from.midpoint(to);
            match self.code(middle).cmp(code) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// Codes that part the subjects into ranges of about equal size.
    pub fn cuts(&self, ranges: usize) -> Vec<String> {
        let subjects = self.codes.len();
        let at = |range: usize| self.codes.get(subjects * range / ranges.max(1)).to_owned();
        let mut cuts: Vec<String> = (1..ranges).filter(|_| subjects > 0).map(at).collect();
        cuts.dedup();
        cuts
    }

    /// The number of a subject that has one.
    pub fn find(&self, code: &str) -> Option<u32> {
        let found = self.find_between(code, 0, self.ordered);
        found.or_else(|| self.later.get(code).copied())
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
        self.codes.get(number as usize)
    }

    pub fn district(&self, number: u32) -> Option<&str> {
        Some(self.districts.get(number as usize)).filter(|text| !text.is_empty())
    }

    pub fn name(&self, number: u32) -> Option<&str> {
        Some(self.names.get(number as usize)).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects(rows: &[(&str, Option<&str>)]) -> Subjects {
        let column = |of: fn(&(&str, Option<&str>)) -> Option<String>| {
            vec![rows.iter().map(of).collect::<StringViewArray>()]
        };
        Subjects::of(&Said {
            codes: column(|(code, _)| Some((*code).to_owned())),
            names: column(|(_, name)| name.map(str::to_owned)),
            districts: column(|_| None),
        })
    }

    #[test]
    fn a_code_counts_once_and_bears_the_last_of_its_names() {
        let known = subjects(&[
            ("B", Some("乙")),
            ("A", None),
            ("B", Some("丙")),
            ("A", Some("甲")),
        ]);
        assert_eq!((known.len(), known.code(0), known.code(1)), (2, "A", "B"));
        let larger = ["乙", "丙"].iter().max().copied();
        assert_eq!((known.name(0), known.name(1)), (Some("甲"), larger));
        assert_eq!(known.district(0), None);
    }

    #[test]
    fn every_code_is_found_from_wherever_the_search_begins() {
        let codes: Vec<String> = (0..50).map(|n| format!("{:03}", n * 2)).collect();
        let rows: Vec<(&str, Option<&str>)> = codes.iter().map(|c| (c.as_str(), None)).collect();
        for last in 0..52 {
            let mut known = subjects(&rows);
            assert_eq!(known.number("later"), 50);
            for (number, code) in (0_u32..).zip(&codes) {
                assert_eq!(
                    known.find_after(code, last),
                    Some(number),
                    "{code} after {last}"
                );
            }
            assert_eq!(known.find_after("later", last), Some(50));
            assert_eq!(known.find_after("007", last), None);
            assert_eq!(known.number("007"), 51);
            assert_eq!((known.find("007"), known.len()), (Some(51), 52));
        }
    }

    #[test]
    fn nobody_is_parted_into_no_ranges() {
        assert!(subjects(&[]).cuts(2).is_empty());
        assert_eq!(subjects(&[("A", None), ("B", None)]).cuts(2), ["B"]);
    }
}
