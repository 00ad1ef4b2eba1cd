//! Tasks (待办任务): one thing owed by one unit by one day. It must not know schedules.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{CampaignId, EvidenceId, PlanItemId, ReturnId, TaskId, UnitId},
    record::{FieldKind, Record, projection},
    refusal::{Refusal, reason},
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// What kind of thing is owed.
    TaskKind {
        Report = "report" "报送材料",
        Finish = "finish" "完成工作",
    }
}

titled_enum! {
    /// The name of a task's state, without its data.
    TaskStatus {
        Pending = "pending" "待办",
        Submitted = "submitted" "已报送",
        SentBack = "sent_back" "已退回",
        Accepted = "accepted" "已验收",
    }
}

/// What a unit handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Who handed it in.
    pub stamp: Stamp,
    /// In words.
    pub text: String,
    /// Files.
    #[serde(default)]
    pub evidence: Vec<EvidenceId>,
    /// The return that goes with it.
    pub periodic_return: Option<ReturnId>,
}

/// Where a task stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum TaskState {
    /// Nothing handed in.
    Pending,
    /// Handed in.
    Submitted {
        /// What.
        submission: Submission,
    },
    /// Handed in and sent back.
    SentBack {
        /// What.
        submission: Submission,
        /// Who sent it back.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
    /// Accepted.
    Accepted {
        /// What.
        submission: Submission,
        /// Who accepted it.
        stamp: Stamp,
    },
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The campaign.
    pub campaign: CampaignId,
    /// The owed item of the campaign.
    pub item: PlanItemId,
    /// What kind.
    pub kind: TaskKind,
    /// What is owed.
    pub title: String,
    /// To whom.
    pub to: Option<String>,
    /// By which unit.
    pub unit: UnitId,
    /// That unit's division.
    pub division: DivisionCode,
    /// For which period, if it recurs.
    pub period: String,
    /// By when.
    pub due: Date,
    /// When it was raised; a task raised after its due day is back-dated, not late.
    pub raised_on: Date,
    /// The unit that leads the campaign.
    pub lead_unit: UnitId,
    /// Where it stands.
    pub state: TaskState,
}

impl Task {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(what, format!("任务目前是“{}”", self.status()), next)
    }

    /// The status's name.
    pub fn status(&self) -> TaskStatus {
        match self.state {
            TaskState::Pending => TaskStatus::Pending,
            TaskState::Submitted { .. } => TaskStatus::Submitted,
            TaskState::SentBack { .. } => TaskStatus::SentBack,
            TaskState::Accepted { .. } => TaskStatus::Accepted,
        }
    }

    /// 报送.
    pub fn submit(self, submission: Submission) -> Result<Self, Refusal> {
        if !matches!(self.state, TaskState::Pending | TaskState::SentBack { .. }) {
            return Err(self.refuse_move("报送", "待办或被退回的任务才能报送"));
        }
        let empty = submission.text.trim().is_empty()
            && submission.evidence.is_empty()
            && submission.periodic_return.is_none();
        if empty {
            return Err(Refusal::new(
                "报送",
                "没有填写内容，也没有附件或报表",
                "请至少填写完成情况",
            ));
        }
        Ok(Self {
            state: TaskState::Submitted { submission },
            ..self
        })
    }

    /// 验收.
    pub fn accept(self, stamp: Stamp) -> Result<Self, Refusal> {
        let TaskState::Submitted { submission } = self.state.clone() else {
            return Err(self.refuse_move("验收", "已报送的任务才能验收"));
        };
        Ok(Self {
            state: TaskState::Accepted { submission, stamp },
            ..self
        })
    }

    /// 退回, with a reason.
    pub fn send_back(self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        let TaskState::Submitted { submission } = self.state.clone() else {
            return Err(self.refuse_move("退回", "已报送的任务才能退回"));
        };
        let reason = reason("退回", why)?;
        Ok(Self {
            state: TaskState::SentBack {
                submission,
                stamp,
                reason,
            },
            ..self
        })
    }

    /// Whether it is still to be handed in.
    pub fn is_owed(&self) -> bool {
        matches!(self.state, TaskState::Pending | TaskState::SentBack { .. })
    }

    /// Whether it was raised only after its day, as from a plan that was forwarded late (补录).
    pub fn back_dated(&self) -> bool {
        self.raised_on > self.due
    }

    /// Whether it is late on this day. A back-dated task is not late.
    pub fn overdue(&self, today: Date) -> bool {
        self.is_owed() && !self.back_dated() && self.due < today
    }

    /// What was handed in last.
    pub fn submission(&self) -> Option<&Submission> {
        match &self.state {
            TaskState::Pending => None,
            TaskState::Submitted { submission }
            | TaskState::SentBack { submission, .. }
            | TaskState::Accepted { submission, .. } => Some(submission),
        }
    }
}

impl Record for Task {
    projection!(Task, Task, ByUnit {
        campaign "专项行动" FieldKind::Ref(crate::noun::Noun::Campaign) => |t| t.campaign.uuid(),
        item "计划事项" FieldKind::Text => |t| t.item.to_string(),
        kind "任务类别" FieldKind::Code(CodeList::TaskKind) => |t| t.kind.code(),
        title "任务" FieldKind::Text => |t| t.title.as_str(),
        to "报送对象" FieldKind::Text => |t| t.to.clone(),
        unit "责任单位" FieldKind::Ref(crate::noun::Noun::Unit) => |t| t.unit.uuid(),
        period "期别" FieldKind::Text => |t| t.period.as_str(),
        due "时限" FieldKind::Date => |t| t.due,
        raised_on "下达日期" FieldKind::Date => |t| t.raised_on,
        state "状态" FieldKind::Code(CodeList::TaskState) => |t| t.status().code(),
        submitted_on "报送日期" FieldKind::Date => |t| t.submission().map(|s| s.stamp.day()),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: Some(self.lead_unit),
        }
    }
}
