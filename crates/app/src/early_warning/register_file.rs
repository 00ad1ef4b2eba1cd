//! A register of platforms: when each opened. Names and places are not read. It must not know how risk is computed.

use std::collections::BTreeMap;

use fangfei_intake::table::open;
use fangfei_lens::warn::Month;

use super::{columns::Columns, heading::Meaning, rows::month};
use crate::{Error, Result};

/// When platforms opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegisterFile {
    /// The month by platform.
    pub opened: BTreeMap<Box<str>, Month>,
    /// Rows whose date is missing or wrong: their age stays unknown.
    pub notes: Vec<String>,
}

/// Reads a register with the columns `platform,opened`.
///
/// # Errors
/// A file that is no table or lacks one of the two columns.
pub fn read_register(bytes: &[u8], file: &str) -> Result<RegisterFile> {
    let workbook = open(bytes, file).map_err(|e| Error::file(file, e))?;
    let found = Columns::best(&workbook).and_then(|(sheet, columns)| {
        let platform = columns.column(Meaning::Platform)?;
        Some((
            sheet,
            columns.at,
            platform,
            columns.column(Meaning::Opened)?,
        ))
    });
    let Some((sheet, at, platform, opened)) = found else {
        let problem = "平台名册应有 platform（平台）和 opened（上线时间）两列；请补上列名后再试";
        return Err(Error::file(file, problem));
    };
    let mut register = RegisterFile::default();
    for row in &sheet.rows[at + 1..] {
        let name = row.cell(platform).shown();
        match month(row.cell(opened)) {
            Ok(when) => {
                register.opened.insert(name.trim().into(), when);
            }
            Err(problem) => register
                .notes
                .push(format!("名册第{}行：{problem}", row.number)),
        }
    }
    Ok(register)
}
