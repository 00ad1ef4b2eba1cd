//! The moves of an inquiry: grounds, statement files, analysis, ending. A form that is not taken is
//! shown again on the page it stands on.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    Error, ErrorKind,
    funds::{self, GroundDraft, NewStatement},
};
use fangfei_model::{
    id::{EvidenceId, FundsInquiryId},
    permission::Permission,
};
use serde::{Deserialize, Serialize};

use super::{href, show::page, step};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Pressed, Sent},
    uploaded::Uploaded,
};

/// A form of one text.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
}

/// Which file, and why.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    evidence: String,
    reason: String,
}

/// Registers another ground.
pub async fn ground(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<GroundDraft>,
) -> Result<Response, WebError> {
    let (reader, draft) = (posted.reader, posted.form);
    match funds::add_ground(reader.app(), &reader.ctx, id, &draft).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已登记取得依据。").into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "grounds"), &draft, error)?).await,
    }
}

/// Takes statement files in; each stands or falls by itself.
pub async fn statements(
    Path(id): Path<FundsInquiryId>,
    uploaded: Uploaded,
) -> Result<Response, WebError> {
    let (app, ctx) = (uploaded.reader.app(), &uploaded.reader.ctx);
    funds::get(app, ctx, id).await?;
    let ground = uploaded.text("ground").parse().unwrap_or(u32::MAX);
    let (mut added, mut refused) = (0, Vec::new());
    for file in &uploaded.files {
        let new = NewStatement {
            name: &file.name,
            bytes: &file.bytes,
            ground,
            note: uploaded.text("note"),
        };
        match funds::add_statement(app, ctx, id, new).await {
            Ok(_) => added += 1,
            Err(error @ Error::File { .. }) => refused.push(error.to_string()),
            Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
                refused.push(format!("{}：{error}", file.name));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let back = Sent::to(href(id));
    let words = refused.join("；");
    Ok(match (added, refused.is_empty()) {
        (0, true) => back.refused("没有选择文件，请选好流水文件再上传"),
        (0, false) => back.refused(format!("没有接收：{words}")),
        (_, true) => back.done(format!("已上传 {added} 份流水。点“分析流水”得到结果。")),
        (_, false) => back.warn(format!("已上传 {added} 份流水。没有接收：{words}")),
    }
    .into_response())
}

/// Takes a file out of the analysis.
pub async fn withdraw(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<WithdrawForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    reader
        .ctx
        .require(Permission::FundsWrite)
        .map_err(Error::from)?;
    let file: EvidenceId = form.evidence.parse().map_err(|_| WebError::NotFound)?;
    let done = funds::withdraw_statement(reader.app(), &reader.ctx, id, file, &form.reason).await;
    match done {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已停用；文件仍作为证据保留。")
            .into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "withdraw"), &form, error)?).await,
    }
}

/// Asks for an analysis.
pub async fn analyse(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<Pressed>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    match funds::analyse(reader.app(), &reader.ctx, id).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已开始分析，完成后刷新本页。")
            .into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(Sent::to(href(id))
            .refused(error.to_string())
            .into_response()),
        Err(error) => Err(error.into()),
    }
}

/// Ends the inquiry.
pub async fn close(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match funds::close(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("核查已结束。").into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "close"), &form, error)?).await,
    }
}

/// Opens it again.
pub async fn reopen(
    Path(id): Path<FundsInquiryId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match funds::reopen(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已重新打开。").into_response()),
        Err(error) => page(&reader, id, Again::of(step(id, "reopen"), &form, error)?).await,
    }
}
