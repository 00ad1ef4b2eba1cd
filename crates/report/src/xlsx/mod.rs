//! Spreadsheets in the office's look, written row by row in constant memory.

mod look;
mod name;
mod sheet;
mod workbook;
mod writer;

pub(crate) use name::tab_name;
pub use sheet::{Orientation, Sheet, Spread};
pub(crate) use workbook::excel_time;
pub use workbook::{Origin, Workbook};
pub use writer::SheetWriter;
