//! What people decide about a likeness. A form that is not taken is shown again on its page.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{Error, likeness};
use fangfei_model::{
    id::{LikenessId, SubjectId},
    likeness::LikenessKind,
};
use serde::{Deserialize, Serialize};

use super::{LIST, href, show::page, step};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Pressed, Sent},
};

/// Why, and of two subjects which file goes on.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    kept: String,
    reason: String,
}

/// Looks for likenesses in the background.
pub async fn find(posted: Posted<Pressed>) -> Result<Response, WebError> {
    let reader = posted.reader;
    likeness::ask(reader.app(), &reader.ctx).await?;
    Ok(Sent::to(LIST)
        .done("正在后台比对，几秒到几分钟后刷新本页可以看到结果。")
        .into_response())
}

/// 合并 or 确认串案.
pub async fn same(
    Path(id): Path<LikenessId>,
    posted: Posted<JudgeForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let kept = form
        .kept
        .trim()
        .parse::<SubjectId>()
        .ok()
        .map(SubjectId::uuid);
    match likeness::judge_same(reader.app(), &reader.ctx, id, kept, &form.reason).await {
        Ok(done) => {
            let words = match done.kind {
                LikenessKind::Subject => "已合并，两份档案都保留，可以撤回。",
                LikenessKind::Clue => "已确认为串案，两条线索的页面互相列出。",
            };
            Ok(Sent::to(href(id)).done(words).into_response())
        }
        Err(error) => again(&reader, id, "same", &form, error).await,
    }
}

/// 排除.
pub async fn different(
    Path(id): Path<LikenessId>,
    posted: Posted<JudgeForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match likeness::judge_different(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已排除，以后不再提示这一对。")
            .into_response()),
        Err(error) => again(&reader, id, "different", &form, error).await,
    }
}

/// 撤回.
pub async fn withdraw(
    Path(id): Path<LikenessId>,
    posted: Posted<JudgeForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match likeness::withdraw(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已撤回，等待重新判断。")
            .into_response()),
        Err(error) => again(&reader, id, "withdraw", &form, error).await,
    }
}

async fn again(
    reader: &crate::signed_in::SignedIn,
    id: LikenessId,
    what: &str,
    form: &JudgeForm,
    error: Error,
) -> Result<Response, WebError> {
    let again = Again::of(step(id, what), form, error)?;
    page(reader, id, again).await
}
