//! The rows of one sheet in order: skipped, rejected with every wrong cell, or drafted in full.
//! It must not know other sheets, nor duplicates across the file.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::body::{Furniture, place_of};
use super::cell::Cell;
use super::cell_value::cell_value;
use super::mapping::{ColumnMapping, Mapping};
use super::outcome::{CellError, Row, RowOutcome, RowRef, RowWarning, SkipReason, missing};
use super::read::Options;
use super::sheet::{Sheet, SheetRow};
use super::withheld::{Withheld, is_prose};
use crate::kind::{Field, FieldId, FieldType, Kind};
use crate::value::{self, FirmCode, Value, is_blank, is_unknown};

/// Fen in ten thousand million yuan: more than a county's matters ever came to.
const HUGE: i64 = 1_000_000_000_000;

/// One sheet being read.
pub(super) struct Table<'a> {
    sheet: &'a Sheet,
    kind: &'a Kind,
    mapping: &'a Mapping,
    options: &'a Options,
    furniture: Furniture,
    columns: Vec<Column<'a>>,
    serial_titles: Arc<[Arc<str>]>,
    name: Arc<str>,
    section: Option<Arc<str>>,
    /// The last filled cell of each column that is filled downwards.
    above: HashMap<usize, Cell>,
    number: u32,
    at: usize,
    /// The row of another table's header, once one was met.
    other_table: Option<u32>,
}

struct Column<'a> {
    mapping: &'a ColumnMapping,
    title: Arc<str>,
    field: Option<&'a Field>,
    is_prose: bool,
}

/// A row while its cells are read.
#[derive(Default)]
struct Draft {
    fields: BTreeMap<FieldId, Value>,
    extra: BTreeMap<Arc<str>, String>,
    warnings: Vec<RowWarning>,
    errors: Vec<CellError>,
    withheld: Withheld,
}

impl<'a> Table<'a> {
    /// Rows of the sheet, for progress.
    pub fn row_count(&self) -> u64 {
        u64::from(self.sheet.row_count())
    }

    pub fn new(
        sheet: &'a Sheet,
        kind: &'a Kind,
        mapping: &'a Mapping,
        options: &'a Options,
    ) -> Self {
        let columns: Vec<Column<'a>> = mapping
            .columns
            .iter()
            .map(|mapping| Column {
                mapping,
                title: mapping.title.as_str().into(),
                is_prose: is_prose(kind, mapping),
                field: mapping
                    .field
                    .as_ref()
                    .and_then(|id| kind.field(id.as_str())),
            })
            .collect();
        let serial_titles = columns
            .iter()
            .filter(|c| c.mapping.serial)
            .map(|c| Arc::clone(&c.title))
            .collect();
        Self {
            sheet,
            kind,
            mapping,
            options,
            furniture: Furniture::of(sheet, mapping, kind),
            other_table: None,
            columns,
            serial_titles,
            name: sheet.name.as_str().into(),
            section: None,
            above: HashMap::new(),
            number: 0,
            at: 0,
        }
    }

    /// The outcome of the next row number.
    pub fn next(&mut self) -> Option<RowOutcome> {
        if self.number >= self.sheet.row_count() {
            return None;
        }
        self.number += 1;
        let source = RowRef {
            sheet: Arc::clone(&self.name),
            row: self.number,
        };
        let row = self
            .sheet
            .rows
            .get(self.at)
            .filter(|row| row.number == self.number);
        self.at += usize::from(row.is_some());
        if let Some(reason) = self.outside_body() {
            let reason = if row.is_none() {
                SkipReason::Blank
            } else {
                reason
            };
            return Some(RowOutcome::Skipped { source, reason });
        }
        let Some(row) = row else {
            return Some(RowOutcome::Skipped {
                source,
                reason: SkipReason::Blank,
            });
        };
        if let Some(outcome) = self.of_other_table(row, &source) {
            return Some(outcome);
        }
        if let Some(reason) = self.furniture.reason(self.sheet, row) {
            if let SkipReason::Section { text } = &reason {
                self.section = Some(text.as_str().into());
            }
            return Some(RowOutcome::Skipped { source, reason });
        }
        for column in self.columns.iter().filter(|c| c.mapping.fill_down) {
            let cell = row.cell(column.mapping.column);
            if !cell.is_empty() {
                self.above.insert(column.mapping.column, cell.clone());
            }
        }
        Some(self.outcome(row, source))
    }

