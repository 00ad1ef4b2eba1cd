//! Risk levels and the four factors of assessment (文昌湖 plan 二·四·1): 涉众规模, 风险敞口, 舆论热度,
//! 涉稳隐患. The first two are counted against cut points, the last two judged with reasons. No
//! factor holds names or what anyone said.

use serde::{Deserialize, Serialize};

use crate::{money::Fen, titled_enum::titled_enum};

titled_enum! {
    /// A risk level (风险等级), lowest first.
    Level {
        Low = "low" "低风险",
        Medium = "medium" "中风险",
        High = "high" "高风险",
        Major = "major" "重大风险",
    }
}

titled_enum! {
    /// One of the four factors (研判因素).
    Factor {
        /// How many people took part.
        Crowd = "crowd" "涉众规模",
        /// How much money is at stake.
        Exposure = "exposure" "风险敞口",
        /// How widely the offer has spread. Never who spoke of it.
        Spread = "spread" "舆论热度",
        /// What a collapse would do to people: livelihoods lost, how many, how soon. Never who they are.
        Harm = "harm" "涉稳隐患",
    }
}

/// Cut points of the two counted factors. Defaults follow the criminal bands of 法释〔2022〕5号 Arts
/// 3–5 for absorbing public deposits; no plan gives numbers, so they are a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutPoints {
    /// People at which 涉众规模 becomes 中, 高, 重大.
    pub people: [u32; 3],
    /// Fen at which 风险敞口 becomes 中, 高, 重大.
    pub exposure: [Fen; 3],
}

impl Default for CutPoints {
    fn default() -> Self {
        Self {
            people: [150, 500, 5_000],
            exposure: [Fen(100_000_000), Fen(500_000_000), Fen(5_000_000_000)],
        }
    }
}

impl CutPoints {
    /// The grade that this many people give; unknown stays unknown.
    pub fn crowd(&self, people: Option<u32>) -> Option<Level> {
        people.map(|n| grade(&self.people, &n))
    }

    /// The grade that this much money gives; unknown stays unknown.
    pub fn exposure(&self, amount: Option<Fen>) -> Option<Level> {
        amount.map(|n| grade(&self.exposure, &n))
    }
}

fn grade<T: PartialOrd>(cuts: &[T; 3], value: &T) -> Level {
    match cuts.iter().filter(|cut| value >= cut).count() {
        0 => Level::Low,
        1 => Level::Medium,
        2 => Level::High,
        _ => Level::Major,
    }
}

/// The four grades of one view or conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grades {
    /// 涉众规模.
    pub crowd: Level,
    /// 风险敞口.
    pub exposure: Level,
    /// 舆论热度.
    pub spread: Level,
    /// 涉稳隐患.
    pub harm: Level,
}

impl Grades {
    /// The grade of one factor.
    pub fn of(&self, factor: Factor) -> Level {
        match factor {
            Factor::Crowd => self.crowd,
            Factor::Exposure => self.exposure,
            Factor::Spread => self.spread,
            Factor::Harm => self.harm,
        }
    }

    /// The level the grades suggest: the highest of the two counted factors, raised by one step
    /// when both judged factors stand above it. A suggestion; people decide.
    pub fn suggested(&self) -> Level {
        let counted = self.crowd.max(self.exposure);
        if self.spread > counted && self.harm > counted {
            counted.raised()
        } else {
            counted
        }
    }
}

impl Level {
    fn raised(self) -> Self {
        match self {
            Self::Low => Self::Medium,
            Self::Medium => Self::High,
            Self::High | Self::Major => Self::Major,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_points_include_their_own_value() {
        let cuts = CutPoints::default();
        assert_eq!(cuts.crowd(Some(149)), Some(Level::Low));
        assert_eq!(cuts.crowd(Some(150)), Some(Level::Medium));
        assert_eq!(cuts.crowd(Some(5_000)), Some(Level::Major));
        assert_eq!(cuts.exposure(Fen::from_wan(99)), Some(Level::Low));
        assert_eq!(cuts.exposure(Fen::from_wan(500)), Some(Level::High));
        assert_eq!(cuts.exposure(None), None);
    }

    #[test]
    fn judged_factors_raise_only_together_and_by_one_step() {
        let grades = |crowd, exposure, spread, harm| Grades {
            crowd,
            exposure,
            spread,
            harm,
        };
        assert_eq!(
            grades(Level::Low, Level::Medium, Level::Major, Level::Low).suggested(),
            Level::Medium
        );
        assert_eq!(
            grades(Level::Low, Level::Medium, Level::Major, Level::High).suggested(),
            Level::High
        );
        assert_eq!(
            grades(Level::Major, Level::Low, Level::Major, Level::Major).suggested(),
            Level::Major
        );
    }
}
