//! Finding the header: below title rows, in one to three rows, merged or with blanks for merges.
//! It must not know values beyond telling that a row holds data.

use std::collections::HashSet;
use std::str::FromStr;

use fangfei_model::code::uscc::Uscc;

use super::body::{is_numbered, place_of};
use super::cell::Cell;
use super::matching::{self, Names, Title};
use super::reporter::names_a_reporter;
use super::sheet::{Sheet, SheetRow};
use crate::kind::Kind;
use crate::value::{DateContext, date, squeeze};

/// One column of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderColumn {
    /// Column, 0-based.
    pub column: usize,
    /// Titles from the upper to the lower row, each once.
    pub levels: Vec<String>,
}

impl HeaderColumn {
    /// The titles joined as 上/下, line breaks taken out.
    pub fn title(&self) -> String {
        let flat: Vec<String> = self
            .levels
            .iter()
            .map(|level| level.split_whitespace().collect::<Vec<_>>().join(""))
            .collect();
        flat.join("/")
    }
}

/// The header of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Number of its first row, from 1.
    pub first_row: u32,
    /// Number of its last row.
    pub last_row: u32,
    /// Columns that have a title.
    pub columns: Vec<HeaderColumn>,
}

/// How far down a header is looked for.
const SEARCHED: usize = 40;
/// Most rows a header has.
const DEEPEST: usize = 4;

impl Header {
    /// Finds the header of a sheet, with the names of the kind's fields as a guide.
    pub fn find(sheet: &Sheet, kind: &Kind) -> Option<Self> {
        let names = matching::names(kind);
        let width = sheet.width();
        let mut best: Option<(i64, Self)> = None;
        for at in 0..sheet.rows.len().min(SEARCHED) {
            let depth = depth(sheet, at);
            let header = Self::at(sheet, at, depth);
            let score = score(sheet, at, depth, &header, &names, width);
            let better = |(before, known): &(i64, Self)| {
                let is_lower_part =
                    known.last_row == header.last_row && known.first_row < header.first_row;
                let above = || at > 0 && is_label_line(sheet, &sheet.rows[at - 1], &names);
                score > *before || score == *before && is_lower_part && above()
            };
            if score > 0 && best.as_ref().is_none_or(better) {
                best = Some((score, header));
            }
        }
        best.map(|(_, header)| header)
    }

    /// The header made of `depth` rows from index `at` of the sheet's rows.
    pub(super) fn at(sheet: &Sheet, at: usize, depth: usize) -> Self {
        let rows = &sheet.rows[at..at + depth];
        let width = rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
            .max(merged_width(sheet, rows));
        let columns = (0..width)
            .filter_map(|column| column_titles(sheet, rows, column))
            .collect();
        let number = |row: Option<&SheetRow>| row.map_or(0, |row| row.number);
        let last = number(rows.last());
        Self {
            first_row: number(rows.first()),
            last_row: last.max(merged_bottom(sheet, rows)),
            columns,
        }
    }
}

fn merged_width(sheet: &Sheet, rows: &[SheetRow]) -> usize {
    let inside = sheet
        .merges
        .iter()
        .filter(|m| rows.iter().any(|row| row.number == m.top + 1));
    inside
        .filter(|m| m.width() <= 64)
        .map(|m| m.right as usize + 1)
        .max()
        .unwrap_or(0)
        .min(sheet.width())
}

/// 账户名称 | | 甲公司 above a whole header tells no more of its columns: it is a line of its own, with the name of a field at
/// its beginning, few cells and no merges.
fn is_label_line(sheet: &Sheet, row: &SheetRow, names: &[Names<'_>]) -> bool {
    let merged = |column: usize| {
        u32::try_from(column).is_ok_and(|c| sheet.merge_at(row.number - 1, c).is_some())
    };
    let few = row.filled().count() <= 4 && !row.filled().any(|(column, _)| merged(column));
    let first = row.filled().next();
    few && first.is_some_and(|(_, cell)| {
        let title = Title::of(&cell.shown()).full;
        names.iter().any(|name| name.is_named(&title))
    })
}

/// A header cell may be merged down over a row that is otherwise empty.
fn merged_bottom(sheet: &Sheet, rows: &[SheetRow]) -> u32 {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return 0;
    };
    let inside = sheet
        .merges
        .iter()
        .filter(|m| (first.number..=last.number).contains(&(m.top + 1)) && m.bottom - m.top < 4);
    let bottom = inside.map(|m| m.bottom + 1).max().unwrap_or(0);
    // Only rows without cells of their own may be swallowed.
    let next_filled = sheet
        .rows
        .iter()
        .map(|row| row.number)
        .find(|number| *number > last.number)
        .unwrap_or(u32::MAX);
    bottom.min(next_filled.saturating_sub(1))
}

