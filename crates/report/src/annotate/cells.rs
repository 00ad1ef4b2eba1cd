//! References of cells, as `AB12`, and the attributes that carry them. It must not know any sheet.

use std::borrow::Cow;

use quick_xml::events::BytesStart;

use super::AnnotateError;

/// Excel's limits.
pub(super) const LAST_COLUMN: u32 = 16_383;
pub(super) const LAST_ROW: u32 = 1_048_576;

/// Column (from 0) and row (from 1) of a reference such as `AB12` or `$AB$12`.
pub(super) fn parse(reference: &str) -> Option<(u32, u32)> {
    let (mut column, mut letters, mut row) = (0_u32, 0, 0_u32);
    for byte in reference.bytes().filter(|b| *b != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 && letters < 3 => {
                column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                letters += 1;
            }
            b'0'..=b'9' => row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?,
            _ => return None,
        }
    }
    let known = (1..=LAST_COLUMN + 1).contains(&column) && (1..=LAST_ROW).contains(&row);
    known.then(|| (column - 1, row))
}

/// First and last cell of a range such as `A1:H20`; a single cell is a range.
pub(super) fn parse_range(range: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    Some((parse(first)?, parse(last)?))
}

/// The reference of a column (from 0) and row (from 1).
pub(super) fn name(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut n = column + 1;
    while n > 0 {
        letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    letters.into_iter().rev().collect::<String>() + &row.to_string()
}

/// The text of an attribute, by its name without prefix.
pub(super) fn attribute<'a>(
    element: &'a BytesStart<'_>,
    wanted: &str,
) -> Result<Option<Cow<'a, str>>, AnnotateError> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute?;
        if attribute.key.as_ref() == wanted {
            return Ok(Some(
                attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0)?,
            ));
        }
    }
    Ok(None)
}

/// The element with some attributes replaced or added, the others and their order kept.
pub(super) fn with_attributes(
    element: &BytesStart<'_>,
    changes: &[(&str, String)],
) -> Result<BytesStart<'static>, AnnotateError> {
    let mut out = BytesStart::new(element.name().as_ref().to_owned());
    let mut pending: Vec<_> = changes.iter().collect();
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute?;
        match pending
            .iter()
            .position(|(key, _)| attribute.key.as_ref() == *key)
        {
            Some(at) => out.push_attribute((pending[at].0, pending.remove(at).1.as_str())),
            None => out.push_attribute(attribute),
        }
    }
    for (key, value) in pending {
        out.push_attribute((*key, value.as_str()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_and_print() {
        for (text, cell) in [
            ("A1", (0, 1)),
            ("Z9", (25, 9)),
            ("AA10", (26, 10)),
            ("XFD1048576", (16_383, 1_048_576)),
        ] {
            assert_eq!(parse(text), Some(cell));
            assert_eq!(name(cell.0, cell.1), text);
        }
        assert_eq!(parse("$B$2"), Some((1, 2)));
        for wrong in ["", "12", "A0", "XFE1", "A1048577", "ABCD1", "甲1"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
