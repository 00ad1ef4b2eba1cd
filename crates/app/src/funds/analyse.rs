//! The analysis as a background job: the files in use are read, reconciled and searched; the result
//! goes into blobs, the record takes their hashes. It must not know patterns.

use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    funds_inquiry::{AnalysisRequest, AnalysisRun, FundsInquiry},
    id::FundsInquiryId,
    permission::Permission,
};
use fangfei_store::Job;
use sha2::{Digest, Sha256};

use super::{
    engine::{self, Source},
    get, locked,
    result::{FINDINGS, LEDGER, OVERVIEW, PARTICIPANTS},
};
use crate::{
    App, Error, ErrorKind, Result,
    kept::{hex, keep},
    worker::{LEASE, TRIES},
};

/// The kind of the background job.
pub const JOB: &str = "funds_analysis";

/// How often a long analysis says that it is alive.
const HEARTBEAT: std::time::Duration = std::time::Duration::from_secs(20);

/// Digest of the files in use and of how they would be analysed now.
fn inputs(inquiry: &FundsInquiry) -> String {
    let mut digest = Sha256::new();
    for file in inquiry.files_in_use() {
        digest.update(file.sha256.as_bytes());
        digest.update(file.file_name.as_bytes());
        digest.update([0]);
    }
    hex(&digest.finalize())
}

/// Why what the last analysis came to is no longer what would come out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outdated {
    /// Files were added or taken out.
    Files,
    /// The program reads or judges otherwise since.
    Program,
}

/// Whether the last analysis is out of date, and why.
pub fn outdated(inquiry: &FundsInquiry) -> Option<Outdated> {
    let run = inquiry.analysis.as_ref()?;
    if run.inputs != inputs(inquiry) {
        return Some(Outdated::Files);
    }
    (run.engine != program()).then_some(Outdated::Program)
}

/// The program that analyses: its version and the number of its method.
fn program() -> String {
    let method = fangfei_flow::METHOD;
    format!("{} 方法 {method}", env!("CARGO_PKG_VERSION"))
}

/// Asks for an analysis of the files in use, in the background.
pub async fn analyse(app: &App, ctx: &Ctx, id: FundsInquiryId) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let mut write = app.store.write(ctx, Action::FundsAnalyse).await?;
    let before = locked(&write, id).await?;
    let inputs = inputs(&before.record);
    let after = before.record.clone().ask_analysis(AnalysisRequest {
        stamp: ctx.stamp(),
        inputs: inputs.clone(),
    })?;
    let payload = serde_json::json!({ "inquiry": id.to_string(), "inputs": inputs });
    write.enqueue(JOB, payload).await?;
    write.update(&before, after.clone()).await?;
    write.detail("number", after.number.as_str());
    write.commit().await?;
    Ok(after)
}

/// The background job. What is wrong with the files is kept on the record; only failures of the
/// program itself are tried again.
pub async fn run_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let text = |key: &str| job.payload[key].as_str().unwrap_or_default().to_owned();
    let id: FundsInquiryId = text("inquiry").parse().map_err(Error::bug)?;
    let wanted = text("inputs");
    let program = ctx.acting_as(Actor::System {
        task: "分析银行流水",
    });
    let inquiry = get(app, &program, id).await?.record;
    let asked = inquiry.asked.clone().filter(|asked| asked.inputs == wanted);
    let Some(asked) = asked else {
        // Another analysis took its place, or this one was finished before the server died.
        return Ok(app
            .store
            .finish_job(job, &serde_json::json!({}), ctx.now())
            .await?);
    };
    let mut work = std::pin::pin!(work(app, &program, &inquiry, asked));
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            () = tokio::time::sleep(HEARTBEAT) => {
                app.store.job_progress(job, 0, None, ctx.now() + LEASE).await?;
            }
        }
    };
    match done {
        Ok(run) => finish(app, &program, job, id, run).await,
        Err(error) if error.kind() != ErrorKind::Internal || job.attempts >= TRIES => {
            fail(app, &program, job, id, &wanted, &error).await
        }
        Err(error) => Err(error),
    }
}

async fn work(
    app: &App,
    ctx: &Ctx,
    inquiry: &FundsInquiry,
    asked: AnalysisRequest,
) -> Result<AnalysisRun> {
    let mut sources = Vec::new();
    for file in inquiry.files_in_use() {
        sources.push(Source {
            name: file.file_name.clone(),
            sha256: file.sha256.clone(),
            bytes: app.store.blobs().get(&file.sha256).await?,
        });
    }
    let lpr = app.rules.lpr.clone();
    let outcome = tokio::task::spawn_blocking(move || engine::analyse(&sources, &lpr))
        .await
        .map_err(Error::bug)??;
    let parts = [
        (OVERVIEW, keep(app, &outcome.overview).await?),
        (LEDGER, keep(app, &outcome.ledger).await?),
        (FINDINGS, keep(app, &outcome.findings).await?),
        (PARTICIPANTS, keep(app, &outcome.participants).await?),
    ];
    Ok(AnalysisRun {
        asked: asked.stamp,
        finished: ctx.now(),
        inputs: asked.inputs,
        engine: program(),
        parameters: outcome.parameters,
        parts: parts
            .into_iter()
            .map(|(name, hash)| (name.to_owned(), hash))
            .collect(),
        counts: outcome.counts,
    })
}

async fn finish(
    app: &App,
    ctx: &Ctx,
    job: &Job,
    id: FundsInquiryId,
    run: AnalysisRun,
) -> Result<()> {
    let mut write = app.store.write(ctx, Action::FundsAnalysed).await?;
    let before = locked(&write, id).await?;
    let result = serde_json::json!({ "transfers": run.counts.transfer_rows });
    write.detail("number", before.record.number.as_str());
    write.detail("inputs", run.inputs.as_str());
    let after = before.record.clone().analysed(run);
    write.update(&before, after).await?;
    write.finish_job(job, &result).await?;
    write.commit().await?;
    Ok(())
}

async fn fail(
    app: &App,
    ctx: &Ctx,
    job: &Job,
    id: FundsInquiryId,
    inputs: &str,
    error: &Error,
) -> Result<()> {
    let mut write = app.store.write(ctx, Action::FundsAnalysed).await?;
    let before = locked(&write, id).await?;
    write.detail("number", before.record.number.as_str());
    let after = before
        .record
        .clone()
        .analysis_failed(inputs, error.to_string());
    write.update(&before, after).await?;
    write.finish_job(job, &serde_json::json!({})).await?;
    write.commit().await?;
    Ok(())
}
