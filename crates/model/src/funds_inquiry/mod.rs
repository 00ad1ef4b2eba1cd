//! Funds inquiries (资金核查): statements obtained on a lawful ground, what the analysis of them came
//! to, and what people judged of its findings. It must not know how statements are read.

mod analysis;
mod ground;
mod judgement;
mod list;
mod record;
mod state;
mod step;

pub use analysis::{AnalysisCounts, AnalysisRequest, AnalysisRun};
pub use ground::Ground;
pub use judgement::Judgement;
pub use list::{GroundKind, InquiryStatus, Verdict};
pub use record::{FundsInquiry, InquiryTarget, StatementFile};
pub use state::{InquiryState, InquiryTurn, Withdrawal};
