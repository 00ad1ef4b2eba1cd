//! The whole journal as a file that can be checked without this system.

use axum::response::{IntoResponse, Response};
use fangfei_app::journal;
use serde::Deserialize;

use crate::{WebError, download::Download, posted::Posted};

/// Nothing but the token.
#[derive(Deserialize)]
pub struct ExportForm {}

/// Sends the journal as JSON Lines.
pub async fn submit(posted: Posted<ExportForm>) -> Result<Response, WebError> {
    let reader = posted.reader;
    let mut lines = Vec::new();
    journal::export(reader.app(), &reader.ctx, &mut lines).await?;
    let name = format!("审计日志-{}.jsonl", reader.ctx.today());
    Ok(Download {
        name,
        media_type: "application/jsonl",
        body: lines.into(),
    }
    .into_response())
}
