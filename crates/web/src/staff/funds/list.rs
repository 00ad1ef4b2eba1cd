//! The list of funds inquiries.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::{
    Page,
    funds::{self, InquiryRow},
};
use fangfei_model::{funds_inquiry::InquiryStatus, permission::Permission};

use super::{
    LIST,
    filter::{Filter, SIZE},
    href, state_badge,
};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, Column, Field, Pager, Place, Query, Shell, Tab, Tabs, filters},
};

#[derive(Template)]
#[template(path = "funds/list.html")]
struct InquiryListPage {
    shell: Shell,
    may_write: bool,
    tabs: Tabs,
    field: Field,
    state: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    row: InquiryRow,
    state: Badge,
    files: usize,
    outdated: bool,
}

/// Shows one page of the inquiries that fit the filter.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let query = filter.query();
    let offset = (filter.page() - 1).saturating_mul(SIZE);
    let rows = funds::list(app, ctx, &query, Page::new(offset, SIZE)).await?;
    let (total, capped) = funds::count(app, ctx, &query).await?;
    let address = filter.address(LIST);
    let page = InquiryListPage {
        shell: reader.shell(Some(Place::Funds), "资金核查"),
        may_write: reader.may(Permission::FundsWrite),
        tabs: tabs(&filter),
        field: Field::text("q", "关键字")
            .value(&filter.q)
            .example("涉及主体或核查编号"),
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

fn line(row: InquiryRow) -> Row {
    Row {
        href: href(row.inquiry.id),
        state: state_badge(row.inquiry.status()),
        files: row.inquiry.files_in_use().count(),
        outdated: funds::outdated(&row.inquiry).is_some(),
        row,
    }
}

fn tabs(filter: &Filter) -> Tabs {
    let state = |label: &str, code: &str| {
        let asked = Filter {
            state: code.to_owned(),
            ..Filter::default()
        };
        Tab::new(label, asked.address(LIST).href(), filter.state == code)
    };
    Tabs {
        tabs: vec![
            state("核查中", ""),
            state("已结束", InquiryStatus::Closed.code()),
            state("全部", "all"),
        ],
    }
}

fn columns(filter: &Filter, address: &Query) -> Vec<Column> {
    let sorted = |label: &str, key: &str| Column::sorted(label, key, &filter.sort, address);
    vec![
        Column::plain("核查"),
        Column::plain("涉及主体"),
        Column::plain("承办单位"),
        sorted("立项日期", "opened_on").tight(),
        Column::plain("流水").number(),
        sorted("往来笔数", "transfers").number(),
        Column::plain("发现（已判断）").number(),
        sorted("参与人", "participants").number(),
        sorted("投入本金", "paid_in").number(),
        Column::plain("状态"),
    ]
}
