//! The sixth schema: alerts, runs of the index and rule sets. It must not use the live fields of the
//! model: a migration says what was done on its day.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::{
    dialect::Dialect,
    noun_table::{
        NounTable,
        Storage::{Integer, Text},
    },
};

/// 2026-11: monitoring.
pub(super) struct Monitoring;

const NOUNS: &[NounTable] = &[
    NounTable {
        name: "alert",
        fields: &[
            ("number", Text),
            ("subject", Text),
            ("subject_name", Text),
            ("tenths", Integer),
            ("band", Text),
            ("first_seen", Text),
            ("last_seen", Text),
            ("times", Integer),
            ("rests_until", Text),
            ("clue", Text),
            ("state", Text),
        ],
        unique: &["number"],
        indexes: &[
            &["state", "tenths", "id"],
            &["state", "last_seen", "id"],
            &["last_seen", "id"],
            &["subject"],
            &["scope_division"],
        ],
    },
    NounTable {
        name: "index_run",
        fields: &[
            ("number", Text),
            ("as_of", Text),
            ("asked_at", Integer),
            ("rule_set", Text),
            ("subjects", Integer),
            ("raised", Integer),
            ("state", Text),
        ],
        unique: &["number"],
        indexes: &[
            &["state", "as_of", "id"],
            &["asked_at", "id"],
            &["scope_division"],
        ],
    },
    NounTable {
        name: "rule_set",
        fields: &[
            ("number", Text),
            ("title", Text),
            ("digest", Text),
            ("drafted_at", Integer),
            ("published_at", Integer),
            ("tests", Integer),
            ("state", Text),
        ],
        unique: &["number"],
        indexes: &[&["state", "id"], &["drafted_at", "id"], &["scope_division"]],
    },
];

impl MigrationName for Monitoring {
    fn name(&self) -> &str {
        "m0006_monitoring"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Monitoring {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        for statement in NOUNS.iter().flat_map(|noun| noun.create(dialect)) {
            sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
        }
        Ok(())
    }
}
