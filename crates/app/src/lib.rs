//! Use cases, one file per noun, called alike by pages, API, command line and jobs. Each requires a
//! permission, loads within the actor's scope, makes a pure transition of `model`, writes, commits.
//! It must not know HTTP or SQL.

pub mod alert;
mod app;
pub mod assessment;
pub mod campaign;
pub mod claim;
pub mod clue;
pub mod early_warning;
mod error;
pub mod evidence;
pub mod funds;
pub mod health;
pub mod history;
pub mod import;
pub mod journal;
mod kept;
pub mod lake;
pub mod ledger;
pub mod licensed_body;
pub mod likeness;
pub mod money;
pub mod monitor;
pub mod overview;
pub mod periodic_return;
pub mod place_names;
pub mod reference;
pub mod refund;
pub mod refund_batch;
pub mod risk_item;
pub mod rule_set;
pub mod rules;
pub mod search;
pub mod session;
pub mod setup;
pub mod subject;
pub mod task;
pub mod text_filter;
mod typed;
pub mod unit;
pub mod unit_names;
pub mod user;
mod waiting;
pub mod worker;

pub use app::{App, Settings};
pub use error::{Error, ErrorKind, FieldError, Result};
pub use fangfei_store::{Event, Found, Head, JournalFilter, Page, Stored, Touched, Verification};
pub use waiting::{Waiting, waiting};
