//! A fact: the values of a row, whose it is, when it was known, and what makes it the same fact as another.
//! It must not know files of the lake.

use std::str::FromStr;

use fangfei_model::code::uscc::Uscc;
use sha2::{Digest, Sha256};

use super::{
    cell::{Plain, Value, code},
    date::{date_of, day_of},
    schema::{SUBJECT, TableSpec},
};

/// A row of a file that became a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The row number as the file shows it.
    pub row: u32,
    /// Values in the order of the table's columns.
    pub values: Vec<Value>,
    /// Whose fact it is.
    pub subject: String,
    /// Which subject column said so, counted from 0.
    pub subject_by: u8,
    /// The day from which it was known, days since 1970-01-01.
    pub known_on: i32,
    /// Hash of the version columns.
    pub key: [u8; 16],
    /// Hash of the content.
    pub content: [u8; 16],
}

/// A row that was not taken, with everything a person needs to correct it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The sheet, empty for files without sheets.
    pub sheet: String,
    /// The row number as the file shows it.
    pub row: u32,
    /// The column's header, where one cell is to blame.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl TableSpec {
    /// Turns a row into a fact. `cells` stand in the order of the table's columns.
    ///
    /// # Errors
    /// Every cell that is wrong, so that a person corrects a row once.
    pub fn fact(
        &self,
        sheet: &str,
        row: u32,
        cells: &[Plain],
        known_on: i32,
    ) -> Result<Fact, Vec<Rejected>> {
        let mut values = Vec::with_capacity(self.columns.len());
        let mut faults = Vec::new();
        for (column, cell) in self.columns.iter().zip(cells) {
            match column.read(cell) {
                Ok(value) => values.push(value),
                Err(fault) => {
                    faults.push(Rejected {
                        sheet: sheet.to_owned(),
                        row,
                        column: column.title.clone(),
                        value: cell.shown(),
                        problem: fault.problem,
                        remedy: fault.remedy,
                    });
                    values.push(Value::Null);
                }
            }
        }
        let subject = self.subject_of(&values);
        let Some((subject_by, subject)) = subject.filter(|_| faults.is_empty()) else {
            if faults.is_empty() {
                faults.push(self.without_subject(sheet, row));
            }
            return Err(faults);
        };
        let known_on = self.known_on(&values).unwrap_or(known_on);
        Ok(Fact {
            row,
            subject_by,
            known_on,
            key: self.key_of(&subject, &values),
            content: hash(values.iter()),
            subject,
            values,
        })
    }

    fn subject_of(&self, values: &[Value]) -> Option<(u8, String)> {
        let filled = || {
            (0_u8..).zip(&self.subject).filter_map(|(by, name)| {
                match values.get(self.position(name)?) {
                    Some(Value::Text(text)) => Some((by, name, subject_name(text))),
                    _ => None,
                }
            })
        };
        // A tax number in the column of credit codes, or a code with a slip of the pen, is a worse name than the name.
        let sound = |(_, name, text): &(u8, &String, String)| {
            !name.ends_with("uscc") || Uscc::from_str(text).is_ok()
        };
        filled()
            .find(sound)
            .or_else(|| filled().next())
            .map(|(by, _, text)| (by, text))
    }

    fn without_subject(&self, sheet: &str, row: u32) -> Rejected {
        let titles: Vec<&str> = self
            .subject
            .iter()
            .filter_map(|n| Some(self.column(n)?.title.as_str()))
            .collect();
        Rejected {
            sheet: sheet.to_owned(),
            row,
            column: String::new(),
            value: String::new(),
            problem: "看不出是哪个主体的信息".to_owned(),
            remedy: format!("请填{}中的至少一项", titles.join("、")),
        }
    }

    /// The first filled date. A report of a year is known from the end of its filing term, 30 June of the next year
    /// (企业信息公示暂行条例第八条).
    fn known_on(&self, values: &[Value]) -> Option<i32> {
        self.known.iter().find_map(|name| {
            let at = self.position(name)?;
            match values.get(at)? {
                Value::Day(day)
                    if self.columns.get(at)?.kind == super::schema::ColumnType::Year =>
                {
                    let year = date_of(*day)?.year().checked_add(1)?;
                    Some(day_of(jiff::civil::Date::new(year, 6, 30).ok()?))
                }
                Value::Day(day) => Some(*day),
                _ => None,
            }
        })
    }

    fn key_of(&self, subject: &str, values: &[Value]) -> [u8; 16] {
        let subject = Value::Text(subject.to_owned());
        hash(self.versions.iter().filter_map(|name| match name.as_str() {
            SUBJECT => Some(&subject),
            other => values.get(self.position(other)?),
        }))
    }
}

