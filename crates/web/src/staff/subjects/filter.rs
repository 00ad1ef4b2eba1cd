//! The filter of the list of subjects: reads the address, builds the query, prints the address back.
//! It must not know how rows are shown.

use fangfei_model::{
    code::division::DivisionCode,
    noun::Noun,
    query::{Query, Test},
    subject::{FocusSector, SubjectKind},
};
use serde::Deserialize;

use crate::ui;

/// The parameters as typed; blank and unreadable ones ask nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Keyword.
    pub q: String,
    /// Kind code.
    pub kind: String,
    /// Focus sector code.
    pub sector: String,
    /// Division code: it and everything below.
    pub division: String,
    /// `yes`: with hits that count; `no`: without.
    pub hits: String,
    /// Word class among the hits.
    pub class: String,
    /// `incomplete`: files that lack something of the checklist.
    pub file: String,
    /// Sort key, with `-` for descending.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
    /// Rows on a page.
    pub size: String,
}

/// Sort keys and the fields behind them.
const SORTS: [(&str, &str); 4] = [
    ("name", "name"),
    ("hits", "hit_count"),
    ("complete", "completeness"),
    ("established", "established_on"),
];

impl Filter {
    /// Everything but the keyword as a query, in the chosen order.
    pub fn query(&self) -> Query {
        let mut query = Query::of(Noun::Subject).when("merged_into", Test::Missing);
        if let Ok(kind) = self.kind.parse::<SubjectKind>() {
            query = query.equals("kind", kind.code());
        }
        if let Ok(sector) = self.sector.parse::<FocusSector>() {
            query = query.equals("sector", sector.code());
        }
        if let Ok(division) = self.division.trim().parse::<DivisionCode>() {
            query = query.when("division", Test::StartsWith(division.as_str().to_owned()));
        }
        query = match self.hits.as_str() {
            "yes" => query.when("hit_count", Test::From(1_i64.into())),
            "no" => query.equals("hit_count", 0_i64),
            _ => query,
        };
        if !self.class.trim().is_empty() {
            query = query.when(
                "hit_classes",
                Test::Contains(format!("{}类", self.class.trim().trim_end_matches('类'))),
            );
        }
        if self.file == "incomplete" {
            query = query.when("completeness", Test::Below(100_i64.into()));
        }
        let sort = self.sort();
        let (key, descending) = sort
            .strip_prefix('-')
            .map_or((sort, false), |key| (key, true));
        let field = SORTS
            .iter()
            .find(|(known, _)| *known == key)
            .map_or("name", |(_, field)| *field);
        query.by(field, descending)
    }

    /// The order in force.
    pub fn sort(&self) -> &str {
        let key = self.sort.trim_start_matches('-');
        if SORTS.iter().any(|(known, _)| *known == key) {
            &self.sort
        } else {
            "name"
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
                ("kind", &self.kind),
                ("sector", &self.sector),
                ("division", &self.division),
                ("hits", &self.hits),
                ("class", &self.class),
                ("file", &self.file),
                ("sort", &self.sort),
                ("size", &self.size),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_unreadable_parameters_ask_nothing() {
        let filter = Filter {
            kind: "all".into(),
            division: "x".into(),
            hits: "maybe".into(),
            ..Filter::default()
        };
        let asked = filter.query().conditions;
        assert_eq!(
            asked.len(),
            1,
            "only that merged files are left out: {asked:?}"
        );
        assert_eq!(
            (filter.paging(), filter.sort()),
            (ui::Paging { page: 1, size: 20 }, "name")
        );
    }

    #[test]
    fn every_parameter_leads_to_a_field() {
        let address = "q=x&kind=enterprise&sector=elder_care&division=149921101&hits=yes&class=A&file=incomplete&sort=-hits";
        let filter: Filter = serde_html_form::from_str(address).unwrap();
        let query = filter.query();
        assert_eq!(query.conditions.len(), 7);
        query.check().unwrap();
    }
}
