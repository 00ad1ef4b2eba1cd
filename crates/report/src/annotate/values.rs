//! A new xlsx with the values of an old file (xls) and the result column, where the old format
//! cannot be patched. It must not know how the old file was read.

use jiff::civil::DateTime;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

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
}

/// Writes the rows (the first is row 1) and the notes behind the widest of them.
pub fn values(
    sheet: &str,
    rows: &[Vec<Value>],
    header_row: u32,
    notes: &Notes,
) -> Result<Vec<u8>, AnnotateError> {
    let mut book = Workbook::new();
    let out = book.add_worksheet();
    out.set_name(crate::xlsx::tab_name(sheet, &[]))?;
    let column = u16::try_from(rows.iter().map(Vec::len).max().unwrap_or(0))
        .map_err(|_| AnnotateError::NoRoom)?;
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    for (row, cells) in (0_u32..).zip(rows) {
        for (i, value) in (0_u16..).zip(cells) {
            write(out, (row, i), value, &date, &moment)?;
        }
    }
    let text = Format::new().set_quote_prefix();
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
    Ok(book.save_to_buffer()?)
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
