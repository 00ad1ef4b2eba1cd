//! One sheet being written, strictly downwards. It must not keep a row after writing it.

use jiff::civil::DateTime;
use rust_xlsxwriter::{Format, Worksheet};

use super::{
    look::Look,
    sheet::{Orientation, Sheet, Spread},
    workbook::excel_time,
};
use crate::{
    Cell, Column, Error, Kind, MoneyUnit, Result, header,
    text::{clean, cut_utf16, width},
};

/// Half-width characters of a line that can still be read when it is fitted to the width of A4 lying.
const WIDEST_ON_A4: u32 = 220;
/// Excel's limits.
const MAX_ROWS: u32 = 1_048_576;
/// The library keeps every row with a height of its own until the end (some 400 bytes each), so only
/// the first rows, the ones people print, get one; a longer table stays in constant memory.
const ROWS_WITH_HEIGHT: u32 = 5_000;
/// Heights in points.
const ROW_HEIGHT: u32 = 20;
const LINE_HEIGHT: u32 = 15;
const MAX_ROW_HEIGHT: u32 = 409;
const MAX_CELL_UTF16: usize = 32_767;
/// Largest integer a spreadsheet number holds exactly to fifteen digits.
const EXACT: u64 = 999_999_999_999_999;

/// A sheet whose header is written and whose rows are being pushed.
pub struct SheetWriter<'a> {
    worksheet: &'a mut Worksheet,
    look: &'a Look,
    sheet: Sheet,
    next: u32,
    header_last: u32,
    last_column: u16,
}

impl<'a> SheetWriter<'a> {
    pub(super) fn begin(
        worksheet: &'a mut Worksheet,
        look: &'a Look,
        sheet: Sheet,
    ) -> Result<Self> {
        let Some(last_column) = sheet.columns.len().checked_sub(1) else {
            return Err(Error::NoColumns { sheet: sheet.name });
        };
        let last_column = u16::try_from(last_column).unwrap_or(u16::MAX);
        let mut writer = Self {
            worksheet,
            look,
            sheet,
            next: 0,
            header_last: 0,
            last_column,
        };
        writer.page_setup()?;
        writer.top()?;
        writer.header()?;
        Ok(writer)
    }

