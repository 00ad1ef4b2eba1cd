//! What a migration says of a noun's tables, and the statements that make them. Changing this file
//! changes what old migrations do; add to it, do not alter. It must not know the model.

use super::dialect::Dialect;

/// How a column is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    /// TEXT, compared byte by byte.
    Text,
    /// BIGINT.
    Integer,
}

/// A noun's current table and its history table.
pub(crate) struct NounTable {
    /// The current table; the history table's name ends in `_history`.
    pub(crate) name: &'static str,
    /// One column for each field.
    pub(crate) fields: &'static [(&'static str, Storage)],
    /// Fields whose values no two records share.
    pub(crate) unique: &'static [&'static str],
    /// Indexes on the current table.
    pub(crate) indexes: &'static [&'static [&'static str]],
}

impl NounTable {
    /// The statements that make both tables and their indexes.
    pub(crate) fn create(&self, dialect: Dialect) -> Vec<String> {
        let mut statements = vec![self.current(dialect), self.history(dialect)];
        statements.push(format!(
            "CREATE INDEX \"ix_{0}_history_replaced_at\" ON \"{0}_history\" (\"replaced_at\")",
            self.name
        ));
        for field in self.unique {
            statements.push(format!(
                "CREATE UNIQUE INDEX \"uq_{0}_{field}\" ON \"{0}\" (\"{field}\")",
                self.name
            ));
        }
        statements.extend(
            self.indexes
                .iter()
                .map(|columns| dialect.index(self.name, columns)),
        );
        statements
    }

    fn current(&self, dialect: Dialect) -> String {
        let id = format!("\"id\" {} NOT NULL PRIMARY KEY", dialect.text());
        format!(
            "CREATE TABLE \"{}\" ({id}, {})",
            self.name,
            self.columns(dialect, "")
        )
    }

    fn history(&self, dialect: Dialect) -> String {
        let id = format!("\"id\" {} NOT NULL", dialect.text());
        let columns = self.columns(dialect, "\"replaced_at\" BIGINT NOT NULL, ");
        format!(
            "CREATE TABLE \"{}_history\" ({id}, {columns}, PRIMARY KEY (\"id\", \"record_version\"))",
            self.name
        )
    }

    fn columns(&self, dialect: Dialect, until: &str) -> String {
        let text = dialect.text();
        let mut columns = format!(
            "\"record_version\" BIGINT NOT NULL, \"written_at\" BIGINT NOT NULL, {until}\
             \"scope_division\" {text} NOT NULL, \"scope_unit\" {text}, \"scope_origin\" {text}, "
        );
        for (name, storage) in self.fields {
            let kind = if *storage == Storage::Text {
                text
            } else {
                "BIGINT"
            };
            columns.push_str(&format!("\"{name}\" {kind}, "));
        }
        columns.push_str(&format!("\"body\" {text} NOT NULL"));
        columns
    }
}
