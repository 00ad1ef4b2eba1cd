//! The lake as of a day, as tables of the engine: only what was known by then, only the version in force, every fact
//! under the subject it belongs to. It must not know questions.

use std::sync::Arc;

use datafusion::{
    arrow::datatypes::{DataType, Field, Schema, SchemaRef},
    prelude::SessionContext,
};
use jiff::civil::Date;

use super::{
    date::day_of,
    error::LakeError,
    frame::provider,
    manifest::Manifest,
    schema::{ColumnSpec, KNOWN_ON, REF, SUBJECT, TableSpec},
    storage::Lake,
};

/// The lake as of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf(pub Date);

impl AsOf {
    /// Registers a table under its name. The files themselves stand beside it under `raw_<table>`.
    ///
    /// # Errors
    /// [`LakeError::Engine`].
    pub async fn register(
        self,
        context: &SessionContext,
        lake: &Lake,
        manifest: &Manifest,
        table: &TableSpec,
    ) -> Result<(), LakeError> {
        let day = day_of(self.0);
        let files: Vec<&str> = manifest
            .files(&table.table)
            .iter()
            .filter(|f| f.known.0 <= day)
            .map(|f| f.path.as_str())
            .collect();
        let raw = format!("raw_{}", table.table);
        context.register_table(
            raw.as_str(),
            provider(context, lake, &files, table.schema())?,
        )?;
        let superseded = manifest
            .superseded
            .get(&table.table)
            .filter(|paths| !paths.is_empty());
        if let Some(paths) = superseded {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            let name = format!("superseded_{}", table.table);
            context.register_table(
                name.as_str(),
                provider(context, lake, &paths, superseded_schema())?,
            )?;
        }
        let is_loose = manifest.files(&table.table).iter().any(|f| f.loose > 0)
            || table.columns.iter().any(|c| c.subject);
        let alias = manifest.alias.as_deref().filter(|_| is_loose);
        if let Some(path) = alias.filter(|_| !context.table_exist("alias").unwrap_or(false)) {
            context.register_table("alias", provider(context, lake, &[path], alias_schema())?)?;
        }
        let sql = self.sql(table, superseded.is_some(), alias.is_some());
        let view = context.sql(&sql).await?.into_view();
        context.register_table(table.table.as_str(), view)?;
        Ok(())
    }

    fn sql(self, table: &TableSpec, has_superseded: bool, has_alias: bool) -> String {
        let day = format!("DATE '{}'", self.0);
        let name = &table.table;
        let mut joins = String::new();
        let mut columns: Vec<String> = Vec::new();
        for column in &table.columns {
            columns.push(self.column(column, has_alias, &mut joins));
        }
        if has_alias {
            columns.push(format!("COALESCE(a.subject, r.subject) AS {SUBJECT}"));
            joins.push_str(" LEFT JOIN alias a ON r.subject = a.key");
        } else {
            columns.push(format!("r.{SUBJECT}"));
        }
        columns.push(format!("r.{KNOWN_ON}"));
        columns.push(format!("r.{REF}"));
        if has_superseded {
            joins.push_str(&format!(
                " LEFT ANTI JOIN (SELECT DISTINCT ref FROM superseded_{name} WHERE from_day <= {day}) s ON r.ref = s.ref"
            ));
        }
        format!(
            "SELECT {} FROM raw_{name} r{joins} WHERE r.{KNOWN_ON} <= {day}",
            columns.join(", ")
        )
    }

    fn column(self, column: &ColumnSpec, has_alias: bool, joins: &mut String) -> String {
        let name = &column.name;
        if !column.subject || !has_alias {
            return format!("r.\"{name}\"");
        }
        joins.push_str(&format!(
            " LEFT JOIN alias a_{name} ON r.\"{name}\" = a_{name}.key"
        ));
        format!("COALESCE(a_{name}.subject, r.\"{name}\") AS \"{name}\"")
    }
}

/// Which fact was superseded from which day on.
pub(super) fn superseded_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("ref", DataType::UInt64, false),
        Field::new("from_day", DataType::Date32, false),
    ]))
}

/// Which enterprise a name or office number means.
pub(super) fn alias_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("key", DataType::Utf8View, false),
        Field::new("subject", DataType::Utf8View, false),
    ]))
}
