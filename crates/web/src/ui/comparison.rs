//! Two-pane comparison (比对): figures as frozen when submitted beside figures as they compute now.
//! It must not compute figures; it is told both and shows where they part.

use askama::Template;

use super::{filters, markup::markup};

/// One figure in both states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The figure's name: 处置中风险事项数.
    pub label: String,
    /// As frozen, already formatted.
    pub frozen: String,
    /// As it computes from the records now, already formatted.
    pub current: String,
    /// The signed change, already formatted (+2, −1.5 万元); empty when equal.
    pub change: String,
    /// The rows that explain it; empty when there is nothing to list.
    pub rows: String,
}

impl Difference {
    /// A figure that did not move, or moved by `change`.
    pub fn new(
        label: impl Into<String>,
        frozen: impl Into<String>,
        current: impl Into<String>,
        change: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            frozen: frozen.into(),
            current: current.into(),
            change: change.into(),
            rows: String::new(),
        }
    }

    /// Links the change to the rows behind it.
    pub fn rows(mut self, href: impl Into<String>) -> Self {
        self.rows = href.into();
        self
    }

    /// Whether the two figures part.
    pub fn differs(&self) -> bool {
        self.frozen != self.current
    }
}

/// The whole comparison, printed with `{{ comparison }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/comparison.html")]
pub struct Comparison {
    /// Heading of the frozen pane: 上报冻结值.
    pub frozen_title: String,
    /// When and by whom it was frozen.
    pub frozen_note: String,
    /// Heading of the other pane: 按现有记录重算.
    pub current_title: String,
    /// As of when it was computed.
    pub current_note: String,
    /// The figures in the order of the table.
    pub figures: Vec<Difference>,
}
markup!(Comparison);

impl Comparison {
    /// How many figures part.
    pub fn differing(&self) -> usize {
        self.figures
            .iter()
            .filter(|figure| figure.differs())
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(figures: Vec<Difference>) -> Comparison {
        Comparison {
            frozen_title: "上报冻结值".into(),
            frozen_note: String::new(),
            current_title: "按现有记录重算".into(),
            current_note: String::new(),
            figures,
        }
    }

    #[test]
    fn counts_only_the_figures_that_moved() {
        let page = comparison(vec![
            Difference::new("线索数", "12", "12", ""),
            Difference::new("销号数", "3", "4", "+1"),
        ]);
        assert_eq!(page.differing(), 1);
        assert!(page.to_string().contains("1 项不一致"));
    }

    #[test]
    fn says_so_when_nothing_moved() {
        let page = comparison(vec![Difference::new("线索数", "12", "12", "")]);
        assert!(page.to_string().contains("全部一致"));
    }
}
