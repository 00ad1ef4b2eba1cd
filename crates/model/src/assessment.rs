//! Joint assessment (会商研判): each participant's view on the four factors with reasons, then one
//! conclusion that names dissent. It must not know clues' states.

use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{AssessmentId, ClueId, RiskItemId, UnitId, UserId},
    level::{Factor, Grades, Level},
    money::Fen,
    record::{FieldKind, Record, projection},
    refusal::{Refusal, reason},
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// Where an assessment stands.
    AssessmentStatus {
        Open = "open" "研判中",
        Concluded = "concluded" "已结论",
    }
}

/// One participant's view (研判意见).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Who, for which unit, when.
    pub stamp: Stamp,
    /// The unit's name as the minutes print it.
    pub unit_name: String,
    /// The four grades.
    pub grades: Grades,
    /// The level they propose.
    pub level: Level,
    /// Why.
    pub reason: String,
    /// What the grade of 舆论热度 rests on: how widely the offer has spread. No names, nobody's words.
    #[serde(default)]
    pub spread_reason: String,
    /// What the grade of 涉稳隐患 rests on: what a collapse would do to livelihoods. No names.
    #[serde(default)]
    pub harm_reason: String,
}

/// The conclusion (定级结论).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// Who concluded.
    pub stamp: Stamp,
    /// The four grades.
    pub grades: Grades,
    /// The level.
    pub level: Level,
    /// Why.
    pub reason: String,
    /// Why dissenting views were not followed; needed when there are any.
    #[serde(default)]
    pub on_dissent: Option<String>,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum AssessmentState {
    /// Views are being given.
    Open,
    /// Concluded.
    Concluded {
        /// The conclusion.
        conclusion: Conclusion,
    },
}

/// A joint assessment of a clue, or of a risk item whose level is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Number: `HS-2024-0012`.
    pub number: String,
    /// The clue.
    pub clue: ClueId,
    /// The risk item, when its level is looked at again.
    pub risk_item: Option<RiskItemId>,
    /// What it is about.
    pub subject_name: String,
    /// What is known at opening: the facts and the first check's findings, for units that do not see the clue.
    #[serde(default)]
    pub facts: String,
    /// The division.
    pub division: DivisionCode,
    /// The unit that organises it.
    pub unit: UnitId,
    /// Who opened it.
    pub opened: Stamp,
    /// The units asked for a view; a unit outside the list may not give one.
    pub invited: Vec<UnitId>,
    /// People taking part as known at opening.
    pub people: Option<u32>,
    /// Money as known at opening.
    pub amount: Option<Fen>,
    /// The views; one per unit, a later one replaces the unit's earlier one.
    pub views: Vec<View>,
    /// Where it stands.
    pub state: AssessmentState,
}

impl Assessment {
    /// 发表意见: one view per invited unit, open until the conclusion.
    pub fn give_view(mut self, view: View) -> Result<Self, Refusal> {
        if !matches!(self.state, AssessmentState::Open) {
            return Err(Refusal::new(
                "发表研判意见",
                "会商已经作出结论",
                "如有新情况，请组织重新研判",
            ));
        }
        if !view
            .stamp
            .unit
            .is_some_and(|unit| self.invited.contains(&unit))
        {
            return Err(Refusal::new(
                "发表研判意见",
                "贵单位不在本次会商的参加单位中",
                "请联系组织单位补充邀请",
            ));
        }
        reason("发表研判意见", &view.reason)?;
        judged(Factor::Spread, view.grades.spread, &view.spread_reason)?;
        judged(Factor::Harm, view.grades.harm, &view.harm_reason)?;
        self.views
            .retain(|earlier| earlier.stamp.unit != view.stamp.unit);
        self.views.push(view);
        Ok(self)
    }

    /// 补充邀请: further units may give a view until the conclusion.
    pub fn invite(mut self, units: impl IntoIterator<Item = UnitId>) -> Result<Self, Refusal> {
        if !matches!(self.state, AssessmentState::Open) {
            return Err(Refusal::new(
                "补充邀请",
                "会商已经作出结论",
                "如有新情况，请组织重新研判",
            ));
        }
        for unit in units {
            if !self.invited.contains(&unit) {
                self.invited.push(unit);
            }
        }
        Ok(self)
    }

