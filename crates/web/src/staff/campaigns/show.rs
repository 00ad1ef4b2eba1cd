//! The overview of a campaign: where it stands in time, who has handed in what, duties by phase,
//! members, ledgers, the documents it rests on.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{Html, IntoResponse, Redirect, Response},
};
use fangfei_app::{
    campaign::{self, Progress, TaskCounts},
    evidence::{self, AttachedTo},
    history,
    unit_names::UnitNames,
};
use fangfei_model::{
    campaign::{Campaign, CampaignState, CampaignStatus, Duty, Owed, Phase},
    evidence::EvidenceKind,
    id::{CampaignId, PlanItemId, UnitId},
    noun::Noun,
    permission::Permission,
    schedule::Schedule,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{LIST, href, list::days, matrix::Matrix, review_href, review_item::when, state_badge};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::{
        todo,
        trail::{Attachments, events},
    },
    ui::{self, Badge, Lane, Place, Point, Shell, Stat, Timeline, Tone, filters},
};

#[derive(Template)]
#[template(path = "campaigns/show.html")]
struct CampaignPage {
    shell: Shell,
    campaign: Campaign,
    state: Badge,
    days: String,
    lead: String,
    review: Option<String>,
    end: Option<String>,
    stats: Vec<Stat>,
    schedule: Option<ui::Schedule>,
    matrix: Matrix,
    one_item: Option<(String, String)>,
    phases: Vec<(String, String, Vec<DutyLine>)>,
    owed: Vec<OwedLine>,
    members: Vec<(String, String, String)>,
    ledgers: Vec<(String, String)>,
    checklist: Vec<EvidenceKind>,
    files: ui::FileList,
    ended: Option<String>,
    history: Timeline,
}

struct DutyLine {
    title: String,
    unlawful: bool,
    detail: String,
    who: String,
    documents: String,
}

struct OwedLine {
    what: String,
    when: String,
    to: String,
    who: String,
}

/// Which item's periods are shown.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    item: String,
}

/// Shows the overview; a draft leads those who draft to its review.
pub async fn show(
    Path(id): Path<CampaignId>,
    Query(asked): Query<Asked>,
    reader: SignedIn,
) -> Result<Response, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let campaign = campaign::get(app, ctx, id).await?.record;
    if campaign.status() == CampaignStatus::Draft {
        return Ok(Redirect::to(&review_href(id)).into_response());
    }
    let progress = campaign::progress(app, ctx, &campaign).await?;
    let counts = campaign::counts(app, ctx, id).await?;
    let files = evidence::list_of(app, ctx, AttachedTo::new(Noun::Campaign, id.uuid())).await?;
    let changes = history::of::<Campaign>(app, ctx, id.uuid()).await?;
    let names = names(&reader, &campaign).await?;
    let only = asked
        .item
        .parse::<PlanItemId>()
        .ok()
        .filter(|item| campaign.owed.iter().any(|owed| owed.id == *item));
    let running = campaign.status() == CampaignStatus::Running;
    // A township takes part in the county's campaigns; it changes only its own.
    let within = ctx.scope().division().copied();
    let own = running && within.is_none_or(|place| place.contains(&campaign.division));
    let page = CampaignPage {
        shell: reader
            .shell(Some(Place::Campaigns), campaign.title.clone())
            .crumb("专项行动", LIST),
        state: state_badge(campaign.status()),
        days: days(campaign.start, campaign.end),
        lead: names.get(campaign.lead_unit).to_owned(),
        review: (own && reader.may(Permission::CampaignDraft)).then(|| review_href(id)),
        end: (own && reader.may(Permission::CampaignStart)).then(|| format!("{}/end", href(id))),
        stats: stats(&counts, id),
        schedule: ui::Schedule::new(lanes(&campaign, &progress, ctx.today()), ctx.today()),
        matrix: Matrix::new(&campaign, &progress, only, &href(id)),
        one_item: only.and_then(|item| one_item(&campaign, item)),
        phases: phases(&campaign, &names),
        owed: campaign
            .owed
            .iter()
            .map(|owed| owed_line(owed, &names))
            .collect(),
        members: members(&campaign, &names),
        ledgers: ledgers(&reader, &campaign),
        checklist: campaign.checklist.clone(),
        files: Attachments::new(
            &reader,
            AttachedTo::new(Noun::Campaign, id.uuid()),
            &href(id),
            files,
            false,
        )
        .files,
        ended: ended(&campaign),
        history: Timeline {
            events: events(&changes),
        },
        campaign,
    };
    Ok(Html(page.render()?).into_response())
}

