//! Tables as data: what a table holds, under which headers its columns come, and when a fact is known.
//! It must not know files or rows.

use std::{collections::BTreeMap, sync::Arc};

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use serde::Deserialize;

use super::error::LakeError;

/// How the cells of a column are read and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Words.
    Text,
    /// A code or number that is no quantity.
    Code,
    /// A word of the column's closed list, kept as its code.
    Choice,
    /// A sum, kept in fen.
    Money,
    /// A whole number of things.
    Count,
    /// Percent.
    Rate,
    /// Any other number.
    Number,
    /// A day.
    Date,
    /// A month, kept as its last day.
    Month,
    /// A year, kept as its last day.
    Year,
    /// Yes or no.
    Flag,
}

impl ColumnType {
    /// The form in Parquet and SQL.
    pub fn arrow(self) -> DataType {
        match self {
            Self::Text | Self::Code | Self::Choice => DataType::Utf8View,
            Self::Money | Self::Count => DataType::Int64,
            Self::Rate | Self::Number => DataType::Float64,
            Self::Date | Self::Month | Self::Year => DataType::Date32,
            Self::Flag => DataType::Boolean,
        }
    }

    /// The Chinese word for what a cell should be.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "文字",
            Self::Code => "编码",
            Self::Choice => "规定的词",
            Self::Money => "金额",
            Self::Count => "整数",
            Self::Rate => "百分比",
            Self::Number => "数字",
            Self::Date => "日期",
            Self::Month => "年月",
            Self::Year => "年份",
            Self::Flag => "是或否",
        }
    }
}

/// A code and the words offices write for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The code in SQL.
    pub code: String,
    /// The words.
    pub words: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// The name in SQL.
    pub name: String,
    /// The Chinese title.
    pub title: String,
    /// How cells are read.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// A row without it is rejected.
    #[serde(default)]
    pub required: bool,
    /// Headers in use beside name and title.
    #[serde(default)]
    pub headers: Vec<String>,
    /// What a bare number means, for money: 元 or 万元.
    #[serde(default)]
    pub unit: Option<String>,
    /// The closed list of a choice.
    #[serde(default)]
    pub words: Vec<Word>,
    /// The code taken for words outside the list; without it such a row is rejected.
    #[serde(default)]
    pub lenient: Option<String>,
    /// What an empty cell means.
    #[serde(default)]
    pub default: Option<String>,
    /// The column names another subject, whose code is resolved like the row's own.
    #[serde(default)]
    pub subject: bool,
    /// It tells who somebody is: such cells tie subjects together and are not shown on pages.
    #[serde(default)]
    pub personal: bool,
    /// What a user of the column should know.
    #[serde(default)]
    pub about: Option<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// The name in SQL.
    pub table: String,
    /// The Chinese title.
    pub title: String,
    /// 人员, 经营, 资金, 舆情 or 线下.
    pub class: String,
    /// What one row is.
    pub about: String,
    /// Columns that say whose fact it is; the first filled one wins.
    pub subject: Vec<String>,
    /// Date columns by which a fact is known; the first filled one wins.
    #[serde(default)]
    pub known: Vec<String>,
    /// Columns of which only the latest known row counts.
    #[serde(default)]
    pub versions: Vec<String>,
    /// The columns.
    pub columns: Vec<ColumnSpec>,
}

/// Columns every table has beside its own.
pub(crate) const SUBJECT: &str = "subject";
/// The day from which a fact was known.
pub(crate) const KNOWN_ON: &str = "known_on";
/// Source and row.
pub(crate) const REF: &str = "ref";
/// Which of the columns of [`TableSpec::subject`] gave the subject, counted from 0.
pub(crate) const SUBJECT_BY: &str = "subject_by";
/// Hash of the content.
pub(crate) const CONTENT: &str = "fact_content";
/// Hash of the version columns.
pub(crate) const KEY: &str = "fact_key";

const CLASSES: [&str; 5] = ["人员", "经营", "资金", "舆情", "线下"];
const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The tables that come with the program, by name.
///
/// # Errors
/// [`LakeError::Definition`] when one of them is wrong, which the tests rule out.
pub fn shipped() -> Result<BTreeMap<String, Arc<TableSpec>>, LakeError> {
    SHIPPED
        .iter()
        .map(|(file, text)| {
            let spec = TableSpec::parse(file, text)?;
            Ok((spec.table.clone(), Arc::new(spec)))
        })
        .collect()
}

