//! The page of one assessment: facts, counted suggestion, views by unit, dissent, conclusion.

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::assessment::{self, AssessmentFile, GradesDraft, InviteDraft, ViewDraft};
use fangfei_model::{
    assessment::{Assessment, AssessmentStatus, Conclusion, View},
    id::AssessmentId,
    level::{Factor, Level},
};

use super::{fields, href, step};
use crate::{
    WebError,
    download::{DOCX, Download},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::{
        clues::{self, level_badge},
        risks,
        trail::{self, events},
    },
    ui::{ActionForm, Badge, Place, Shell, Timeline, Tone, filters, format},
};

#[derive(Template)]
#[template(path = "assessments/show.html")]
struct AssessmentPage {
    shell: Shell,
    assessment: Assessment,
    file: AssessmentFile,
    state: Badge,
    level: Option<Badge>,
    paper: String,
    conclude: String,
    clue: Option<(String, String)>,
    risk_item: Option<(String, String)>,
    opened_by: String,
    views: Vec<ViewRow>,
    outstanding: Vec<String>,
    conclusion: Option<Concluded>,
    forms: Vec<ActionForm>,
    history: Timeline,
}

/// One unit's view as a line of the table.
struct ViewRow {
    unit: String,
    by: String,
    at: String,
    grades: Vec<Badge>,
    level: Badge,
    dissents: bool,
    reason: String,
    spread: String,
    harm: String,
}

struct Concluded {
    by: String,
    at: String,
    grades: Vec<Badge>,
    level: Badge,
    reason: String,
    on_dissent: String,
    dissent: String,
}

/// A form that was not taken, with what was typed into it.
pub enum Typed {
    /// None.
    Nothing,
    /// A view.
    View(ViewDraft, Rejected),
    /// Further units.
    Invite(InviteDraft, Rejected),
}