async fn names(reader: &SignedIn, campaign: &Campaign) -> Result<UnitNames, WebError> {
    let units = campaign
        .duties
        .iter()
        .flat_map(|d| &d.units)
        .chain(campaign.owed.iter().flat_map(|o| &o.units));
    let units = units
        .chain(campaign.members.iter().flat_map(|m| &m.units))
        .copied()
        .chain([campaign.lead_unit]);
    Ok(UnitNames::of(reader.app(), &reader.ctx, units).await?)
}

fn stats(counts: &TaskCounts, id: CampaignId) -> Vec<Stat> {
    let link = |state: &str| todo::list_href(Some(id), state);
    let waiting = counts.all - counts.accepted - counts.submitted;
    vec![
        Stat::new("任务", counts.all.to_string(), "项").href(link("")),
        Stat::new("已验收", counts.accepted.to_string(), "项").href(link("accepted")),
        Stat::new("待验收", counts.submitted.to_string(), "项").href(link("submitted")),
        Stat::new("未报送", waiting.to_string(), "项").href(link("open")),
        Stat::new("逾期", counts.overdue.to_string(), "项")
            .href(link("overdue"))
            .tone(if counts.overdue > 0 {
                Tone::Danger
            } else {
                Tone::Neutral
            }),
    ]
}

/// A lane for each phase, then one for each dated item, coloured by what has been handed in.
fn lanes(campaign: &Campaign, progress: &Progress, today: Date) -> Vec<Lane> {
    let phase = |phase: &Phase| Lane {
        label: phase.name.clone(),
        href: String::new(),
        span: phase
            .start
            .zip(phase.end)
            .filter(|(start, end)| start <= end),
        tone: match phase.end {
            Some(end) if end < today => Tone::Done,
            _ if phase.start.is_some_and(|start| start > today) => Tone::Neutral,
            _ => Tone::Info,
        },
        points: Vec::new(),
    };
    let item = |owed: &Owed| {
        let times = campaign
            .start
            .zip(campaign.end)
            .map_or_else(Vec::new, |(start, end)| {
                owed.schedule.occurrences(start, end)
            });
        let points = times
            .iter()
            .map(|time| point(owed, time.due, &time.period, progress, today))
            .collect();
        Lane {
            label: short(&owed.what),
            href: String::new(),
            span: None,
            tone: Tone::Neutral,
            points,
        }
    };
    let dated = campaign
        .owed
        .iter()
        .filter(|owed| matches!(owed.schedule, Schedule::By { .. } | Schedule::Each { .. }));
    campaign
        .phases
        .iter()
        .map(phase)
        .chain(dated.map(item))
        .collect()
}

fn point(owed: &Owed, due: Date, period: &str, progress: &Progress, today: Date) -> Point {
    let column = progress
        .columns
        .iter()
        .position(|c| c.item == owed.id && c.period == period);
    let cells = column.map_or_else(Vec::new, |at| {
        progress
            .rows
            .iter()
            .filter_map(|(_, cells)| cells[at])
            .collect()
    });
    let open = cells
        .iter()
        .filter(|cell| cell.overdue || cell.submitted_on.is_none())
        .count();
    let tone = match (cells.is_empty(), open) {
        (false, 0) => Tone::Done,
        _ if cells.iter().any(|cell| cell.overdue) => Tone::Danger,
        _ if due >= today && due <= today.saturating_add(jiff::Span::new().days(7)) => Tone::Watch,
        _ => Tone::Info,
    };
    let period = if period.is_empty() {
        String::new()
    } else {
        format!("{period} ")
    };
    let state = if cells.is_empty() {
        String::new()
    } else {
        format!("，{}/{} 已报", cells.len() - open, cells.len())
    };
    Point {
        date: due,
        label: format!("{period}{}：{due}{state}", owed.what),
        href: String::new(),
        tone,
    }
}

/// Long headings are cut so that the picture keeps its room.
fn short(text: &str) -> String {
    let mut kept: String = text.chars().take(16).collect();
    if text.chars().count() > 16 {
        kept.push('…');
    }
    kept
}

