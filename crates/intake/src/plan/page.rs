//! The text of a plan cleaned for reading: stray spaces and line breaks gone, one spelling per character,
//! and for every cleaned byte the place in the extracted text it came from.
//! It must not know what headings or dates mean.

use std::ops::Range;

use super::fold;
use super::line::{Glyph, Line, continues, tells_by_indent, wrap_width};
use super::reading::Span;

/// A stretch of the cleaned text, in bytes.
pub(super) type Extent = Range<usize>;

/// A paragraph of the cleaned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub extent: Extent,
    /// A table row: cells stand apart by tabs.
    pub is_row: bool,
    /// It ran into the paragraph before it and was parted from it by its heading mark.
    pub ran_in: bool,
}

/// The cleaned text with its way back.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Folded and cleaned; paragraphs end with a line feed.
    pub text: String,
    pub paragraphs: Vec<Paragraph>,
    glyphs: Vec<Glyph>,
    /// Glyph number of every byte of `text`.
    glyph_at: Vec<u32>,
}

impl Page {
    pub(super) fn new(text: &str) -> Self {
        let lines = Line::all(text);
        let width = wrap_width(&lines);
        let indents = tells_by_indent(&lines);
        let mut page = Self::default();
        let mut open: Option<Paragraph> = None;
        let mut last_width = 0;
        for line in lines {
            let joined = open.as_ref().is_some_and(|paragraph| {
                let row = paragraph.is_row || line.is_row;
                let apart = row || indents && line.is_indented();
                !apart
                    && continues(
                        &page.text[paragraph.extent.start..],
                        last_width,
                        &line.text(),
                        width,
                    )
            });
            if !joined {
                page.close(open.take());
                open = Some(Paragraph {
                    extent: page.text.len()..page.text.len(),
                    is_row: line.is_row,
                    ran_in: false,
                });
            }
            last_width = line.width();
            page.push(line);
        }
        page.close(open);
        page.part_run_in();
        page
    }

    /// Parts paragraphs in which headings (一、…二、…) or the address run on without a line break.
    fn part_run_in(&mut self) {
        let mut parted = Vec::with_capacity(self.paragraphs.len());
        // The address stands above the first heading; “各街道办事处：落实…” below one is a task.
        let mut headed = false;
        for paragraph in std::mem::take(&mut self.paragraphs) {
            headed |= super::mark::read(self.slice(&paragraph.extent)).is_some();
            let cuts = self.run_in_cuts(&paragraph, headed);
            let starts = std::iter::once(paragraph.extent.start).chain(cuts.iter().copied());
            let ends = cuts.iter().copied().chain([paragraph.extent.end]);
            for (at, (start, end)) in starts.zip(ends).enumerate() {
                parted.push(Paragraph {
                    extent: start..end,
                    is_row: paragraph.is_row,
                    ran_in: at > 0,
                });
            }
        }
        self.paragraphs = parted;
    }

