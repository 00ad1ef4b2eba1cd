//! What one sheet looks like around its rows: title, lines under it, columns, notes, signatures.
//! It must not know how it is written.

use crate::Column;

/// Which way the paper lies when printed; A4, and A3 for very wide tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Orientation {
    /// Wide, the offices' habit for tables.
    #[default]
    Landscape,
    /// Tall.
    Portrait,
}

/// A line spread over the table's width: 填报单位 at the left, a date in the middle, 单位：万元 at the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    /// Aligned left.
    pub left: String,
    /// Centred.
    pub middle: String,
    /// Aligned right.
    pub right: String,
}

impl Spread {
    /// A line of three parts; empty ones leave their place blank.
    pub fn new(
        left: impl Into<String>,
        middle: impl Into<String>,
        right: impl Into<String>,
    ) -> Self {
        Self {
            left: left.into(),
            middle: middle.into(),
            right: right.into(),
        }
    }
}

/// One sheet without its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The tab's name; characters Excel refuses are replaced, doubles are numbered.
    pub name: String,
    /// The title over the whole width; none when empty.
    pub title: String,
    /// Lines between title and header: 填报单位、日期、单位：万元.
    pub subtitle: Vec<Spread>,
    /// The columns, left to right, with their merged headings.
    pub columns: Vec<Column>,
    /// How many columns stay in sight when scrolling sideways.
    pub frozen_columns: u16,
    /// Notes under the last row (说明), one paragraph each.
    pub notes: Vec<String>,
    /// The last lines: 填表人、审核人、负责人.
    pub footer: Vec<Spread>,
    /// Which way the paper lies.
    pub orientation: Orientation,
}
