//! The end of a paper: attachment list, signature, annotation, closing lines, attachment heads.
//! It must not know the text.

use docx_rs::{
    AlignmentType, BorderType, Paragraph, SpecialIndentType, Table, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableLayoutType, TablePositionProperty, TableRow,
    WidthType,
};
use jiff::civil::Date;

use super::{
    head::{em, even_lines},
    page::Section,
    paper::{Attachment, Paper, PrintLine, Signature},
    style::{BODY, EM, FANGSONG, HEITI, NO2, NO4, Type, XIAOBIAOSONG},
};
use crate::text::width;

/// Writes everything between the text and the attachments.
pub(super) fn write(paper: &Paper, section: &mut Section) {
    if !paper.attachments.is_empty() {
        section.add(BODY.empty());
        write_list(&paper.attachments, section);
    }
    if let Some(signature) = &paper.signature {
        for _ in 0..2 {
            section.keep_last_with_next();
            section.add(BODY.empty());
        }
        section.keep_last_with_next();
        write_signature(signature, section);
    }
    if !paper.annotation.is_empty() {
        section.add(BODY.paragraph(&format!(
            "（{}）",
            paper.annotation.trim_matches(['（', '）'])
        )));
    }
}

/// 附件：1. … with the following lines hanging under the name.
fn write_list(attachments: &[Attachment], section: &mut Section) {
    let list = Type {
        align: AlignmentType::Left,
        indent: 0,
        ..BODY
    };
    for (i, attachment) in attachments.iter().enumerate() {
        let lead = if i == 0 { "附件：" } else { "" };
        let number = if attachments.len() > 1 {
            format!("{}.", i + 1)
        } else {
            String::new()
        };
        let hang = EM * 3 + width(&number) as i32 * EM / 100;
        let first = if i == 0 { hang } else { hang - EM * 3 };
        let paragraph = list
            .paragraph(&format!("{lead}{number}{}", attachment.title))
            .indent(
                Some(em(2) + hang),
                Some(SpecialIndentType::Hanging(first)),
                None,
                None,
            );
        section.add(paragraph);
    }
}

/// The unit centred over the date, the date four characters from the right; a unit longer than
/// that pushes the date inwards so that both keep their common axis and the seal its place.
fn write_signature(signature: &Signature, section: &mut Section) {
    let date = chinese_date(signature.date);
    let (unit_wide, date_wide) = (twips(&signature.unit), twips(&date));
    let overhang = (unit_wide - date_wide) / 2;
    let date_in = em(4).max(overhang);
    let right = Type {
        align: AlignmentType::Right,
        indent: 0,
        ..BODY
    };
    let set = |text: &str, inwards: i32| {
        right
            .paragraph(text)
            .indent(None, None, Some(inwards), None)
    };
    section.add(set(&signature.unit, (date_in - overhang).max(0)).keep_next(true));
    section.add(set(&date, date_in));
}

fn twips(text: &str) -> i32 {
    width(text) as i32 * EM / 100
}

/// `2024年6月25日`.
pub(super) fn chinese_date(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// “附件1” in 3号黑体 at the top left of a new page, the title under it.
pub(super) fn write_attachment_head(mark: &str, title: &str, section: &mut Section) {
    let label = Type {
        font: HEITI,
        align: AlignmentType::Left,
        indent: 0,
        ..BODY
    };
    let fresh = section.pieces.is_empty();
    section.add(label.paragraph(mark).page_break_before(!fresh));
    section.add(BODY.empty());
    let large = Type {
        font: XIAOBIAOSONG,
        size: NO2,
        align: AlignmentType::Center,
        line: 640,
        indent: 0,
        ..BODY
    };
    for line in even_lines(title, section.width() as u32 * 100 / (NO2 as u32 * 10)) {
        section.add(large.paragraph(&line));
    }
    section.add(BODY.empty());
}

/// The closing lines at the foot of the last page, ruled above, between and below.
pub(super) fn write_print_line(line: &PrintLine, section: &mut Section) {
    let text = Type {
        font: FANGSONG,
        size: NO4,
        align: AlignmentType::Left,
        line: 480,
        indent: 0,
        ..BODY
    };
    let width = section.width();
    let mut rows = Vec::new();
    let mut height = 480;
    if !line.copies_to.is_empty() {
        let copies = text.paragraph(&format!(
            "抄送：{}。",
            line.copies_to.trim_end_matches('。')
        ));
        height += 480
            * width_of(&line.copies_to)
                .div_ceil(width.saturating_sub(1_700))
                .max(1) as i32;
        rows.push(TableRow::new(vec![
            cell(hanging(copies), width).grid_span(2),
        ]));
    }
    let day = format!("{}印发", chinese_date(line.printed_on));
    let day_width = (width_of(&day) + 1_300).min(width / 2);
    let right = Type {
        align: AlignmentType::Right,
        ..text
    };
    rows.push(TableRow::new(vec![
        cell(
            text.paragraph(&line.printer)
                .indent(Some(280), None, None, None),
            width - day_width,
        ),
        cell(
            right.paragraph(&day).indent(None, None, Some(280), None),
            day_width,
        ),
    ]));
    // A floating table may not be the last thing of a document, nor stand right under another table.
    section.add(BODY.empty());
    section.add_table(
        Table::without_borders(rows)
            .set_grid(vec![width - day_width, day_width])
            .layout(TableLayoutType::Fixed)
            .width(width, WidthType::Dxa)
            .set_borders(rules())
            .position(at_the_foot(section.bottom() - height)),
    );
    section.add(Paragraph::new().line_spacing(super::style::exactly(20)));
}

fn hanging(copies: Paragraph) -> Paragraph {
    copies.indent(
        Some(280 + 3 * 280),
        Some(SpecialIndentType::Hanging(3 * 280)),
        Some(280),
        None,
    )
}

fn width_of(text: &str) -> usize {
    width(text) as usize * NO4 * 10 / 100
}

fn cell(paragraph: Paragraph, width: usize) -> TableCell {
    TableCell::new()
        .add_paragraph(paragraph)
        .width(width, WidthType::Dxa)
}

/// First and last rule 0.35 mm, the one between 0.25 mm (eighths of a point).
fn rules() -> TableBorders {
    let rule = |position, size| {
        TableBorder::new(position)
            .border_type(BorderType::Single)
            .size(size)
            .color("000000")
    };
    TableBorders::with_empty()
        .set(rule(TableBorderPosition::Top, 8))
        .set(rule(TableBorderPosition::InsideH, 6))
        .set(rule(TableBorderPosition::Bottom, 8))
}

/// Measured from the page's top edge: not every reader knows “at the bottom”.
fn at_the_foot(top: i32) -> TablePositionProperty {
    TablePositionProperty::new()
        .vertical_anchor("page")
        .horizontal_anchor("margin")
        .position_x_alignment("left")
        .position_y(top)
}
