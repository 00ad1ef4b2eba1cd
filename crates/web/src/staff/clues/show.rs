//! The file of one clue: head, steps, facts, evidence, decisions, moves, related clues, history.

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    clue::{self, AcceptDraft, CheckDraft, ClueFile, ReassignDraft},
    evidence::{self, AttachedTo},
};
use fangfei_model::{
    clue::{Clue, ClueState, ClueStatus},
    ctx::{Stamp, china_date},
    id::ClueId,
    noun::Noun,
    unit::{Unit, UnitKind},
};

use super::{LIST, fields, href, level_badge, list::days, state_badge, step};
use crate::{
    WebError,
    download::{DOCX, Download},
    rejected::Rejected,
    signed_in::SignedIn,
    staff::{
        assessments, risks,
        trail::{self, Attachments, events},
    },
    ui::{ActionForm, Badge, Event, Place, Shell, Steps, Timeline, Tone, filters, format},
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

struct RelatedRow {
    href: String,
    number: String,
    name: String,
    reasons: String,
    state: Badge,
    day: String,
}

/// A form that was not taken, with what was typed into it.
pub enum Typed {
    /// None.
    Nothing,
    /// 受理.
    Accept(AcceptDraft, Rejected),
    /// 不予受理.
    Refuse(String, Rejected),
    /// 改派.
    Reassign(ReassignDraft, Rejected),
    /// 初核.
    Check(CheckDraft, Rejected),
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
    let status = match &typed {
        Typed::Nothing => StatusCode::OK,
        Typed::Accept(_, rejected)
        | Typed::Refuse(_, rejected)
        | Typed::Reassign(_, rejected)
        | Typed::Check(_, rejected) => rejected.status,
    };
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

async fn forms(
    reader: &SignedIn,
    file: &ClueFile,
    typed: Typed,
) -> Result<Vec<ActionForm>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let clue = &file.clue.record;
    let units = match file.moves.accept || file.moves.reassign || !matches!(typed, Typed::Nothing) {
        true => clue::receivers(app, ctx, clue).await?,
        false => Vec::new(),
    };
    let mut forms = Vec::new();
    let due = clue::check_due(app, ctx)?;
    let (accept, refuse, reassign, check) = sort(typed);
    if file.moves.accept || accept.is_some() {
        let (draft, rejected) = accept.unwrap_or_else(|| (first_accept(clue, &units, &due), None));
        forms.push(
            form(
                reader,
                clue.id,
                "accept",
                "受理",
                fields::accept(&draft, &units, &due),
                rejected,
            )
            .button("受理并交办")
            .open(),
        );
    }
    if file.moves.accept || refuse.is_some() {
        let (reason, rejected) = refuse.unwrap_or_default();
        forms.push(
            form(
                reader,
                clue.id,
                "refuse",
                "不予受理",
                fields::refuse(&reason),
                rejected,
            )
            .danger(),
        );
    }
    if file.moves.check || check.is_some() {
        let (draft, rejected) = check.unwrap_or_else(|| {
            (
                CheckDraft {
                    on: ctx.today().to_string(),
                    ..CheckDraft::default()
                },
                None,
            )
        });
        forms.push(
            form(
                reader,
                clue.id,
                "check",
                "登记初核结果",
                fields::check(&draft),
                rejected,
            )
            .open(),
        );
    }
    if file.moves.reassign || reassign.is_some() {
        let (draft, rejected) = reassign.unwrap_or_else(|| (as_it_stands(clue), None));
        forms.push(form(
            reader,
            clue.id,
            "reassign",
            "改派或延期",
            fields::reassign(&draft, &units),
            rejected,
        ));
    }
    Ok(forms)
}

type Sent<T> = Option<(T, Option<Rejected>)>;

fn sort(
    typed: Typed,
) -> (
    Sent<AcceptDraft>,
    Sent<String>,
    Sent<ReassignDraft>,
    Sent<CheckDraft>,
) {
    match typed {
        Typed::Nothing => (None, None, None, None),
        Typed::Accept(draft, rejected) => (Some((draft, Some(rejected))), None, None, None),
        Typed::Refuse(reason, rejected) => (None, Some((reason, Some(rejected))), None, None),
        Typed::Reassign(draft, rejected) => (None, None, Some((draft, Some(rejected))), None),
        Typed::Check(draft, rejected) => (None, None, None, Some((draft, Some(rejected)))),
    }
}

fn form(
    reader: &SignedIn,
    id: ClueId,
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

/// The township of the place is proposed, and the usual term.
fn first_accept(clue: &Clue, units: &[Unit], due: &clue::CheckDue) -> AcceptDraft {
    let near = units
        .iter()
        .filter(|unit| unit.division.contains(&clue.division));
    let nearest = near.max_by_key(|unit| unit.division.as_str().len());
    let nearest = nearest.filter(|unit| unit.kind == UnitKind::Township);
    AcceptDraft {
        unit: nearest.map(|unit| unit.id.to_string()).unwrap_or_default(),
        check_due: due.date.to_string(),
    }
}

fn as_it_stands(clue: &Clue) -> ReassignDraft {
    clue.state
        .acceptance()
        .map_or_else(ReassignDraft::default, |a| ReassignDraft {
            unit: a.unit.to_string(),
            check_due: a.check_due.to_string(),
            reason: String::new(),
        })
}

/// Every decision with person, time and reason, newest first.
fn decisions(file: &ClueFile) -> Vec<Event> {
    let clue = &file.clue.record;
    let by = |stamp: &Stamp| trail::by(stamp, &file.units);
    let mut events = vec![Event::new(
        format::moment(clue.registered_at),
        "登记线索",
        file.units.maybe(clue.origin_unit),
    )];
    if let ClueState::Refused { stamp, reason } = &clue.state {
        events.push(
            Event::new(format::moment(stamp.at), "不予受理", by(stamp))
                .detail(reason)
                .tone(Tone::Watch),
        );
    }
    if let Some(acceptance) = clue.state.acceptance() {
        let first = acceptance.reassigned.first();
        let (unit, due) = first.map_or((acceptance.unit, acceptance.check_due), |r| {
            (r.unit, r.check_due)
        });
        let text = format!("由 {} 初核，期限 {due}", file.units.get(unit));
        events.push(
            Event::new(
                format::moment(acceptance.stamp.at),
                "受理",
                by(&acceptance.stamp),
            )
            .detail(text)
            .tone(Tone::Info),
        );
        let after = acceptance
            .reassigned
            .iter()
            .skip(1)
            .map(|r| (r.unit, r.check_due));
        let after = after.chain([(acceptance.unit, acceptance.check_due)]);
        for (earlier, (unit, due)) in acceptance.reassigned.iter().zip(after) {
            let text = format!(
                "改由 {} 初核，期限 {due}。理由：{}",
                file.units.get(unit),
                earlier.reason
            );
            events.push(
                Event::new(
                    format::moment(earlier.stamp.at),
                    "改派或延期",
                    by(&earlier.stamp),
                )
                .detail(text)
                .tone(Tone::Watch),
            );
        }
    }
    if let Some(check) = clue.state.check() {
        let handed = check
            .handed_to
            .as_deref()
            .map(|to| format!("（{to}）"))
            .unwrap_or_default();
        let text = format!("{} {}。{}", check.on, check.manner, check.findings);
        let title = format!("初核：{}{handed}", check.conclusion);
        events.push(
            Event::new(format::moment(check.stamp.at), title, by(&check.stamp))
                .detail(text)
                .tone(Tone::Info),
        );
    }
    for assessment in &file.assessments {
        let link = assessments::href(assessment.id);
        let opened = Event::new(
            format::moment(assessment.opened.at),
            format!("组织会商 {}", assessment.number),
            by(&assessment.opened),
        );
        events.push(opened.href(link.clone()));
        if let Some(conclusion) = assessment.conclusion() {
            let title = format!("定级为{}", conclusion.level);
            let event = Event::new(
                format::moment(conclusion.stamp.at),
                title,
                by(&conclusion.stamp),
            );
            events.push(event.detail(&conclusion.reason).href(link).tone(Tone::Info));
        }
    }
    if let Some(item) = &file.risk_item {
        let title = format!("挂账 {}", item.number);
        events.push(
            Event::new(format::moment(item.opened.at), title, by(&item.opened))
                .href(risks::href(item.id))
                .tone(Tone::Done),
        );
    }
    // Newest first; of one minute, what was done last comes first.
    events.reverse();
    events.sort_by(|a, b| b.at.cmp(&a.at));
    events
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
