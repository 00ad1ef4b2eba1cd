//! Legal and provincial terms in working days, as an office may set them. It must not know what
//! they bind.

use serde::Deserialize;

use super::file::{RuleFile, RuleProblem};
use crate::Result;

/// The terms in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    /// Working days for the first check of an accepted clue (处非联发〔2008〕4号: as a rule 30).
    pub check_working_days: u32,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            check_working_days: 30,
        }
    }
}

/// Reads `terms.toml`.
pub(super) fn parse(file: &RuleFile) -> Result<Terms> {
    let terms: Terms = toml::from_str(&file.text)
        .map_err(|error| file.error(RuleProblem::syntax(&file.text, &error)))?;
    if !(1..=250).contains(&terms.check_working_days) {
        return Err(file.error("check_working_days 应在 1 到 250 个工作日之间"));
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_may_set_its_own_term() {
        let read = |text| parse(&RuleFile::shipped("terms.toml", text));
        assert_eq!(
            read("check_working_days = 15").unwrap().check_working_days,
            15
        );
        assert_eq!(read("").unwrap(), Terms::default());
        assert!(read("check_working_days = 0").is_err());
        assert!(
            read("checks = 3")
                .unwrap_err()
                .to_string()
                .contains("第 1 行")
        );
    }
}
