//! Brings the schema up to this program, and refuses one that is ahead of it. It must not know what
//! a migration does.

use std::collections::HashSet;

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::MigratorTrait;

use super::Migrator;
use crate::{
    connection::Sides,
    error::{Error, Result},
    tally,
};

/// Where the schema stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaState {
    /// The last migration that was applied; `None` for an empty database.
    pub version: Option<String>,
    /// Those still to be applied, in order.
    pub pending: Vec<String>,
}

/// Reads where the schema stands; fails if it is ahead of this program.
pub(crate) async fn state<C: ConnectionTrait>(db: &C) -> Result<SchemaState> {
    let applied = applied(db).await?;
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|m| m.name().to_owned())
        .collect();
    let names: HashSet<&String> = known.iter().collect();
    if let Some(found) = applied.iter().find(|name| !names.contains(name)) {
        return Err(Error::SchemaNewer {
            found: found.clone(),
        });
    }
    let pending = known
        .iter()
        .filter(|name| !applied.contains(name))
        .cloned()
        .collect();
    Ok(SchemaState {
        version: applied.last().cloned(),
        pending,
    })
}

async fn applied<C: ConnectionTrait>(db: &C) -> Result<Vec<String>> {
    let exists = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'seaql_migrations'"
        }
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
    };
    let statement = |sql: &str| sea_orm::Statement::from_string(db.get_database_backend(), sql);
    if db.query_one_raw(statement(exists)).await?.is_none() {
        return Ok(Vec::new());
    }
    let rows = db
        .query_all_raw(statement(
            "SELECT version FROM seaql_migrations ORDER BY version",
        ))
        .await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// Applies what is pending, all or nothing.
pub(crate) async fn migrate(sides: &Sides) -> Result<()> {
    let tx = sides.begin_write().await?;
    if sides.backend == DbBackend::Postgres {
        // Two servers that start together must not both make the tables.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(7406401921)")
            .await?;
    }
    if !state(&tx).await?.pending.is_empty() {
        Migrator::up(&tx, None).await?;
        // Which counts are kept is the program's business: a new program counts anew.
        tally::rebuild(&tx).await?;
    }
    tx.commit().await?;
    Ok(())
}
