//! Keyset paging (上一页、下一页): where this page lies and where to go on.
//! It must not know what the list asks the store.

use askama::Template;

use super::{Query, filters, format, markup::markup};

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

/// The sizes of a page that a list offers; the first is meant when none is named.
pub const SIZES: [u32; 3] = [20, 50, 100];

/// Which page of a list is asked for, as its address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub size: u32,
}

impl Paging {
    /// Reads `page` and `size` of an address; what is no number or not offered is the first.
    pub fn read(page: &str, size: &str) -> Self {
        Self::read_or(page, size, SIZES[0])
    }

    /// The same where a list of its own accord shows `usual` rows.
    pub fn read_or(page: &str, size: &str, usual: u32) -> Self {
        let size = size.parse().ok().filter(|size| SIZES.contains(size));
        Self {
            page: page.parse().unwrap_or(1).max(1),
            size: size.unwrap_or(usual),
        }
    }

    /// Rows before the page.
    pub fn offset(self) -> u64 {
        (self.page - 1).saturating_mul(u64::from(self.size))
    }
}

impl Pager {
    /// Of a list at `address` that shows `shown` rows of `total`; `capped` when counting stopped there.
    pub fn of(address: &Query, asked: Paging, shown: usize, (total, capped): (u64, bool)) -> Self {
        let size = u64::from(asked.size);
        let to = |page: u64| address.with("page", page.to_string()).href();
        let further = capped || total > asked.page.saturating_mul(size);
        let from_first = address.without("page");
        let sized =
            |n: u32| (n != asked.size).then(|| from_first.with("size", n.to_string()).href());
        Self {
            shown,
            total: Some(total),
            capped,
            prev: (asked.page > 1).then(|| to(asked.page - 1)),
            next: (further && shown as u64 == size).then(|| to(asked.page + 1)),
            sizes: SIZES.iter().map(|n| (*n, sized(*n))).collect(),
        }
    }

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
