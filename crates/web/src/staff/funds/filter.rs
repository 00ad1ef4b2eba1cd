//! The filter of the list of inquiries: reads the address, builds the query, prints the address back.
//! It must not know how rows are shown.

use fangfei_model::{
    funds_inquiry::InquiryStatus,
    noun::Noun,
    query::{Query, Test},
};
use serde::Deserialize;

use crate::ui;

/// Rows on a page.
pub const SIZE: u64 = 50;

/// The parameters as typed; blank and unreadable ones ask nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words in title or subject.
    pub q: String,
    /// State code, `all` for all; open ones by default.
    pub state: String,
    /// Sort key, with `-` for descending.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
}

const SORTS: [&str; 5] = [
    "opened_on",
    "transfers",
    "participants",
    "paid_in",
    "number",
];

impl Filter {
    /// As a query; the newest first by default.
    pub fn query(&self) -> Query {
        let mut query = Query::of(Noun::FundsInquiry);
        query = match (self.state.as_str(), self.state.parse::<InquiryStatus>()) {
            (_, Ok(status)) => query.equals("state", status.code()),
            ("all", _) => query,
            _ => query.equals("state", InquiryStatus::Open.code()),
        };
        let words = self.q.trim();
        if words.starts_with("ZJ-") {
            query = query.when("number", Test::StartsWith(words.to_owned()));
        } else if !words.is_empty() {
            query = query.when("subject_name", Test::Contains(words.to_owned()));
        }
        let (key, descending) = match self.sort.strip_prefix('-') {
            Some(key) => (key, true),
            None => (self.sort.as_str(), false),
        };
        if SORTS.contains(&key) {
            query.by(key, descending)
        } else {
            query.by("opened_on", true)
        }
    }

    /// The page, from 1.
    pub fn page(&self) -> u64 {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The address with these parameters.
    pub fn address(&self, path: &str) -> ui::Query {
        ui::Query::new(
            path,
            [
                ("q", self.q.as_str()),
                ("state", &self.state),
                ("sort", &self.sort),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_is_not_offered_asks_for_the_usual_one() {
        let wild = Filter {
            sort: "body".into(),
            ..Filter::default()
        };
        assert_eq!(wild.query().order, Filter::default().query().order);
    }
}
