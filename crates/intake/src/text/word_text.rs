//! Word's markup to lines: one line per paragraph, a table row as its cells joined with tabs,
//! automatic numbers written out. It must not know archives.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::numbering::{Numbering, attribute};

/// The text of `document.xml`; `None` when the markup is broken.
pub(super) fn read(xml: &str, numbering: Numbering) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut walk = Walk {
        numbering,
        ..Walk::default()
    };
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => walk.open(&start),
            Event::Empty(start) => {
                walk.open(&start);
                walk.close(start.local_name().as_ref());
            }
            Event::End(end) => walk.close(end.local_name().as_ref()),
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(entity) => walk.text(&resolved(&entity)),
            Event::Eof => return (walk.depth == 0).then_some(walk.out),
            _ => {}
        }
    }
}

fn resolved(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    quick_xml::escape::resolve_xml_entity(&entity.xml10_content())
        .unwrap_or_default()
        .to_owned()
}

/// A paragraph being read: its text so far and where its number comes from.
#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

/// A table being read: the cells of the current row, each with its lines.
#[derive(Default)]
struct Table {
    row: Vec<Cell>,
    /// Paragraph nesting at which the table stands, so that a cell's own paragraphs are told from outer ones.
    outer_paragraphs: usize,
}

#[derive(Default)]
struct Cell {
    lines: Vec<String>,
    columns: usize,
}

#[derive(Default)]
struct Walk {
    numbering: Numbering,
    out: String,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Elements open, to notice markup that ends early.
    depth: usize,
    /// Depth at which a part that is not shown (a fallback copy, moved-away text) began.
    hidden_from: Option<usize>,
    in_text: bool,
    in_properties: usize,
}

impl Walk {
    fn open(&mut self, start: &BytesStart<'_>) {
        self.depth += 1;
        if self.hidden_from.is_some() {
            return;
        }
        match start.local_name().as_ref() {
            "Fallback" | "moveFrom" | "rt" | "del" | "pPrChange" => {
                self.hidden_from = Some(self.depth)
            }
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.in_properties += 1,
            "t" => self.in_text = true,
            "tab" if self.in_properties == 0 => self.text_anyway("  "),
            "br" | "cr" => self.text_anyway("\n"),
            "noBreakHyphen" => self.text_anyway("-"),
            "tbl" => self.tables.push(Table {
                outer_paragraphs: self.paragraphs.len(),
                ..Table::default()
            }),
            "tc" => self.cell(|row| {
                row.push(Cell {
                    columns: 1,
                    ..Cell::default()
                })
            }),
            "gridSpan" => self.spanned(start),
            "pStyle" | "numId" | "ilvl" => self.numbered(start),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let closing = self.depth;
        self.depth = self.depth.saturating_sub(1);
        if let Some(from) = self.hidden_from {
            if closing == from {
                self.hidden_from = None;
            }
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_properties = self.in_properties.saturating_sub(1),
            "t" => self.in_text = false,
            "tr" => self.end_row(),
            "tbl" => drop(self.tables.pop()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.hidden_from.is_none() {
            self.text_anyway(text);
        }
    }

    fn text_anyway(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn cell(&mut self, change: impl FnOnce(&mut Vec<Cell>)) {
        if let Some(table) = self.tables.last_mut() {
            change(&mut table.row);
        }
    }

    fn spanned(&mut self, start: &BytesStart<'_>) {
        let columns = attribute(start, "val")
            .and_then(|value| value.parse().ok())
            .unwrap_or(1);
        self.cell(|row| {
            if let Some(cell) = row.last_mut() {
                cell.columns = usize::clamp(columns, 1, 64);
            }
        });
    }

    fn numbered(&mut self, start: &BytesStart<'_>) {
        let (Some(paragraph), Some(value)) = (self.paragraphs.last_mut(), attribute(start, "val"))
        else {
            return;
        };
        match start.local_name().as_ref() {
            "pStyle" => paragraph.style = Some(value),
            "numId" => paragraph.list = Some(value),
            _ => paragraph.level = value.parse().ok(),
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        let number = if paragraph.text.trim().is_empty() {
            String::new()
        } else {
            self.numbering.next(
                paragraph.style.as_deref(),
                paragraph.list.as_deref(),
                paragraph.level,
            )
        };
        self.deliver(number + &paragraph.text);
    }

    /// A line goes into the open cell it belongs to, or straight out.
    fn deliver(&mut self, line: String) {
        let open = self.paragraphs.len();
        let cell = self
            .tables
            .last_mut()
            .filter(|table| table.outer_paragraphs == open)
            .and_then(|table| table.row.last_mut());
        match cell {
            Some(cell) => cell.lines.push(line),
            None => {
                self.out.push_str(&line);
                self.out.push('\n');
            }
        }
    }

    /// A row of one cell is layout, not a table: its paragraphs stay paragraphs.
    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let row = std::mem::take(&mut table.row);
        let inner = self.tables.pop();
        if let [single] = row.as_slice() {
            for line in &single.lines {
                self.deliver(line.clone());
            }
        } else if !row.is_empty() {
            self.deliver(joined(&row));
        }
        self.tables.extend(inner);
    }
}

fn joined(row: &[Cell]) -> String {
    let mut line = String::new();
    for (at, cell) in row.iter().enumerate() {
        let text = cell
            .lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        line.push_str(&text.replace(['\t', '\n'], " "));
        let last = at + 1 == row.len();
        line.push_str(&"\t".repeat(cell.columns - usize::from(last)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(body: &str) -> Option<String> {
        read(
            &format!(
                "<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>"
            ),
            Numbering::default(),
        )
    }

    fn p(words: &str) -> String {
        format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
    }

    #[test]
    fn runs_of_a_paragraph_make_one_line() {
        let body = "<w:p><w:r><w:t>于5月</w:t></w:r><w:r><w:t>3日前</w:t></w:r></w:p>".to_owned()
            + &p("A&amp;B &#x4E00;");
        assert_eq!(text(&body).unwrap(), "于5月3日前\nA&B 一\n");
    }

    #[test]
    fn table_cells_are_joined_with_tabs_and_spans_keep_the_columns() {
        let cell = |words: &str| format!("<w:tc>{}</w:tc>", p(words));
        let wide = format!(
            "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>",
            p("合并")
        );
        let body = format!(
            "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{wide}{}</w:tr></w:tbl>",
            cell("阶段"),
            cell("时间"),
            cell("单位"),
            cell("县公安局")
        );
        assert_eq!(text(&body).unwrap(), "阶段\t时间\t单位\n合并\t\t县公安局\n");
    }

    #[test]
    fn a_layout_table_of_one_cell_keeps_its_paragraphs() {
        let body = format!(
            "<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
            p("云溪县人民政府文件"),
            p("云政发〔2024〕1号")
        );
        assert_eq!(
            text(&body).unwrap(),
            "云溪县人民政府文件\n云政发〔2024〕1号\n"
        );
    }

    #[test]
    fn copies_deleted_and_moved_text_are_not_read_twice() {
        let body = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>新</w:t></mc:Fallback>\
             </mc:AlternateContent></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>";
        assert_eq!(text(body).unwrap(), "新\n");
    }

    #[test]
    fn broken_markup_is_noticed() {
        assert_eq!(
            read(
                "<w:document><w:body><w:p><w:r><w:t>半截",
                Numbering::default()
            ),
            None
        );
        assert_eq!(text("<w:p></w:r>"), None);
    }
}
