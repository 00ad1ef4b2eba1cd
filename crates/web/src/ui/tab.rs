//! Tabs (页签) and sortable column heads (排序): links that show the same thing differently.
//! It must not know what they lead to.

use askama::Template;

use super::{Query, filters, markup::markup};

/// One tab: a link, not a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many things are behind it, when worth saying.
    pub count: Option<u64>,
    /// Whether there are more than that (then shown as 10,000+).
    pub capped: bool,
    /// Whether it is the one shown.
    pub current: bool,
}

impl Tab {
    /// A tab that leads to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            count: None,
            capped: false,
            current,
        }
    }

    /// Says how many things are behind it.
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Says how many things are behind it, and whether there are more.
    pub fn counted(self, (count, capped): (u64, bool)) -> Self {
        Self {
            capped,
            ..self.count(count)
        }
    }
}

/// A row of tabs, printed with `{{ tabs }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/tabs.html")]
pub struct Tabs {
    /// In order.
    pub tabs: Vec<Tab>,
}
markup!(Tabs);

/// Order of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first (升序).
    Ascending,
    /// Largest first (降序).
    Descending,
}

/// A column head `<th>`, sortable or not, printed with `{{ column }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/column.html")]
pub struct Column {
    label: String,
    class: &'static str,
    href: String,
    direction: Option<Direction>,
}
markup!(Column);

impl Column {
    /// A head that cannot be sorted.
    pub fn plain(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            class: "",
            href: String::new(),
            direction: None,
        }
    }

    /// A head that sorts by `key`. The address says `sort=key` or `sort=-key`; `current` is its present value.
    pub fn sorted(label: impl Into<String>, key: &str, current: &str, query: &Query) -> Self {
        let descending = format!("-{key}");
        let direction = match current {
            now if now == key => Some(Direction::Ascending),
            now if now == descending => Some(Direction::Descending),
            _ => None,
        };
        let next = match direction {
            Some(Direction::Ascending) => descending.as_str(),
            _ => key,
        };
        // A new order starts at its first page.
        let query = query.without("after").without("before").with("sort", next);
        Self {
            href: query.href(),
            direction,
            ..Self::plain(label)
        }
    }

    /// Aligns numbers to the right.
    pub fn number(mut self) -> Self {
        self.class = "num";
        self
    }

    /// Keeps dates and codes on one line.
    pub fn tight(mut self) -> Self {
        self.class = "tight";
        self
    }

    fn aria_sort(&self) -> &'static str {
        match self.direction {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        }
    }

    fn icon(&self) -> &'static str {
        match self.direction {
            Some(Direction::Ascending) => "sort-up",
            Some(Direction::Descending) => "sort-down",
            None => "sort",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query() -> Query {
        Query::new("/clues", [("after", "x"), ("sort", "due")])
    }

    #[test]
    fn following_the_head_again_turns_the_order_round() {
        let up = Column::sorted("期限", "due", "due", &query());
        assert_eq!(up.aria_sort(), "ascending");
        assert_eq!(up.href, "/clues?sort=-due");
        let down = Column::sorted("期限", "due", "-due", &query());
        assert_eq!(down.aria_sort(), "descending");
        assert_eq!(down.href, "/clues?sort=due");
    }

    #[test]
    fn a_new_order_starts_at_the_first_page() {
        let other = Column::sorted("等级", "level", "due", &query());
        assert_eq!(other.href, "/clues?sort=level");
    }
}
