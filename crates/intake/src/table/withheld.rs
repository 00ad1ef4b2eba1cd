//! Cells that say who reported (举报人身份): what stands in their place in a kept copy, and the same
//! names and numbers in the words beside them. It must not know records.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::body::place_of;
use super::cell::Cell;
use super::mapping::{ColumnMapping, Mapping};
use super::outcome::Reporter;
use super::reporter::{holds_names, is_bare, names_a_reporter, names_nobody};
use super::sheet::{SheetRow, Workbook};
use crate::kind::{FieldType, Kind};
use crate::value::is_blank;

/// What stands in a kept copy where a reporter's identity stood. A number behind it tells the
/// reporters of one file apart, so that two reports of the same words stay two.
pub const WITHHELD: &str = "〔举报人信息未保存〕";

/// The reporter's values of one row: kept only while the row is read, to tell rows apart and to find
/// the same words in its prose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Withheld {
    values: Vec<Box<str>>,
    /// Names and numbers that may stand in the row's prose once more.
    words: Vec<String>,
    named: bool,
}

impl Withheld {
    pub fn of(row: &SheetRow, mapping: &Mapping) -> Self {
        let mut found = Self::default();
        for column in mapping.columns.iter().filter(|c| c.withheld) {
            let shown = row.cell(column.column).shown();
            if !is_blank(&shown) {
                found.take(&column.title, &shown);
            }
        }
        found
    }

    fn take(&mut self, title: &str, shown: &str) {
        if !names_nobody(shown) {
            self.named = true;
            if !shown.starts_with(WITHHELD) {
                self.words.extend(words(shown, holds_names(title)));
            }
        }
        self.values.push(shown.into());
    }

    /// What may be known of the reporter; `None` where the row says nothing.
    pub fn mark(&self) -> Option<Reporter> {
        match (self.values.is_empty(), self.named) {
            (true, _) => None,
            (false, true) => Some(Reporter::OnFile),
            (false, false) => Some(Reporter::Anonymous),
        }
    }

    pub fn values(&self) -> &[Box<str>] {
        &self.values
    }

    /// Running words without the reporter's name and numbers.
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut out = Cow::Borrowed(text);
        for word in &self.words {
            if out.contains(word.as_str()) {
                out = Cow::Owned(out.replace(word.as_str(), WITHHELD));
            }
        }
        out
    }
}

/// The names and numbers in a reporter's cell that are surely theirs: 丁某某 and 13800000000, not the
/// township they live in.
fn words(value: &str, with_names: bool) -> impl Iterator<Item = String> {
    let is_number = |part: &str| part.chars().filter(char::is_ascii_digit).count() >= 7;
    let is_name = |part: &str| {
        let length = part.chars().count();
        let is_han = part
            .chars()
            .all(|c| ('\u{3400}'..='\u{9fff}').contains(&c) || c == '·');
        let fits = (2..=4).contains(&length) || (part.contains('·') && length <= 20);
        let title = ["先生", "女士", "同志", "老师"].contains(&part);
        is_han && fits && !title && !names_nobody(part) && place_of(part).is_none()
    };
    let parts = value.split(|c: char| c.is_whitespace() || "、,，;；/／|（）()：:".contains(c));
    let mut found: Vec<String> = parts
        .filter(|part| is_number(part) || (with_names && is_name(part)))
        .filter(|part| !WITHHELD.contains(part))
        .map(str::to_owned)
        .collect();
    found.sort_by_key(|part| std::cmp::Reverse(part.len()));
    found.into_iter()
}

