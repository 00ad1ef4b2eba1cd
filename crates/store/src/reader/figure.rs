//! Figures over records: counts, exact sums, groups. It must not know how a query becomes SQL.

use std::collections::BTreeMap;

use fangfei_model::{
    query::{Path, Query},
    record::{FieldKind, Value},
};
use jiff::civil::Date;
use sea_orm::{
    DbBackend, QueryResult,
    sea_query::{Alias, Expr, Func, NullOrdering, Order, SelectStatement},
};

use super::Reader;
use crate::{
    column::decode,
    error::{Error, Result},
    selection::{ROOT, Selection, column},
    table::base,
    tally,
};

/// One group of a figure: the values it is grouped by, and the figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// One value for each path.
    pub by: Vec<Value>,
    /// The count or sum; sums of money in fen.
    pub figure: i64,
}

impl Reader<'_> {
    /// How many fit.
    pub async fn count(&self, query: &Query) -> Result<u64> {
        if let Some(kept) = self.kept_count(query).await? {
            return Ok(kept);
        }
        let mut statement = SelectStatement::new();
        statement.expr(Func::count(Expr::cust("*")));
        self.selection(query).await?.apply(&mut statement, false)?;
        self.number(&statement).await.map(to_count)
    }

    /// How many fit, exactly where a kept count says so; else counted up to `most`, and whether there
    /// are more.
    pub async fn count_within(&self, query: &Query, most: u64) -> Result<(u64, bool)> {
        if let Some(kept) = self.kept_count(query).await? {
            return Ok((kept, false));
        }
        let counted = self.count_up_to(query, most.saturating_add(1)).await?;
        Ok((counted.min(most), counted > most))
    }

    /// How many fit, if the kept counts can say.
    pub(super) async fn kept_count(&self, query: &Query) -> Result<Option<u64>> {
        match tally::count(query, &self.scope, self.conn.backend())? {
            Some(statement) => self.number(&statement).await.map(|n| Some(to_count(n))),
            None => Ok(None),
        }
    }

    /// How many fit, but no more than `most`: a list says “more than” instead of counting a million.
    pub async fn count_up_to(&self, query: &Query, most: u64) -> Result<u64> {
        let mut inner = SelectStatement::new();
        inner
            .expr_as(Expr::cust("1"), Alias::new("one"))
            .limit(most);
        self.selection(query).await?.apply(&mut inner, false)?;
        let mut statement = SelectStatement::new();
        statement
            .expr(Func::count(Expr::cust("*")))
            .from_subquery(inner, Alias::new("some"));
        self.number(&statement).await.map(to_count)
    }

    /// How many different known values the path has, such as the subjects of clues.
    pub async fn count_distinct(&self, query: &Query, path: &Path) -> Result<u64> {
        let mut statement = SelectStatement::new();
        let mut selection = self.selection(query).await?;
        let (expr, _) = selection.path(path)?;
        statement.expr(Func::count_distinct(expr));
        selection.apply(&mut statement, false)?;
        self.number(&statement).await.map(to_count)
    }

    /// The exact sum of an integer or money field; unknown values add nothing.
    pub async fn sum(&self, query: &Query, path: &Path) -> Result<i64> {
        let mut statement = SelectStatement::new();
        let mut selection = self.selection(query).await?;
        statement.expr(summed(&mut selection, path)?);
        selection.apply(&mut statement, false)?;
        self.number(&statement).await
    }

    /// How many fit for each value of the path, unknown included, in the values' order.
    pub async fn group_count(&self, query: &Query, path: &Path) -> Result<Vec<(Value, u64)>> {
        let groups = self.group(query, std::slice::from_ref(path), None).await?;
        Ok(groups
            .into_iter()
            .filter_map(|mut g| g.by.pop().map(|v| (v, to_count(g.figure))))
            .collect())
    }

    /// How many fit in each month of the path's day, in their order, by the first days of the months.
    /// Months without any are left out, and so are records whose day is unknown.
    pub async fn count_by_month(&self, query: &Query, path: &Path) -> Result<Vec<(Date, u64)>> {
        let by = std::slice::from_ref(path);
        let mut months: BTreeMap<Date, u64> = BTreeMap::new();
        match tally::group(query, by, &self.scope, self.conn.backend())? {
            Some(statement) => {
                for row in self.conn.all(&statement).await? {
                    let month: Option<String> = row.try_get_by_index(0)?;
                    let first = month.and_then(|month| format!("{month}-01").parse().ok());
                    if let Some(first) = first {
                        *months.entry(first).or_default() += to_count(row.try_get_by_index(1)?);
                    }
                }
            }
            None => {
                for (day, count) in self.group_count(query, path).await? {
                    if let Value::Date(day) = day {
                        *months.entry(day.first_of_month()).or_default() += count;
                    }
                }
            }
        }
        Ok(months.into_iter().collect())
    }

    /// How many fit for each pair of values: a table with two sides.
    pub async fn group_count2(
        &self,
        query: &Query,
        first: &Path,
        second: &Path,
    ) -> Result<Vec<(Value, Value, u64)>> {
        let groups = self
            .group(query, &[first.clone(), second.clone()], None)
            .await?;
        let triple = |group: Group| {
            let [a, b] = <[Value; 2]>::try_from(group.by).ok()?;
            Some((a, b, to_count(group.figure)))
        };
        Ok(groups.into_iter().filter_map(triple).collect())
    }

    /// Counts, or the exact sums of `sum`, for each combination of the paths' values.
    pub async fn group(
        &self,
        query: &Query,
        by: &[Path],
        sum: Option<&Path>,
    ) -> Result<Vec<Group>> {
        if sum.is_none()
            && let Some(groups) = self.kept_groups(query, by).await?
        {
            return Ok(groups);
        }
        let mut statement = SelectStatement::new();
        let mut selection = self.selection(query).await?;
        let mut kinds = Vec::with_capacity(by.len());
        for path in by {
            let (expr, field) = selection.path(path)?;
            statement.expr(expr.clone()).add_group_by([expr.clone()]);
            in_order(&mut statement, expr, self.conn.backend());
            kinds.push(field.kind);
        }
        match sum {
            Some(path) => statement.expr(summed(&mut selection, path)?),
            None => statement.expr(Func::count(column(ROOT, base::ID))),
        };
        selection.apply(&mut statement, false)?;
        self.conn
            .all(&statement)
            .await?
            .iter()
            .map(|row| read(&kinds, row))
            .collect()
    }

    /// Counts for each combination of codes and divisions, if the kept counts can say.
    async fn kept_groups(&self, query: &Query, by: &[Path]) -> Result<Option<Vec<Group>>> {
        let field = |path: &Path| query.noun.field(&path.0);
        let kinds: Option<Vec<FieldKind>> =
            by.iter().map(|path| field(path).map(|f| f.kind)).collect();
        // Days are kept by month; here each day is asked for.
        let Some(kinds) = kinds.filter(|kinds| !kinds.contains(&FieldKind::Date)) else {
            return Ok(None);
        };
        let Some(statement) = tally::group(query, by, &self.scope, self.conn.backend())? else {
            return Ok(None);
        };
        let rows = self.conn.all(&statement).await?;
        let groups = rows.iter().map(|row| read(&kinds, row));
        groups.collect::<Result<_>>().map(Some)
    }

    async fn number(&self, statement: &SelectStatement) -> Result<i64> {
        let row = self.conn.one(statement).await?;
        row.map_or(Ok(0), |row| Ok(row.try_get_by_index(0)?))
    }
}

