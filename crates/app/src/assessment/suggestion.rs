//! What the counted figures suggest for the two counted factors, with the rule named. A suggestion;
//! people decide. It must not know views.

use fangfei_model::{
    level::{CutPoints, Factor, Level},
    money::Fen,
};

/// The suggestions for one assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// 涉众规模.
    pub crowd: Counted,
    /// 风险敞口.
    pub exposure: Counted,
}

/// What one counted factor suggests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which factor.
    pub factor: Factor,
    /// The figure in words: 42 人; 未查明 when unknown.
    pub figure: String,
    /// The grade; `None` when the figure is unknown.
    pub grade: Option<Level>,
    /// The cut points in words.
    pub rule: String,
}

impl Suggestion {
    /// From the figures known and the cut points in force.
    pub fn new(people: Option<u32>, amount: Option<Fen>, cuts: &CutPoints) -> Self {
        let unknown = || "未查明".to_owned();
        let [medium, high, major] = cuts.people;
        let [some, much, most] = cuts.exposure.map(Fen::wan);
        Self {
            crowd: Counted {
                factor: Factor::Crowd,
                figure: people.map_or_else(unknown, |n| format!("{n} 人")),
                grade: cuts.crowd(people),
                rule: format!("满 {medium} 人为中，满 {high} 人为高，满 {major} 人为重大"),
            },
            exposure: Counted {
                factor: Factor::Exposure,
                figure: amount.map_or_else(unknown, |fen| format!("{} 万元", fen.wan())),
                grade: cuts.exposure(amount),
                rule: format!("满 {some} 万元为中，满 {much} 万元为高，满 {most} 万元为重大"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_names_its_cut_points_and_unknown_stays_unknown() {
        let suggestion = Suggestion::new(Some(160), None, &CutPoints::default());
        assert_eq!(suggestion.crowd.grade, Some(Level::Medium));
        assert!(suggestion.crowd.rule.contains("满 150 人为中"));
        assert_eq!(
            (
                suggestion.exposure.grade,
                suggestion.exposure.figure.as_str()
            ),
            (None, "未查明")
        );
        assert!(suggestion.exposure.rule.contains("满 100 万元为中"));
    }
}
