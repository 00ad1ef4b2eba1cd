//! Which column means which field, with how much confidence and why: shown to a person, corrected,
//! kept. It must not know how it is guessed or how values are read.

use serde::{Deserialize, Serialize};

use super::body::place_of;
use super::caption::Caption;
use super::reporter::names_a_reporter;
use super::sheet::column_letters;
use super::side_by_side::tab;
use crate::kind::{FieldId, FieldType, Kind};
use crate::value::{DayOrder, MoneyUnit};

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The column, 0-based.
    pub column: usize,
    /// Its letters.
    pub letters: String,
    /// Its title, both rows of a two-row header joined by `/`; unique within the sheet.
    pub title: String,
    /// The field; `None` keeps the column as extra text.
    pub field: Option<FieldId>,
    /// From 0 to 1000. Below 800 a person should look.
    pub confidence: u32,
    /// Why, in Chinese.
    pub reason: String,
    /// The unit of bare sums.
    pub unit: Option<MoneyUnit>,
    /// Some sums of the column name no unit themselves.
    #[serde(default)]
    pub bare_sums: bool,
    /// Where the unit comes from, in Chinese.
    pub unit_reason: Option<String>,
    /// The order of day and month, where the column's dates show it or a person says it.
    pub day_order: Option<DayOrder>,
    /// The column only counts the rows (序号).
    pub serial: bool,
    /// Empty cells take the value above: set by a person where merged cells were broken up.
    #[serde(default)]
    pub fill_down: bool,
    /// The column is hidden in the file.
    pub hidden: bool,
    /// The column says who reported: its cells are not read, shown or kept.
    #[serde(default)]
    pub withheld: bool,
}

/// A value that every row of the sheet takes from the sheet's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetValue {
    /// The field.
    pub field: FieldId,
    /// The value: the sheet's name.
    pub value: String,
}

/// How a sheet is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Id of the kind.
    pub kind: String,
    /// Name of the sheet.
    pub sheet: String,
    /// Hash of the titles; equal for equal headers whatever the rest of the file.
    pub fingerprint: String,
    /// Numbers of the first and last header row; `None` where no header was found.
    pub header_rows: Option<(u32, u32)>,
    /// Every titled column and every untitled one that holds something.
    pub columns: Vec<ColumnMapping>,
    /// The sheet is a form for one record, labels beside values, and no table.
    #[serde(default)]
    pub form: bool,
    /// The sheet counts firms, clues and people by place or unit, and holds no records.
    #[serde(default)]
    pub summary: bool,
    /// Captions above the table.
    pub captions: Vec<Caption>,
    /// When the table was made, as its title or a caption says: the year of days written without one.
    #[serde(default)]
    pub made: Option<Made>,
    /// The field the sheet's name fills.
    pub sheet_value: Option<SheetValue>,
    /// False where the user leaves the sheet out, it is hidden, or nothing on it fits the kind.
    pub included: bool,
    /// Columns that look like merged cells broken up: filled on the first row of a group only.
    pub broken_merges: Vec<usize>,
    /// What a person must settle, in Chinese.
    pub problems: Vec<String>,
}

/// When a table was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The year.
    pub year: i16,
    /// The day, where a caption gives it: nothing in the table is later.
    pub on: Option<jiff::civil::Date>,
}

/// A correction that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// The sheet has no such column.
    #[error("工作表“{sheet}”没有 {letters} 列；请在已有的列里选")]
    NoSuchColumn {
        /// The sheet.
        sheet: String,
        /// The letters asked for.
        letters: String,
    },
    /// The kind has no such field.
    #[error("“{kind}”没有字段“{field}”；请从字段清单里选")]
    NoSuchField {
        /// The kind.
        kind: String,
        /// The id asked for.
        field: String,
    },
}