impl TableSpec {
    /// Reads a definition.
    ///
    /// # Errors
    /// [`LakeError::Definition`] with file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, LakeError> {
        let error = |at: usize, problem: String| LakeError::Definition {
            file: file.to_owned(),
            line: text.bytes().take(at).filter(|b| *b == b'\n').count() + 1,
            problem,
        };
        let spec: Self = toml::from_str(text)
            .map_err(|e| error(e.span().map_or(0, |s| s.start), e.message().to_owned()))?;
        match spec.fault() {
            None => Ok(spec),
            Some((near, problem)) => Err(error(text.find(&near).unwrap_or(0), problem)),
        }
    }

    /// The first thing wrong, with a word near which it stands.
    fn fault(&self) -> Option<(String, String)> {
        if !CLASSES.contains(&self.class.as_str()) {
            return Some((
                "class".to_owned(),
                format!("class 应为{}之一", CLASSES.join("、")),
            ));
        }
        let unknown = self.subject.iter().chain(&self.known).chain(&self.versions);
        for name in unknown.filter(|name| *name != SUBJECT) {
            if self.column(name).is_none() {
                return Some((format!("\"{name}\""), format!("没有列 {name}")));
            }
        }
        let common = [SUBJECT, SUBJECT_BY, KNOWN_ON, REF, CONTENT, KEY];
        if let Some(column) = self
            .columns
            .iter()
            .find(|c| common.contains(&c.name.as_str()))
        {
            let problem = format!("列名 {} 是每个表都有的列，请换一个", column.name);
            return Some((format!("\"{}\"", column.name), problem));
        }
        let mut headers = BTreeMap::new();
        for column in &self.columns {
            for header in column.accepted() {
                let other = headers.insert(header_key(header), &column.name);
                if other.is_some_and(|other| *other != column.name) {
                    return Some((format!("\"{header}\""), format!("列名“{header}”属于两列")));
                }
            }
        }
        None
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnSpec> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// Number of the column of this name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }

    /// The column that a header means.
    pub fn column_for(&self, header: &str) -> Option<usize> {
        let key = header_key(header);
        self.columns
            .iter()
            .position(|c| c.accepted().any(|known| header_key(known) == key))
    }

    /// The schema of the table's files: own columns, then those every table has.
    pub fn schema(&self) -> SchemaRef {
        let own = self
            .columns
            .iter()
            .map(|c| Field::new(&c.name, c.kind.arrow(), true));
        let common = [
            Field::new(SUBJECT, DataType::Utf8View, false),
            Field::new(SUBJECT_BY, DataType::UInt8, false),
            Field::new(KNOWN_ON, DataType::Date32, false),
            Field::new(REF, DataType::UInt64, false),
            Field::new(KEY, DataType::FixedSizeBinary(16), false),
            Field::new(CONTENT, DataType::FixedSizeBinary(16), false),
        ];
        Arc::new(Schema::new(own.chain(common).collect::<Vec<_>>()))
    }

    /// True where a later row takes the place of an earlier one.
    pub fn has_versions(&self) -> bool {
        !self.versions.is_empty()
    }
}

impl ColumnSpec {
    /// Every header that means this column.
    pub fn accepted(&self) -> impl Iterator<Item = &str> {
        [self.name.as_str(), self.title.as_str()]
            .into_iter()
            .chain(self.headers.iter().map(String::as_str))
    }

    /// The code of a word of the closed list.
    pub(crate) fn code_of(&self, word: &str) -> Option<&str> {
        let word = header_key(word);
        let found = self.words.iter().find(|w| {
            header_key(&w.code) == word || w.words.iter().any(|known| header_key(known) == word)
        });
        found.map(|w| w.code.as_str()).or(self.lenient.as_deref())
    }

    /// Power of ten of the unit of bare sums, in yuan.
    pub(crate) fn unit_power(&self) -> u32 {
        match self.unit.as_deref() {
            Some("万元") => 4,
            Some("亿元") => 8,
            _ => 0,
        }
    }
}

/// A header without blanks, full-width forms and case.
pub(crate) fn header_key(header: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    header
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_table_is_sound_and_covers_the_five_classes() {
        let tables = shipped().expect("shipped tables");
        assert!(tables.len() >= 20);
        for class in CLASSES {
            assert!(tables.values().any(|t| t.class == class), "{class}");
        }
    }

    #[test]
    fn no_table_can_hold_a_reporter() {
        for table in shipped().expect("shipped tables").values() {
            for column in &table.columns {
                for header in column.accepted() {
                    let names_one = ["举报人", "投诉人", "信访人", "投资人姓名", "参与人姓名"];
                    assert!(!names_one.contains(&header), "{} {header}", table.table);
                }
            }
        }
    }

    #[test]
    fn a_wrong_definition_names_its_line() {
        let text = "table = \"x\"\ntitle = \"x\"\nclass = \"经营\"\nabout = \"\"\nsubject = [\"nowhere\"]\ncolumns = []\n";
        let error = TableSpec::parse("x.toml", text).expect_err("no such column");
        assert!(error.to_string().contains("x.toml 第 5 行"), "{error}");
        let error = TableSpec::parse("x.toml", "table = 3").expect_err("wrong type");
        assert!(error.to_string().contains("第 1 行"), "{error}");
    }

    #[test]
    fn headers_are_matched_whatever_their_width_and_case() {
        let tables = shipped().expect("shipped tables");
        let table = &tables["annual_report"];
        assert_eq!(table.column_for("ancheyear"), table.position("year"));
        assert_eq!(
            tables["abnormal"].column_for("企业(机构)名称"),
            tables["abnormal"].position("name")
        );
    }
}
