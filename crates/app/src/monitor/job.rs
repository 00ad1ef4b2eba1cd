//! A run as a background job: the office's own facts are brought up to date, the index is computed, the
//! result is kept by content, and alerts are raised or merged in the write that ends the run. It must
//! not know indicators.

use std::collections::BTreeMap;

use fangfei_lens::{
    index::{Engine, RuleSet, Scored},
    lake::Limits,
};
use fangfei_model::{
    action::Action,
    alert::{AlertPoint, Sighting},
    ctx::{Actor, Ctx},
    id::IndexRunId,
    index_run::{IndexRun, RunOutcome},
    noun::Noun,
    query::{Query, Test},
    record::Value,
    subject::Subject,
};
use fangfei_store::Job;

use super::{
    engine::{apart, lake, rules, screen},
    list::{get, locked},
    office_facts,
    overview::{Kept, RankLine},
};
use crate::{
    App, Error, ErrorKind, Page, Result, alert, rule_set,
    worker::{LEASE, TRIES},
};

/// The kind of the background job.
pub const JOB: &str = "index_run";

/// How often a long run says that it is alive.
const HEARTBEAT: std::time::Duration = std::time::Duration::from_secs(20);
/// Points kept with an alert, the heaviest first.
const ALERT_POINTS: usize = 12;
/// Subjects are looked up in parts of this size.
const PART: usize = 500;

/// Runs the index. What is wrong with rules or facts ends the run with its reason; only failures of the
/// program itself are tried again.
pub async fn run_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let id: IndexRunId = job.payload["run"]
        .as_str()
        .unwrap_or_default()
        .parse()
        .map_err(Error::bug)?;
    let program = ctx.acting_as(Actor::System {
        task: "运行风险指数",
    });
    let run = get(app, &program, id).await?.record;
    if run.state != fangfei_model::index_run::RunState::Running {
        let nothing = serde_json::json!({});
        return Ok(app.store.finish_job(job, &nothing, ctx.now()).await?);
    }
    let mut work = std::pin::pin!(compute(app, &program, &run));
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            () = tokio::time::sleep(HEARTBEAT) => {
                app.store.job_progress(job, 0, None, ctx.now() + LEASE).await?;
            }
        }
    };
    match done {
        Ok(computed) => finish(app, &program, job, id, computed).await,
        Err(error) if error.kind() != ErrorKind::Internal || job.attempts >= TRIES => {
            fail(app, &program, job, id, &error).await
        }
        Err(error) => Err(error),
    }
}

/// A computed run before it is written down.
struct Computed {
    kept: Kept,
    rules: String,
    lake: String,
    alerts: BTreeMap<String, Sighting>,
}

async fn compute(app: &App, ctx: &Ctx, run: &IndexRun) -> Result<Computed> {
    office_facts::refresh(app, ctx, run.as_of).await?;
    let files = match run.rule_set {
        Some(id) => rule_set::get(app, ctx, id).await?.record.files,
        None => Vec::new(),
    };
    let (lake, screen, rules) = (lake(app)?, screen(app), rules(app, &files)?);
    let (id, as_of) = (run.id, run.as_of);
    apart(move || async move {
        let engine = Engine::open(&lake, &screen, as_of, Limits::of(&lake)).await?;
        let scored = engine.run(&rules, |_, _| {}).await?;
        let alerts = sightings(id, &engine, &scored, &rules);
        Ok(Computed {
            kept: Kept::of(&engine, &scored, &rules),
            rules: rules.version.clone(),
            lake: engine.manifest().generation.to_string(),
            alerts,
        })
    })
    .await
}

