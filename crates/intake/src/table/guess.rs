//! Guessing a mapping: header, meaning of its titles, units, captions. It must not know how a person
//! corrects it.

use std::collections::HashSet;

use fangfei_model::personal_number::masked_words;
use sha2::{Digest, Sha256};

use super::body::place_of;
use super::caption::{Caption, captions, stated_unit};
use super::column::{Look, day_order, has_bare_numbers, must_be_yuan};
use super::fitting::assign;
use super::header::{Header, HeaderColumn, is_form};
use super::mapping::{ColumnMapping, Made, Mapping};
use super::matching::{Title, is_count};
use super::reporter::withhold;
use super::sheet::{Sheet, SheetRow, Visibility, Workbook, column_letters};
use super::side_by_side::tab;
use crate::kind::{FieldType, Kind};
use crate::value::{self, DateContext, MoneyUnit, Precision};

/// Guesses the mapping of every sheet, in order.
pub fn guess_all(workbook: &Workbook, kind: &Kind) -> Vec<Mapping> {
    let mut mappings: Vec<Mapping> = workbook
        .sheets
        .iter()
        .map(|sheet| guess(sheet, kind))
        .collect();
    let included = mappings.iter().filter(|m| m.included);
    let tabs: HashSet<String> = included.map(|m| tab(&m.sheet).to_owned()).collect();
    let several = tabs.len() > 1;
    for mapping in &mut mappings {
        mapping.take_sheet_name(kind, several);
    }
    // 汇总 and 说明 beside the lists share a column or two with them and hold no records.
    if mappings.iter().any(|m| m.included && m.is_complete(kind)) {
        for mapping in mappings
            .iter_mut()
            .filter(|m| m.included && !m.is_complete(kind))
        {
            mapping.included = false;
        }
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
    let form = is_form(&sheet.rows, body, kind) || titles.iter().any(is_number_of_a_person);
    if form {
        columns.iter_mut().for_each(without_title);
    }
    withhold(kind, &mut columns, body);
    let captions: Vec<Caption> = lines.iter().flat_map(|line| captions(line)).collect();
    let made = made(&lines, &captions);
    let mut mapping = Mapping {
        kind: kind.id.clone(),
        sheet: sheet.name.clone(),
        fingerprint: fingerprint(&columns),
        header_rows: found.map(|h| (h.first_row, h.last_row)),
        columns,
        form,
        summary: false,
        captions,
        made,
        sheet_value: None,
        included: !body.is_empty(),
        broken_merges: titles
            .iter()
            .filter(|c| has_broken_merges(sheet, body, c.column))
            .map(|c| c.column)
            .collect(),
        problems: Vec::new(),
    };
    // Hidden sheets hold pick lists and last year's figures more often than records.
    mapping.included &= !mapping.form && sheet.visibility == Visibility::Visible;
    mapping.included &= mapping.columns.iter().any(|c| c.field.is_some());
    mapping.summary = is_summary(sheet, &lines, &mapping.columns);
    mapping.included &= !mapping.summary;
    mapping.review(kind, body.is_empty());
    mapping
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
        // A first row without a header may be taken for one.
        masked_words(&column.title()).into_owned()
    };
    ColumnMapping {
        column: column.column,
        letters,
        title,
        field: None,
        confidence: 0,
        reason: String::new(),
        unit: None,
        bare_sums: false,
        unit_reason: None,
        day_order: None,
        serial: false,
        fill_down: false,
        withheld: false,
        hidden: u32::try_from(column.column).is_ok_and(|c| sheet.hidden_columns.contains(&c)),
    }
}

/// A phone or citizen number is never the title of a column: that line belongs to a form.
fn is_number_of_a_person(column: &HeaderColumn) -> bool {
    column.levels.iter().any(|title| {
        let plain: Vec<char> = title.chars().filter(|c| !" -".contains(*c)).collect();
        let Some((last, front)) = plain.split_last() else {
            return false;
        };
        let numeric = front.iter().all(char::is_ascii_digit);
        let phone = plain.len() == 11 && plain[0] == '1' && last.is_ascii_digit();
        let citizen = plain.len() == 18 && (last.is_ascii_digit() || "Xx".contains(*last));
        numeric && (phone || citizen)
    })
}

/// When a table was made: the day of 填报日期 and its like, else the one year that the lines around it name.
fn made(lines: &[String], captions: &[Caption]) -> Option<Made> {
    let dated = [
        "填报", "填表", "报送", "上报", "制表", "统计", "截止", "截至",
    ];
    let day = captions
        .iter()
        .filter(|c| dated.iter().any(|word| c.label.starts_with(word)))
        .filter_map(|c| value::date(&c.value, DateContext::default()).ok())
        .find(|read| read.value.precision >= Precision::Day);
    if let Some(day) = day {
        return Some(Made {
            year: day.value.date.year(),
            on: Some(day.value.date),
        });
    }
    let mut years = lines.iter().flat_map(|line| value::years_in(line));
    let year = years.next()?;
    years
        .all(|other| other == year)
        .then_some(Made { year, on: None })
}

/// A table that counts: called 汇总 or 统计, and many of its columns are numbers of firms, clues, people.
fn is_summary(sheet: &Sheet, lines: &[String], columns: &[ColumnMapping]) -> bool {
    let called = |text: &str| ["汇总", "统计"].iter().any(|word| text.contains(word));
    let counts = columns
        .iter()
        .filter(|c| is_count(&Title::of(&c.title).full))
        .count();
    let titled = columns.iter().filter(|c| !c.serial).count();
    let is_called = called(&sheet.name) || lines.iter().any(|line| called(line));
    counts >= 2 && is_called && counts * 3 >= titled || counts >= 4 && counts * 2 >= titled
}

/// What was taken for the header of a form is its first line, values and all: it is not kept.
fn without_title(column: &mut ColumnMapping) {
    column.title = format!("{}列", column.letters);
    column.field = None;
    column.confidence = 0;
    column.reason = "单条登记表没有列".to_owned();
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
    mapped.bare_sums = has_bare_numbers(body, column.column);
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
    let filled = body.iter().filter(|row| !row.cell(column).is_empty());
    // Most columns are full: counting tells them without a look at the words.
    if filled.clone().count() * 2 > body.len() || body[0].cell(column).is_empty() {
        return false;
    }
    let groups: Vec<String> = filled
        .map(|row| row.cell(column).shown().into_owned())
        .collect();
    let distinct: HashSet<&String> = groups.iter().collect();
    let places = groups
        .iter()
        .filter(|text| place_of(text).is_some())
        .count();
    distinct.len() == groups.len() && places * 2 > groups.len()
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
