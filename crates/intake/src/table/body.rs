//! Rows below the header that hold no record: totals, notes, signatures, group headings, repeated
//! headers, examples. It must not know how values are read.

use std::collections::HashSet;

use super::caption::is_caption_line;
use super::cell::Cell;
use super::mapping::Mapping;
use super::matching::Title;
use super::outcome::SkipReason;
use super::sheet::{Sheet, SheetRow};
use crate::kind::{Kind, SHIPPED, shipped};
use crate::value::{squeeze, squeezed};

/// What the classifier needs to know of the table.
pub(super) struct Furniture {
    /// Header cells, row by row, squeezed.
    headers: Vec<Vec<(usize, String)>>,
    header_last: u32,
    serial_columns: Vec<usize>,
    titled: usize,
    titles: HashSet<String>,
}

impl Furniture {
    pub fn of(sheet: &Sheet, mapping: &Mapping, kind: &Kind) -> Self {
        let (first, last) = mapping.header_rows.unwrap_or((0, 0));
        let inside = sheet
            .rows
            .iter()
            .filter(|row| (first..=last).contains(&row.number));
        let headers = inside.map(titles_of).collect();
        let serial_columns = mapping
            .columns
            .iter()
            .filter(|c| c.serial)
            .map(|c| c.column)
            .collect();
        Self {
            headers,
            header_last: last,
            serial_columns,
            titled: mapping.columns.len(),
            titles: known_titles(kind),
        }
    }

    /// True for the header of another table below this one: nearly all of its cells are titles of
    /// some table.
    pub fn is_other_header(&self, row: &SheetRow) -> bool {
        let is_known = |cell: &Cell| matches!(cell, Cell::Text(text) if text.chars().count() <= 16 && self.titles.contains(&Title::of(text).full));
        let mut filled = row.filled();
        // Rows of data are told by their first cells alone.
        if !filled.next().is_some_and(|(_, cell)| is_known(cell)) {
            return false;
        }
        let all = row.filled().count();
        let known = row.filled().filter(|(_, cell)| is_known(cell)).count();
        known >= 2 && known * 3 >= all * 2
    }

    /// Whether the row is the header of this table once more.
    pub fn is_own_header(&self, row: &SheetRow) -> bool {
        let is = |header: &Vec<(usize, String)>| {
            // Rows of data differ in their first cell.
            let mut cells = row.filled();
            let mut titles = header.iter();
            titles.all(|(column, title)| {
                let cell = cells.next();
                cell.is_some_and(|(at, cell)| at == *column && squeezed(&cell.shown()) == *title)
            }) && cells.next().is_none()
        };
        let mut headers = self.headers.iter();
        headers.any(|header| header.len() > 1 && is(header))
    }

    /// The reason to skip a row below the header, if there is one.
    pub fn reason(&self, sheet: &Sheet, row: &SheetRow) -> Option<SkipReason> {
        let filled: Vec<(usize, &Cell)> = row.filled().collect();
        if filled.is_empty() {
            return Some(SkipReason::Blank);
        }
        if self.is_own_header(row) {
            return Some(SkipReason::RepeatedHeader);
        }
        if row.number == self.header_last + 1 && is_column_numbers(&filled) {
            return Some(SkipReason::ColumnNumbers);
        }
        if self.is_only_serial(&filled) {
            return Some(SkipReason::OnlySerial);
        }
        self.worded(sheet, row, &filled)
    }

    fn is_only_serial(&self, filled: &[(usize, &Cell)]) -> bool {
        self.titled > 1
            && filled.iter().all(|(column, cell)| {
                self.serial_columns.contains(column)
                    && cell.shown().chars().all(|c| c.is_ascii_digit() || c == '.')
            })
    }

    /// Rows told by their words.
    fn worded(
        &self,
        sheet: &Sheet,
        row: &SheetRow,
        filled: &[(usize, &Cell)],
    ) -> Option<SkipReason> {
        let shown = filled.first().map(|(_, cell)| cell.shown().into_owned())?;
        let first = squeeze(&shown);
        let is_serial = filled
            .first()
            .is_some_and(|(column, _)| self.serial_columns.contains(column));
        if is_serial
            && ["示例", "例", "样例", "范例", "填写示例", "举例", "例如"].contains(&first.as_str())
        {
            return Some(SkipReason::Example);
        }
        if let Some(text) = total(filled, is_serial) {
            return Some(SkipReason::Total { text });
        }
        if self.titled < 2 {
            return is_remark(&first).then(|| note(&shown));
        }
        let sparse = filled.len() * 3 <= self.titled.max(3) || filled.len() == 1;
        let captions = filled
            .iter()
            .filter(|(_, cell)| is_caption_line(&cell.shown()))
            .count();
        let is_signature = captions > 0 && (captions * 2 >= filled.len() || captions >= 2);
        if is_signature || (sparse && is_remark(&first)) {
            return Some(note(&shown));
        }
        self.is_section(sheet, row, filled, &first)
            .then_some(SkipReason::Section { text: shown })
    }

    /// A heading over a group of rows: one cell, numbered like a heading or merged over the table.
    fn is_section(
        &self,
        sheet: &Sheet,
        row: &SheetRow,
        filled: &[(usize, &Cell)],
        text: &str,
    ) -> bool {
        let [(column, cell)] = filled else {
            return false;
        };
        if !matches!(cell, Cell::Text(_)) || self.titled < 3 || text.chars().count() > 60 {
            return false;
        }
        let merge = u32::try_from(*column)
            .ok()
            .and_then(|c| sheet.merge_at(row.number - 1, c));
        let is_wide =
            merge.is_some_and(|m| m.top == m.bottom && m.width() as usize * 2 >= self.titled);
        is_wide || (*column <= 1 && (is_numbered(text) || place_of(text).is_some()))
    }
}

