//! The filter of the clue list: reads the address, builds the query, prints the address back, and
//! drives the export. It must not know how rows are shown.

use fangfei_model::{
    clue::{Channel, ClueStatus},
    code::division::DivisionCode,
    id::{SubjectId, UnitId},
    level::Level,
    money::Fen,
    noun::Noun,
    query::{Query, Test},
    record::Value,
    subject::FocusSector,
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
    /// State code.
    pub state: String,
    /// Level code.
    pub level: String,
    /// Channel code.
    pub channel: String,
    /// Focus sector code.
    pub sector: String,
    /// Division code: it and everything below.
    pub division: String,
    /// Id of the unit that has it.
    pub unit: String,
    /// Id of the subject.
    pub subject: String,
    /// First day of registration.
    pub from: String,
    /// Last day of registration.
    pub to: String,
    /// Least money in 万元.
    pub amount_from: String,
    /// Most money in 万元.
    pub amount_to: String,
    /// `overdue` for late first checks.
    pub due: String,
    /// Sort key, with `-` for descending.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
    /// Rows on a page.
    pub size: String,
}

/// The fields that the list can be sorted by; the ledger of clues knows them by the same names.
const SORTS: [&str; 5] = ["registered_at", "found_on", "amount", "people", "check_due"];

impl Filter {
    /// Everything but the keyword as a query, in the chosen order; the newest first by default.
    pub fn query(&self, today: Date) -> Query {
        let query = code::<ClueStatus>(
            Query::of(Noun::Clue),
            "state",
            &self.state,
            ClueStatus::code,
        );
        let query = code::<Level>(query, "level", &self.level, Level::code);
        let query = code::<Channel>(query, "channel", &self.channel, Channel::code);
        let query = code::<FocusSector>(query, "sector", &self.sector, FocusSector::code);
        let query = self.places(query);
        let query = self.ranges(query);
        let query = match self.due.as_str() {
            "overdue" => query
                .equals("state", ClueStatus::Accepted.code())
                .when("check_due", Test::Below(today.into())),
            _ => query,
        };
        self.ordered(query)
    }

    fn places(&self, query: Query) -> Query {
        let query = match self.division.trim().parse::<DivisionCode>() {
            Ok(division) => query.when("division", Test::StartsWith(division.as_str().to_owned())),
            Err(_) => query,
        };
        let query = match self.unit.parse::<UnitId>() {
            Ok(unit) => query.equals("unit", unit.uuid()),
            Err(_) => query,
        };
        match self.subject.parse::<SubjectId>() {
            Ok(subject) => query.equals("subject", subject.uuid()),
            Err(_) => query,
        }
    }

    fn ranges(&self, mut query: Query) -> Query {
        let midnight = |day: Date| Value::Time(fangfei_model::ctx::china_midnight(day));
        if let Ok(from) = self.from.trim().parse::<Date>() {
            query = query.when("registered_at", Test::From(midnight(from)));
        }
        if let Some(end) = self
            .to
            .trim()
            .parse::<Date>()
            .ok()
            .and_then(|to| to.tomorrow().ok())
        {
            query = query.when("registered_at", Test::Below(midnight(end)));
        }
        if let Some(least) = wan(&self.amount_from) {
            query = query.when("amount", Test::From(least.into()));
        }
        if let Some(most) = wan(&self.amount_to) {
            query = query.when("amount", Test::Below(Fen(most.0.saturating_add(1)).into()));
        }
        query
    }

    /// What was asked and cannot be read, in words: the list stands without it.
    pub fn unread(&self) -> Vec<String> {
        fn reads<T: std::str::FromStr>(text: &str) -> bool {
            text.trim().parse::<T>().is_ok()
        }
        let sum = |text: &str| wan(text).is_some();
        let asked: [(&str, &str, bool); 9] = [
            ("状态", &self.state, reads::<ClueStatus>(&self.state)),
            ("风险等级", &self.level, reads::<Level>(&self.level)),
            ("来源", &self.channel, reads::<Channel>(&self.channel)),
            ("领域", &self.sector, reads::<FocusSector>(&self.sector)),
            (
                "属地",
                &self.division,
                reads::<DivisionCode>(&self.division),
            ),
            ("起始日期", &self.from, reads::<Date>(&self.from)),
            ("截止日期", &self.to, reads::<Date>(&self.to)),
            ("最低金额", &self.amount_from, sum(&self.amount_from)),
            ("最高金额", &self.amount_to, sum(&self.amount_to)),
        ];
        asked
            .into_iter()
            .filter(|(_, text, reads)| !text.trim().is_empty() && !reads)
            .map(|(title, text, _)| format!("{title}“{}”读不出来，没有按它筛选", text.trim()))
            .collect()
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
            "-registered_at"
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
                ("channel", &self.channel),
                ("sector", &self.sector),
                ("division", &self.division),
                ("unit", &self.unit),
                ("subject", &self.subject),
                ("from", &self.from),
                ("to", &self.to),
                ("amount_from", &self.amount_from),
                ("amount_to", &self.amount_to),
                ("due", &self.due),
                ("sort", &self.sort),
                ("size", &self.size),
            ],
        )
    }
}

fn code<T: std::str::FromStr>(
    query: Query,
    field: &str,
    text: &str,
    code: impl Fn(T) -> &'static str,
) -> Query {
    match text.parse::<T>() {
        Ok(value) => query.equals(field, code(value)),
        Err(_) => query,
    }
}

/// 万元 as typed, in fen.
fn wan(text: &str) -> Option<Fen> {
    let yuan = Fen::parse_yuan(text).ok()?;
    yuan.0.checked_mul(10_000).map(Fen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2024, 7, 1);

    #[test]
    fn blank_and_unreadable_parameters_ask_nothing() {
        let filter = Filter {
            state: "everything".into(),
            from: "yesterday".into(),
            amount_from: "many".into(),
            ..Filter::default()
        };
        let query = filter.query(TODAY);
        assert!(query.conditions.is_empty(), "{query:?}");
        assert_eq!(
            (filter.paging(), filter.sort()),
            (ui::Paging { page: 1, size: 20 }, "-registered_at")
        );
    }

    #[test]
    fn every_parameter_leads_to_a_field_and_back_to_the_address() {
        let address = "q=%E5%85%BB%E8%80%81&state=accepted&level=high&channel=grid_patrol&sector=elder_care&division=149921101\
            &from=2024-01-01&to=2024-06-30&amount_from=100&amount_to=500&due=overdue&sort=-amount&size=50";
        let filter: Filter = serde_html_form::from_str(address).unwrap();
        let query = filter.query(TODAY);
        assert_eq!(query.conditions.len(), 11);
        query.check().unwrap();
        assert_eq!(filter.address("/clues").href(), format!("/clues?{address}"));
    }

    #[test]
    fn a_range_of_days_takes_its_last_day_whole() {
        let filter = Filter {
            to: "2024-06-30".into(),
            ..Filter::default()
        };
        let below = Test::Below(Value::Time(fangfei_model::ctx::china_midnight(date(
            2024, 7, 1,
        ))));
        assert_eq!(filter.query(TODAY).conditions[0].test, below);
    }
}
