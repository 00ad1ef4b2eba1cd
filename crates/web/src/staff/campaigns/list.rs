//! All campaigns with how far their tasks have come.

use askama::Template;
use axum::{extract::Query, response::Html};
use fangfei_app::{
    Page,
    campaign::{self, CampaignFilter, CampaignLine},
};
use fangfei_model::{campaign::CampaignStatus, permission::Permission};
use jiff::civil::Date;
use serde::Deserialize;

use super::{LIST, href, review_href, state_badge};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{self, Badge, Field, Pager, Place, Progress, Shell, Tab, Tabs, Width, filters},
};

/// Rows on a page.
const PAGE: u64 = 20;

#[derive(Template)]
#[template(path = "campaigns/list.html")]
struct CampaignListPage {
    shell: Shell,
    may_draft: bool,
    tabs: Tabs,
    fields: Vec<Field>,
    state: String,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    title: String,
    number: String,
    state: Badge,
    days: String,
    open: usize,
    progress: Progress,
    overdue: u64,
}

/// What is looked for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct Filter {
    q: String,
    state: String,
    page: String,
}

impl Filter {
    fn asked(&self) -> CampaignFilter {
        CampaignFilter {
            words: self.q.clone(),
            status: self.state.parse::<CampaignStatus>().ok(),
        }
    }

    fn query(&self) -> ui::Query {
        ui::Query::new(
            LIST,
            [("q", self.q.as_str()), ("state", self.state.as_str())],
        )
    }

    fn page(&self) -> u64 {
        self.page
            .parse()
            .unwrap_or(1)
            .clamp(1, Page::MAX_OFFSET / PAGE)
    }
}

/// Shows the list.
pub async fn show(
    Query(filter): Query<Filter>,
    reader: SignedIn,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let asked = filter.asked();
    let lines = campaign::list(
        app,
        ctx,
        &asked,
        Page::new((filter.page() - 1) * PAGE, PAGE),
    )
    .await?;
    let total = campaign::count(app, ctx, &asked).await?;
    let page = CampaignListPage {
        shell: reader.shell(Some(Place::Campaigns), "专项行动"),
        may_draft: reader.may(Permission::CampaignDraft),
        tabs: tabs(&reader, &filter).await?,
        fields: vec![Field::text("q", "名称").value(&filter.q).width(Width::Half)],
        state: filter.state.clone(),
        pager: pager(&filter, lines.len(), total),
        rows: lines.into_iter().map(row).collect(),
    };
    Ok(Html(page.render()?))
}

fn row(line: CampaignLine) -> Row {
    let CampaignLine { campaign, tasks } = line;
    let draft = campaign.status() == CampaignStatus::Draft;
    Row {
        href: if draft {
            review_href(campaign.id)
        } else {
            href(campaign.id)
        },
        number: campaign.number().unwrap_or_default().to_owned(),
        state: state_badge(campaign.status()),
        days: days(campaign.start, campaign.end),
        open: if draft {
            campaign.open_questions().len()
        } else {
            0
        },
        progress: Progress::new("已验收", tasks.accepted, tasks.all),
        overdue: tasks.overdue,
        title: campaign.title,
    }
}

/// `2024-07-01 至 2024-12-31`; what is not known is said so.
pub(super) fn days(start: Option<Date>, end: Option<Date>) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "未定".to_owned(), |day| day.to_string());
    format!("{} 至 {}", day(start), day(end))
}

async fn tabs(reader: &SignedIn, filter: &Filter) -> Result<Tabs, WebError> {
    let mut tabs = Vec::new();
    let states = CampaignStatus::ALL
        .iter()
        .map(|status| (status.code(), status.title()));
    let drafts = reader.may(Permission::CampaignDraft);
    for (code, title) in std::iter::once(("", "全部")).chain(states) {
        if code == CampaignStatus::Draft.code() && !drafts {
            continue;
        }
        let of = Filter {
            state: code.to_owned(),
            page: String::new(),
            ..filter.clone()
        };
        let count = campaign::count(reader.app(), &reader.ctx, &of.asked()).await?;
        tabs.push(Tab::new(title, of.query().href(), filter.state == code).count(count));
    }
    Ok(Tabs { tabs })
}

fn pager(filter: &Filter, shown: usize, total: u64) -> Pager {
    let page = filter.page();
    let to = |page: u64| filter.query().with("page", page.to_string()).href();
    Pager {
        shown,
        total: Some(total),
        prev: (page > 1).then(|| to(page - 1)),
        next: (page * PAGE < total).then(|| to(page + 1)),
        ..Pager::default()
    }
}
