//! Second reading of a sheet: copies it event by event and writes the result cells on the way.
//! It must not hold more than one event.

use std::{
    io::{BufRead, Write},
    iter::Peekable,
};

use quick_xml::{
    Reader, Writer,
    events::{BytesEnd, BytesStart, BytesText, Event},
};

use super::{
    AnnotateError, Notes, Place, RESULT_HEADING,
    cells::{LAST_COLUMN, LAST_ROW, attribute, name, parse_range, with_attributes},
    columns,
    sheet_survey::{Position, Survey},
};
use crate::text::{clean, cut_utf16};

/// Where the results go and what they say.
pub(super) struct Target<'a> {
    column: u32,
    header_row: u32,
    replaces: bool,
    heading_style: Option<String>,
    has_columns: bool,
    notes: &'a Notes,
}

impl<'a> Target<'a> {
    pub(super) fn new(
        place: &Place,
        survey: &Survey,
        notes: &'a Notes,
    ) -> Result<Self, AnnotateError> {
        let column = place
            .column
            .unwrap_or_else(|| survey.last_column.map_or(0, |c| c + 1));
        if column > LAST_COLUMN {
            return Err(AnnotateError::NoRoom);
        }
        Ok(Self {
            column,
            header_row: place.header_row,
            replaces: place.column.is_some(),
            heading_style: survey.heading_style.clone(),
            has_columns: survey.has_columns,
            notes,
        })
    }

    /// What to write, row by row; the heading stands on the header's last row.
    fn lines(&self) -> Vec<(u32, &str)> {
        let heading = (1..=LAST_ROW)
            .contains(&self.header_row)
            .then_some((self.header_row, RESULT_HEADING));
        let notes = self.notes.iter().map(|(row, note)| (*row, note.as_str()));
        let mut lines: Vec<_> = notes
            .filter(|(row, _)| *row != self.header_row)
            .chain(heading)
            .collect();
        lines.retain(|(row, _)| (1..=LAST_ROW).contains(row));
        lines.sort_unstable_by_key(|(row, _)| *row);
        lines
    }
}

/// Copies the sheet from `xml` to `out` with the result column in it.
pub(super) fn patch(
    xml: impl BufRead,
    target: &Target<'_>,
    out: impl Write,
) -> Result<(), AnnotateError> {
    let mut reader = Reader::from_reader(xml);
    let mut patch = Patch {
        out: Writer::new(out),
        lines: target.lines().into_iter().peekable(),
        target,
        at: Position::default(),
        prefix: String::new(),
        skipping: 0,
        column_done: false,
        watched: false,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => return Ok(()),
            event if patch.skipping > 0 => patch.skip(&event),
            Event::Start(e) => patch.start(&e)?,
            Event::Empty(e) => patch.empty(&e)?,
            Event::End(e) => patch.end(&e)?,
            event => patch.out.write_event(event)?,
        }
    }
}

struct Patch<'a, W: Write, I: Iterator<Item = (u32, &'a str)>> {
    out: Writer<W>,
    lines: Peekable<I>,
    target: &'a Target<'a>,
    at: Position,
    /// Prefix of the sheet's elements, with its colon.
    prefix: String,
    /// Depth inside a cell that is being replaced.
    skipping: u32,
    column_done: bool,
    /// Whether this row has a cell to write or to clear; the cells of other rows are only copied.
    watched: bool,
}

