//! Periodic returns (报表): tables computed from the records as they stood at the end of a period,
//! handed up, sent back or accepted, then frozen. It must not know how figures are counted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{CampaignId, ReturnId, UnitId},
    record::{FieldKind, Record, projection},
    refusal::{Refusal, reason},
    return_template::ReturnTemplate,
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// The name of a return's state, without its data.
    ReturnStatus {
        Draft = "draft" "待报送",
        Submitted = "submitted" "已报送",
        SentBack = "sent_back" "已退回",
        Accepted = "accepted" "已接收",
    }
}

/// One figure and the rows it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Count, or fen.
    pub value: i64,
    /// The records counted: id and version.
    pub rows: Vec<(Uuid, i64)>,
}

/// One line of a table that lists records, as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRow {
    /// The record and its version.
    pub record: (Uuid, i64),
    /// The cells, formatted as printed.
    pub cells: Vec<String>,
}

/// An equation between figures that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenEquation {
    /// What should hold, in words.
    pub rule: String,
    /// The left side.
    pub left: i64,
    /// The right side.
    pub right: i64,
}

/// One line of the tables of figures: a unit, or a unit with all below it. Lines do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Whether the units below it are counted with it; not so on the line of the return's own unit.
    pub with_lower: bool,
    /// Figures by `table.figure`.
    pub figures: BTreeMap<String, Figure>,
}

/// What was computed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Computed {
    /// The unit's own line first, then one for each unit directly below.
    pub lines: Vec<Line>,
    /// Listed rows by table.
    pub lists: BTreeMap<String, Vec<ListedRow>>,
    /// Equations that do not hold.
    pub broken: Vec<BrokenEquation>,
    /// Lower levels' accepted returns, by unit: the figures that were rolled up.
    pub lower: Vec<LowerReturn>,
}

impl Computed {
    /// A figure over all lines. Each line's figure fits into 64 bits; a sum beyond them stays at their end.
    pub fn total(&self, id: &str) -> i64 {
        let values = self
            .lines
            .iter()
            .filter_map(|l| l.figures.get(id))
            .map(|f| f.value);
        values.fold(0, i64::saturating_add)
    }

    /// The records that a figure counts: on one unit's line, or on all.
    pub fn rows<'a>(
        &'a self,
        id: &'a str,
        unit: Option<UnitId>,
    ) -> impl Iterator<Item = (Uuid, i64)> + 'a {
        let lines = self
            .lines
            .iter()
            .filter(move |l| unit.is_none_or(|u| u == l.unit));
        lines
            .filter_map(move |l| l.figures.get(id))
            .flat_map(|f| f.rows.iter().copied())
    }

    /// A term of an equation: the total of `table.figure`, or of `#table` the number of listed rows.
    pub fn term(&self, term: &str) -> i64 {
        match term.strip_prefix('#') {
            Some(table) => {
                let rows = self.lists.get(table).map_or(0, Vec::len);
                i64::try_from(rows).unwrap_or(i64::MAX)
            }
            None => self.total(term),
        }
    }
}

/// A lower level's return as rolled up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowerReturn {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Its return; `None` when it owes one and has not handed it in.
    pub periodic_return: Option<ReturnId>,
    /// Whether it was accepted.
    pub accepted: bool,
    /// Its figures.
    pub figures: BTreeMap<String, i64>,
}

/// Where a return stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ReturnState {
    /// Computed, not handed up.
    Draft,
    /// Handed up.
    Submitted {
        /// Who.
        stamp: Stamp,
    },
    /// Sent back.
    SentBack {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
    /// Accepted and frozen.
    Accepted {
        /// Who handed it up.
        submitted: Stamp,
        /// Who accepted it.
        accepted: Stamp,
    },
}

/// A return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodicReturn {
    /// Its id.
    pub id: ReturnId,
    /// The template's id.
    pub template: String,
    /// The template's content hash, so that a later change of the template shows.
    pub template_version: String,
    /// The template as it was, so that the return reads the same for good.
    pub form: ReturnTemplate,
    /// The template's title.
    pub title: String,
    /// The campaign.
    pub campaign: Option<CampaignId>,
    /// The unit.
    pub unit: UnitId,
    /// The unit that receives it.
    pub receiver: Option<UnitId>,
    /// The division.
    pub division: DivisionCode,
    /// The period: `2024Q3`.
    pub period: String,
    /// The records are read as they stood just before this moment.
    pub as_of: Timestamp,
    /// The text that goes with the tables.
    pub narrative: String,
    /// What was computed.
    pub computed: Computed,
    /// Who computed it.
    pub made: Stamp,
    /// Where it stands.
    pub state: ReturnState,
}

