//! Answers counts from the kept ones, where a question asks for nothing else than they are kept by.
//! The scope's predicate stands on the kept counts as it does on the records, so nobody counts what
//! they do not see. It must not know how counts are kept.

use fangfei_model::{
    query::{Path, Query, Test},
    record::{Field, Value},
    scope::Scope,
};
use jiff::civil::Date;
use sea_orm::{
    DbBackend,
    sea_query::{Alias, Cond, Expr, ExprTrait, Func, Order, SelectStatement, UnionType},
};

use super::{
    definition::{TABLE, Tally, col, is_by_month},
    keep::month,
    span::{Months, Span},
};
use crate::{
    comparison,
    error::Result,
    scope::predicate,
    selection::{ROOT, Selection, column},
    table::base,
};

/// The path of a record's division.
const DIVISION: &str = "division";

/// How one kept count answers one question.
struct Answer<'q> {
    tally: &'static Tally,
    query: &'q Query,
    scope: &'q Scope,
    backend: DbBackend,
    conditions: Cond,
    /// The day that is asked for by a range, and the range in months.
    months: Option<(&'static str, Months)>,
}

/// The statement that counts what fits, its only column the count. `None` if no kept count can say.
pub(crate) fn count(
    query: &Query,
    scope: &Scope,
    backend: DbBackend,
) -> Result<Option<SelectStatement>> {
    let Some(answer) = Answer::to(query, &[], scope, backend)? else {
        return Ok(None);
    };
    answer.count().map(Some)
}

/// The statement that counts for each combination of the paths' values, known months for days: those
/// values, then the count. `None` if no kept count can say.
pub(crate) fn group(
    query: &Query,
    by: &[Path],
    scope: &Scope,
    backend: DbBackend,
) -> Result<Option<SelectStatement>> {
    let answer = Answer::to(query, by, scope, backend)?;
    Ok(answer.and_then(|answer| answer.group(by)))
}

