//! The cues of context (上下文提示词) as a file. It must not know how they are judged.

use serde::Deserialize;

use super::fold::FoldTable;

/// Cues that say a word is forbidden, excluded, denied or warned of. Folded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContextFile {
    pub revised: String,
    pub negation: Vec<String>,
    pub negation_near: Vec<String>,
    pub not_negation: Vec<String>,
    pub prohibition: Vec<String>,
    pub warning_before: Vec<String>,
    pub warning_after: Vec<String>,
    pub warning_after_far: Vec<String>,
    pub exclusion_before: Vec<String>,
    pub exclusion_after: Vec<String>,
    pub not_excluded: Vec<String>,
    pub condition_before: Vec<String>,
    pub condition_after: Vec<String>,
    pub publication_endings: Vec<String>,
}

impl ContextFile {
    /// With every cue folded as the texts are.
    pub fn folded(mut self, table: &FoldTable) -> Self {
        for list in [
            &mut self.negation,
            &mut self.negation_near,
            &mut self.not_negation,
            &mut self.prohibition,
            &mut self.warning_before,
            &mut self.warning_after,
            &mut self.warning_after_far,
            &mut self.exclusion_before,
            &mut self.exclusion_after,
            &mut self.not_excluded,
            &mut self.condition_before,
            &mut self.condition_after,
            &mut self.publication_endings,
        ] {
            list.iter_mut().for_each(|cue| *cue = table.word(cue));
            list.retain(|cue| !cue.is_empty());
        }
        self
    }
}