    /// Writes one row; cells in the order of the columns.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        self.write_row(cells, false)
    }

    /// Writes a row of sums (合计) in bold.
    pub fn total(&mut self, cells: &[Cell]) -> Result<()> {
        self.write_row(cells, true)
    }

    /// Writes notes and signatures and closes the sheet.
    pub fn finish(mut self) -> Result<()> {
        let rows = self.next > self.header_last + 1;
        // A filter needs one header row; over merged headings Excel puts the arrows in odd places.
        if header::depth(&self.sheet.columns) == 1 && rows {
            self.worksheet
                .autofilter(self.header_last, 0, self.next - 1, self.last_column)?;
        }
        for note in std::mem::take(&mut self.sheet.notes) {
            let note_width = self.total_width();
            let format = self.look.note.clone();
            self.across(0, self.last_column, &note, &format)?;
            let lines = lines_needed(&note, note_width);
            self.worksheet
                .set_row_height(self.next, 14.0 * f64::from(lines))?;
            self.advance()?;
        }
        for line in std::mem::take(&mut self.sheet.footer) {
            self.spread(&line, 22)?;
        }
        Ok(())
    }

    fn page_setup(&mut self) -> Result<()> {
        match self.sheet.orientation {
            Orientation::Landscape => self.worksheet.set_landscape(),
            Orientation::Portrait => self.worksheet.set_portrait(),
        };
        self.worksheet
            .set_paper_size(self.paper())
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true)
            .set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.35)
            .set_default_row_height(ROW_HEIGHT)
            .set_footer("&C&\"宋体,常规\"&10第 &P 页 共 &N 页");
        for (i, column) in (0u16..).zip(&self.sheet.columns) {
            self.worksheet
                .set_column_width(i, f64::from(column.laid_width()))?;
        }
        Ok(())
    }

    /// A4, or A3 for a table that would be too small to read on it.
    fn paper(&self) -> u8 {
        const A4: u8 = 9;
        const A3: u8 = 8;
        if self.total_width() > WIDEST_ON_A4 {
            A3
        } else {
            A4
        }
    }

    fn top(&mut self) -> Result<()> {
        let title = std::mem::take(&mut self.sheet.title);
        if !title.is_empty() {
            let format = self.look.title.clone();
            self.across(0, self.last_column, &title, &format)?;
            self.worksheet.set_row_height(self.next, 32)?;
            self.advance()?;
        }
        for line in std::mem::take(&mut self.sheet.subtitle) {
            self.spread(&line, 20)?;
        }
        Ok(())
    }

    fn header(&mut self) -> Result<()> {
        let first = self.next;
        let headings = header::headings(&self.sheet.columns);
        for h in &headings {
            self.merge(
                (first + h.row, h.column),
                (first + h.last_row, h.last_column),
                &h.text,
                &self.look.header,
            )?;
        }
        let depth = header::depth(&self.sheet.columns);
        self.header_heights(first, depth, &headings)?;
        self.header_last = first + depth - 1;
        self.next = first + depth;
        self.worksheet
            .set_freeze_panes(self.next, self.sheet.frozen_columns)?;
        self.worksheet.set_repeat_rows(first, self.header_last)?;
        Ok(())
    }

    /// Merged cells never grow by themselves in Excel, so each header row gets the height its texts need.
    fn header_heights(
        &mut self,
        first: u32,
        depth: u32,
        headings: &[header::Heading],
    ) -> Result<()> {
        for row in 0..depth {
            let lines = headings.iter().filter(|h| h.row == row).map(|h| {
                let cells = &self.sheet.columns[usize::from(h.column)..=usize::from(h.last_column)];
                let lines = lines_needed(
                    &h.text,
                    cells.iter().map(|c| u32::from(c.laid_width())).sum(),
                );
                lines.div_ceil(h.last_row - h.row + 1)
            });
            let height = 7 + LINE_HEIGHT * lines.max().unwrap_or(1);
            self.worksheet
                .set_row_height(first + row, f64::from(height))?;
        }
        Ok(())
    }

    fn write_row(&mut self, cells: &[Cell], total: bool) -> Result<()> {
        if cells.len() != self.sheet.columns.len() {
            return Err(Error::WrongWidth {
                sheet: self.sheet.name.clone(),
                row: u64::from(self.next) + 1,
                expected: self.sheet.columns.len(),
                found: cells.len(),
            });
        }
        for (i, cell) in (0u16..).zip(cells) {
            let column = &self.sheet.columns[usize::from(i)];
            write_cell(
                self.worksheet,
                self.look,
                (self.next, i),
                cell,
                column,
                total,
            )?;
        }
        let lines = cells
            .iter()
            .zip(&self.sheet.columns)
            .map(|(cell, column)| lines_of(cell, column))
            .max();
        if let (Some(lines @ 2..), 0..ROWS_WITH_HEIGHT) = (lines, self.next) {
            // Excel grows rows on opening; others show what the file says.
            let height = (lines * LINE_HEIGHT + 5).min(MAX_ROW_HEIGHT);
            self.worksheet.set_row_height(self.next, height)?;
        }
        self.advance()
    }

    fn spread(&mut self, line: &Spread, height: u8) -> Result<()> {
        let look = self.look;
        let last = self.last_column;
        if last < 2 {
            let parts = [&line.left, &line.middle, &line.right].map(|s| s.trim());
            let joined = parts
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join("　");
            self.across(0, last, &joined, &look.line_left)?;
        } else {
            let (left_end, right_start) = self.thirds(line);
            self.across(0, left_end, &line.left, &look.line_left)?;
            if right_start > left_end + 1 {
                self.across(
                    left_end + 1,
                    right_start - 1,
                    &line.middle,
                    &look.line_middle,
                )?;
            }
            self.across(right_start, last, &line.right, &look.line_right)?;
        }
        self.worksheet.set_row_height(self.next, height)?;
        self.advance()
    }

    /// Where the left part ends and the right part begins: near a third of the width each,
    /// with the middle's room given away when it is empty.
    fn thirds(&self, line: &Spread) -> (u16, u16) {
        let share = if line.middle.is_empty() { 2 } else { 3 };
        let total = self.total_width();
        let mut seen = 0;
        let (mut left_end, mut right_start) = (0, self.last_column);
        for (i, column) in (0u16..).zip(&self.sheet.columns) {
            let centre = seen + u32::from(column.laid_width()) / 2;
            seen += u32::from(column.laid_width());
            if centre * share <= total {
                left_end = i;
            }
            if centre * share >= total * (share - 1) && right_start > i {
                right_start = i;
            }
        }
        let left_end = left_end.min(self.last_column.saturating_sub(share as u16 - 1));
        (left_end, right_start.max(left_end + 1))
    }

    fn total_width(&self) -> u32 {
        self.sheet
            .columns
            .iter()
            .map(|c| u32::from(c.laid_width()))
            .sum()
    }

    fn across(&mut self, first: u16, last: u16, text: &str, format: &Format) -> Result<()> {
        self.merge((self.next, first), (self.next, last), text, format)
    }

    fn merge(
        &mut self,
        from: (u32, u16),
        to: (u32, u16),
        text: &str,
        format: &Format,
    ) -> Result<()> {
        let text = cut_utf16(text, MAX_CELL_UTF16);
        let text = clean(&text);
        if from == to {
            self.worksheet
                .write_string_with_format(from.0, from.1, text.as_ref(), format)?;
        } else {
            self.worksheet
                .merge_range(from.0, from.1, to.0, to.1, &text, format)?;
        }
        Ok(())
    }

    fn advance(&mut self) -> Result<()> {
        self.next += 1;
        if self.next >= MAX_ROWS {
            return Err(Error::TooManyRows {
                sheet: self.sheet.name.clone(),
            });
        }
        Ok(())
    }
}

