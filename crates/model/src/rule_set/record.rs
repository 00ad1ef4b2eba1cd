//! The rule set itself, its state and its projection. It must not know the moves.

use serde::{Deserialize, Serialize};

use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    ctx::Stamp,
    id::{RuleSetId, UnitId},
    record::{FieldKind, Record, projection},
    scope::Place,
    titled_enum::titled_enum,
};

titled_enum! {
    /// The name of a rule set's state.
    RuleSetStatus {
        Draft = "draft" "草案",
        Published = "published" "已发布",
        Replaced = "replaced" "已被替代",
        Withdrawn = "withdrawn" "已撤回",
    }
}

/// One file that differs from the shipped indicators: an indicator changed, added or switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFile {
    /// The indicator's id, `bands` or `weights`.
    pub name: String,
    /// Its TOML text.
    pub text: String,
}

/// A trial of the draft beside the rules in force, on history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTest {
    /// Who asked for it.
    pub stamp: Stamp,
    /// Digest of the rules that were tried.
    pub digest: String,
    /// What came out, in one line.
    pub summary: String,
    /// SHA-256 of the whole report; empty for a trial that came to no end.
    pub report: String,
    /// Whether the rules could not be run: then the summary says why, and it counts as no trial.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
}

/// Where a rule set stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RuleSetState {
    /// Being written.
    Draft,
    /// In force.
    Published {
        /// Who published it: not who wrote it.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
    /// Was in force until another took its place.
    Replaced {
        /// Who had published it.
        published: Stamp,
        /// Who published the one that took its place.
        stamp: Stamp,
    },
    /// Given up before it was in force.
    Withdrawn {
        /// Who.
        stamp: Stamp,
        /// Why.
        reason: String,
    },
}

/// A rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// Its id.
    pub id: RuleSetId,
    /// Number in the county's series: `ZB-2024-003`.
    pub number: String,
    /// What it is for, in a line.
    pub title: String,
    /// The files that differ from the shipped ones, by name.
    pub files: Vec<RuleFile>,
    /// Digest of the whole set with these files.
    pub digest: String,
    /// Who wrote it, each time.
    pub written: Vec<Stamp>,
    /// The trials, oldest first.
    pub tests: Vec<RuleTest>,
    /// The office's division.
    pub division: DivisionCode,
    /// The office's unit.
    pub unit: Option<UnitId>,
    /// Where it stands.
    pub state: RuleSetState,
}

impl RuleSet {
    /// The state's name.
    pub fn status(&self) -> RuleSetStatus {
        match self.state {
            RuleSetState::Draft => RuleSetStatus::Draft,
            RuleSetState::Published { .. } => RuleSetStatus::Published,
            RuleSetState::Replaced { .. } => RuleSetStatus::Replaced,
            RuleSetState::Withdrawn { .. } => RuleSetStatus::Withdrawn,
        }
    }

    /// The latest trial of the rules as they are now that came to an end.
    pub fn test(&self) -> Option<&RuleTest> {
        let tests = self.tests.iter().rev();
        tests
            .into_iter()
            .find(|t| t.digest == self.digest && !t.failed)
    }

    fn published(&self) -> Option<&Stamp> {
        match &self.state {
            RuleSetState::Published { stamp, .. } => Some(stamp),
            RuleSetState::Replaced { published, .. } => Some(published),
            _ => None,
        }
    }
}

impl Record for RuleSet {
    projection!(RuleSet, RuleSet, Downward {
        number "方案编号" FieldKind::Text => |r| r.number.as_str(),
        title "名称" FieldKind::Text => |r| r.title.as_str(),
        digest "内容摘要" FieldKind::Text => |r| r.digest.as_str(),
        drafted_at "起草时间" FieldKind::Time => |r| r.written.first().map(|s| s.at),
        published_at "发布时间" FieldKind::Time => |r| r.published().map(|s| s.at),
        tests "试运行次数" FieldKind::Int => |r| i64::try_from(r.tests.len()).unwrap_or(i64::MAX),
        state "状态" FieldKind::Code(CodeList::RuleSetState) => |r| r.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: self.unit,
            origin_unit: None,
        }
    }
}
