//! The alert itself and its projection. It must not know how it moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AlertState, AlertStatus};
use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    id::{AlertId, ClueId, IndexRunId, SubjectId},
    record::{FieldKind, Record, SearchText, projection},
    scope::Place,
};

/// One point of the index that stood behind an alert, in words that the subject could be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertPoint {
    /// The indicator's id.
    pub indicator: String,
    /// Its Chinese title.
    pub title: String,
    /// The value it took, with its unit.
    pub value: String,
    /// Tenths of a point that it gave.
    pub tenths: u16,
}

/// The index of the subject in one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The run.
    pub run: IndexRunId,
    /// The day the run looked at.
    pub as_of: Date,
    /// The index in tenths, 0–1000.
    pub tenths: u16,
    /// The band's title as it was set then.
    pub band: String,
    /// The band's order, counted from the lowest, so that a higher one is told from a lower one.
    pub band_rank: u8,
    /// The points that weighed most, largest first.
    pub points: Vec<AlertPoint>,
}

/// An alert about one subject. Later runs that find the same subject are added to the open alert
/// (合并), so that a subject has one line in the inbox however often it is seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// Number in the county's series: `YJ-2024-000123`.
    pub number: String,
    /// The subject's file.
    pub subject: SubjectId,
    /// The subject's name at that time.
    pub subject_name: String,
    /// The subject's division.
    pub division: DivisionCode,
    /// Every run that found it, oldest first; never empty.
    pub sightings: Vec<Sighting>,
    /// How often it was let rest or woken, oldest first.
    #[serde(default)]
    pub rests: Vec<super::Rest>,
    /// Where it stands.
    pub state: AlertState,
}

impl Alert {
    /// The state's name.
    pub fn status(&self) -> AlertStatus {
        match self.state {
            AlertState::Open => AlertStatus::Open,
            AlertState::Resting { .. } => AlertStatus::Resting,
            AlertState::ClueOpened { .. } => AlertStatus::ClueOpened,
            AlertState::SetAside { .. } => AlertStatus::SetAside,
        }
    }

    /// The latest sighting.
    pub fn latest(&self) -> Option<&Sighting> {
        self.sightings.last()
    }

    /// The day from which it rests no longer.
    pub fn rests_until(&self) -> Option<Date> {
        match &self.state {
            AlertState::Resting { rest } => Some(rest.until),
            _ => None,
        }
    }

    fn clue(&self) -> Option<ClueId> {
        match &self.state {
            AlertState::ClueOpened { clue, .. } => Some(*clue),
            _ => None,
        }
    }
}

impl Record for Alert {
    projection!(Alert, Alert, Common {
        number "预警编号" FieldKind::Text => |a| a.number.as_str(),
        subject "主体" FieldKind::Ref(crate::noun::Noun::Subject) => |a| a.subject.uuid(),
        subject_name "主体名称" FieldKind::Text => |a| a.subject_name.as_str(),
        tenths "风险指数（十分之一分）" FieldKind::Int => |a| a.latest().map(|s| i64::from(s.tenths)),
        band "指数分段" FieldKind::Text => |a| a.latest().map(|s| s.band.clone()),
        first_seen "首次预警日期" FieldKind::Date => |a| a.sightings.first().map(|s| s.as_of),
        last_seen "本次预警日期" FieldKind::Date => |a| a.latest().map(|s| s.as_of),
        times "预警次数" FieldKind::Int => |a| i64::try_from(a.sightings.len()).unwrap_or(i64::MAX),
        rests_until "暂缓至" FieldKind::Date => |a| a.rests_until(),
        clue "线索" FieldKind::Ref(crate::noun::Noun::Clue) => |a| a.clue().map(ClueId::uuid),
        state "状态" FieldKind::Code(CodeList::AlertState) => |a| a.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: None,
            origin_unit: None,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: format!("{} {}", self.number, self.subject_name),
            subtitle: self.latest().map(|s| s.band.clone()).unwrap_or_default(),
            text: format!("{} {}", self.number, self.subject_name),
        })
    }
}
