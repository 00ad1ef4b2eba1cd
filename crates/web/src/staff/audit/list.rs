//! What was done, the newest first.

use askama::Template;
use axum::{extract::Query, response::Html};
use fangfei_app::{Event, JournalFilter, Page, journal};
use fangfei_model::{action::Action, ctx::china_midnight, id::UserId};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    WebError,
    signed_in::SignedIn,
    ui::{Field, Pager, Place, Query as Address, Shell, Width, filters, format},
};

const ROWS: u64 = 50;
const COUNTED: u64 = 10_000;

#[derive(Template)]
#[template(path = "audit/list.html")]
struct AuditListPage {
    shell: Shell,
    filter_fields: Vec<Field>,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    seq: i64,
    at: String,
    action: String,
    actor: String,
    reason: String,
    touched: u64,
}

/// Which events are wanted.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct AuditFilter {
    action: String,
    actor: String,
    from: String,
    to: String,
    page: u64,
}

impl AuditFilter {
    fn journal(&self) -> JournalFilter {
        let day = |text: &str| text.parse::<Date>().ok();
        JournalFilter {
            actor: self.actor.parse::<UserId>().ok(),
            action: self.action.parse::<Action>().ok(),
            record: None,
            from: day(&self.from).map(china_midnight),
            before: day(&self.to)
                .and_then(|day| day.tomorrow().ok())
                .map(china_midnight),
        }
    }

    fn address(&self) -> Address {
        let pairs = [
            ("action", &self.action),
            ("actor", &self.actor),
            ("from", &self.from),
            ("to", &self.to),
        ];
        Address::new("/audit", pairs.map(|(key, value)| (key, value.clone())))
    }

    fn fields(&self) -> Vec<Field> {
        let actions = Action::ALL
            .iter()
            .map(|action| (action.code(), action.title()));
        vec![
            Field::select("action", "操作")
                .choose(
                    std::iter::once(("", "全部")).chain(actions),
                    &[&self.action],
                )
                .width(Width::Quarter),
            Field::date("from", "从")
                .value(&self.from)
                .width(Width::Quarter),
            Field::date("to", "到")
                .value(&self.to)
                .width(Width::Quarter),
        ]
    }
}

fn row(event: Event) -> Row {
    Row {
        seq: event.seq,
        at: format::moment(event.at),
        action: event
            .action
            .map_or(event.action_code, |action| action.title().to_owned()),
        actor: event.actor_name,
        reason: event.reason.unwrap_or_default(),
        touched: event.touched,
    }
}

/// Shows the list.
pub async fn show(
    Query(filter): Query<AuditFilter>,
    reader: SignedIn,
) -> Result<Html<String>, WebError> {
    let wanted = filter.journal();
    let total = journal::count_up_to(reader.app(), &reader.ctx, &wanted, COUNTED).await?;
    let page = Page::new(filter.page.saturating_mul(ROWS), ROWS + 1);
    let mut events = journal::list(reader.app(), &reader.ctx, &wanted, page).await?;
    let more = events.len() > ROWS as usize;
    events.truncate(ROWS as usize);
    let address = filter.address();
    let pager = Pager {
        shown: events.len(),
        total: Some(total),
        capped: total == COUNTED,
        prev: (filter.page > 0).then(|| address.with("page", (filter.page - 1).to_string()).href()),
        next: more.then(|| address.with("page", (filter.page + 1).to_string()).href()),
        sizes: Vec::new(),
    };
    let page = AuditListPage {
        shell: reader.shell(Some(Place::Audit), "审计日志"),
        filter_fields: filter.fields(),
        rows: events.into_iter().map(row).collect(),
        pager,
    };
    Ok(Html(page.render()?))
}
