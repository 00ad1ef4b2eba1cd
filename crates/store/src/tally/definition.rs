//! Which counts are kept, and the columns they are kept in. It must not know how they are written or
//! asked.

use fangfei_model::{
    noun::Noun,
    record::{Field, FieldKind},
};

/// The table of all kept counts.
pub(super) const TABLE: &str = "tally";

/// Its columns beside those of the scope, which are named as every noun's are, so that the one
/// predicate of row scope serves here too. Nothing known is the empty text.
pub(super) mod col {
    /// `Tally::name`.
    pub(in crate::tally) const TALLY: &str = "tally";
    /// The first key and the second; empty where there is none.
    pub(in crate::tally) const KEYS: [&str; 2] = ["first_key", "second_key"];
    /// How many records.
    pub(in crate::tally) const RECORDS: &str = "records";
}

/// One kept count: records of a noun for each place and each combination of its keys.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Its name in the table. A name is never used again for other keys.
    pub(crate) name: &'static str,
    /// Of which noun.
    pub(crate) noun: Noun,
    /// By which fields, at most two: codes as they are, days by their month.
    pub(crate) keys: &'static [&'static str],
}

/// All of them, for each noun the small ones first: a question goes to the first that can answer it.
pub(crate) const TALLIES: &[Tally] = &[
    of(Noun::Clue, "clue.state", &["state"]),
    of(Noun::Clue, "clue.channel", &["channel"]),
    of(Noun::Clue, "clue.sector", &["sector"]),
    of(Noun::Clue, "clue.level", &["level"]),
    of(Noun::Clue, "clue.found_on", &["found_on"]),
    of(Noun::Clue, "clue.check_due", &["state", "check_due"]),
    of(Noun::RiskItem, "risk_item.state", &["state"]),
    of(Noun::RiskItem, "risk_item.level", &["state", "level"]),
    of(Noun::RiskItem, "risk_item.opened_on", &["opened_on"]),
    of(Noun::RiskItem, "risk_item.closed_on", &["closed_on"]),
    of(Noun::RiskItem, "risk_item.due", &["state", "due"]),
    of(Noun::Subject, "subject.kind", &["kind"]),
];

const fn of(noun: Noun, name: &'static str, keys: &'static [&'static str]) -> Tally {
    Tally { name, noun, keys }
}

impl Tally {
    /// The tallies of a noun.
    pub(crate) fn of(noun: Noun) -> impl Iterator<Item = &'static Tally> {
        TALLIES.iter().filter(move |tally| tally.noun == noun)
    }

    /// The key column that holds this field, and the field.
    pub(super) fn key(&self, name: &str) -> Option<(&'static str, &'static Field)> {
        let at = self.keys.iter().position(|key| *key == name)?;
        Some((col::KEYS[at], self.noun.field(name)?))
    }

    /// The key columns with the fields they hold.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'static str, Option<&'static Field>)> {
        let field = |name: Option<&&str>| name.and_then(|name| self.noun.field(name));
        let fields: Vec<_> = (0..col::KEYS.len())
            .map(|at| (col::KEYS[at], field(self.keys.get(at))))
            .collect();
        fields.into_iter()
    }
}

/// Whether a field is kept by the month of its day.
pub(super) fn is_by_month(field: &Field) -> bool {
    field.kind == FieldKind::Date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_a_code_or_a_day_of_its_noun() {
        for tally in TALLIES {
            assert!(tally.keys.len() <= col::KEYS.len(), "{}", tally.name);
            for key in tally.keys {
                let kind = tally.noun.field(key).map(|field| field.kind);
                let fits = matches!(kind, Some(FieldKind::Code(_) | FieldKind::Date));
                assert!(fits, "{}: {key}", tally.name);
            }
        }
    }

    #[test]
    fn no_two_have_the_same_name() {
        let mut names: Vec<_> = TALLIES.iter().map(|tally| tally.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TALLIES.len());
    }
}
