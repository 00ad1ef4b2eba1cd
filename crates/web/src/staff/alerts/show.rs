//! One alert: the index in each run, the points behind the latest one, what was done with it, and the
//! moves that are open.

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    alert::{self, AlertMoves},
    history,
};
use fangfei_model::{
    alert::{Alert, AlertState},
    id::AlertId,
};

use super::{LIST, state_badge, step};
use crate::{
    WebError,
    again::Again,
    signed_in::SignedIn,
    staff::{clues, subjects, trail::events},
    ui::{ActionForm, Badge, Event, Field, Place, Shell, Timeline, Tone, Width, filters, format},
};

#[derive(Template)]
#[template(path = "alerts/show.html")]
struct AlertPage {
    shell: Shell,
    alert: Alert,
    state: Badge,
    subject: String,
    points: Vec<(String, String, String)>,
    seen: Vec<Seen>,
    clue: Option<String>,
    open_clue: Option<String>,
    wake: Option<String>,
    forms: Vec<ActionForm>,
    course: Timeline,
    history: Timeline,
}

struct Seen {
    day: String,
    index: String,
    band: String,
}

/// Shows the alert.
pub async fn show(reader: SignedIn, Path(id): Path<AlertId>) -> Result<Response, WebError> {
    page(&reader, id, Again::nothing()).await
}

/// The page again, with a form that was not taken.
pub async fn page(reader: &SignedIn, id: AlertId, again: Again) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let alert = alert::get(app, ctx, id).await?.record;
    let moves = alert::moves(ctx, &alert);
    let history = history::of::<Alert>(app, ctx, id.uuid()).await?;
    let page = AlertPage {
        shell: reader
            .shell(Some(Place::Alerts), &alert.subject_name)
            .crumb("预警", LIST),
        state: state_badge(alert.status()),
        subject: subjects::href(alert.subject),
        points: points(&alert),
        seen: seen(&alert),
        clue: clue(&alert),
        open_clue: moves.open_clue.then(|| step(id, "clue")),
        wake: moves.wake.then(|| step(id, "wake")),
        forms: forms(reader, id, moves, &again),
        course: Timeline {
            events: course(&alert),
        },
        history: Timeline {
            events: events(&history),
        },
        alert,
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

fn points(alert: &Alert) -> Vec<(String, String, String)> {
    let latest = alert.latest().map(|s| s.points.as_slice());
    latest
        .unwrap_or_default()
        .iter()
        .map(|p| (p.title.clone(), p.value.clone(), format::tenths(p.tenths)))
        .collect()
}

fn seen(alert: &Alert) -> Vec<Seen> {
    let newest_first = alert.sightings.iter().rev();
    newest_first
        .map(|s| Seen {
            day: format::day(s.as_of),
            index: format::tenths(s.tenths),
            band: s.band.clone(),
        })
        .collect()
}

fn clue(alert: &Alert) -> Option<String> {
    match &alert.state {
        AlertState::ClueOpened { clue, .. } => Some(clues::href(*clue)),
        _ => None,
    }
}

fn forms(reader: &SignedIn, id: AlertId, moves: AlertMoves, again: &Again) -> Vec<ActionForm> {
    let csrf = reader.csrf();
    let mut forms = Vec::new();
    if moves.rest {
        let fields = vec![
            Field::date("until", "暂缓至").required().width(Width::Half),
            Field::area("reason", "为什么可以等", 2).required().max(500),
        ];
        forms.push(ActionForm::new("暂缓", step(id, "rest"), csrf, fields));
    }
    if moves.set_aside {
        let fields = vec![
            Field::area("reason", "核实了什么、为什么排除", 3)
                .required()
                .max(1000),
        ];
        forms.push(ActionForm::new("排除", step(id, "set-aside"), csrf, fields));
    }
    forms.into_iter().map(|form| again.show(form)).collect()
}

fn course(alert: &Alert) -> Vec<Event> {
    let at = |stamp: &fangfei_model::ctx::Stamp, title: &str| {
        Event::new(format::moment(stamp.at), title, &stamp.name)
    };
    let mut events: Vec<Event> = alert
        .rests
        .iter()
        .map(|rest| {
            let words = format!("暂缓至 {}：{}", rest.until, rest.reason);
            at(&rest.stamp, "暂缓").detail(words).tone(Tone::Neutral)
        })
        .collect();
    match &alert.state {
        AlertState::ClueOpened { stamp, .. } => {
            events.push(at(stamp, "转为线索").tone(Tone::Info));
        }
        AlertState::SetAside { ended } => {
            events.push(
                at(&ended.stamp, "排除")
                    .detail(&ended.reason)
                    .tone(Tone::Done),
            );
        }
        AlertState::Open | AlertState::Resting { .. } => {}
    }
    events.reverse();
    events
}
