//! The text workbench (文字核查): a pasted advert, post, text message or signboard read and shown with its
//! marks. Nothing pasted is kept. It must not know how texts are read.

use std::sync::Arc;

use axum::{Router, routing};

use crate::Web;

mod show;

/// The page and its address.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route("/texts", routing::get(show::show).post(show::submit))
}
