//! Indexes by which lists of a million clues are filtered, ordered and counted without opening the
//! rows: each leads by what makes a list short or puts it in order, and carries the other fields that
//! lists are filtered by. Fields that few clues have are indexed only where they are known.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::Dialect;

/// 2026-11: indexes that cover the lists.
pub(super) struct ListIndexes;

impl MigrationName for ListIndexes {
    fn name(&self) -> &str {
        "m0004_list_indexes"
    }
}

/// Indexes of the foundation that others take the place of.
const REPLACED: [&str; 14] = [
    "ix_clue_registered_at_id",
    "ix_clue_state_registered_at_id",
    "ix_clue_scope_division_state_registered_at",
    "ix_clue_found_on_id",
    "ix_clue_source_number",
    "ix_clue_subject",
    "ix_clue_campaign",
    "ix_clue_unit",
    "ix_clue_state_check_due_id",
    "ix_clue_level_registered_at_id",
    "ix_clue_sector_registered_at_id",
    "ix_clue_channel_registered_at_id",
    "ix_clue_amount_id",
    "ix_clue_people_id",
];

/// The fields by which lists of clues are filtered and ordered.
const LISTED: [&str; 10] = [
    "registered_at",
    "found_on",
    "check_due",
    "state",
    "channel",
    "sector",
    "level",
    "scope_division",
    "amount",
    "people",
];

/// An index of clues: its leading columns, whether the other listed fields follow, and the column
/// that must be known.
struct ListIndex(&'static [&'static str], bool, Option<&'static str>);

const INDEXES: [ListIndex; 14] = [
    ListIndex(&["registered_at", "id"], true, None),
    ListIndex(&["state", "registered_at", "id"], true, None),
    ListIndex(&["state", "check_due", "id"], true, None),
    ListIndex(
        &["scope_division", "state", "registered_at", "id"],
        true,
        None,
    ),
    ListIndex(&["channel", "registered_at", "id"], true, None),
    ListIndex(&["found_on", "id"], true, None),
    ListIndex(&["sector", "registered_at", "id"], true, Some("sector")),
    ListIndex(&["level", "registered_at", "id"], true, Some("level")),
    ListIndex(&["amount", "id"], true, None),
    ListIndex(&["people", "id"], true, None),
    ListIndex(&["unit", "state", "check_due", "id"], false, None),
    ListIndex(&["source_number"], false, Some("source_number")),
    ListIndex(&["subject"], false, Some("subject")),
    ListIndex(&["campaign"], false, Some("campaign")),
];

impl ListIndex {
    fn create(&self, dialect: Dialect) -> String {
        let Self(leading, listed, known) = self;
        let others = LISTED
            .iter()
            .filter(|name| *listed && !leading.contains(name));
        let columns: Vec<&str> = leading.iter().chain(others).copied().collect();
        let index = dialect.index("clue", &columns);
        match known {
            Some(column) => format!("{index} WHERE \"{column}\" IS NOT NULL"),
            None => index,
        }
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for ListIndexes {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        let drop = REPLACED.iter().map(|name| format!("DROP INDEX \"{name}\""));
        let create = INDEXES.iter().map(|index| index.create(dialect));
        for statement in drop.chain(create) {
            sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
        }
        Ok(())
    }
}