/// Every subject at or above the band from which the office wants to be told.
fn sightings(
    run: IndexRunId,
    engine: &Engine,
    scored: &Scored,
    rules: &RuleSet,
) -> BTreeMap<String, Sighting> {
    let mut seen = BTreeMap::new();
    for number in scored.ranking() {
        let index = scored.index(number);
        let Some(rank) = rules.settings.alerts(index) else {
            break;
        };
        let anatomy = scored.anatomy(number, rules, engine.manifest(), engine.as_of());
        let mut points: Vec<AlertPoint> = anatomy
            .points
            .iter()
            .map(|p| AlertPoint {
                indicator: p.indicator.clone(),
                title: p.title.clone(),
                value: p.told(),
                tenths: p.points.0,
            })
            .collect();
        points.sort_by_key(|p| std::cmp::Reverse(p.tenths));
        points.truncate(ALERT_POINTS);
        let sighting = Sighting {
            run,
            as_of: engine.as_of(),
            tenths: index.0,
            band: anatomy.band,
            band_rank: rank,
            points,
        };
        seen.insert(anatomy.subject, sighting);
    }
    seen
}

async fn finish(app: &App, ctx: &Ctx, job: &Job, id: IndexRunId, computed: Computed) -> Result<()> {
    let Computed {
        mut kept,
        rules,
        lake,
        mut alerts,
    } = computed;
    let subjects = office_subjects(app, ctx, kept.known_codes(&alerts)).await?;
    kept.name_files(&subjects);
    let seen = subjects
        .into_iter()
        .filter_map(|(code, subject)| Some((subject, alerts.remove(&code)?)))
        .collect();
    let result = crate::kept::keep(app, &kept).await?;
    let mut write = app.store.write(ctx, Action::IndexRan).await?;
    let before = locked(&write, id).await?;
    let raised = alert::raise(ctx, &mut write, seen).await?;
    let outcome = RunOutcome {
        rules,
        lake,
        subjects: kept.subjects,
        bands: kept.bands.clone(),
        raised: raised.raised,
        merged: raised.merged,
        result,
    };
    write.detail("number", before.record.number.as_str());
    write.detail("raised", raised.raised);
    write.detail("merged", raised.merged);
    let after = before.record.clone().done(outcome)?;
    write.update(&before, after).await?;
    write
        .finish_job(job, &serde_json::json!({ "subjects": kept.subjects }))
        .await?;
    write.commit().await?;
    Ok(())
}

async fn fail(app: &App, ctx: &Ctx, job: &Job, id: IndexRunId, error: &Error) -> Result<()> {
    let mut write = app.store.write(ctx, Action::IndexRan).await?;
    let before = locked(&write, id).await?;
    write.detail("number", before.record.number.as_str());
    let after = before.record.clone().failed(error.to_string())?;
    write.update(&before, after).await?;
    write.finish_job(job, &serde_json::json!({})).await?;
    write.commit().await?;
    Ok(())
}

/// The office's own files of the subjects with these codes.
async fn office_subjects(
    app: &App,
    ctx: &Ctx,
    codes: Vec<String>,
) -> Result<BTreeMap<String, Subject>> {
    let mut found = BTreeMap::new();
    for part in codes.chunks(PART) {
        let wanted: Vec<Value> = part.iter().map(|c| Value::Text(c.clone())).collect();
        let query = Query::of(Noun::Subject)
            .when("uscc", Test::In(wanted))
            .when("merged_into", Test::Missing);
        let reader = app.store.read(ctx);
        let list = reader
            .list::<Subject>(&query, Page::first(Page::MAX_LIMIT))
            .await?;
        found.extend(list.into_iter().filter_map(|stored| {
            let code = stored.record.uscc.as_ref()?.to_string();
            Some((code, stored.record))
        }));
    }
    Ok(found)
}

/// A rank line that is also an office file gets its id.
impl Kept {
    fn known_codes(&self, alerts: &BTreeMap<String, Sighting>) -> Vec<String> {
        let mut codes: Vec<String> = alerts.keys().cloned().collect();
        codes.extend(self.top.iter().map(|line: &RankLine| line.code.clone()));
        codes.sort();
        codes.dedup();
        codes
    }

    fn name_files(&mut self, subjects: &BTreeMap<String, Subject>) {
        for line in &mut self.top {
            line.file = subjects.get(&line.code).map(|s| s.id);
        }
    }
}
