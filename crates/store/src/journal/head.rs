//! The journal's head: how long it is and the root of its tree. Writers lock it first, so journal
//! entries are appended one after another on both databases.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement};
use serde::{Deserialize, Serialize};

use super::merkle::{Frontier, hex};
use crate::{
    connection::Conn,
    error::{Error, Result},
    store::Store,
};

/// Size and root of the journal at some time: kept outside the database (printed, sent to the level
/// above), it shows later whether entries were cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of entries.
    pub size: u64,
    /// Root of the tree over them, hexadecimal.
    pub root: String,
}

/// What a committed write leaves behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The journal entry's number.
    pub seq: i64,
    /// The moment of the write.
    pub at: Timestamp,
    /// The journal's head after it.
    pub head: Head,
}

/// The head as a writer needs it.
#[derive(Debug, Clone)]
pub(crate) struct OpenHead {
    pub(super) frontier: Frontier,
    pub(super) last_leaf: String,
}

const SELECT: &str = "SELECT size, root, frontier, last_leaf FROM journal_head WHERE id = 1";

/// Takes the write lock and reads the head. On SQLite the transaction already holds the lock; on
/// PostgreSQL the head's row is the lock.
pub(crate) async fn lock(tx: &DatabaseTransaction) -> Result<OpenHead> {
    let backend = tx.get_database_backend();
    let sql = if backend == DbBackend::Postgres {
        format!("{SELECT} FOR UPDATE")
    } else {
        SELECT.to_owned()
    };
    let row = tx
        .query_one_raw(Statement::from_string(backend, sql))
        .await?;
    open(&row.ok_or_else(|| damaged("没有首部行"))?)
}

fn open(row: &QueryResult) -> Result<OpenHead> {
    let size: i64 = row.try_get_by_index(0)?;
    let frontier: String = row.try_get_by_index(2)?;
    let size = u64::try_from(size).map_err(|_| damaged("条数为负"))?;
    let frontier =
        Frontier::from_text(size, &frontier).ok_or_else(|| damaged("树的边缘与条数不符"))?;
    Ok(OpenHead {
        frontier,
        last_leaf: row.try_get_by_index(3)?,
    })
}

fn damaged(reason: &str) -> Error {
    Error::DamagedTable {
        table: "journal_head",
        reason: reason.to_owned(),
    }
}

/// The kept head, as it stands, with the frontier's text.
pub(super) async fn kept(conn: &Conn<'_>) -> Result<(Head, String)> {
    let row = conn
        .all_raw(Statement::from_string(conn.backend(), SELECT))
        .await?
        .pop();
    let row = row.ok_or_else(|| damaged("没有首部行"))?;
    let size: i64 = row.try_get_by_index(0)?;
    let size = u64::try_from(size).map_err(|_| damaged("条数为负"))?;
    Ok((
        Head {
            size,
            root: row.try_get_by_index(1)?,
        },
        row.try_get_by_index(2)?,
    ))
}

impl Head {
    /// The head of this frontier.
    pub(super) fn of(frontier: &Frontier) -> Self {
        Self {
            size: frontier.size(),
            root: hex(&frontier.root()),
        }
    }
}

impl Store {
    /// The journal's head, to remember outside the database.
    pub async fn journal_head(&self) -> Result<Head> {
        Ok(kept(&self.pool()).await?.0)
    }

    pub(crate) async fn journal_size(&self) -> Result<u64> {
        Ok(self.journal_head().await?.size)
    }

    /// The public half of the journal's signing key, hexadecimal.
    pub fn journal_public_key(&self) -> Result<String> {
        Ok(self.key()?.public())
    }
}