impl<'q> Answer<'q> {
    /// By the first kept count that knows all conditions and all values to group by.
    fn to(
        query: &'q Query,
        by: &[Path],
        scope: &'q Scope,
        backend: DbBackend,
    ) -> Result<Option<Self>> {
        if query.as_of.is_some() {
            return Ok(None);
        }
        for tally in Tally::of(query.noun) {
            let knows = |path: &Path| path.0 == DIVISION || tally.key(&path.0).is_some();
            if !by.iter().all(knows) {
                continue;
            }
            let mut answer = Self {
                tally,
                query,
                scope,
                backend,
                conditions: Cond::all(),
                months: None,
            };
            if answer.take_conditions()?.is_some() {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    /// `None` if a condition asks for what is not kept.
    fn take_conditions(&mut self) -> Result<Option<()>> {
        let mut days: Option<(&'static str, Span)> = None;
        for condition in &self.query.conditions {
            let name = condition.path.0.as_str();
            let key = if name == DIVISION {
                self.tally
                    .noun
                    .field(name)
                    .map(|field| (base::DIVISION, field))
            } else {
                self.tally.key(name)
            };
            let Some((key, field)) = key else {
                return Ok(None);
            };
            if is_by_month(field) {
                let (_, span) = days.get_or_insert((field.name, Span::default()));
                if span.narrow(&condition.test).is_none() {
                    return Ok(None);
                }
            } else if !self.add(key, field, &condition.test)? {
                return Ok(None);
            }
        }
        let Some((day, span)) = days else {
            return Ok(Some(()));
        };
        self.months = span.months().map(|months| (day, months));
        Ok(self.months.map(|_| ()))
    }

    fn add(&mut self, key: &'static str, field: &Field, test: &Test) -> Result<bool> {
        let test = match test {
            Test::StartsWith(_) if key == base::DIVISION => Some(test.clone()),
            test => of_key(test),
        };
        let Some(test) = test else { return Ok(false) };
        let condition = comparison::expression(column(ROOT, key), field, &test, self.backend)?;
        self.conditions = self.conditions.clone().add(condition);
        Ok(true)
    }

    /// The kept counts of whole months and, in the same statement, the records of the days at the edges.
    fn count(self) -> Result<SelectStatement> {
        let mut kept = SelectStatement::new();
        kept.expr_as(total(Expr::col((ROOT, col::RECORDS))), Alias::new("n"));
        self.restrict(&mut kept);
        let Some((day, months)) = self.months else {
            return Ok(kept);
        };
        let edges: Vec<Span> = [months.before, months.after]
            .into_iter()
            .flatten()
            .collect();
        if edges.is_empty() {
            return Ok(kept);
        }
        for edge in edges {
            let query = edge.put(self.query, day);
            let mut records = SelectStatement::new();
            records.expr_as(Func::count(Expr::cust("*")), Alias::new("n"));
            Selection::new(&query, self.scope, self.backend).apply(&mut records, false)?;
            kept.union(UnionType::All, records);
        }
        let mut sum = SelectStatement::new();
        sum.expr(total(Expr::col("n")))
            .from_subquery(kept, Alias::new("parts"));
        Ok(sum)
    }

    /// `None` if the range of days does not end with months.
    fn group(self, by: &[Path]) -> Option<SelectStatement> {
        if self
            .months
            .is_some_and(|(_, m)| m.before.is_some() || m.after.is_some())
        {
            return None;
        }
        let mut statement = SelectStatement::new();
        for path in by {
            let key = match self.tally.key(&path.0) {
                Some((key, _)) => column(ROOT, key),
                None => column(ROOT, base::DIVISION),
            };
            let known = Func::cust("nullif").arg(key.clone()).arg("");
            statement
                .expr(known)
                .add_group_by([key.clone()])
                .order_by_expr(key, Order::Asc);
        }
        let records = total(Expr::col((ROOT, col::RECORDS)));
        statement
            .expr(records.clone())
            .and_having(records.gt(0_i64));
        self.restrict(&mut statement);
        Some(statement)
    }

    /// Source, conditions, months and scope.
    fn restrict(&self, statement: &mut SelectStatement) {
        statement
            .from_as(TABLE, ROOT)
            .and_where(column(ROOT, col::TALLY).eq(self.tally.name))
            .cond_where(self.conditions.clone());
        if let Some((day, months)) = self.months
            && let Some((key, _)) = self.tally.key(day)
        {
            statement.cond_where(within(column(ROOT, key), months.whole));
        }
        if let Some(seen) = predicate(self.scope, self.query.noun.visibility(), ROOT, self.backend)
        {
            statement.cond_where(seen);
        }
    }
}

/// Months of a span. The unknown day's month is the empty text, which lies in no span.
fn within(key: Expr, span: Span) -> Cond {
    let bound = |day: Date| month(&day.to_string());
    let from = span.from.map_or_else(|| "0".to_owned(), bound);
    let below = span.below.map(|day| key.clone().lt(bound(day)));
    Cond::all().add(key.gte(from)).add_option(below)
}

/// The sum as 64 bits, 0 of nothing.
fn total(column: Expr) -> Expr {
    let sum = Func::coalesce([Func::sum(column).into(), Expr::val(0_i64)]);
    Func::cast_as(sum, Alias::new("bigint")).into()
}

/// A test on a code as the same test on its key, where unknown is the empty text; `None` for tests
/// that are not kept by.
fn of_key(test: &Test) -> Option<Test> {
    let unknown = || Value::from("");
    let known = |values: &[Value]| -> Vec<Value> {
        let key = |value: &Value| match value {
            Value::Null => unknown(),
            value => value.clone(),
        };
        values.iter().map(key).collect()
    };
    Some(match test {
        Test::In(values) => Test::In(known(values)),
        Test::NotIn(values) => Test::NotIn([known(values), vec![unknown()]].concat()),
        Test::Missing => Test::In(vec![unknown()]),
        Test::Present => Test::NotIn(vec![unknown()]),
        _ => return None,
    })
}
