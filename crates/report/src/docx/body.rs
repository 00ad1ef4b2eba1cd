//! The text of a paper: headings, paragraphs, tables. It must not know head or end.

use docx_rs::AlignmentType;

use super::{
    block::Block,
    page::Section,
    style::{BODY, FANGSONG, HEITI, KAITI, NO4, Type},
    table,
};

/// Writes the blocks in order.
pub(super) fn write(blocks: &[Block], section: &mut Section) {
    for block in blocks {
        match block {
            Block::Heading(level, text) => write_heading(*level, text, section),
            Block::Paragraph(text) => text
                .split('\n')
                .for_each(|line| section.add(BODY.paragraph(line.trim()))),
            Block::Table(t) => table::write_table(t, section),
            Block::Form(form) => table::write_form(form, section),
            Block::Note(text) => {
                let note = Type {
                    font: FANGSONG,
                    size: NO4,
                    align: AlignmentType::Left,
                    line: 400,
                    indent: 2,
                    ..BODY
                };
                section.add(note.paragraph(text));
            }
        }
    }
}

fn write_heading(level: u8, text: &str, section: &mut Section) {
    let (font, bold) = match level {
        0 | 1 => (HEITI, false),
        2 => (KAITI, false),
        3 => (FANGSONG, true),
        _ => (FANGSONG, false),
    };
    let outline = usize::from(level.clamp(1, 4)) - 1;
    let heading = Type { font, bold, ..BODY };
    section.add(heading.paragraph(text).keep_next(true).outline_lvl(outline));
}
