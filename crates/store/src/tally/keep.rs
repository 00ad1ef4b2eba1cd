//! Keeps the counts in step with the records, in the statement group that writes them. It must not
//! know how they are asked.

use std::collections::BTreeMap;

use fangfei_model::{noun::Noun, record::Field};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction,
    sea_query::{self, Expr, ExprTrait, InsertStatement, OnConflict},
};

use super::definition::{TABLE, Tally, col, is_by_month};
use crate::{
    error::Result,
    table::base,
    write::{Projection, scope_values},
};

/// The columns that tell one count from another, in the order of the table's key.
pub(super) const KEY: [&str; 6] = [
    col::TALLY,
    col::KEYS[0],
    col::KEYS[1],
    base::DIVISION,
    base::UNIT,
    base::ORIGIN,
];

/// Rows of one statement.
const PART: usize = 1_000;

/// What some writes change of the counts, gathered so that an import of thousands touches each count
/// once.
#[derive(Debug, Default)]
pub(crate) struct Changes(BTreeMap<[String; 6], i64>);

impl Changes {
    /// A record that came, or one that went.
    pub(crate) fn add(&mut self, noun: Noun, projection: &Projection, by: i64) {
        for tally in Tally::of(noun) {
            *self.0.entry(key(tally, projection)).or_default() += by;
        }
    }

    /// Writes them. Sorted, so that two writers would meet in the same order.
    pub(crate) async fn write(mut self, tx: &DatabaseTransaction) -> Result<()> {
        self.0.retain(|_, by| *by != 0);
        let changes: Vec<([String; 6], i64)> = self.0.into_iter().collect();
        for part in changes.chunks(PART) {
            let mut insert = InsertStatement::new();
            insert
                .into_table(TABLE)
                .columns(KEY.into_iter().chain([col::RECORDS]));
            for (key, by) in part {
                let key = key.iter().map(|text| Expr::from(text.as_str()));
                insert.values_panic(key.chain([Expr::from(*by)]));
            }
            let sum = Expr::col((TABLE, col::RECORDS)).add(Expr::col(("excluded", col::RECORDS)));
            insert.on_conflict(OnConflict::columns(KEY).value(col::RECORDS, sum).to_owned());
            tx.execute(&insert).await?;
        }
        Ok(())
    }
}

fn key(tally: &Tally, projection: &Projection) -> [String; 6] {
    let [division, unit, origin] = scope_values(&projection.place).map(|value| text(&value));
    let mut keys = tally.fields().map(|(_, field)| {
        let value = field.and_then(|field| value_of(tally.noun, projection, field));
        value.unwrap_or_default()
    });
    let mut next = || keys.next().unwrap_or_default();
    let (first, second) = (next(), next());
    [tally.name.to_owned(), first, second, division, unit, origin]
}

fn value_of(noun: Noun, projection: &Projection, field: &Field) -> Option<String> {
    let at = noun.fields().iter().position(|f| f.name == field.name)?;
    let value = text(projection.fields.get(at)?);
    Some(if is_by_month(field) {
        month(&value)
    } else {
        value
    })
}

/// Characters of a month: `2024-07`.
pub(super) const MONTH: usize = 7;

/// The month of a day.
pub(super) fn month(day: &str) -> String {
    day.chars().take(MONTH).collect()
}

/// Codes, days and ids are texts; nothing known is the empty one.
fn text(value: &sea_query::Value) -> String {
    match value {
        sea_query::Value::String(Some(text)) => text.clone(),
        _ => String::new(),
    }
}
