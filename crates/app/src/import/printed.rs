//! Values of a row as words, and the parts of a row that no field of the record takes. It must not
//! know records.

use std::collections::BTreeSet;

use fangfei_intake::{kind::Kind, table::Row, value::Value};

use fangfei_model::code::division::DivisionCode;

use crate::subject::spelled;

/// A value as the office wrote it.
pub(super) fn printed(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Code(text) => text.clone(),
        Value::Amount(amount) => amount.printed.clone(),
        Value::Count(count) => count.printed.clone(),
        Value::Date(when) => when.printed.clone(),
        Value::Phones(phones) => phones.iter().map(spelled).collect::<Vec<_>>().join("、"),
        Value::Firm(code) => code.as_str().to_owned(),
        Value::Citizen(id) => id.masked(),
        Value::Flag(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Choice { printed, .. } => printed.clone(),
    }
}

/// A text field, blank as nothing.
pub(super) fn text(row: &Row, field: &str) -> Option<String> {
    let text = printed(row.get(field)?);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Everything in the row that `taken` does not name: fields by their title, columns without a field
/// by theirs, the heading it stands under.
pub(super) fn rest(kind: &Kind, row: &Row, taken: &[&str]) -> Vec<(String, String)> {
    let taken: BTreeSet<&str> = taken.iter().copied().collect();
    let fields = row
        .fields
        .iter()
        .filter(|(id, _)| !taken.contains(id.as_str()));
    let title = |id: &str| {
        kind.field(id)
            .map_or_else(|| id.to_owned(), |field| field.title.clone())
    };
    let fields = fields.map(|(id, value)| (title(id.as_str()), printed(value)));
    let extra = row
        .extra
        .iter()
        .map(|(title, text)| (title.to_string(), text.clone()));
    let section = row
        .section
        .iter()
        .map(|section| ("所在分组".to_owned(), section.to_string()));
    fields
        .chain(extra)
        .chain(section)
        .filter(|(_, text)| !text.trim().is_empty())
        .collect()
}

/// Lays new columns over those on file: the same title takes the new words, others stay.
pub(super) fn lay_over(known: &mut Vec<(String, String)>, new: Vec<(String, String)>) {
    for (title, words) in new {
        match known.iter_mut().find(|(old, _)| *old == title) {
            Some((_, old)) => *old = words,
            None => known.push((title, words)),
        }
    }
}

/// The longest column of words that is gathered from several rows, in characters.
const LONGEST: usize = 1_000;

/// Gathers the columns of further rows of the same file: different words of one title stand side by
/// side, as far as there is room. Says what found no room.
pub(super) fn gather(known: &mut Vec<(String, String)>, new: Vec<(String, String)>) -> Vec<String> {
    let mut left_out = Vec::new();
    for (title, words) in new {
        match known.iter_mut().find(|(old, _)| *old == title) {
            None => known.push((title, words)),
            Some((_, old)) if old.split('；').any(|part| part == words) => {}
            Some((_, old)) if old.chars().count() + words.chars().count() < LONGEST => {
                old.push('；');
                old.push_str(&words);
            }
            Some(_) => left_out.push(title),
        }
    }
    left_out
}

/// How many fingerprints a record keeps.
const KEPT: usize = 5_000;

/// Notes that the record has taken this row in.
pub(super) fn remember(rows: &mut Vec<String>, fingerprint: String) {
    rows.push(fingerprint);
    if rows.len() > KEPT {
        rows.remove(0);
    }
}

/// A row as filed at a place: the same words filed elsewhere count as new.
pub(super) fn fingerprint(row: &Row, division: DivisionCode) -> String {
    let full = row.fingerprint();
    format!("{}@{division}", full.get(..24).unwrap_or(&full))
}
