//! Which column means which field, with how much confidence and why: guessed, shown to a person,
//! corrected, kept. It must not know how values are read.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::assignment;
use super::body::place_of;
use super::caption::{Caption, captions, stated_unit};
use super::column::{Look, day_order, must_be_yuan};
use super::header::{Header, HeaderColumn, spellings};
use super::matching::{self, Likeness, Names, Title};
use super::sheet::{Sheet, SheetRow, Workbook, column_letters};
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
    /// Captions above the table.
    pub captions: Vec<Caption>,
    /// The field the sheet's name fills.
    pub sheet_value: Option<SheetValue>,
    /// False where the user leaves the sheet out, or nothing on it fits the kind.
    pub included: bool,
    /// Columns that look like merged cells broken up: filled on the first row of a group only.
    pub broken_merges: Vec<usize>,
    /// What a person must settle, in Chinese.
    pub problems: Vec<String>,
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

/// Least score at which a column is given to a field.
const THRESHOLD: u32 = 560;
/// A near name counts above an exact general one: beside 联络员, 联系电话 is the liaison's.
const NEAR: u32 = 1050;

/// Guesses the mapping of every sheet, in order.
pub fn guess_all(workbook: &Workbook, kind: &Kind) -> Vec<Mapping> {
    let mut mappings: Vec<Mapping> = workbook
        .sheets
        .iter()
        .map(|sheet| guess(sheet, kind))
        .collect();
    let several = mappings.iter().filter(|m| m.included).count() > 1;
    for mapping in &mut mappings {
        mapping.take_sheet_name(kind, several);
    }
    mappings
}

