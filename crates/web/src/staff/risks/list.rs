//! The list of risk items (风险隐患清单), the late ones first.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::{
    Page,
    risk_item::{self, RiskRow},
    text_filter,
};
use fangfei_model::{
    level::Level,
    permission::Permission,
    risk_item::{RiskItem, RiskStatus, Track},
};
use jiff::civil::Date;

use super::{Filter, LIST, href, state_badge};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::choices::{Choices, narrowing, titled},
    staff::clues::{days, level_badge},
    ui::{Badge, Chip, Chips, Column, Field, Pager, Place, Query, Shell, Tab, Tabs, filters},
};

#[derive(Template)]
#[template(path = "risks/list.html")]
struct RiskListPage {
    shell: Shell,
    may_export: bool,
    export: String,
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
    item: RiskItem,
    unit: String,
    place: String,
    level: Badge,
    state: Badge,
    due: Option<Badge>,
    late: bool,
    progress: String,
    refunded: i64,
}

/// Shows one page of the items that fit the filter.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    ctx.require(Permission::RiskRead)
        .map_err(fangfei_app::Error::from)?;
    let today = ctx.today();
    let (query, cut) = text_filter::narrow(app, ctx, filter.query(today), &filter.q).await?;
    let paging = filter.paging();
    let rows = risk_item::list(
        app,
        ctx,
        &query,
        Page::new(paging.offset(), u64::from(paging.size)),
    )
    .await?;
    let total = risk_item::count(app, ctx, &query).await?;
    let address = filter.address(LIST);
    let fields = fields(&Choices::load(&reader).await?, &filter);
    let page = RiskListPage {
        shell: reader.shell(Some(Place::Risks), "风险隐患清单"),
        may_export: reader.may(Permission::LedgerRead),
        export: filter.export(),
        tabs: tabs(&reader, &filter).await?,
        chips: chips(&filter, &fields, &address),
        fields,
        sort: filter.sort.clone(),
        columns: columns(&filter, &address),
        pager: Pager::of(&address, paging, rows.len(), total),
        rows: rows.into_iter().map(|row| line(row, today)).collect(),
        cut,
    };
    Ok(Html(page.render()?))
}

fn line(row: RiskRow, today: Date) -> Row {
    let open = row.item.status() != RiskStatus::Closed;
    let last = row.item.progress.last();
    Row {
        href: href(row.item.id),
        level: level_badge(row.item.level),
        state: state_badge(row.item.status()),
        due: open.then(|| Badge::due_in(days(today, row.item.assignment.due))),
        late: row.item.overdue(today),
        progress: last
            .map(|entry| format!("{} {}", entry.on, entry.text))
            .unwrap_or_default(),
        refunded: row.item.refunded().0,
        unit: row.unit,
        place: row.place,
        item: row.item,
    }
}

async fn tabs(reader: &SignedIn, filter: &Filter) -> Result<Tabs, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let today = ctx.today();
    let asked = |state: &str, due: &str| Filter {
        state: state.to_owned(),
        due: due.to_owned(),
        ..Filter::default()
    };
    let standing = [
        ("在办", asked("", "")),
        ("逾期", asked("", "overdue")),
        ("待核验", asked(RiskStatus::CloseApplied.code(), "")),
        ("待批准", asked(RiskStatus::Verified.code(), "")),
        ("已销号", asked(RiskStatus::Closed.code(), "")),
        ("全部", asked("all", "")),
    ];
    let mut tabs = Vec::new();
    for (label, asked) in standing {
        let current = asked.state == filter.state && asked.due == filter.due;
        let count = risk_item::count(app, ctx, &asked.query(today)).await?;
        tabs.push(Tab::new(label, asked.address(LIST).href(), current).counted(count));
    }
    Ok(Tabs { tabs })
}

fn columns(filter: &Filter, address: &Query) -> Vec<Column> {
    let sorted = |label: &str, key: &str| {
        Column::sorted(label, key, filter.sort(), &address.without("page"))
    };
    vec![
        Column::plain("涉及主体"),
        Column::plain("等级"),
        sorted("涉及金额", "amount").number(),
        Column::plain("已清退").number(),
        Column::plain("属地"),
        Column::plain("责任单位"),
        Column::plain("状态"),
        Column::plain("最近进展"),
        sorted("挂账日期", "opened_on").tight(),
        sorted("完成时限", "due").tight(),
    ]
}

/// The fields of the filter.
fn fields(choices: &Choices, filter: &Filter) -> Vec<Field> {
    let mut states = vec![("", "在办"), ("all", "全部")];
    states.extend(RiskStatus::ALL.iter().map(|s| (s.code(), s.title())));
    vec![
        Field::text("q", "关键字")
            .value(&filter.q)
            .example("主体、编号"),
        Field::select("state", "状态").choose(states, &[filter.state.as_str()]),
        narrowing(
            "level",
            "风险等级",
            titled(Level::ALL.iter().map(|l| (l.code(), l.title()))),
            &filter.level,
        ),
        narrowing("division", "属地", choices.places.clone(), &filter.division),
        narrowing("unit", "责任单位", choices.units.clone(), &filter.unit),
        narrowing(
            "track",
            "处置方式",
            titled(Track::ALL.iter().map(|t| (t.code(), t.title()))),
            &filter.track,
        ),
        Field::date("from", "挂账日期自").value(&filter.from),
        Field::date("to", "挂账日期至").value(&filter.to),
    ]
}

/// One chip for each condition in force, in words.
fn chips(filter: &Filter, fields: &[Field], address: &Query) -> Chips {
    let hidden = |on: bool, key: &str, label: &str, value: &str| {
        on.then(|| Chip::new(label, value, address.without(key).href()))
    };
    Chips::of(fields, address, LIST)
        .and(hidden(
            !filter.subject.is_empty(),
            "subject",
            "主体",
            "同一主体",
        ))
        .and(hidden(filter.due == "overdue", "due", "期限", "逾期"))
}