    /// A second table below the first has columns of its own: its rows go back, with the reason.
    fn of_other_table(&mut self, row: &SheetRow, source: &RowRef) -> Option<RowOutcome> {
        if self.furniture.is_own_header(row) {
            self.other_table = None;
            return None;
        }
        if self.furniture.is_other_header(row) {
            self.other_table = Some(row.number);
        }
        let next = self.sheet.rows.get(self.at);
        let heads_other = row.filled().count() == 1
            && next.is_some_and(|next| {
                self.furniture.is_other_header(next) && !self.furniture.is_own_header(next)
            });
        let header = match self.other_table {
            None if heads_other => {
                let text = row
                    .filled()
                    .next()
                    .map(|(_, cell)| cell.shown().into_owned());
                return Some(RowOutcome::Skipped {
                    source: source.clone(),
                    reason: SkipReason::Section {
                        text: text.unwrap_or_default(),
                    },
                });
            }
            None => return None,
            Some(header) => header,
        };
        let error = CellError {
            source_row: source.clone(),
            column: None,
            header: None,
            problem: format!("第 {header} 行起是另一张表（表头不同），没有按这张表读取"),
            remedy: "请把两张表放到不同的工作表或文件，分别导入".to_owned(),
        };
        Some(RowOutcome::Rejected {
            source: source.clone(),
            errors: vec![error],
        })
    }

    fn outside_body(&self) -> Option<SkipReason> {
        if !self.mapping.included {
            return Some(match self.mapping.header_rows {
                _ if self.mapping.form => SkipReason::Form,
                None => SkipReason::NoHeader,
                Some(_) => SkipReason::SheetLeftOut,
            });
        }
        match self.mapping.header_rows {
            Some((first, _)) if self.number < first => Some(SkipReason::Title),
            Some((_, last)) if self.number <= last => Some(SkipReason::Header),
            _ => None,
        }
    }

    fn outcome(&self, row: &SheetRow, source: RowRef) -> RowOutcome {
        let mut draft = Draft {
            withheld: Withheld::of(row, self.mapping),
            ..Draft::default()
        };
        for column in self.columns.iter().filter(|c| !c.mapping.withheld) {
            self.take(column, row, &source, &mut draft);
        }
        self.fill_in(&mut draft);
        promote_codes(self.kind, &mut draft);
        self.check_required(&source, &mut draft);
        if !draft.errors.is_empty() {
            return RowOutcome::Rejected {
                source,
                errors: draft.errors,
            };
        }
        if row.hidden {
            draft.warnings.push(RowWarning {
                header: None,
                message: "这一行在文件里是隐藏的".to_owned(),
            });
        }
        RowOutcome::Accepted(Row {
            source,
            fields: draft.fields,
            extra: draft.extra,
            section: self.section.clone(),
            warnings: draft.warnings,
            reporter: draft.withheld.mark(),
            withheld: draft.withheld,
            serial_titles: Arc::clone(&self.serial_titles),
        })
    }

