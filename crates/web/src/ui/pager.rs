//! Keyset paging (上一页、下一页): where this page lies and where to go on.
//! It must not know the query; the page hands it finished links.

use askama::Template;

use super::{filters, format, markup::markup};

/// Paging of a list, printed with `{{ pager }}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "components/pager.html")]
pub struct Pager {
    /// Number of rows on this page.
    pub shown: usize,
    /// Number of rows in all, when it was counted.
    pub total: Option<u64>,
    /// Whether the count stopped at `total` (then shown as 10,000+).
    pub capped: bool,
    /// The page before; `None` on the first.
    pub prev: Option<String>,
    /// The page after; `None` on the last.
    pub next: Option<String>,
    /// Links to other page sizes, with the current one unlinked.
    pub sizes: Vec<(u32, Option<String>)>,
}
markup!(Pager);

impl Pager {
    /// `12,345` or `10,000+`; empty when it was not counted.
    pub fn total_text(&self) -> String {
        let Some(total) = self.total else {
            return String::new();
        };
        let digits = format::grouped(&total.to_string());
        if self.capped { digits + "+" } else { digits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capped_count_is_not_shown_as_exact() {
        let pager = Pager {
            total: Some(10_000),
            capped: true,
            ..Pager::default()
        };
        assert!(pager.to_string().contains("10,000+"));
    }

    #[test]
    fn the_last_page_has_no_link_forward() {
        let pager = Pager {
            prev: Some("?before=a".into()),
            ..Pager::default()
        };
        let html = pager.to_string();
        assert!(
            html.contains("?before=a") && !html.contains(r#"rel="next""#),
            "{html}"
        );
    }
}
