//! The inbox of alerts.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::{
    Page,
    alert::{self, AlertRow},
};
use fangfei_model::alert::AlertStatus;

use super::{
    LIST,
    filter::{Filter, SIZE},
    href, state_badge,
};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, Column, Field, Pager, Place, Query, Shell, Tab, Tabs, filters, format},
};

#[derive(Template)]
#[template(path = "alerts/list.html")]
struct AlertListPage {
    shell: Shell,
    tabs: Tabs,
    field: Field,
    state: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    row: AlertRow,
    state: Badge,
    index: String,
    band: String,
    seen: String,
    why: String,
}

/// Shows one page of the alerts that fit the filter.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let asked = filter.asked();
    let offset = (filter.page() - 1).saturating_mul(SIZE);
    let rows = alert::list(app, ctx, &asked, Page::new(offset, SIZE)).await?;
    let (total, capped) = alert::count(app, ctx, &asked).await?;
    let address = filter.address(LIST);
    let page = AlertListPage {
        shell: reader.shell(Some(Place::Alerts), "预警"),
        tabs: tabs(&filter),
        field: Field::text("q", "关键字")
            .value(&filter.q)
            .example("主体名称"),
        state: filter.state.clone(),
        columns: columns(&filter, &address),
        pager: Pager {
            shown: rows.len(),
            total: Some(total),
            capped,
            prev: (filter.page() > 1)
                .then(|| address.with("page", (filter.page() - 1).to_string()).href()),
            next: (total > filter.page().saturating_mul(SIZE))
                .then(|| address.with("page", (filter.page() + 1).to_string()).href()),
            sizes: Vec::new(),
        },
        rows: rows.into_iter().map(line).collect(),
    };
    Ok(Html(page.render()?))
}

fn line(row: AlertRow) -> Row {
    let latest = row.alert.latest();
    Row {
        href: href(row.alert.id),
        state: state_badge(row.alert.status()),
        index: latest.map(|s| format::tenths(s.tenths)).unwrap_or_default(),
        band: latest.map(|s| s.band.clone()).unwrap_or_default(),
        seen: latest.map(|s| format::day(s.as_of)).unwrap_or_default(),
        why: latest
            .map(|s| {
                s.points
                    .iter()
                    .take(3)
                    .map(|p| p.title.as_str())
                    .collect::<Vec<_>>()
                    .join("、")
            })
            .unwrap_or_default(),
        row,
    }
}

fn tabs(filter: &Filter) -> Tabs {
    let tab = |label: &str, code: &str| {
        let asked = Filter {
            state: code.to_owned(),
            ..Filter::default()
        };
        Tab::new(label, asked.address(LIST).href(), filter.state == code)
    };
    let mut tabs = vec![tab(AlertStatus::Open.title(), "")];
    let ended = [
        AlertStatus::Resting,
        AlertStatus::ClueOpened,
        AlertStatus::SetAside,
    ];
    tabs.extend(ended.map(|status| tab(status.title(), status.code())));
    tabs.push(tab("全部", "all"));
    Tabs { tabs }
}

fn columns(filter: &Filter, address: &Query) -> Vec<Column> {
    let sorted = |label: &str, key: &str| Column::sorted(label, key, &filter.sort, address);
    vec![
        Column::plain("主体"),
        sorted("指数", "tenths").number(),
        Column::plain("分段"),
        Column::plain("主要因素"),
        Column::plain("次数").number(),
        sorted("本次预警", "last_seen").tight(),
        Column::plain("状态"),
    ]
}
