//! Pages of `imports`.

use std::sync::Arc;

use axum::Router;

use crate::Web;

/// The pages and their addresses.
pub fn routes() -> Router<Arc<Web>> {
    Router::new()
}
