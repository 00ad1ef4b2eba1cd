//! A new xlsx with the values of a file that cannot be patched (xls), or must not be (a copy without
//! what may not be kept), and the result column. It must not know how the old file was read.

use jiff::civil::DateTime;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};

use super::{AnnotateError, Notes, RESULT_HEADING};
use crate::text::{clean, cut_utf16};

/// One value as the old file has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number as the spreadsheet stored it.
    Number(f64),
    /// A day or moment.
    Time(DateTime),
    /// Yes or no.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(String),
}

/// One sheet that is written anew.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values {
    /// Its name.
    pub name: String,
    /// Its rows; the first is row 1.
    pub rows: Vec<Vec<Value>>,
    /// Merged areas: first row, first column, last row, last column, from 0, ends included.
    pub merges: Vec<(u32, u16, u32, u16)>,
    /// Hidden rows, from 0.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns, from 0.
    pub hidden_columns: Vec<u16>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// The last row of the header, where the heading of the result column stands, and what to say
    /// about which row; `None` adds no column.
    pub results: Option<(u32, Notes)>,
    /// The column (from 0) of an earlier result to be replaced.
    pub result_column: Option<u16>,
}

/// Writes the sheets, each with its notes behind the widest of its rows.
pub fn values(sheets: &[Values]) -> Result<Vec<u8>, AnnotateError> {
    let mut book = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    // A workbook of hidden sheets alone cannot be opened.
    let all_hidden = sheets.iter().all(|sheet| sheet.hidden);
    for sheet in sheets {
        let name = crate::xlsx::tab_name(&sheet.name, &names);
        let out = book.add_worksheet();
        out.set_name(&name)?;
        out.set_hidden(sheet.hidden && !all_hidden);
        write_sheet(out, sheet)?;
        names.push(name);
    }
    if let Some(shown) = sheets.iter().position(|sheet| !sheet.hidden) {
        book.worksheet_from_index(shown)?.set_active(true);
    }
    Ok(book.save_to_buffer()?)
}

fn write_sheet(out: &mut Worksheet, sheet: &Values) -> Result<(), AnnotateError> {
    let plain = Format::new();
    for &(top, left, bottom, right) in &sheet.merges {
        match out.merge_range(top, left, bottom, right, "", &plain) {
            // Areas that overlap stand in broken files; the values are what matters.
            Ok(_) | Err(XlsxError::MergeRangeOverlaps(..) | XlsxError::MergeRangeSingleCell) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (row, cells) in (0_u32..).zip(&sheet.rows) {
        for (column, value) in (0_u16..).zip(cells) {
            write(out, (row, column), value, &date, &moment)?;
        }
    }
    for row in &sheet.hidden_rows {
        out.set_row_hidden(*row)?;
    }
    for column in &sheet.hidden_columns {
        out.set_column_hidden(*column)?;
    }
    match &sheet.results {
        Some((header_row, notes)) => write_results(out, sheet, *header_row, notes),
        None => Ok(()),
    }
}

fn write_results(
    out: &mut Worksheet,
    sheet: &Values,
    header_row: u32,
    notes: &Notes,
) -> Result<(), AnnotateError> {
    let widest = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = u16::try_from(widest).map_err(|_| AnnotateError::NoRoom)?;
    let column = sheet.result_column.unwrap_or(widest);
    let text = Format::new().set_quote_prefix();
    if sheet.result_column.is_some() {
        for row in header_row..u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX) {
            out.write_blank(row, column, &Format::new())?;
        }
    }
    for (row, note) in notes
        .iter()
        .filter(|(row, _)| **row > 0 && **row != header_row)
    {
        out.write_string_with_format(row - 1, column, shown(note), &text)?;
    }
    if let Some(row) = header_row.checked_sub(1) {
        out.write_string(row, column, RESULT_HEADING)?;
    }
    out.set_column_width(column, 48)?;
    Ok(())
}

fn write(
    out: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    date: &Format,
    moment: &Format,
) -> Result<(), AnnotateError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            out.write_string(row, column, shown(text))?;
        }
        Value::Number(n) => {
            out.write_number(row, column, *n)?;
        }
        Value::Bool(b) => {
            out.write_boolean(row, column, *b)?;
        }
        Value::Error(code) => {
            out.write_formula(row, column, Formula::new("=NA()").set_result(code))?;
        }
        Value::Time(time) => {
            let format = if time.time() == jiff::civil::Time::midnight() {
                date
            } else {
                moment
            };
            match crate::xlsx::excel_time(*time) {
                Ok(serial) => {
                    out.write_number_with_format(row, column, serial.to_excel(), format)?
                }
                Err(_) => out.write_string(row, column, time.to_string())?,
            };
        }
    }
    Ok(())
}

fn shown(text: &str) -> String {
    clean(&cut_utf16(text, 32_767)).into_owned()
}
