//! A model query as a statement: source, joins along references, conditions, order, all within one
//! reader's scope. It must not know what is selected or who reads.
//!
//! As of a moment the source is the current rows written before it and the history rows written
//! before it and replaced at or after it: `written_at < moment <= replaced_at`, the state just before
//! the moment. The scope is that of the version, so a figure of the past does not move with a record.

use fangfei_model::{
    noun::Noun,
    query::{Condition, Path, Query, Test},
    record::{Field, FieldKind},
    scope::{Scope, Visibility},
};
use sea_orm::{
    DbBackend,
    sea_query::{
        Alias, CaseStatement, Cond, DynIden, Expr, ExprTrait, IntoIden, JoinType, NullOrdering,
        Order, SelectStatement, UnionType,
    },
};

use crate::{
    column::micros,
    comparison,
    error::Result,
    scope::{is_narrow, predicate},
    table::{base, current, history},
};

/// The alias of the noun that is asked about.
pub(crate) const ROOT: &str = "t";

/// A query being translated; it collects the joins that its paths need.
pub(crate) struct Selection<'q> {
    query: &'q Query,
    scope: &'q Scope,
    backend: DbBackend,
    joins: Vec<Join>,
    /// The only records that can pass, where they are few.
    among: Option<Vec<String>>,
    /// The index of the order must lead, whatever is asked for.
    walking: bool,
}

/// A record reached through a reference.
struct Join {
    /// The path that leads to it, such as `subject` or `clue.subject`.
    prefix: String,
    noun: Noun,
    /// The column that holds its id.
    link: Expr,
    alias: String,
}

/// A column of the table under this alias.
pub(crate) fn column(alias: &str, name: &'static str) -> Expr {
    Expr::col((Alias::new(alias), name.into_iden()))
}

/// Whether a condition leaves a large part of a table: on a state, a day, an amount. One on a number
/// or a reference leaves few rows, and its index may lead.
fn is_coarse(field: &Field, test: &Test) -> bool {
    let few = matches!(field.kind, FieldKind::Text | FieldKind::Ref(_));
    !(few && matches!(test, Test::In(_) | Test::StartsWith(_)))
}

/// A column that SQLite seeks by no index: a unary plus makes an expression of it.
fn passed_over(column: Expr) -> Expr {
    Expr::cust_with_expr("+?", column)
}

impl<'q> Selection<'q> {
    pub(crate) fn new(query: &'q Query, scope: &'q Scope, backend: DbBackend) -> Self {
        Self {
            query,
            scope,
            backend,
            joins: Vec::new(),
            among: None,
            walking: false,
        }
    }

    /// Only these records, which some index has found.
    pub(crate) fn among(mut self, ids: Option<Vec<String>>) -> Self {
        self.among = ids;
        self
    }

    /// The index of the order must lead: most of what it walks over fits.
    pub(crate) fn walking(mut self, walking: bool) -> Self {
        self.walking = walking;
        self
    }

    /// The column that a path leads to.
    pub(crate) fn path(&mut self, path: &Path) -> Result<(Expr, &'static Field)> {
        let hops = path.resolve(self.query.noun)?;
        let mut alias = ROOT.to_owned();
        let mut prefix = String::new();
        for pair in hops.windows(2) {
            let ((_, link), (next, _)) = (pair[0], pair[1]);
            prefix = format!("{prefix}.{}", link.name);
            alias = self.join(&prefix, &alias, link, next);
        }
        let (_, field) = hops[hops.len() - 1];
        Ok((self.field(&alias, field.name), field))
    }

    /// The alias of the record behind a reference, joined once for all paths through it.
    fn join(&mut self, prefix: &str, from: &str, link: &Field, noun: Noun) -> String {
        if let Some(join) = self.joins.iter().find(|j| j.prefix == prefix) {
            return join.alias.clone();
        }
        let alias = format!("j{}", self.joins.len() + 1);
        let link = self.field(from, link.name);
        self.joins.push(Join {
            prefix: prefix.to_owned(),
            noun,
            link,
            alias: alias.clone(),
        });
        alias
    }

