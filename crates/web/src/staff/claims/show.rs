//! The file of one claim: what was claimed, what the statements show line by line, what was confirmed,
//! objections and answers, moves, history.

use askama::Template;
use axum::{
    extract::Path,
    response::{Html, IntoResponse, Response},
};
use fangfei_app::{
    claim::{self, ClaimFile, ConfirmDraft},
    evidence::{self, AttachedTo},
    subject::{masked_account, masked_id, masked_phone},
};
use fangfei_model::{
    claim::{
        Claim, ClaimCheck, ClaimStatus, Confirmation, IdentityDoubts, LineOutcome, Objection,
        ProofGrade, SettlementKind,
    },
    id::ClaimId,
    noun::Noun,
};

use super::{href, state_badge, step};
use crate::{
    WebError,
    again::Again,
    signed_in::SignedIn,
    staff::{
        funds as inquiries,
        trail::{Attachments, events},
    },
    ui::{ActionForm, Badge, Event, Field, Place, Shell, Timeline, Tone, Width, filters, format},
};

#[derive(Template)]
#[template(path = "claims/show.html")]
struct ClaimPage {
    shell: Shell,
    claim: Claim,
    inquiry: (String, String),
    state: Badge,
    masked: Masked,
    loss: i64,
    check: Option<ClaimCheck>,
    check_outdated: bool,
    identity: Vec<String>,
    shown_as: Vec<(String, String)>,
    confirmation: Option<Confirmation>,
    course: Timeline,
    check_action: Option<String>,
    change: Option<String>,
    numbers: Option<String>,
    forms: Vec<ActionForm>,
    papers: Attachments,
    history: Timeline,
}

struct Masked {
    citizen_id: String,
    phone: String,
    accounts: Vec<String>,
    payee: String,
}

/// Shows the file.
pub async fn show(reader: SignedIn, Path(id): Path<ClaimId>) -> Result<Response, WebError> {
    page(&reader, id, Again::nothing()).await
}

/// The page again, with a form that was not taken.
pub async fn page(reader: &SignedIn, id: ClaimId, again: Again) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let file = claim::file(app, ctx, id).await?;
    let to = AttachedTo::new(Noun::Claim, id.uuid());
    let papers = evidence::list_of(app, ctx, to).await?;
    let claim = file.claim.record.clone();
    let back = inquiries::step(file.inquiry.id, "claims");
    let attach = claim.status() != ClaimStatus::Settled;
    let page = ClaimPage {
        shell: reader
            .shell(Some(Place::Funds), format!("{}的申报", claim.claimant.name))
            .crumb("资金核查", inquiries::LIST)
            .crumb(&file.inquiry.title, back.clone()),
        inquiry: (file.inquiry.title.clone(), back),
        state: state_badge(claim.status()),
        masked: masked(&claim),
        loss: claim.claimed.loss().0,
        check: claim.check.clone(),
        check_outdated: file.check_outdated,
        identity: file.identity.words(),
        shown_as: file
            .shown_as
            .iter()
            .map(|(place, name)| {
                let page = format!("participants/{place}");
                (name.clone(), inquiries::step(file.inquiry.id, &page))
            })
            .collect(),
        confirmation: claim.confirmation().cloned(),
        course: Timeline {
            events: course(&claim),
        },
        check_action: file.moves.check.then(|| step(id, "check")),
        change: (file.moves.change && file.moves.numbers).then(|| step(id, "change")),
        numbers: file.moves.numbers.then(|| step(id, "numbers")),
        forms: forms(reader, &file, &again),
        papers: Attachments::new(reader, to, &href(id), papers, attach),
        history: Timeline {
            events: events(&file.history),
        },
        claim,
    };
    Ok((again.status(), Html(page.render()?)).into_response())
}

fn masked(claim: &Claim) -> Masked {
    let who = &claim.claimant;
    Masked {
        citizen_id: who.citizen_id.as_ref().map(masked_id).unwrap_or_default(),
        phone: who.phone.as_deref().map(masked_phone).unwrap_or_default(),
        accounts: claim.accounts.iter().map(|n| masked_account(n)).collect(),
        payee: claim
            .payee
            .as_ref()
            .map(|payee| format!("{} {}", masked_account(&payee.number), payee.bank))
            .unwrap_or_default(),
    }
}

fn course(claim: &Claim) -> Vec<Event> {
    let mut events = vec![
        Event::new(
            format::moment(claim.registered.at),
            "登记申报",
            &claim.registered.name,
        )
        .tone(Tone::Info),
    ];
    for (objection, answer) in &claim.answered {
        events.extend(objected(objection));
        events.push(confirmed("答复异议", answer));
    }
    match &claim.state {
        fangfei_model::claim::ClaimState::Objected { objection } => {
            events.extend(objected(objection));
        }
        fangfei_model::claim::ClaimState::Settled {
            confirmation,
            settlement,
        } => {
            events.extend(confirmation.as_ref().map(|c| confirmed("确认", c)));
            let at = format::moment(settlement.stamp.at);
            events.push(
                Event::new(at, settlement.kind.title(), &settlement.stamp.name)
                    .detail(&settlement.note)
                    .tone(Tone::Done),
            );
        }
        _ if claim.answered.is_empty() => {
            events.extend(claim.confirmation().map(|c| confirmed("确认", c)));
        }
        _ => {}
    }
    events.reverse();
    events
}

