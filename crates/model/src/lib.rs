//! The nouns of 防非: ids, money, codes, documents, the working-day calendar, state machines, roles.
//! Pure and synchronous. It must not know SQL, HTTP, files or the clock.

pub mod action;
pub mod assessment;
pub mod calendar;
pub mod campaign;
pub mod claim;
pub mod clue;
pub mod code;
pub mod code_list;
pub mod ctx;
pub mod document_number;
pub mod evidence;
pub mod funds_inquiry;
pub mod id;
pub mod import_run;
pub mod ledger;
pub mod level;
pub mod licensed_body;
pub mod money;
pub mod noun;
pub mod period;
pub mod periodic_return;
pub mod permission;
pub mod query;
pub mod record;
pub mod refund_batch;
pub mod refusal;
pub mod return_template;
pub mod risk_item;
pub mod schedule;
pub mod scope;
pub mod statement;
pub mod subject;
pub mod task;
mod titled_enum;
pub mod unit;
pub mod user;
