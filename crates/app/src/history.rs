//! The history of one record (办理记录): every version with who wrote it, when, why, and what became
//! different. Whoever may see the record may see how it came to be. It must not know pages.

use std::collections::BTreeMap;

use fangfei_model::{
    ctx::{Actor, Ctx, china_date},
    id::UnitId,
    personal_number::masked_words,
    record::{Field, FieldKind, Record, Value},
};
use fangfei_store::{Event, JournalFilter, Version};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{App, Page, Result, unit_names::UnitNames};

/// The most entries of the journal read for one record.
const MOST: u64 = 500;
/// The longest value shown.
const LONGEST: usize = 120;

/// One version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The journal's number of it.
    pub seq: i64,
    /// The version it made.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// What was done, in words.
    pub action: String,
    /// Who.
    pub by: String,
    /// For which unit; blank for the program.
    pub unit: String,
    /// Why, when a reason was given.
    pub reason: Option<String>,
    /// What became different; empty for the first version.
    pub differences: Vec<Difference>,
}

/// One field that became different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field's title.
    pub title: &'static str,
    /// Before; blank when unknown.
    pub before: String,
    /// After; blank when unknown.
    pub after: String,
}

/// The versions of one record that the actor sees, the newest first.
pub async fn of<R: Record>(app: &App, ctx: &Ctx, id: Uuid) -> Result<Vec<Change>> {
    let versions = app.store.read(ctx).versions::<R>(id).await?;
    if versions.is_empty() {
        return Ok(Vec::new());
    }
    // The journal shows a reader the events of his own units only. Here he already sees the record,
    // and who decided on it is part of it.
    let program = ctx.acting_as(Actor::System {
        task: "读取办理记录",
    });
    let filter = JournalFilter {
        record: Some((R::NOUN, id)),
        ..JournalFilter::default()
    };
    let events = app
        .store
        .journal(&program)
        .list(&filter, Page::first(MOST))
        .await?;
    let events: BTreeMap<i64, Event> = events.into_iter().map(|event| (event.seq, event)).collect();
    let rows: Vec<Vec<Value>> = versions
        .iter()
        .map(|version| version.stored.record.values())
        .collect();
    let units = UnitNames::of(app, ctx, units(&rows, R::FIELDS, events.values())).await?;
    let mut changes: Vec<Change> = Vec::with_capacity(versions.len());
    for (at, version) in versions.iter().enumerate() {
        let differences = match at.checked_sub(1) {
            Some(before) => differences(R::FIELDS, &rows[before], &rows[at], &units),
            None => Vec::new(),
        };
        changes.push(change(
            version,
            events.get(&version.seq),
            differences,
            &units,
        ));
    }
    changes.reverse();
    Ok(changes)
}

fn change<R>(
    version: &Version<R>,
    event: Option<&Event>,
    differences: Vec<Difference>,
    units: &UnitNames,
) -> Change {
    Change {
        seq: version.seq,
        version: version.stored.version,
        at: version.stored.valid_from,
        action: event.map_or_else(|| "修改".to_owned(), title),
        by: event.map(|e| e.actor_name.clone()).unwrap_or_default(),
        unit: units.maybe(event.and_then(|e| e.unit)).to_owned(),
        reason: event.and_then(|e| e.reason.clone()),
        differences,
    }
}

/// What was done, in words; the code of an action that this program no longer has.
fn title(event: &Event) -> String {
    event.action.map_or_else(
        || event.action_code.clone(),
        |action| action.title().to_owned(),
    )
}

/// Every unit that a value or an event names.
fn units<'a>(
    rows: &[Vec<Value>],
    fields: &[Field],
    events: impl Iterator<Item = &'a Event>,
) -> Vec<UnitId> {
    let is_unit = |field: &Field| field.kind == FieldKind::Ref(fangfei_model::noun::Noun::Unit);
    let values = rows.iter().flat_map(|row| row.iter().zip(fields));
    let named = values
        .filter(|(_, field)| is_unit(field))
        .filter_map(|(value, _)| match value {
            Value::Ref(id) => Some(UnitId::from(*id)),
            _ => None,
        });
    named.chain(events.filter_map(|event| event.unit)).collect()
}

fn differences(
    fields: &'static [Field],
    before: &[Value],
    after: &[Value],
    units: &UnitNames,
) -> Vec<Difference> {
    let pairs = fields.iter().zip(before.iter().zip(after));
    pairs
        .filter(|(_, (before, after))| before != after)
        .map(|(field, (before, after))| Difference {
            title: field.title,
            before: shown(field.kind, before, units),
            after: shown(field.kind, after, units),
        })
        .collect()
}

/// A value in words.
fn shown(kind: FieldKind, value: &Value, units: &UnitNames) -> String {
    use fangfei_model::noun::Noun;
    match (kind, value) {
        (_, Value::Null) => String::new(),
        (FieldKind::Code(list), Value::Text(code)) => list.title(code).unwrap_or(code).to_owned(),
        (FieldKind::Money, Value::Int(fen)) => {
            format!("{} 元", fangfei_model::money::Fen(*fen).grouped())
        }
        (FieldKind::Ref(Noun::Unit), Value::Ref(id)) => units.get(UnitId::from(*id)).to_owned(),
        (FieldKind::Ref(noun), Value::Ref(_)) => format!("已关联{}", noun.title()),
        (_, Value::Bool(yes)) => if *yes { "是" } else { "否" }.to_owned(),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Date(day)) => day.to_string(),
        (_, Value::Time(at)) => china_date(*at).to_string(),
        (_, Value::Text(text)) => cut(text),
        (_, Value::Ref(id)) => id.simple().to_string(),
    }
}

fn cut(text: &str) -> String {
    let text = &masked_words(text);
    let mut kept: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        kept.push('…');
    }
    kept
}
