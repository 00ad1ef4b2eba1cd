//! One cell as the file holds it. It must not know what its column means.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::DateTime;

/// The content of a cell. Blank cells at the end of a row are not kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Words, tidied. Cells that say the same may share them.
    Text(Arc<str>),
    /// A number cell. Spreadsheets keep 15 significant digits.
    Number(f64),
    /// A cell formatted as date or time.
    DateTime(DateTime),
    /// A logical value.
    Bool(bool),
    /// An error value such as `#N/A`.
    Error(Box<str>),
    /// A formula whose result is not stored in the file.
    Uncomputed,
}

impl Cell {
    /// A text cell, or an empty one for blanks.
    pub fn text(text: &str) -> Self {
        let tidied = crate::value::tidied(text);
        if tidied.is_empty() {
            Self::Empty
        } else {
            Self::Text(tidied.into())
        }
    }

    /// True for nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The cell as a person sees it.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(shown_number(*number)),
            Self::DateTime(at) => Cow::Owned(shown_date(*at)),
            Self::Bool(flag) => Cow::Borrowed(if *flag { "是" } else { "否" }),
            Self::Uncomputed => Cow::Borrowed("（公式没有结果）"),
        }
    }

    /// The words of a text cell.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A number without exponent and without the noise beyond 15 significant digits.
fn shown_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

fn shown_date(at: DateTime) -> String {
    if at.time() == jiff::civil::Time::midnight() {
        at.date().to_string()
    } else {
        at.strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// The words that cells of a file have said so far: columns such as 登记状态 say the same few a hundred
/// thousand times, and are kept once.
#[derive(Default)]
pub(super) struct Words(HashSet<Arc<str>>);

/// Different words that are remembered; those that come again are among the first.
const REMEMBERED: usize = 1 << 16;

impl Words {
    /// As [`Cell::text`].
    pub fn cell(&mut self, text: &str) -> Cell {
        let tidied = crate::value::tidied(text);
        if tidied.is_empty() {
            return Cell::Empty;
        }
        if let Some(known) = self.0.get(tidied.as_ref()) {
            return Cell::Text(Arc::clone(known));
        }
        let words: Arc<str> = tidied.into();
        if self.0.len() < REMEMBERED {
            self.0.insert(Arc::clone(&words));
        }
        Cell::Text(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_typed() {
        assert_eq!(Cell::Number(0.1 + 0.2).shown(), "0.3");
        assert_eq!(Cell::Number(13_800_000_000.0).shown(), "13800000000");
        assert_eq!(Cell::text(" \u{3000} "), Cell::Empty);
    }
}
