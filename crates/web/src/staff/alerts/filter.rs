//! The filter of the inbox: reads the address and prints it back. It must not know how rows are shown.

use fangfei_app::alert::AlertFilter;
use fangfei_model::alert::AlertStatus;
use serde::Deserialize;

use crate::ui;

/// Rows on a page.
pub const SIZE: u64 = 50;

/// The parameters as typed; blank and unreadable ones ask nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words in the subject's name.
    pub q: String,
    /// State code, `all` for all; open ones by default.
    pub state: String,
    /// Sort key: `-last_seen` for the newest first, else the highest index.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
}

impl Filter {
    /// What is asked.
    pub fn asked(&self) -> AlertFilter {
        let status = match (self.state.as_str(), self.state.parse::<AlertStatus>()) {
            (_, Ok(status)) => Some(status),
            ("all", _) => None,
            _ => Some(AlertStatus::Open),
        };
        let name = self.q.trim();
        AlertFilter {
            status,
            band: None,
            name: (!name.is_empty()).then(|| name.to_owned()),
            newest: self.sort == "-last_seen",
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
    fn what_waits_for_somebody_is_shown_first() {
        let asked = Filter::default().asked();
        assert_eq!(asked.status, Some(AlertStatus::Open));
        assert!(!asked.newest);
        let all = Filter {
            state: "all".into(),
            ..Filter::default()
        };
        assert_eq!(all.asked().status, None);
    }
}
