//! Rows to outcomes, one at a time: values read, errors placed, duplicates told. It must not keep rows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::body::{Furniture, place_of};
use super::cell::Cell;
use super::mapping::{ColumnMapping, Mapping};
use super::matching::Title;
use super::outcome::{CellError, Counts, Row, RowOutcome, RowRef, RowWarning, SkipReason};
use super::sheet::{Sheet, SheetRow, Workbook};
use crate::kind::{Field, FieldId, FieldType, Kind};
use crate::value::{
    self, DateContext, Fault, FirmCode, MoneyUnit, Read, Value, When, date_from_serial, is_blank,
    is_unknown, tidy,
};

/// What the caller knows beside the mapping.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The year of dates written without one.
    pub year: Option<i16>,
    /// The unit of bare sums where neither cell, header nor table states one.
    pub unit: Option<MoneyUnit>,
    /// Fields every row takes where its own cell is empty, for example the township of the sender.
    pub defaults: BTreeMap<FieldId, Value>,
}

/// Reads the rows of every sheet that has a mapping, in the order of the sheets. Every row from 1 to
/// the last filled one gives exactly one outcome.
pub fn read<'a>(
    workbook: &'a Workbook,
    kind: &'a Kind,
    mappings: &'a [Mapping],
    options: &'a Options,
) -> Rows<'a> {
    let tables = workbook
        .sheets
        .iter()
        .filter_map(|sheet| {
            Some(Table::new(
                sheet,
                kind,
                mappings.iter().find(|m| m.sheet == sheet.name)?,
                options,
            ))
        })
        .collect();
    Rows {
        tables,
        at: 0,
        kind,
        seen: HashMap::new(),
        unique: HashMap::new(),
        counts: Counts::default(),
    }
}

/// The outcomes, as an iterator that knows how many are to come.
pub struct Rows<'a> {
    tables: Vec<Table<'a>>,
    at: usize,
    kind: &'a Kind,
    seen: HashMap<[u8; 16], RowRef>,
    unique: HashMap<(FieldId, String), RowRef>,
    counts: Counts,
}

impl Rows<'_> {
    /// Rows in all, for progress.
    pub fn total(&self) -> u64 {
        self.tables
            .iter()
            .map(|table| u64::from(table.sheet.row_count()))
            .sum()
    }

    /// What became of the rows so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Tells duplicates within the file, and rows that name the same record with other content.
    fn compare(&mut self, mut row: Row) -> RowOutcome {
        let digest = row.digest();
        if let Some(first) = self.seen.get(&digest) {
            return RowOutcome::Skipped {
                source: row.source,
                reason: SkipReason::Duplicate {
                    first: first.clone(),
                },
            };
        }
        self.seen.insert(digest, row.source.clone());
        for id in &self.kind.unique {
            let Some(value) = row.fields.get(id) else {
                continue;
            };
            let key = (id.clone(), value.canonical());
            if let Some(first) = self.unique.get(&key) {
                let title = self
                    .kind
                    .field(id.as_str())
                    .map_or("", |f| f.title.as_str());
                row.warnings.push(RowWarning {
                    header: Some(title.to_owned()),
                    message: format!("与{first}的“{title}”相同，其他内容不同"),
                });
            } else {
                self.unique.insert(key, row.source.clone());
            }
        }
        RowOutcome::Accepted(row)
    }
}

impl Iterator for Rows<'_> {
    type Item = RowOutcome;

    fn next(&mut self) -> Option<RowOutcome> {
        let outcome = loop {
            let table = self.tables.get_mut(self.at)?;
            match table.next() {
                Some(outcome) => break outcome,
                None => self.at += 1,
            }
        };
        let outcome = match outcome {
            RowOutcome::Accepted(row) => self.compare(row),
            other => other,
        };
        self.counts.add(&outcome);
        Some(outcome)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.total() - self.counts.total()).unwrap_or(0);
        (left, Some(left))
    }
}

/// One sheet being read.
struct Table<'a> {
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
}

struct Column<'a> {
    mapping: &'a ColumnMapping,
    title: Arc<str>,
    field: Option<&'a Field>,
}

/// A row while its cells are read.
#[derive(Default)]
struct Draft {
    fields: BTreeMap<FieldId, Value>,
    extra: BTreeMap<Arc<str>, String>,
    warnings: Vec<RowWarning>,
    errors: Vec<CellError>,
}

