//! The workbench over HTTP, a file per noun as the addresses have them.

mod browser;
mod sign_in;
