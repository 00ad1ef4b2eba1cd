//! The workbench over HTTP, a file per noun as the addresses have them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot take its first steps has failed"
)]

mod assessments;
mod audit;
mod browser;
mod campaigns;
mod clues;
mod funds;
mod home;
mod imports;
mod ledgers;
mod lifecycle;
mod matrix;
mod monitor;
mod posts;
mod public;
mod returns;
mod risks;
mod scope;
mod search;
mod sign_in;
mod subjects;
mod todo;
mod users;
