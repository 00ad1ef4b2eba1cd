//! The moves of a rule set. A form that is not taken is shown again on the set's page.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{ErrorKind, monitor, rule_set};
use fangfei_model::id::RuleSetId;
use serde::{Deserialize, Serialize};

use super::{href, show::page, step};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Pressed, Sent},
};

/// A form of one text.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
}

/// Asks for a trial.
pub async fn trial(
    Path(id): Path<RuleSetId>,
    posted: Posted<Pressed>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    let back = Sent::to(href(id));
    match monitor::ask_trial(reader.app(), &reader.ctx, id).await {
        Ok(()) => Ok(back
            .done("已开始对照试运行，完成后刷新本页查看结果。")
            .into_response()),
        Err(error) if error.kind() == ErrorKind::Conflict => {
            Ok(back.refused(error.to_string()).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Puts it in force.
pub async fn publish(
    Path(id): Path<RuleSetId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match rule_set::publish(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已发布。以后的运行按本方案计算。")
            .into_response()),
        Err(error) => {
            let again = Again::of(step(id, "publish"), &form, error)?;
            page(&reader, id, again).await
        }
    }
}

/// Gives it up.
pub async fn withdraw(
    Path(id): Path<RuleSetId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match rule_set::withdraw(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已撤回。").into_response()),
        Err(error) => {
            let again = Again::of(step(id, "withdraw"), &form, error)?;
            page(&reader, id, again).await
        }
    }
}
