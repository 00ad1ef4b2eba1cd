//! The page of GB/T 9704-2012: size, margins, page numbers, sections. It must not know any content.

use docx_rs::{
    AlignmentType, DocGrid, DocGridType, Docx, Footer, PageMargin, PageNum, PageOrientationType,
    PageSize, Paragraph, SectionProperty, Table, XMLDocx,
};

use super::style::{self, FANGSONG, NO3, NO4, SONG, Type, exactly, fonts};
use crate::xlsx::Orientation;

/// A4 in twips.
const SHORT: u32 = 11_906;
const LONG: u32 = 16_838;
/// 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm, in twips.
const HEAD_MARGIN: i32 = 2_098;
const BINDING_MARGIN: i32 = 1_588;
const FOOT_MARGIN: i32 = 1_984;
const OUTER_MARGIN: i32 = 1_474;
/// The page number stands 7 mm under the text.
const NUMBER_MARGIN: i32 = 1_304;

/// A paragraph or table.
#[derive(Debug)]
pub(super) enum Piece {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

/// Pages that lie the same way.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) orientation: Orientation,
    pub(super) pieces: Vec<Piece>,
}

impl Section {
    pub(super) fn new(orientation: Orientation) -> Self {
        Self {
            orientation,
            pieces: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, paragraph: Paragraph) {
        self.pieces.push(Piece::Paragraph(Box::new(paragraph)));
    }

    pub(super) fn add_table(&mut self, table: Table) {
        self.pieces.push(Piece::Table(Box::new(table)));
    }

    /// Begins a new page with the paragraph at this place, unless it is the first of all.
    pub(super) fn begin_page_at(&mut self, place: usize) {
        if place == 0 {
            return;
        }
        if let Some(Piece::Paragraph(paragraph)) = self.pieces.get_mut(place) {
            **paragraph = paragraph.as_ref().clone().page_break_before(true);
        }
    }

    /// Keeps the last paragraph on the page of what follows: a signature never stands on a page alone.
    pub(super) fn keep_last_with_next(&mut self) {
        if let Some(Piece::Paragraph(paragraph)) = self.pieces.last_mut() {
            **paragraph = paragraph.as_ref().clone().keep_next(true);
        }
    }

    /// Width of the text area in twips.
    pub(super) fn width(&self) -> usize {
        match self.orientation {
            Orientation::Portrait => (SHORT as i32 - BINDING_MARGIN - OUTER_MARGIN) as usize,
            Orientation::Landscape => (LONG as i32 - HEAD_MARGIN - FOOT_MARGIN) as usize,
        }
    }

    /// Distance of the text area's lower edge from the page's top edge, in twips.
    pub(super) fn bottom(&self) -> i32 {
        match self.orientation {
            Orientation::Portrait => LONG as i32 - FOOT_MARGIN,
            Orientation::Landscape => SHORT as i32 - OUTER_MARGIN,
        }
    }
}

/// The last section, or a new one when the pages must turn.
pub(super) fn last_of(sections: &mut Vec<Section>, orientation: Orientation) -> &mut Section {
    if sections.last().is_none_or(|s| s.orientation != orientation) {
        sections.push(Section::new(orientation));
    }
    let last = sections.len() - 1;
    &mut sections[last]
}

/// Puts the sections together into the parts of a Word file, with page numbers or without.
pub(super) fn assemble(sections: Vec<Section>, numbered: bool) -> XMLDocx {
    let mut doc = Docx::new().default_fonts(fonts(FANGSONG)).default_size(NO3);
    if numbered {
        doc = doc
            .footer(number_footer(true))
            .even_footer(number_footer(false));
    }
    let count = sections.len();
    for (i, section) in sections.into_iter().enumerate() {
        let orientation = section.orientation;
        for piece in section.pieces {
            doc = match piece {
                Piece::Paragraph(p) => doc.add_paragraph(*p),
                Piece::Table(t) => doc.add_table(*t),
            };
        }
        if i + 1 < count {
            let turn = Paragraph::new()
                .line_spacing(exactly(20))
                .section_property(property(orientation));
            doc = doc.add_paragraph(turn);
        } else {
            doc = doc
                .page_size(size(orientation).0, size(orientation).1)
                .page_margin(margin(orientation))
                .page_orient(turned(orientation));
            doc.document.section_property = doc.document.section_property.doc_grid(grid());
        }
    }
    let mut parts = doc.build();
    parts.document = finished(parts.document);
    parts
}

/// What the library cannot write itself: page numbers in every section, header rows that repeat.
fn finished(document: Vec<u8>) -> Vec<u8> {
    let mut xml = String::from_utf8_lossy(&document).into_owned();
    let footers: String = xml
        .match_indices("<w:footerReference ")
        .filter_map(|(at, _)| {
            let rest = &xml[at..];
            rest.find("/>").map(|end| rest[..end + 2].to_owned())
        })
        .collect();
    if !footers.is_empty() {
        xml = xml.replace(&footers, "");
        xml = insert_after_tags(&xml, "<w:sectPr", &footers);
    }
    // Only header rows are kept from splitting, so the mark finds them.
    xml.replace("<w:cantSplit />", "<w:cantSplit /><w:tblHeader />")
        .into_bytes()
}

fn insert_after_tags(xml: &str, tag: &str, insert: &str) -> String {
    let mut out = String::with_capacity(xml.len() + 256);
    let mut rest = xml;
    while let Some(end) = rest
        .find(tag)
        .and_then(|at| rest[at..].find('>').map(|e| at + e + 1))
    {
        out.push_str(&rest[..end]);
        out.push_str(insert);
        rest = &rest[end..];
    }
    out + rest
}

fn property(orientation: Orientation) -> SectionProperty {
    let (w, h) = size(orientation);
    SectionProperty::new()
        .page_size(PageSize::new().size(w, h).orient(turned(orientation)))
        .page_margin(margin(orientation))
        .doc_grid(grid())
}

fn grid() -> DocGrid {
    DocGrid::with_empty()
        .grid_type(DocGridType::Lines)
        .line_pitch(style::LINE as usize)
}

fn size(orientation: Orientation) -> (u32, u32) {
    match orientation {
        Orientation::Portrait => (SHORT, LONG),
        Orientation::Landscape => (LONG, SHORT),
    }
}

fn turned(orientation: Orientation) -> PageOrientationType {
    match orientation {
        Orientation::Portrait => PageOrientationType::Portrait,
        Orientation::Landscape => PageOrientationType::Landscape,
    }
}

/// A landscape page is the portrait one turned: the binding edge lies on top.
fn margin(orientation: Orientation) -> PageMargin {
    let margin = PageMargin::new().header(851).gutter(0);
    match orientation {
        Orientation::Portrait => margin
            .top(HEAD_MARGIN)
            .bottom(FOOT_MARGIN)
            .left(BINDING_MARGIN)
            .right(OUTER_MARGIN)
            .footer(NUMBER_MARGIN),
        Orientation::Landscape => margin
            .top(BINDING_MARGIN)
            .bottom(OUTER_MARGIN)
            .left(FOOT_MARGIN)
            .right(HEAD_MARGIN)
            .footer(NUMBER_MARGIN - FOOT_MARGIN + OUTER_MARGIN),
    }
}

/// “— 1 —”, 4号宋体: odd pages at the right, even pages at the left, one character in.
fn number_footer(odd: bool) -> Footer {
    let align = if odd {
        AlignmentType::Right
    } else {
        AlignmentType::Left
    };
    let number = Type {
        font: SONG,
        size: NO4,
        bold: false,
        align,
        line: 320,
        indent: 0,
    };
    let em = Some(NO4 as i32 * 10);
    let (left, right) = if odd { (None, em) } else { (em, None) };
    let paragraph = number
        .empty()
        .indent(left, None, right, None)
        .fonts(fonts(SONG))
        .size(NO4)
        .add_run(number.run("— "))
        .add_page_num(PageNum::new())
        .add_run(number.run(" —"));
    Footer::new().add_paragraph(paragraph)
}
