//! Removing an uploaded file that was replaced by a copy without who reported. A job, so that a server
//! that dies in between still removes it. It must not know why the copy was made.

use fangfei_model::{
    ctx::Ctx, evidence::Evidence, import_run::ImportRun, noun::Noun, query::Query,
};
use fangfei_store::Job;

use crate::{App, Error, Result};

/// The kind of the background job.
pub const FORGET_JOB: &str = "forget_upload";

/// Removes the file, unless a record still stands on it.
pub async fn run_forget_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let Some(sha256) = job.payload["sha256"].as_str() else {
        return Err(Error::bug("forget job without a file"));
    };
    let reader = app.store.read(ctx);
    let of = |noun| Query::of(noun).equals("sha256", sha256);
    let used = reader
        .find::<ImportRun>(&of(Noun::ImportRun))
        .await?
        .is_some()
        || reader
            .find::<Evidence>(&of(Noun::Evidence))
            .await?
            .is_some();
    if !used {
        app.store.blobs().remove(sha256).await?;
    }
    app.store
        .finish_job(job, &serde_json::json!({ "removed": !used }), ctx.now())
        .await?;
    Ok(())
}
