//! The demo county (演示县): an invented county of the size of a real one, made from a seed and lived
//! through the same use cases as a user's for one year up to yesterday. It must hold no real person,
//! firm or figure.

mod agenda;
mod campaigns;
mod clues;
mod count;
pub(crate) mod draw;
mod firm;
mod funds;
mod geography;
mod imports;
mod likenesses;
mod load;
mod monitor;
mod offices;
mod person;
mod picture;
mod register;
mod returns;
mod risks;
mod size;
mod step;
mod story;
mod tasks;
mod trade;
mod world;

pub use count::{Count, counts};
pub use draw::Draw;
pub use firm::{Firm, firms};
pub use load::{Account, DEMO_PASSWORD, LoadError, Loaded, load, load_on};
pub use register::{clue_ledger, contact_list, register_csv};
pub use size::Size;
pub(crate) use world::context;
