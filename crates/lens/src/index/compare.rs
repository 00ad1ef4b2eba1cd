//! Two rule sets on the same day: who stands in another band, who rose and who fell most. It must not know which of
//! them is in force.

use serde::Serialize;

use super::{rule_set::RuleSet, score::Scored};
use crate::indicator::Points;

/// A subject under both rule sets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The subject.
    pub subject: String,
    /// Index and band under the rules in force.
    pub live: (Points, String),
    /// Index and band under the draft.
    pub draft: (Points, String),
}

/// Subjects whose band differs, greatest change first.
pub fn compare(live: (&Scored, &RuleSet), draft: (&Scored, &RuleSet)) -> Vec<Comparison> {
    let stand = |(scored, rules): (&Scored, &RuleSet), number: u32| {
        let index = scored.index(number);
        (
            index,
            rules
                .settings
                .band(index, scored.coverage(number))
                .to_owned(),
        )
    };
    let mut changed = Vec::new();
    for number in live.0.ranking() {
        let subject = live.0.subjects.code(number);
        let Some(other) = draft.0.subjects.find(subject) else {
            continue;
        };
        let (before, after) = (stand(live, number), stand(draft, other));
        if before.1 != after.1 {
            changed.push(Comparison {
                subject: subject.to_owned(),
                live: before,
                draft: after,
            });
        }
    }
    changed.sort_by_key(|c| std::cmp::Reverse(c.live.0.0.abs_diff(c.draft.0.0)));
    changed
}
