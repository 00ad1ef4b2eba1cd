//! Bank statements and payment bills (银行流水、支付账单) of any layout as plain statements. It must not know
//! how statements are reconciled, nor the database.

mod account;
mod before;
mod block;
mod booked;
mod carried;
mod direct;
mod fact;
mod furniture;
mod given_back;
mod guessed;
mod label;
mod layout;
mod mark;
mod marks_by_look;
mod merchant;
mod moment;
mod owners;
mod raw;
mod reading;
mod register;
mod row_words;
mod sheet_reader;
mod short_day;
mod sides;
mod split_date;
mod status;
mod sum;
mod title;
mod whose;
mod wrapped;

pub use reading::{Options, Reading, Refusal, read, show_mappings};
pub use register::name_holders;
