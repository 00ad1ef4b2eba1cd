//! Bank statements and payment bills (银行流水、支付账单) of any layout as plain statements. It must not know
//! how statements are reconciled, nor the database.

mod account;
mod block;
mod direct;
mod fact;
mod furniture;
mod label;
mod layout;
mod mark;
mod moment;
mod raw;
mod reading;
mod sheet_reader;
mod short_day;
mod status;
mod sum;
mod title;
mod whose;

pub use reading::{Options, Reading, Refusal, read, show_mappings};
