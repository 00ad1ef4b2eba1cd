//! The sheet's column widths with one for the results, none overlapping. It must not know any cell.

use quick_xml::events::BytesStart;

use super::{
    AnnotateError,
    cells::{attribute, with_attributes},
};

/// Width of the result column in half-width characters.
const WIDTH: &str = "48";

/// The `<col>` of the result column (numbers from 0 inside, from 1 in the file).
pub(super) fn result_column(prefix: &str, target: u32) -> BytesStart<'static> {
    let number = (target + 1).to_string();
    let mut column = BytesStart::new(format!("{prefix}col"));
    column.push_attribute(("min", number.as_str()));
    column.push_attribute(("max", number.as_str()));
    column.push_attribute(("width", WIDTH));
    column.push_attribute(("customWidth", "1"));
    column
}

/// A `<col>` split around the result column: what lies before it and what lies behind.
pub(super) fn around(
    column: &BytesStart<'_>,
    target: u32,
) -> Result<(Option<BytesStart<'static>>, Option<BytesStart<'static>>), AnnotateError> {
    let target = target + 1;
    let number =
        |name| Ok::<_, AnnotateError>(attribute(column, name)?.and_then(|n| n.parse::<u32>().ok()));
    let (Some(min), Some(max)) = (number("min")?, number("max")?) else {
        return Ok((Some(column.to_owned()), None));
    };
    let part = |from: u32, to: u32| {
        (from <= to)
            .then(|| {
                with_attributes(
                    column,
                    &[("min", from.to_string()), ("max", to.to_string())],
                )
            })
            .transpose()
    };
    Ok((
        part(min, max.min(target - 1))?,
        part(min.max(target + 1), max)?,
    ))
}