    fn run_in_cuts(&self, paragraph: &Paragraph, headed: bool) -> Vec<usize> {
        let text = self.slice(&paragraph.extent);
        if paragraph.is_row || text.len() < 60 {
            return Vec::new();
        }
        let base = paragraph.extent.start;
        let address = self.address_cut(text, base).filter(|_| !headed);
        let mut cuts: Vec<usize> = address.into_iter().collect();
        let mut marks: Vec<(usize, u32)> = Vec::new();
        for (at, c) in text.char_indices() {
            if !"一二三四五六七八九十".contains(c) {
                continue;
            }
            let apart = at == 0
                || text[..at].ends_with(['。', '；', '！', '？', '：'])
                || self.blank_before(base + at);
            let mark = apart.then(|| super::mark::read(&text[at..])).flatten();
            if let Some(mark) = mark.filter(|mark| {
                mark.level == super::mark::Level::Section
                    && text[at..at + mark.length].ends_with(['、', '.'])
            }) {
                marks.push((at, mark.ordinal));
            }
        }
        let counts_on = |at: usize| {
            let ordinal = marks[at].1;
            let before = at
                .checked_sub(1)
                .is_some_and(|one| marks[one].1 + 1 == ordinal);
            let behind = marks.get(at + 1).is_some_and(|next| next.1 == ordinal + 1);
            before || behind
        };
        cuts.extend(
            (0..marks.len())
                .filter(|&at| marks[at].0 > 0 && counts_on(at))
                .map(|at| base + marks[at].0),
        );
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// “各县（区）民政局、金融局： 养老服务…”: the address runs into the text.
    fn address_cut(&self, text: &str, base: usize) -> Option<usize> {
        let colon = text.find('：').filter(|&at| at < 600)?;
        let behind = colon + '：'.len_utf8();
        let is_address = text.starts_with('各')
            && text[behind..].chars().count() > 20
            && super::body_name::list(&text[..colon]).is_some();
        is_address.then_some(base + behind)
    }

    /// Whether any blank stood before this byte.
    pub(super) fn blank_before(&self, at: usize) -> bool {
        self.glyph_at
            .get(at)
            .and_then(|&glyph| self.glyphs.get(glyph as usize))
            .is_some_and(|glyph| glyph.blank)
    }

    /// Whether a heading at this byte stood in the middle of a line.
    pub(super) fn ran_in(&self, at: usize) -> bool {
        let next = self
            .paragraphs
            .partition_point(|paragraph| paragraph.extent.start <= at);
        next.checked_sub(1)
            .is_some_and(|before| self.paragraphs[before].ran_in)
    }

    fn push(&mut self, line: Line) {
        for glyph in line.glyphs {
            let at = u32::try_from(self.glyphs.len()).unwrap_or(u32::MAX);
            self.text.push(glyph.folded);
            self.glyph_at.resize(self.text.len(), at);
            self.glyphs.push(glyph);
        }
    }

    fn close(&mut self, paragraph: Option<Paragraph>) {
        let Some(mut paragraph) = paragraph else {
            return;
        };
        paragraph.extent.end = self.text.len();
        let origin = self.glyphs.last().map_or(0, |glyph| glyph.origin + 1);
        self.push(Line {
            glyphs: vec![Glyph {
                folded: '\n',
                printed: None,
                origin,
                gap: false,
                blank: false,
            }],
            is_row: false,
        });
        self.paragraphs.push(paragraph);
    }

    /// The cleaned, folded text of an extent.
    pub(super) fn slice(&self, extent: &Extent) -> &str {
        self.text.get(extent.clone()).unwrap_or_default()
    }

    /// The words as printed (their own brackets and digits), without stray spaces and line breaks.
    pub(super) fn printed(&self, extent: &Extent) -> String {
        self.glyphs_of(extent)
            .iter()
            .filter_map(|glyph| glyph.printed)
            .collect()
    }

    /// Where an extent stands in the extracted text.
    pub(super) fn span(&self, extent: &Extent) -> Span {
        let glyphs = self.glyphs_of(extent);
        match (
            glyphs.first(),
            glyphs.iter().rev().find(|glyph| glyph.folded != '\n'),
        ) {
            (Some(first), Some(last)) => Span(first.origin as usize, last.origin as usize + 1),
            _ => Span::default(),
        }
    }

    /// Whether a wide gap stood before this byte: the way offices set names apart.
    pub(super) fn gap_before(&self, at: usize) -> bool {
        self.glyph_at
            .get(at)
            .and_then(|&glyph| self.glyphs.get(glyph as usize))
            .is_some_and(|glyph| glyph.gap)
    }

    fn glyphs_of(&self, extent: &Extent) -> &[Glyph] {
        if extent.is_empty() {
            return &[];
        }
        let glyph = |byte: usize| self.glyph_at.get(byte).copied().unwrap_or_default() as usize;
        self.glyphs
            .get(glyph(extent.start)..=glyph(extent.end - 1))
            .unwrap_or_default()
    }

    /// The extent without leading and trailing characters of `set`.
    pub(super) fn trimmed(&self, extent: &Extent, set: &[char]) -> Extent {
        let text = self.slice(extent);
        let start = extent.start + (text.len() - text.trim_start_matches(set).len());
        let kept = text.trim_matches(set).len();
        start..start + kept
    }
}

/// The glyphs of a line of extracted text, cleaned.
pub(super) fn glyphs(line: &str, offset: usize) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::new();
    let (mut blanks, mut run_start) = (0, 0);
    let mut folded = Vec::new();
    // A row may begin with empty cells; a paragraph indented by a tab is no row.
    let is_row = line.trim().contains('\t');
    for (at, c) in line.chars().enumerate() {
        if c == '\t' && (is_row || !glyphs.is_empty()) {
            let origin = u32::try_from(offset + at).unwrap_or(u32::MAX);
            glyphs.push(Glyph {
                folded: '\t',
                printed: Some(' '),
                origin,
                gap: true,
                blank: true,
            });
            blanks = 0;
            continue;
        }
        if fold::is_blank(c) {
            blanks += usize::from(!fold::is_invisible(c)) * if c == '\u{3000}' { 2 } else { 1 };
            continue;
        }
        let origin = u32::try_from(offset + at).unwrap_or(u32::MAX);
        folded.clear();
        fold::fold(c, &mut folded);
        if blanks > 0 && word_gap(&glyphs, &glyphs[run_start..], &folded) {
            glyphs.push(Glyph {
                folded: ' ',
                printed: Some(' '),
                origin: origin.saturating_sub(1),
                gap: true,
                blank: true,
            });
        }
        if blanks > 0 {
            run_start = glyphs.len();
        }
        for (part, &f) in folded.iter().enumerate() {
            let printed = (part == 0).then_some(if fold::is_look_alike(c) { f } else { c });
            glyphs.push(Glyph {
                folded: f,
                printed,
                origin,
                gap: part == 0 && blanks > 1,
                blank: part == 0 && blanks > 0,
            });
        }
        blanks = 0;
    }
    while glyphs.last().is_some_and(|glyph| glyph.folded == '\t') {
        glyphs.pop();
    }
    full_stops(&mut glyphs);
    glyphs
}