fn phases(campaign: &Campaign, names: &UnitNames) -> Vec<(String, String, Vec<DutyLine>)> {
    let line = |duty: &Duty| duty_line(campaign, duty, names);
    let of = |phase: &Phase| {
        campaign
            .duties
            .iter()
            .filter(|d| d.phases.contains(&phase.id))
            .map(line)
            .collect::<Vec<_>>()
    };
    let mut phases: Vec<_> = campaign
        .phases
        .iter()
        .map(|p| (p.name.clone(), days(p.start, p.end), of(p)))
        .collect();
    let always: Vec<DutyLine> = campaign
        .duties
        .iter()
        .filter(|duty| duty.phases.is_empty())
        .map(line)
        .collect();
    if !always.is_empty() {
        phases.push(("贯穿全程".to_owned(), String::new(), always));
    }
    phases
}

fn duty_line(campaign: &Campaign, duty: &Duty, names: &UnitNames) -> DutyLine {
    let documents = duty
        .documents
        .iter()
        .filter_map(|at| campaign.documents.get(*at))
        .map(|d| d.number.as_str());
    DutyLine {
        title: duty.title.clone(),
        unlawful: campaign.holds_unlawful(duty.origin),
        detail: detail(campaign, duty),
        who: who(&duty.who, &duty.units, names),
        documents: documents.collect::<Vec<_>>().join("、"),
    }
}

/// The duty's own words; for one read from a text, the paragraph it stands in.
fn detail(campaign: &Campaign, duty: &Duty) -> String {
    if !duty.detail.is_empty() {
        return duty.detail.clone();
    }
    let Some((origin, source)) = duty
        .origin
        .and_then(|o| Some((o, campaign.sources.get(o.source)?)))
    else {
        return String::new();
    };
    source
        .text
        .chars()
        .skip(origin.start)
        .take(origin.end.saturating_sub(origin.start))
        .collect()
}

fn owed_line(owed: &Owed, names: &UnitNames) -> OwedLine {
    OwedLine {
        what: owed.what.clone(),
        when: when(&owed.schedule),
        to: owed.to.clone().unwrap_or_default(),
        who: who(&owed.who, &owed.units, names),
    }
}

/// Names as printed; else the units, counted when there are many.
fn who(printed: &[String], units: &[UnitId], names: &UnitNames) -> String {
    if !printed.is_empty() {
        return format!("{}（{} 个单位）", printed.join("、"), units.len());
    }
    match units.len() {
        0 => String::new(),
        count if count > 4 => format!("{count} 个单位"),
        _ => units
            .iter()
            .map(|unit| names.get(*unit))
            .collect::<Vec<_>>()
            .join("、"),
    }
}

fn members(campaign: &Campaign, names: &UnitNames) -> Vec<(String, String, String)> {
    let units = |units: &[UnitId]| match units.len() {
        0 => "没有对应的单位".to_owned(),
        count if count > 6 => format!("{count} 个单位"),
        _ => units
            .iter()
            .map(|unit| names.get(*unit))
            .collect::<Vec<_>>()
            .join("、"),
    };
    campaign
        .members
        .iter()
        .map(|m| (m.name.clone(), m.role.clone(), units(&m.units)))
        .collect()
}

/// Each ledger with its page; blank where none is defined.
fn ledgers(reader: &SignedIn, campaign: &Campaign) -> Vec<(String, String)> {
    let known = |id: &String| {
        reader
            .app()
            .rules()
            .ledgers
            .iter()
            .any(|ledger| ledger.id == *id)
    };
    let link = |id: Option<&String>| {
        id.filter(|id| known(id))
            .map_or_else(String::new, |id| format!("/ledgers/{id}"))
    };
    campaign
        .ledgers
        .iter()
        .map(|ledger| (ledger.name.clone(), link(ledger.ledger.as_ref())))
        .collect()
}

fn one_item(campaign: &Campaign, item: PlanItemId) -> Option<(String, String)> {
    let owed = campaign.owed.iter().find(|owed| owed.id == item)?;
    Some((owed.what.clone(), format!("{}#progress", href(campaign.id))))
}

fn ended(campaign: &Campaign) -> Option<String> {
    let CampaignState::Ended { ended, reason, .. } = &campaign.state else {
        return None;
    };
    Some(format!("{} 由{}结束：{reason}", ended.day(), ended.name))
}
