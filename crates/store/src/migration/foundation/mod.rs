//! The first schema: thirteen nouns, the journal, search, jobs, sessions and reference tables.

mod nouns;
mod system;

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::Dialect;

/// 2026-11: the foundation.
pub(super) struct Foundation;

impl MigrationName for Foundation {
    fn name(&self) -> &str {
        "m0001_foundation"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Foundation {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        let nouns = nouns::NOUNS.iter().flat_map(|noun| noun.create(dialect));
        for statement in nouns.chain(system::statements(dialect)) {
            sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
        }
        Ok(())
    }
}
