//! The list of likenesses, the likeliest first.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::{
    Page,
    likeness::{self, LikenessFilter, LikenessRow},
};
use fangfei_model::{
    likeness::{LikenessKind, LikenessStatus},
    permission::Permission,
};
use serde::Deserialize;

use super::{LIST, href, state_badge};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Badge, Column, Pager, Paging, Place, Query, Shell, Tab, Tabs, filters, format},
};

/// Rows on a page, where none are asked for.
const SIZE: u32 = 50;

/// The parameters as typed; blank and unreadable ones ask for what waits among subjects.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    kind: String,
    state: String,
    page: String,
    size: String,
}

impl Filter {
    fn kind(&self) -> LikenessKind {
        self.kind.parse().unwrap_or(LikenessKind::Subject)
    }

    fn asked(&self) -> LikenessFilter {
        let status = match (self.state.as_str(), self.state.parse()) {
            (_, Ok(status)) => Some(status),
            ("all", _) => None,
            _ => Some(LikenessStatus::Open),
        };
        LikenessFilter {
            kind: self.kind(),
            status,
        }
    }

    fn paging(&self) -> Paging {
        Paging::read_or(&self.page, &self.size, SIZE)
    }

    fn address(&self) -> Query {
        Query::new(
            LIST,
            [
                ("kind", self.kind.as_str()),
                ("state", &self.state),
                ("size", &self.size),
            ],
        )
    }
}

#[derive(Template)]
#[template(path = "likenesses/list.html")]
struct LikenessListPage {
    shell: Shell,
    tabs: Tabs,
    states: Vec<(String, &'static str, bool)>,
    find: bool,
    about: &'static str,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    row: LikenessRow,
    why: String,
    found: String,
    state: Badge,
}

/// Shows one page of the likenesses that fit.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let asked = filter.asked();
    let paging = filter.paging();
    let page = Page::new(paging.offset(), u64::from(paging.size));
    let rows = likeness::list(app, ctx, asked, page).await?;
    let total = likeness::count(app, ctx, asked).await?;
    let page = LikenessListPage {
        shell: reader.shell(Some(Place::Likenesses), "查重比对"),
        tabs: tabs(filter.kind()),
        states: states(&filter),
        find: reader.may(Permission::ClueAccept),
        about: about(filter.kind()),
        columns: vec![
            Column::plain("双方"),
            Column::plain("相似程度").number(),
            Column::plain("为什么"),
            Column::plain("属地"),
            Column::plain("发现").tight(),
            Column::plain("状态"),
        ],
        pager: Pager::of(&filter.address(), paging, rows.len(), total),
        rows: rows.into_iter().map(line).collect(),
    };
    Ok(Html(page.render()?))
}

fn line(row: LikenessRow) -> Row {
    let likeness = &row.likeness;
    let why: Vec<&str> = likeness
        .reasons
        .iter()
        .take(3)
        .map(String::as_str)
        .collect();
    Row {
        href: href(likeness.id),
        why: why.join("、"),
        found: format::day(fangfei_model::ctx::china_date(likeness.found_at)),
        state: state_badge(likeness.status()),
        row,
    }
}

fn tabs(chosen: LikenessKind) -> Tabs {
    let tab = |kind: &LikenessKind| {
        let href = Query::new(LIST, [("kind", kind.code())]).href();
        Tab::new(kind.title(), href, *kind == chosen)
    };
    Tabs {
        tabs: LikenessKind::ALL.iter().map(tab).collect(),
    }
}

fn states(filter: &Filter) -> Vec<(String, &'static str, bool)> {
    let chosen = filter.asked().status;
    let link = |status: Option<LikenessStatus>| {
        let code = status.map_or("all", LikenessStatus::code);
        let href = Query::new(LIST, [("kind", filter.kind().code()), ("state", code)]).href();
        let title = status.map_or("全部", LikenessStatus::title);
        (href, title, status == chosen)
    };
    let all = LikenessStatus::ALL.iter().map(|status| Some(*status));
    all.chain([None]).map(link).collect()
}

fn about(kind: LikenessKind) -> &'static str {
    match kind {
        LikenessKind::Subject => {
            "名称、地址、负责人、电话写法不同而可能是同一主体的档案。信用代码不同的不会列出：一个代码一个主体。合并后两份档案都保留，可以撤回。"
        }
        LikenessKind::Clue => {
            "涉及不同名称而可能属于同一案件的线索：宣传用的电话、微信、网址相同，名称相近，或在同一地址。举报人自己的联系方式不参与比对。"
        }
    }
}
