//! The file of one subject (一企一档).

use askama::Template;
use axum::{
    body::Body,
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    evidence::AttachedTo,
    subject::{self, FileEvent, HeldFile, SubjectFile, masked_id, masked_phone},
};
use fangfei_model::{
    id::SubjectId,
    likeness::Likeness,
    noun::Noun,
    permission::Permission,
    personal_number::masked_words,
    subject::{ChecklistLine, Subject},
};

use super::{
    LIST,
    hits::{Hit, marked},
    href,
};
use crate::{
    WebError,
    download::{DOCX, Download},
    signed_in::SignedIn,
    staff::{clues, likenesses, risks, trail::Attachments},
    ui::{Badge, Event, Place, Progress, Shell, SourceText, Timeline, Tone, filters, format},
};

#[derive(Template)]
#[template(path = "subjects/show.html")]
struct SubjectPage {
    shell: Shell,
    subject: Subject,
    file: SubjectFile,
    links: Links,
    people: Vec<PersonRow>,
    checklist: Vec<ChecklistLine>,
    progress: Progress,
    open_hits: Vec<Hit>,
    quiet_hits: Vec<Hit>,
    name_text: SourceText,
    scope_text: Option<SourceText>,
    attachments: Attachments,
    clues: Vec<ClueLine>,
    risks: Vec<RiskLine>,
    timeline: Timeline,
    merged: Option<(String, String)>,
    held: Vec<HeldLine>,
    alike: Vec<AlikeLine>,
}

/// A file that was merged into this one.
struct HeldLine {
    href: String,
    name: String,
    filled: String,
    likeness: String,
}

/// Another file that may be the same subject.
struct AlikeLine {
    href: String,
    name: String,
    percent: u8,
    why: String,
}

struct Links {
    change: String,
    paper: String,
    numbers: String,
    numbers_more: &'static str,
    report: String,
}

struct PersonRow {
    role: String,
    name: String,
    id: String,
    phone: String,
}

struct ClueLine {
    href: String,
    number: String,
    facts: String,
    state: Badge,
    day: String,
}

struct RiskLine {
    href: String,
    number: String,
    level: Badge,
    state: &'static str,
    day: String,
}

/// Shows the file, or its paper for `{id}.docx`.
pub async fn show(reader: SignedIn, Path(id): Path<String>) -> Result<Response, WebError> {
    let (id, paper) = id
        .strip_suffix(".docx")
        .map_or((id.as_str(), false), |id| (id, true));
    let id: SubjectId = id.parse().map_err(|_| WebError::NotFound)?;
    if paper {
        let (name, bytes) = subject::summary(reader.app(), &reader.ctx, id).await?;
        return Ok(Download {
            name,
            media_type: DOCX,
            body: Body::from(bytes),
        }
        .into_response());
    }
    let file = subject::file(reader.app(), &reader.ctx, id).await?;
    Ok(Html(page(&reader, file).render()?).into_response())
}

fn page(reader: &SignedIn, file: SubjectFile) -> SubjectPage {
    let subject = file.subject.record.clone();
    let checklist = subject.checklist();
    let met = checklist.iter().filter(|line| line.met).count() as u64;
    let (open_hits, quiet_hits): (Vec<Hit>, Vec<Hit>) = hits(&subject)
        .into_iter()
        .partition(|hit| hit.suppressed.is_empty());
    let of = |field: &str| -> Vec<Hit> {
        open_hits
            .iter()
            .chain(&quiet_hits)
            .filter(|h| h.field == field)
            .cloned()
            .collect()
    };
    let to = AttachedTo::new(Noun::Subject, subject.id.uuid());
    SubjectPage {
        shell: reader
            .shell(Some(Place::Subjects), &subject.name)
            .crumb("主体档案", LIST),
        links: links(reader, &subject),
        people: people(&subject),
        progress: Progress::new("建档材料", met, checklist.len() as u64),
        checklist,
        name_text: marked("名称", &subject.name, &of("名称")),
        scope_text: subject
            .scope_text
            .as_deref()
            .map(|scope| marked("经营范围", scope, &of("经营范围"))),
        attachments: Attachments::new(
            reader,
            to,
            &href(subject.id),
            file.evidence.clone(),
            reader.may(Permission::EvidenceAdd),
        ),
        clues: file.clues.iter().map(clue_line).collect(),
        risks: file.risk_items.iter().map(risk_line).collect(),
        timeline: Timeline {
            events: file.events.iter().map(event).collect(),
        },
        merged: subject
            .merged
            .as_ref()
            .map(|m| (m.name.clone(), href(m.into))),
        held: file.held.iter().map(held_line).collect(),
        alike: file
            .alike
            .iter()
            .map(|l| alike_line(l, subject.id))
            .collect(),
        open_hits,
        quiet_hits,
        subject,
        file,
    }
}

