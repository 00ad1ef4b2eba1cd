//! The file of one risk item: steps, assignment, progress, evidence, close-out, turns, moves, history.

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    evidence::{self, AttachedTo},
    risk_item::{self, RiskFile},
};
use fangfei_model::{
    ctx::Stamp,
    id::RiskItemId,
    noun::Noun,
    risk_item::{RiskItem, RiskState, RiskStatus, Turn},
};

use super::{
    LIST,
    course::course,
    forms::{Typed, forms},
    href, state_badge, step,
};
use crate::{
    WebError,
    download::{DOCX, Download},
    signed_in::SignedIn,
    staff::{
        assessments,
        clues::{self, level_badge},
        trail::{Attachments, events},
    },
    ui::{ActionForm, Badge, Place, Shell, Steps, Timeline, filters},
};

#[derive(Template)]
#[template(path = "risks/show.html")]
struct RiskPage {
    shell: Shell,
    item: RiskItem,
    file: RiskFile,
    state: Badge,
    level: Badge,
    due: Option<Badge>,
    steps: Steps,
    paper: String,
    plan: String,
    reassess: String,
    clue: Option<(String, String)>,
    subject: Option<(String, String)>,
    assessments: Vec<(String, String, String)>,
    refunded: i64,
    attachments: Attachments,
    forms: Vec<ActionForm>,
    waiting: &'static str,
    course: Timeline,
    history: Timeline,
}

/// Shows the file, or its paper for `{id}.docx`.
pub async fn show(reader: SignedIn, Path(id): Path<String>) -> Result<Response, WebError> {
    let (id, paper) = id
        .strip_suffix(".docx")
        .map_or((id.as_str(), false), |id| (id, true));
    let id: RiskItemId = id.parse().map_err(|_| WebError::NotFound)?;
    if paper {
        let (name, bytes) = risk_item::closing_form(reader.app(), &reader.ctx, id).await?;
        return Ok(Download {
            name,
            media_type: DOCX,
            body: Body::from(bytes),
        }
        .into_response());
    }
    page(&reader, id, Typed::Nothing).await
}

/// The page again, with a form that was not taken.
pub async fn page(reader: &SignedIn, id: RiskItemId, typed: Typed) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = risk_item::file(app, ctx, id).await?;
    let files = evidence::list_of(app, ctx, AttachedTo::new(Noun::RiskItem, id.uuid())).await?;
    let item = file.item.record.clone();
    let status = typed.status();
    let open = item.status() != RiskStatus::Closed;
    let page = RiskPage {
        shell: reader
            .shell(Some(Place::Risks), &item.subject_name)
            .crumb("风险事项", LIST),
        state: state_badge(item.status()),
        level: level_badge(item.level),
        due: open.then(|| Badge::due_in(clues::days(ctx.today(), item.assignment.due))),
        steps: steps(&item),
        paper: format!("{}.docx", href(id)),
        plan: step(id, "plan"),
        reassess: step(id, "reassess"),
        clue: file
            .clue
            .as_ref()
            .map(|clue| (clue.number.clone(), clues::href(clue.id))),
        subject: file
            .subject
            .as_ref()
            .map(|subject| (subject.name.clone(), format!("/subjects/{}", subject.id))),
        assessments: file.assessments.iter().map(grading).collect(),
        refunded: item.refunded().0,
        forms: forms(reader, &file, &files, &typed),
        waiting: waiting(&file),
        course: Timeline {
            events: course(&file),
        },
        history: Timeline {
            events: events(&file.history),
        },
        attachments: Attachments::new(
            reader,
            AttachedTo::new(Noun::RiskItem, id.uuid()),
            &href(id),
            files,
            file.moves.attach,
        ),
        item,
        file,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Number, outcome, address.
fn grading(assessment: &fangfei_model::assessment::Assessment) -> (String, String, String) {
    let outcome = match assessment.conclusion() {
        Some(conclusion) => format!("{} 定为{}", conclusion.stamp.day(), conclusion.level),
        None => "研判中".to_owned(),
    };
    (
        assessment.number.clone(),
        outcome,
        assessments::href(assessment.id),
    )
}

/// 挂账 → 处置中 → 申请销号 → 核验 → 销号, marked when the item came back.
fn steps(item: &RiskItem) -> Steps {
    let at = match item.status() {
        RiskStatus::Listed | RiskStatus::InDisposal => 1,
        RiskStatus::CloseApplied => 3,
        RiskStatus::Verified => 4,
        RiskStatus::Closed => 5,
    };
    let steps = Steps::at(["挂账", "处置中", "申请销号", "核验", "销号"], at)
        .note(0, item.opened.day().to_string());
    let steps = match (&item.state, item.turns.last()) {
        (RiskState::InDisposal, Some(Turn::SentBack { stamp, .. })) => {
            steps.note(1, format!("{} 被退回", stamp.day())).returned()
        }
        (RiskState::InDisposal, Some(Turn::Reopened { stamp, .. })) => {
            let note = format!("{} 重新挂账", stamp.day());
            steps.note(1, note).returned()
        }
        _ => steps,
    };
    let (application, verification, approval) = item.state.closing();
    let day = |stamp: Option<&Stamp>| stamp.map(|s| s.day().to_string()).unwrap_or_default();
    steps
        .note(2, day(application.map(|a| &a.stamp)))
        .note(3, day(verification.map(|v| &v.stamp)))
        .note(4, day(approval))
}

/// Who is to act next, for a reader who cannot.
fn waiting(file: &RiskFile) -> &'static str {
    if file.moves.any() {
        return "";
    }
    match file.item.record.status() {
        RiskStatus::Listed | RiskStatus::InDisposal => "由责任单位处置并填报进展",
        RiskStatus::CloseApplied => "等待处非办另一人核验",
        RiskStatus::Verified => "等待主要负责人批准销号",
        RiskStatus::Closed => "已销号，没有后续步骤",
    }
}
