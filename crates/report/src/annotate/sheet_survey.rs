//! First reading of a sheet: how far its cells reach. It must not change anything.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::{
    AnnotateError,
    cells::{attribute, parse, parse_range},
};

/// What the second reading needs to know beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Survey {
    /// Last column (from 0) with a value, or in a merged range from the header down.
    pub(super) last_column: Option<u32>,
    /// Style of the last heading, to dress the new one alike.
    pub(super) heading_style: Option<String>,
    /// Whether the sheet sets column widths.
    pub(super) has_columns: bool,
}

/// Reads the sheet once, in constant memory. Styled cells without a value do not count: people
/// format whole rows.
pub(super) fn survey(xml: impl BufRead, header_row: u32) -> Result<Survey, AnnotateError> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    let mut found = Survey::default();
    let mut at = Position::default();
    let mut style = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer)? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "row" => at.enter_row(&e)?,
                "c" => {
                    at.enter_cell(&e)?;
                    if at.row == header_row {
                        style = attribute(&e, "s")?.map(|s| s.into_owned());
                    }
                }
                "v" | "is" | "f" => found.note_value(&at, header_row, style.as_deref()),
                "mergeCell" => found.note_merge(&e, header_row)?,
                "cols" => found.has_columns = true,
                _ => {}
            },
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

impl Survey {
    fn note_value(&mut self, at: &Position, header_row: u32, style: Option<&str>) {
        if at.row == header_row {
            self.heading_style = style.map(str::to_owned);
        }
        self.last_column = self.last_column.max(Some(at.column));
    }

    fn note_merge(
        &mut self,
        element: &BytesStart<'_>,
        header_row: u32,
    ) -> Result<(), AnnotateError> {
        let range = attribute(element, "ref")?.and_then(|r| parse_range(&r));
        if let Some((_, (column, row))) = range
            && row >= header_row
        {
            self.last_column = self.last_column.max(Some(column));
        }
        Ok(())
    }
}

/// Where the reading is. Rows and cells without a reference follow the one before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Position {
    /// From 1; 0 before the first row.
    pub(super) row: u32,
    /// From 0; only meaningful inside a cell.
    pub(super) column: u32,
    next_column: u32,
}

impl Position {
    pub(super) fn enter_row(&mut self, element: &BytesStart<'_>) -> Result<(), AnnotateError> {
        let given = attribute(element, "r")?.and_then(|r| r.parse().ok());
        self.row = given.unwrap_or(self.row + 1);
        self.next_column = 0;
        Ok(())
    }

    pub(super) fn enter_cell(&mut self, element: &BytesStart<'_>) -> Result<(), AnnotateError> {
        let given = attribute(element, "r")?.and_then(|r| parse(&r));
        self.column = given.map_or(self.next_column, |(column, _)| column);
        self.next_column = self.column + 1;
        Ok(())
    }
}
