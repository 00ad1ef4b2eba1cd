//! Row scope as a predicate: the one place where it becomes SQL. It must agree with
//! `Scope::sees`; a property test on both databases holds that. It must not know what is read.

use fangfei_model::{
    code::division::{DivisionCode, DivisionLevel},
    id::UnitId,
    scope::{Scope, Visibility},
};
use sea_orm::{
    DbBackend,
    sea_query::{Alias, Cond, Expr, ExprTrait, IntoIden},
};

use crate::{column::id_text, table::base};

/// The predicate that a row under `alias` is seen; `None` when every row is.
pub(crate) fn predicate(
    scope: &Scope,
    visibility: Visibility,
    alias: &str,
    backend: DbBackend,
) -> Option<Cond> {
    match (scope, visibility) {
        (Scope::Nothing, _) => Some(Cond::all().add(Expr::cust("1 = 0"))),
        (Scope::All, _) | (_, Visibility::Everywhere) => None,
        (Scope::Division { division } | Scope::Unit { division, .. }, Visibility::Downward) => {
            let above = division.ancestors().map(|d| d.as_str().to_owned());
            let column = Expr::col((Alias::new(alias), base::DIVISION.into_iden()));
            Some(
                Cond::any()
                    .add(within(division, alias, backend))
                    .add(column.is_in(above)),
            )
        }
        (Scope::Division { division }, _) | (Scope::Unit { division, .. }, Visibility::Common) => {
            Some(within(division, alias, backend))
        }
        (Scope::Unit { division, unit }, Visibility::ByUnit) => {
            Some(within(division, alias, backend).add(part_of(*unit, alias)))
        }
    }
}

/// Whether a division's rows are few enough that an index on the division should lead. Above the
/// township they are a large part of the table, and the index of the order must lead instead.
pub(crate) fn is_narrow(division: &DivisionCode) -> bool {
    division.level() >= DivisionLevel::Township
}

/// The division's rows as a range of codes, which an index can serve.
fn within(division: &DivisionCode, alias: &str, backend: DbBackend) -> Cond {
    let (from, end) = division.range();
    let column = || {
        if backend == DbBackend::Sqlite && !is_narrow(division) {
            // A unary plus keeps SQLite from choosing the index on the division.
            Expr::cust(format!("+\"{alias}\".\"{}\"", base::DIVISION))
        } else {
            Expr::col((Alias::new(alias), base::DIVISION.into_iden()))
        }
    };
    Cond::all().add(column().gte(from)).add(column().lt(end))
}

fn part_of(unit: UnitId, alias: &str) -> Cond {
    let column = |name: &'static str| Expr::col((Alias::new(alias), name.into_iden()));
    let unit = id_text(unit.uuid());
    Cond::any()
        .add(column(base::UNIT).eq(unit.clone()))
        .add(column(base::ORIGIN).eq(unit))
}