fn links(reader: &SignedIn, subject: &Subject) -> Links {
    let may = |permission, link: String| {
        if reader.may(permission) {
            link
        } else {
            String::new()
        }
    };
    let numbers = subject
        .people
        .iter()
        .any(|p| p.citizen_id.is_some() || p.phone.is_some());
    let numbers = if numbers {
        may(
            Permission::PersonalNumberRead,
            format!("{}/numbers", href(subject.id)),
        )
    } else {
        String::new()
    };
    Links {
        numbers_more: if numbers.is_empty() {
            ""
        } else {
            "查看完整号码"
        },
        numbers,
        change: may(
            Permission::SubjectWrite,
            format!("{}/change", href(subject.id)),
        ),
        paper: format!("{}.docx", href(subject.id)),
        report: may(Permission::ClueReport, "/clues/new".to_owned()),
    }
}

fn people(subject: &Subject) -> Vec<PersonRow> {
    let row = |p: &fangfei_model::subject::SubjectPerson| PersonRow {
        role: p.role.clone(),
        name: p.name.clone(),
        id: p.citizen_id.as_ref().map(masked_id).unwrap_or_default(),
        phone: p.phone.as_deref().map(masked_phone).unwrap_or_default(),
    };
    subject.people.iter().map(row).collect()
}

fn hits(subject: &Subject) -> Vec<Hit> {
    let hits = subject
        .screening
        .iter()
        .flat_map(|screening| &screening.hits);
    let hit = |(at, hit): (usize, &fangfei_model::subject::ScreeningHit)| Hit {
        field: if hit.field == "name" {
            "名称"
        } else {
            "经营范围"
        },
        class: hit.class.clone(),
        class_title: hit.class_title.clone(),
        printed: hit.printed.clone(),
        word: if hit.word == hit.printed {
            String::new()
        } else {
            hit.word.clone()
        },
        ground: hit.ground.clone(),
        suppressed: hit.suppressed.clone().unwrap_or_default(),
        licence: String::new(),
        span: hit.span,
        mark: format!("hit-{}", at + 1),
    };
    hits.enumerate().map(hit).collect()
}

fn held_line(held: &HeldFile) -> HeldLine {
    let merged = held.subject.merged.as_ref();
    HeldLine {
        href: href(held.subject.id),
        name: held.subject.name.clone(),
        filled: held.filled.join("、"),
        likeness: merged
            .map(|m| likenesses::href(m.likeness))
            .unwrap_or_default(),
    }
}

fn alike_line(likeness: &Likeness, own: SubjectId) -> AlikeLine {
    let why: Vec<&str> = likeness
        .reasons
        .iter()
        .take(2)
        .map(String::as_str)
        .collect();
    AlikeLine {
        href: likenesses::href(likeness.id),
        name: likeness.other(own.uuid()).name.clone(),
        percent: likeness.percent,
        why: why.join("、"),
    }
}

fn clue_line(clue: &fangfei_model::clue::Clue) -> ClueLine {
    ClueLine {
        href: clues::href(clue.id),
        number: clue.number.clone(),
        facts: masked_words(&clue.facts).chars().take(60).collect(),
        state: clues::state_badge(clue.state.status()),
        day: format::day(fangfei_model::ctx::china_date(clue.registered_at)),
    }
}

fn risk_line(item: &fangfei_model::risk_item::RiskItem) -> RiskLine {
    RiskLine {
        href: risks::href(item.id),
        number: item.number.clone(),
        level: clues::level_badge(item.level),
        state: item.status().title(),
        day: format::day(item.opened.day()),
    }
}

fn event(event: &FileEvent) -> Event {
    let shown = Event::new(format::moment(event.at), &event.title, "")
        .detail(&event.detail)
        .tone(Tone::Neutral);
    match (event.clue, event.risk_item) {
        (Some(id), _) => shown.href(clues::href(id)),
        (_, Some(id)) => shown.href(risks::href(id)),
        _ => shown,
    }
}
