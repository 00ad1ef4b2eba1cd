//! The store itself: a database and the folder beside it. It must not know use cases.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use fangfei_model::{action::Action, ctx::Ctx, scope::Scope};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::{
    connection::{Conn, Sides},
    error::{Error, Result},
    journal::JournalKey,
    migration::{self, SchemaState},
    reader::Reader,
    write::Write,
};

/// An open database with its data folder. Cheap to clone; all clones share the connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    sides: Sides,
    data_dir: PathBuf,
    key: OnceLock<JournalKey>,
}

impl Store {
    /// The SQLite file that a data folder holds unless told otherwise.
    pub fn default_url(data_dir: &Path) -> String {
        format!("sqlite://{}", data_dir.join("fangfei.db").display())
    }

    /// Opens the database; a SQLite file that is absent is created. Fails if a newer program has
    /// written it. The schema is brought up by `migrate`, not here.
    pub async fn open(url: &str, data_dir: &Path) -> Result<Self> {
        std::fs::create_dir_all(data_dir).map_err(Error::disk(data_dir))?;
        let sides = Sides::open(url).await?;
        migration::state(&sides.write).await?;
        let inner = Inner {
            sides,
            data_dir: data_dir.to_owned(),
            key: OnceLock::new(),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Brings the schema up to this program, all or nothing, and makes the journal's signing key if
    /// the journal is still empty.
    pub async fn migrate(&self) -> Result<()> {
        migration::migrate(&self.inner.sides).await?;
        if self.journal_size().await? == 0 {
            JournalKey::create_if_absent(&self.inner.data_dir)?;
        }
        Ok(())
    }

    /// Where the schema stands.
    pub async fn schema(&self) -> Result<SchemaState> {
        migration::state(&self.inner.sides.write).await
    }

    /// Fails unless the schema is this program's.
    pub async fn require_current_schema(&self) -> Result<()> {
        match self.schema().await?.pending.len() {
            0 => Ok(()),
            pending => Err(Error::SchemaOlder { pending }),
        }
    }

    /// Reads within the actor's scope. Each statement sees what is committed when it starts.
    pub fn read(&self, ctx: &Ctx) -> Reader<'static> {
        Reader::new(self.pool(), ctx.scope())
    }

    /// Reads of one moment: all statements of the snapshot see the same state.
    pub async fn snapshot(&self, ctx: &Ctx) -> Result<Snapshot> {
        Ok(Snapshot {
            transaction: self.inner.sides.begin_read().await?,
            scope: ctx.scope(),
        })
    }

    /// Begins the only kind of write transaction there is. It waits for the writers before it and
    /// leaves a journal entry when it is committed.
    pub async fn write(&self, ctx: &Ctx, action: Action) -> Result<Write> {
        Write::begin(self.clone(), ctx.clone(), action).await
    }

    /// The folder beside the database: keys and blobs.
    pub fn data_dir(&self) -> &Path {
        &self.inner.data_dir
    }

    /// `SQLite` or `PostgreSQL`, for the doctor.
    pub fn database_name(&self) -> &'static str {
        match self.inner.sides.backend {
            sea_orm::DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }

    /// Gives the planner fresh figures about the tables, and PostgreSQL the knowledge which rows its
    /// indexes may answer for alone: after a large import, and once a day.
    pub async fn optimize(&self) -> Result<()> {
        let statement = match self.inner.sides.backend {
            sea_orm::DbBackend::Postgres => "VACUUM ANALYZE",
            _ => "PRAGMA analysis_limit = 1000; ANALYZE",
        };
        self.inner.sides.write.execute_unprepared(statement).await?;
        Ok(())
    }

    /// Waits for running statements and closes all connections.
    pub async fn close(&self) -> Result<()> {
        self.inner.sides.close().await
    }

    pub(crate) fn pool(&self) -> Conn<'static> {
        Conn::Pool(self.inner.sides.read.clone())
    }

    pub(crate) fn sides(&self) -> &Sides {
        &self.inner.sides
    }

    /// The journal's signing key, read from its file the first time.
    pub(crate) fn key(&self) -> Result<&JournalKey> {
        if let Some(key) = self.inner.key.get() {
            return Ok(key);
        }
        let key = JournalKey::open(&self.inner.data_dir)?;
        Ok(self.inner.key.get_or_init(|| key))
    }
}

/// A read transaction: dropped, it ends.
pub struct Snapshot {
    transaction: DatabaseTransaction,
    scope: Scope,
}

impl Snapshot {
    /// Reads of the snapshot's moment, within the scope of the context it was made with.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(Conn::Transaction(&self.transaction), self.scope.clone())
    }
}
