//! Opens the database: a pool that only reads and a pool that writes, on SQLite or PostgreSQL. It
//! must not know tables.

use std::time::Duration;

use futures::{StreamExt, stream::BoxStream};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, QueryResult, SqliteTransactionMode, Statement,
    StatementBuilder, StreamTrait, TransactionOptions, TransactionTrait,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::error::{Error, Result};

/// How long a writer waits for the writers before it. An import holds the lock for seconds.
const WRITE_WAIT: Duration = Duration::from_secs(60);
/// Connections that read at the same time.
const READERS: u32 = 6;
/// What each reading connection of SQLite keeps of the file, and the most that one sort takes, in KiB
/// as SQLite writes it. Lists are answered from indexes, and the system keeps the file at hand.
const READER_CACHE: &str = "-8192";
/// The same for the writer, whose cache holds what a transaction has changed.
const WRITER_CACHE: &str = "-65536";
/// Statements that a connection of SQLite keeps prepared. Lists differ by their filters; a hundred of
/// them on each connection would be most of the server's memory.
const PREPARED: usize = 32;

/// The two sides of one database.
#[derive(Clone)]
pub(crate) struct Sides {
    pub(crate) backend: DbBackend,
    pub(crate) read: DatabaseConnection,
    pub(crate) write: DatabaseConnection,
}

impl Sides {
    /// Connects; a missing SQLite file is created.
    pub(crate) async fn open(url: &str) -> Result<Self> {
        match url.split(':').next() {
            Some("sqlite") => Self::open_sqlite(url).await,
            Some("postgres" | "postgresql") => Self::open_postgres(url).await,
            _ => Err(Error::Url(url.to_owned())),
        }
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        // The writer comes first: it creates the file and switches it to WAL.
        let mut writer = options(url, 1);
        writer.map_sqlx_sqlite_opts(|o| {
            sqlite_options(o)
                .create_if_missing(true)
                .pragma("cache_size", WRITER_CACHE)
        });
        let write = Database::connect(writer).await?;
        let mut reader = options(url, READERS);
        reader.map_sqlx_sqlite_opts(|o| {
            sqlite_options(o)
                .pragma("query_only", "ON")
                .pragma("cache_size", READER_CACHE)
        });
        let read = Database::connect(reader).await?;
        Ok(Self {
            backend: DbBackend::Sqlite,
            read,
            write,
        })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let mut writer = options(url, 4);
        writer.map_sqlx_postgres_opts(|o| {
            let wait = WRITE_WAIT.as_millis().to_string();
            o.options([
                ("lock_timeout", wait.as_str()),
                ("synchronous_commit", "on"),
                ("jit", "off"),
            ])
        });
        let mut reader = options(url, READERS);
        // A plan made for one state or search word is a bad one for another: plan each time, which
        // costs a fraction of a millisecond.
        let reading = [
            ("default_transaction_read_only", "on"),
            ("jit", "off"),
            ("plan_cache_mode", "force_custom_plan"),
        ];
        reader.map_sqlx_postgres_opts(move |o| o.options(reading));
        let write = Database::connect(writer).await?;
        let read = Database::connect(reader).await?;
        Ok(Self {
            backend: DbBackend::Postgres,
            read,
            write,
        })
    }

    /// Begins a write transaction. On SQLite it holds the write lock from here on.
    pub(crate) async fn begin_write(&self) -> Result<DatabaseTransaction> {
        let mode = (self.backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions {
            sqlite_transaction_mode: mode,
            ..Default::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }

    /// Begins a transaction whose statements all see the same moment.
    pub(crate) async fn begin_read(&self) -> Result<DatabaseTransaction> {
        let postgres = self.backend == DbBackend::Postgres;
        let options = TransactionOptions {
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: None,
        };
        Ok(self.read.begin_with_options(options).await?)
    }

    /// Waits for running statements and closes both sides.
    pub(crate) async fn close(&self) -> Result<()> {
        self.read.close_by_ref().await?;
        Ok(self.write.close_by_ref().await?)
    }
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(WRITE_WAIT)
        .connect_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false);
    options
}

/// FULL synchronous: an acknowledged write survives a power cut, not only a killed process.
fn sqlite_options(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(WRITE_WAIT)
        .foreign_keys(true)
        .statement_cache_capacity(PREPARED)
        .pragma("temp_store", "FILE")
}

/// Where a statement runs: any reading connection, or inside one transaction.
#[derive(Clone)]
pub(crate) enum Conn<'a> {
    Pool(DatabaseConnection),
    Transaction(&'a DatabaseTransaction),
}

impl<'a> Conn<'a> {
    pub(crate) fn backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool) => ConnectionTrait::get_database_backend(pool),
            Self::Transaction(tx) => ConnectionTrait::get_database_backend(*tx),
        }
    }

    pub(crate) async fn one(
        &self,
        statement: &impl StatementBuilder,
    ) -> Result<Option<QueryResult>> {
        let statement = self.backend().build(statement);
        Ok(match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await?,
            Self::Transaction(tx) => tx.query_one_raw(statement).await?,
        })
    }

    pub(crate) async fn all(&self, statement: &impl StatementBuilder) -> Result<Vec<QueryResult>> {
        self.all_raw(self.backend().build(statement)).await
    }

    pub(crate) async fn all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>> {
        Ok(match self {
            Self::Pool(pool) => pool.query_all_raw(statement).await?,
            Self::Transaction(tx) => tx.query_all_raw(statement).await?,
        })
    }

    /// Rows one by one, so that memory does not grow with their number.
    pub(crate) async fn stream(
        self,
        statement: &impl StatementBuilder,
    ) -> Result<BoxStream<'a, Result<QueryResult, DbErr>>> {
        let statement = self.backend().build(statement);
        Ok(match self {
            Self::Pool(pool) => pool.stream_raw(statement).await?.boxed(),
            Self::Transaction(tx) => tx.stream_raw(statement).await?.boxed(),
        })
    }
}
