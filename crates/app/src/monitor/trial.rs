//! A draft's trial beside the rules in force: both are run on the same day; who would enter or leave the
//! alerts, and how each agrees with what the office has since found out. It must not know pages.

use std::collections::BTreeMap;

use fangfei_lens::{
    index::{Engine, Outcome, Outcomes, Scored, compare},
    lake::Limits,
};
use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    id::RuleSetId,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
    risk_item::RiskItem,
    rule_set::{RuleSet, RuleTest},
};
use fangfei_store::Job;
use futures::TryStreamExt;
use serde::{Deserialize, Serialize};

use super::engine::{apart, lake, rules, screen};
use crate::{App, Error, ErrorKind, Result, rule_set};

/// The kind of the background job.
pub const TRIAL_JOB: &str = "rule_set_trial";

/// Changes listed.
const LISTED: usize = 500;

/// A subject whose band differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrialLine {
    /// Its code.
    pub code: String,
    /// Its name, where known.
    pub name: Option<String>,
    /// Index and band by the rules in force.
    pub live: (u16, String),
    /// Index and band by the draft.
    pub draft: (u16, String),
}

/// What a trial came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Trial {
    /// The day looked at, ISO.
    pub as_of: String,
    /// Subjects computed.
    pub subjects: u64,
    /// Subjects that would enter the alerts.
    pub enter: u64,
    /// Subjects that would leave them.
    pub leave: u64,
    /// Risk items of the office whose subject is among the alerts by the rules in force.
    pub live_right: u64,
    /// The same by the draft.
    pub draft_right: u64,
    /// Alerts by the rules in force.
    pub live_alerts: u64,
    /// Alerts by the draft.
    pub draft_alerts: u64,
    /// Subjects of the office's risk items that the lake knows.
    pub outcomes: u64,
    /// Who stands in another band, the greatest change first.
    pub lines: Vec<TrialLine>,
}

/// Asks for a trial, in the background.
pub async fn ask_trial(app: &App, ctx: &Ctx, id: RuleSetId) -> Result<()> {
    ctx.require(Permission::RuleDraft)?;
    let mut write = app.store.write(ctx, Action::RuleSetTest).await?;
    let set = rule_set::locked(&write, id).await?.record;
    write.detail("number", set.number.as_str());
    let payload = serde_json::json!({
        "set": id.to_string(),
        "digest": set.digest,
        "by": serde_json::to_value(ctx.stamp()).map_err(Error::bug)?,
    });
    write.enqueue(TRIAL_JOB, payload).await?;
    write.commit().await?;
    Ok(())
}

/// The report of a set's latest trial, if it was tried as it stands.
pub async fn trial(app: &App, ctx: &Ctx, set: &RuleSet) -> Result<Option<Trial>> {
    ctx.require(Permission::MonitorRead)?;
    match set.test() {
        Some(test) => Ok(Some(crate::kept::load(app, &test.report).await?)),
        None => Ok(None),
    }
}

/// The background job.
pub async fn run_trial_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let id: RuleSetId = job.payload["set"]
        .as_str()
        .unwrap_or_default()
        .parse()
        .map_err(Error::bug)?;
    let program = ctx.acting_as(Actor::System {
        task: "试运行指标方案",
    });
    let set = rule_set::get(app, &program, id).await?.record;
    let digest = job.payload["digest"].as_str().unwrap_or_default();
    if set.digest != digest {
        // Changed while it waited: the trial of the new text is another job.
        let nothing = serde_json::json!({});
        return Ok(app.store.finish_job(job, &nothing, ctx.now()).await?);
    }
    let stamp = serde_json::from_value(job.payload["by"].clone()).map_err(Error::bug)?;
    let digest = set.digest.clone();
    let test = match compute(app, &program, &set).await {
        Ok(trial) => RuleTest {
            stamp,
            digest,
            summary: summary(&trial),
            report: crate::kept::keep(app, &trial).await?,
            failed: false,
        },
        // What is wrong with the rules is for whoever wrote them, not for the log.
        Err(error) if error.kind() == ErrorKind::Invalid => RuleTest {
            stamp,
            digest,
            summary: format!("试运行没有完成：{error}"),
            report: String::new(),
            failed: true,
        },
        Err(error) => return Err(error),
    };
    let mut write = app.store.write(&program, Action::RuleSetTest).await?;
    let before = rule_set::locked(&write, id).await?;
    let after = before.record.clone().tested(test)?;
    write.detail("number", after.number.as_str());
    write.update(&before, after).await?;
    write.finish_job(job, &serde_json::json!({})).await?;
    write.commit().await?;
    Ok(())
}

