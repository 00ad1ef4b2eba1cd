//! Risk items (风险隐患清单, 挂账销号): opened with owner, leader, plan and due date → in disposal →
//! close-out applied for with evidence → verified by someone else → closed, or sent back; re-opening
//! keeps the history. It must not know clues.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{AssessmentId, CampaignId, ClueId, EvidenceId, RiskItemId, SubjectId, UnitId},
    level::Level,
    money::Fen,
    record::{FieldKind, Record, SearchText, projection},
    refusal::{Refusal, reason},
    scope::Place,
    subject::FocusSector,
    titled_enum::titled_enum,
};

titled_enum! {
    /// The way of disposal (分类处置; 沁水 plan 二·二).
    Track {
        EarlySign = "early_sign" "苗头性问题：约谈提示、签订承诺书",
        Rectify = "rectify" "问题明显不构成犯罪：责令整改、督促清退",
        Penalty = "penalty" "不追究刑责但应处罚：行政处罚",
        OtherDepartment = "other_department" "其他部门职责：移交主管部门",
        Crime = "crime" "涉嫌犯罪：行刑衔接、移送公安",
    }
}

titled_enum! {
    /// The name of a risk item's state, without its data.
    RiskStatus {
        Listed = "listed" "已挂账",
        InDisposal = "in_disposal" "处置中",
        CloseApplied = "close_applied" "申请销号",
        Verified = "verified" "已核验",
        Closed = "closed" "已销号",
    }
}

/// One entry of progress (处置进展).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The day it tells of.
    pub on: Date,
    /// What was done.
    pub text: String,
    /// Money returned to participants since the last entry.
    pub refunded: Option<Fen>,
    /// Participants paid back since the last entry.
    pub refunded_people: Option<u32>,
    /// Who entered it.
    pub stamp: Stamp,
}

/// An application to close (销号申请).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseApplication {
    /// Who applied.
    pub stamp: Stamp,
    /// What was achieved.
    pub statement: String,
    /// The proofs.
    pub evidence: Vec<EvidenceId>,
}

/// A verification (核验意见).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Who verified.
    pub stamp: Stamp,
    /// What was seen.
    pub opinion: String,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RiskState {
    /// Listed; nothing entered yet.
    Listed,
    /// Progress has been entered, or it came back.
    InDisposal,
    /// Close-out applied for.
    CloseApplied {
        /// The application.
        application: CloseApplication,
    },
    /// Verified by someone else.
    Verified {
        /// The application.
        application: CloseApplication,
        /// The verification.
        verification: Verification,
    },
    /// Closed.
    Closed {
        /// The application.
        application: CloseApplication,
        /// The verification.
        verification: Verification,
        /// Who approved.
        approval: Stamp,
    },
}

/// What happened to an item besides progress: kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Turn {
    /// The application or the verification was sent back.
    SentBack {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// The application that came back.
        application: CloseApplication,
    },
    /// Closed and opened again.
    Reopened {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// The close-out that was undone.
        closed: Stamp,
        /// Its application.
        application: CloseApplication,
        /// Its verification.
        verification: Verification,
    },
    /// The level changed by a new assessment.
    Regraded {
        /// Who concluded.
        stamp: Stamp,
        /// The assessment.
        assessment: AssessmentId,
        /// Before.
        from: Level,
        /// After.
        to: Level,
    },
    /// Owner, leader, plan or due date changed.
    Replanned {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
        /// What it was.
        from: Assignment,
    },
}

/// Who does what by when (一事一策).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Responsible unit.
    pub unit: UnitId,
    /// Responsible person.
    pub owner: String,
    /// Leader in charge.
    pub leader: String,
    /// The way of disposal.
    pub track: Track,
    /// The plan.
    pub plan: String,
    /// By when.
    pub due: Date,
}

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

impl Assignment {
    /// Owner, leader and plan must be named.
    pub fn checked(self) -> Result<Self, Refusal> {
        let missing = [
            (&self.owner, "责任人"),
            (&self.leader, "分管领导"),
            (&self.plan, "处置方案"),
        ]
        .into_iter()
        .find(|(text, _)| text.trim().is_empty());
        match missing {
            Some((_, what)) => Err(Refusal::new(
                "挂账",
                format!("没有填写{what}"),
                "请补充后再提交",
            )),
            None => Ok(self),
        }
    }
}