/// A name or code in the form in which subjects are compared: half-width brackets, no blanks.
pub(crate) fn subject_name(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// The forms in which a subject that somebody wrote may stand in the lake: as written, as a code, as a name.
pub(crate) fn spellings(written: &str) -> [String; 3] {
    [
        written.trim().to_owned(),
        code(written),
        subject_name(written),
    ]
}

fn hash<'a>(values: impl Iterator<Item = &'a Value>) -> [u8; 16] {
    let mut hash = Sha256::new();
    for value in values {
        match value {
            Value::Null => hash.update([0]),
            Value::Text(text) => {
                hash.update([1]);
                hash.update(text.len().to_le_bytes());
                hash.update(text);
            }
            Value::Int(n) => {
                hash.update([2]);
                hash.update(n.to_le_bytes());
            }
            Value::Number(n) => {
                hash.update([3]);
                hash.update(n.to_bits().to_le_bytes());
            }
            Value::Day(day) => {
                hash.update([4]);
                hash.update(day.to_le_bytes());
            }
            Value::Flag(flag) => hash.update([5, u8::from(*flag)]),
        }
    }
    let mut short = [0; 16];
    for (to, from) in short.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::{parse_date, schema::shipped};

    fn row(table: &TableSpec, cells: &[(&str, &str)]) -> Vec<Plain> {
        let mut row = vec![Plain::Empty; table.columns.len()];
        for (name, text) in cells {
            row[table.position(name).expect("a column")] = Plain::Text((*text).to_owned());
        }
        row
    }

    #[test]
    fn a_report_is_known_from_the_end_of_its_filing_term() {
        let tables = shipped().expect("tables");
        let table = &tables["annual_report"];
        let fact = table
            .fact("", 2, &row(table, &[("id", "a1"), ("year", "2017")]), 0)
            .expect("a fact");
        assert_eq!(Some(fact.known_on), parse_date("2018-06-30").map(day_of));
        let filed = table.fact(
            "",
            2,
            &row(
                table,
                &[("id", "a1"), ("year", "2017"), ("filed_on", "2018-03-01")],
            ),
            0,
        );
        assert_eq!(
            Some(filed.expect("a fact").known_on),
            parse_date("2018-03-01").map(day_of)
        );
    }

    #[test]
    fn names_with_brackets_of_either_width_are_one_subject() {
        let tables = shipped().expect("tables");
        let table = &tables["abnormal"];
        let of = |name| {
            table
                .fact("", 1, &row(table, &[("name", name)]), 0)
                .expect("a fact")
                .subject
        };
        assert_eq!(of("甲乙（天南）有限公司"), of("甲乙(天南)有限公司 "));
    }

    #[test]
    fn every_wrong_cell_of_a_row_is_told_at_once() {
        let tables = shipped().expect("tables");
        let table = &tables["annual_report"];
        let wrong = table
            .fact(
                "表1",
                7,
                &row(table, &[("year", "某年"), ("staff", "很多")]),
                0,
            )
            .expect_err("wrong");
        assert_eq!(wrong.len(), 2);
        assert!(wrong.iter().all(|r| r.row == 7 && r.sheet == "表1"));
        let nobody = table
            .fact("", 7, &row(table, &[("year", "2017")]), 0)
            .expect_err("nobody");
        assert!(nobody[0].problem.contains("哪个主体"));
    }

    #[test]
    fn a_corrected_report_has_the_key_of_the_first() {
        let tables = shipped().expect("tables");
        let table = &tables["annual_report"];
        let first = table
            .fact(
                "",
                2,
                &row(table, &[("id", "a1"), ("year", "2017"), ("staff", "3")]),
                0,
            )
            .expect("fact");
        let second = table
            .fact(
                "",
                9,
                &row(table, &[("id", "a1"), ("year", "2017.0"), ("staff", "5")]),
                0,
            )
            .expect("fact");
        assert_eq!(first.key, second.key);
        assert_ne!(first.content, second.content);
    }
}
