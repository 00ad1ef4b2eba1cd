//! A finished chart (图表) in the page. It must not know what is drawn.

use std::fmt;

use super::markup::markup;

/// An SVG made by the program's own chart writer, which escapes every text in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chart {
    svg: String,
}
markup!(Chart);

impl Chart {
    /// The chart of a use case.
    pub fn new(svg: String) -> Self {
        Self { svg }
    }
}

impl fmt::Display for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.svg)
    }
}