/// What a trial came to, in one line.
fn summary(trial: &Trial) -> String {
    format!(
        "截至{}：进入预警 {} 家，离开 {} 家；已挂账主体 {} 家中现行方案预警 {} 家、本方案 {} 家",
        trial.as_of, trial.enter, trial.leave, trial.outcomes, trial.live_right, trial.draft_right
    )
}

async fn compute(app: &App, ctx: &Ctx, set: &RuleSet) -> Result<Trial> {
    let as_of = ctx.today();
    let live = rule_set::in_force(app, ctx).await?.map(|s| s.files);
    let live = rules(app, &live.unwrap_or_default())?;
    let draft = rules(app, &set.files)?;
    let outcomes = outcomes(app, ctx).await?;
    let (lake, screen) = (lake(app)?, screen(app));
    apart(move || async move {
        let engine = Engine::open(&lake, &screen, as_of, Limits::of(&lake)).await?;
        let now = engine.run(&live, |_, _| {}).await?;
        let then = engine.run(&draft, |_, _| {}).await?;
        let is_alert = |rules: &fangfei_lens::index::RuleSet, scored: &Scored, number: u32| {
            rules.settings.alerts(scored.index(number)).is_some()
        };
        let mut trial = Trial {
            as_of: as_of.to_string(),
            subjects: u64::try_from(now.len()).unwrap_or(u64::MAX),
            ..Trial::default()
        };
        for number in now.ranking() {
            let code = now.code(number);
            let before = is_alert(&live, &now, number);
            let after = then.find(code).is_some_and(|n| is_alert(&draft, &then, n));
            let right = outcomes.0.get(code).is_some_and(|o| o.bad);
            trial.live_alerts += u64::from(before);
            trial.draft_alerts += u64::from(after);
            trial.enter += u64::from(after && !before);
            trial.leave += u64::from(before && !after);
            trial.outcomes += u64::from(right);
            trial.live_right += u64::from(right && before);
            trial.draft_right += u64::from(right && after);
        }
        trial.lines = compare((&now, &live), (&then, &draft))
            .into_iter()
            .take(LISTED)
            .map(|c| TrialLine {
                name: now
                    .find(&c.subject)
                    .and_then(|n| now.name(n))
                    .map(str::to_owned),
                code: c.subject,
                live: (c.live.0.0, c.live.1),
                draft: (c.draft.0.0, c.draft.1),
            })
            .collect();
        Ok(trial)
    })
    .await
}

/// What the office found out by its own work: subjects with a risk item.
async fn outcomes(app: &App, ctx: &Ctx) -> Result<Outcomes> {
    let query = Query::of(Noun::RiskItem)
        .when("subject", Test::Present)
        .by("opened_on", false);
    let mut stream = app.store.read(ctx).stream::<RiskItem>(&query).await?;
    let mut ids = Vec::new();
    while let Some(stored) = stream.try_next().await? {
        ids.extend(stored.record.subject.map(|id| Value::Ref(id.uuid())));
    }
    drop(stream);
    let mut bad = BTreeMap::new();
    for part in ids.chunks(500) {
        let reader = app.store.read(ctx);
        let wanted = part.iter().filter_map(|v| match v {
            Value::Ref(id) => Some(*id),
            _ => None,
        });
        let found = reader
            .get_all::<fangfei_model::subject::Subject>(wanted)
            .await?;
        bad.extend(found.into_iter().map(|stored| {
            let code = super::office_facts::code(&stored.record);
            (
                code,
                Outcome {
                    bad: true,
                    on: None,
                },
            )
        }));
    }
    Ok(Outcomes(bad))
}
