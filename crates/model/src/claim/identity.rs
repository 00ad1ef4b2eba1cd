//! Whose account it is (账户归属): what is not clear about it, and how a person settled that. It must
//! not know figures.

use serde::{Deserialize, Serialize};

use super::ProofGrade;
use crate::refusal::Refusal;

/// An account, or a person of the statements, that other claims name too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedAccount {
    /// The account, masked, or the person in words.
    pub account: String,
    /// The other claims, by number.
    pub others: Vec<String>,
}

/// What is not clear about whose account it is. Empty when nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityDoubts {
    /// The holder of the statement account bears another name than the claimant: in words.
    pub name: Option<String>,
    /// Accounts that other claims name too.
    pub shared: Vec<SharedAccount>,
}

/// How a person settled whose account it is (账户归属说明): agent, heir, spouse, with the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    /// Why the account may be used for this claim.
    pub reason: String,
    /// The other claims with one of its accounts that were known then, by number.
    pub others: Vec<String>,
}

/// Other claims named in one sentence before the rest is only counted.
const NAMED: usize = 3;

impl IdentityDoubts {
    /// Whether nothing is unclear.
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.shared.is_empty()
    }

    /// Every doubt as a sentence.
    pub fn words(&self) -> Vec<String> {
        let shared = self.shared.iter().map(|shared| {
            let named = shared.others.iter().take(NAMED).map(String::as_str);
            let named: Vec<&str> = named.collect();
            let more = match shared.others.len().saturating_sub(NAMED) {
                0 => String::new(),
                _ => format!("等 {} 份", shared.others.len()),
            };
            format!(
                "{}另有申报使用：{}{more}；同一笔钱不能付两次，请核实归属",
                shared.account,
                named.join("、")
            )
        });
        self.name.iter().cloned().chain(shared).collect()
    }

    /// The other claims, each once.
    pub fn others(&self) -> Vec<String> {
        let all = self.shared.iter().flat_map(|shared| &shared.others);
        let mut all: Vec<String> = all.cloned().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What a confirmation records of them: nothing where nothing is unclear, else the reason, without
    /// which it is refused. Statements of somebody else's account never prove a claim in full.
    pub fn settle(
        &self,
        what: &'static str,
        reason: &str,
        grade: ProofGrade,
    ) -> Result<Option<Ownership>, Refusal> {
        if self.is_empty() {
            return Ok(None);
        }
        if self.name.is_some() && grade == ProofGrade::Full {
            return Err(Refusal::new(
                what,
                format!("{}，不能评为甲级", self.words().join("；")),
                "请按授权、继承或者身份证明等书证评定证明等级",
            ));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::new(
                what,
                self.words().join("；"),
                "请查明账户归属，在“账户归属说明”中写明理由和材料（例如代办、继承），或者更正账号",
            ));
        }
        Ok(Some(Ownership {
            reason: reason.to_owned(),
            others: self.others(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_needs_a_reason_and_another_name_is_never_full_proof() {
        let none = IdentityDoubts::default();
        assert_eq!(none.settle("确认申报", "", ProofGrade::Full), Ok(None));
        let shared = IdentityDoubts {
            shared: vec![SharedAccount {
                account: "账户 6217****0007".into(),
                others: vec!["ZJ-1-00002".into()],
            }],
            ..IdentityDoubts::default()
        };
        let refused = shared
            .settle("确认申报", " ", ProofGrade::Full)
            .unwrap_err();
        assert!(refused.why.contains("ZJ-1-00002"), "{}", refused.why);
        let settled = shared
            .settle("确认申报", "母亲代办，有委托书", ProofGrade::Full)
            .unwrap()
            .unwrap();
        assert_eq!(settled.others, ["ZJ-1-00002"]);
        let other_name = IdentityDoubts {
            name: Some("账户名与申报人不一致".into()),
            ..IdentityDoubts::default()
        };
        assert!(
            other_name
                .settle("确认申报", "继承", ProofGrade::Full)
                .is_err()
        );
        assert!(
            other_name
                .settle("确认申报", "继承", ProofGrade::Papers)
                .is_ok()
        );
    }
}