    /// A field under an alias. A joined record as of a moment lies either in the current or in the
    /// history table; at most one of the two joins finds it.
    fn field(&self, alias: &str, name: &'static str) -> Expr {
        if alias == ROOT || self.query.as_of.is_none() {
            return column(alias, name);
        }
        let past = format!("{alias}h");
        CaseStatement::new()
            .case(column(alias, base::ID).is_not_null(), column(alias, name))
            .finally(column(&past, name))
            .into()
    }

    /// Adds source, joins and conditions.
    pub(crate) fn apply(&mut self, statement: &mut SelectStatement, with_body: bool) -> Result<()> {
        let (local, joined) = self.conditions()?;
        self.source(statement, local, with_body);
        self.join_all(statement);
        statement.cond_where(joined);
        Ok(())
    }

    /// Adds source, joins, conditions and the order.
    pub(crate) fn apply_ordered(
        &mut self,
        statement: &mut SelectStatement,
        with_body: bool,
    ) -> Result<()> {
        let order = self.order()?;
        self.apply(statement, with_body)?;
        self.sort(statement, order);
        Ok(())
    }

    /// Adds the current table, cut down to the ids that `inner` selects, with joins and order.
    pub(crate) fn apply_to_ids(
        &mut self,
        statement: &mut SelectStatement,
        inner: SelectStatement,
    ) -> Result<()> {
        let order = self.order()?;
        statement.from_as(current(self.query.noun), ROOT);
        self.join_all(statement);
        statement.and_where(column(ROOT, base::ID).in_subquery(inner));
        self.sort(statement, order);
        Ok(())
    }

    /// The conditions on the noun itself, and those on records that it refers to.
    fn conditions(&mut self) -> Result<(Cond, Cond)> {
        let (mut local, mut joined) = (Cond::all(), Cond::all());
        if let Some(ids) = &self.among {
            local = local.add(column(ROOT, base::ID).is_in(ids.clone()));
        }
        // A unit's or a subject's own records are few, and the state narrows them in the same index.
        let own = self.query.conditions.iter().any(|c| self.is_reference(c));
        for condition in &self.query.conditions {
            let (column, field) = self.path(&condition.path)?;
            let column = if own || !is_coarse(field, &condition.test) {
                column
            } else if self.walking {
                passed_over(column)
            } else {
                self.unled(column)
            };
            let test = match &condition.test {
                Test::NotBefore(other) => {
                    comparison::not_before((column, field), self.path(other)?)?
                }
                test => comparison::expression(column, field, test, self.backend)?,
            };
            if condition.path.0.contains('.') {
                joined = joined.add(test);
            } else {
                local = local.add(test);
            }
        }
        Ok((local, joined))
    }

    fn source(&self, statement: &mut SelectStatement, local: Cond, with_body: bool) {
        let Some(moment) = self.query.as_of.map(micros) else {
            statement.from_as(current(self.query.noun), ROOT);
            self.restrict(statement, local);
            return;
        };
        let mut now = self.branch(current(self.query.noun), local.clone(), with_body);
        now.and_where(column(ROOT, base::SINCE).lt(moment));
        let mut past = self.branch(history(self.query.noun), local, with_body);
        past.and_where(column(ROOT, base::SINCE).lt(moment))
            .and_where(column(ROOT, base::UNTIL).gte(moment));
        now.union(UnionType::All, past);
        statement.from_subquery(now, ROOT);
    }

    /// One of the two halves of an as-of source, already cut down to what is asked.
    fn branch(&self, table: DynIden, local: Cond, with_body: bool) -> SelectStatement {
        let mut branch = SelectStatement::new();
        let fields = self.query.noun.fields().iter().map(|f| f.name);
        for name in base::HEAD
            .into_iter()
            .chain(fields)
            .chain(with_body.then_some(base::BODY))
        {
            branch.column((Alias::new(ROOT), name.into_iden()));
        }
        branch.from_as(table, ROOT);
        self.restrict(&mut branch, local);
        branch
    }

