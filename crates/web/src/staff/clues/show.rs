//! The file of one clue: head, steps, facts, evidence, decisions, moves, related clues, history.

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    clue::{self, ClueFile},
    evidence::{self, AttachedTo},
};
use fangfei_model::{
    clue::{Clue, ClueState, ClueStatus},
    ctx::china_date,
    id::ClueId,
    likeness::Likeness,
    noun::Noun,
};

use super::{
    LIST,
    decisions::decisions,
    forms::{Typed, forms},
    href, level_badge,
    list::days,
    state_badge, step,
};
use crate::{
    WebError,
    download::{DOCX, Download},
    signed_in::SignedIn,
    staff::{
        likenesses, risks,
        trail::{Attachments, events},
    },
    ui::{ActionForm, Badge, Place, Shell, Steps, Timeline, filters, format},
};

#[derive(Template)]
#[template(path = "clues/show.html")]
struct CluePage {
    shell: Shell,
    clue: Clue,
    file: ClueFile,
    state: Badge,
    level: Option<Badge>,
    due: Option<Badge>,
    steps: Steps,
    links: Links,
    forms: Vec<ActionForm>,
    waiting: &'static str,
    attachments: Attachments,
    decisions: Timeline,
    related: Vec<RelatedRow>,
    series: Vec<SeriesRow>,
    history: Timeline,
}

/// Where the page leads.
struct Links {
    paper: String,
    change: String,
    assess: String,
    hang: String,
    subject: String,
    subject_file: String,
    new_subject: String,
    risk_item: String,
}

/// A clue about another name that may be one case, or was found to be.
struct SeriesRow {
    href: String,
    name: String,
    state: Badge,
    why: String,
}

struct RelatedRow {
    href: String,
    number: String,
    name: String,
    reasons: String,
    state: Badge,
    day: String,
}

/// Shows the file, or its paper for `{id}.docx`.
pub async fn show(reader: SignedIn, Path(id): Path<String>) -> Result<Response, WebError> {
    let (id, paper) = id
        .strip_suffix(".docx")
        .map_or((id.as_str(), false), |id| (id, true));
    let id: ClueId = id.parse().map_err(|_| WebError::NotFound)?;
    if paper {
        let (name, bytes) = clue::register_form(reader.app(), &reader.ctx, id).await?;
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
pub async fn page(reader: &SignedIn, id: ClueId, typed: Typed) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = clue::file(app, ctx, id).await?;
    let clue = file.clue.record.clone();
    let status = typed.status();
    let files = evidence::list_of(app, ctx, AttachedTo::new(Noun::Clue, id.uuid())).await?;
    let today = ctx.today();
    let due = clue
        .state
        .acceptance()
        .filter(|_| clue.state.status() == ClueStatus::Accepted);
    let page = CluePage {
        shell: reader
            .shell(Some(Place::Clues), &clue.subject_name)
            .crumb("线索", LIST),
        state: state_badge(clue.state.status()),
        level: clue.state.level().map(level_badge),
        due: due.map(|acceptance| Badge::due_in(days(today, acceptance.check_due))),
        steps: steps(&clue),
        links: links(&file),
        forms: forms(reader, &file, typed).await?,
        waiting: waiting(&file),
        attachments: Attachments::new(
            reader,
            AttachedTo::new(Noun::Clue, id.uuid()),
            &href(id),
            files,
            file.moves.attach,
        ),
        decisions: Timeline {
            events: decisions(&file),
        },
        related: file.related.iter().map(related).collect(),
        series: series(&file),
        history: Timeline {
            events: events(&file.history),
        },
        clue,
        file,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn links(file: &ClueFile) -> Links {
    let id = file.clue.record.id;
    let risk = file.risk_item.as_ref().map(|item| risks::href(item.id));
    Links {
        paper: format!("{}.docx", href(id)),
        change: step(id, "change"),
        assess: step(id, "assess"),
        hang: step(id, "hang"),
        subject: step(id, "subject"),
        subject_file: file
            .subject
            .as_ref()
            .map(|s| format!("/subjects/{}", s.id))
            .unwrap_or_default(),
        new_subject: format!("/subjects/new?clue={id}"),
        risk_item: risk.unwrap_or_default(),
    }
}

/// 登记 → 受理 → 初核 → 会商定级 → 挂账; the ways out end the steps early.
fn steps(clue: &Clue) -> Steps {
    let status = clue.state.status();
    let registered = format::day(china_date(clue.registered_at));
    let accepted = clue
        .state
        .acceptance()
        .map(|a| format::day(a.stamp.day()))
        .unwrap_or_default();
    let checked = clue
        .state
        .check()
        .map(|check| format::day(check.on))
        .unwrap_or_default();
    let steps = match status {
        ClueStatus::Refused => Steps::at(["登记", "不予受理"], 2),
        ClueStatus::SetAside => Steps::at(["登记", "受理", "初核", "已排除"], 4),
        ClueStatus::HandedOver => Steps::at(["登记", "受理", "初核", "已移送"], 4),
        _ => {
            let at = match status {
                ClueStatus::Received => 1,
                ClueStatus::Accepted => 2,
                ClueStatus::Checked => 3,
                ClueStatus::Graded => 4,
                _ => 5,
            };
            Steps::at(["登记", "受理", "初核", "会商定级", "挂账"], at)
        }
    };
    let steps = steps.note(0, registered);
    match &clue.state {
        ClueState::Refused { stamp, .. } => steps.note(1, format::day(stamp.day())),
        _ => steps.note(1, accepted).note(2, checked),
    }
}

/// Who is to act next, for a reader who cannot.
fn waiting(file: &ClueFile) -> &'static str {
    if file.moves.any() {
        return "";
    }
    match file.clue.record.state.status() {
        ClueStatus::Received => "等待处非办受理",
        ClueStatus::Accepted => "等待承办单位登记初核结果",
        ClueStatus::Checked => "等待处非办组织会商或作出结论",
        ClueStatus::Graded => "等待处非办挂账",
        ClueStatus::Listed => "已转入风险隐患清单，后续在挂账事项中办理",
        ClueStatus::Refused | ClueStatus::SetAside | ClueStatus::HandedOver => {
            "已办结，没有后续步骤"
        }
    }
}

fn series(file: &ClueFile) -> Vec<SeriesRow> {
    let own = |id| id == file.clue.record.id.uuid();
    let row = |likeness: &Likeness| {
        let other = if own(likeness.right.id) {
            &likeness.left
        } else if own(likeness.left.id) {
            &likeness.right
        } else {
            // It stands on another clue about the same subject.
            let known = |id| file.related.iter().any(|r| r.row.clue.id.uuid() == id);
            if known(likeness.left.id) {
                &likeness.right
            } else {
                &likeness.left
            }
        };
        SeriesRow {
            href: likenesses::href(likeness.id),
            name: other.name.clone(),
            state: likenesses::state_badge(likeness.status()),
            why: likeness.reasons.join("、"),
        }
    };
    file.series.iter().map(row).collect()
}

fn related(other: &clue::Related) -> RelatedRow {
    RelatedRow {
        href: href(other.row.clue.id),
        number: other.row.clue.number.clone(),
        name: other.row.clue.subject_name.clone(),
        reasons: other.reasons.join("、"),
        state: state_badge(other.row.clue.state.status()),
        day: format::day(china_date(other.row.clue.registered_at)),
    }
}
