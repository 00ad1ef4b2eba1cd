//! Participants' accounts (集资参与人账目): what each person paid into a scheme and got back, row by
//! row, and what follows for the scheme as a whole. It must not know files, claims or who is guilty.

mod accounts;
mod brought;
#[cfg(test)]
mod cases;
mod cash_name;
mod contract;
mod curve;
mod dealings;
mod habits;
#[cfg(test)]
mod habits_cases;
mod ledger;
mod lpr;
mod part;
mod rates;
mod recruit;
mod seeds;
mod shared;
mod sides;
#[cfg(test)]
mod sides_cases;
mod threshold;
mod till;
#[cfg(test)]
mod till_cases;
mod together;
#[cfg(test)]
mod together_cases;
mod words;

pub use accounts::{Options, accounts};
pub use curve::{Curve, Day, curve};
pub use ledger::{Doubt, Participant, Participants, Unattributed};
pub use lpr::{LprTable, YieldCheck};
pub use part::{Dealing, Parts, Told};
pub use recruit::{RecruitLink, recruits};
pub use threshold::{Band, Figure, Meter, Thresholds};
