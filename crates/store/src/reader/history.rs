//! Reading what a record was: every version, or the one of a moment. It must not know current lists.
//!
//! A version is seen if it lay in the reader's scope or if the record does now: a file moves to its
//! new place whole, and the old place keeps what it could always see.

use fangfei_model::record::Record;
use jiff::Timestamp;
use sea_orm::{
    QueryResult,
    sea_query::{
        Alias, Cond, DynIden, Expr, ExprTrait, IntoIden, JoinType, Order, SelectStatement,
        UnionType,
    },
};
use uuid::Uuid;

use super::{Reader, Stored, stored};
use crate::{
    column::{id_text, micros, moment},
    error::Result,
    scope::predicate,
    selection::{ROOT, column},
    table::{base, current, history},
};

/// One version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<R> {
    /// The record as it was.
    pub stored: Stored<R>,
    /// When the next version replaced it; `None` for the present one.
    pub valid_to: Option<Timestamp>,
    /// The journal entry that wrote it.
    pub seq: i64,
}

impl Reader<'_> {
    /// The record as it stood just before the moment.
    pub async fn get_at<R: Record>(
        &self,
        id: impl Into<Uuid>,
        at: Timestamp,
    ) -> Result<Option<Stored<R>>> {
        let id = id.into();
        let mut now = self.half::<R>(current(R::NOUN), id);
        now.and_where(column(ROOT, base::SINCE).lt(micros(at)));
        let mut past = self.half::<R>(history(R::NOUN), id);
        past.and_where(column(ROOT, base::SINCE).lt(micros(at)))
            .and_where(column(ROOT, base::UNTIL).gte(micros(at)));
        now.union(UnionType::All, past);
        self.conn
            .one(&now)
            .await?
            .map(|row| stored::read(&row))
            .transpose()
    }

    /// Every version that is seen, the first one first.
    pub async fn versions<R: Record>(&self, id: impl Into<Uuid>) -> Result<Vec<Version<R>>> {
        let id = id.into();
        let mut past = self.half::<R>(history(R::NOUN), id);
        past.expr(column(ROOT, base::UNTIL));
        with_seq::<R>(&mut past);
        past.order_by_expr(column(ROOT, base::VERSION), Order::Asc);
        let mut now = self.half::<R>(current(R::NOUN), id);
        now.expr(Expr::cust("CAST(NULL AS BIGINT)"));
        with_seq::<R>(&mut now);
        let mut rows = self.conn.all(&past).await?;
        rows.extend(self.conn.all(&now).await?);
        let mut versions = rows.iter().map(read).collect::<Result<Vec<Version<R>>>>()?;
        // A write between the two statements shows the replaced version twice.
        versions.dedup_by_key(|v| v.stored.version);
        Ok(versions)
    }

    /// The versions of one record in one of its tables, as far as they are seen.
    fn half<R: Record>(&self, table: DynIden, id: Uuid) -> SelectStatement {
        let mut statement = SelectStatement::new();
        stored::select(&mut statement);
        statement
            .from_as(table, ROOT)
            .and_where(column(ROOT, base::ID).eq(id_text(id)));
        if let Some(then) = predicate(&self.scope, R::VISIBILITY, ROOT, self.conn.backend()) {
            statement.cond_where(
                Cond::any()
                    .add(then)
                    .add(Expr::exists(self.seen_now::<R>(id))),
            );
        }
        statement
    }

    fn seen_now<R: Record>(&self, id: Uuid) -> SelectStatement {
        let mut statement = SelectStatement::new();
        statement
            .expr(Expr::cust("1"))
            .from_as(current(R::NOUN), Alias::new("n"));
        statement.and_where(column("n", base::ID).eq(id_text(id)));
        if let Some(now) = predicate(&self.scope, R::VISIBILITY, "n", self.conn.backend()) {
            statement.cond_where(now);
        }
        statement
    }
}

/// Adds the sequence number of the journal entry that wrote the version.
fn with_seq<R: Record>(statement: &mut SelectStatement) {
    let of_version = Cond::all()
        .add(column("w", "noun").eq(R::NOUN.code()))
        .add(column("w", "record_id").equals((ROOT, base::ID.into_iden())))
        .add(column("w", "version").equals((ROOT, base::VERSION.into_iden())));
    statement.expr(column("w", "seq"));
    statement.join_as(
        JoinType::LeftJoin,
        "journal_touch",
        Alias::new("w"),
        of_version,
    );
}

fn read<R: Record>(row: &QueryResult) -> Result<Version<R>> {
    let until: Option<i64> = row.try_get_by_index(4)?;
    let seq: Option<i64> = row.try_get_by_index(5)?;
    Ok(Version {
        stored: stored::read(row)?,
        valid_to: until.map(moment),
        seq: seq.unwrap_or_default(),
    })
}
