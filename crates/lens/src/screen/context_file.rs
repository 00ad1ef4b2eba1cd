//! The cues of context (上下文提示词) as a file, and how they are looked for. It must not know how they are judged.

use serde::Deserialize;

use super::{
    cue::{Around, Cue, CueIndex},
    fold::FoldTable,
};

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

/// The lists whose cues stand before a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Before {
    Negation,
    NegationNear,
    Prohibition,
    Exclusion,
    Condition,
    Warning,
    Warner,
}

/// The lists whose cues stand behind a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Behind {
    Exclusion,
    Warning,
    WarningFar,
}

/// The cues, ready to be looked for.
#[derive(Debug)]
pub(super) struct Cues {
    pub listed: ContextFile,
    before: CueIndex<Before>,
    behind: CueIndex<Behind>,
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

    /// The list of cues before a hit.
    pub fn before(&self, list: Before) -> &[Cue] {
        match list {
            Before::Negation => &self.negation,
            Before::NegationNear => &self.negation_near,
            Before::Prohibition => &self.prohibition,
            Before::Exclusion => &self.exclusion_before,
            Before::Condition => &self.condition_before,
            Before::Warning => &self.warning_before,
            Before::Warner => &self.warner,
        }
    }

    /// The list of cues behind a hit.
    pub fn behind(&self, list: Behind) -> &[Cue] {
        match list {
            Behind::Exclusion => &self.exclusion_after,
            Behind::Warning => &self.warning_after,
            Behind::WarningFar => &self.warning_after_far,
        }
    }
}

impl Cues {
    /// Of a file whose cues are folded.
    pub fn new(listed: ContextFile) -> Self {
        use Before::{Condition, Negation, NegationNear, Prohibition, Warner};
        let before = [
            Negation,
            NegationNear,
            Prohibition,
            Before::Exclusion,
            Condition,
            Before::Warning,
            Warner,
        ];
        let behind = [Behind::Exclusion, Behind::Warning, Behind::WarningFar];
        Self {
            before: CueIndex::new(before.map(|list| (list, listed.before(list)))),
            behind: CueIndex::new(behind.map(|list| (list, listed.behind(list)))),
            listed,
        }
    }

    /// Finds the cues in the letters before and behind a hit.
    pub fn look(&self, before: &mut Around<Before>, behind: &mut Around<Behind>) {
        self.before.look_back(before);
        self.behind.look_ahead(behind);
    }
}
