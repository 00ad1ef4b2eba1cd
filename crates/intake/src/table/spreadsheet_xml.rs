//! XML Spreadsheet 2003, which older reporting systems save with an xls name.
//! It must not know headers.

use std::collections::BTreeSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::cell::Cell;
use super::encoding::decode;
use super::error::Error;
use super::limit::Limits;
use super::sheet::{Merge, RowCollector, Sheet, Visibility, Workbook};
use super::stream::Budget;

/// Reads every worksheet.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Error> {
    let (text, _) = decode(bytes)?;
    let mut xml = Reader::from_str(&text);
    let mut book = Book {
        budget: Budget::new(limits),
        sheets: Vec::new(),
        open: None,
    };
    loop {
        match xml.read_event() {
            Ok(Event::Start(tag)) => book.start(&tag)?,
            Ok(Event::Empty(tag)) => {
                book.start(&tag)?;
                book.end(tag.local_name().into_inner())?;
            }
            Ok(Event::End(tag)) => book.end(tag.local_name().into_inner())?,
            Ok(Event::Text(words)) => book.words(&words.xml10_content()),
            Ok(Event::CData(words)) => book.words(&words.xml10_content()),
            Ok(Event::GeneralRef(name)) => {
                let entity = format!("&{};", name.xml10_content());
                book.words(&quick_xml::escape::unescape(&entity).unwrap_or_default());
            }
            Ok(Event::Eof) => break,
            Err(error) => return Err(Error::broken(error)),
            Ok(_) => {}
        }
    }
    if book.open.is_some() {
        return Err(Error::broken("工作表没有结束标记，文件没有传完"));
    }
    let notes = vec!["文件是 XML 表格 2003 格式".to_owned()];
    Ok(Workbook {
        file_name: String::new(),
        sheets: book.sheets,
        notes,
    })
}

struct Book {
    budget: Budget,
    sheets: Vec<Sheet>,
    open: Option<OpenSheet>,
}

#[derive(Default)]
struct OpenSheet {
    name: String,
    rows: RowCollector,
    merges: Vec<Merge>,
    hidden: BTreeSet<u32>,
    row: u32,
    column: u32,
    kind: Option<String>,
    text: String,
}

fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().into_inner() == wanted)?;
    quick_xml::escape::unescape(&found.value)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

fn number(tag: &BytesStart<'_>, wanted: &str) -> Option<u32> {
    attribute(tag, wanted)?
        .parse()
        .ok()
        .filter(|n| *n < 1_048_576)
}

impl Book {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Error> {
        match (tag.local_name().into_inner(), &mut self.open) {
            ("Worksheet", _) => {
                self.open = Some(OpenSheet {
                    name: attribute(tag, "Name").unwrap_or_default(),
                    ..OpenSheet::default()
                });
            }
            ("Row", Some(sheet)) => {
                // Rows are counted when they end; an index jumps ahead.
                if let Some(index) = number(tag, "Index") {
                    sheet.row = index.saturating_sub(1);
                }
                sheet.column = 0;
                if attribute(tag, "Hidden").as_deref() == Some("1") {
                    sheet.hidden.insert(sheet.row);
                }
            }
            ("Cell", Some(sheet)) => {
                if let Some(index) = number(tag, "Index") {
                    sheet.column = index.saturating_sub(1);
                }
                let (across, down) = (
                    number(tag, "MergeAcross").unwrap_or(0),
                    number(tag, "MergeDown").unwrap_or(0),
                );
                if across > 0 || down > 0 {
                    let (top, left) = (sheet.row, sheet.column);
                    sheet.merges.push(Merge {
                        top,
                        left,
                        bottom: top + down,
                        right: left + across,
                    });
                }
            }
            ("Data", Some(sheet)) => {
                sheet.kind = attribute(tag, "Type");
                sheet.text.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn words(&mut self, text: &str) {
        if let Some(sheet) = self.open.as_mut().filter(|s| s.kind.is_some()) {
            sheet.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Error> {
        match (name, &mut self.open) {
            ("Worksheet", open) => self.sheets.extend(open.take().map(OpenSheet::finish)),
            ("Row", Some(sheet)) => sheet.row += 1,
            ("Cell", Some(sheet)) => {
                let last = sheet
                    .merges
                    .last()
                    .filter(|m| m.top == sheet.row && m.left == sheet.column);
                sheet.column = last.map_or(sheet.column, |m| m.right) + 1;
            }
            ("Data", Some(sheet)) => {
                let kind = sheet.kind.take();
                let cell = typed(kind.as_deref(), &sheet.text);
                if !cell.is_empty() {
                    self.budget.spend(&sheet.name, sheet.row)?;
                    sheet.rows.put(sheet.row, sheet.column, cell);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl OpenSheet {
    fn finish(mut self) -> Sheet {
        self.merges.sort_by_key(|m| (m.top, m.left));
        Sheet {
            name: self.name,
            visibility: Visibility::Visible,
            rows: self.rows.finish(&self.hidden),
            merges: self.merges,
            hidden_columns: Vec::new(),
        }
    }
}

fn typed(kind: Option<&str>, text: &str) -> Cell {
    match kind {
        Some("Number") => text
            .trim()
            .parse()
            .map_or_else(|_| Cell::text(text), Cell::Number),
        Some("Boolean") => Cell::Bool(text.trim() == "1"),
        Some("Error") => Cell::Error(text.into()),
        Some("DateTime") => text
            .trim()
            .parse()
            .map_or_else(|_| Cell::text(text), Cell::DateTime),
        _ => Cell::text(text),
    }
}