impl Mapping {
    /// Gives a column to a field, or to none. A field held by another column is taken from it.
    ///
    /// # Errors
    /// [`MappingError`] for an unknown column or field.
    pub fn override_column(
        &mut self,
        kind: &Kind,
        column: usize,
        field: Option<FieldId>,
    ) -> Result<(), MappingError> {
        if let Some(id) = &field
            && kind.field(id.as_str()).is_none()
        {
            return Err(MappingError::NoSuchField {
                kind: kind.title.clone(),
                field: id.to_string(),
            });
        }
        self.column_mut(column)?;
        let withheld = match field.as_ref().and_then(|id| kind.field(id.as_str())) {
            Some(field) => field.withheld,
            None => names_a_reporter(&self.column_mut(column)?.title),
        };
        for other in self
            .columns
            .iter_mut()
            .filter(|c| c.field.is_some() && c.field == field)
        {
            other.field = None;
            other.reason = "字段已改配给别的列".to_owned();
            other.confidence = 1000;
        }
        if self
            .sheet_value
            .as_ref()
            .is_some_and(|s| Some(&s.field) == field.as_ref())
        {
            self.sheet_value = None;
        }
        let target = self.column_mut(column)?;
        target.field = field;
        target.confidence = 1000;
        target.reason = "人工指定".to_owned();
        target.serial = false;
        target.withheld = withheld;
        self.included = true;
        self.review(kind, false);
        Ok(())
    }

    /// States the unit of a column's bare sums.
    ///
    /// # Errors
    /// [`MappingError::NoSuchColumn`].
    pub fn override_unit(
        &mut self,
        kind: &Kind,
        column: usize,
        unit: MoneyUnit,
    ) -> Result<(), MappingError> {
        let target = self.column_mut(column)?;
        target.unit = Some(unit);
        target.unit_reason = Some("人工指定".to_owned());
        self.review(kind, false);
        Ok(())
    }

    /// States which number of a column's dates is the day.
    ///
    /// # Errors
    /// [`MappingError::NoSuchColumn`].
    pub fn override_day_order(
        &mut self,
        column: usize,
        order: DayOrder,
    ) -> Result<(), MappingError> {
        self.column_mut(column)?.day_order = Some(order);
        Ok(())
    }

    /// Lets empty cells of a column take the value above, where merged cells were broken up.
    ///
    /// # Errors
    /// [`MappingError::NoSuchColumn`].
    pub fn override_fill_down(
        &mut self,
        kind: &Kind,
        column: usize,
        fill_down: bool,
    ) -> Result<(), MappingError> {
        self.column_mut(column)?.fill_down = fill_down;
        self.review(kind, false);
        Ok(())
    }

    /// The column that fills a field.
    pub fn column_of(&self, field: &str) -> Option<&ColumnMapping> {
        self.columns
            .iter()
            .find(|c| c.field.as_ref().is_some_and(|f| f.as_str() == field))
    }

    /// Required fields that no column fills.
    pub fn missing_required(&self, kind: &Kind) -> Vec<FieldId> {
        let has = |id: &FieldId| {
            self.column_of(id.as_str()).is_some()
                || self.sheet_value.as_ref().is_some_and(|s| s.field == *id)
        };
        kind.fields
            .iter()
            .filter(|f| f.required && !has(&f.id))
            .map(|f| f.id.clone())
            .collect()
    }

    /// Whether every field that a row must have is filled by some column.
    pub(super) fn is_complete(&self, kind: &Kind) -> bool {
        let one_of =
            |group: &Vec<FieldId>| group.iter().any(|id| self.column_of(id.as_str()).is_some());
        self.missing_required(kind).is_empty() && kind.require_one.iter().all(one_of)
    }

    fn column_mut(&mut self, column: usize) -> Result<&mut ColumnMapping, MappingError> {
        let (sheet, letters) = (self.sheet.clone(), column_letters(column));
        self.columns
            .iter_mut()
            .find(|c| c.column == column)
            .ok_or(MappingError::NoSuchColumn { sheet, letters })
    }

