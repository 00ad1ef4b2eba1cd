//! Scores of a model on examples, question by question. It must not know models.

use serde::Serialize;

use super::{names::NameTally, score::Scores};

/// How a model did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextReport {
    /// Different texts, near-duplicates counted once; `None` where they were not looked for.
    pub distinct_texts: Option<usize>,
    /// Whether illegal fundraising; `None` where the data does not say.
    pub illegal_fundraising: Option<Scores>,
    /// Each event.
    pub events: Vec<EventScores>,
    /// F1 over all events together.
    pub micro_f1: f64,
    /// Mean of the F1 of the events.
    pub macro_f1: f64,
    /// Names of platforms and firms, most of them never seen by what found them; `None` where none were learned.
    pub names: Option<NameTally>,
}

/// How a model did for one event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventScores {
    /// The event.
    pub event: String,
    /// Its scores.
    #[serde(flatten)]
    pub scores: Scores,
}

impl TextReport {
    /// From the answers to each question; the one without a name is that of illegal fundraising.
    pub(super) fn of(asked: Vec<(String, Vec<(f32, bool)>)>, distinct: Option<usize>) -> Self {
        let (yes, events): (Vec<_>, Vec<_>) = asked.into_iter().partition(|(n, _)| n.is_empty());
        let pooled: Vec<(f32, bool)> = events.iter().flat_map(|(_, a)| a.clone()).collect();
        let events: Vec<EventScores> = events
            .into_iter()
            .map(|(event, answers)| EventScores {
                event,
                scores: Scores::of(&answers),
            })
            .collect();
        let sum: f64 = events.iter().map(|e| e.scores.f1).sum();
        Self {
            distinct_texts: distinct,
            illegal_fundraising: yes.first().map(|(_, answers)| Scores::of(answers)),
            micro_f1: Scores::of(&pooled).f1,
            macro_f1: sum / events.len().max(1) as f64,
            events,
            names: None,
        }
    }
}
