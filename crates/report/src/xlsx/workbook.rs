//! The file: several sheets, its properties, its saving. It must not hold rows in memory.

use std::io::Write;

use jiff::civil::DateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime};

use super::{look::Look, name::tab_name, sheet::Sheet, writer::SheetWriter};
use crate::Result;

/// Who made the file and when, for its properties.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The unit that makes it.
    pub unit: String,
    /// The office's clock (UTC+8) at the making.
    pub made_at: DateTime,
}

/// A spreadsheet file being written.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    look: Look,
    names: Vec<String>,
}

impl Workbook {
    /// An empty file.
    pub fn new(origin: &Origin) -> Result<Self> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let made = excel_time(origin.made_at)?;
        let properties = DocProperties::new()
            .set_author(crate::text::clean(&origin.unit))
            .set_creation_datetime(&made);
        book.set_properties(&properties);
        // No zip64 headers: LibreOffice refuses streamed files that carry them, and a sheet of over
        // 4 GiB of XML is refused with an error instead.
        book.use_zip_large_file(false);
        Ok(Self {
            book,
            look: Look::new(),
            names: Vec::new(),
        })
    }

    /// Begins a sheet: writes title, lines and header. Push the rows, then call `finish` on it.
    pub fn sheet(&mut self, sheet: Sheet) -> Result<SheetWriter<'_>> {
        let name = tab_name(&sheet.name, &self.names);
        self.names.push(name.clone());
        let worksheet = self.book.add_worksheet_with_constant_memory()?;
        worksheet.set_name(&name)?;
        SheetWriter::begin(worksheet, &self.look, Sheet { name, ..sheet })
    }

    /// Writes the file. `target` receives it as a stream.
    pub fn save(mut self, target: impl Write + Send) -> Result<()> {
        self.book.save_to_writer(target)?;
        Ok(())
    }

    /// The file as bytes, for small tables.
    pub fn into_bytes(self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.save(&mut bytes)?;
        Ok(bytes)
    }
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

/// Excel's time, or an error for years it does not know (before 1900, after 9999).
pub(crate) fn excel_time(
    moment: DateTime,
) -> std::result::Result<ExcelDateTime, rust_xlsxwriter::XlsxError> {
    let unsigned = |n: i8| u8::try_from(n).unwrap_or(0);
    let day = ExcelDateTime::from_ymd(
        u16::try_from(moment.year()).unwrap_or(0),
        unsigned(moment.month()),
        unsigned(moment.day()),
    )?;
    day.and_hms(
        u16::from(unsigned(moment.hour())),
        unsigned(moment.minute()),
        f64::from(moment.second()),
    )
}