    /// Reads one cell into the draft.
    fn take(&self, column: &Column<'_>, row: &SheetRow, source: &RowRef, draft: &mut Draft) {
        let (mut cell, from_merge) = self.cell(row, column.mapping.column);
        if cell.is_empty() && column.mapping.fill_down {
            cell = self.above.get(&column.mapping.column).unwrap_or(cell);
        }
        if cell.is_empty() {
            return;
        }
        let original = cell.shown();
        let shown = match column.is_prose {
            true => draft.withheld.scrub(&original),
            false => Cow::Borrowed(original.as_ref()),
        };
        let Some(field) = column.field else {
            draft
                .extra
                .insert(Arc::clone(&column.title), shown.into_owned());
            return;
        };
        let is_text = field.field_type == FieldType::Text;
        if is_blank(&shown)
            && !(is_text
                && cell
                    .as_text()
                    .is_some_and(|t| t.chars().any(char::is_alphanumeric) && t != "无"))
        {
            // 无 under 是否 is an answer, and #N/A is an error to be told.
            let answers =
                matches!(field.field_type, FieldType::Flag | FieldType::Choice) && shown == "无";
            if !answers && !matches!(cell, Cell::Error(_)) {
                return;
            }
        }
        if is_unknown(&shown) && !is_text {
            draft.warn(column, format!("写的是“{shown}”，按没有填写处理"));
            return;
        }
        let shown = match &field.phone_field {
            Some(owner) => self.without_phones(column, owner, shown, draft),
            None => shown,
        };
        let read = cell_value(
            cell,
            &shown,
            field,
            column.mapping,
            self.options,
            self.mapping.made,
        );
        if let (Err(_), Some(owner)) = (&read, &field.citizen_field)
            && let Ok(id) = value::citizen_number(&shown)
        {
            draft.warn(column, "是公民身份号码，已记为身份证号".to_owned());
            draft.fields.insert(owner.clone(), Value::Citizen(id.value));
            return;
        }
        match read {
            Ok(read) => {
                if !read.notes.is_empty() && field.field_type == FieldType::Phone {
                    // Names beside a number are not part of the value, but must not be lost.
                    draft
                        .extra
                        .insert(Arc::clone(&column.title), shown.to_string());
                }
                for note in read.notes {
                    draft.warn(column, note.into_owned());
                }
                if let Value::Amount(amount) = &read.value
                    && amount.low.0 >= HUGE
                {
                    draft.warn(
                        column,
                        format!("金额 {} 元在百亿元以上，请核对单位", amount.low),
                    );
                }
                if from_merge && matches!(field.field_type, FieldType::Amount | FieldType::Count) {
                    draft.warn(
                        column,
                        "取自跨行合并的单元格，可能是几行共用的合计，请核对".to_owned(),
                    );
                }
                draft.fields.insert(field.id.clone(), read.value);
            }
            Err(fault) if field.lenient || fault.vague => {
                draft.warn(column, format!("{fault}；原文保留在附加信息里"));
                draft
                    .extra
                    .insert(Arc::clone(&column.title), shown.into_owned());
            }
            Err(fault) => draft.errors.push(CellError {
                source_row: source.clone(),
                column: Some(column.mapping.letters.clone()),
                header: Some(column.mapping.title.clone()),
                problem: fault.problem,
                remedy: fault.remedy,
            }),
        }
    }

