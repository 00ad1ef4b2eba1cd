//! Hits of a screening over the text they stand in. It must not know where the text comes from.

use crate::ui::{Mark, SourceText};

/// One hit as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which text: 名称, 经营范围, 文本.
    pub field: &'static str,
    /// Word class.
    pub class: String,
    /// The class in words.
    pub class_title: String,
    /// As it stands.
    pub printed: String,
    /// The word of the list, when it is spelled otherwise.
    pub word: String,
    /// Law or document.
    pub ground: String,
    /// Why it does not count; blank when it does.
    pub suppressed: String,
    /// A note on licences to be checked.
    pub licence: String,
    /// Characters of the text.
    pub span: (usize, usize),
    /// Its mark in the text.
    pub mark: String,
}

/// The text with its hits marked: those that count apart from those that do not.
pub fn marked(title: &str, text: &str, hits: &[Hit]) -> SourceText {
    let mark = |hit: &Hit| Mark {
        id: hit.mark.clone(),
        start: hit.span.0,
        end: hit.span.1,
        label: if hit.suppressed.is_empty() {
            hit.class_title.clone()
        } else {
            format!("不计入：{}", hit.suppressed)
        },
        kind: if hit.suppressed.is_empty() {
            "warning"
        } else {
            ""
        },
    };
    SourceText::new(title, text, hits.iter().map(mark).collect())
}
