//! Fonts, sizes and spacings of the official form, in Word's units. It must not know any content.

use docx_rs::{
    AlignmentType, LineSpacing, LineSpacingType, Paragraph, Run, RunFonts, SpecialIndentType,
};

use crate::text::clean;

/// Fonts by their role in GB/T 9704-2012.
pub(super) const FANGSONG: &str = "仿宋_GB2312";
pub(super) const KAITI: &str = "楷体_GB2312";
pub(super) const HEITI: &str = "黑体";
pub(super) const XIAOBIAOSONG: &str = "方正小标宋简体";
pub(super) const SONG: &str = "宋体";

/// Sizes in half points: 2号, 3号, 4号, 小4号, 5号, 小5号.
pub(super) const NO2: usize = 44;
pub(super) const NO3: usize = 32;
pub(super) const NO4: usize = 28;
pub(super) const SMALL4: usize = 24;
pub(super) const NO5: usize = 21;
pub(super) const SMALL5: usize = 18;

/// One character of 3号 in twips.
pub(super) const EM: i32 = 320;
/// The fixed line of 28 points, which makes 22 lines on a page, in twips.
pub(super) const LINE: i32 = 560;

/// How a paragraph is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) font: &'static str,
    pub(super) size: usize,
    pub(super) bold: bool,
    pub(super) align: AlignmentType,
    /// Fixed line height in twips.
    pub(super) line: i32,
    /// First-line indent in characters.
    pub(super) indent: i32,
}

/// 3号仿宋, two characters in.
pub(super) const BODY: Type = Type {
    font: FANGSONG,
    size: NO3,
    bold: false,
    align: AlignmentType::Both,
    line: LINE,
    indent: 2,
};

impl Type {
    /// A paragraph of this type with one run of text.
    pub(super) fn paragraph(&self, text: &str) -> Paragraph {
        self.empty().add_run(self.run(text))
    }

    /// A paragraph of this type without text.
    pub(super) fn empty(&self) -> Paragraph {
        let paragraph = Paragraph::new()
            .align(self.align)
            .line_spacing(exactly(self.line));
        if self.indent == 0 {
            return paragraph;
        }
        let first = SpecialIndentType::FirstLine(self.indent * self.size as i32 * 10);
        paragraph
            .indent(None, Some(first), None, None)
            .first_line_chars(self.indent * 100)
    }

    /// A run of this type.
    pub(super) fn run(&self, text: &str) -> Run {
        let mut run = Run::new()
            .add_text(clean(text))
            .fonts(fonts(self.font))
            .size(self.size);
        if self.size == NO3 {
            // A quarter of a point less per character brings 28 of them on the 156 mm line.
            run = run.character_spacing(-5);
        }
        if self.bold { run.bold() } else { run }
    }
}

/// A fixed line height.
pub(super) fn exactly(line: i32) -> LineSpacing {
    LineSpacing::new()
        .line_rule(LineSpacingType::Exact)
        .line(line)
        .before(0)
        .after(0)
}

/// One font for Chinese and Latin alike, as the standard has it.
pub(super) fn fonts(name: &str) -> RunFonts {
    RunFonts::new()
        .ascii(name)
        .hi_ansi(name)
        .east_asia(name)
        .cs(name)
}
