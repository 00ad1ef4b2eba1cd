//! Reading the journal: what was done, newest first. Whether the actor may read it is for the use
//! case to require; which units' events he sees is his scope, applied here.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::{UnitId, UserId},
    noun::Noun,
    scope::Scope,
};
use jiff::Timestamp;
use sea_orm::{
    QueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Func, Order, SelectStatement},
};
use uuid::Uuid;

use super::entry::{Entry, Touches};
use crate::{
    column::{id_text, micros, moment},
    connection::Conn,
    error::{Error, Result},
    page::Page,
    scope::predicate,
    selection::column,
    store::Store,
    table::{base, current},
};

/// The alias of the journal.
const JOURNAL: &str = "g";

/// Which events are wanted; all that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalFilter {
    /// By this person.
    pub actor: Option<UserId>,
    /// Of this kind.
    pub action: Option<Action>,
    /// That wrote a version of this record.
    pub record: Option<(Noun, Uuid)>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
}

/// One entry of the journal as people read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done; `None` for an action this program no longer has.
    pub action: Option<Action>,
    /// The action's code.
    pub action_code: String,
    /// Who; `None` for the program itself.
    pub actor: Option<UserId>,
    /// Their name then.
    pub actor_name: String,
    /// For which unit.
    pub unit: Option<UnitId>,
    /// The request or command.
    pub request: String,
    /// Why.
    pub reason: Option<String>,
    /// Further particulars.
    pub detail: serde_json::Map<String, serde_json::Value>,
    /// How many versions were written.
    pub touched: u64,
    /// SHA-256 of the entry as it stands in the tree.
    pub leaf_hash: String,
}

/// A version of a record that an event wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Which noun.
    pub noun: Noun,
    /// Which record.
    pub id: Uuid,
    /// Which version.
    pub version: i64,
}

/// Reads the journal.
#[derive(Clone)]
pub struct JournalReader {
    pub(super) store: Store,
    conn: Conn<'static>,
    scope: Scope,
}

impl Store {
    /// Reads the events of the units in the actor's scope, and those of the program itself.
    pub fn journal(&self, ctx: &Ctx) -> JournalReader {
        JournalReader {
            store: self.clone(),
            conn: self.pool(),
            scope: ctx.scope(),
        }
    }
}

impl JournalReader {
    /// One page of the events that fit, the newest first.
    pub async fn list(&self, filter: &JournalFilter, page: Page) -> Result<Vec<Event>> {
        let page = page.bounded()?;
        let mut statement = SelectStatement::new();
        for name in ["seq", "entry", "leaf_hash"] {
            statement.expr(column(JOURNAL, name));
        }
        self.restrict(&mut statement, filter);
        statement
            .order_by_expr(column(JOURNAL, "seq"), Order::Desc)
            .limit(page.limit)
            .offset(page.offset);
        self.conn.all(&statement).await?.iter().map(read).collect()
    }

    /// The event of this number.
    pub async fn get(&self, seq: i64) -> Result<Option<Event>> {
        let mut statement = SelectStatement::new();
        for name in ["seq", "entry", "leaf_hash"] {
            statement.expr(column(JOURNAL, name));
        }
        self.restrict(&mut statement, &JournalFilter::default());
        statement.and_where(column(JOURNAL, "seq").eq(seq));
        self.conn
            .one(&statement)
            .await?
            .map(|row| read(&row))
            .transpose()
    }

