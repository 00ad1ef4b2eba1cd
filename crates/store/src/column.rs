//! Values of projections to and from columns. It must not know tables or statements.

use fangfei_model::{
    ctx::china_midnight,
    record::{Field, FieldKind, Value},
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{QueryResult, sea_query};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    table::{Storage, storage},
};

/// Microseconds since 1970: how moments are kept. Finer parts are cut off.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The moment of these microseconds; the ends of time for numbers beyond them.
pub(crate) fn moment(micros: i64) -> Timestamp {
    let edge = if micros < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::from_microsecond(micros).unwrap_or(edge)
}

/// An id as its column holds it.
pub(crate) fn id_text(id: Uuid) -> String {
    id.simple().to_string()
}

/// Text without the one character that PostgreSQL cannot hold.
pub(crate) fn storable(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text.to_owned()
    }
}

/// The column's value for a field of this kind, `None` if the value does not fit. Comparisons come
/// from addresses and files, where a day or an id is a text; such texts are read by the field's kind.
fn encode_as(kind: FieldKind, value: &Value) -> Option<sea_query::Value> {
    let text = |t: String| Some(sea_query::Value::String(Some(t)));
    let number = |n: i64| Some(sea_query::Value::BigInt(Some(n)));
    match (kind, value) {
        (_, Value::Null) => Some(null(kind)),
        (FieldKind::Text | FieldKind::Code(_), Value::Text(t)) => text(storable(t)),
        (FieldKind::Text | FieldKind::Code(_), Value::Int(n)) => text(n.to_string()),
        (FieldKind::Text | FieldKind::Code(_), Value::Date(d)) => text(d.to_string()),
        (FieldKind::Text | FieldKind::Code(_), Value::Time(t)) => text(t.to_string()),
        (FieldKind::Text | FieldKind::Code(_) | FieldKind::Ref(_), Value::Ref(id)) => {
            text(id_text(*id))
        }
        (FieldKind::Ref(_), Value::Text(t)) => text(id_text(Uuid::try_parse(t).ok()?)),
        (FieldKind::Date, Value::Date(d)) => text(d.to_string()),
        (FieldKind::Date, Value::Text(t)) => text(t.parse::<Date>().ok()?.to_string()),
        (FieldKind::Int | FieldKind::Money, Value::Int(n)) => number(*n),
        (FieldKind::Int | FieldKind::Money, Value::Text(t)) => number(t.parse().ok()?),
        (FieldKind::Time, Value::Time(t)) => number(micros(*t)),
        (FieldKind::Time, Value::Date(d)) => number(micros(china_midnight(*d))),
        (FieldKind::Bool, Value::Bool(yes)) => number(i64::from(*yes)),
        (FieldKind::Bool, Value::Int(n @ (0 | 1))) => number(*n),
        _ => None,
    }
}

/// An absent value, typed as PostgreSQL wants it.
fn null(kind: FieldKind) -> sea_query::Value {
    match storage(kind) {
        Storage::Text => sea_query::Value::String(None),
        Storage::Integer => sea_query::Value::BigInt(None),
    }
}

/// The column's value for a field; an error in words if it cannot be compared with it.
pub(crate) fn encode(field: &Field, value: &Value) -> Result<sea_query::Value> {
    encode_as(field.kind, value).ok_or_else(|| Error::Value {
        title: field.title,
        value: format!("{value:?}"),
    })
}

/// Reads a column back as the field's kind.
pub(crate) fn decode(kind: FieldKind, row: &QueryResult, index: usize) -> Result<Value> {
    Ok(match storage(kind) {
        Storage::Text => row
            .try_get_by_index::<Option<String>>(index)?
            .map_or(Value::Null, |t| from_text(kind, t)),
        Storage::Integer => row
            .try_get_by_index::<Option<i64>>(index)?
            .map_or(Value::Null, |n| from_number(kind, n)),
    })
}

/// A text that does not read as its kind stays a text: the reader sees what is there.
fn from_text(kind: FieldKind, text: String) -> Value {
    match kind {
        FieldKind::Date => text.parse().map_or(Value::Text(text), Value::Date),
        FieldKind::Ref(_) => Uuid::try_parse(&text).map_or(Value::Text(text), Value::Ref),
        _ => Value::Text(text),
    }
}

fn from_number(kind: FieldKind, number: i64) -> Value {
    match kind {
        FieldKind::Time => Value::Time(moment(number)),
        FieldKind::Bool => Value::Bool(number != 0),
        _ => Value::Int(number),
    }
}

#[cfg(test)]
mod tests {
    use fangfei_model::noun::Noun;

    use super::*;

    #[test]
    fn texts_from_addresses_are_read_by_the_fields_kind() {
        let id = Uuid::from_u128(5);
        let hyphened = Value::Text(id.to_string());
        assert_eq!(
            encode_as(FieldKind::Ref(Noun::Clue), &hyphened),
            encode_as(FieldKind::Ref(Noun::Clue), &Value::Ref(id))
        );
        assert_eq!(encode_as(FieldKind::Date, &"2024-13-01".into()), None);
        assert_eq!(encode_as(FieldKind::Money, &"甲".into()), None);
    }

    #[test]
    fn a_moment_keeps_its_microsecond() {
        let at = Timestamp::from_nanosecond(1_719_792_000_123_456_789).unwrap();
        assert_eq!(micros(moment(micros(at))), 1_719_792_000_123_456);
    }
}
