//! One entry: who, why, and each field before and after.

use askama::Template;
use axum::{extract::Path, response::Html};
use fangfei_app::{
    Event,
    journal::{self, FieldChange, TouchedRecord},
};

use crate::{
    WebError,
    signed_in::SignedIn,
    staff::{record_href, words},
    ui::{Place, Shell, filters, format},
};

#[derive(Template)]
#[template(path = "audit/entry.html")]
struct AuditEntryPage {
    shell: Shell,
    at: String,
    action: String,
    event: Event,
    detail: Vec<(String, String)>,
    records: Vec<Touched>,
}

struct Touched {
    title: String,
    href: String,
    version: i64,
    changes: Vec<Change>,
}

struct Change {
    title: &'static str,
    before: String,
    after: String,
}

fn change(change: &FieldChange) -> Change {
    Change {
        title: change.title,
        before: words(&change.before, change.kind),
        after: words(&change.after, change.kind),
    }
}

fn touched(record: &TouchedRecord) -> Touched {
    Touched {
        title: record.touched.noun.title().to_owned(),
        href: record_href(record.touched.noun, record.touched.id).unwrap_or_default(),
        version: record.touched.version,
        changes: record.changes.iter().map(change).collect(),
    }
}

/// Shows the entry.
pub async fn show(Path(seq): Path<i64>, reader: SignedIn) -> Result<Html<String>, WebError> {
    let (event, records) = journal::entry(reader.app(), &reader.ctx, seq).await?;
    let text = |value: &serde_json::Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    let page = AuditEntryPage {
        shell: reader
            .shell(Some(Place::Audit), format!("第 {seq} 条"))
            .crumb("审计日志", "/audit"),
        at: format::moment(event.at),
        action: event.action.map_or(event.action_code.clone(), |action| {
            action.title().to_owned()
        }),
        detail: event
            .detail
            .iter()
            .map(|(key, value)| (key.clone(), text(value)))
            .collect(),
        records: records.iter().map(touched).collect(),
        event,
    };
    Ok(Html(page.render()?))
}