fn column_titles(sheet: &Sheet, rows: &[SheetRow], column: usize) -> Option<HeaderColumn> {
    let mut levels: Vec<String> = Vec::new();
    for (depth, row) in rows.iter().enumerate() {
        let at = u32::try_from(column).ok()?;
        let mut shown = sheet.merged_cell(row.number - 1, at).shown().into_owned();
        let has_merge = sheet.merge_at(row.number - 1, at).is_some();
        if shown.is_empty() && !has_merge && depth + 1 < rows.len() {
            shown = group_title(row, &rows[depth + 1], column).unwrap_or_default();
        }
        if is_placeholder(&shown) {
            shown.clear();
        }
        if !shown.is_empty() && levels.last() != Some(&shown) {
            levels.push(shown);
        }
    }
    (!levels.is_empty()).then_some(HeaderColumn { column, levels })
}

/// Names that exporting programs invent for blank titles.
fn is_placeholder(text: &str) -> bool {
    text.strip_prefix("Unnamed:")
        .is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit() || c == '_'))
}

/// In files without merges, the title of a group stands over its first column only.
fn group_title(row: &SheetRow, below: &SheetRow, column: usize) -> Option<String> {
    if below.cell(column).is_empty() {
        return None;
    }
    let start = (0..column).rev().find(|c| !row.cell(*c).is_empty())?;
    let unbroken = (start..column).all(|c| !below.cell(c).is_empty());
    unbroken.then(|| row.cell(start).shown().into_owned())
}

/// How many rows the header that starts at `at` has.
fn depth(sheet: &Sheet, at: usize) -> usize {
    let mut depth = 1;
    while depth < DEEPEST && at + depth < sheet.rows.len() && continues(sheet, at, depth) {
        depth += 1;
    }
    depth
}

/// True when row `at + depth` stands under the header row above it as its lower half.
fn continues(sheet: &Sheet, at: usize, depth: usize) -> bool {
    let (above, below) = (&sheet.rows[at + depth - 1], &sheet.rows[at + depth]);
    if is_title_row(sheet, above) || below.number != above.number + 1 {
        return false;
    }
    let filled: Vec<usize> = below.filled().map(|(column, _)| column).collect();
    let title_like = |column: &usize| is_title_like(below.cell(*column));
    if filled.is_empty() || !filled.iter().all(title_like) || is_group_heading(sheet, below) {
        return false;
    }
    let row = above.number - 1;
    let merge = |column: usize| {
        u32::try_from(column)
            .ok()
            .and_then(|c| sheet.merge_at(row, c))
    };
    let above_is_merged = filled
        .iter()
        .any(|c| merge(*c).is_some_and(|m| m.width() > 1 && m.bottom == row));
    if above_is_merged {
        let under_title = |c: &usize| {
            merge(*c).is_none_or(|m| m.width() <= 1)
                && !above.cell(*c).is_empty()
                && !covered_below(sheet, below, *c)
        };
        // One lower title may stand under a title that is not merged (处置情况 over 责任单位); a row of
        // words under single titles throughout is data.
        let plain = filled.iter().filter(|c| under_title(c)).count();
        let has_single = above.filled().any(|(c, _)| below.cell(c).is_empty());
        return plain == 0 || (has_single && plain * 2 < filled.len());
    }
    continues_without_merges(above, below, &filled)
}

/// 一、甲镇 right below the header begins the rows; it is no lower half of a header.
fn is_group_heading(sheet: &Sheet, row: &SheetRow) -> bool {
    let mut filled = row.filled();
    let (Some((column, cell)), None) = (filled.next(), filled.next()) else {
        return false;
    };
    let text = cell.shown();
    let merge = u32::try_from(column)
        .ok()
        .and_then(|c| sheet.merge_at(row.number - 1, c));
    merge.is_some_and(|m| m.width() as usize * 2 >= sheet.width().max(3))
        || is_numbered(&squeeze(&text))
        || place_of(&text).is_some()
}

