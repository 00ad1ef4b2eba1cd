//! Pages of the workbench and the public site, and the API: requests in, use cases called, markup out.
//! It must not know SQL or transactions.

mod again;
mod cookie;
pub mod download;
mod error;
mod headers;
pub mod posted;
pub mod public;
mod rejected;
pub mod signed_in;
pub mod staff;
pub mod ui;
mod unread;
pub mod uploaded;
mod web;

pub use error::WebError;
pub use web::Web;
