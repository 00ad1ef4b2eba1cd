//! Divisions with the time their names and codes held, and look-up by name. It must not know files.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{division_code::DivisionCode, name::core, province::PROVINCES};

/// A code carrying a name for a time. The same code may have carried another name before, the same name another code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    /// The code.
    pub code: DivisionCode,
    /// The name without those above it: 沁水县.
    pub name: String,
    /// First day; `None` when unknown.
    pub valid_from: Option<Date>,
    /// Last day; `None` while it holds.
    pub valid_to: Option<Date>,
}

/// Why a name could not be turned into one division.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionLookupError {
    /// No such name there.
    #[error("在“{parent}”下没有找到名为“{name}”的行政区划，请核对名称或先导入区划代码表")]
    Unknown {
        /// Where it was looked for.
        parent: String,
        /// What was looked for.
        name: String,
    },
    /// Several divisions answer to the name.
    #[error("“{name}”对应多个行政区划（{candidates}），请写明上级")]
    Ambiguous {
        /// What was looked for.
        name: String,
        /// Codes and names found.
        candidates: String,
    },
}

/// All divisions known, with history. Starts with the provinces; the rest is loaded by the user.
#[derive(Debug, Clone)]
pub struct DivisionHistory {
    by_code: BTreeMap<DivisionCode, Vec<Division>>,
    /// Codes by the core of their names.
    by_core: BTreeMap<String, BTreeSet<DivisionCode>>,
}

impl Division {
    /// Whether it held on a day. An unknown beginning or end does not exclude.
    pub fn valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl Default for DivisionHistory {
    fn default() -> Self {
        Self::provinces()
    }
}

impl DivisionHistory {
    /// The 34 provinces only.
    pub fn provinces() -> Self {
        let mut history = Self {
            by_code: BTreeMap::new(),
            by_core: BTreeMap::new(),
        };
        for (code, name) in PROVINCES {
            if let Ok(code) = code.parse() {
                history.insert(Division {
                    code,
                    name: name.to_owned(),
                    valid_from: None,
                    valid_to: None,
                });
            }
        }
        history
    }

    /// The provinces and these.
    pub fn from_divisions(divisions: impl IntoIterator<Item = Division>) -> Self {
        let mut history = Self::provinces();
        divisions.into_iter().for_each(|d| history.insert(d));
        history
    }

    /// Adds a division; one with the same code and name, and the same or no beginning, is replaced.
    pub fn insert(&mut self, division: Division) {
        let core = core(&division.name).to_owned();
        self.by_core.entry(core).or_default().insert(division.code);
        let known = self.by_code.entry(division.code).or_default();
        known.retain(|d| {
            d.name != division.name || d.valid_from.is_some() && d.valid_from != division.valid_from
        });
        known.push(division);
        known.sort_by_key(|d| d.valid_from);
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.by_code.values().map(Vec::len).sum()
    }

    /// Never true: the provinces are always there.
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// The division that carried a code on a day; without a day the latest.
    pub fn get(&self, code: DivisionCode, day: Option<Date>) -> Option<&Division> {
        let known = self.by_code.get(&code)?;
        match day {
            Some(day) => known.iter().rev().find(|d| d.valid_on(day)),
            None => known.last(),
        }
    }

    /// The names from the province down: 山西省晋城市沁水县. Levels not loaded are left out.
    pub fn full_name(&self, code: DivisionCode, day: Option<Date>) -> String {
        let mut names: Vec<&str> = code
            .ancestors()
            .filter_map(|c| self.get(c, day))
            .map(|d| d.name.as_str())
            .collect();
        names.reverse();
        names.concat()
    }

    /// The divisions directly below a code (also over a level that does not exist), valid on the day.
    pub fn children(&self, parent: DivisionCode, day: Option<Date>) -> Vec<&Division> {
        self.inside(parent)
            .filter(|d| d.code.parent() == Some(parent))
            .filter(|d| day.map_or(d.valid_to.is_none(), |day| d.valid_on(day)))
            .collect()
    }

    /// Every division in `parent` (everywhere when `None`) that answers to the name: those written exactly so, else
    /// those with the same core (晋城 for 晋城市). With a day those valid then; without, those that still hold, or the
    /// former ones when none does. Higher levels come first.
    pub fn find(
        &self,
        parent: Option<DivisionCode>,
        name: &str,
        day: Option<Date>,
    ) -> Vec<&Division> {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let mut found = self.namesakes(parent, &name, day);
        keep_if_any(&mut found, |d| d.name == name);
        if day.is_none() {
            keep_if_any(&mut found, |d| d.valid_to.is_none());
        }
        found.sort_by_key(|d| (d.code.level(), d.code));
        found.dedup_by_key(|d| d.code);
        found
    }

    /// The one division of that name in `parent`. Of several, the one nearest below the parent is taken when it
    /// stands alone on its level: 城区 in 晋城市 is the county, not a village of that name.
    pub fn resolve(
        &self,
        parent: Option<DivisionCode>,
        name: &str,
        day: Option<Date>,
    ) -> Result<&Division, DivisionLookupError> {
        let found = self.find(parent, name, day);
        match found.as_slice() {
            [] => Err(self.unknown(parent, name, day)),
            [one] => Ok(one),
            [first, second, ..] if first.code.level() < second.code.level() => Ok(first),
            _ => Err(ambiguous(name, &found)),
        }
    }

