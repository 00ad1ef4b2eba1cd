//! Pages of ledgers (台账): what there is, one ledger with its conditions, and its way out as a file.
//! It must not know how rows are found.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod export;
mod filter;
mod list;
mod show;

/// The list of ledgers.
pub const LIST: &str = "/ledgers";

/// One ledger.
pub fn href(id: &str) -> String {
    format!("{LIST}/{id}")
}

/// The class of a cell by what stands in it: figures at the right, short words on one line, longer ones
/// with room to read.
pub fn cell_class(number: bool, text: &str) -> &'static str {
    match text.chars().count() {
        _ if number => "num",
        0..=18 => "tight",
        19..=32 => "words",
        _ => "long",
    }
}

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/ledgers/{id}", routing::get(show::show))
}
