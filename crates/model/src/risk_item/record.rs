//! The risk item itself and its projection. It must not know how it moves.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Assignment, Progress, RiskState, RiskStatus, Turn};
use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{AssessmentId, CampaignId, ClueId, RiskItemId, SubjectId, UnitId},
    level::Level,
    money::Fen,
    record::{FieldKind, Record, SearchText, projection},
    scope::Place,
    subject::FocusSector,
};

/// A risk item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskItem {
    /// Its id.
    pub id: RiskItemId,
    /// Number: `FX-2024-0012`.
    pub number: String,
    /// The clue it came from.
    pub clue: ClueId,
    /// The subject's file.
    pub subject: Option<SubjectId>,
    /// The subject's name.
    pub subject_name: String,
    /// The campaign.
    pub campaign: Option<CampaignId>,
    /// The division.
    pub division: DivisionCode,
    /// The focus sector.
    pub sector: Option<FocusSector>,
    /// The assessment its level rests on.
    pub assessment: AssessmentId,
    /// Its level.
    pub level: Level,
    /// People taking part.
    pub people: Option<u32>,
    /// Money at stake.
    pub amount: Option<Fen>,
    /// Who opened it.
    pub opened: Stamp,
    /// Who does what by when.
    pub assignment: Assignment,
    /// Progress, oldest first.
    pub progress: Vec<Progress>,
    /// Turns, oldest first.
    pub turns: Vec<Turn>,
    /// The unit that found the clue.
    pub origin_unit: Option<UnitId>,
    /// Where it stands.
    pub state: RiskState,
}

impl RiskItem {
    /// The state's name.
    pub fn status(&self) -> RiskStatus {
        match self.state {
            RiskState::Listed => RiskStatus::Listed,
            RiskState::InDisposal => RiskStatus::InDisposal,
            RiskState::CloseApplied { .. } => RiskStatus::CloseApplied,
            RiskState::Verified { .. } => RiskStatus::Verified,
            RiskState::Closed { .. } => RiskStatus::Closed,
        }
    }

    /// Whether it is open past its due date on this day.
    pub fn overdue(&self, today: Date) -> bool {
        !matches!(self.state, RiskState::Closed { .. }) && self.assignment.due < today
    }

    /// All money returned so far.
    pub fn refunded(&self) -> Fen {
        self.progress.iter().filter_map(|p| p.refunded).sum()
    }

    /// The day it was closed, if it is.
    pub fn closed_on(&self) -> Option<Date> {
        match &self.state {
            RiskState::Closed { approval, .. } => Some(approval.day()),
            _ => None,
        }
    }

    /// How often it was opened again.
    pub fn reopened(&self) -> usize {
        self.turns
            .iter()
            .filter(|t| matches!(t, Turn::Reopened { .. }))
            .count()
    }
}

impl Record for RiskItem {
    projection!(RiskItem, RiskItem, ByUnit {
        number "挂账编号" FieldKind::Text => |r| r.number.as_str(),
        clue "线索" FieldKind::Ref(crate::noun::Noun::Clue) => |r| r.clue.uuid(),
        subject "主体" FieldKind::Ref(crate::noun::Noun::Subject) => |r| r.subject.map(SubjectId::uuid),
        subject_name "涉及主体" FieldKind::Text => |r| r.subject_name.as_str(),
        campaign "专项行动" FieldKind::Ref(crate::noun::Noun::Campaign) => |r| r.campaign.map(CampaignId::uuid),
        sector "重点领域" FieldKind::Code(CodeList::FocusSector) => |r| r.sector.map(FocusSector::code),
        level "风险等级" FieldKind::Code(CodeList::Level) => |r| r.level.code(),
        people "涉及人数" FieldKind::Int => |r| r.people,
        amount "涉及金额" FieldKind::Money => |r| r.amount,
        opened_on "挂账日期" FieldKind::Date => |r| r.opened.day(),
        unit "责任单位" FieldKind::Ref(crate::noun::Noun::Unit) => |r| r.assignment.unit.uuid(),
        owner "责任人" FieldKind::Text => |r| r.assignment.owner.as_str(),
        leader "分管领导" FieldKind::Text => |r| r.assignment.leader.as_str(),
        track "处置方式" FieldKind::Code(CodeList::Track) => |r| r.assignment.track.code(),
        plan "处置方案" FieldKind::Text => |r| r.assignment.plan.as_str(),
        due "完成时限" FieldKind::Date => |r| r.assignment.due,
        progress_on "最近进展日期" FieldKind::Date => |r| r.progress.last().map(|p| p.on),
        progress "最近进展" FieldKind::Text => |r| r.progress.last().map(|p| p.text.clone()),
        refunded "已清退金额" FieldKind::Money => |r| r.refunded(),
        state "状态" FieldKind::Code(CodeList::RiskState) => |r| r.status().code(),
        closed_on "销号日期" FieldKind::Date => |r| r.closed_on(),
        reopened "重新挂账次数" FieldKind::Int => |r| u32::try_from(r.reopened()).unwrap_or(u32::MAX),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.assignment.unit),
            origin_unit: self.origin_unit,
        }
    }

    fn search(&self) -> Option<SearchText> {
        Some(SearchText {
            title: format!("{} {}", self.number, self.subject_name),
            subtitle: format!("{} · {}", self.level.title(), self.status().title()),
            text: format!(
                "{} {} {}",
                self.number, self.subject_name, self.assignment.plan
            ),
        })
    }
}
