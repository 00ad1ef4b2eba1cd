//! What an analysis found, as it is kept and shown: the ledger of transfers, the checks of the
//! statements, findings, participants. Kept apart from the engine's own types, so that an old result
//! stays readable. It must not know how it was worked out.

mod finding;
mod ledger;
mod load;
mod overview;
mod participant;
mod recent;

pub use finding::{FindingView, Findings};
pub use ledger::{AccountView, Ledger, LedgerRow, SourceName};
pub(super) use load::{FINDINGS, LEDGER, OVERVIEW, PARTICIPANTS};
pub use load::{findings, ledger, overview, participants};
pub use overview::{CheckLine, FileOutcome, ListedRow, Overview, StatementOutcome};
pub use participant::{Curve, CurveDay, MeterLine, Participant, Participants};
pub use recent::RecentLedgers;
