//! The styleguide (组件样式): what page authors copy from and what a screenshot is compared with.
//! It must not read any record.

use std::sync::Arc;

use askama::Template;
use axum::{Router, response::Html, routing::get};

use crate::{Web, WebError, signed_in::SignedIn, ui::Place};

mod page;
mod sample;

pub use page::StyleguidePage;

/// The page and its address.
pub fn routes() -> Router<Arc<Web>> {
    Router::new().route("/styleguide", get(show))
}

async fn show(reader: SignedIn) -> Result<Html<String>, WebError> {
    let shell = reader.shell(Some(Place::Styleguide), Place::Styleguide.label());
    Ok(Html(StyleguidePage::new(shell).render()?))
}
