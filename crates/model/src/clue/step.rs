//! The moves of a clue, each with the reason why it is refused. It must not know who may make them or
//! how they are stored.

use jiff::civil::Date;

use super::{Acceptance, CheckConclusion, Clue, ClueState, FirstCheck, Reassignment};
use crate::{
    ctx::Stamp,
    id::{AssessmentId, RiskItemId, UnitId},
    level::Level,
    money::Fen,
    refusal::{Refusal, reason},
};

impl Clue {
    pub(super) fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(
            what,
            format!("线索{}目前是“{}”", self.number, self.state.status()),
            next,
        )
    }

    /// 受理: taken up and given to a unit to check by a day.
    pub fn accept(self, stamp: Stamp, unit: UnitId, check_due: Date) -> Result<Self, Refusal> {
        if !matches!(self.state, ClueState::Received) {
            return Err(self.refuse_move("受理线索", "只有待受理的线索可以受理"));
        }
        not_past("受理线索", check_due, stamp.day())?;
        let acceptance = Acceptance {
            stamp,
            unit,
            check_due,
            reassigned: Vec::new(),
        };
        Ok(Self {
            unit: Some(unit),
            state: ClueState::Accepted { acceptance },
            ..self
        })
    }

    /// 改派、延期: another unit or another day before the first check, with a reason; the earlier ones are kept.
    pub fn reassign(
        self,
        stamp: Stamp,
        unit: UnitId,
        check_due: Date,
        why: &str,
    ) -> Result<Self, Refusal> {
        let ClueState::Accepted { acceptance } = &self.state else {
            return Err(self.refuse_move("改派线索", "受理后、初核前的线索才能改派或延期"));
        };
        let reason = reason("改派线索", why)?;
        if acceptance.unit == unit && acceptance.check_due == check_due {
            return Err(Refusal::new(
                "改派线索",
                "承办单位和期限都没有变化",
                "请选择另一个单位或填写新的期限",
            ));
        }
        not_past("改派线索", check_due, stamp.day())?;
        let mut acceptance = acceptance.clone();
        let (before, due_before) = (acceptance.unit, acceptance.check_due);
        acceptance.reassigned.push(Reassignment {
            stamp,
            reason,
            unit: before,
            check_due: due_before,
        });
        (acceptance.unit, acceptance.check_due) = (unit, check_due);
        Ok(Self {
            unit: Some(unit),
            state: ClueState::Accepted { acceptance },
            ..self
        })
    }

    /// 不予受理, with a reason.
    pub fn refuse(self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        if !matches!(self.state, ClueState::Received) {
            return Err(self.refuse_move("作出不予受理", "只有待受理的线索可以不予受理"));
        }
        let reason = reason("作出不予受理", why)?;
        Ok(Self {
            state: ClueState::Refused { stamp, reason },
            ..self
        })
    }

    /// 初核: what was found, and what follows. Figures found out replace the reported ones.
    pub fn record_check(self, check: FirstCheck) -> Result<Self, Refusal> {
        let ClueState::Accepted { acceptance } = &self.state else {
            return Err(self.refuse_move("登记初核结果", "线索受理后、研判前才能登记初核"));
        };
        plausible(&check, self.found_on)?;
        let acceptance = acceptance.clone();
        let (people, amount) = (check.people, check.amount);
        let state = match check.conclusion {
            CheckConclusion::Assess => ClueState::Checked { acceptance, check },
            CheckConclusion::NoRisk => ClueState::SetAside { acceptance, check },
            CheckConclusion::OtherDepartment => ClueState::HandedOver { acceptance, check },
        };
        // A figure found out is no longer the 约 of the report.
        Ok(Self {
            people_approximate: self.people_approximate && people.is_none(),
            amount_approximate: self.amount_approximate && amount.is_none(),
            people: people.or(self.people),
            amount: amount.or(self.amount),
            state,
            ..self
        })
    }

    /// 定级: the outcome of a concluded assessment.
    pub fn grade(self, assessment: AssessmentId, level: Level) -> Result<Self, Refusal> {
        match self.state.clone() {
            ClueState::Checked { acceptance, check } => Ok(Self {
                state: ClueState::Graded {
                    acceptance,
                    check,
                    assessment,
                    level,
                },
                ..self
            }),
            _ => Err(self.refuse_move("给线索定级", "线索初核结论为“需会商研判”后才能定级")),
        }
    }

    /// 挂账: a risk item has been opened from it.
    pub fn list(self, risk_item: RiskItemId) -> Result<Self, Refusal> {
        match self.state.clone() {
            ClueState::Graded {
                acceptance,
                check,
                assessment,
                level,
            } => Ok(Self {
                state: ClueState::Listed {
                    acceptance,
                    check,
                    assessment,
                    level,
                    risk_item,
                },
                ..self
            }),
            _ => Err(self.refuse_move("挂账", "线索定级后才能挂账")),
        }
    }

    /// Whether the first check is late on this day.
    pub fn check_overdue(&self, today: Date) -> bool {
        matches!(&self.state, ClueState::Accepted { acceptance } if acceptance.check_due < today)
    }
}

fn not_past(what: &'static str, check_due: Date, today: Date) -> Result<(), Refusal> {
    if check_due < today {
        return Err(Refusal::new(
            what,
            format!("初核期限{check_due}早于今天"),
            "请把期限改为今天或以后",
        ));
    }
    Ok(())
}

fn plausible(check: &FirstCheck, found_on: Date) -> Result<(), Refusal> {
    const WHAT: &str = "登记初核结果";
    let refuse = |why: String, next| Err(Refusal::new(WHAT, why, next));
    if check.manner.trim().is_empty() {
        return refuse(
            "没有填写核查方式".to_owned(),
            "请写明在哪里、用什么方式核查，例如现场查看、询问、调取资料",
        );
    }
    if check.findings.trim().is_empty() {
        return refuse(
            "没有填写核查情况".to_owned(),
            "请写明查看了什么、发现了什么",
        );
    }
    if check.on > check.stamp.day() {
        return refuse(
            format!("核查日期{}在将来", check.on),
            "请填写实际核查的日期",
        );
    }
    if check.on < found_on {
        return refuse(
            format!("核查日期{}早于发现日期{found_on}", check.on),
            "请核对两个日期，必要时先补充线索更正发现日期",
        );
    }
    if check.amount.is_some_and(|fen| fen < Fen::ZERO) {
        return refuse(
            "查明金额是负数".to_owned(),
            "请填写不小于零的金额，不清楚就留空",
        );
    }
    let handed = check
        .handed_to
        .as_deref()
        .is_some_and(|to| !to.trim().is_empty());
    if check.conclusion == CheckConclusion::OtherDepartment && !handed {
        return refuse(
            "结论是移送，但没有填写接收部门".to_owned(),
            "请写明移送给哪个部门",
        );
    }
    Ok(())
}