/// The cells of a file that say who reported, each with what takes its place: (sheet, row number,
/// column) → words. Empty for most files.
pub fn withheld_cells(
    workbook: &Workbook,
    kind: &Kind,
    mappings: &[Mapping],
) -> BTreeMap<(usize, u32, usize), String> {
    let mut cells = BTreeMap::new();
    let mut reporters: HashMap<Vec<Box<str>>, usize> = HashMap::new();
    for (at, sheet) in workbook.sheets.iter().enumerate() {
        let mapping = mappings.iter().find(|m| m.sheet == sheet.name);
        let header = mapping.filter(|m| !m.form).and_then(|m| m.header_rows);
        let mut loose = Loose::default();
        for row in &sheet.rows {
            match (mapping, header) {
                (Some(mapping), Some((_, last))) if row.number > last => {
                    let withheld = Withheld::of(row, mapping);
                    if withheld.values.is_empty() {
                        continue;
                    }
                    let known = reporters.len() + 1;
                    let number = *reporters.entry(withheld.values.clone()).or_insert(known);
                    row_cells(row, mapping, kind, &withheld, number, |column, words| {
                        cells.insert((at, row.number, column), words);
                    });
                }
                (_, Some((first, last))) if (first..=last).contains(&row.number) => {}
                _ => loose.take(row, |column, words| {
                    cells.insert((at, row.number, column), words);
                }),
            }
        }
    }
    cells
}

fn row_cells(
    row: &SheetRow,
    mapping: &Mapping,
    kind: &Kind,
    withheld: &Withheld,
    number: usize,
    mut put: impl FnMut(usize, String),
) {
    for column in &mapping.columns {
        let cell = row.cell(column.column);
        let shown = cell.shown();
        if column.withheld {
            if !is_blank(&shown) && !names_nobody(&shown) && !shown.starts_with(WITHHELD) {
                put(column.column, format!("{WITHHELD}{number}"));
            }
        } else if is_prose(kind, column)
            && let Cell::Text(text) = cell
        {
            let clean = withheld.scrub(text);
            if clean != **text {
                put(column.column, clean.into_owned());
            }
        }
    }
}

/// Columns of running words, where a reporter may be named again.
pub(super) fn is_prose(kind: &Kind, column: &ColumnMapping) -> bool {
    match column.field.as_ref().and_then(|id| kind.field(id.as_str())) {
        None => true,
        Some(field) => field.prose && field.field_type == FieldType::Text,
    }
}

/// Cells outside of tables that were understood: forms, lines above a table, sheets without a known
/// header. What stands beside or below a reporter's label is withheld.
#[derive(Default)]
struct Loose {
    /// Columns headed by a reporter's label with no value beside it.
    below: BTreeSet<usize>,
}

impl Loose {
    fn take(&mut self, row: &SheetRow, mut put: impl FnMut(usize, String)) {
        let (mut of_reporter, mut expects) = (false, None);
        let mut headed = Vec::new();
        for (column, cell) in row.filled() {
            let shown = cell.shown();
            if let Some((head, rest)) = shown.split_once([':', '：'])
                && names_a_reporter(head)
                && !rest.trim().is_empty()
            {
                put(column, format!("{head}：{WITHHELD}"));
                continue;
            }
            let is_short = shown.chars().count() <= 14;
            let is_label =
                is_short && (names_a_reporter(&shown) || (of_reporter && is_bare(&shown)));
            if is_label {
                headed.extend(expects.replace(column));
                of_reporter = true;
                self.below.remove(&column);
            } else if expects.take().is_some() || self.below.contains(&column) {
                put(column, WITHHELD.to_owned());
            } else {
                of_reporter = false;
            }
        }
        headed.extend(expects);
        self.below.extend(headed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_out_of_the_words_beside_it() {
        let mut withheld = Withheld::default();
        withheld.take("举报人姓名及电话", "丁某丙 13800001234");
        withheld.take("举报人住址", "清溪镇");
        withheld.take("举报人职业", "教师");
        assert_eq!(
            withheld.scrub("丁某丙（13800001234）来电称甲公司集资"),
            format!("{WITHHELD}（{WITHHELD}）来电称甲公司集资")
        );
        for words in ["甲公司集资", "清溪镇的教师多人参与"] {
            assert_eq!(withheld.scrub(words), words, "where they live is no name");
        }
        let mut nobody = Withheld::default();
        nobody.take("举报人", "群众");
        assert_eq!(nobody.scrub("群众来电"), "群众来电");
        assert_eq!(nobody.mark(), Some(Reporter::Anonymous));
    }
}
