//! Terms that no law fixes for every place (期限): each office may set its own. It must not know
//! what they bind.

use serde::Deserialize;

use super::file::{RuleFile, RuleProblem};
use crate::Result;

/// Terms in force; `rules/terms.toml` sets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    /// Working days for the first check (初核) of an accepted clue (处非联发〔2008〕4号: as a rule 30).
    pub check_working_days: u32,
    /// Days after a period's last day until its return is cut off (报表截数); entries of these days
    /// still count. Negative where the upper level wants the return before the period is over.
    pub return_grace_days: i8,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            check_working_days: 30,
            return_grace_days: 0,
        }
    }
}

/// Reads `terms.toml`; terms it leaves out keep their default.
pub(super) fn parse(file: &RuleFile) -> Result<Terms> {
    let terms: Terms = toml::from_str(&file.text)
        .map_err(|error| file.error(RuleProblem::syntax(&file.text, &error)))?;
    if !(1..=250).contains(&terms.check_working_days) {
        return Err(file.error("check_working_days（初核期限）应在 1 到 250 个工作日之间"));
    }
    if !(-31..=60).contains(&terms.return_grace_days) {
        return Err(file.error(
            "return_grace_days（报表截数）应在期末前 31 天到期末后 60 天之间，期末前写负数",
        ));
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_default() {
        let file = RuleFile::shipped("terms.toml", "check_working_days = 10\n");
        assert_eq!(
            parse(&file).unwrap(),
            Terms {
                check_working_days: 10,
                return_grace_days: 0
            }
        );
    }

    #[test]
    fn a_misspelt_or_impossible_term_is_refused() {
        let error = |text: &str| {
            parse(&RuleFile::shipped("terms.toml", text))
                .unwrap_err()
                .to_string()
        };
        assert!(error("\ncheck_days = 10\n").contains("第 2 行"));
        assert!(error("return_grace_days = 90\n").contains("截数"));
    }
}
