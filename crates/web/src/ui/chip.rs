//! Chips of the active filters (已选条件), each with a link that takes it away.
//! It must not know what is filtered.

use askama::Template;

use super::{filters, markup::markup};

/// One active filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What is filtered: 风险等级.
    pub label: String,
    /// The chosen value: 高.
    pub value: String,
    /// The same page without this filter.
    pub remove: String,
}

impl Chip {
    /// A chip for `label`: `value`, removed by following `remove`.
    pub fn new(
        label: impl Into<String>,
        value: impl Into<String>,
        remove: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            remove: remove.into(),
        }
    }
}

/// All active filters of a list page; prints nothing when there are none.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/chips.html")]
pub struct Chips {
    /// The active filters in the order of the form.
    pub chips: Vec<Chip>,
    /// The same page without any filter.
    pub clear: String,
}
markup!(Chips);