impl std::fmt::Debug for SheetWriter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SheetWriter")
            .field("sheet", &self.sheet.name)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    look: &Look,
    (row, column): (u32, u16),
    cell: &Cell,
    of: &Column,
    total: bool,
) -> Result<()> {
    // The value decides the format where it does not suit its column: a date in a text column stays a date.
    let kind = suited(cell, of.kind);
    let format = match cell.is_about() {
        true => look.about(kind),
        false => look.body(kind, total),
    };
    match value(cell, kind) {
        Value::Blank => sheet.write_blank(row, column, format)?,
        Value::Number(n) => sheet.write_number_with_format(row, column, n, format)?,
        Value::Text(text) => {
            let format = if matches!(kind, Kind::Code) {
                format
            } else {
                look.text(total)
            };
            sheet.write_string_with_format(row, column, text, format)?
        }
    };
    Ok(())
}

/// The kind whose format shows this value rightly.
fn suited(cell: &Cell, kind: Kind) -> Kind {
    match (cell, kind) {
        (Cell::Fen(_) | Cell::AboutFen(_), Kind::Money(_))
        | (Cell::Int(_) | Cell::AboutInt(_), Kind::Integer) => kind,
        (Cell::Fen(_) | Cell::AboutFen(_), _) => Kind::Money(MoneyUnit::Yuan),
        (Cell::Int(_), Kind::Code) => Kind::Code,
        (Cell::Int(_) | Cell::AboutInt(_), _) => Kind::Integer,
        (Cell::Date(_), _) => Kind::Date,
        (Cell::Time(_), _) => Kind::Time,
        (Cell::Ratio { .. }, _) => Kind::Percent,
        (Cell::Text(_), Kind::Code) => Kind::Code,
        (Cell::Text(_), _) => Kind::Text,
        (Cell::Empty, kind) => kind,
    }
}

enum Value {
    Blank,
    Number(f64),
    Text(String),
}

fn value(cell: &Cell, kind: Kind) -> Value {
    let unit = if let Kind::Money(unit) = kind {
        unit
    } else {
        MoneyUnit::Yuan
    };
    let number = match cell {
        Cell::Empty => return Value::Blank,
        Cell::Text(text) if text.is_empty() => return Value::Blank,
        Cell::Ratio { whole, .. } if *whole <= 0 => return Value::Blank,
        Cell::Text(text) => return Value::Text(shown(text)),
        Cell::Int(_) if kind == Kind::Code => None,
        Cell::Int(n) | Cell::AboutInt(n) => exact(*n, 1.0),
        Cell::Fen(fen) | Cell::AboutFen(fen) => exact(
            fen.0,
            if unit == MoneyUnit::WanYuan {
                1_000_000.0
            } else {
                100.0
            },
        ),
        Cell::Date(day) => excel_number(day.at(0, 0, 0, 0)),
        Cell::Time(moment) => excel_number(*moment),
        Cell::Ratio { part, whole } => exact(*part, *whole as f64),
    };
    number.map_or_else(|| Value::Text(cell.plain(unit)), Value::Number)
}

/// A spreadsheet keeps every number as a binary fraction; this is the one place where an exact
/// amount becomes one, and only while fifteen digits hold it, so that it reads back to the fen.
fn exact(n: i64, per: f64) -> Option<f64> {
    (n.unsigned_abs() <= EXACT).then_some(n as f64 / per)
}

fn excel_number(moment: DateTime) -> Option<f64> {
    excel_time(moment).ok().map(|t| t.to_excel())
}

fn shown(text: &str) -> String {
    clean(&cut_utf16(text, MAX_CELL_UTF16)).into_owned()
}

fn lines_of(cell: &Cell, column: &Column) -> u32 {
    match cell {
        Cell::Text(text) if text.len() >= usize::from(column.laid_width()) => {
            lines_needed(&cut_utf16(text, MAX_CELL_UTF16), column.laid_width().into())
        }
        Cell::Text(text) if text.contains('\n') => lines_needed(text, column.laid_width().into()),
        _ => 1,
    }
}

/// Lines a text takes in a cell of this many half-width characters.
fn lines_needed(text: &str, half_widths: u32) -> u32 {
    // A cell keeps some room at both sides, so that one full-width character less fits.
    let room = (half_widths * 50).saturating_sub(60).max(100);
    text.split('\n')
        .map(|line| width(line).div_ceil(room).max(1))
        .sum::<u32>()
        .max(1)
}
