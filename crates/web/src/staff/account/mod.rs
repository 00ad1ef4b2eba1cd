//! One's own account. It must not know other accounts.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod show;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route(
        "/account",
        routing::get(show::show).post(show::change_password),
    )
}
