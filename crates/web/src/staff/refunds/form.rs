//! Drafting a batch and changing a draft (拟订退付批次).

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    Error, funds,
    refund_batch::{self, BatchDraft},
};
use fangfei_model::{
    funds_inquiry::FundsInquiry,
    id::{FundsInquiryId, RefundBatchId},
    permission::Permission,
};

use super::{
    fields::{self, SourceRow},
    href, new_href, step,
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::funds as inquiries,
    ui::{ErrorSummary, Field, Place, Shell, filters},
};

#[derive(Template)]
#[template(path = "refunds/form.html")]
struct BatchFormPage {
    shell: Shell,
    action: String,
    back: String,
    errors: ErrorSummary,
    sources: Vec<SourceRow>,
    confirmations: Vec<Field>,
    rule: Vec<Field>,
}

/// Shows the empty form.
pub async fn new(
    reader: SignedIn,
    Path(inquiry): Path<FundsInquiryId>,
) -> Result<Response, WebError> {
    allowed(&reader)?;
    let inquiry = funds::get(reader.app(), &reader.ctx, inquiry).await?.record;
    let action = new_href(inquiry.id);
    let back = inquiries::step(inquiry.id, "refunds");
    page(
        &reader,
        &inquiry,
        (action, back),
        &BatchDraft::empty(),
        None,
    )
}

/// Drafts the batch and shares its money out, or shows the form again with what was typed.
pub async fn draft(
    Path(inquiry): Path<FundsInquiryId>,
    posted: Posted<BatchDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    let (app, ctx) = (reader.app(), &reader.ctx);
    match refund_batch::draft(app, ctx, inquiry, &draft).await {
        Ok(batch) => Ok(Sent::to(href(batch.id))
            .done("已拟订。请测算分配，核对后报批。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            let inquiry = funds::get(app, ctx, inquiry).await?.record;
            let action = new_href(inquiry.id);
            let back = inquiries::step(inquiry.id, "refunds");
            page(&reader, &inquiry, (action, back), &draft, Some(rejected))
        }
    }
}

/// Shows the form as the draft stands.
pub async fn change(reader: SignedIn, Path(id): Path<RefundBatchId>) -> Result<Response, WebError> {
    allowed(&reader)?;
    let (app, ctx) = (reader.app(), &reader.ctx);
    let batch = refund_batch::get(app, ctx, id).await?.record;
    let inquiry = funds::get(app, ctx, batch.inquiry).await?.record;
    let to = (step(id, "change"), href(id));
    page(&reader, &inquiry, to, &BatchDraft::of(&batch), None)
}

/// Changes the draft, or shows the form again with what was typed.
pub async fn submit_change(
    Path(id): Path<RefundBatchId>,
    posted: Posted<BatchDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    let (app, ctx) = (reader.app(), &reader.ctx);
    match refund_batch::change(app, ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已修改，请重新测算分配。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            let batch = refund_batch::get(app, ctx, id).await?.record;
            let inquiry = funds::get(app, ctx, batch.inquiry).await?.record;
            let to = (step(id, "change"), href(id));
            page(&reader, &inquiry, to, &draft, Some(rejected))
        }
    }
}

fn allowed(reader: &SignedIn) -> Result<(), WebError> {
    let asked = reader.ctx.require(Permission::FundsWrite);
    Ok(asked.map_err(Error::from)?)
}

fn page(
    reader: &SignedIn,
    inquiry: &FundsInquiry,
    (action, back): (String, String),
    draft: &BatchDraft,
    rejected: Option<Rejected>,
) -> Result<Response, WebError> {
    let status = rejected.as_ref().map_or(StatusCode::OK, |r| r.status);
    let mut all = fields::confirmations(draft);
    let first = all.len();
    all.extend(fields::rule(draft));
    let errors = rejected.map(|r| r.mark(&mut all)).unwrap_or_default();
    let rule = all.split_off(first);
    let page = BatchFormPage {
        shell: reader
            .shell(Some(Place::Funds), "拟订退付批次")
            .crumb("资金核查", inquiries::LIST)
            .crumb(&inquiry.title, inquiries::step(inquiry.id, "refunds")),
        action,
        back,
        errors,
        sources: fields::sources(draft),
        confirmations: all,
        rule,
    };
    Ok((status, Html(page.render()?)).into_response())
}
