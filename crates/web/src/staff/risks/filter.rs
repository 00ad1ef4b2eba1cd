//! The filter of the risk list: reads the address, builds the query, prints the address back, and
//! drives the export. It must not know how rows are shown.

use fangfei_model::{
    code::division::DivisionCode,
    id::{SubjectId, UnitId},
    level::Level,
    noun::Noun,
    query::{Query, Test},
    record::Value,
    risk_item::{RiskStatus, Track},
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::ui;

/// The parameters as typed; blank and unreadable ones ask nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Keyword.
    pub q: String,
    /// State code, `open` for all that are not closed, `all` for all.
    pub state: String,
    /// Level code.
    pub level: String,
    /// Code of the way of disposal.
    pub track: String,
    /// Division code: it and everything below.
    pub division: String,
    /// Id of the responsible unit.
    pub unit: String,
    /// Id of the subject.
    pub subject: String,
    /// First day of listing.
    pub from: String,
    /// Last day of listing.
    pub to: String,
    /// `overdue` for late items.
    pub due: String,
    /// Sort key, with `-` for descending.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
    /// Rows on a page.
    pub size: String,
}

/// The fields that the list can be sorted by; the ledger of risk items knows them by the same names.
const SORTS: [&str; 4] = ["due", "opened_on", "amount", "closed_on"];

impl Filter {
    /// Everything but the keyword as a query; open items with the late ones first by default.
    pub fn query(&self, today: Date) -> Query {
        let mut query = Query::of(Noun::RiskItem);
        query = match (self.state.as_str(), self.state.parse::<RiskStatus>()) {
            (_, Ok(status)) => query.equals("state", status.code()),
            ("all", _) => query,
            _ => query.when("state", Test::In(open())),
        };
        if let Ok(level) = self.level.parse::<Level>() {
            query = query.equals("level", level.code());
        }
        if let Ok(track) = self.track.parse::<Track>() {
            query = query.equals("track", track.code());
        }
        if let Ok(division) = self.division.trim().parse::<DivisionCode>() {
            query = query.when("division", Test::StartsWith(division.as_str().to_owned()));
        }
        if let Ok(unit) = self.unit.parse::<UnitId>() {
            query = query.equals("unit", unit.uuid());
        }
        if let Ok(subject) = self.subject.parse::<SubjectId>() {
            query = query.equals("subject", subject.uuid());
        }
        self.ordered(self.days(query, today))
    }

    fn days(&self, mut query: Query, today: Date) -> Query {
        if let Ok(from) = self.from.trim().parse::<Date>() {
            query = query.when("opened_on", Test::From(from.into()));
        }
        if let Some(end) = self
            .to
            .trim()
            .parse::<Date>()
            .ok()
            .and_then(|to| to.tomorrow().ok())
        {
            query = query.when("opened_on", Test::Below(end.into()));
        }
        match self.due.as_str() {
            "overdue" => query
                .when("state", Test::In(open()))
                .when("due", Test::Below(today.into())),
            _ => query,
        }
    }

    fn ordered(&self, query: Query) -> Query {
        let sort = self.sort();
        let (field, descending) = sort
            .strip_prefix('-')
            .map_or((sort, false), |field| (field, true));
        query.by(field, descending)
    }

    /// The order in force: a field, with `-` for descending.
    pub fn sort(&self) -> &str {
        if SORTS.contains(&self.sort.trim_start_matches('-')) {
            &self.sort
        } else {
            "due"
        }
    }

    /// The address of the ledger with the same rows: there, nothing asked means all.
    pub fn export(&self) -> String {
        let address = self.address("/ledgers/risk-list.xlsx");
        if self.state.is_empty() {
            address.with("state", "open").href()
        } else {
            address.href()
        }
    }

    /// Which page is asked for.
    pub fn paging(&self) -> ui::Paging {
        ui::Paging::read(&self.page, &self.size)
    }

    /// The address with these parameters.
    pub fn address(&self, path: &str) -> ui::Query {
        ui::Query::new(
            path,
            [
                ("q", &self.q),
                ("state", &self.state),
                ("level", &self.level),
                ("track", &self.track),
                ("division", &self.division),
                ("unit", &self.unit),
                ("subject", &self.subject),
                ("from", &self.from),
                ("to", &self.to),
                ("due", &self.due),
                ("sort", &self.sort),
                ("size", &self.size),
            ],
        )
    }
}

/// The states in which an item is not closed.
fn open() -> Vec<Value> {
    let open = RiskStatus::ALL
        .iter()
        .filter(|status| **status != RiskStatus::Closed);
    open.map(|status| Value::from(status.code())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn open_items_come_first_by_their_day_unless_asked_otherwise() {
        let query = Filter::default().query(date(2024, 7, 1));
        assert_eq!(query.conditions.len(), 1);
        assert_eq!(query.order[0].path.0, "due");
        let all = Filter {
            state: "all".into(),
            ..Filter::default()
        };
        assert!(all.query(date(2024, 7, 1)).conditions.is_empty());
    }

    #[test]
    fn every_parameter_leads_to_a_field_and_back_to_the_address() {
        let address = "state=closed&level=high&track=rectify&division=149921101&from=2024-01-01&to=2024-06-30&due=overdue&sort=-closed_on&size=50";
        let filter: Filter = serde_html_form::from_str(address).unwrap();
        let query = filter.query(date(2024, 7, 1));
        query.check().unwrap();
        assert_eq!(query.conditions.len(), 8);
        assert_eq!(filter.address("/risks").href(), format!("/risks?{address}"));
    }
}
