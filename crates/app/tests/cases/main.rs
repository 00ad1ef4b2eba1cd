//! Use cases on a fresh database, a file per noun.

mod campaign;
mod evidence;
mod import;
mod ledger;
mod lifecycle;
mod periodic_return;
mod records;
mod rules;
mod subject;
