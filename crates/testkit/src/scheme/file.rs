//! Sheets as the bytes of a file: csv in three encodings, workbook, page that calls itself .xls. It
//! must not know what the cells mean.

use encoding_rs::GB18030;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    layout::Container,
    sheet::{Cell, Row, Sheet},
};

/// The ending of the file's name.
pub fn ending(container: Container) -> &'static str {
    match container {
        Container::Csv | Container::CsvMarked | Container::CsvChinese => "csv",
        Container::Xlsx => "xlsx",
        Container::HtmlXls => "xls",
    }
}

/// The bytes of a file with these sheets.
///
/// # Errors
/// When a sheet cannot be put into a workbook.
pub fn bytes(container: Container, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    Ok(match container {
        Container::Csv => csv(sheets).into_bytes(),
        Container::CsvMarked => format!("\u{feff}{}", csv(sheets)).into_bytes(),
        Container::CsvChinese => GB18030.encode(&csv(sheets)).0.into_owned(),
        Container::HtmlXls => page(sheets).into_bytes(),
        Container::Xlsx => workbook(sheets)?,
    })
}

fn csv(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let cells: Vec<String> = row.cells.iter().map(|cell| quoted(&words(cell))).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(words: &str) -> String {
    if words.contains([',', '"', '\n']) {
        return format!("\"{}\"", words.replace('"', "\"\""));
    }
    words.to_owned()
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(words) => words.clone(),
        Cell::Number(fen) => fen.yuan(),
        Cell::Stamp(at, true) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Cell::Stamp(at, false) => at.strftime("%Y-%m-%d").to_string(),
    }
}

fn page(sheets: &[Sheet]) -> String {
    let mut text = String::from(
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>\n",
    );
    for sheet in sheets {
        text.push_str("<table border=\"1\">\n");
        for row in &sheet.rows {
            text.push_str("<tr>");
            for cell in &row.cells {
                let escaped = words(cell).replace('&', "&amp;").replace('<', "&lt;");
                text.push_str(&format!("<td>{escaped}</td>"));
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</table>\n");
    }
    text.push_str("</body></html>\n");
    text
}

fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The time of making would make two runs of a seed differ.
    let made = ExcelDateTime::from_ymd(2024, 1, 2)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(&sheet.name)?;
        for (i, row) in sheet.rows.iter().enumerate() {
            put(page, u32::try_from(i).unwrap_or(u32::MAX), row)?;
        }
    }
    workbook.save_to_buffer()
}

fn put(page: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
    for (i, cell) in row.cells.iter().enumerate() {
        let column = u16::try_from(i).unwrap_or(u16::MAX);
        match cell {
            Cell::Empty => {}
            Cell::Text(words) => {
                page.write_string(at, column, words)?;
            }
            Cell::Number(fen) => {
                let money = Format::new().set_num_format("#,##0.00");
                page.write_number_with_format(at, column, as_excel(fen.0), &money)?;
            }
            Cell::Stamp(when, timed) => {
                let (y, m, d) = (when.year(), when.month(), when.day());
                let mut date =
                    ExcelDateTime::from_ymd(y.unsigned_abs(), m.unsigned_abs(), d.unsigned_abs())?;
                if *timed {
                    let (h, min, s) = (when.hour(), when.minute(), when.second());
                    date = date.and_hms(
                        u16::from(h.unsigned_abs()),
                        min.unsigned_abs(),
                        f64::from(s),
                    )?;
                }
                let form = if *timed {
                    "yyyy-mm-dd hh:mm:ss"
                } else {
                    "yyyy-mm-dd"
                };
                let form = Format::new().set_num_format(form);
                page.write_datetime_with_format(at, column, &date, &form)?;
            }
        }
    }
    Ok(())
}

/// A workbook keeps numbers as binary fractions, as every bank's export does.
fn as_excel(fen: i64) -> f64 {
    fen as f64 / 100.0
}