/// Shows the page, or the minutes for `{id}.docx`.
pub async fn show(reader: SignedIn, Path(id): Path<String>) -> Result<Response, WebError> {
    let (id, paper) = id
        .strip_suffix(".docx")
        .map_or((id.as_str(), false), |id| (id, true));
    let id: AssessmentId = id.parse().map_err(|_| WebError::NotFound)?;
    if paper {
        let (name, bytes) = assessment::minutes(reader.app(), &reader.ctx, id).await?;
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
pub async fn page(reader: &SignedIn, id: AssessmentId, typed: Typed) -> Result<Response, WebError> {
    let file = assessment::file(reader.app(), &reader.ctx, id).await?;
    let assessment = file.assessment.record.clone();
    let status = match &typed {
        Typed::Nothing => StatusCode::OK,
        Typed::View(_, rejected) | Typed::Invite(_, rejected) => rejected.status,
    };
    let concluded = assessment.conclusion();
    let title = format!("会商研判：{}", assessment.subject_name);
    let page = AssessmentPage {
        shell: reader
            .shell(Some(Place::Clues), title)
            .crumb("线索", clues::LIST),
        state: match assessment.status() {
            AssessmentStatus::Open => Badge::state("研判中", Tone::Info),
            AssessmentStatus::Concluded => Badge::state("已结论", Tone::Done),
        },
        level: concluded.map(|c| level_badge(c.level)),
        paper: format!("{}.docx", href(id)),
        conclude: step(id, "conclude"),
        clue: file
            .clue
            .as_ref()
            .map(|clue| (clue.number.clone(), clues::href(clue.id))),
        risk_item: file
            .risk_item
            .as_ref()
            .map(|item| (item.number.clone(), risks::href(item.id))),
        opened_by: trail::by(&assessment.opened, &file.units),
        views: assessment
            .views
            .iter()
            .map(|view| row(view, concluded))
            .collect(),
        outstanding: assessment
            .outstanding()
            .map(|unit| file.units.get(unit).to_owned())
            .collect(),
        conclusion: concluded.map(|c| conclusion(c, &file)),
        forms: forms(reader, &file, typed),
        history: Timeline {
            events: events(&file.history),
        },
        assessment,
        file,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn row(view: &View, concluded: Option<&Conclusion>) -> ViewRow {
    ViewRow {
        unit: view.unit_name.clone(),
        by: view.stamp.name.clone(),
        at: format::moment(view.stamp.at),
        grades: Factor::ALL
            .iter()
            .map(|factor| level_badge(view.grades.of(*factor)))
            .collect(),
        level: level_badge(view.level),
        dissents: concluded.is_some_and(|c| c.level != view.level),
        reason: view.reason.clone(),
        spread: view.spread_reason.clone(),
        harm: view.harm_reason.clone(),
    }
}

fn conclusion(conclusion: &Conclusion, file: &AssessmentFile) -> Concluded {
    let dissent: Vec<&str> = file
        .assessment
        .record
        .dissent()
        .map(|view| view.unit_name.as_str())
        .collect();
    Concluded {
        by: trail::by(&conclusion.stamp, &file.units),
        at: format::moment(conclusion.stamp.at),
        grades: Factor::ALL
            .iter()
            .map(|factor| level_badge(conclusion.grades.of(*factor)))
            .collect(),
        level: level_badge(conclusion.level),
        reason: conclusion.reason.clone(),
        on_dissent: conclusion.on_dissent.clone().unwrap_or_default(),
        dissent: dissent.join("、"),
    }
}

fn forms(reader: &SignedIn, file: &AssessmentFile, typed: Typed) -> Vec<ActionForm> {
    let (view, invite) = match typed {
        Typed::Nothing => (None, None),
        Typed::View(draft, rejected) => (Some((draft, Some(rejected))), None),
        Typed::Invite(draft, rejected) => (None, Some((draft, Some(rejected)))),
    };
    let id = file.assessment.record.id;
    let mut forms = Vec::new();
    if file.moves.view || view.is_some() {
        let own = file
            .assessment
            .record
            .views
            .iter()
            .find(|view| view.stamp.unit == reader.ctx.unit());
        let title = if own.is_some() {
            "修改本单位意见"
        } else {
            "发表本单位意见"
        };
        let given = own.is_some();
        let (draft, rejected) =
            view.unwrap_or_else(|| (own.map_or_else(|| first_view(file), ViewDraft::of), None));
        let fields = fields::view(&draft, &file.suggestion);
        let form = form(reader, id, "view", title, fields, rejected).button("提交意见");
        let hint = "每个单位一份意见，结论前可以修改，修改前的意见留在记录里。";
        forms.push(if given {
            form.hint(hint)
        } else {
            form.hint(hint).open()
        });
    }
    if (file.moves.invite && !file.invitees.is_empty()) || invite.is_some() {
        let (draft, rejected) = invite.unwrap_or_default();
        forms.push(form(
            reader,
            id,
            "invite",
            "补充邀请单位",
            vec![fields::units(&file.invitees, &draft)],
            rejected,
        ));
    }
    forms
}

/// The counted factors start from what the figures suggest.
fn first_view(file: &AssessmentFile) -> ViewDraft {
    let code = |grade: Option<Level>| grade.map_or("", Level::code).to_owned();
    let grades = GradesDraft {
        crowd: code(file.suggestion.crowd.grade),
        exposure: code(file.suggestion.exposure.grade),
        ..GradesDraft::default()
    };
    ViewDraft {
        grades,
        ..ViewDraft::default()
    }
}

fn form(
    reader: &SignedIn,
    id: AssessmentId,
    to: &str,
    title: &str,
    mut fields: Vec<crate::ui::Field>,
    rejected: Option<Rejected>,
) -> ActionForm {
    let errors = rejected
        .map(|rejected| rejected.mark(&mut fields))
        .unwrap_or_default();
    ActionForm::new(title, step(id, to), reader.csrf(), fields).errors(errors)
}
