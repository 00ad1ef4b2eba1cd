//! The page on which is said who does what by when: opening an item and changing its plan.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use crate::{
    WebError,
    rejected::Rejected,
    ui::{Badge, ErrorSummary, Field, Shell, filters},
};

/// The page.
#[derive(Template)]
#[template(path = "risks/assignment.html")]
pub struct AssignmentPage {
    /// The frame.
    pub shell: Shell,
    /// Whom it is about.
    pub subject: String,
    /// Its level.
    pub level: Option<Badge>,
    /// Where it posts.
    pub action: String,
    /// Where to go without a change.
    pub back: String,
    /// The button's words.
    pub button: &'static str,
    /// Hidden fields.
    pub hidden: Vec<(&'static str, String)>,
    /// What was wrong.
    pub errors: ErrorSummary,
    /// The fields.
    pub fields: Vec<Field>,
}

impl AssignmentPage {
    /// The page as an answer, with what was wrong.
    pub fn answer(mut self, rejected: Option<Rejected>) -> Result<Response, WebError> {
        let status = rejected
            .as_ref()
            .map_or(StatusCode::OK, |rejected| rejected.status);
        if let Some(rejected) = rejected {
            self.errors = rejected.mark(&mut self.fields);
        }
        Ok((status, Html(self.render()?)).into_response())
    }
}
