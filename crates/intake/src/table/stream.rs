//! Counting rows and cells while a file streams in. It must not know formats.

use super::error::Error;
use super::limit::Limits;

/// What is left of the limits.
pub(super) struct Budget {
    cells_left: usize,
    limits: Limits,
}

impl Budget {
    pub fn new(limits: &Limits) -> Self {
        Self {
            cells_left: limits.cells,
            limits: *limits,
        }
    }

    /// Takes one filled cell of a row, 0-based.
    pub fn spend(&mut self, sheet: &str, row: u32) -> Result<(), Error> {
        if row as usize >= self.limits.rows {
            return Err(Error::TooMany {
                sheet: sheet.to_owned(),
                what: "行",
                limit: self.limits.rows,
            });
        }
        match self.cells_left.checked_sub(1) {
            Some(left) => {
                self.cells_left = left;
                Ok(())
            }
            None => Err(Error::TooMany {
                sheet: sheet.to_owned(),
                what: "单元格",
                limit: self.limits.cells,
            }),
        }
    }
}
