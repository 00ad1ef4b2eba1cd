//! Properties of the paragraphs of a binary Word file ([MS-DOC] 2.9.23, 2.6.2): which mark ends a row of a table,
//! and whether Word numbers a paragraph by itself. It must not know the text.

use super::word_binary::{u16_at, u32_at};

const PAGE: usize = 512;
/// sprmPFInTable: the paragraph stands in a table.
const IN_TABLE: u16 = 0x2416;
/// sprmPFTtp: the paragraph ends a row.
const ENDS_ROW: u16 = 0x2417;
/// sprmPIlfo: the list the paragraph belongs to.
const LIST: u16 = 0x460B;

/// One run of bytes with the same properties.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    kind: Kind,
}

/// What matters of a paragraph's properties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kind {
    pub is_in_table: bool,
    pub ends_row: bool,
    /// Word writes a number before it.
    pub is_numbered: bool,
}

/// The runs in order of their bytes.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    runs: Vec<Run>,
}

impl Paragraphs {
    /// Reads the pages the table of pages names; pages that lie outside the file are passed over.
    pub(super) fn read(main: &[u8], pages: &[u8]) -> Self {
        let count = pages.len().saturating_sub(4) / 8;
        let mut runs: Vec<Run> = (0..count)
            .filter_map(|at| u32_at(pages, (count + 1) * 4 + at * 4))
            .filter_map(|page| {
                let start = (page as usize & 0x3F_FFFF).checked_mul(PAGE)?;
                main.get(start..start.checked_add(PAGE)?)
            })
            .flat_map(runs)
            .collect();
        runs.sort_by_key(|run| run.start);
        Self { runs }
    }

    /// The kind of the paragraph that ends with the mark at a byte.
    pub(super) fn at(&self, mark: usize) -> Kind {
        let next = self.runs.partition_point(|run| run.start <= mark);
        next.checked_sub(1)
            .map(|before| self.runs[before])
            .filter(|run| mark < run.end)
            .map_or(Kind::default(), |run| run.kind)
    }

    /// Whether any paragraph is numbered by Word.
    pub(super) fn are_numbered(&self) -> bool {
        self.runs.iter().any(|run| run.kind.is_numbered)
    }
}

/// The runs of one page.
fn runs(page: &[u8]) -> Vec<Run> {
    let count = page.last().map_or(0, |&count| usize::from(count));
    let run = |at: usize| {
        let (start, end) = (u32_at(page, at * 4)?, u32_at(page, at * 4 + 4)?);
        let place = usize::from(*page.get((count + 1) * 4 + at * 13)?) * 2;
        let own = (place > 0).then(|| kind(page, place)).flatten();
        Some(Run {
            start: start as usize,
            end: end as usize,
            kind: own.unwrap_or_default(),
        })
    };
    (0..count).filter_map(run).collect()
}

/// The kind by the list of single properties at `place`.
fn kind(page: &[u8], place: usize) -> Option<Kind> {
    let words = usize::from(*page.get(place)?);
    let (start, length) = if words == 0 {
        (place + 2, usize::from(*page.get(place + 1)?) * 2)
    } else {
        (place + 1, words * 2 - 1)
    };
    // The style's number comes first.
    let mut rest = page.get(start + 2..(start + length).min(page.len()))?;
    let mut found = Kind::default();
    while let Some(property) = u16_at(rest, 0) {
        let value = &rest[2..];
        match property {
            IN_TABLE => found.is_in_table = value.first() == Some(&1),
            ENDS_ROW => found.ends_row = value.first() == Some(&1),
            LIST => found.is_numbered = u16_at(value, 0).is_some_and(|list| list != 0),
            _ => {}
        }
        let Some(next) = rest.get(2 + operand_length(property, value)..) else {
            break;
        };
        rest = next;
    }
    Some(found)
}

/// How many bytes a property's value takes ([MS-DOC] 2.6.1).
fn operand_length(property: u16, value: &[u8]) -> usize {
    match property >> 13 {
        0 | 1 => 1,
        3 => 4,
        7 => 3,
        // sprmTDefTable tells its length in two bytes, others in one.
        6 if property == 0xD608 => u16_at(value, 0).map_or(2, |length| usize::from(length) + 1),
        6 => value.first().map_or(1, |&length| usize::from(length) + 1),
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with one run from byte 0 to 100 and these properties.
    fn page(properties: &[u8]) -> Vec<u8> {
        let mut page = vec![0; PAGE];
        page[4..8].copy_from_slice(&100_u32.to_le_bytes());
        page[8] = 128;
        let bytes = [&[0, 0], properties].concat();
        page[256] = 0;
        page[257] = u8::try_from(bytes.len().div_ceil(2)).unwrap();
        page[258..258 + bytes.len()].copy_from_slice(&bytes);
        page[PAGE - 1] = 1;
        page
    }

    #[test]
    fn the_end_of_a_row_is_told_behind_other_properties() {
        let alignment = [0x03, 0x24, 1];
        let ends = [0x17, 0x24, 1];
        let found = runs(&page(&[alignment, ends].concat()));
        assert!(found[0].kind.ends_row && !found[0].kind.is_numbered);
        assert!(!runs(&page(&alignment))[0].kind.ends_row);
    }

    #[test]
    fn a_list_of_words_own_is_noticed() {
        assert!(runs(&page(&[0x0B, 0x46, 2, 0]))[0].kind.is_numbered);
        assert!(!runs(&page(&[0x0B, 0x46, 0, 0]))[0].kind.is_numbered);
    }
}
