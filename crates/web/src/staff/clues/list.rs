//! The list of clues.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::{
    Page,
    clue::{self, ClueRow},
    text_filter,
};
use fangfei_model::{
    clue::{Channel, Clue, ClueStatus},
    level::Level,
    permission::Permission,
    subject::FocusSector,
};

use super::{Filter, LIST, href, level_badge, state_badge};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::choices::{Choices, narrowing, titled},
    ui::{Badge, Chip, Chips, Column, Field, Pager, Place, Query, Shell, Tab, Tabs, filters},
};

#[derive(Template)]
#[template(path = "clues/list.html")]
struct ClueListPage {
    shell: Shell,
    may_report: bool,
    may_export: bool,
    export: String,
    tabs: Tabs,
    fields: Vec<Field>,
    sort: String,
    chips: Chips,
    problems: Vec<String>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    pager: Pager,
    cut: bool,
}

struct Row {
    href: String,
    clue: Clue,
    unit: String,
    place: String,
    level: Option<Badge>,
    state: Badge,
    due: Option<Badge>,
    late: bool,
}

/// Shows one page of the clues that fit the filter.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    ctx.require(Permission::ClueRead)
        .map_err(fangfei_app::Error::from)?;
    let today = ctx.today();
    let (query, cut) = text_filter::narrow(app, ctx, filter.query(today), &filter.q).await?;
    let paging = filter.paging();
    let rows = clue::list(
        app,
        ctx,
        &query,
        Page::new(paging.offset(), u64::from(paging.size)),
    )
    .await?;
    let total = clue::count(app, ctx, &query).await?;
    let address = filter.address(LIST);
    let fields = fields(&Choices::load(&reader).await?, &filter);
    let page = ClueListPage {
        shell: reader.shell(Some(Place::Clues), "线索"),
        may_report: reader.may(Permission::ClueReport),
        may_export: reader.may(Permission::LedgerRead),
        export: filter.address("/ledgers/risk-clues.xlsx").href(),
        tabs: tabs(&reader, &filter).await?,
        chips: chips(&filter, &fields, &address),
        problems: filter.unread(),
        fields,
        sort: filter.sort.clone(),
        columns: columns(&filter, &address),
        pager: Pager::of(&address, paging, rows.len(), total),
        rows: rows.into_iter().map(|row| line(row, today)).collect(),
        cut,
    };
    Ok(Html(page.render()?))
}

fn line(row: ClueRow, today: jiff::civil::Date) -> Row {
    let due = match row.clue.state.status() {
        ClueStatus::Accepted => row.clue.state.acceptance().map(|a| a.check_due),
        _ => None,
    };
    Row {
        href: href(row.clue.id),
        level: row.clue.state.level().map(level_badge),
        state: state_badge(row.clue.state.status()),
        due: due.map(|day| Badge::due_in(days(today, day))),
        late: due.is_some_and(|day| day < today),
        unit: row.unit,
        place: row.place,
        clue: row.clue,
    }
}

/// Days from one day to another.
pub fn days(from: jiff::civil::Date, to: jiff::civil::Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The standing questions, with how many wait behind each.
async fn tabs(reader: &SignedIn, filter: &Filter) -> Result<Tabs, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let today = ctx.today();
    let asked = |state: &str, due: &str| Filter {
        state: state.to_owned(),
        due: due.to_owned(),
        ..Filter::default()
    };
    let mut tabs = vec![Tab::new(
        "全部",
        LIST,
        filter.state.is_empty() && filter.due.is_empty(),
    )];
    let standing = [
        ("待受理", asked(ClueStatus::Received.code(), "")),
        ("待初核", asked(ClueStatus::Accepted.code(), "")),
        ("逾期初核", asked("", "overdue")),
        ("待研判", asked(ClueStatus::Checked.code(), "")),
        ("待挂账", asked(ClueStatus::Graded.code(), "")),
    ];
    for (label, asked) in standing {
        let current = asked.state == filter.state && asked.due == filter.due;
        let count = clue::count(app, ctx, &asked.query(today)).await?;
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
        Column::plain("来源"),
        sorted("涉及金额", "amount").number(),
        sorted("涉及人数", "people").number(),
        Column::plain("属地"),
        Column::plain("承办单位"),
        Column::plain("状态"),
        sorted("初核期限", "check_due").tight(),
        sorted("登记日期", "registered_at").tight(),
    ]
}

/// The fields of the filter.
fn fields(choices: &Choices, filter: &Filter) -> Vec<Field> {
    vec![
        Field::text("q", "关键字")
            .value(&filter.q)
            .example("主体、编号、情况"),
        narrowing(
            "state",
            "状态",
            titled(ClueStatus::ALL.iter().map(|s| (s.code(), s.title()))),
            &filter.state,
        ),
        narrowing(
            "level",
            "风险等级",
            titled(Level::ALL.iter().map(|l| (l.code(), l.title()))),
            &filter.level,
        ),
        narrowing(
            "channel",
            "来源",
            titled(Channel::ALL.iter().map(|c| (c.code(), c.title()))),
            &filter.channel,
        ),
        narrowing("division", "属地", choices.places.clone(), &filter.division),
        narrowing(
            "sector",
            "重点领域",
            titled(FocusSector::ALL.iter().map(|s| (s.code(), s.title()))),
            &filter.sector,
        ),
        narrowing("unit", "承办单位", choices.units.clone(), &filter.unit),
        Field::date("from", "登记日期自").value(&filter.from),
        Field::date("to", "登记日期至").value(&filter.to),
        Field::text("amount_from", "金额不低于（万元）").value(&filter.amount_from),
        Field::text("amount_to", "金额不高于（万元）").value(&filter.amount_to),
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
        .and(hidden(filter.due == "overdue", "due", "期限", "逾期初核"))
}
