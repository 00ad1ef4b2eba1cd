//! 报送、验收、退回 of a task.

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use fangfei_app::{
    evidence::{self, AttachedTo, NewFile},
    task::{self, SubmitDraft},
};
use fangfei_model::{evidence::EvidenceKind, id::TaskId, noun::Noun};
use serde::Deserialize;

use super::{
    task::{Typed, page},
    task_href,
};
use crate::{
    WebError,
    posted::{Posted, Sent},
    rejected::Rejected,
    uploaded::Uploaded,
};

/// A form without fields.
#[derive(Deserialize)]
pub struct Nothing {}

/// Why it is sent back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct SendBackForm {
    reason: String,
}

/// Attaches the files, then hands in. Files of a form that is not taken stay attached to the task.
pub async fn submit(Path(id): Path<TaskId>, uploaded: Uploaded) -> Result<Response, WebError> {
    let (text, chosen) = (
        uploaded.text("text").to_owned(),
        uploaded.text("periodic_return").to_owned(),
    );
    let Uploaded { reader, files, .. } = uploaded;
    let (app, ctx) = (reader.app(), &reader.ctx);
    let handed_in = async {
        task::check_submit(app, ctx, id, &text, !files.is_empty() || !chosen.is_empty()).await?;
        let mut evidence = Vec::new();
        for file in &files {
            let new = NewFile {
                kind: EvidenceKind::Other,
                name: &file.name,
                bytes: &file.bytes,
                note: "随任务报送",
            };
            evidence.push(
                evidence::add(app, ctx, AttachedTo::new(Noun::Task, id.uuid()), new)
                    .await?
                    .evidence
                    .id,
            );
        }
        let draft = SubmitDraft {
            text: text.clone(),
            evidence,
            periodic_return: chosen.clone(),
        };
        task::submit(app, ctx, id, &draft).await
    };
    match handed_in.await {
        Ok(_) => Ok(Sent::to(task_href(id))
            .done("已报送，等待牵头单位验收。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(at_files(error))?;
            page(&reader, id, Typed::Submit(text, chosen, rejected)).await
        }
    }
}

/// A file that cannot be taken is an error of the file field.
fn at_files(error: fangfei_app::Error) -> fangfei_app::Error {
    match error {
        error @ fangfei_app::Error::File { .. } => {
            fangfei_app::Error::field("files", error.to_string())
        }
        other => other,
    }
}

/// Accepts what was handed in.
pub async fn accept(Path(id): Path<TaskId>, posted: Posted<Nothing>) -> Result<Response, WebError> {
    let reader = posted.reader;
    match task::accept(reader.app(), &reader.ctx, id).await {
        Ok(_) => Ok(Sent::to(task_href(id)).done("已验收。").into_response()),
        Err(error) => page(&reader, id, Typed::Accept(Rejected::of(error)?)).await,
    }
}

/// Sends it back.
pub async fn send_back(
    Path(id): Path<TaskId>,
    posted: Posted<SendBackForm>,
) -> Result<Response, WebError> {
    let Posted { reader, form } = posted;
    match task::send_back(reader.app(), &reader.ctx, id, &form.reason).await {
        Ok(_) => Ok(Sent::to(task_href(id))
            .done("已退回，责任单位会在待办中看到理由。")
            .into_response()),
        Err(error) => {
            let rejected = Rejected::of(error)?;
            page(&reader, id, Typed::SendBack(form.reason, rejected)).await
        }
    }
}