    /// Lets the sheet's name fill the field for it, where no column does and the name is a place.
    pub(super) fn take_sheet_name(&mut self, kind: &Kind, several: bool) {
        let Some(field) = &kind.sheet_name else {
            return;
        };
        let name = tab(&self.sheet).trim();
        let is_place = place_of(name).is_some_and(|place| place == name);
        if several && is_place && self.included && self.column_of(field.as_str()).is_none() {
            self.sheet_value = Some(SheetValue {
                field: field.clone(),
                value: name.to_owned(),
            });
        }
    }

    /// Titles that repeat each other where the columns are no whole tables side by side: only the first of each is read.
    fn side_by_side(&self) -> Option<String> {
        let bare = |title: &str| title.split('（').next().unwrap_or_default().to_owned();
        let is_twin = |c: &&ColumnMapping| {
            c.title.ends_with(&format!("（{}列）", c.letters)) && c.field.is_none() && !c.withheld
        };
        let named = |c: &&ColumnMapping| {
            self.columns
                .iter()
                .any(|first| first.field.is_some() && bare(&first.title) == bare(&c.title))
        };
        let twins: Vec<&str> = self
            .columns
            .iter()
            .filter(is_twin)
            .filter(named)
            .map(|c| c.letters.as_str())
            .collect();
        (twins.len() >= 2).then(|| {
            format!(
                "{} 列的表头与前面的列重复，只会按前面的列读取；如果是并排的两张表，请让每一张都有必填的列，或上下接在一起再导入",
                twins.join("、")
            )
        })
    }

    /// Writes anew what a person must settle.
    pub(super) fn review(&mut self, kind: &Kind, no_rows: bool) {
        let mut problems = Vec::new();
        if self.form {
            problems.push("这张表像是单条的登记表（项目名称旁边填内容），不是一行一条的台账；请改用台账格式，或直接在系统里登记".to_owned());
        }
        if self.summary {
            problems.push("这张表像是按单位或地区统计的汇总表，不是一行一条的台账，没有读取；确实是台账的，请选上".to_owned());
        }
        if self.header_rows.is_none() {
            problems.push("没有找到表头，请指定每一列的含义".to_owned());
        }
        if no_rows {
            problems.push("表头下面没有数据行".to_owned());
        }
        for id in self.missing_required(kind) {
            let title = kind.field(id.as_str()).map_or("", |f| f.title.as_str());
            problems.push(format!("没有找到必填的“{title}”列，请指定是哪一列"));
        }
        for group in &kind.require_one {
            if !group.iter().any(|id| self.column_of(id.as_str()).is_some()) {
                let titles: Vec<&str> = group
                    .iter()
                    .filter_map(|id| kind.field(id.as_str()))
                    .map(|f| f.title.as_str())
                    .collect();
                problems.push(format!("“{}”至少要有一列，请指定", titles.join("”“")));
            }
        }
        problems.extend(self.side_by_side());
        for column in &self.columns {
            let Some(field) = column.field.as_ref().and_then(|id| kind.field(id.as_str())) else {
                continue;
            };
            if field.field_type == FieldType::Amount && column.unit.is_none() && column.bare_sums {
                problems.push(format!(
                    "{} 列“{}”没有写单位，只写数字的金额读不出来，请选定元或万元",
                    column.letters, column.title
                ));
            }
            if self.broken_merges.contains(&column.column) && !column.fill_down {
                problems.push(format!(
                    "{} 列“{}”只在每组第一行有值，像是拆开的合并单元格；如果空白处应与上一行相同，请选“向下填充”",
                    column.letters, column.title
                ));
            }
            if column.confidence < 800 {
                problems.push(format!(
                    "{} 列“{}”配给“{}”把握不大，请核对",
                    column.letters, column.title, field.title
                ));
            }
        }
        self.problems = problems;
    }
}