impl RiskItem {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("{}目前是“{}”", self.number, self.status()),
            next,
        )
    }

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

    /// 处置进展: while the item is open and no close-out is pending.
    pub fn add_progress(mut self, entry: Progress) -> Result<Self, Refusal> {
        if !matches!(self.state, RiskState::Listed | RiskState::InDisposal) {
            return Err(self.refuse_move("填报进展", "申请销号后如需补充，请先由核验人退回"));
        }
        if entry.text.trim().is_empty() {
            return Err(Refusal::new(
                "填报进展",
                "没有填写进展内容",
                "请写明做了什么",
            ));
        }
        if entry.on > entry.stamp.day() {
            return Err(Refusal::new(
                "填报进展",
                format!("日期{}在将来", entry.on),
                "请填写实际日期",
            ));
        }
        if entry.refunded.is_some_and(|fen| fen < Fen::ZERO) {
            return Err(Refusal::new(
                "填报进展",
                "清退金额是负数",
                "请填写本次新增清退的金额",
            ));
        }
        self.progress.push(entry);
        self.state = RiskState::InDisposal;
        Ok(self)
    }

    /// 调整方案: owner, leader, plan or due date, with a reason; the earlier one is kept.
    pub fn replan(mut self, stamp: Stamp, to: Assignment, why: &str) -> Result<Self, Refusal> {
        if matches!(self.state, RiskState::Closed { .. }) {
            return Err(self.refuse_move("调整处置方案", "如需继续处置，请先重新挂账"));
        }
        let reason = reason("调整处置方案", why)?;
        let from = std::mem::replace(&mut self.assignment, to.checked()?);
        self.turns.push(Turn::Replanned {
            stamp,
            reason,
            from,
        });
        Ok(self)
    }

    /// 申请销号, with at least one proof.
    pub fn apply_close(self, application: CloseApplication) -> Result<Self, Refusal> {
        if !matches!(self.state, RiskState::InDisposal) {
            return Err(self.refuse_move("申请销号", "有处置进展且未在销号流程中的事项才能申请"));
        }
        if application.statement.trim().is_empty() {
            return Err(Refusal::new(
                "申请销号",
                "没有填写处置结果",
                "请写明风险如何化解",
            ));
        }
        if application.evidence.is_empty() {
            return Err(Refusal::new(
                "申请销号",
                "没有附证明材料",
                "请先上传销号证明材料，再提交申请",
            ));
        }
        Ok(Self {
            state: RiskState::CloseApplied { application },
            ..self
        })
    }

    /// 核验 by someone other than the applicant.
    pub fn verify(self, verification: Verification) -> Result<Self, Refusal> {
        let RiskState::CloseApplied { application } = self.state.clone() else {
            return Err(self.refuse_move("核验", "只有已申请销号的事项可以核验"));
        };
        if application.stamp.by == verification.stamp.by {
            return Err(Refusal::new(
                "核验",
                "申请人不能核验自己的申请",
                "请由另一人核验",
            ));
        }
        reason("核验", &verification.opinion)?;
        Ok(Self {
            state: RiskState::Verified {
                application,
                verification,
            },
            ..self
        })
    }

    /// 退回 of an application or a verification, with a reason.
    pub fn send_back(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        let application = match self.state.clone() {
            RiskState::CloseApplied { application } | RiskState::Verified { application, .. } => {
                application
            }
            _ => return Err(self.refuse_move("退回", "只有销号流程中的事项可以退回")),
        };
        let reason = reason("退回", why)?;
        self.turns.push(Turn::SentBack {
            stamp,
            reason,
            application,
        });
        self.state = RiskState::InDisposal;
        Ok(self)
    }

    /// 批准销号, by someone other than the applicant.
    pub fn close(self, approval: Stamp) -> Result<Self, Refusal> {
        let RiskState::Verified {
            application,
            verification,
        } = self.state.clone()
        else {
            return Err(self.refuse_move("销号", "核验通过后才能批准销号"));
        };
        if application.stamp.by == approval.by {
            return Err(Refusal::new(
                "销号",
                "申请人不能批准自己的申请",
                "请由主要负责人批准",
            ));
        }
        Ok(Self {
            state: RiskState::Closed {
                application,
                verification,
                approval,
            },
            ..self
        })
    }

    /// 重新挂账 of a closed item; the close-out stays in the history.
    pub fn reopen(mut self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        let RiskState::Closed {
            application,
            verification,
            approval,
        } = self.state.clone()
        else {
            return Err(self.refuse_move("重新挂账", "只有已销号的事项可以重新挂账"));
        };
        let reason = reason("重新挂账", why)?;
        self.turns.push(Turn::Reopened {
            stamp,
            reason,
            closed: approval,
            application,
            verification,
        });
        self.state = RiskState::InDisposal;
        Ok(self)
    }

    /// 重新定级 by a concluded assessment.
    pub fn regrade(
        mut self,
        stamp: Stamp,
        assessment: AssessmentId,
        to: Level,
    ) -> Result<Self, Refusal> {
        if matches!(self.state, RiskState::Closed { .. }) {
            return Err(self.refuse_move("重新定级", "如需重新定级，请先重新挂账"));
        }
        self.turns.push(Turn::Regraded {
            stamp,
            assessment,
            from: self.level,
            to,
        });
        self.assessment = assessment;
        self.level = to;
        Ok(self)
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
            division: self.division.clone(),
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
