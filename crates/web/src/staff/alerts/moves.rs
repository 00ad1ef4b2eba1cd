//! What people do with an alert. A form that is not taken is shown again on the alert's page.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{Error, ErrorKind, alert};
use fangfei_model::{id::AlertId, permission::Permission};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{href, show::page, step};
use crate::{
    WebError,
    again::Again,
    posted::{Posted, Pressed, Sent},
    staff::clues,
};

/// Until when, and why.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RestForm {
    until: String,
    reason: String,
}

/// A form of one text.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
}

/// Opens a clue and goes there.
pub async fn open_clue(
    Path(id): Path<AlertId>,
    posted: Posted<Pressed>,
) -> Result<Response, WebError> {
    let reader = posted.reader;
    match alert::open_clue(reader.app(), &reader.ctx, id).await {
        Ok(clue) => Ok(Sent::to(clues::href(clue.id))
            .done("已登记为线索，等待受理。指数只提示需要核实的方面。")
            .into_response()),
        Err(error) => refused(id, error),
    }
}

/// Brings it back.
pub async fn wake(Path(id): Path<AlertId>, posted: Posted<Pressed>) -> Result<Response, WebError> {
    let reader = posted.reader;
    match alert::wake(reader.app(), &reader.ctx, id).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已恢复为待处理。").into_response()),
        Err(error) => refused(id, error),
    }
}

/// Lets it rest until a day.
pub async fn rest(Path(id): Path<AlertId>, posted: Posted<RestForm>) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    let (app, ctx) = (reader.app(), &reader.ctx);
    ctx.require(Permission::MonitorWrite).map_err(Error::from)?;
    let done = match form.until.trim().parse::<Date>() {
        Ok(until) => alert::rest(app, ctx, id, until, &form.reason).await,
        Err(_) => Err(Error::field(
            "until",
            format!("“{}”不是日期，请写成 2024-07-01", form.until),
        )),
    };
    match done {
        Ok(_) => Ok(Sent::to(href(id))
            .done("已暂缓，到期自动恢复。")
            .into_response()),
        Err(error) => {
            let again = Again::of(step(id, "rest"), &form, error)?;
            page(&reader, id, again).await
        }
    }
}

/// Sets it aside.
pub async fn set_aside(
    Path(id): Path<AlertId>,
    posted: Posted<ReasonForm>,
) -> Result<Response, WebError> {
    let (reader, form) = (posted.reader, posted.form);
    match alert::set_aside(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(href(id)).done("已排除。").into_response()),
        Err(error) => {
            let again = Again::of(step(id, "set-aside"), &form, error)?;
            page(&reader, id, again).await
        }
    }
}

fn refused(id: AlertId, error: Error) -> Result<Response, WebError> {
    if error.kind() == ErrorKind::Conflict {
        return Ok(Sent::to(href(id))
            .refused(error.to_string())
            .into_response());
    }
    Err(error.into())
}
