//! The four grades and the proposed level as typed. It must not know whether they are a view or a
//! conclusion.

use fangfei_model::level::{Factor, Grades, Level};
use serde::{Deserialize, Serialize};

use crate::typed::Typed;

/// Level codes as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GradesDraft {
    /// 涉众规模.
    pub crowd: String,
    /// 风险敞口.
    pub exposure: String,
    /// 舆论热度.
    pub spread: String,
    /// 涉稳隐患.
    pub harm: String,
    /// The proposed level.
    pub level: String,
}

impl GradesDraft {
    /// All five, each error at its field.
    pub(super) fn read(&self, typed: &mut Typed) -> Option<(Grades, Level)> {
        let mut grade = |field, factor: Factor, text: &str| {
            typed.needed_choice::<Level>(field, factor.title(), text)
        };
        let crowd = grade("crowd", Factor::Crowd, &self.crowd);
        let exposure = grade("exposure", Factor::Exposure, &self.exposure);
        let spread = grade("spread", Factor::Spread, &self.spread);
        let harm = grade("harm", Factor::Harm, &self.harm);
        let level = typed.needed_choice::<Level>("level", "风险等级", &self.level);
        let grades = Grades {
            crowd: crowd?,
            exposure: exposure?,
            spread: spread?,
            harm: harm?,
        };
        Some((grades, level?))
    }
}
