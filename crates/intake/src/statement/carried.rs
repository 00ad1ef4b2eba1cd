//! Days that a table prints once each, in the first row of the day, as printed statements do. It must not know what
//! else rows say.

use jiff::civil::Date;

use super::furniture::furniture;
use super::raw::RowReader;
use crate::table::SheetRow;

/// So many rows without a day make it a manner of printing; one or two may just lack theirs.
const LEAST: usize = 3;

/// Whether the table prints every day once only: no row repeats the day of the row above, every row without one stands
/// below a row that has one, and days run one way.
pub(super) fn prints_day_once(reader: &RowReader<'_>, rows: &[SheetRow]) -> bool {
    let mut days: Vec<Date> = Vec::new();
    let mut blank = 0_usize;
    for row in rows {
        // What is asked first turns most tables away within a few rows.
        match reader.day(row, days.last().copied()) {
            Ok(Some(day)) if days.last() == Some(&day) => return false,
            Ok(Some(day)) if reader.speaks_of_money(row) => days.push(day),
            Ok(Some(_)) => {}
            _ if !is_entry(reader, row) => {}
            // A day that cannot be read leaves the rows below it without one.
            Err(()) => return false,
            Ok(None) if days.is_empty() => return false,
            Ok(None) => blank += 1,
        }
    }
    let rising = days.windows(2).all(|pair| pair[0] < pair[1]);
    let falling = days.windows(2).all(|pair| pair[0] > pair[1]);
    blank >= LEAST && (rising || falling)
}

fn is_entry(reader: &RowReader<'_>, row: &SheetRow) -> bool {
    row.filled().count() >= 3 && reader.speaks_of_money(row) && furniture(row).is_none()
}