    /// A name without the telephone numbers printed beside it, which go to the field that is theirs: a number in a name
    /// would be shown wherever the name is.
    fn without_phones<'t>(
        &self,
        column: &Column<'_>,
        owner: &FieldId,
        shown: Cow<'t, str>,
        draft: &mut Draft,
    ) -> Cow<'t, str> {
        let Some((name, numbers)) = value::name_and_phones(&shown) else {
            return shown;
        };
        let has_column = self.mapping.column_of(owner.as_str()).is_some();
        let title = self
            .kind
            .field(owner.as_str())
            .map_or("电话", |f| f.title.as_str());
        match draft.fields.contains_key(owner) || has_column {
            // Kept as it stands, out of the name.
            true => {
                draft.warn(column, format!("姓名旁的号码没有读入：“{title}”另有一列"));
                draft
                    .extra
                    .insert(Arc::clone(&column.title), shown.to_string());
            }
            false => {
                draft.warn(column, format!("姓名旁的号码记为“{title}”"));
                draft.fields.insert(owner.clone(), Value::Phones(numbers));
            }
        }
        Cow::Owned(name)
    }

    /// The cell, or the first cell of an area merged downwards over it. Areas merged sideways give
    /// their value to their first column only: a remark over five columns is not five values.
    fn cell<'r>(&'r self, row: &'r SheetRow, column: usize) -> (&'r Cell, bool) {
        let own = row.cell(column);
        if !own.is_empty() || self.sheet.merges.is_empty() {
            let is_shared =
                !own.is_empty() && self.merge(row, column).is_some_and(|m| m.bottom > m.top);
            return (own, is_shared);
        }
        match self.merge(row, column) {
            Some(m) if m.left as usize == column && m.top < row.number - 1 => {
                (self.sheet.merged_cell(row.number - 1, m.left), true)
            }
            _ => (own, false),
        }
    }

    fn merge(&self, row: &SheetRow, column: usize) -> Option<&super::sheet::Merge> {
        u32::try_from(column)
            .ok()
            .and_then(|c| self.sheet.merge_at(row.number - 1, c))
    }

    /// Values from the sheet's name and from the caller, where the row has none.
    fn fill_in(&self, draft: &mut Draft) {
        if let Some(given) = &self.mapping.sheet_value {
            draft
                .fields
                .entry(given.field.clone())
                .or_insert_with(|| Value::Text(given.value.clone()));
        }
        if let (Some(field), Some(place)) = (
            &self.kind.sheet_name,
            self.section.as_deref().and_then(place_of),
        ) && !draft.fields.contains_key(field)
        {
            draft.warnings.push(RowWarning {
                header: None,
                message: format!("“{place}”取自上面的分组标题"),
            });
            draft.fields.insert(field.clone(), Value::Text(place));
        }
        for (field, value) in &self.options.defaults {
            draft
                .fields
                .entry(field.clone())
                .or_insert_with(|| value.clone());
        }
    }

    fn check_required(&self, source: &RowRef, draft: &mut Draft) {
        let told: Vec<Option<String>> = draft.errors.iter().map(|e| e.header.clone()).collect();
        for field in self
            .kind
            .fields
            .iter()
            .filter(|f| f.required && !draft.fields.contains_key(&f.id))
        {
            let column = self.mapping.column_of(field.id.as_str());
            if column.is_some_and(|c| told.contains(&Some(c.title.clone()))) {
                continue;
            }
            draft.errors.push(missing(source, column, &field.title));
        }
        for group in &self.kind.require_one {
            let is_told = group.iter().any(|id| {
                self.mapping
                    .column_of(id.as_str())
                    .is_some_and(|c| told.contains(&Some(c.title.clone())))
            });
            if is_told || group.iter().any(|id| draft.fields.contains_key(id)) {
                continue;
            }
            let titles: Vec<&str> = group
                .iter()
                .filter_map(|id| self.kind.field(id.as_str()))
                .map(|f| f.title.as_str())
                .collect();
            draft
                .errors
                .push(missing(source, None, &titles.join("”或“")));
        }
    }
}

impl Draft {
    fn warn(&mut self, column: &Column<'_>, message: String) {
        self.warnings.push(RowWarning {
            header: Some(column.mapping.title.clone()),
            message,
        });
    }
}

/// A registration or tax number that is a right unified social credit code is one.
fn promote_codes(kind: &Kind, draft: &mut Draft) {
    let Some(target) = kind.fields.iter().find(|f| f.field_type == FieldType::Uscc) else {
        return;
    };
    if draft.fields.contains_key(&target.id) {
        return;
    }
    let found = kind
        .fields
        .iter()
        .filter(|f| f.field_type == FieldType::FirmCode)
        .find_map(|f| match draft.fields.get(&f.id) {
            Some(Value::Firm(code @ FirmCode::Uscc(_))) => Some((f.title.clone(), code.clone())),
            _ => None,
        });
    if let Some((title, code)) = found {
        draft.fields.insert(target.id.clone(), Value::Firm(code));
        draft.warnings.push(RowWarning {
            header: Some(title),
            message: "是18位统一社会信用代码，已同时记为信用代码".to_owned(),
        });
    }
}
