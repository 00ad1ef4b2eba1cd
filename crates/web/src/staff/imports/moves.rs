//! Starting a run, giving it up, saving its mapping for the next file.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{Error, ErrorKind, import};
use fangfei_model::id::ImportId;
use serde::Deserialize;

use super::{LIST, href};
use crate::{
    WebError,
    posted::{Posted, Sent},
};

/// A form without fields of its own.
#[derive(Deserialize)]
pub struct Empty {}

/// The name of a profile.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    name: String,
}

/// Starts the run in the background.
pub async fn start(Path(id): Path<ImportId>, posted: Posted<Empty>) -> Result<Response, WebError> {
    match import::start(posted.reader.app(), &posted.reader.ctx, id).await {
        Ok(()) => Ok(Sent::to(href(id)).into_response()),
        Err(error) => refused(id, error),
    }
}

/// Gives it up.
pub async fn withdraw(
    Path(id): Path<ImportId>,
    posted: Posted<Empty>,
) -> Result<Response, WebError> {
    match import::withdraw(posted.reader.app(), &posted.reader.ctx, id).await {
        Ok(()) => Ok(Sent::to(LIST)
            .done("已放弃，没有写入任何内容。")
            .into_response()),
        Err(error) => refused(id, error),
    }
}

/// Saves the mapping.
pub async fn save_profile(
    Path(id): Path<ImportId>,
    posted: Posted<ProfileForm>,
) -> Result<Response, WebError> {
    match import::save_profile(
        posted.reader.app(),
        &posted.reader.ctx,
        id,
        &posted.form.name,
    )
    .await
    {
        Ok(sheets) => Ok(Sent::to(href(id))
            .done(format!(
                "已保存 {sheets} 张表的列对应，表头相同的文件会自动沿用。"
            ))
            .into_response()),
        Err(error) => refused(id, error),
    }
}

fn refused(id: ImportId, error: Error) -> Result<Response, WebError> {
    match error.kind() {
        ErrorKind::Conflict | ErrorKind::Invalid => Ok(Sent::to(href(id))
            .refused(error.to_string())
            .into_response()),
        _ => Err(error.into()),
    }
}