    fn inside(&self, parent: DivisionCode) -> impl Iterator<Item = &Division> {
        self.by_code
            .range(parent..)
            .take_while(move |(c, _)| parent.contains(c))
            .flat_map(|(_, known)| known)
    }

    /// Divisions in `parent` whose name has the same core.
    fn namesakes(
        &self,
        parent: Option<DivisionCode>,
        name: &str,
        day: Option<Date>,
    ) -> Vec<&Division> {
        let codes = self.by_core.get(core(name)).into_iter().flatten();
        codes
            .filter(|code| parent.is_none_or(|p| p.contains(code) && p != **code))
            .flat_map(|code| self.by_code.get(code).into_iter().flatten())
            .filter(|d| core(&d.name) == core(name) && day.is_none_or(|day| d.valid_on(day)))
            .collect()
    }

    fn unknown(
        &self,
        parent: Option<DivisionCode>,
        name: &str,
        day: Option<Date>,
    ) -> DivisionLookupError {
        let parent = parent.map_or_else(|| "全国".to_owned(), |p| self.full_name(p, day));
        DivisionLookupError::Unknown {
            parent,
            name: name.trim().to_owned(),
        }
    }
}

/// Narrows to those that satisfy, unless none does.
fn keep_if_any(found: &mut Vec<&Division>, satisfies: impl Fn(&Division) -> bool) {
    if found.iter().any(|d| satisfies(d)) {
        found.retain(|d| satisfies(d));
    }
}

fn ambiguous(name: &str, found: &[&Division]) -> DivisionLookupError {
    let shown: Vec<String> = found
        .iter()
        .take(5)
        .map(|d| format!("{}{}", d.code, d.name))
        .collect();
    DivisionLookupError::Ambiguous {
        name: name.trim().to_owned(),
        candidates: shown.join("、"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    fn division(text: &str, name: &str, from: Option<Date>, to: Option<Date>) -> Division {
        Division {
            code: code(text),
            name: name.to_owned(),
            valid_from: from,
            valid_to: to,
        }
    }

    fn shanxi() -> DivisionHistory {
        DivisionHistory::from_divisions([
            division("1405", "晋城市", Some(date(1985, 4, 1)), None),
            division("140502", "城区", None, None),
            division("140521", "沁水县", None, None),
            division("140521100", "龙港镇", None, None),
            division("140521101", "中村镇", None, None),
            division("140581", "高平市", Some(date(1993, 5, 12)), None),
            division("140528", "高平县", None, Some(date(1993, 5, 11))),
            division("1406", "朔州市", None, None),
            division("140602", "朔城区", None, None),
            division("140602101", "中村乡", None, None),
            division("140621", "山阴县", None, None),
            division("140621100", "城区", None, None),
        ])
    }

    #[test]
    fn names_are_found_with_and_without_their_ending() {
        let history = shanxi();
        assert_eq!(
            history.resolve(None, "晋城", None).unwrap().code,
            code("1405")
        );
        assert_eq!(
            history
                .resolve(Some(code("14")), "沁水", None)
                .unwrap()
                .code,
            code("140521")
        );
        assert_eq!(
            history
                .resolve(Some(code("140521")), "龙港", None)
                .unwrap()
                .code,
            code("140521100")
        );
        assert!(history.resolve(Some(code("1406")), "沁水县", None).is_err());
    }

    #[test]
    fn the_day_decides_between_old_and_new() {
        let history = shanxi();
        assert_eq!(
            history
                .resolve(None, "高平", Some(date(1990, 1, 1)))
                .unwrap()
                .code,
            code("140528")
        );
        assert_eq!(
            history
                .resolve(None, "高平", Some(date(2024, 1, 1)))
                .unwrap()
                .code,
            code("140581")
        );
        assert_eq!(
            history.resolve(None, "高平", None).unwrap().code,
            code("140581")
        );
        assert_eq!(
            history.resolve(None, "高平县", None).unwrap().code,
            code("140528")
        );
    }

    #[test]
    fn two_of_one_name_need_the_place_above() {
        let message = shanxi()
            .resolve(None, "中村", None)
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("140521101中村镇") && message.contains("140602101中村乡"),
            "{message}"
        );
        let found = shanxi()
            .resolve(Some(code("140602")), "中村", None)
            .unwrap()
            .code;
        assert_eq!(found, code("140602101"));
    }

    #[test]
    fn the_higher_level_wins_when_it_stands_alone() {
        assert_eq!(
            shanxi().resolve(None, "城区", None).unwrap().code,
            code("140502")
        );
        assert_eq!(
            shanxi()
                .resolve(Some(code("1406")), "城区", None)
                .unwrap()
                .code,
            code("140621100")
        );
    }

    #[test]
    fn codes_have_full_names_and_children() {
        let history = shanxi();
        assert_eq!(
            history.full_name(code("140521100"), None),
            "山西省晋城市沁水县龙港镇"
        );
        let names: Vec<_> = history
            .children(code("140521"), None)
            .iter()
            .map(|d| d.name.clone())
            .collect();
        assert_eq!(names, ["龙港镇", "中村镇"]);
        assert_eq!(history.children(code("1405"), None).len(), 3);
        assert_eq!(
            history.children(code("1405"), Some(date(1990, 1, 1))).len(),
            3
        );
    }
}
