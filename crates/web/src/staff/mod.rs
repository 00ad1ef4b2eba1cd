//! The workbench of the offices: one folder per noun. It must not know the public site.

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware};

use crate::{Web, WebError, headers, unread, uploaded::UPLOAD_LIMIT};

pub mod account;
pub mod alerts;
pub mod assessments;
pub mod assets;
pub mod audit;
pub mod campaigns;
mod choices;
pub mod claims;
pub mod clues;
pub mod evidence;
pub mod funds;
pub mod home;
pub mod imports;
pub mod ledgers;
pub mod likenesses;
pub mod monitor;
mod record;
pub mod refunds;
pub mod returns;
pub mod risks;
pub mod rule_sets;
pub mod search;
pub mod sign_in;
pub mod styleguide;
pub mod subjects;
pub mod texts;
pub mod todo;
mod trail;
pub mod units;
pub mod users;

pub(crate) use record::{record_href, words};

/// The workbench.
pub fn router(web: Arc<Web>) -> Router {
    Router::new()
        .merge(account::routes())
        .merge(alerts::routes())
        .merge(assessments::routes())
        .merge(assets::routes())
        .merge(audit::routes())
        .merge(campaigns::routes())
        .merge(claims::routes())
        .merge(clues::routes())
        .merge(evidence::routes())
        .merge(funds::routes())
        .merge(home::routes())
        .merge(imports::routes())
        .merge(ledgers::routes())
        .merge(likenesses::routes())
        .merge(monitor::routes())
        .merge(refunds::routes())
        .merge(returns::routes())
        .merge(risks::routes())
        .merge(rule_sets::routes())
        .merge(search::routes())
        .merge(sign_in::routes())
        .merge(styleguide::routes())
        .merge(subjects::routes())
        .merge(texts::routes())
        .merge(todo::routes())
        .merge(units::routes())
        .merge(users::routes())
        .fallback(async || WebError::NotFound)
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT))
        .layer(middleware::from_fn(unread::in_words))
        .layer(middleware::from_fn(headers::secure))
        .with_state(web)
}
