//! Registering a claim (登记申报).

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error,
    claim::{self, ClaimDraft},
    funds,
};
use fangfei_model::{id::FundsInquiryId, permission::Permission};

use super::{
    fields::{self, PaperRow},
    href, new_href,
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::funds as inquiries,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

/// The form, for a new claim and for correcting one.
#[derive(Template)]
#[template(path = "claims/form.html")]
pub struct ClaimFormPage {
    /// The frame.
    pub shell: Shell,
    /// Where it posts.
    pub action: String,
    /// Where to go without a change.
    pub back: String,
    /// The button's words.
    pub button: &'static str,
    /// What was wrong.
    pub errors: ErrorSummary,
    /// The fields.
    pub fields: Vec<Field>,
    /// Rows for papers.
    pub papers: Vec<PaperRow>,
}

impl ClaimFormPage {
    /// The page as an answer, with what was wrong.
    pub fn answer(mut self, rejected: Option<Rejected>) -> Result<Response, WebError> {
        let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
        if let Some(rejected) = rejected {
            self.errors = rejected.mark(&mut self.fields);
        }
        Ok((status, Html(self.render()?)).into_response())
    }
}

/// Shows the empty form.
pub async fn show(
    reader: SignedIn,
    Path(inquiry): Path<FundsInquiryId>,
) -> Result<Response, WebError> {
    reader
        .ctx
        .require(Permission::FundsWrite)
        .map_err(Error::from)?;
    page(&reader, inquiry, &ClaimDraft::default(), None).await
}

/// Registers the claim, or shows the form again with what was typed.
pub async fn submit(
    Path(inquiry): Path<FundsInquiryId>,
    posted: Posted<ClaimDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match claim::register(reader.app(), &reader.ctx, inquiry, &draft).await {
        Ok(claim) => Ok(Sent::to(href(claim.id))
            .done(format!("已登记，编号 {}。", claim.number))
            .into_response()),
        Err(error) => page(&reader, inquiry, &draft, Some(Rejected::of(error)?)).await,
    }
}

async fn page(
    reader: &SignedIn,
    inquiry: FundsInquiryId,
    draft: &ClaimDraft,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let inquiry = funds::get(reader.app(), &reader.ctx, inquiry).await?.record;
    ClaimFormPage {
        shell: reader
            .shell(Some(Place::Funds), "登记申报")
            .crumb("资金核查", inquiries::LIST)
            .crumb(&inquiry.title, inquiries::step(inquiry.id, "claims")),
        action: new_href(inquiry.id),
        back: inquiries::step(inquiry.id, "claims"),
        button: "登记",
        errors: ErrorSummary::default(),
        fields: fields::claim(draft),
        papers: fields::papers(draft),
    }
    .answer(rejected)
}
