//! Merging two files of one subject (合并), and undoing it. The file that is merged stays as it was; the
//! one that goes on takes over what it did not know, and notes what it took, so that undoing gives back
//! exactly that. It must not know how two files were found to be one.

use serde::{Deserialize, Serialize};

use super::{Subject, SubjectPerson};
use crate::{
    ctx::Stamp,
    id::{LikenessId, SubjectId},
    refusal::Refusal,
};

/// Where a merged file went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The file that goes on.
    pub into: SubjectId,
    /// Its name then.
    pub name: String,
    /// The likeness that was judged.
    pub likeness: LikenessId,
    /// Who merged it.
    pub stamp: Stamp,
}

/// A file that was merged into this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its id.
    pub subject: SubjectId,
    /// Its name.
    pub name: String,
    /// Fields that were unknown here and taken over from it.
    pub filled: Vec<String>,
    /// People who were taken over from it.
    pub people: Vec<SubjectPerson>,
}

/// Does the same for every field that may be taken over.
macro_rules! fields {
    ($each:ident) => {
        $each!(uscc);
        $each!(registration_number);
        $each!(registered_address);
        $each!(business_address);
        $each!(industry);
        $each!(industry_text);
        $each!(sector);
        $each!(scope_text);
        $each!(capital);
        $each!(established_on);
        $each!(registration_status);
        $each!(mode);
    };
}

const WHAT: &str = "合并主体档案";

impl Subject {
    /// 合并: this file goes on, `other` is merged into it. Answers both. Two credit codes are two
    /// bodies (GB 32100: one code, one body), whatever their names.
    pub fn merge(
        mut self,
        mut other: Self,
        likeness: LikenessId,
        stamp: Stamp,
    ) -> Result<(Self, Self), Refusal> {
        for one in [&self, &other] {
            if let Some(merged) = &one.merged {
                return Err(Refusal::new(
                    WHAT,
                    format!("“{}”已并入“{}”", one.name, merged.name),
                    "请对并入后的档案操作",
                ));
            }
        }
        if self.id == other.id {
            return Err(Refusal::new(WHAT, "两份是同一份档案", "请另选一份"));
        }
        if let (Some(a), Some(b)) = (&self.uscc, &other.uscc)
            && a != b
        {
            return Err(Refusal::new(
                WHAT,
                format!("两份档案的信用代码不同（{a}、{b}），依法是两个主体"),
                "代码有误的先更正档案；总公司和分公司各有代码，不能合并",
            ));
        }
        let mut filled = Vec::new();
        macro_rules! fill {
            ($field:ident) => {
                if self.$field.is_none() && other.$field.is_some() {
                    self.$field.clone_from(&other.$field);
                    filled.push(stringify!($field).to_owned());
                }
            };
        }
        fields!(fill);
        let unknown = |p: &&SubjectPerson| !self.people.iter().any(|own| own.name == p.name);
        let people: Vec<SubjectPerson> = other.people.iter().filter(unknown).cloned().collect();
        self.people.extend(people.iter().cloned());
        self.holds.push(Held {
            subject: other.id,
            name: other.name.clone(),
            filled,
            people,
        });
        other.merged = Some(Merged {
            into: self.id,
            name: self.name.clone(),
            likeness,
            stamp,
        });
        Ok((self, other))
    }

    /// 撤回合并: `other` stands for itself again, and what was taken over from it goes back, unless
    /// somebody has written something else since. Answers both.
    pub fn unmerge(mut self, mut other: Self) -> Result<(Self, Self), Refusal> {
        let at = self.holds.iter().position(|held| held.subject == other.id);
        let (Some(at), true) = (at, other.merged.as_ref().is_some_and(|m| m.into == self.id))
        else {
            return Err(Refusal::new(
                "撤回主体合并",
                format!("“{}”没有并入“{}”", other.name, self.name),
                "请刷新页面查看最新情况",
            ));
        };
        let held = self.holds.remove(at);
        macro_rules! give_back {
            ($field:ident) => {
                let taken = held.filled.iter().any(|name| name == stringify!($field));
                if taken && self.$field == other.$field {
                    self.$field = None;
                }
            };
        }
        fields!(give_back);
        self.people.retain(|person| !held.people.contains(person));
        other.merged = None;
        Ok((self, other))
    }
}
