//! The table of kept counts. It stands empty here: the program counts anew after every upgrade.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::Dialect;

/// 2026-11: counts kept with every write.
pub(super) struct KeptCounts;

impl MigrationName for KeptCounts {
    fn name(&self) -> &str {
        "m0003_kept_counts"
    }
}

const TALLY: &str = "CREATE TABLE \"tally\" (\"tally\" {text} NOT NULL, \"first_key\" {text} NOT NULL, \
     \"second_key\" {text} NOT NULL, \"scope_division\" {text} NOT NULL, \"scope_unit\" {text} NOT NULL, \
     \"scope_origin\" {text} NOT NULL, \"records\" BIGINT NOT NULL, \
     PRIMARY KEY (\"tally\", \"first_key\", \"second_key\", \"scope_division\", \"scope_unit\", \"scope_origin\")){by_key}";

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for KeptCounts {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        sea_orm::ConnectionTrait::execute_unprepared(db, &dialect.fill(TALLY)).await?;
        Ok(())
    }
}
