//! A rule of division as a TOML file that a decision is written into. It must not know claims.

use fangfei_flow::refund::Rule;

use crate::{Error, Result, rules::RuleProblem};

/// Reads a rule; money in it is whole fen or a text with its unit (`"5000元"`), shares are written
/// `40%`, `0.4` or `2/5`.
///
/// # Errors
/// A text that is no rule, with its line.
pub fn read_rule(text: &str, file: &str) -> Result<Rule> {
    toml::from_str(text).map_err(|error| Error::Rule {
        file: file.to_owned(),
        problem: RuleProblem::syntax(text, &error).to_string(),
    })
}

#[cfg(test)]
mod tests {
    use fangfei_flow::refund::Basis;

    use super::*;

    #[test]
    fn a_rule_as_an_office_writes_it() {
        let rule = read_rule(
            "basis = \"contribution\"\ncap = 5000000\n[[reserves]]\nground = \"留给逾期申报人\"\nshare = \"5%\"\n",
            "规则.toml",
        )
        .unwrap();
        assert_eq!(rule.basis, Basis::Contribution);
        let wrong = read_rule("basis = \"net_loss\"\ncapp = 1\n", "规则.toml").unwrap_err();
        assert!(wrong.to_string().contains("第 2 行"), "{wrong}");
    }
}
