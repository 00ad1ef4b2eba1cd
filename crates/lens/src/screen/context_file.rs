//! The cues of context (上下文提示词) as a file. It must not know how they are judged.

use serde::Deserialize;

use super::{cue::Cue, fold::FoldTable};

/// Cues that say a word is forbidden, excluded, denied or warned of. Folded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContextFile {
    pub revised: String,
    pub negation: Vec<Cue>,
    pub negation_near: Vec<Cue>,
    pub not_negation: Vec<Cue>,
    pub prohibition: Vec<Cue>,
    pub warning_before: Vec<Cue>,
    pub warning_after: Vec<Cue>,
    pub warning_after_far: Vec<Cue>,
    /// Who warns: the words of a sentence that begins with one and ends in a warning do not count. A file of before has none.
    #[serde(default)]
    pub warner: Vec<Cue>,
    pub exclusion_before: Vec<Cue>,
    pub exclusion_after: Vec<Cue>,
    pub not_excluded: Vec<Cue>,
    pub condition_before: Vec<Cue>,
    pub condition_after: Vec<Cue>,
    pub publication_endings: Vec<Cue>,
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
            &mut self.warner,
            &mut self.exclusion_before,
            &mut self.exclusion_after,
            &mut self.not_excluded,
            &mut self.condition_before,
            &mut self.condition_after,
            &mut self.publication_endings,
        ] {
            list.iter_mut()
                .for_each(|cue| *cue = table.word(&cue.text).into());
            list.retain(|cue| !cue.text.is_empty());
        }
        self
    }
}