    /// 结论: by a person who did not alone hold every view, after at least one view.
    pub fn conclude(self, conclusion: Conclusion) -> Result<Self, Refusal> {
        if !matches!(self.state, AssessmentState::Open) {
            return Err(Refusal::new(
                "作出结论",
                "会商已经作出结论",
                "如有新情况，请组织重新研判",
            ));
        }
        if self.views.is_empty() {
            return Err(Refusal::new(
                "作出结论",
                "还没有任何单位发表意见",
                "请至少取得一个参加单位的意见",
            ));
        }
        if self
            .views
            .iter()
            .all(|view| view.stamp.by == conclusion.stamp.by)
        {
            return Err(Refusal::new(
                "作出结论",
                "全部意见都由您本人发表",
                "请由另一人发表意见或由另一人作出结论",
            ));
        }
        reason("作出结论", &conclusion.reason)?;
        let dissent = self.views.iter().any(|view| view.level != conclusion.level);
        let answered = conclusion
            .on_dissent
            .as_deref()
            .is_some_and(|text| !text.trim().is_empty());
        if dissent && !answered {
            return Err(Refusal::new(
                "作出结论",
                "有参加单位的意见与结论不一致，还没有写明不采纳的理由",
                "请在“对不同意见的说明”中写明理由，不同意见会原样保留",
            ));
        }
        Ok(Self {
            state: AssessmentState::Concluded { conclusion },
            ..self
        })
    }

    /// The status's name.
    pub fn status(&self) -> AssessmentStatus {
        match self.state {
            AssessmentState::Open => AssessmentStatus::Open,
            AssessmentState::Concluded { .. } => AssessmentStatus::Concluded,
        }
    }

    /// The conclusion, once there is one.
    pub fn conclusion(&self) -> Option<&Conclusion> {
        match &self.state {
            AssessmentState::Open => None,
            AssessmentState::Concluded { conclusion } => Some(conclusion),
        }
    }

    /// Views whose level is not the concluded one (不同意见).
    pub fn dissent(&self) -> impl Iterator<Item = &View> {
        let level = self.conclusion().map(|c| c.level);
        self.views
            .iter()
            .filter(move |view| level.is_some_and(|level| level != view.level))
    }

    /// Invited units that have not given a view.
    pub fn outstanding(&self) -> impl Iterator<Item = UnitId> {
        self.invited
            .iter()
            .copied()
            .filter(|unit| !self.views.iter().any(|v| v.stamp.unit == Some(*unit)))
    }

    /// Whether this person gave one of the views.
    pub fn heard(&self, user: UserId) -> bool {
        self.views.iter().any(|view| view.stamp.by == Some(user))
    }
}

/// A judged grade above the lowest says what it rests on.
fn judged(factor: Factor, grade: Level, why: &str) -> Result<(), Refusal> {
    if grade > Level::Low && why.trim().is_empty() {
        return Err(Refusal::new(
            "发表研判意见",
            format!("{factor}定为“{grade}”，但没有写明依据"),
            "请写明判断的依据，不要写个人姓名或言论",
        ));
    }
    Ok(())
}

impl Record for Assessment {
    projection!(Assessment, Assessment, Common {
        number "会商编号" FieldKind::Text => |a| a.number.as_str(),
        clue "线索" FieldKind::Ref(crate::noun::Noun::Clue) => |a| a.clue.uuid(),
        risk_item "风险隐患" FieldKind::Ref(crate::noun::Noun::RiskItem) => |a| a.risk_item.map(RiskItemId::uuid),
        subject_name "涉及主体" FieldKind::Text => |a| a.subject_name.as_str(),
        unit "组织单位" FieldKind::Ref(crate::noun::Noun::Unit) => |a| a.unit.uuid(),
        opened_on "发起日期" FieldKind::Date => |a| a.opened.day(),
        invited "参加单位数" FieldKind::Int => |a| u32::try_from(a.invited.len()).unwrap_or(u32::MAX),
        views "意见数" FieldKind::Int => |a| u32::try_from(a.views.len()).unwrap_or(u32::MAX),
        state "状态" FieldKind::Code(CodeList::AssessmentState) => |a| a.status().code(),
        level "结论等级" FieldKind::Code(CodeList::Level) => |a| a.conclusion().map(|c| c.level.code()),
        concluded_on "结论日期" FieldKind::Date => |a| a.conclusion().map(|c| c.stamp.day()),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: self.opened.unit,
        }
    }
}