impl<'a> Table<'a> {
    fn new(sheet: &'a Sheet, kind: &'a Kind, mapping: &'a Mapping, options: &'a Options) -> Self {
        let columns: Vec<Column<'a>> = mapping
            .columns
            .iter()
            .map(|mapping| Column {
                mapping,
                title: mapping.title.as_str().into(),
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
            furniture: Furniture::of(sheet, mapping),
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
    fn next(&mut self) -> Option<RowOutcome> {
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

    fn outside_body(&self) -> Option<SkipReason> {
        if !self.mapping.included {
            return Some(if self.mapping.header_rows.is_none() {
                SkipReason::NoHeader
            } else {
                SkipReason::SheetLeftOut
            });
        }
        match self.mapping.header_rows {
            Some((first, _)) if self.number < first => Some(SkipReason::Title),
            Some((_, last)) if self.number <= last => Some(SkipReason::Header),
            _ => None,
        }
    }

    fn outcome(&self, row: &SheetRow, source: RowRef) -> RowOutcome {
        let mut draft = Draft::default();
        for column in &self.columns {
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
            serial_titles: Arc::clone(&self.serial_titles),
        })
    }

    /// Reads one cell into the draft.
    fn take(&self, column: &Column<'_>, row: &SheetRow, source: &RowRef, draft: &mut Draft) {
        let (mut cell, from_merge) = self.cell(row, column.mapping.column);
        if cell.is_empty() && column.mapping.fill_down {
            cell = self.above.get(&column.mapping.column).unwrap_or(cell);
        }
        let shown = cell.shown();
        if cell.is_empty() {
            return;
        }
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
        let read = self.value(cell, &shown, field, column.mapping);
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
                    draft.extra.insert(Arc::clone(&column.title), shown.to_string());
                }
                for note in read.notes {
                    draft.warn(column, note.into_owned());
                }
                if from_merge && matches!(field.field_type, FieldType::Amount | FieldType::Count) {
                    draft.warn(
                        column,
                        "取自跨行合并的单元格，可能是几行共用的合计，请核对".to_owned(),
                    );
                }
                draft.fields.insert(field.id.clone(), read.value);
            }
            Err(fault) if field.lenient => {
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

    fn value(
        &self,
        cell: &Cell,
        shown: &str,
        field: &Field,
        column: &ColumnMapping,
    ) -> Result<Read<Value>, Fault> {
        match cell {
            Cell::Error(code) => {
                return Err(Fault::new(
                    format!("单元格是错误值 {code}"),
                    "请在原表改正公式，或改填实际的值",
                ));
            }
            Cell::Uncomputed => {
                return Err(Fault::new(
                    "单元格是没有算出结果的公式",
                    "请用表格软件打开文件、保存一次再导入，或改填实际的值",
                ));
            }
            Cell::Number(number) if number.abs() >= 1e15 && is_code(field.field_type) => {
                return Err(Fault::new(
                    format!("“{shown}”以数字保存，表格软件只保留15位，末几位已经丢失"),
                    "请在原表把这一列设为“文本”后重新录入，再导入",
                ));
            }
            _ => {}
        }
        let context = DateContext {
            year: self.options.year,
            order: column.day_order,
        };
        match field.field_type {
            FieldType::Text => Ok(Read::clean(Value::Text(tidy(shown)))),
            FieldType::Amount => self.amount(cell, shown, column),
            FieldType::Count => whole_cell(cell, shown)
                .and_then(|text| value::count(&text))
                .map(|r| r.map(Value::Count)),
            FieldType::Date => date_value(cell, shown, context).map(|r| r.map(Value::Date)),
            FieldType::Phone => value::phones(shown).map(|r| r.map(Value::Phones)),
            FieldType::Uscc => value::firm_code(shown, true).map(|r| r.map(Value::Firm)),
            FieldType::FirmCode => value::firm_code(shown, false).map(|r| r.map(Value::Firm)),
            FieldType::CitizenId => value::citizen_number(shown).map(|r| r.map(Value::Citizen)),
            FieldType::Flag => value::flag(shown).map(|flag| Read::clean(Value::Flag(flag))),
            FieldType::Choice => {
                let options = field
                    .choices
                    .iter()
                    .map(|c| (c.code.as_str(), c.words.as_slice()));
                let code = value::choice(shown, options)?.to_owned();
                Ok(Read::clean(Value::Choice {
                    code,
                    printed: shown.to_owned(),
                }))
            }
            FieldType::Code => code(shown).map(Read::clean),
        }
    }

    fn amount(
        &self,
        cell: &Cell,
        shown: &str,
        column: &ColumnMapping,
    ) -> Result<Read<Value>, Fault> {
        if matches!(cell, Cell::DateTime(_) | Cell::Bool(_)) {
            return Err(Fault::new(
                format!("“{shown}”不是金额"),
                "请改填金额，并检查单元格格式",
            ));
        }
        if column.unit.is_none() && Title::is_foreign(&column.title) {
            return Err(Fault::new(
                format!("“{}”这一列是外币", column.title),
                "请折算成人民币填写",
            ));
        }
        value::amount(shown, column.unit.or(self.options.unit)).map(|r| r.map(Value::Amount))
    }

    /// Values from the sheet's name and from the caller, where the row has none.
    fn fill_in(&self, draft: &mut Draft) {
        if let Some(given) = &self.mapping.sheet_value {
            draft
                .fields
                .entry(given.field.clone())
                .or_insert_with(|| Value::Text(given.value.clone()));
        }
        if let (Some(field), Some(place)) = (&self.kind.sheet_name, self.section.as_deref().and_then(place_of))
            && !draft.fields.contains_key(field)
        {
            draft.warnings.push(RowWarning { header: None, message: format!("“{place}”取自上面的分组标题") });
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

fn missing(source: &RowRef, column: Option<&ColumnMapping>, title: &str) -> CellError {
    let (problem, remedy) = match column {
        Some(_) => (format!("“{title}”是必填的，这一行没有填"), "请补填后再导入"),
        None => (
            format!("这一行没有“{title}”"),
            "请在表里补上，或在列对应里指定是哪一列",
        ),
    };
    CellError {
        source_row: source.clone(),
        column: column.map(|c| c.letters.clone()),
        header: column.map(|c| c.title.clone()),
        problem,
        remedy: remedy.to_owned(),
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

fn is_code(field_type: FieldType) -> bool {
    matches!(
        field_type,
        FieldType::Uscc
            | FieldType::FirmCode
            | FieldType::CitizenId
            | FieldType::Code
            | FieldType::Phone
            | FieldType::Text
    )
}

/// Counts in number cells: 12.0 is 12, and what arithmetic left behind the point is told.
fn whole_cell(cell: &Cell, shown: &str) -> Result<String, Fault> {
    match cell {
        Cell::DateTime(_) | Cell::Bool(_) => Err(Fault::new(
            format!("“{shown}”不是数量"),
            "请改填整数，并检查单元格格式",
        )),
        _ => Ok(shown.to_owned()),
    }
}

/// Real date cells, serials in number cells, and texts. A number cell 2023.1 may have been 2023.10.
fn date_value(cell: &Cell, shown: &str, context: DateContext) -> Result<Read<When>, Fault> {
    match cell {
        Cell::DateTime(at) => Ok(Read::clean(When::from_cell(*at, shown))),
        Cell::Bool(_) => Err(Fault::new(
            format!("“{shown}”不是日期"),
            "请写成 2023-04-15",
        )),
        Cell::Number(number) => {
            if let Some(when) = date_from_serial(*number, shown) {
                let note = format!("“{shown}”按表格软件的日期序号读成 {}", when.date);
                return Ok(Read::noted(when, note));
            }
            let part = shown.split_once('.').map(|(_, part)| part);
            match part {
                Some("1") => Err(Fault::new(
                    format!("“{shown}”以数字保存，分不清是1月还是10月"),
                    "请把这一列设为“文本”，写成 2023年1月 或 2023年10月",
                )),
                Some(_) if *number < 1000.0 => Err(Fault::new(
                    format!("“{shown}”以数字保存，又没有年份，读不成日期"),
                    "请写成 2023-04-15",
                )),
                _ => value::date(shown, context),
            }
        }
        _ => value::date(shown, context),
    }
}

fn code(shown: &str) -> Result<Value, Fault> {
    let plain = value::squeeze(shown).to_uppercase();
    if !plain.is_empty()
        && plain
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
    {
        Ok(Value::Code(plain))
    } else {
        Err(Fault::new(
            format!("“{shown}”不是代码"),
            "代码只含数字和字母",
        ))
    }
}

impl Title {
    /// True when a title states a foreign currency.
    fn is_foreign(title: &str) -> bool {
        Self::of(title).foreign
    }
}
