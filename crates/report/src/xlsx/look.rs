//! The look of the office's tables: fonts, borders, number formats. It must not know any row.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::{Kind, MoneyUnit};

const SONG: &str = "宋体";
const HEADER_GREY: Color = Color::RGB(0x00E7_E6E6);

/// The formats of a workbook, made once so that a million cells share them.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) title: Format,
    pub(super) header: Format,
    pub(super) line_left: Format,
    pub(super) line_middle: Format,
    pub(super) line_right: Format,
    pub(super) note: Format,
    body: [Format; 8],
    total: [Format; 8],
    about: [Format; 8],
}

impl Look {
    pub(super) fn new() -> Self {
        let body = KINDS.map(cell);
        let total = body.clone().map(Format::set_bold);
        let about = KINDS.map(|kind| match kind {
            Kind::Integer => cell(kind).set_num_format("\"约\"#,##0"),
            Kind::Money(_) => cell(kind).set_num_format("\"约\"#,##0.00"),
            other => cell(other),
        });
        Self {
            title: song(16)
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            header: bordered(11)
                .set_bold()
                .set_background_color(HEADER_GREY)
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            line_left: line(FormatAlign::Left),
            line_middle: line(FormatAlign::Center),
            line_right: line(FormatAlign::Right),
            note: song(10)
                .set_align(FormatAlign::Left)
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            body,
            total,
            about,
        }
    }

    /// The format of a body cell in a column of this kind.
    pub(super) fn body(&self, kind: Kind, total: bool) -> &Format {
        let formats = if total { &self.total } else { &self.body };
        &formats[place(kind)]
    }

    /// The format of a figure stated as 约, which stays a number that can be summed.
    pub(super) fn about(&self, kind: Kind) -> &Format {
        &self.about[place(kind)]
    }

    /// Text where a number or date should stand, such as an amount too large for a spreadsheet.
    pub(super) fn text(&self, total: bool) -> &Format {
        self.body(Kind::Text, total)
    }
}

fn place(kind: Kind) -> usize {
    KINDS.iter().position(|k| *k == kind).unwrap_or(0)
}

const KINDS: [Kind; 8] = [
    Kind::Text,
    Kind::Integer,
    Kind::Money(MoneyUnit::Yuan),
    Kind::Money(MoneyUnit::WanYuan),
    Kind::Date,
    Kind::Time,
    Kind::Code,
    Kind::Percent,
];

fn song(points: u8) -> Format {
    Format::new()
        .set_font_name(SONG)
        .set_font_size(points)
        .set_font_charset(134)
        .set_font_family(3)
}

fn bordered(points: u8) -> Format {
    song(points)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
}

fn line(align: FormatAlign) -> Format {
    song(11)
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
}

/// Text formats carry the quote prefix, so that editing a cell does not turn its text into a formula.
fn cell(kind: Kind) -> Format {
    let base = bordered(11);
    match kind {
        Kind::Text => base
            .set_align(FormatAlign::Left)
            .set_text_wrap()
            .set_quote_prefix(),
        Kind::Code => base
            .set_align(FormatAlign::Left)
            .set_num_format("@")
            .set_text_wrap()
            .set_quote_prefix(),
        Kind::Integer => base.set_align(FormatAlign::Center).set_num_format("#,##0"),
        Kind::Money(_) => base
            .set_align(FormatAlign::Right)
            .set_indent(1)
            .set_num_format("#,##0.00"),
        Kind::Date => base
            .set_align(FormatAlign::Center)
            .set_num_format("yyyy-mm-dd"),
        Kind::Time => base
            .set_align(FormatAlign::Center)
            .set_num_format("yyyy-mm-dd hh:mm"),
        Kind::Percent => base
            .set_align(FormatAlign::Right)
            .set_indent(1)
            .set_num_format("0.00%"),
    }
}
