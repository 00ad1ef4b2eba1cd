//! The moves of a return. Each makes its move or shows the page again with what was typed.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    Error,
    periodic_return::{self, NewReturn},
};
use fangfei_model::{id::ReturnId, permission::Permission};
use serde::Deserialize;

use super::{
    href,
    show::{Typed, page},
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
};

/// Nothing but the token.
#[derive(Deserialize)]
pub struct MoveForm {}

/// Why it is sent back.
#[derive(Deserialize)]
pub struct SendBackForm {
    #[serde(default)]
    reason: String,
}

/// The text beside the tables.
#[derive(Deserialize)]
pub struct NarrativeForm {
    #[serde(default)]
    narrative: String,
}

/// 重新生成.
pub async fn make(
    Path(id): Path<ReturnId>,
    posted: Posted<MoveForm>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    reader
        .ctx
        .require(Permission::ReturnMake)
        .map_err(fangfei_app::Error::from)?;
    let file = periodic_return::show(reader.app(), &reader.ctx, id).await?;
    let record = &file.stored.record;
    let again = NewReturn {
        campaign: record.campaign,
        template: record.template.clone(),
        period: file.period,
        unit: record.unit,
        narrative: None,
    };
    match periodic_return::make(reader.app(), &reader.ctx, again).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已按记录重新生成，请核对。")
            .into_response()),
        Err(error) => page(&reader, id, Typed::Move(Rejected::of(error)?)).await,
    }
}

/// 报送.
pub async fn submit(
    Path(id): Path<ReturnId>,
    posted: Posted<MoveForm>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    match periodic_return::submit(reader.app(), &reader.ctx, id).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已报送。").into_response()),
        Err(error) => refused(id, error),
    }
}

/// 接收.
pub async fn accept(
    Path(id): Path<ReturnId>,
    posted: Posted<MoveForm>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    match periodic_return::accept(reader.app(), &reader.ctx, id).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已接收，报表已冻结。")
            .into_response()),
        Err(error) => refused(id, error),
    }
}

/// 退回.
pub async fn send_back(
    Path(id): Path<ReturnId>,
    posted: Posted<SendBackForm>,
) -> Result<Response, WebError> {
    let (reader, reason) = (posted.reader, posted.form.reason);
    match periodic_return::send_back(reader.app(), &reader.ctx, id, &reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已退回填报单位。").into_response()),
        Err(error) => page(&reader, id, Typed::SendBack(reason, Rejected::of(error)?)).await,
    }
}

/// 修改文字说明.
pub async fn narrative(
    Path(id): Path<ReturnId>,
    posted: Posted<NarrativeForm>,
) -> Result<Response, WebError> {
    let (reader, text) = (posted.reader, posted.form.narrative);
    match periodic_return::rewrite(reader.app(), &reader.ctx, id, &text).await {
        Ok(_) => Ok(Sent::to(href(id)).done("文字说明已保存。").into_response()),
        Err(error) => page(&reader, id, Typed::Narrative(text, Rejected::of(error)?)).await,
    }
}

/// A move without fields has nothing typed to keep; the reason is shown on the return's page.
fn refused(id: ReturnId, error: Error) -> Result<Response, WebError> {
    match error {
        Error::Refused(refusal) => Ok(Sent::to(href(id))
            .refused(refusal.to_string())
            .into_response()),
        other => Err(other.into()),
    }
}
