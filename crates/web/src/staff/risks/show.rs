//! The file of one risk item: steps, assignment, progress, evidence, close-out, turns, moves, history.

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    evidence::{self, AttachedTo},
    risk_item::{self, CloseDraft, ProgressDraft, RiskFile},
};
use fangfei_model::{
    evidence::Evidence,
    id::RiskItemId,
    noun::Noun,
    risk_item::{RiskItem, RiskState, RiskStatus, Turn},
};

use super::{LIST, fields, href, state_badge, step};
use crate::{
    WebError,
    download::{DOCX, Download},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::{
        assessments,
        clues::{self, level_badge},
        trail::{self, Attachments, events},
    },
    ui::{ActionForm, Badge, Event, Field, Place, Shell, Steps, Timeline, Tone, filters, format},
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

/// A form that was not taken, with what was typed into it.
pub enum Typed {
    /// None.
    Nothing,
    /// 填报进展.
    Progress(ProgressDraft, Rejected),
    /// 申请销号.
    Apply(CloseDraft, Rejected),
    /// 核验.
    Verify(String, Rejected),
    /// 退回.
    SendBack(String, Rejected),
    /// 批准销号.
    Close(String, Rejected),
    /// 重新挂账.
    Reopen(String, Rejected),
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
        forms: forms(reader, &file, &files, typed),
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

impl Typed {
    fn status(&self) -> StatusCode {
        match self {
            Self::Nothing => StatusCode::OK,
            Self::Progress(_, rejected)
            | Self::Apply(_, rejected)
            | Self::Verify(_, rejected)
            | Self::SendBack(_, rejected)
            | Self::Close(_, rejected)
            | Self::Reopen(_, rejected) => rejected.status,
        }
    }
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
    match (&item.state, item.turns.last()) {
        (RiskState::InDisposal, Some(Turn::SentBack { stamp, .. })) => {
            steps.note(1, format!("{} 被退回", stamp.day())).returned()
        }
        (RiskState::InDisposal, Some(Turn::Reopened { stamp, .. })) => steps
            .note(1, format!("{} 重新挂账", stamp.day()))
            .returned(),
        (RiskState::Listed | RiskState::InDisposal, _) => steps,
        (RiskState::CloseApplied { application }, _) => {
            steps.note(2, application.stamp.day().to_string())
        }
        (
            RiskState::Verified {
                application,
                verification,
            },
            _,
        ) => steps
            .note(2, application.stamp.day().to_string())
            .note(3, verification.stamp.day().to_string()),
        (
            RiskState::Closed {
                application,
                verification,
                approval,
            },
            _,
        ) => steps
            .note(2, application.stamp.day().to_string())
            .note(3, verification.stamp.day().to_string())
            .note(4, approval.day().to_string()),
    }
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

fn forms(reader: &SignedIn, file: &RiskFile, files: &[Evidence], typed: Typed) -> Vec<ActionForm> {
    let (id, moves) = (file.item.record.id, file.moves);
    let mut forms = Vec::new();
    let mut add = |to: &str,
                   title: &str,
                   allowed: bool,
                   mut fields: Vec<Field>,
                   rejected: Option<Rejected>,
                   danger: bool| {
        if !allowed && rejected.is_none() {
            return;
        }
        let errors = rejected
            .map(|rejected| rejected.mark(&mut fields))
            .unwrap_or_default();
        let form = ActionForm::new(title, step(id, to), reader.csrf(), fields).errors(errors);
        // The first step that carries the item on stands open; sending back and reopening stay folded.
        let first = forms.is_empty();
        forms.push(match danger {
            true => form.danger(),
            false if first => form.open(),
            false => form,
        });
    };
    let today = ProgressDraft {
        on: reader.ctx.today().to_string(),
        ..ProgressDraft::default()
    };
    let mut sent = Sent::of(typed);
    let (draft, rejected) = sent
        .progress
        .take()
        .map_or((today, None), |(draft, rejected)| (draft, Some(rejected)));
    add(
        "progress",
        "填报进展",
        moves.progress,
        fields::progress(&draft),
        rejected,
        false,
    );
    let (draft, rejected) = sent
        .apply
        .take()
        .map_or_else(Default::default, |(draft, rejected)| {
            (draft, Some(rejected))
        });
    add(
        "apply",
        "申请销号",
        moves.apply,
        fields::apply(&draft, files),
        rejected,
        false,
    );
    let mut words = |name: &str| match sent.words.take_if(|(to, ..)| *to == name) {
        Some((_, text, rejected)) => (text, Some(rejected)),
        None => (String::new(), None),
    };
    let (text, rejected) = words("verify");
    add(
        "verify",
        "核验通过",
        moves.verify,
        fields::verify(&text),
        rejected,
        false,
    );
    let (text, rejected) = words("close");
    add(
        "close",
        "批准销号",
        moves.close,
        fields::close(&text),
        rejected,
        false,
    );
    let (text, rejected) = words("send-back");
    add(
        "send-back",
        "退回",
        moves.send_back,
        fields::send_back(&text),
        rejected,
        true,
    );
    let (text, rejected) = words("reopen");
    add(
        "reopen",
        "重新挂账",
        moves.reopen,
        fields::reopen(&text),
        rejected,
        true,
    );
    forms
}

/// What was typed, by the kind of form.
#[derive(Default)]
struct Sent {
    progress: Option<(ProgressDraft, Rejected)>,
    apply: Option<(CloseDraft, Rejected)>,
    words: Option<(&'static str, String, Rejected)>,
}

impl Sent {
    fn of(typed: Typed) -> Self {
        let words = |to, text, rejected| Self {
            words: Some((to, text, rejected)),
            ..Self::default()
        };
        match typed {
            Typed::Nothing => Self::default(),
            Typed::Progress(draft, rejected) => Self {
                progress: Some((draft, rejected)),
                ..Self::default()
            },
            Typed::Apply(draft, rejected) => Self {
                apply: Some((draft, rejected)),
                ..Self::default()
            },
            Typed::Verify(text, rejected) => words("verify", text, rejected),
            Typed::SendBack(text, rejected) => words("send-back", text, rejected),
            Typed::Close(text, rejected) => words("close", text, rejected),
            Typed::Reopen(text, rejected) => words("reopen", text, rejected),
        }
    }
}

/// Progress, turns and the present close-out with person, time and reason, newest first.
fn course(file: &RiskFile) -> Vec<Event> {
    let item = &file.item.record;
    let mut events =
        vec![at(file, &item.opened, format!("挂账，定级{}", item.level)).tone(Tone::Info)];
    for entry in &item.progress {
        let mut text = entry.text.clone();
        if let Some(money) = entry.refunded {
            text.push_str(&format!("\n清退 {}", format::wan(money.0)));
        }
        if let Some(people) = entry.refunded_people {
            text.push_str(&format!("，{people} 人"));
        }
        events.push(at(file, &entry.stamp, format!("处置进展（{}）", entry.on)).detail(text));
    }
    item.turns
        .iter()
        .for_each(|turn| events.extend(turned(file, turn)));
    let (application, verification, approval) = match &item.state {
        RiskState::Listed | RiskState::InDisposal => (None, None, None),
        RiskState::CloseApplied { application } => (Some(application), None, None),
        RiskState::Verified {
            application,
            verification,
        } => (Some(application), Some(verification), None),
        RiskState::Closed {
            application,
            verification,
            approval,
        } => (Some(application), Some(verification), Some(approval)),
    };
    events.extend(application.map(|a| applied(file, a)));
    events.extend(verification.map(|v| {
        at(file, &v.stamp, "核验通过".to_owned())
            .detail(&v.opinion)
            .tone(Tone::Done)
    }));
    events.extend(approval.map(|stamp| at(file, stamp, "批准销号".to_owned()).tone(Tone::Done)));
    // Newest first; of one minute, what was done last comes first.
    events.reverse();
    events.sort_by(|a, b| b.at.cmp(&a.at));
    events
}

fn at(file: &RiskFile, stamp: &fangfei_model::ctx::Stamp, title: String) -> Event {
    Event::new(
        format::moment(stamp.at),
        title,
        trail::by(stamp, &file.units),
    )
}

fn applied(file: &RiskFile, application: &fangfei_model::risk_item::CloseApplication) -> Event {
    let detail = format!(
        "{}\n附证明材料 {} 份",
        application.statement,
        application.evidence.len()
    );
    at(file, &application.stamp, "申请销号".to_owned())
        .detail(detail)
        .tone(Tone::Info)
}

/// A turn as events: a reopening brings back the close-out that it undid.
fn turned(file: &RiskFile, turn: &Turn) -> Vec<Event> {
    match turn {
        Turn::SentBack {
            stamp,
            reason,
            application,
        } => {
            vec![
                applied(file, application),
                at(file, stamp, "退回".to_owned())
                    .detail(reason)
                    .tone(Tone::Watch),
            ]
        }
        Turn::Reopened {
            stamp,
            reason,
            closed,
            application,
            verification,
        } => vec![
            applied(file, application),
            at(file, &verification.stamp, "核验通过".to_owned())
                .detail(&verification.opinion)
                .tone(Tone::Done),
            at(file, closed, "批准销号".to_owned()).tone(Tone::Done),
            at(file, stamp, "重新挂账".to_owned())
                .detail(reason)
                .tone(Tone::Danger),
        ],
        Turn::Regraded {
            stamp,
            assessment,
            from,
            to,
        } => {
            let event = at(file, stamp, format!("重新定级：{from} → {to}"));
            vec![event.href(assessments::href(*assessment)).tone(Tone::Watch)]
        }
        Turn::Replanned {
            stamp,
            reason,
            from,
        } => {
            let before = format!(
                "{}、{}，时限 {}",
                file.units.get(from.unit),
                from.owner,
                from.due
            );
            vec![
                at(file, stamp, "调整处置方案".to_owned())
                    .detail(format!("理由：{reason}\n调整前：{before}")),
            ]
        }
    }
}
