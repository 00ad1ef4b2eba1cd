//! Use cases on a fresh database, a file per noun.

mod ledger;
mod lifecycle;
mod periodic_return;
mod records;
mod rules;