impl<'a, W: Write, I: Iterator<Item = (u32, &'a str)>> Patch<'a, W, I> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), AnnotateError> {
        match element.local_name().as_ref() {
            "worksheet" => self.prefix = prefix_of(element),
            "sheetData" => self.columns_if_missing()?,
            "row" => return self.enter_row(element),
            "c" if self.enter_cell(element)? => {
                self.skipping = 1;
                return Ok(());
            }
            "col" => return self.column(element, false),
            "dimension" => return self.dimension(element, false),
            _ => {}
        }
        Ok(self.out.write_event(Event::Start(element.borrow()))?)
    }

    fn empty(&mut self, element: &BytesStart<'_>) -> Result<(), AnnotateError> {
        match element.local_name().as_ref() {
            "sheetData" => {
                self.columns_if_missing()?;
                self.out.write_event(Event::Start(element.borrow()))?;
                self.rows_before(u32::MAX)?;
                return Ok(self.out.write_event(Event::End(element.to_end()))?);
            }
            "row" => {
                self.enter_row(element)?;
                self.pending_cell(None)?;
                return Ok(self.out.write_event(Event::End(element.to_end()))?);
            }
            "c" if self.enter_cell(element)? => return Ok(()),
            "col" => return self.column(element, true),
            "dimension" => return self.dimension(element, true),
            _ => {}
        }
        Ok(self.out.write_event(Event::Empty(element.borrow()))?)
    }

    fn end(&mut self, element: &BytesEnd<'_>) -> Result<(), AnnotateError> {
        match element.local_name().as_ref() {
            "row" => {
                self.pending_cell(None)?;
            }
            "sheetData" => self.rows_before(u32::MAX)?,
            "cols" => self.own_column()?,
            _ => {}
        }
        Ok(self.out.write_event(Event::End(element.borrow()))?)
    }

    fn skip(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(_) => self.skipping += 1,
            Event::End(_) => self.skipping -= 1,
            _ => {}
        }
    }

    /// Rows that the file leaves out come before this one; the row's `spans` hint grows.
    fn enter_row(&mut self, element: &BytesStart<'_>) -> Result<(), AnnotateError> {
        self.at.enter_row(element)?;
        self.rows_before(self.at.row)?;
        let row = self.at.row;
        let due = self.lines.peek().is_some_and(|(line, _)| *line == row);
        self.watched = due || (self.target.replaces && row >= self.target.header_row);
        let spans = attribute(element, "spans")?.and_then(|s| self.wider_spans(&s));
        let start = match spans {
            Some(spans) => with_attributes(element, &[("spans", spans)])?,
            None => element.to_owned(),
        };
        Ok(self.out.write_event(Event::Start(start))?)
    }

    fn wider_spans(&mut self, spans: &str) -> Option<String> {
        self.lines.peek().filter(|(row, _)| *row == self.at.row)?;
        let (first, last) = spans.split_once(':')?;
        let last: u32 = last.parse().ok()?;
        (last <= self.target.column).then(|| format!("{first}:{}", self.target.column + 1))
    }

    /// Writes the result before the first cell behind its column. True when this cell gives way to it.
    fn enter_cell(&mut self, element: &BytesStart<'_>) -> Result<bool, AnnotateError> {
        if !self.watched {
            return Ok(false);
        }
        self.at.enter_cell(element)?;
        if self.at.column < self.target.column {
            return Ok(false);
        }
        let style = attribute(element, "s")?;
        let own = self.at.column == self.target.column;
        let wrote = self.pending_cell(style.as_deref().filter(|_| own))?;
        // A later upload may carry the reasons of an earlier one: they go, even without a new one.
        let stale = self.target.replaces && self.at.row >= self.target.header_row;
        Ok(own && (wrote || stale))
    }

    fn pending_cell_due(&mut self) -> Option<&'a str> {
        let row = self.at.row;
        self.lines
            .next_if(|(line, _)| *line == row)
            .map(|(_, text)| text)
    }

    fn pending_cell(&mut self, style: Option<&str>) -> Result<bool, AnnotateError> {
        let Some(text) = self.pending_cell_due() else {
            return Ok(false);
        };
        let row = self.at.row;
        self.write_cell(row, text, style)?;
        Ok(true)
    }

    fn rows_before(&mut self, row: u32) -> Result<(), AnnotateError> {
        while let Some((line, text)) = self.lines.next_if(|(line, _)| *line < row) {
            let tag = format!("{}row", self.prefix);
            let start =
                BytesStart::new(tag.as_str()).with_attributes([("r", line.to_string().as_str())]);
            self.out.write_event(Event::Start(start))?;
            self.write_cell(line, text, None)?;
            self.out
                .write_event(Event::End(BytesEnd::new(tag.as_str())))?;
        }
        Ok(())
    }

    /// An inline string: the table of shared strings stays as it is.
    fn write_cell(
        &mut self,
        row: u32,
        text: &str,
        style: Option<&str>,
    ) -> Result<(), AnnotateError> {
        let own = (row == self.target.header_row)
            .then_some(self.target.heading_style.as_deref())
            .flatten();
        let reference = name(self.target.column, row);
        let [c, is, t] = ["c", "is", "t"].map(|tag| format!("{}{tag}", self.prefix));
        let mut cell = BytesStart::new(c.as_str());
        cell.push_attribute(("r", reference.as_str()));
        if let Some(style) = own.or(style) {
            cell.push_attribute(("s", style));
        }
        cell.push_attribute(("t", "inlineStr"));
        let text = cut_utf16(text, 32_767);
        self.out.write_event(Event::Start(cell))?;
        self.out
            .write_event(Event::Start(BytesStart::new(is.as_str())))?;
        self.out.write_event(Event::Start(
            BytesStart::new(t.as_str()).with_attributes([("xml:space", "preserve")]),
        ))?;
        self.out
            .write_event(Event::Text(BytesText::new(&excel_escaped(&clean(&text)))))?;
        for tag in [t, is, c] {
            self.out.write_event(Event::End(BytesEnd::new(tag)))?;
        }
        Ok(())
    }

    fn columns_if_missing(&mut self) -> Result<(), AnnotateError> {
        if self.target.has_columns {
            return Ok(());
        }
        let tag = format!("{}cols", self.prefix);
        self.out
            .write_event(Event::Start(BytesStart::new(tag.as_str())))?;
        self.own_column()?;
        Ok(self
            .out
            .write_event(Event::End(BytesEnd::new(tag.as_str())))?)
    }

    fn own_column(&mut self) -> Result<(), AnnotateError> {
        if !std::mem::replace(&mut self.column_done, true) {
            self.out.write_event(Event::Empty(columns::result_column(
                &self.prefix,
                self.target.column,
            )))?;
        }
        Ok(())
    }

    /// Widths keep their order, so ours comes before the first one that lies behind it.
    fn column(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), AnnotateError> {
        let (before, behind) = columns::around(element, self.target.column)?;
        if let Some(before) = before {
            self.out.write_event(Event::Empty(before))?;
        }
        if let Some(behind) = behind {
            self.own_column()?;
            self.out.write_event(Event::Empty(behind))?;
        }
        // `<col …></col>` is as good as `<col …/>`; its end tag must go with it.
        self.skipping = u32::from(!empty);
        Ok(())
    }

    fn dimension(&mut self, element: &BytesStart<'_>, empty: bool) -> Result<(), AnnotateError> {
        let range = attribute(element, "ref")?.and_then(|r| parse_range(&r));
        let grown = match range {
            Some((first, last)) => {
                let lines = self.target.lines();
                let top = lines.first().map_or(first.1, |l| l.0.min(first.1));
                let bottom = lines.last().map_or(last.1, |l| l.0.max(last.1));
                let range = format!(
                    "{}:{}",
                    name(first.0, top),
                    name(last.0.max(self.target.column), bottom)
                );
                with_attributes(element, &[("ref", range)])?
            }
            None => element.to_owned(),
        };
        Ok(self.out.write_event(if empty {
            Event::Empty(grown)
        } else {
            Event::Start(grown)
        })?)
    }
}

fn prefix_of(element: &BytesStart<'_>) -> String {
    let name = element.name();
    let local = element.local_name();
    let (full, local) = (name.as_ref(), local.as_ref());
    full[..full.len() - local.len()].to_owned()
}

/// Excel reads `_x000D_` in a string as a control character; its underscore is written so that it does not.
fn excel_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if is_escape(&text.as_bytes()[at..]) {
            out.push_str("_x005F");
        }
        out.push(c);
    }
    out
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', a, b, c, d, b'_', ..] if [a, b, c, d].iter().all(|h| h.is_ascii_hexdigit()))
}