    fn restrict(&self, statement: &mut SelectStatement, local: Cond) {
        statement.cond_where(local);
        if let Some(seen) = predicate(self.scope, self.query.noun.visibility(), ROOT, self.backend)
        {
            statement.cond_where(seen);
        }
    }

    /// Joins what the paths refer to. The scope stands in the join's condition: a record out of
    /// scope reads as absent, the row that refers to it stays.
    fn join_all(&self, statement: &mut SelectStatement) {
        for join in &self.joins {
            let moment = self.query.as_of.map(micros);
            let mut on = self.link(join, &join.alias);
            if let Some(moment) = moment {
                on = on.add(column(&join.alias, base::SINCE).lt(moment));
            }
            statement.join_as(
                JoinType::LeftJoin,
                current(join.noun),
                Alias::new(&join.alias),
                on,
            );
            if let Some(moment) = moment {
                let past = format!("{}h", join.alias);
                let on = self
                    .link(join, &past)
                    .add(column(&past, base::SINCE).lt(moment))
                    .add(column(&past, base::UNTIL).gte(moment));
                statement.join_as(
                    JoinType::LeftJoin,
                    history(join.noun),
                    Alias::new(&past),
                    on,
                );
            }
        }
    }

    fn link(&self, join: &Join, alias: &str) -> Cond {
        let on = Cond::all().add(column(alias, base::ID).eq(join.link.clone()));
        match predicate(self.scope, join.noun.visibility(), alias, self.backend) {
            Some(seen) => on.add(seen),
            None => on,
        }
    }

    fn order(&mut self) -> Result<Vec<(Expr, bool)>> {
        let query = self.query;
        let step = |step: &fangfei_model::query::Order| {
            let column = self.path(&step.path)?.0;
            Ok((self.unled(column), step.descending))
        };
        query.order.iter().map(step).collect()
    }

    /// A column that no index of SQLite may lead by, where another leaves far fewer rows: that of a
    /// small division, of a unit, or the id of the few records that can pass. SQLite would rather walk the
    /// whole table in the wanted order.
    fn unled(&self, column: Expr) -> Expr {
        let visibility = self.query.noun.visibility();
        let narrow =
            self.scope.division().is_some_and(is_narrow) && visibility != Visibility::Everywhere;
        let own = matches!(self.scope, Scope::Unit { .. }) && visibility == Visibility::ByUnit;
        if self.backend == DbBackend::Sqlite && (narrow || own || self.among.is_some()) {
            passed_over(column)
        } else {
            column
        }
    }

    /// Whether a condition asks for the records that refer to certain others.
    fn is_reference(&self, condition: &Condition) -> bool {
        let field = self.query.noun.field(&condition.path.0);
        let refers = field.is_some_and(|field| matches!(field.kind, FieldKind::Ref(_)));
        refers && matches!(condition.test, Test::In(_))
    }

    /// The id decides between equals, in the direction of the last step, so that an index on
    /// (step, id) serves forwards and backwards. Unknown values come first ascending and last
    /// descending; that is SQLite's own way, which PostgreSQL is told.
    fn sort(&self, statement: &mut SelectStatement, mut order: Vec<(Expr, bool)>) {
        let last = order.last().is_some_and(|(_, descending)| *descending);
        order.push((column(ROOT, base::ID), last));
        for (expr, descending) in order {
            let (direction, nulls) = if descending {
                (Order::Desc, NullOrdering::Last)
            } else {
                (Order::Asc, NullOrdering::First)
            };
            match self.backend {
                DbBackend::Postgres => statement.order_by_expr_with_nulls(expr, direction, nulls),
                _ => statement.order_by_expr(expr, direction),
            };
        }
    }
}