impl PeriodicReturn {
    fn refuse_move(&self, what: &'static str, next: &'static str) -> Refusal {
        Refusal::new(what, format!("报表目前是“{}”", self.status()), next)
    }

    /// The status's name.
    pub fn status(&self) -> ReturnStatus {
        match self.state {
            ReturnState::Draft => ReturnStatus::Draft,
            ReturnState::Submitted { .. } => ReturnStatus::Submitted,
            ReturnState::SentBack { .. } => ReturnStatus::SentBack,
            ReturnState::Accepted { .. } => ReturnStatus::Accepted,
        }
    }

    /// Computed anew or with another text, while it may still change.
    pub fn redraft(
        self,
        computed: Computed,
        narrative: String,
        as_of: Timestamp,
        made: Stamp,
    ) -> Result<Self, Refusal> {
        if !matches!(
            self.state,
            ReturnState::Draft | ReturnState::SentBack { .. }
        ) {
            return Err(self.refuse_move("重新生成报表", "如需更正，请上级先退回"));
        }
        Ok(Self {
            computed,
            narrative,
            as_of,
            made,
            ..self
        })
    }

    /// 报送: every equation must hold.
    pub fn submit(self, stamp: Stamp) -> Result<Self, Refusal> {
        if !matches!(
            self.state,
            ReturnState::Draft | ReturnState::SentBack { .. }
        ) {
            return Err(self.refuse_move("报送报表", "待报送或被退回的报表才能报送"));
        }
        if let Some(broken) = self.computed.broken.first() {
            let why = format!(
                "表间关系不成立：{}（{} ≠ {}）",
                broken.rule, broken.left, broken.right
            );
            return Err(Refusal::new("报送报表", why, "请核对相关记录后重新生成"));
        }
        Ok(Self {
            state: ReturnState::Submitted { stamp },
            ..self
        })
    }

    /// 退回, with a reason.
    pub fn send_back(self, stamp: Stamp, why: &str) -> Result<Self, Refusal> {
        if !matches!(self.state, ReturnState::Submitted { .. }) {
            return Err(self.refuse_move("退回报表", "已报送、未接收的报表才能退回"));
        }
        let reason = reason("退回报表", why)?;
        Ok(Self {
            state: ReturnState::SentBack { stamp, reason },
            ..self
        })
    }

    /// 接收: from then on it is frozen. Not by the person who handed it up.
    pub fn accept(self, accepted: Stamp) -> Result<Self, Refusal> {
        let ReturnState::Submitted { stamp: submitted } = self.state.clone() else {
            return Err(self.refuse_move("接收报表", "已报送的报表才能接收"));
        };
        if submitted.by == accepted.by {
            return Err(Refusal::new(
                "接收报表",
                "报送人不能接收自己报送的报表",
                "请由上级单位或另一人接收",
            ));
        }
        Ok(Self {
            state: ReturnState::Accepted {
                submitted,
                accepted,
            },
            ..self
        })
    }
}

impl Record for PeriodicReturn {
    projection!(PeriodicReturn, PeriodicReturn, ByUnit {
        template "报表" FieldKind::Text => |r| r.template.as_str(),
        title "报表名称" FieldKind::Text => |r| r.title.as_str(),
        campaign "专项行动" FieldKind::Ref(crate::noun::Noun::Campaign) => |r| r.campaign.map(CampaignId::uuid),
        unit "填报单位" FieldKind::Ref(crate::noun::Noun::Unit) => |r| r.unit.uuid(),
        receiver "接收单位" FieldKind::Ref(crate::noun::Noun::Unit) => |r| r.receiver.map(UnitId::uuid),
        period "期别" FieldKind::Text => |r| r.period.as_str(),
        made_on "生成日期" FieldKind::Date => |r| r.made.day(),
        state "状态" FieldKind::Code(CodeList::ReturnState) => |r| r.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: Some(self.unit),
            origin_unit: self.receiver,
        }
    }
}
