//! The list of subjects.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::{Page, place_names, subject};
use fangfei_model::{
    permission::Permission,
    subject::{FocusSector, Subject, SubjectKind},
};

use super::{LIST, filter::Filter, href};
use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Chip, Chips, Column, Field, Pager, Place, Query, Shell, Tab, Tabs, filters},
};

#[derive(Template)]
#[template(path = "subjects/list.html")]
struct SubjectListPage {
    shell: Shell,
    may_write: bool,
    may_import: bool,
    tabs: Tabs,
    fields: Vec<Field>,
    sort: String,
    chips: Chips,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    cut: bool,
}

struct Row {
    href: String,
    subject: Subject,
    place: String,
    code: String,
    hits: usize,
    classes: String,
    completeness: u32,
}

/// Shows one page of the subjects that fit the filter.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    ctx.require(Permission::SubjectRead)
        .map_err(fangfei_app::Error::from)?;
    let (query, cut) = subject::narrow(app, ctx, filter.query(), &filter.q).await?;
    let paging = filter.paging();
    let rows = subject::list(
        app,
        ctx,
        &query,
        Page::new(paging.offset(), u64::from(paging.size)),
    )
    .await?;
    let total = subject::count(app, ctx, &query).await?;
    let address = filter.address(LIST);
    let places: Vec<(String, String)> = place_names::choices(app, ctx)
        .await?
        .into_iter()
        .map(|place| (place.code.to_string(), place.name))
        .collect();
    let page = SubjectListPage {
        shell: reader.shell(Some(Place::Subjects), "主体档案"),
        may_write: reader.may(Permission::SubjectWrite),
        may_import: reader.may(Permission::Import),
        tabs: tabs(&reader, &filter).await?,
        chips: chips(&filter, &address, &places),
        fields: fields(&filter, &places),
        sort: filter.sort.clone(),
        columns: columns(&filter, &address),
        pager: Pager::of(&address, paging, rows.len(), total),
        rows: rows.into_iter().map(line).collect(),
        cut,
    };
    Ok(Html(page.render()?))
}

fn line(row: subject::SubjectRow) -> Row {
    let subject = row.subject;
    let code = subject
        .uscc
        .as_ref()
        .map(ToString::to_string)
        .or_else(|| subject.registration_number.clone());
    Row {
        href: href(subject.id),
        place: row.place,
        code: code.unwrap_or_default(),
        hits: subject.open_hits().count(),
        classes: subject.hit_classes(),
        completeness: subject.completeness(),
        subject,
    }
}

async fn tabs(reader: &SignedIn, filter: &Filter) -> Result<Tabs, WebError> {
    let plain = Filter::default();
    let standing = [
        (
            "筛查有命中",
            Filter {
                hits: "yes".to_owned(),
                sort: "-hits".to_owned(),
                ..plain.clone()
            },
        ),
        (
            "建档材料不全",
            Filter {
                file: "incomplete".to_owned(),
                sort: "complete".to_owned(),
                ..plain
            },
        ),
    ];
    let mut tabs = vec![Tab::new(
        "全部",
        LIST,
        filter.hits.is_empty() && filter.file.is_empty(),
    )];
    for (label, asked) in standing {
        let current = asked.hits == filter.hits && asked.file == filter.file;
        let count = subject::count(reader.app(), &reader.ctx, &asked.query()).await?;
        tabs.push(Tab::new(label, asked.address(LIST).href(), current).counted(count));
    }
    Ok(Tabs { tabs })
}

fn fields(filter: &Filter, places: &[(String, String)]) -> Vec<Field> {
    let select = |name: &str, label: &str, entries: Vec<(String, String)>, chosen: &str| {
        let all = std::iter::once((String::new(), "全部".to_owned()));
        Field::select(name, label).choose(all.chain(entries), &[chosen])
    };
    let own = |list: &[(&str, &str)]| {
        list.iter()
            .map(|(code, title)| ((*code).to_owned(), (*title).to_owned()))
            .collect()
    };
    let kinds = SubjectKind::ALL
        .iter()
        .map(|k| (k.code().to_owned(), k.title().to_owned()))
        .collect();
    let sectors = FocusSector::ALL
        .iter()
        .map(|s| (s.code().to_owned(), s.title().to_owned()))
        .collect();
    vec![
        Field::text("q", "关键字")
            .value(&filter.q)
            .example("名称、信用代码、负责人"),
        select("kind", "主体类别", kinds, &filter.kind),
        select("division", "属地", places.to_vec(), &filter.division),
        select("sector", "重点领域", sectors, &filter.sector),
        select(
            "hits",
            "筛查",
            own(&[("yes", "有命中"), ("no", "无命中")]),
            &filter.hits,
        ),
        Field::text("class", "命中词类")
            .value(&filter.class)
            .example("A"),
        select(
            "file",
            "建档材料",
            own(&[("incomplete", "不全")]),
            &filter.file,
        ),
    ]
}

fn chips(filter: &Filter, address: &Query, places: &[(String, String)]) -> Chips {
    let named = |code: &str| {
        places
            .iter()
            .find(|(known, _)| known == code)
            .map_or_else(|| code.to_owned(), |(_, name)| name.clone())
    };
    let shown = [
        ("q", "关键字", filter.q.clone()),
        (
            "kind",
            "主体类别",
            filter
                .kind
                .parse::<SubjectKind>()
                .map_or(filter.kind.clone(), |k| k.title().to_owned()),
        ),
        (
            "sector",
            "重点领域",
            filter
                .sector
                .parse::<FocusSector>()
                .map_or(filter.sector.clone(), |s| s.title().to_owned()),
        ),
        ("division", "属地", named(&filter.division)),
        (
            "hits",
            "筛查",
            if filter.hits == "yes" {
                "有命中"
            } else if filter.hits == "no" {
                "无命中"
            } else {
                ""
            }
            .to_owned(),
        ),
        ("class", "命中词类", filter.class.clone()),
        (
            "file",
            "建档材料",
            if filter.file == "incomplete" {
                "不全"
            } else {
                ""
            }
            .to_owned(),
        ),
    ];
    let chips = shown.into_iter().filter(|(_, _, value)| !value.is_empty());
    let chips =
        chips.map(|(key, label, value)| Chip::new(label, value, address.without(key).href()));
    Chips {
        chips: chips.collect(),
        clear: LIST.to_owned(),
    }
}

fn columns(filter: &Filter, address: &Query) -> Vec<Column> {
    let sorted = |label: &str, key: &str| {
        Column::sorted(label, key, filter.sort(), &address.without("page"))
    };
    vec![
        sorted("主体名称", "name"),
        Column::plain("类别"),
        Column::plain("负责人"),
        Column::plain("属地"),
        Column::plain("行业"),
        Column::plain("登记状态"),
        sorted("成立日期", "established").tight(),
        sorted("筛查命中", "hits"),
        sorted("建档", "complete").number(),
    ]
}