/// Guesses the mapping of one sheet.
pub fn guess(sheet: &Sheet, kind: &Kind) -> Mapping {
    let found = Header::find(sheet, kind);
    let header = found.clone().unwrap_or_else(headless);
    let body_from = sheet
        .rows
        .partition_point(|row| row.number <= header.last_row);
    let body = &sheet.rows[body_from..];
    let titles = titled_columns(sheet, &header, body);
    let looks: Vec<Look> = titles.iter().map(|c| Look::at(body, c.column)).collect();
    let given = assign(&titles, &looks, kind);
    let lines = caption_lines(sheet, header.first_row, body);
    let sheet_unit = lines.iter().find_map(|line| stated_unit(line));
    let mut columns = Vec::new();
    for ((column, (field, likeness)), look) in titles.iter().zip(given).zip(&looks) {
        let mut mapped = blank_column(sheet, column);
        mapped.confidence = likeness.score.min(1000);
        mapped.reason = likeness.reason;
        mapped.serial = field.is_none() && is_serial(&mapped.title);
        if let Some(field) = field.and_then(|at| kind.fields.get(at)) {
            mapped.field = Some(field.id.clone());
            match field.field_type {
                FieldType::Amount => set_unit(&mut mapped, column, body, sheet_unit, field.unit),
                FieldType::Date => mapped.day_order = day_order(body, column.column),
                _ => {}
            }
        } else if mapped.serial {
            mapped.reason = "序号列，不导入".to_owned();
        } else if look.filled == 0 {
            mapped.reason = "空列".to_owned();
        }
        columns.push(mapped);
    }
    make_titles_unique(&mut columns);
    let captions = lines.iter().flat_map(|line| captions(line)).collect();
    let mut mapping = Mapping {
        kind: kind.id.clone(),
        sheet: sheet.name.clone(),
        fingerprint: fingerprint(&columns),
        header_rows: found.map(|h| (h.first_row, h.last_row)),
        columns,
        captions,
        sheet_value: None,
        included: !body.is_empty(),
        broken_merges: titles.iter().filter(|c| has_broken_merges(sheet, body, c.column)).map(|c| c.column).collect(),
        problems: Vec::new(),
    };
    mapping.included &= mapping.columns.iter().any(|c| c.field.is_some());
    mapping.review(kind, body.is_empty());
    mapping
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
    pub fn override_fill_down(&mut self, kind: &Kind, column: usize, fill_down: bool) -> Result<(), MappingError> {
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

    fn column_mut(&mut self, column: usize) -> Result<&mut ColumnMapping, MappingError> {
        let (sheet, letters) = (self.sheet.clone(), column_letters(column));
        self.columns
            .iter_mut()
            .find(|c| c.column == column)
            .ok_or(MappingError::NoSuchColumn { sheet, letters })
    }

    /// Lets the sheet's name fill the field for it, where no column does and the name is a place.
    fn take_sheet_name(&mut self, kind: &Kind, several: bool) {
        let Some(field) = &kind.sheet_name else {
            return;
        };
        let name = self.sheet.trim();
        let is_place = place_of(name).is_some_and(|place| place == name);
        if several && is_place && self.included && self.column_of(field.as_str()).is_none() {
            self.sheet_value = Some(SheetValue {
                field: field.clone(),
                value: name.to_owned(),
            });
        }
    }

    /// Writes anew what a person must settle.
    pub(super) fn review(&mut self, kind: &Kind, no_rows: bool) {
        let mut problems = Vec::new();
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
        for column in &self.columns {
            let Some(field) = column.field.as_ref().and_then(|id| kind.field(id.as_str())) else {
                continue;
            };
            if field.field_type == FieldType::Amount && column.unit.is_none() {
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

/// A header for a sheet that has none: columns are known by their letters.
fn headless() -> Header {
    Header {
        first_row: 0,
        last_row: 0,
        columns: Vec::new(),
    }
}

/// Titled columns, and untitled ones that hold something below the header.
fn titled_columns(sheet: &Sheet, header: &Header, body: &[SheetRow]) -> Vec<HeaderColumn> {
    let mut columns = header.columns.clone();
    let mut used = vec![false; sheet.width()];
    for row in body {
        for (column, _) in row.filled() {
            used[column] = true;
        }
    }
    for (column, used) in used.into_iter().enumerate() {
        if used && !columns.iter().any(|c| c.column == column) {
            columns.push(HeaderColumn {
                column,
                levels: Vec::new(),
            });
        }
    }
    columns.sort_by_key(|c| c.column);
    columns
}

fn blank_column(sheet: &Sheet, column: &HeaderColumn) -> ColumnMapping {
    let letters = column_letters(column.column);
    let title = if column.levels.is_empty() {
        format!("{letters}列")
    } else {
        column.title()
    };
    ColumnMapping {
        column: column.column,
        letters,
        title,
        field: None,
        confidence: 0,
        reason: String::new(),
        unit: None,
        unit_reason: None,
        day_order: None,
        serial: false,
        fill_down: false,
        hidden: u32::try_from(column.column).is_ok_and(|c| sheet.hidden_columns.contains(&c)),
    }
}

fn is_serial(title: &str) -> bool {
    let plain = Title::of(title).full;
    matches!(
        plain.as_str(),
        "序号"
            | "序"
            | "no"
            | "№"
            | "行号"
            | "项次"
            | "顺序号"
            | "序列"
            | "编号序号"
            | "id序号"
            | "顺序"
    )
}

/// Fields given to columns: index into the kind's fields, with likeness.
fn assign(titles: &[HeaderColumn], looks: &[Look], kind: &Kind) -> Vec<(Option<usize>, Likeness)> {
    let names = matching::names(kind);
    let mut table: Vec<Vec<Likeness>> = titles
        .iter()
        .zip(looks)
        .map(|(column, look)| names.iter().map(|n| weighed(column, look, n)).collect())
        .collect();
    apply_neighbours(titles, &names, &mut table);
    let scores: Vec<Vec<u32>> = table
        .iter()
        .map(|row| {
            row.iter()
                .map(|l| if l.score >= THRESHOLD { l.score } else { 0 })
                .collect()
        })
        .collect();
    let chosen = assignment::best(&scores);
    chosen
        .into_iter()
        .zip(table)
        .map(|(field, row)| match field {
            Some(at) => (Some(at), row.get(at).cloned().unwrap_or_default()),
            None => (None, unmatched(&row, &names)),
        })
        .collect()
}

/// Why a column is given to no field, naming the nearest one.
fn unmatched(row: &[Likeness], names: &[Names<'_>]) -> Likeness {
    let nearest = row
        .iter()
        .enumerate()
        .max_by_key(|(_, l)| l.score)
        .filter(|(_, l)| l.score >= 400);
    let reason = nearest.and_then(|(at, _)| names.get(at)).map_or_else(
        || "没有对应的字段，原样保留".to_owned(),
        |n| format!("没有对应的字段，原样保留；最接近“{}”", n.field.title),
    );
    Likeness { score: 0, reason }
}

/// The likeness of a title, moved up or down by what the values look like.
fn weighed(column: &HeaderColumn, look: &Look, names: &Names<'_>) -> Likeness {
    let mut best = Likeness::default();
    for (spelling, weight) in spellings(column) {
        let found = names.likeness(&spelling);
        let score = found.score * weight / 100;
        if score > best.score {
            best = Likeness {
                score,
                reason: found.reason,
            };
        }
    }
    let field_type = names.field.field_type;
    if field_type == FieldType::Uscc && look.is_uscc() && best.score < 900 && is_own_code(column) {
        return Likeness {
            score: 860,
            reason: "列里都是校验正确的统一社会信用代码".to_owned(),
        };
    }
    if best.score == 0
        && column.levels.is_empty()
        && look.is_firm_names()
        && names.field.required
        && field_type == FieldType::Text
    {
        return Likeness {
            score: 600,
            reason: "没有表头，列里多是单位名称".to_owned(),
        };
    }
    let suits = look.suits(field_type);
    if best.score > 0 {
        let moved = i64::from(best.score) + i64::from(suits) * if suits < 0 { 90 } else { 20 };
        best.score = u32::try_from(moved.max(0)).unwrap_or(0);
        if suits < 0 {
            best.reason.push_str("，但列里的值不像");
        }
    }
    best
}

/// A column of codes without a title, or whose title speaks of a code or number of the row's own
/// subject; 检查机关统一社会信用代码 is another body's.
fn is_own_code(column: &HeaderColumn) -> bool {
    let Some(last) = column.levels.last() else {
        return true;
    };
    let plain = Title::of(last).bare;
    let owners = [
        "机关",
        "部门",
        "主管",
        "上级",
        "总公司",
        "总部",
        "母公司",
        "法人股东",
        "股东",
        "投资",
        "关联",
        "担保",
        "银行",
        "发证",
        "登记",
    ];
    (plain.contains('码')
        || plain.contains('号')
        || plain.contains("uscc")
        || plain.contains("代码"))
        && !owners.iter().any(|owner| plain.contains(owner))
}

/// Gives near names their meaning from the nearest column to the left that settles it.
fn apply_neighbours(titles: &[HeaderColumn], names: &[Names<'_>], table: &mut [Vec<Likeness>]) {
    const REACH: usize = 4;
    let anchors: Vec<Option<FieldId>> = table.iter().map(|row| anchor(row, names)).collect();
    for (at, column) in titles.iter().enumerate() {
        let left = anchors[at.saturating_sub(REACH)..at]
            .iter()
            .rev()
            .flatten()
            .next();
        let Some(left) = left else { continue };
        let readings = spellings(column);
        for (field, name) in names.iter().enumerate() {
            let is_near = name.field.after.as_ref() == Some(left)
                && readings.iter().any(|(s, _)| name.is_near(s));
            if is_near && let Some(likeness) = table.get_mut(at).and_then(|row| row.get_mut(field))
            {
                let beside = names
                    .iter()
                    .find(|n| n.field.id == *left)
                    .map_or("", |n| n.field.title.as_str());
                *likeness = Likeness {
                    score: NEAR,
                    reason: format!("在“{beside}”列的右边"),
                };
            }
        }
    }
}

/// The field a column surely names, if other fields take their meaning from it.
fn anchor(row: &[Likeness], names: &[Names<'_>]) -> Option<FieldId> {
    let (at, best) = row.iter().enumerate().max_by_key(|(_, l)| l.score)?;
    let field = &names.get(at)?.field.id;
    let is_anchor = names.iter().any(|n| n.field.after.as_ref() == Some(field));
    (best.score >= 880 && is_anchor).then(|| field.clone())
}

fn set_unit(
    mapped: &mut ColumnMapping,
    column: &HeaderColumn,
    body: &[SheetRow],
    sheet_unit: Option<MoneyUnit>,
    usual: Option<MoneyUnit>,
) {
    let titled = column
        .levels
        .iter()
        .rev()
        .map(|level| Title::of(level))
        .find_map(|title| title.unit);
    let (unit, reason) = match (titled, sheet_unit) {
        (Some(unit), _) => (Some(unit), "表头写明"),
        (None, Some(unit)) => (Some(unit), "表前的“单位”写明"),
        (None, None) if must_be_yuan(body, column.column) => (
            Some(MoneyUnit::Yuan),
            "列里有千万以上的数，按万元读超过一千亿元，只能是元",
        ),
        (None, None) if usual.is_some() => (usual, "这类表惯用的单位"),
        (None, None) => (None, ""),
    };
    mapped.unit = unit;
    mapped.unit_reason = unit.map(|_| reason.to_owned());
}

/// Lines above the table; the unit of a table also stands in its last lines.
fn caption_lines(sheet: &Sheet, header_first: u32, body: &[SheetRow]) -> Vec<String> {
    let above = sheet
        .rows
        .iter()
        .take_while(|row| row.number < header_first);
    let below = body
        .iter()
        .rev()
        .take(3)
        .filter(|row| row.filled().count() <= 2);
    let texts = above.chain(below).flat_map(|row| {
        row.filled()
            .map(|(_, cell)| cell.shown().into_owned())
            .collect::<Vec<_>>()
    });
    texts.collect()
}

/// True for a column whose filled cells are few, differ from each other and start with the first
/// row, while the other columns go on: what is left of merged cells in a text file.
fn has_broken_merges(sheet: &Sheet, body: &[SheetRow], column: usize) -> bool {
    if !sheet.merges.is_empty() || body.len() < 4 || column > 3 {
        return false;
    }
    let filled: Vec<String> = body.iter().map(|row| row.cell(column).shown().into_owned()).collect();
    let groups: Vec<&String> = filled.iter().filter(|text| !text.is_empty()).collect();
    let distinct: std::collections::HashSet<&&String> = groups.iter().collect();
    let places = groups.iter().filter(|text| place_of(text).is_some()).count();
    !filled[0].is_empty() && groups.len() * 2 <= body.len() && distinct.len() == groups.len() && places * 2 > groups.len()
}

fn make_titles_unique(columns: &mut [ColumnMapping]) {
    let mut seen = std::collections::HashMap::new();
    for column in columns.iter() {
        *seen.entry(column.title.clone()).or_insert(0) += 1;
    }
    for column in columns
        .iter_mut()
        .filter(|c| seen.get(&c.title).is_some_and(|n| *n > 1))
    {
        column.title = format!("{}（{}列）", column.title, column.letters);
    }
}

fn fingerprint(columns: &[ColumnMapping]) -> String {
    let mut hash = Sha256::new();
    for column in columns {
        hash.update(Title::of(&column.title).full);
        hash.update(column.letters.as_bytes());
        hash.update([0x1F]);
    }
    hash.finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
