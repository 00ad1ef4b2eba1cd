//! The page that asks which units take part, for a clue or a risk item.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::assessment::{InviteDraft, Invitee};

use super::fields;
use crate::{
    WebError,
    rejected::Rejected,
    ui::{ErrorSummary, Field, Shell, filters},
};

/// The page.
#[derive(Template)]
#[template(path = "assessments/invite.html")]
pub struct InvitePage {
    shell: Shell,
    subject: String,
    action: String,
    back: String,
    errors: ErrorSummary,
    units: Field,
}

impl InvitePage {
    /// The page as an answer; the usual units are chosen until something was sent.
    pub fn answer(
        shell: Shell,
        subject: &str,
        action: String,
        back: String,
        invitees: &[Invitee],
        typed: Option<(InviteDraft, Rejected)>,
    ) -> Result<Response, WebError> {
        let (draft, rejected) = typed.map_or_else(
            || (usual(invitees), None),
            |(draft, rejected)| (draft, Some(rejected)),
        );
        let mut units = [fields::units(invitees, &draft)];
        let errors = rejected
            .as_ref()
            .map(|rejected| rejected.mark(&mut units))
            .unwrap_or_default();
        let status = rejected.map_or(StatusCode::OK, |rejected| rejected.status);
        let [units] = units;
        let page = Self {
            shell,
            subject: subject.to_owned(),
            action,
            back,
            errors,
            units,
        };
        Ok((status, Html(page.render()?)).into_response())
    }
}

fn usual(invitees: &[Invitee]) -> InviteDraft {
    let usual = invitees.iter().filter(|invitee| invitee.usual);
    InviteDraft {
        units: usual.map(|invitee| invitee.unit.id.to_string()).collect(),
    }
}
