//! The likeness itself and its projection. It must not know how it moves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LikenessKind, LikenessState, LikenessStatus};
use crate::{
    code::division::DivisionCode,
    code_list::CodeList,
    id::LikenessId,
    record::{FieldKind, Record, projection},
    scope::Place,
};

/// One of the two records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: Uuid,
    /// Its name when the likeness was found: a subject's name, a clue's number with whom it is about.
    pub name: String,
}

/// Two records that may mean the same. The order of the two is that of their ids, so that a pair is
/// kept once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// Its id.
    pub id: LikenessId,
    /// Of which records.
    pub kind: LikenessKind,
    /// The one with the smaller id.
    pub left: Party,
    /// The other.
    pub right: Party,
    /// The smallest division that holds both.
    pub division: DivisionCode,
    /// How likely, 1 to 99: 50 is where a person could not say.
    pub percent: u8,
    /// Why, in words, what weighs most first.
    pub reasons: Vec<String>,
    /// When it was found first.
    pub found_at: Timestamp,
    /// Where it stands.
    pub state: LikenessState,
}

impl Likeness {
    /// The state's name.
    pub fn status(&self) -> LikenessStatus {
        match self.state {
            LikenessState::Open => LikenessStatus::Open,
            LikenessState::Same { .. } => LikenessStatus::Same,
            LikenessState::Different { .. } => LikenessStatus::Different,
            LikenessState::Lapsed { .. } => LikenessStatus::Lapsed,
        }
    }

    /// The two ids under which the pair is kept once.
    pub fn pair(a: Uuid, b: Uuid) -> (Uuid, Uuid) {
        if a <= b { (a, b) } else { (b, a) }
    }

    /// The record other than this one.
    pub fn other(&self, id: Uuid) -> &Party {
        if self.left.id == id {
            &self.right
        } else {
            &self.left
        }
    }

    /// Whether this record is one of the two.
    pub fn is_about(&self, id: Uuid) -> bool {
        self.left.id == id || self.right.id == id
    }

    fn key(&self) -> String {
        format!("{}-{}", self.left.id.simple(), self.right.id.simple())
    }
}

impl Record for Likeness {
    projection!(Likeness, Likeness, ByUnit {
        pair "比对双方" FieldKind::Text => |l| l.key(),
        kind "比对类别" FieldKind::Code(CodeList::LikenessKind) => |l| l.kind.code(),
        left "一方编号" FieldKind::Text => |l| l.left.id.simple().to_string(),
        left_name "一方" FieldKind::Text => |l| l.left.name.as_str(),
        right "另一方编号" FieldKind::Text => |l| l.right.id.simple().to_string(),
        right_name "另一方" FieldKind::Text => |l| l.right.name.as_str(),
        percent "相似程度" FieldKind::Int => |l| u32::from(l.percent),
        found_at "发现时间" FieldKind::Time => |l| l.found_at,
        state "状态" FieldKind::Code(CodeList::LikenessState) => |l| l.status().code(),
    });

    fn place(&self) -> Place {
        Place {
            division: self.division,
            unit: None,
            origin_unit: None,
        }
    }
}
