//! Web pages saved with an xls name, as many government systems export them: the tables of the page,
//! with spanned cells as merged areas. It must not run or follow anything in the page.

use super::cell::Cell;
use super::encoding::decode;
use super::error::Error;
use super::limit::Limits;
use super::sheet::{Merge, RowCollector, Sheet, Visibility, Workbook};
use super::stream::Budget;

/// Reads every outermost table of a page as a sheet.
pub(super) fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Workbook, Error> {
    let (text, _) = decode(bytes)?;
    let mut page = Page {
        name,
        budget: Budget::new(limits),
        sheets: Vec::new(),
        table: None,
        depth: 0,
    };
    page.read(&text)?;
    if page.sheets.is_empty() {
        return Err(Error::NotATable {
            found: "不含表格的网页",
        });
    }
    let notes = vec!["文件实际是网页，按其中的表格读入".to_owned()];
    Ok(Workbook {
        file_name: String::new(),
        sheets: page.sheets,
        notes,
    })
}

const MOST_COVERED: usize = 2_000_000;

struct Page<'a> {
    name: &'a str,
    budget: Budget,
    sheets: Vec<Sheet>,
    table: Option<Table>,
    depth: usize,
}

#[derive(Default)]
struct Table {
    rows: RowCollector,
    merges: Vec<Merge>,
    /// Cells that a span from above or from the left already covers.
    covered: std::collections::BTreeSet<(u32, u32)>,
    row: u32,
    column: u32,
    row_open: bool,
    open: Option<OpenCell>,
}

struct OpenCell {
    text: String,
    columns: u32,
    rows: u32,
}

impl Page<'_> {
    fn read(&mut self, text: &str) -> Result<(), Error> {
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            self.words(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.find("-->").map_or("", |end| &after[end + 3..]);
                continue;
            }
            let end = tag_end(rest);
            let tag = &rest[1..end];
            rest = rest.get(end + 1..).unwrap_or("");
            let name = tag_name(tag);
            if matches!(name.as_str(), "script" | "style") {
                let close = format!("</{name}");
                rest = find_ignoring_case(rest, &close).map_or("", |at| &rest[at..]);
                continue;
            }
            self.tag(&name, tag)?;
        }
        self.words(rest);
        self.close_table()
    }

    fn words(&mut self, text: &str) {
        if let Some(cell) = self.table.as_mut().and_then(|t| t.open.as_mut()) {
            // Line breaks of the markup are blanks; those of the writer are `<br>`.
            let unescaped = unescape(text);
            let mut blank = cell.text.ends_with([' ', '\n']);
            for c in unescaped.chars() {
                let is_blank = c.is_ascii_whitespace();
                if !(is_blank && blank) {
                    cell.text.push(if is_blank { ' ' } else { c });
                }
                blank = is_blank;
            }
        }
    }

    fn tag(&mut self, name: &str, tag: &str) -> Result<(), Error> {
        match name {
            "table" => {
                self.depth += 1;
                if self.table.is_none() {
                    self.table = Some(Table::default());
                }
            }
            "/table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.close_table()?;
                }
            }
            "tr" | "/tr" => self.row_break(name == "tr")?,
            "td" | "th" => {
                self.close_cell()?;
                if let Some(table) = &mut self.table {
                    table.row_open = true;
                    table.open = Some(OpenCell {
                        text: String::new(),
                        columns: span(tag, "colspan"),
                        rows: span(tag, "rowspan"),
                    });
                }
            }
            "/td" | "/th" => self.close_cell()?,
            "br" | "br/" | "p" | "/p" | "div" => {
                if let Some(cell) = self.table.as_mut().and_then(|t| t.open.as_mut())
                    && !cell.text.is_empty()
                {
                    cell.text.push('\n');
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn row_break(&mut self, opens: bool) -> Result<(), Error> {
        self.close_cell()?;
        if let Some(table) = &mut self.table {
            if table.row_open {
                table.row += 1;
                table.column = 0;
            }
            table.row_open = opens;
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Error> {
        let Some(table) = &mut self.table else {
            return Ok(());
        };
        let Some(cell) = table.open.take() else {
            return Ok(());
        };
        while table.covered.remove(&(table.row, table.column)) {
            table.column += 1;
        }
        let (top, left) = (table.row, table.column);
        let (bottom, right) = (top + cell.rows - 1, left + cell.columns - 1);
        if cell.rows > 1 || cell.columns > 1 {
            table.merges.push(Merge {
                top,
                left,
                bottom,
                right,
            });
            // A page made of spans only would fill memory; no real table needs so many.
            if table.covered.len() > MOST_COVERED {
                return Err(Error::broken("合并单元格过多"));
            }
            for row in top + 1..=bottom {
                table
                    .covered
                    .extend((left..=right).map(|column| (row, column)));
            }
        }
        table.column = right + 1;
        let lines: Vec<&str> = cell
            .text
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let cell = Cell::text(&lines.join("\n"));
        if !cell.is_empty() {
            self.budget.spend(self.name, top)?;
            table.rows.put(top, left, cell);
        }
        Ok(())
    }

    fn close_table(&mut self) -> Result<(), Error> {
        self.close_cell()?;
        self.depth = 0;
        if let Some(table) = self.table.take() {
            let rows = table.rows.finish(&std::collections::BTreeSet::new());
            if !rows.is_empty() {
                let number = self.sheets.len();
                let name = if number == 0 {
                    self.name.to_owned()
                } else {
                    format!("{}（{}）", self.name, number + 1)
                };
                let mut merges = table.merges;
                merges.sort_by_key(|m| (m.top, m.left));
                self.sheets.push(Sheet {
                    name,
                    visibility: Visibility::Visible,
                    rows,
                    merges,
                    hidden_columns: Vec::new(),
                });
            }
        }
        Ok(())
    }
}

/// The place of the `>` that ends a tag, quotes respected.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return at,
            // A quote that is never closed ends with the tag all the same.
            (Some(_), '<') if at > 0 => return at,
            _ => {}
        }
    }
    text.len()
}

fn tag_name(tag: &str) -> String {
    let end = tag
        .char_indices()
        .find(|(at, c)| c.is_whitespace() || (*at > 0 && *c == '/'))
        .map_or(tag.len(), |(at, _)| at);
    tag[..end].to_ascii_lowercase()
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(wanted)
}

/// A span attribute, between 1 and 1000.
fn span(tag: &str, name: &str) -> u32 {
    let lower = tag.to_ascii_lowercase();
    let value = lower
        .split_once(name)
        .and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let digits: String = value
        .unwrap_or("")
        .trim_start()
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(1).clamp(1, 1000)
}

/// The entities that stand in exported tables.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(';').filter(|end| *end <= 8);
        let character = end.and_then(|end| entity(&rest[..end]));
        match (character, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    let number = name
        .strip_prefix('#')
        .map(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => n.parse(),
        });
    match (name, number) {
        (_, Some(number)) => number.ok().and_then(char::from_u32),
        ("lt", _) => Some('<'),
        ("gt", _) => Some('>'),
        ("amp", _) => Some('&'),
        ("quot", _) => Some('"'),
        ("apos", _) => Some('\''),
        ("nbsp" | "ensp" | "emsp", _) => Some('\u{a0}'),
        ("yen", _) => Some('¥'),
        ("middot", _) => Some('·'),
        _ => None,
    }
}
