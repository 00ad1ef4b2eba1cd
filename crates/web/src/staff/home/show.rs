//! The first page: what waits and what is late, the year, the places, the campaigns.

use askama::Template;
use axum::response::Html;
use fangfei_app::overview::{self, Month, Overview, RunningCampaign};

use crate::{
    WebError,
    signed_in::SignedIn,
    staff::clues::days,
    ui::{Badge, Chart, Place, Query, Shell, Stat, Tone, filters, format},
};

#[derive(Template)]
#[template(path = "home/show.html")]
struct HomePage {
    shell: Shell,
    stats: Vec<Stat>,
    trend: Option<Chart>,
    levels: Option<Chart>,
    places: Option<Chart>,
    campaigns: Vec<CampaignRow>,
}

struct CampaignRow {
    href: String,
    title: String,
    end: String,
    next: Option<(String, String, Badge)>,
    open: u64,
    tasks: String,
    late: u64,
    late_tasks: String,
}

/// Shows the reader's first page.
pub async fn show(reader: SignedIn) -> Result<Html<String>, WebError> {
    let overview = overview::overview(reader.app(), &reader.ctx).await?;
    let today = reader.ctx.today();
    let page = HomePage {
        shell: reader.shell(Some(Place::Home), "工作台"),
        stats: stats(&overview, reader.waiting.total()),
        trend: (!overview.months.is_empty())
            .then(|| Chart::new(overview::trend_chart(&overview.months, month_href))),
        levels: (!overview.levels.is_empty()).then(|| {
            Chart::new(overview::level_chart(&overview.levels, |level| {
                risks(&[("level", level.code())])
            }))
        }),
        places: (!overview.places.is_empty()).then(|| {
            Chart::new(overview::place_chart(&overview.places, |place| {
                risks(&[("division", &place.division.to_string())])
            }))
        }),
        campaigns: overview
            .campaigns
            .iter()
            .map(|campaign| campaign_row(campaign, today))
            .collect(),
    };
    Ok(Html(page.render()?))
}

fn stats(overview: &Overview, waiting: u64) -> Vec<Stat> {
    let mut stats = Vec::new();
    if let Some(clues) = overview.clues {
        let received = tile(
            "待受理线索",
            clues.received,
            "条",
            clue_list(&[("state", "received")]),
            Tone::Watch,
        );
        stats.push(received.note(format!(
            "待研判 {} 条",
            format::grouped(&clues.to_assess.to_string())
        )));
        let late = tile(
            "逾期初核",
            clues.check_late,
            "条",
            clue_list(&[("due", "overdue")]),
            Tone::Danger,
        );
        stats.push(late.note(format!(
            "待初核 {} 条",
            format::grouped(&clues.to_check.to_string())
        )));
    }
    if let Some(items) = overview.risks {
        stats.push(tile(
            "在办风险事项",
            items.open,
            "件",
            risks(&[]),
            Tone::Neutral,
        ));
        stats.push(tile(
            "逾期未销号",
            items.late,
            "件",
            risks(&[("due", "overdue")]),
            Tone::Danger,
        ));
        let verify = tile(
            "待核验",
            items.to_verify,
            "件",
            risks(&[("state", "close_applied")]),
            Tone::Watch,
        );
        stats.push(verify.note(format!(
            "待批准销号 {} 件",
            format::grouped(&items.to_close.to_string())
        )));
    }
    stats.push(tile(
        "我的待办",
        waiting,
        "项",
        Place::Todo.href().to_owned(),
        Tone::Watch,
    ));
    stats
}

/// Zero is no cause for colour.
fn tile(label: &str, count: u64, unit: &str, href: String, tone: Tone) -> Stat {
    let tone = if count == 0 { Tone::Neutral } else { tone };
    Stat::new(label, format::grouped(&count.to_string()), unit)
        .href(href)
        .tone(tone)
}

fn clue_list(pairs: &[(&str, &str)]) -> String {
    Query::new(Place::Clues.href(), pairs.iter().copied()).href()
}

fn risks(pairs: &[(&str, &str)]) -> String {
    Query::new(Place::Risks.href(), pairs.iter().copied()).href()
}

/// The clues found in a month, in their ledger.
fn month_href(month: &Month) -> String {
    let pairs = [
        ("found_on_from", month.first.to_string()),
        ("found_on_to", month.first.last_of_month().to_string()),
    ];
    Query::new("/ledgers/risk-clues", pairs).href()
}

fn campaign_row(campaign: &RunningCampaign, today: jiff::civil::Date) -> CampaignRow {
    let tasks = |pairs: &[(&str, &str)]| {
        let own = [("campaign", campaign.id.to_string())];
        let pairs = pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        Query::new("/ledgers/tasks", own.into_iter().chain(pairs)).href()
    };
    CampaignRow {
        href: format!("{}/{}", Place::Campaigns.href(), campaign.id),
        title: campaign.title.clone(),
        end: campaign.end.map(|day| day.to_string()).unwrap_or_default(),
        next: campaign.next.as_ref().map(|(what, due)| {
            (
                what.clone(),
                due.to_string(),
                Badge::due_in(days(today, *due)),
            )
        }),
        open: campaign.open,
        tasks: tasks(&[("state", "pending"), ("state", "sent_back")]),
        late: campaign.late,
        late_tasks: tasks(&[("due", "overdue")]),
    }
}
