//! The few words in which the two databases' schemas differ. It must not know tables.

use sea_orm::DbBackend;

/// Which database a migration runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl From<DbBackend> for Dialect {
    fn from(backend: DbBackend) -> Self {
        if backend == DbBackend::Postgres {
            Self::Postgres
        } else {
            Self::Sqlite
        }
    }
}

impl Dialect {
    /// Text that is compared byte by byte, so that both databases order and search it alike.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "TEXT COLLATE \"C\"",
        }
    }

    /// A whole number that is the table's key.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER NOT NULL PRIMARY KEY",
            Self::Postgres => "BIGINT NOT NULL PRIMARY KEY",
        }
    }

    /// Ends a table that is read by its whole key, so that SQLite keeps it once, not twice.
    pub(crate) fn by_key(self) -> &'static str {
        match self {
            Self::Sqlite => " WITHOUT ROWID",
            Self::Postgres => "",
        }
    }

    /// An index. Unknown values stand first, as SQLite has them, so that one index serves an order
    /// and its reverse.
    pub(crate) fn index(self, table: &str, columns: &[&str]) -> String {
        let nulls = match self {
            Self::Sqlite => "",
            Self::Postgres => " NULLS FIRST",
        };
        let listed: Vec<String> = columns.iter().map(|c| format!("\"{c}\"{nulls}")).collect();
        format!(
            "CREATE INDEX \"ix_{table}_{}\" ON \"{table}\" ({})",
            // PostgreSQL cuts longer names off.
            columns[..columns.len().min(3)].join("_"),
            listed.join(", ")
        )
    }

    /// Fills the placeholders `{text}`, `{key}` and `{by_key}` of a statement.
    pub(crate) fn fill(self, statement: &str) -> String {
        statement
            .replace("{text}", self.text())
            .replace("{key}", self.key())
            .replace("{by_key}", self.by_key())
    }
}