/// Unknown values first, as SQLite has them.
fn in_order(statement: &mut SelectStatement, expr: Expr, backend: DbBackend) {
    match backend {
        DbBackend::Postgres => {
            statement.order_by_expr_with_nulls(expr, Order::Asc, NullOrdering::First)
        }
        _ => statement.order_by_expr(expr, Order::Asc),
    };
}

/// The sum as 64 bits. Both databases refuse to go beyond them rather than lose a fen.
fn summed(selection: &mut Selection<'_>, path: &Path) -> Result<Expr> {
    let (expr, field) = selection.path(path)?;
    if !matches!(field.kind, FieldKind::Int | FieldKind::Money) {
        return Err(Error::Value {
            title: field.title,
            value: "合计".to_owned(),
        });
    }
    let sum = Func::coalesce([Func::sum(expr).into(), Expr::val(0_i64)]);
    Ok(Func::cast_as(sum, Alias::new("bigint")).into())
}

fn read(kinds: &[FieldKind], row: &QueryResult) -> Result<Group> {
    let by = kinds
        .iter()
        .enumerate()
        .map(|(i, kind)| decode(*kind, row, i))
        .collect::<Result<_>>()?;
    Ok(Group {
        by,
        figure: row.try_get_by_index(kinds.len())?,
    })
}

/// Counts are never negative.
fn to_count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
