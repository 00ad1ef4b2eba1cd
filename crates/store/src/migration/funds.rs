//! The second schema: funds inquiries, claims and refund batches. It must not use the live fields of
//! the model: a migration says what was done on its day.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::{
    dialect::Dialect,
    noun_table::{
        NounTable,
        Storage::{Integer, Text},
    },
};

/// 2026-11: money.
pub(super) struct Funds;

const NOUNS: &[NounTable] = &[
    NounTable {
        name: "funds_inquiry",
        fields: &[
            ("number", Text),
            ("title", Text),
            ("subject_name", Text),
            ("subject", Text),
            ("clue", Text),
            ("risk_item", Text),
            ("unit", Text),
            ("opened_on", Text),
            ("ground", Text),
            ("document", Text),
            ("files", Integer),
            ("transfers", Integer),
            ("findings", Integer),
            ("participants", Integer),
            ("paid_in", Integer),
            ("analysed_at", Integer),
            ("judged", Integer),
            ("state", Text),
        ],
        unique: &["number"],
        indexes: &[
            &["state", "opened_on", "id"],
            &["opened_on", "id"],
            &["subject"],
            &["clue"],
            &["risk_item"],
            &["scope_division"],
        ],
    },
    NounTable {
        name: "claim",
        fields: &[
            ("number", Text),
            ("inquiry", Text),
            ("name", Text),
            ("citizen_id", Text),
            ("paid_in", Integer),
            ("returned", Integer),
            ("received", Integer),
            ("loss", Integer),
            ("differs", Integer),
            ("grade", Text),
            ("confirmed_loss", Integer),
            ("registered_on", Text),
            ("state", Text),
        ],
        unique: &["number"],
        indexes: &[
            &["inquiry", "number", "id"],
            &["inquiry", "state", "number", "id"],
            &["inquiry", "name", "id"],
            &["inquiry", "loss", "id"],
            &["scope_division"],
        ],
    },
    NounTable {
        name: "refund_batch",
        fields: &[
            ("number", Text),
            ("inquiry", Text),
            ("ordinal", Integer),
            ("available", Integer),
            ("people", Integer),
            ("paid", Integer),
            ("drafted_on", Text),
            ("approved_on", Text),
            ("paid_on", Text),
            ("state", Text),
        ],
        unique: &["number"],
        indexes: &[
            &["inquiry", "ordinal", "id"],
            &["state", "drafted_on", "id"],
            &["scope_division"],
        ],
    },
];

impl MigrationName for Funds {
    fn name(&self) -> &str {
        "m0002_funds"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Funds {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        for statement in NOUNS.iter().flat_map(|noun| noun.create(dialect)) {
            sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
        }
        Ok(())
    }
}