fn objected(objection: &Objection) -> Vec<Event> {
    vec![
        confirmed("确认", &objection.against),
        Event::new(
            format::moment(objection.stamp.at),
            format!("提出异议（{}）", objection.raised),
            &objection.stamp.name,
        )
        .detail(&objection.text)
        .tone(Tone::Watch),
    ]
}

fn confirmed(title: &str, confirmation: &Confirmation) -> Event {
    let figures = &confirmation.figures;
    let ownership = confirmation.ownership.as_ref();
    let ownership =
        ownership.map_or_else(String::new, |held| format!("\n账户归属：{}", held.reason));
    let words = format!(
        "本金 {} 元，已返还 {} 元，已得 {} 元，损失 {} 元；{}\n{}{ownership}",
        figures.paid_in.grouped(),
        figures.returned.grouped(),
        figures.received.grouped(),
        figures.loss().grouped(),
        confirmation.grade.title(),
        confirmation.opinion
    );
    Event::new(
        format::moment(confirmation.stamp.at),
        title,
        &confirmation.stamp.name,
    )
    .detail(words.trim_end())
    .tone(Tone::Done)
}

fn forms(reader: &SignedIn, file: &ClaimFile, again: &Again) -> Vec<ActionForm> {
    let claim = &file.claim.record;
    let (id, csrf) = (claim.id, reader.csrf());
    let mut forms = Vec::new();
    if file.moves.confirm {
        forms.push(
            ActionForm::new(
                "确认",
                step(id, "confirm"),
                csrf,
                confirm(claim, &file.identity),
            )
            .hint("由登记人以外的另一人确认；确认后参与退付分配。"),
        );
    }
    if file.moves.answer {
        forms.push(
            ActionForm::new(
                "答复异议",
                step(id, "answer"),
                csrf,
                confirm(claim, &file.identity),
            )
            .hint("写明采纳或不采纳的理由；以答复后的金额为准。"),
        );
    }
    if file.moves.object {
        let fields = vec![
            Field::date("raised", "提出日期")
                .value(reader.ctx.today().to_string())
                .required()
                .width(Width::Half),
            Field::area("text", "异议内容", 3)
                .hint("对哪项金额有异议，提出了什么证据")
                .required()
                .max(2_000),
        ];
        forms.push(ActionForm::new(
            "登记异议",
            step(id, "object"),
            csrf,
            fields,
        ));
    }
    if file.moves.settle {
        let kinds = SettlementKind::ALL.iter().map(|k| (k.code(), k.title()));
        let fields = vec![
            Field::radio("kind", "办结方式")
                .choose(kinds, &[])
                .required(),
            Field::area("note", "说明", 2)
                .hint("写明依据的文书或书面材料")
                .required()
                .max(1_000),
        ];
        forms.push(ActionForm::new("办结", step(id, "settle"), csrf, fields));
    }
    forms.into_iter().map(|form| again.show(form)).collect()
}

fn confirm(claim: &Claim, identity: &IdentityDoubts) -> Vec<Field> {
    let draft = ConfirmDraft::of(claim);
    let yuan = |name: &str, label: &str, value: &str| {
        Field::text(name, label)
            .value(value)
            .required()
            .width(Width::Third)
    };
    let grades = ProofGrade::ALL.iter().map(|g| (g.code(), g.title()));
    let mut fields = vec![
        yuan("paid_in", "投入本金（元）", &draft.paid_in),
        yuan("returned", "已返还本金（元）", &draft.returned),
        yuan("received", "已得利息提成（元）", &draft.received),
        Field::radio("grade", "证明等级")
            .choose(grades, &[])
            .hint(proposed(claim))
            .required(),
        Field::area("opinion", "理由", 3)
            .hint("与申报不同的必须写明；申报人有权知道")
            .max(1_000),
    ];
    if !identity.is_empty() {
        fields.push(
            Field::area("ownership", "账户归属说明", 2)
                .hint("账户归属有疑问：写明查明的关系和材料，例如代办、继承")
                .required()
                .max(1_000),
        );
    }
    fields
}

/// What statements and papers allow; the person decides.
fn proposed(claim: &Claim) -> String {
    let grade = claim.check.as_ref().and_then(|check| check.grade);
    grade.map_or_else(String::new, |grade| {
        format!("按流水核对和登记的材料，相当于“{}”", grade.title())
    })
}
