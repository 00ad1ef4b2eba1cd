//! Claims of participants (集资参与人申报): registered with documents → checked line by line against
//! the statements → confirmed by a second person, or objected to and answered → settled. Registering
//! serves the participant: it records what is owed, and nothing about what anybody said or did. It
//! must not know how money is shared out.

mod check;
mod figures;
mod identity;
mod list;
mod record;
mod state;
mod step;

pub use check::{CheckLine, ClaimCheck};
pub use figures::ClaimFigures;
pub use identity::{IdentityDoubts, Ownership, SharedAccount};
pub use list::{ClaimDocumentKind, ClaimStatus, LineOutcome, ProofGrade, SettlementKind};
pub use record::{Claim, ClaimDocument, Claimant, PayeeAccount};
pub use state::{ClaimState, Confirmation, Objection, Settlement};
