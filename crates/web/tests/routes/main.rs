//! The workbench over HTTP, a file per noun as the addresses have them.

mod audit;
mod browser;
mod campaigns;
mod home;
mod ledgers;
mod lifecycle;
mod matrix;
mod posts;
mod public;
mod returns;
mod scope;
mod search;
mod sign_in;
mod todo;
mod users;
