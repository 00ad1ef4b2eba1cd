//! Tasks of a campaign or of all, by state.

use askama::Template;
use axum::{extract::Query, response::Html};
use fangfei_app::{
    Page, campaign,
    task::{self, TaskFilter, Which},
};
use fangfei_model::{id::CampaignId, task::TaskStatus};
use serde::Deserialize;

use super::{
    list_href,
    show::{Row, row},
};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::campaigns,
    ui::{self, Pager, Place, Shell, Tab, Tabs, filters},
};

/// Rows on a page.
const PAGE: u64 = 50;

#[derive(Template)]
#[template(path = "todo/list.html")]
struct TaskListPage {
    shell: Shell,
    tabs: Tabs,
    rows: Vec<Row>,
    pager: Pager,
    export: String,
}

/// What is looked for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct Filter {
    campaign: String,
    state: String,
    page: String,
}

const STATES: [(&str, &str); 5] = [
    ("", "全部"),
    ("overdue", "逾期"),
    ("open", "未报送"),
    ("submitted", "待验收"),
    ("accepted", "已验收"),
];

impl Filter {
    fn asked(&self, state: &str) -> TaskFilter {
        let which = match state {
            "overdue" => Which::Late,
            "open" => Which::Owed,
            state => state.parse::<TaskStatus>().map_or(Which::All, Which::In),
        };
        TaskFilter {
            campaign: self.campaign(),
            which,
        }
    }

    /// The address of the ledger with the same rows.
    fn export(&self) -> String {
        let state = self
            .state
            .parse::<TaskStatus>()
            .map_or("", TaskStatus::code);
        let which = match self.state.as_str() {
            "overdue" => [("due", "overdue"), ("", "")],
            "open" => [("state", "pending"), ("state", "sent_back")],
            _ => [("state", state), ("", "")],
        };
        let campaign = ("campaign", self.campaign.as_str());
        ui::Query::new(
            "/ledgers/tasks.xlsx",
            std::iter::once(campaign).chain(which),
        )
        .href()
    }

    fn campaign(&self) -> Option<CampaignId> {
        self.campaign.parse().ok()
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
    let asked = filter.asked(&filter.state);
    let lines = task::list(app, ctx, asked, Page::new((filter.page() - 1) * PAGE, PAGE)).await?;
    let total = task::count(app, ctx, asked).await?;
    let mut shell = reader.shell(Some(Place::Campaigns), "任务");
    if let Some(id) = filter.campaign() {
        let campaign = campaign::get(app, ctx, id).await?.record;
        shell = shell
            .crumb("专项行动", "/campaigns")
            .crumb(campaign.title, campaigns::href(id));
    }
    let today = ctx.today();
    let page = TaskListPage {
        shell,
        tabs: tabs(&reader, &filter).await?,
        pager: pager(&filter, lines.len(), total),
        rows: lines.into_iter().map(|line| row(line, today)).collect(),
        export: filter.export(),
    };
    Ok(Html(page.render()?))
}

async fn tabs(reader: &SignedIn, filter: &Filter) -> Result<Tabs, WebError> {
    let mut tabs = Vec::new();
    for (state, title) in STATES {
        let count = task::count(reader.app(), &reader.ctx, filter.asked(state)).await?;
        tabs.push(
            Tab::new(
                title,
                list_href(filter.campaign(), state),
                filter.state == state,
            )
            .count(count),
        );
    }
    Ok(Tabs { tabs })
}

fn pager(filter: &Filter, shown: usize, total: u64) -> Pager {
    let page = filter.page();
    let query = ui::Query::new(
        "/tasks",
        [
            ("campaign", filter.campaign.as_str()),
            ("state", filter.state.as_str()),
        ],
    );
    let to = |page: u64| query.with("page", page.to_string()).href();
    let further = page * PAGE < total;
    Pager {
        shown,
        total: Some(total),
        prev: (page > 1).then(|| to(page - 1)),
        next: further.then(|| to(page + 1)),
        ..Pager::default()
    }
}
