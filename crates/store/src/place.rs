//! Names of a few divisions, and the divisions below one: what pages and forms ask, without loading
//! the whole table. It must not know pages.

use fangfei_model::{
    code::division::{Division, DivisionCode, DivisionLevel},
    noun::Noun,
    unit::UnitKind,
};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, SelectStatement};

use crate::{
    error::Result,
    reference::read_division,
    store::Store,
    table::{base, current},
};

/// Codes to a statement.
const PART: usize = 500;

impl Store {
    /// The divisions of these codes with their history. Where the table of divisions is not loaded, a
    /// township or village goes by its unit's short name; other unknown codes are left out.
    pub async fn divisions_named(&self, codes: &[DivisionCode]) -> Result<Vec<Division>> {
        let mut found = Vec::with_capacity(codes.len());
        for part in codes.chunks(PART) {
            let mut statement = divisions();
            statement.and_where(Expr::col("code").is_in(part.iter().map(DivisionCode::as_str)));
            for row in self.pool().all(&statement).await? {
                found.push(read_division(&row)?);
            }
        }
        let missing: Vec<&DivisionCode> = codes
            .iter()
            .filter(|code| !found.iter().any(|d| d.code == **code))
            .collect();
        found.extend(self.divisions_by_unit(&missing).await?);
        Ok(found)
    }

    async fn divisions_by_unit(&self, codes: &[&DivisionCode]) -> Result<Vec<Division>> {
        let mut found = Vec::new();
        for part in codes.chunks(PART) {
            let mut statement = SelectStatement::new();
            statement
                .columns([base::DIVISION, "short_name"])
                .from(current(Noun::Unit))
                .and_where(Expr::col(base::DIVISION).is_in(part.iter().map(|code| code.as_str())))
                .and_where(
                    Expr::col("kind").is_in([UnitKind::Township.code(), UnitKind::Village.code()]),
                );
            for row in self.pool().all(&statement).await? {
                let code: String = row.try_get_by_index(0)?;
                let name: String = row.try_get_by_index(1)?;
                let named = code.parse().ok().filter(|_| !name.is_empty());
                found.extend(named.map(|code| Division {
                    code,
                    name,
                    valid_from: None,
                    valid_to: None,
                }));
            }
        }
        Ok(found)
    }

    /// The divisions in use below one, down to a level, in the order of their codes, at most `most`.
    pub async fn divisions_below(
        &self,
        top: &DivisionCode,
        to: DivisionLevel,
        most: u64,
    ) -> Result<Vec<Division>> {
        let (from, end) = top.range();
        let deepest = i64::try_from(to.digits()).unwrap_or(i64::MAX);
        let mut statement = divisions();
        statement
            .and_where(Expr::col("code").gt(from))
            .and_where(Expr::col("code").lt(end))
            .and_where(Expr::expr(Func::char_length(Expr::col("code"))).lte(deepest))
            .and_where(Expr::col("valid_to").is_null())
            .limit(most);
        self.pool()
            .all(&statement)
            .await?
            .iter()
            .map(read_division)
            .collect()
    }
}

fn divisions() -> SelectStatement {
    let mut statement = SelectStatement::new();
    statement
        .columns(["code", "name", "valid_from", "valid_to"])
        .from("division");
    statement
        .order_by("code", Order::Asc)
        .order_by("valid_from", Order::Asc);
    statement
}