    /// How many fit, but no more than `most`.
    pub async fn count_up_to(&self, filter: &JournalFilter, most: u64) -> Result<u64> {
        let mut inner = SelectStatement::new();
        inner
            .expr_as(Expr::cust("1"), Alias::new("one"))
            .limit(most);
        self.restrict(&mut inner, filter);
        let mut statement = SelectStatement::new();
        statement
            .expr(Func::count(Expr::cust("*")))
            .from_subquery(inner, Alias::new("some"));
        let row = self.conn.one(&statement).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The versions that an event wrote, one page of them.
    pub async fn touched(&self, seq: i64, page: Page) -> Result<Vec<Touched>> {
        let page = page.bounded()?;
        let mut statement = SelectStatement::new();
        statement
            .columns(["noun", "record_id", "version"])
            .from("journal_touch")
            .and_where(Expr::col("seq").eq(seq));
        for name in ["noun", "record_id", "version"] {
            statement.order_by(name, Order::Asc);
        }
        statement.limit(page.limit).offset(page.offset);
        self.conn
            .all(&statement)
            .await?
            .iter()
            .map(read_touched)
            .collect()
    }

    fn restrict(&self, statement: &mut SelectStatement, filter: &JournalFilter) {
        statement.from_as("journal", Alias::new(JOURNAL));
        statement.and_where_option(
            filter
                .actor
                .map(|id| column(JOURNAL, "actor_id").eq(id_text(id.uuid()))),
        );
        statement.and_where_option(
            filter
                .action
                .map(|a| column(JOURNAL, "action").eq(a.code())),
        );
        statement.and_where_option(filter.from.map(|at| column(JOURNAL, "at").gte(micros(at))));
        statement.and_where_option(filter.before.map(|at| column(JOURNAL, "at").lt(micros(at))));
        if let Some((noun, id)) = filter.record {
            let mut wrote = SelectStatement::new();
            wrote.column("seq").from("journal_touch");
            wrote
                .and_where(Expr::col("noun").eq(noun.code()))
                .and_where(Expr::col("record_id").eq(id_text(id)));
            statement.and_where(column(JOURNAL, "seq").in_subquery(wrote));
        }
        if let Some(seen) = self.seen() {
            statement.cond_where(seen);
        }
    }

    /// Events of units in scope.
    fn seen(&self) -> Option<Cond> {
        let units = predicate(
            &self.scope,
            Noun::Unit.visibility(),
            "u",
            self.conn.backend(),
        )?;
        let mut seen = SelectStatement::new();
        seen.expr(column("u", base::ID))
            .from_as(current(Noun::Unit), Alias::new("u"))
            .cond_where(units);
        let of_program = column(JOURNAL, "unit_id")
            .is_null()
            .and(Expr::val(self.scope != Scope::Nothing));
        Some(
            Cond::any()
                .add(of_program)
                .add(column(JOURNAL, "unit_id").in_subquery(seen)),
        )
    }
}

fn read(row: &QueryResult) -> Result<Event> {
    let seq: i64 = row.try_get_by_index(0)?;
    let text: String = row.try_get_by_index(1)?;
    let entry: Entry = serde_json::from_str(&text).map_err(|e| Error::DamagedTable {
        table: "journal",
        reason: format!("第 {seq} 条：{e}"),
    })?;
    let id = |text: Option<String>| text.and_then(|t| Uuid::try_parse(&t).ok());
    Ok(Event {
        seq,
        at: moment(entry.at),
        action: entry.action.parse().ok(),
        action_code: entry.action,
        actor: id(entry.actor.id).map(UserId::from),
        actor_name: entry.actor.name,
        unit: id(entry.actor.unit).map(UnitId::from),
        request: entry.request,
        reason: entry.reason,
        detail: entry.detail,
        touched: match entry.touched {
            Touches::Listed(list) => list.len() as u64,
            Touches::Counted { count, .. } => count,
        },
        leaf_hash: row.try_get_by_index(2)?,
    })
}

fn read_touched(row: &QueryResult) -> Result<Touched> {
    let (noun, id): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    let damaged = |reason: String| Error::DamagedTable {
        table: "journal_touch",
        reason,
    };
    Ok(Touched {
        noun: noun.parse().map_err(|_| damaged(noun.clone()))?,
        id: Uuid::try_parse(&id).map_err(|_| damaged(id.clone()))?,
        version: row.try_get_by_index(2)?,
    })
}