/// A column whose lower cell belongs to a merge from above is filled in neither row.
fn covered_below(sheet: &Sheet, below: &SheetRow, column: usize) -> bool {
    u32::try_from(column).is_ok_and(|c| sheet.merge_at(below.number - 1, c).is_some())
}

/// Text files and broken-up merges: the lower row is filled under groups, whose upper cells are
/// blank but for the first, and blank under single titles.
fn continues_without_merges(above: &SheetRow, below: &SheetRow, filled: &[usize]) -> bool {
    let width = above.cells.len().max(below.cells.len());
    let group_end = |column: usize| {
        (column + 1..width)
            .find(|c| !above.cell(*c).is_empty())
            .unwrap_or(width)
    };
    let starts_group =
        |column: usize| (column + 1..group_end(column)).any(|c| !below.cell(c).is_empty());
    let under_group = filled.iter().any(|column| above.cell(*column).is_empty());
    let plain = filled
        .iter()
        .filter(|column| !above.cell(**column).is_empty() && !starts_group(**column))
        .count();
    let above_titles = above.filled().count();
    // A first row of data may stand under a title that spans blanks by mistake; under a true group
    // header the leading column, the row counter or the name, is a single title.
    let first_is_single = above
        .filled()
        .next()
        .is_some_and(|(c, _)| below.cell(c).is_empty());
    let all_groups = above.filled().all(|(c, _)| starts_group(c));
    let few_plain = plain == 0 || (first_is_single && plain * 2 < filled.len());
    under_group && above_titles >= 2 && few_plain && (first_is_single || all_groups)
}

/// One cell over the whole width: a title, a unit line, a caption.
fn is_title_row(sheet: &Sheet, row: &SheetRow) -> bool {
    let filled = row
        .filled()
        .filter(|(_, cell)| !is_placeholder(&cell.shown()))
        .count();
    filled <= 1 && sheet.width() > 1
}

/// True for short words that could head a column.
fn is_title_like(cell: &Cell) -> bool {
    match cell {
        Cell::Text(text) => {
            let plain = squeeze(text);
            plain.chars().count() <= 40 && !is_data_like(&plain)
        }
        Cell::Number(number) => (1990.0..=2100.0).contains(number) && number.fract() == 0.0,
        _ => false,
    }
}

/// True for texts that are values: numbers, dates, codes, long sentences.
fn is_data_like(plain: &str) -> bool {
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let starts_with_digit = plain.starts_with(|c: char| c.is_ascii_digit());
    let is_date = digits >= 3 && date(plain, DateContext::default()).is_ok();
    let is_number = digits > 0
        && plain
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%' | '+'));
    let is_sentence = plain.chars().count() > 20 && plain.contains(['。', '，', ',']);
    is_number
        || is_date
        || is_sentence
        || (digits >= 7 && starts_with_digit)
        || (plain.len() == 18 && Uscc::from_str(plain).is_ok())
        || is_firm(plain)
}

/// Titles speak of firms but are not themselves one: 甲有限公司 is data.
fn is_firm(plain: &str) -> bool {
    [
        "有限公司",
        "有限责任公司",
        "股份公司",
        "合作社",
        "事务所",
        "分公司",
    ]
    .iter()
    .any(|end| {
        plain
            .strip_suffix(end)
            .is_some_and(|name| name.chars().count() >= 3)
    })
}

