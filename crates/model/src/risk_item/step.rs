//! The moves of a risk item, each with the reason why it is refused. It must not know who may make
//! them or how they are stored.

use super::{Assignment, CloseApplication, Progress, RiskItem, RiskState, Turn, Verification};
use crate::{
    ctx::Stamp,
    id::AssessmentId,
    level::Level,
    money::Fen,
    refusal::{Refusal, reason},
};

impl RiskItem {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("{}目前是“{}”", self.number, self.status()),
            next,
        )
    }

    /// 处置进展: while the item is open and no close-out is pending.
    pub fn add_progress(mut self, entry: Progress) -> Result<Self, Refusal> {
        const WHAT: &str = "填报进展";
        self.progress_is_open(WHAT)?;
        let entry = entry.checked(WHAT)?;
        self.progress.push(entry);
        self.refunds_add_up(WHAT)?;
        self.state = RiskState::InDisposal;
        Ok(self)
    }

    /// 更正进展: what was entered wrong is put right, with a reason; what stood there before is kept.
    /// `at` counts the entries from 0.
    pub fn correct_progress(mut self, at: usize, to: Progress, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "更正进展";
        self.progress_is_open(WHAT)?;
        let reason = reason(WHAT, why)?;
        let to = to.checked(WHAT)?;
        let stamp = to.stamp.clone();
        let Some(entry) = self.progress.get_mut(at) else {
            return Err(Refusal::new(WHAT, "没有这一条进展", "请回到事项页重新选择"));
        };
        if entry.same_words(&to) {
            return Err(Refusal::new(
                WHAT,
                "内容没有任何变化",
                "请修改后再提交，或返回不做改动",
            ));
        }
        let from = std::mem::replace(entry, to);
        self.refunds_add_up(WHAT)?;
        self.turns.push(Turn::Corrected {
            stamp,
            reason,
            from,
        });
        Ok(self)
    }

    /// Progress is entered and corrected while the item is open and no close-out is pending.
    fn progress_is_open(&self, what: &'static str) -> Result<(), Refusal> {
        match self.state {
            RiskState::Listed | RiskState::InDisposal => Ok(()),
            RiskState::Closed { .. } => Err(self.refuse_move(what, "如需补充，请先重新挂账")),
            _ => Err(self.refuse_move(what, "申请销号后如需补充，请先由核验人退回")),
        }
    }

    /// Money returned must stay a sum that can be told.
    fn refunds_add_up(&self, what: &'static str) -> Result<(), Refusal> {
        let mut refunds = self.progress.iter().filter_map(|entry| entry.refunded);
        let sum = refunds.try_fold(Fen::ZERO, Fen::checked_add);
        sum.map(|_| ())
            .ok_or_else(|| Refusal::new(what, "清退金额太大", "请检查位数和单位"))
    }

    /// 调整方案: owner, leader, plan or due date, with a reason; the earlier one is kept.
    pub fn replan(mut self, stamp: Stamp, to: Assignment, why: &str) -> Result<Self, Refusal> {
        const WHAT: &str = "调整处置方案";
        if matches!(self.state, RiskState::Closed { .. }) {
            return Err(self.refuse_move(WHAT, "如需继续处置，请先重新挂账"));
        }
        let reason = reason(WHAT, why)?;
        let to = to.checked(WHAT)?;
        if to == self.assignment {
            return Err(Refusal::new(
                WHAT,
                "方案没有任何变化",
                "请修改后再提交，或返回不做改动",
            ));
        }
        // An item that is already late may keep its day; a new day lies ahead.
        if to.due != self.assignment.due {
            to.due_from(WHAT, stamp.day())?;
        }
        let from = std::mem::replace(&mut self.assignment, to);
        self.turns.push(Turn::Replanned {
            stamp,
            reason,
            from,
        });
        Ok(self)
    }

    /// 挂账: whoever opens it names who does what by when.
    pub fn opened(self) -> Result<Self, Refusal> {
        let assignment = self.assignment.checked("挂账")?;
        assignment.due_from("挂账", self.opened.day())?;
        Ok(Self {
            assignment,
            progress: Vec::new(),
            turns: Vec::new(),
            state: RiskState::Listed,
            ..self
        })
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
        if self.turns.iter().any(|turn| turn.returned(&application)) {
            return Err(Refusal::new(
                "申请销号",
                "与上次被退回的申请完全相同",
                "请先按退回理由补充处置结果或证明材料",
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
}
