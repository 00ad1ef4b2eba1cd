//! One condition of a query as an expression. It must not know where the column comes from.

use fangfei_model::{
    query::Test,
    record::{Field, Value},
};
use sea_orm::{
    DbBackend,
    sea_query::{self, Cond, Expr, ExprTrait, Func},
};

use crate::{
    column::{encode, storable},
    error::{Error, Result},
    table::{Storage, storage},
};

/// The condition that the field under `column` passes the test. A test against another field has no
/// value to compare with: that is `not_before`.
pub(crate) fn expression(
    column: Expr,
    field: &Field,
    test: &Test,
    backend: DbBackend,
) -> Result<Cond> {
    Ok(match test {
        Test::In(values) => one_of(column, field, values)?,
        Test::NotIn(values) => none_of(column, field, values)?,
        Test::From(value) => all(column.gte(encode(field, value)?)),
        Test::Below(value) => all(column.lt(encode(field, value)?)),
        Test::NotBefore(other) => {
            return Err(Error::Value {
                title: field.title,
                value: other.0.clone(),
            });
        }
        Test::Contains(text) => contains(words(column, field, text)?, text, backend),
        Test::StartsWith(text) => starts_with(words(column, field, text)?, text),
        Test::Missing => all(column.is_null()),
        Test::Present => all(column.is_not_null()),
    })
}

/// The condition that a field is at least another of the same kind.
pub(crate) fn not_before(
    (column, field): (Expr, &Field),
    (other, than): (Expr, &Field),
) -> Result<Cond> {
    if field.kind == than.kind {
        return Ok(all(column.gte(other)));
    }
    Err(Error::Value {
        title: field.title,
        value: than.title.to_owned(),
    })
}

fn all(expr: Expr) -> Cond {
    Cond::all().add(expr)
}

/// The known values among these, encoded.
fn known(field: &Field, values: &[Value]) -> Result<Vec<sea_query::Value>> {
    values
        .iter()
        .filter(|v| **v != Value::Null)
        .map(|v| encode(field, v))
        .collect()
}

/// `In` with the unknown among its values also takes rows where the field is unknown.
fn one_of(column: Expr, field: &Field, values: &[Value]) -> Result<Cond> {
    let wanted = known(field, values)?;
    let mut any = Cond::any();
    if values.contains(&Value::Null) {
        any = any.add(column.clone().is_null());
    }
    Ok(any.add(match <[sea_query::Value; 1]>::try_from(wanted) {
        Ok([one]) => column.eq(one),
        Err(many) if many.is_empty() => Expr::cust("1 = 0"),
        Err(many) => column.is_in(many),
    }))
}

fn none_of(column: Expr, field: &Field, values: &[Value]) -> Result<Cond> {
    let unwanted = known(field, values)?;
    let present = all(column.clone().is_not_null());
    Ok(if unwanted.is_empty() {
        present
    } else {
        present.add(column.is_not_in(unwanted))
    })
}

/// The column, if it holds words.
fn words(column: Expr, field: &Field, text: &str) -> Result<Expr> {
    match storage(field.kind) {
        Storage::Text => Ok(column),
        Storage::Integer => Err(Error::Value {
            title: field.title,
            value: text.to_owned(),
        }),
    }
}

/// A position search rather than LIKE: no character of the text has a meaning of its own, and both
/// databases fold the same letters (A–Z).
fn contains(column: Expr, text: &str, backend: DbBackend) -> Cond {
    let function = if backend == DbBackend::Postgres {
        "strpos"
    } else {
        "instr"
    };
    let lower: Expr = Func::lower(column).into();
    let position: Expr = Func::cust(function)
        .arg(lower)
        .arg(storable(text).to_ascii_lowercase())
        .into();
    all(position.gt(0))
}

/// A range rather than LIKE, so that an index serves. Text columns compare byte by byte.
fn starts_with(column: Expr, text: &str) -> Cond {
    let start = storable(text);
    let end = format!("{start}\u{10FFFF}");
    Cond::all()
        .add(column.clone().gte(start))
        .add(column.lt(end))
}