/// How much a row looks like a header: titles that name fields count most.
fn score(
    sheet: &Sheet,
    at: usize,
    depth: usize,
    header: &Header,
    names: &[Names<'_>],
    width: usize,
) -> i64 {
    let rows = &sheet.rows[at..at + depth];
    if width > 1 && header.columns.len() < 2 {
        return i64::from(
            header
                .columns
                .first()
                .is_some_and(|c| names_a_field(c, names))
                && only_column_used(sheet, at),
        );
    }
    let mut fields = HashSet::new();
    let mut score = 0;
    for column in &header.columns {
        match named_field(column, names) {
            Some(field) if fields.insert(field) => score += 12,
            Some(_) => score += 2,
            None => {}
        }
    }
    let lowest = rows.last().into_iter().flat_map(SheetRow::filled);
    for (_, cell) in lowest {
        score += if is_title_like(cell) { 1 } else { -6 };
    }
    let filled_share = i64::try_from(header.columns.len() * 10 / width.max(1)).unwrap_or(0);
    // Equal halves count against rows that are far down, so that the first of repeated headers wins.
    score + filled_share - i64::try_from(at / 8).unwrap_or(0) - sheet_caption_penalty(rows)
}

/// 填报单位：甲镇 | 填报日期：… fills two cells and is no header.
fn sheet_caption_penalty(rows: &[SheetRow]) -> i64 {
    let captions = rows
        .iter()
        .flat_map(SheetRow::filled)
        .filter(|(_, cell)| cell.shown().contains(['：', ':']))
        .count();
    i64::try_from(captions * 4).unwrap_or(0)
}

/// True for a form that holds one record as labels beside values: rows begin with the name of a field
/// and go on with something else.
pub(super) fn is_form(rows: &[SheetRow], body: &[SheetRow], kind: &Kind) -> bool {
    let names = matching::names(kind);
    let is_label = |cell: &Cell| {
        let title = Title::of(&cell.shown()).full;
        cell.as_text().is_some()
            && (names.iter().any(|n| n.is_named(&title)) || names_a_reporter(&title))
    };
    let begins = |row: &&SheetRow| row.filled().next().is_some_and(|(_, cell)| is_label(cell));
    let below: Vec<&SheetRow> = body.iter().take(12).collect();
    let labelled = below.iter().filter(|row| begins(row)).count();
    if labelled >= 2 && labelled * 2 > below.len() {
        return true;
    }
    // The first line of a form may be taken for a header: its second cell is a value all the same.
    let looked: Vec<&SheetRow> = rows
        .iter()
        .take(15)
        .filter(|row| row.filled().count() > 1)
        .collect();
    let beside_value = |row: &&&SheetRow| {
        begins(row) && row.filled().nth(1).is_some_and(|(_, cell)| !is_label(cell))
    };
    let pairs = looked.iter().filter(beside_value).count();
    pairs >= 2 && pairs * 2 > looked.len()
}

/// True when everything below stands in one column, as in a list of names under a wide title.
fn only_column_used(sheet: &Sheet, at: usize) -> bool {
    sheet.rows[at..].iter().all(|row| row.filled().count() <= 1)
}

fn names_a_field(column: &HeaderColumn, names: &[Names<'_>]) -> bool {
    named_field(column, names).is_some()
}

/// The index of the field one spelling of the column's titles is a name of.
fn named_field(column: &HeaderColumn, names: &[Names<'_>]) -> Option<usize> {
    spellings(column).iter().find_map(|(spelling, _)| {
        names
            .iter()
            .position(|n| n.is_named(spelling) || n.is_near(spelling))
    })
}

/// The ways a column's titles can be read, each with its weight in percent: both rows together, the
/// lower one alone, the upper one alone.
pub(super) fn spellings(column: &HeaderColumn) -> Vec<(String, u32)> {
    let titles: Vec<Title> = column.levels.iter().map(|level| Title::of(level)).collect();
    let mut found: Vec<(String, u32)> = Vec::new();
    let mut add = |text: String, weight: u32| {
        if !text.is_empty() && !found.iter().any(|(known, _)| *known == text) {
            found.push((text, weight));
        }
    };
    if let [only] = &titles[..] {
        add(only.full.clone(), 100);
        add(only.bare.clone(), 98);
        // 门牌号/地址: either half may be the name in use.
        for half in only
            .bare
            .split('/')
            .filter(|half| half.chars().count() >= 2)
        {
            add(half.to_owned(), 80);
        }
        return found;
    }
    let joined =
        |part: fn(&Title) -> &String| titles.iter().map(|t| part(t).as_str()).collect::<String>();
    add(joined(|t| &t.full), 100);
    add(joined(|t| &t.bare), 98);
    if titles.len() > 2 {
        let lower_two: String = titles[titles.len() - 2..]
            .iter()
            .map(|t| t.bare.as_str())
            .collect();
        add(lower_two, 95);
    }
    if let Some(last) = titles.last() {
        add(last.full.clone(), 90);
        add(last.bare.clone(), 88);
    }
    found
}
