//! Two more indexes of clues: by the day a first check is due, whatever the state, and what one unit
//! has to check within one division. As after every migration, the kept counts are counted anew.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::Dialect;

/// 2026-11: lists ordered by the day of the first check; a unit's own checks.
pub(super) struct OrderIndexes;

impl MigrationName for OrderIndexes {
    fn name(&self) -> &str {
        "m0005_order_indexes"
    }
}

const BY_DUE: &[&str] = &[
    "check_due",
    "id",
    "registered_at",
    "found_on",
    "state",
    "channel",
    "sector",
    "level",
    "scope_division",
    "amount",
    "people",
];

const OF_UNIT: &[&str] = &["unit", "state", "check_due", "id", "scope_division"];

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for OrderIndexes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        let statements = [
            "DROP INDEX \"ix_clue_unit_state_check_due\"".to_owned(),
            dialect.index("clue", OF_UNIT),
            dialect.index("clue", BY_DUE),
        ];
        for statement in statements {
            sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
        }
        Ok(())
    }
}
