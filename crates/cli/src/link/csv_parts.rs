//! A csv file read in parts by all threads. Where a part begins is guessed to be after the next end of a line; a quoted
//! cell may hold one, and then the part is read again from where the one before it ended. It must not know linkage.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};
use fangfei_lens::link::run::{RowsBuilder, Stretch};
use rayon::prelude::*;

use super::table_file::TableFile;
use crate::failure::Failure;

/// Bytes of a part, about.
const PART: usize = 1 << 20;
/// Parts that are read together; what they hold is in memory twice for a moment.
const WAVE: usize = 32;

/// The cells that are wanted.
pub struct Wanted<'w> {
    /// Number of the column of ids.
    pub id: usize,
    /// Numbers of the columns to compare.
    pub columns: &'w [usize],
}

/// What a part holds.
struct Part {
    stretch: Stretch,
    /// Where the next row begins.
    end: usize,
}

/// Reads all rows into a table.
pub fn read(
    file: &TableFile,
    wanted: &Wanted<'_>,
    builder: &mut RowsBuilder,
) -> Result<(), Failure> {
    let text = file.text();
    let mut at = skipped(text, file.body()?);
    while at < text.len() {
        let ranges = ranges(text, at);
        let read = |range: &Range<usize>| part(file, range.clone(), wanted);
        let mut parts: Vec<Option<Part>> = ranges.par_iter().map(read).collect();
        let mut stretches = Vec::with_capacity(parts.len());
        for (range, part) in ranges.iter().zip(&mut parts) {
            // A cell may have gone on through a whole part.
            if at >= range.end {
                continue;
            }
            if at != range.start {
                *part = read(&(at..range.end));
            }
            // What is wrong is told by reading row by row, with the number of the line.
            let Some(part) = part.take() else {
                return file.rows(|_| true).and(Err(file.unreadable()));
            };
            at = part.end;
            stretches.push(part.stretch);
        }
        builder.add(stretches);
    }
    Ok(())
}

/// Parts from `at` on: each ends after the end of a line.
fn ranges(text: &str, at: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::with_capacity(WAVE);
    let mut start = at;
    while ranges.len() < WAVE && start < text.len() {
        let bytes = text.as_bytes();
        let near = (start + PART).min(text.len());
        let line_end = bytes[near..].iter().position(|byte| *byte == b'\n');
        let end = line_end.map_or(text.len(), |len| skipped(text, near + len));
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// The rows that begin in a range; nothing where one cannot be read.
fn part(file: &TableFile, range: Range<usize>, wanted: &Wanted<'_>) -> Option<Part> {
    let text = file.text().get(range.clone())?;
    if text.contains('"') {
        quoted(file, range, wanted)
    } else {
        let stretch = plain(file, text, wanted)?;
        let end = range.end;
        Some(Part { stretch, end })
    }
}

/// Rows of a part without any quote, whose cells stand there as they are.
fn plain(file: &TableFile, text: &str, wanted: &Wanted<'_>) -> Option<Stretch> {
    let mut stretch = Stretch::new(wanted.columns.len());
    let mut cells: Vec<&str> = Vec::with_capacity(file.header.len());
    let delimiter = char::from(file.delimiter());
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        cells.clear();
        cells.extend(line.split(delimiter));
        if cells.len() != file.header.len() {
            return None;
        }
        let columns = wanted.columns.iter().map(|at| cells[*at]);
        stretch.push(cells[wanted.id].trim(), columns);
    }
    Some(stretch)
}

/// Rows of a part in which cells stand in quotes; the last may go on behind it.
fn quoted(file: &TableFile, range: Range<usize>, wanted: &Wanted<'_>) -> Option<Part> {
    let text = file.text();
    let mut reader = ReaderBuilder::new()
        .delimiter(file.delimiter())
        .flexible(true)
        .has_headers(false)
        .from_reader(&text.as_bytes()[range.start..]);
    let mut stretch = Stretch::new(wanted.columns.len());
    let mut record = StringRecord::new();
    let mut end = range.start;
    while end < range.end && reader.read_record(&mut record).ok()? {
        file.check_width(record.as_byte_record()).ok()?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        stretch.push(
            cell(wanted.id).trim(),
            wanted.columns.iter().map(|at| cell(*at)),
        );
        let read = usize::try_from(reader.position().byte()).ok()?;
        end = skipped(text, range.start + read);
    }
    Some(Part { stretch, end })
}

/// The place after ends of lines that stand at `at`.
fn skipped(text: &str, at: usize) -> usize {
    let ends = text.as_bytes().get(at..).unwrap_or_default().iter();
    at + ends.take_while(|b| matches!(b, b'\r' | b'\n')).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fangfei_lens::link::run::ColumnKind;

    /// The ids and the number of rows that a text gives in parts.
    fn ids(text: &str) -> Result<Vec<String>, Failure> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).expect("it can be written");
        let file = TableFile::open(&path)?;
        let mut builder = RowsBuilder::new([("甲".to_owned(), ColumnKind::Text)]);
        let wanted = Wanted {
            id: 0,
            columns: &[1],
        };
        read(&file, &wanted, &mut builder)?;
        let rows = builder.finish();
        Ok((0..)
            .take(rows.len())
            .map(|row| rows.id(row).to_owned())
            .collect())
    }

    /// Rows of several parts. Cells of each hold ends of lines, so that parts begin within them.
    fn long(end: &str) -> String {
        let cell = format!("\"青禾{end}1,2{end}{}\"", "远志\"\"大川".repeat(40));
        let rows: Vec<String> = (0..12_000).map(|n| format!("r{n},{cell}{end}")).collect();
        format!("编号,甲{end}{}", rows.concat())
    }

    #[test]
    fn rows_whose_cells_hold_ends_of_lines_are_read_once() {
        let expected: Vec<String> = (0..12_000).map(|n| format!("r{n}")).collect();
        for end in ["\n", "\r\n"] {
            assert!(long(end).len() > 4 * PART);
            assert_eq!(ids(&long(end)).ok(), Some(expected.clone()));
        }
    }

    #[test]
    fn a_row_that_is_too_long_is_named_by_its_line() {
        let rows: Vec<String> = (0..300_000).map(|n| format!("r{n},青禾\n")).collect();
        let text = format!("编号,甲\n{}r,1,2\n{}", rows.concat(), rows.concat());
        assert!(text.len() > 4 * PART);
        let said = format!("{:?}", ids(&text).expect_err("three cells"));
        assert!(said.contains("第 300002 行"), "{said}");
    }

    #[test]
    fn a_table_without_rows_has_none() {
        assert_eq!(ids("编号,甲").ok(), Some(Vec::new()));
        assert_eq!(ids("编号,甲\n\n").ok(), Some(Vec::new()));
    }
}
