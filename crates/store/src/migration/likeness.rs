//! The seventh schema: likenesses of two records, and where a merged file of a subject went. It must not
//! use the live fields of the model: a migration says what was done on its day.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::{
    dialect::Dialect,
    noun_table::{
        NounTable,
        Storage::{Integer, Text},
    },
};

/// 2026-11: likenesses and merged files.
pub(super) struct Likenesses;

const LIKENESS: NounTable = NounTable {
    name: "likeness",
    fields: &[
        ("pair", Text),
        ("kind", Text),
        ("left", Text),
        ("left_name", Text),
        ("right", Text),
        ("right_name", Text),
        ("percent", Integer),
        ("found_at", Integer),
        ("state", Text),
    ],
    unique: &["pair"],
    indexes: &[
        &["kind", "state", "percent", "id"],
        &["left"],
        &["right"],
        &["scope_division"],
    ],
};

impl MigrationName for Likenesses {
    fn name(&self) -> &str {
        "m0007_likenesses"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Likenesses {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        let merged = ["subject", "subject_history"].map(|table| {
            format!(
                "ALTER TABLE \"{table}\" ADD COLUMN \"merged_into\" {}",
                dialect.text()
            )
        });
        let statements = LIKENESS.create(dialect).into_iter().chain(merged);
        for statement in statements {
            sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
        }
        Ok(())
    }
}
