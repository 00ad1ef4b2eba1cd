//! Use cases on a fresh database, a file per noun.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

mod campaign;
mod evidence;
mod funds;
mod import;
mod import_privacy;
mod ledger;
mod lifecycle;
mod likeness;
mod periodic_return;
mod records;
mod rules;
mod subject;
