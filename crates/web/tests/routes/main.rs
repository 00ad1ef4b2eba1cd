//! The workbench over HTTP, a file per noun as the addresses have them.

mod audit;
mod browser;
mod matrix;
mod public;
mod search;
mod sign_in;
mod users;
