//! Early warning from office files: the table of monthly figures and the register of platforms are read, the ranking is
//! made, lines are drawn from it. It must not know the terminal or pages.

mod columns;
mod heading;
mod lines;
mod platforms_file;
mod register_file;
mod rows;

pub use fangfei_lens::warn::{Assessment, Histories, Method, Month, Point, assess};
pub use lines::{AnatomyLine, PlatformLine, TermLine, anatomy};
pub use platforms_file::{PlatformsFile, read_platforms};
pub use register_file::{RegisterFile, read_register};

use crate::{Error, Result};

/// Reads a method file of the office.
///
/// # Errors
/// The line that is wrong, or the value out of range.
pub fn read_method(text: &str, file: &str) -> Result<Method> {
    Method::parse(text).map_err(|e| Error::file(file, e))
}

/// The method that comes with the program.
///
/// # Errors
/// Never in a released program: the shipped file is tested.
pub fn builtin_method() -> Result<Method> {
    Method::builtin().map_err(Error::bug)
}
