//! What the text of a paper is made of. It must not know how it is laid out.

use crate::{Cell, Column};

/// One piece of a paper's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 (一、黑体), 2 (（一）楷体), 3 (1. 仿宋加粗) or 4 (（1）仿宋). Its number is part of the text.
    Heading(u8, String),
    /// A paragraph; a line feed begins another one.
    Paragraph(String),
    /// A table of rows under a header.
    Table(Table),
    /// A form (表单): labels and values in a grid.
    Form(Form),
    /// Small print under a table.
    Note(String),
}

/// A table in a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// A line above the table at the right, such as 单位：万元; none when empty.
    pub unit_line: String,
    /// The columns with their merged headings; widths are shares of the page's width.
    pub columns: Vec<Column>,
    /// The rows; missing cells are blank.
    pub rows: Vec<Vec<Cell>>,
}

/// A form: a grid of equal columns whose cells span several of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Shares of the columns, such as `[2, 3, 2, 3]`.
    pub columns: Vec<u16>,
    /// Rows of cells from the left; places taken by a tall cell above are passed over.
    pub rows: Vec<FormRow>,
}

/// One row of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormRow {
    /// The cells.
    pub cells: Vec<FormCell>,
    /// Least height in lines of text; opinions and signatures need room to write.
    pub lines: u16,
}

/// One cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCell {
    /// Its text; a line feed begins another line.
    pub text: String,
    /// Whether it is a label (centred, bold ink, shaded) or a value.
    pub label: bool,
    /// Columns it covers.
    pub across: u16,
    /// Rows it covers.
    pub down: u16,
    /// A line at the bottom right of the value, such as 签字：　　年　月　日; none when empty.
    pub sign: String,
}

impl FormCell {
    /// A label.
    pub fn label(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            label: true,
            across: 1,
            down: 1,
            sign: String::new(),
        }
    }

    /// A value.
    pub fn value(text: impl Into<String>) -> Self {
        Self {
            label: false,
            ..Self::label(text)
        }
    }

    /// Covers this many columns.
    #[must_use]
    pub fn across(mut self, columns: u16) -> Self {
        self.across = columns;
        self
    }

    /// Covers this many rows.
    #[must_use]
    pub fn down(mut self, rows: u16) -> Self {
        self.down = rows;
        self
    }

    /// Adds the line to sign on.
    #[must_use]
    pub fn signed(mut self, line: impl Into<String>) -> Self {
        self.sign = line.into();
        self
    }
}

impl From<Vec<FormCell>> for FormRow {
    fn from(cells: Vec<FormCell>) -> Self {
        Self { cells, lines: 1 }
    }
}

impl FormRow {
    /// A row with room for this many lines.
    pub fn tall(cells: Vec<FormCell>, lines: u16) -> Self {
        Self { cells, lines }
    }
}