/// A Latin point between Chinese words, or at the end of the line behind one, is a full stop.
fn full_stops(glyphs: &mut [Glyph]) {
    let is_word = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for at in 1..glyphs.len() {
        let before = glyphs[at - 1].folded;
        let next = glyphs.get(at + 1).map(|next| next.folded);
        let counts = super::numeral::digit(before).is_some() || before == '十';
        if glyphs[at].folded == '.'
            && is_word(before)
            && !counts
            && next.is_none_or(|next| is_word(next) || next == '“' || next == '《')
        {
            glyphs[at].folded = '。';
        }
    }
}

/// A space is kept only between Latin words or whole numbers; single spaced-out digits belong together.
fn word_gap(before: &[Glyph], run: &[Glyph], after: &[char]) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let (Some(last), Some(&next)) = (before.last(), after.first()) else {
        return false;
    };
    if !is_word(last.folded) || !is_word(next) {
        return false;
    }
    let digits = run
        .iter()
        .rev()
        .take_while(|glyph| is_word(glyph.folded))
        .count();
    digits > 1 || !next.is_ascii_digit() || !last.folded.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_and_spaces_vanish_but_spans_lead_back() {
        let page =
            Page::new("各单位要认真梳理总结经验做法和工作成效，于5 月3日前，向县处\n\n非办报送");
        assert!(
            page.text.ends_with("于5月3日前，向县处非办报送\n"),
            "{}",
            page.text
        );
        let at = page.text.find("县处非办").unwrap();
        assert_eq!(page.span(&(at..at + "县处非办".len())), Span(29, 35));
    }

    #[test]
    fn what_is_printed_keeps_its_own_brackets() {
        let page = Page::new("沁 处（２０２３）1 号");
        assert_eq!(page.text, "沁处(2023)1号\n");
        assert_eq!(page.printed(&(0..page.text.len())), "沁处（２０２３）1号");
    }

    #[test]
    fn an_enclosed_number_is_one_character_of_the_text() {
        let page = Page::new("㈠动员");
        assert_eq!(page.text, "(一)动员\n");
        assert_eq!(page.span(&(0..page.text.len())), Span(0, 3));
        assert_eq!(page.printed(&(0..page.text.len())), "㈠动员");
    }
}
