//! Identifiers: one newtype per noun over a time-ordered UUID. It must not know where ids come
//! from; `Ctx` makes them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A string that is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是有效的编号（应为 32 位十六进制数）")]
pub struct IdError(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The bare UUID, for the edge where all nouns are alike.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0.simple())
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError(text.to_owned()))
            }
        }
    )*};
}

ids! {
    /// A unit (单位).
    UnitId,
    /// A user (用户).
    UserId,
    /// A subject (主体).
    SubjectId,
    /// A clue (线索).
    ClueId,
    /// A joint assessment (会商研判).
    AssessmentId,
    /// A risk item (风险隐患挂账事项).
    RiskItemId,
    /// A campaign (专项行动).
    CampaignId,
    /// One item of a campaign's plan: a phase, a duty, an owed report.
    PlanItemId,
    /// A task: one duty owed by one unit by one day (待办).
    TaskId,
    /// A periodic return (报表).
    ReturnId,
    /// A piece of evidence (证据材料).
    EvidenceId,
    /// An import run (导入批次).
    ImportId,
    /// A saved column mapping (列对应方案).
    ProfileId,
    /// A licensed body (持牌机构).
    LicensedBodyId,
    /// A funds inquiry (资金核查).
    FundsInquiryId,
    /// A participant's claim (集资参与人申报).
    ClaimId,
    /// A refund batch (退付批次).
    RefundBatchId,
    /// An alert (预警).
    AlertId,
    /// A run of the index (指数运行).
    IndexRunId,
    /// A rule set (指标方案).
    RuleSetId,
    /// A likeness of two records (疑似同一).
    LikenessId,
    /// A background job (后台任务).
    JobId,
    /// One request or command, for the log.
    RequestId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_prints_and_reads_back() {
        let id = ClueId::from(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse::<ClueId>(), Ok(id));
        assert!("XS-1".parse::<ClueId>().is_err());
    }
}
