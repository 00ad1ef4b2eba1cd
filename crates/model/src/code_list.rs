//! The closed lists whose codes stand in projections, so that a ledger prints the word. It must not
//! know which noun uses which.

use serde::{Deserialize, Serialize};

macro_rules! code_lists {
    ($($variant:ident => $list:path),* $(,)?) => {
        /// A closed list of codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CodeList { $(#[doc = stringify!($list)] $variant),* }

        impl CodeList {
            /// Codes and Chinese words, in order.
            pub fn entries(self) -> Vec<(&'static str, &'static str)> {
                match self {
                    $(Self::$variant => <$list>::ALL.iter().map(|v| (v.code(), v.title())).collect()),*
                }
            }
        }
    };
}

code_lists! {
    UnitKind => crate::unit::UnitKind,
    SubjectKind => crate::subject::SubjectKind,
    FocusSector => crate::subject::FocusSector,
    Channel => crate::clue::Channel,
    SweepMode => crate::clue::SweepMode,
    ClueState => crate::clue::ClueStatus,
    CheckConclusion => crate::clue::CheckConclusion,
    Level => crate::level::Level,
    RiskState => crate::risk_item::RiskStatus,
    Track => crate::risk_item::Track,
    AssessmentState => crate::assessment::AssessmentStatus,
    CampaignState => crate::campaign::CampaignStatus,
    TaskKind => crate::task::TaskKind,
    TaskState => crate::task::TaskStatus,
    ReturnState => crate::periodic_return::ReturnStatus,
    ImportState => crate::import_run::ImportStatus,
    GroundKind => crate::funds_inquiry::GroundKind,
    InquiryState => crate::funds_inquiry::InquiryStatus,
    ClaimState => crate::claim::ClaimStatus,
    ProofGrade => crate::claim::ProofGrade,
    BatchState => crate::refund_batch::BatchStatus,
    AlertState => crate::alert::AlertStatus,
    RunState => crate::index_run::RunStatus,
    RuleSetState => crate::rule_set::RuleSetStatus,
    LikenessKind => crate::likeness::LikenessKind,
    LikenessState => crate::likeness::LikenessStatus,
}

impl CodeList {
    /// The Chinese word of a code.
    pub fn title(self, code: &str) -> Option<&'static str> {
        self.entries()
            .into_iter()
            .find(|(c, _)| *c == code)
            .map(|(_, title)| title)
    }
}
