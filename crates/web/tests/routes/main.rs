//! The workbench over HTTP, a file per noun as the addresses have them.

mod audit;
mod browser;
mod lifecycle;
mod matrix;
mod public;
mod search;
mod sign_in;
mod users;
