//! A drawing: marks in user units from the top left corner. It must not know what the marks mean,
//! nor which file they end in.

use crate::text::width;

/// The colour of a mark by its meaning; the page's tokens decide the shade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// The n-th series of a chart (from 0).
    Series(usize),
    /// 重大 / overdue: must be seen first.
    Critical,
    /// 较大 / due soon.
    High,
    /// 一般 / under way.
    Medium,
    /// 较低 / watched.
    Low,
    /// Done, closed.
    Good,
    /// No statement: unknown, not begun.
    Muted,
}

/// What a mark is filled or drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Tone(Tone),
    /// A tone mixed lightly with the ground, for areas behind text.
    Pale(Tone),
    Text,
    Faint,
    Grid,
    Axis,
    Ground,
}

/// How a text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One mark. Lengths in user units (CSS pixels at 100 %).
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    Rect {
        x: f64,
        y: f64,
        w: f64,
        h: f64,
        ink: Ink,
    },
    Line {
        from: (f64, f64),
        to: (f64, f64),
        ink: Ink,
        thick: f64,
        dashed: bool,
    },
    Path {
        points: Vec<(f64, f64)>,
        ink: Ink,
        thick: f64,
    },
    Polygon {
        points: Vec<(f64, f64)>,
        ink: Ink,
    },
    Dot {
        at: (f64, f64),
        radius: f64,
        ink: Ink,
    },
    Text {
        at: (f64, f64),
        text: String,
        size: f64,
        ink: Ink,
        anchor: Anchor,
        bold: bool,
    },
    /// Marks that belong together: a tooltip, perhaps a link to the rows behind the figure.
    Group {
        tip: String,
        href: Option<String>,
        marks: Vec<Mark>,
    },
}

/// A finished chart, ready to be written as SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) marks: Vec<Mark>,
}

/// Size of ordinary chart text.
pub(crate) const SIZE: f64 = 12.0;

impl Drawing {
    pub(crate) fn new(width: f64, title: &str) -> Self {
        Self {
            width,
            height: 0.0,
            title: title.to_owned(),
            description: String::new(),
            marks: Vec::new(),
        }
    }

    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), ink: Ink) {
        self.marks.push(Mark::Rect { x, y, w, h, ink });
    }

    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.marks.push(Mark::Line {
            from,
            to,
            ink,
            thick: 1.0,
            dashed: false,
        });
    }

    pub(crate) fn text(
        &mut self,
        at: (f64, f64),
        text: impl Into<String>,
        ink: Ink,
        anchor: Anchor,
    ) {
        self.marks.push(label(at, text, ink, anchor));
    }

    /// The chart's statement for people who cannot see it, and for a chart without data.
    pub(crate) fn empty(mut self) -> Self {
        self.height = 64.0;
        self.description = "暂无数据".to_owned();
        let middle = (self.width / 2.0, 36.0);
        self.text(middle, "暂无数据", Ink::Faint, Anchor::Middle);
        self
    }
}

/// A text mark in the ordinary size.
pub(crate) fn label(at: (f64, f64), text: impl Into<String>, ink: Ink, anchor: Anchor) -> Mark {
    Mark::Text {
        at,
        text: text.into(),
        size: SIZE,
        ink,
        anchor,
        bold: false,
    }
}

/// Width of a text in ordinary chart size, in user units.
pub(crate) fn text_width(text: &str) -> f64 {
    f64::from(width(text)) * SIZE / 100.0
}

/// The text cut to this many user units in ordinary chart size.
pub(crate) fn fitted(text: &str, room: f64) -> String {
    let ems = (room.max(0.0) * 100.0 / SIZE) as u32;
    crate::text::fit(text, ems).into_owned()
}
