//! Runs of the index (指数运行): on which day, by which indicators, with which outcome. A run keeps
//! what it computed by content, so that a figure of last year can be shown as it was. It must not
//! know how indicators are computed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{IndexRunId, RuleSetId, UnitId},
    record::{FieldKind, Record, projection},
    refusal::Refusal,
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// The name of a run's state.
    RunStatus {
        Running = "running" "计算中",
        Done = "done" "已完成",
        Failed = "failed" "未完成",
    }
}

/// How many subjects a run found in one band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandCount {
    /// The band's title.
    pub band: String,
    /// Subjects in it.
    pub subjects: u64,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOutcome {
    /// Digest of the indicators, bands and weights used.
    pub rules: String,
    /// Digest of the lake's state that was read.
    pub lake: String,
    /// Subjects computed.
    pub subjects: u64,
    /// By band, lowest first.
    pub bands: Vec<BandCount>,
    /// Alerts raised anew.
    pub raised: u64,
    /// Open alerts that took in another sighting.
    pub merged: u64,
    /// SHA-256 of the whole result as it is kept.
    pub result: String,
}

/// Where a run stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RunState {
    /// Asked for; the background job works on it.
    Running,
    /// Done.
    Done {
        /// What came out.
        outcome: RunOutcome,
    },
    /// Given up, with the reason.
    Failed {
        /// In words: what was wrong and where.
        reason: String,
    },
}

/// A run of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexRun {
    /// Its id.
    pub id: IndexRunId,
    /// Number in the county's series: `ZS-2024-0012`.
    pub number: String,
    /// Facts known by the end of this day were used.
    pub as_of: Date,
    /// Who asked.
    pub asked: Stamp,
    /// The rule set in force; `None` stands for the shipped one.
    pub rule_set: Option<RuleSetId>,
    /// The office's division.
    pub division: DivisionCode,
    /// The office's unit.
    pub unit: Option<UnitId>,
    /// Where it stands.
    pub state: RunState,
}

impl IndexRun {
    /// The state's name.
    pub fn status(&self) -> RunStatus {
        match self.state {
            RunState::Running => RunStatus::Running,
            RunState::Done { .. } => RunStatus::Done,
            RunState::Failed { .. } => RunStatus::Failed,
        }
    }

    /// What came out, once it is done.
    pub fn outcome(&self) -> Option<&RunOutcome> {
        match &self.state {
            RunState::Done { outcome } => Some(outcome),
            _ => None,
        }
    }

    /// 完成.
    pub fn done(mut self, outcome: RunOutcome) -> Result<Self, Refusal> {
        self.must_run("记录指数结果")?;
        self.state = RunState::Done { outcome };
        Ok(self)
    }

    /// 未完成, with the reason.
    pub fn failed(mut self, reason: String) -> Result<Self, Refusal> {
        self.must_run("记录指数失败")?;
        self.state = RunState::Failed { reason };
        Ok(self)
    }

    fn must_run(&self, what: &'static str) -> Result<(), Refusal> {
        if self.state == RunState::Running {
            return Ok(());
        }
        Err(Refusal::new(
            what,
            format!("指数运行{}已经结束", self.number),
            "请另行运行一次",
        ))
    }
}

impl Record for IndexRun {
    projection!(IndexRun, IndexRun, Downward {
        number "运行编号" FieldKind::Text => |r| r.number.as_str(),
        as_of "截止日期" FieldKind::Date => |r| r.as_of,
        asked_at "运行时间" FieldKind::Time => |r| r.asked.at,
        rule_set "指标方案" FieldKind::Ref(crate::noun::Noun::RuleSet) => |r| r.rule_set.map(RuleSetId::uuid),
        subjects "主体数" FieldKind::Int => |r| r.outcome().map(|o| i64::try_from(o.subjects).unwrap_or(i64::MAX)),
        raised "新增预警" FieldKind::Int => |r| r.outcome().map(|o| i64::try_from(o.raised).unwrap_or(i64::MAX)),
        state "状态" FieldKind::Code(CodeList::RunState) => |r| r.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.unit,
            origin_unit: None,
        }
    }
}
