//! The method as data: weights, grounds, anchors, and how points become a probability. It must not know platforms.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::term::{TERMS, Term};

/// What the score is made of. An office may keep its own; the version is printed with every result.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Names this set of weights.
    pub version: String,
    /// Share of platforms expected to stop paying within twelve months.
    pub base_rate: f64,
    /// Change of the log-odds for one standard deviation of the points.
    pub slope: f64,
    /// Weights of the newest months for terms that look at a level, newest first.
    pub recent: Vec<f64>,
    /// How much of a standing is the rank in a large market; the rest is by the anchors, so that noise in a market of
    /// equals does not become a difference.
    pub rank_share: f64,
    /// Market size at which the rank has half of that share.
    pub small_market: f64,
    /// Mean and standard deviation of the points in a market that is too small to tell.
    pub usual_points: (f64, f64),
    /// Promised return by term that a market too small to tell is compared with, percent a year, shortest term first.
    pub usual_returns: [f64; 5],
    /// Standing from which a term is named as a reason.
    pub reason_from: f64,
    /// At most so many reasons.
    pub most_reasons: usize,
    /// The terms.
    #[serde(rename = "term")]
    pub terms: Vec<TermRule>,
}

/// Weight and ground of a term.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// Which.
    pub id: Term,
    /// For people.
    pub title: String,
    /// Points at the very top of the market, out of the sum of all weights.
    pub weight: f64,
    /// Value and standing (0 good, 1 bad), rising; straight between.
    pub anchors: Vec<(f64, f64)>,
    /// Why it is looked at.
    pub ground: String,
}

/// Why a method file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// It is no TOML of this shape.
    #[error("第{line}行：{problem}")]
    Line {
        /// From 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A value out of range.
    #[error("{0}")]
    Value(String),
}

impl Method {
    /// The method that comes with the program.
    pub fn builtin() -> Result<Self, MethodError> {
        Self::parse(include_str!("../../warn/platforms.toml"))
    }

    /// Reads and checks a method file.
    ///
    /// # Errors
    /// The line, or the value that is out of range.
    pub fn parse(text: &str) -> Result<Self, MethodError> {
        let method: Self = toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
            let at = e.span().map_or(0, |span| span.start);
            MethodError::Line {
                line: text.bytes().take(at).filter(|b| *b == b'\n').count() + 1,
                problem: e.message().to_owned(),
            }
        })?;
        method.check().map_err(MethodError::Value)?;
        Ok(method)
    }

    /// The same method for another share of failures.
    ///
    /// # Errors
    /// A share that is not between 0 and 1.
    pub fn with_base_rate(mut self, base_rate: f64) -> Result<Self, MethodError> {
        self.base_rate = base_rate;
        self.check().map_err(MethodError::Value)?;
        Ok(self)
    }

    pub(super) fn rule(&self, term: Term) -> Option<&TermRule> {
        self.terms.iter().find(|rule| rule.id == term)
    }

    fn check(&self) -> Result<(), String> {
        if !(self.base_rate > 0.0 && self.base_rate < 1.0) {
            return Err("base_rate（基础发生率）应在0和1之间，例如0.42".to_owned());
        }
        if !(self.slope >= 0.0 && self.slope.is_finite()) {
            return Err("slope（斜率）不能是负数".to_owned());
        }
        if self.recent.is_empty() || self.recent.iter().any(|w| !(*w > 0.0 && w.is_finite())) {
            return Err("recent（近月权重）至少写一个正数".to_owned());
        }
        if !(0.0..=1.0).contains(&self.rank_share) {
            return Err("rank_share（位次所占比重）应在0和1之间".to_owned());
        }
        if !(self.small_market > 0.0 && self.usual_points.1 > 0.0) {
            return Err("small_market和usual_points的第二个数应大于0".to_owned());
        }
        let mut seen = BTreeMap::new();
        for rule in &self.terms {
            rule.check()?;
            if seen.insert(rule.id, ()).is_some() {
                return Err(format!("指标“{}”写了两次", rule.title));
            }
        }
        if self.weight() <= 0.0 {
            return Err("各指标的weight（权重）之和应大于0".to_owned());
        }
        Ok(())
    }

    /// Sum of the weights; youth counts only where a register is at hand and is left out here.
    pub(super) fn weight(&self) -> f64 {
        let terms = TERMS.iter().filter(|term| **term != Term::Young);
        terms
            .filter_map(|term| self.rule(*term))
            .map(|rule| rule.weight)
            .sum()
    }
}

impl TermRule {
    fn check(&self) -> Result<(), String> {
        if !(self.weight >= 0.0 && self.weight.is_finite()) {
            return Err(format!("指标“{}”的weight（权重）不能是负数", self.title));
        }
        let rising = self
            .anchors
            .windows(2)
            .all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1);
        let within = self
            .anchors
            .iter()
            .all(|(_, standing)| (0.0..=1.0).contains(standing));
        if self.anchors.is_empty() || !rising || !within {
            return Err(format!(
                "指标“{}”的anchors应逐点递增，第二个数在0和1之间",
                self.title
            ));
        }
        Ok(())
    }

    /// Standing by the anchors alone.
    pub(super) fn anchored(&self, value: f64) -> f64 {
        let after = self.anchors.partition_point(|(at, _)| *at <= value);
        match (
            after.checked_sub(1).and_then(|i| self.anchors.get(i)),
            self.anchors.get(after),
        ) {
            (Some(low), Some(high)) => {
                low.1 + (high.1 - low.1) * (value - low.0) / (high.0 - low.0)
            }
            (Some(edge), None) | (None, Some(edge)) => edge.1,
            (None, None) => 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_method_is_whole() {
        let method = Method::builtin().unwrap();
        for term in TERMS {
            assert!(method.rule(term).is_some(), "{term:?}");
        }
        let rule = method.rule(Term::ReturnAboveMarket).unwrap();
        assert!(rule.anchored(-99.0) < rule.anchored(1.0));
        assert!(rule.anchored(1.0) < rule.anchored(99.0));
    }

    #[test]
    fn a_wrong_method_is_named() {
        let shipped = include_str!("../../warn/platforms.toml");
        let twice = shipped.replacen("base_rate = ", "base_rate = 7", 1);
        assert!(
            Method::parse(&twice)
                .unwrap_err()
                .to_string()
                .contains("base_rate")
        );
        let wrong = shipped.replacen("slope", "slop", 1);
        assert!(matches!(Method::parse(&wrong), Err(MethodError::Line { line, .. }) if line > 1));
        assert!(Method::builtin().unwrap().with_base_rate(1.5).is_err());
    }
}
