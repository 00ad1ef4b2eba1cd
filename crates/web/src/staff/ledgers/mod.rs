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

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
        .route(LIST, routing::get(list::show))
        .route("/ledgers/{id}", routing::get(show::show))
}