/// Titles of this kind and of every other one that comes with the product.
fn known_titles(kind: &Kind) -> HashSet<String> {
    let others: Vec<Kind> = SHIPPED.iter().filter_map(|id| shipped(id).ok()).collect();
    let fields = others.iter().chain([kind]).flat_map(|kind| &kind.fields);
    let names = fields.flat_map(|field| {
        let all = std::iter::once(&field.title).chain(&field.synonyms);
        all.chain(&field.near)
    });
    names
        .map(|name| Title::of(name).full)
        .chain(["序号", "姓名", "性别", "年龄", "职务"].map(str::to_owned))
        .collect()
}

/// The township or village a heading names: 一、甲山镇（2户） → 甲山镇.
pub(super) fn place_of(heading: &str) -> Option<String> {
    let plain = squeeze(heading);
    let start =
        plain.trim_start_matches(|c: char| "一二三四五六七八九十0123456789(),、.第".contains(c));
    let name = start.split(['(', ':', ',']).next().unwrap_or("");
    let ends = [
        "镇",
        "乡",
        "街道",
        "办事处",
        "开发区",
        "园区",
        "管委会",
        "社区",
        "苏木",
        "林场",
    ];
    let is_place =
        ends.iter().any(|end| name.ends_with(end)) && (2..=15).contains(&name.chars().count());
    is_place.then(|| name.to_owned())
}

fn titles_of(row: &SheetRow) -> Vec<(usize, String)> {
    row.filled()
        .map(|(column, cell)| (column, squeeze(&cell.shown())))
        .collect()
}

fn note(text: &str) -> SkipReason {
    let beginning: String = text.chars().take(30).collect();
    SkipReason::Note { text: beginning }
}

/// The cell that makes a row a total: among the first three filled ones, where a name would stand.
fn total(filled: &[(usize, &Cell)], first_is_serial: bool) -> Option<String> {
    let found = filled.iter().take(3).find_map(|(column, cell)| {
        let Cell::Text(text) = cell else { return None };
        let plain = squeezed(text);
        let plain = plain.trim_end_matches([':', '。']);
        let is_whole = [
            "合计",
            "小计",
            "总计",
            "共计",
            "累计",
            "总合计",
            "本页合计",
            "本页小计",
            "全县合计",
            "全市合计",
            "合计数",
            "汇总",
            "总和",
            "平均",
        ]
        .contains(&plain);
        let ends_so = ["合计", "小计", "总计"].iter().any(|w| plain.ends_with(w))
            && plain.chars().count() <= 14;
        let starts_so = [
            "合计(",
            "总计(",
            "小计(",
            "共计(",
            "合计:",
            "总计:",
            "合计金额",
        ]
        .iter()
        .any(|w| plain.starts_with(w));
        (is_whole || ((ends_so || starts_so) && *column <= 2)).then(|| text.to_string())
    })?;
    // A numbered row whose name ends in 合计 is a record with an odd name, unless nothing else is words.
    let numbered = first_is_serial
        && filled
            .first()
            .is_some_and(|(_, c)| c.shown().parse::<u32>().is_ok());
    let words = filled
        .iter()
        .filter(
            |(_, c)| matches!(c, Cell::Text(t) if !squeezed(t).chars().any(|c| c.is_ascii_digit())),
        )
        .count();
    (!numbered || words <= 1).then_some(found)
}

fn is_remark(text: &str) -> bool {
    let starts = [
        "注:",
        "注1",
        "注2",
        "备注:",
        "说明:",
        "填表说明",
        "填报说明",
        "注意",
        "填报要求",
        "填表要求",
        "附注",
        "*",
        "※",
        "备注1",
    ];
    let is_page = text.starts_with('第') && text.contains('页') && text.chars().count() <= 14;
    let labelled = is_page || is_caption_line(text);
    starts.iter().any(|start| text.starts_with(start)) || labelled
}

/// 一、 (一) 第一部分: the numbering of headings.
pub(super) fn is_numbered(text: &str) -> bool {
    let is_digit = |c: char| "一二三四五六七八九十".contains(c);
    let bare = text.trim_start_matches(['(', '第']);
    let rest = bare.trim_start_matches(is_digit);
    rest.len() < bare.len() && rest.starts_with(['、', '.', ')', ',', '部', '类', '批'])
}

/// 1, 2, 3 … or 甲, 乙, 1, 2 … or (1), (2) … under a header.
fn is_column_numbers(filled: &[(usize, &Cell)]) -> bool {
    let mut expected = 1;
    let mut letters = 0;
    for (_, cell) in filled {
        let plain = squeeze(&cell.shown());
        let bare = plain.trim_matches(['(', ')', '栏', '列', '第']);
        if ["甲", "乙", "丙", "丁", "戊", "a", "b", "c", "A", "B", "C"].contains(&bare) {
            letters += 1;
        } else if bare
            .split(['=', '+'])
            .next()
            .and_then(|n| n.parse::<u32>().ok())
            == Some(expected)
        {
            expected += 1;
        } else {
            return false;
        }
    }
    expected + letters > 3 && filled.len() >= 3
}
