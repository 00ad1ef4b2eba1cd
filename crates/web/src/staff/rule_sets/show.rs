//! One rule set: which files differ, the trial, the moves.

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    history,
    monitor::{self, Trial},
    rule_set::{self, RuleSetMoves},
};
use fangfei_model::{
    id::RuleSetId,
    rule_set::{RuleSet, RuleSetState},
};

use super::{LIST, state_badge, step};
use crate::{
    WebError,
    again::Again,
    signed_in::SignedIn,
    staff::trail::events,
    ui::{ActionForm, Badge, Field, Place, Shell, Stat, Steps, Timeline, filters, format},
};

#[derive(Template)]
#[template(path = "rule_sets/show.html")]
struct RuleSetPage {
    shell: Shell,
    set: RuleSet,
    state: Badge,
    steps: Option<Steps>,
    changed: Vec<(String, String)>,
    others: Vec<(String, String, String)>,
    trial: Option<Trial>,
    stats: Vec<Stat>,
    lines: Vec<Line>,
    run_trial: Option<String>,
    forms: Vec<ActionForm>,
    history: Timeline,
}

struct Line {
    name: String,
    live: String,
    live_band: String,
    draft: String,
    draft_band: String,
}

/// Shows the set.
pub async fn show(reader: SignedIn, Path(id): Path<RuleSetId>) -> Result<Response, WebError> {
    page(&reader, id, Again::nothing()).await
}

/// The page again, with a form that was not taken.
pub async fn page(reader: &SignedIn, id: RuleSetId, again: Again) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let set = rule_set::get(app, ctx, id).await?.record;
    let trial = monitor::trial(app, ctx, &set).await?;
    let moves = rule_set::moves(ctx, &set);
    let rules = monitor::rules(app, &set.files)?;
    let history = history::of::<RuleSet>(app, ctx, id.uuid()).await?;
    let file = |name: &str| step(id, &format!("files/{name}"));
    let page = RuleSetPage {
        shell: reader
            .shell(Some(Place::RuleSets), &set.title)
            .crumb("指标方案", LIST),
        state: state_badge(set.status()),
        steps: steps(&set),
        changed: set
            .files
            .iter()
            .map(|f| (f.name.clone(), file(&f.name)))
            .collect(),
        others: if moves.change {
            rules
                .indicators
                .iter()
                .filter(|i| set.files.iter().all(|f| f.name != i.id))
                .map(|i| (i.title.clone(), i.dimension.clone(), file(&i.id)))
                .collect()
        } else {
            Vec::new()
        },
        stats: trial.as_ref().map(stats).unwrap_or_default(),
        lines: trial.as_ref().map(lines).unwrap_or_default(),
        trial,
        run_trial: moves.test.then(|| step(id, "trial")),
        forms: forms(reader, id, moves, &again),
        history: Timeline {
            events: events(&history),
        },
        set,
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

fn steps(set: &RuleSet) -> Option<Steps> {
    let at = match &set.state {
        RuleSetState::Draft if set.test().is_none() => 1,
        RuleSetState::Draft => 2,
        RuleSetState::Published { .. } | RuleSetState::Replaced { .. } => 3,
        RuleSetState::Withdrawn { .. } => return None,
    };
    Some(Steps::at(["起草", "对照试运行", "另一人发布"], at))
}

fn stats(trial: &Trial) -> Vec<Stat> {
    let count = |n: u64| format::grouped(&n.to_string());
    vec![
        Stat::new("进入预警", count(trial.enter), "家"),
        Stat::new("离开预警", count(trial.leave), "家"),
        Stat::new("预警合计", count(trial.draft_alerts), "家")
            .note(format!("现行方案 {} 家", count(trial.live_alerts))),
        Stat::new("已挂账主体在预警中", count(trial.draft_right), "家").note(format!(
            "共 {} 家，现行方案 {} 家",
            count(trial.outcomes),
            count(trial.live_right)
        )),
    ]
}

fn lines(trial: &Trial) -> Vec<Line> {
    trial
        .lines
        .iter()
        .map(|line| Line {
            name: line.name.clone().unwrap_or_else(|| line.code.clone()),
            live: format::tenths(line.live.0),
            live_band: line.live.1.clone(),
            draft: format::tenths(line.draft.0),
            draft_band: line.draft.1.clone(),
        })
        .collect()
}

fn forms(reader: &SignedIn, id: RuleSetId, moves: RuleSetMoves, again: &Again) -> Vec<ActionForm> {
    let csrf = reader.csrf();
    let why = |label: &str| vec![Field::area("reason", label, 2).required().max(500)];
    let mut forms = Vec::new();
    if moves.publish {
        forms.push(ActionForm::new(
            "发布",
            step(id, "publish"),
            csrf,
            why("发布理由"),
        ));
    }
    if moves.withdraw {
        let form = ActionForm::new("撤回方案", step(id, "withdraw"), csrf, why("撤回理由"));
        forms.push(form.danger());
    }
    forms.into_iter().map(|form| again.show(form)).collect()
}
