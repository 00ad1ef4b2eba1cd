//! The eighth schema: whether a clue's sum and number of people are stated as 约, so that ledgers print them as they were
//! told. It must not use the live fields of the model: a migration says what was done on its day.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

use super::dialect::Dialect;

/// 2026-11: approximate figures of clues.
pub(super) struct Approximate;

impl MigrationName for Approximate {
    fn name(&self) -> &str {
        "m0008_approximate"
    }
}

#[sea_orm_migration::async_trait::async_trait]
impl MigrationTrait for Approximate {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dialect = Dialect::from(manager.get_database_backend());
        let db = manager.get_connection();
        for table in ["clue", "clue_history"] {
            for figure in ["amount", "people"] {
                for statement in column_of(dialect, table, figure) {
                    sea_orm::ConnectionTrait::execute_unprepared(db, &statement).await?;
                }
            }
        }
        Ok(())
    }
}

/// Adds the column and fills it from the records: empty where there is no figure.
fn column_of(dialect: Dialect, table: &str, figure: &str) -> [String; 2] {
    let column = format!("{figure}_approximate");
    let stated = match dialect {
        Dialect::Sqlite => format!("json_extract(\"body\", '$.{column}')"),
        Dialect::Postgres => {
            format!("CASE WHEN \"body\"::json->>'{column}' = 'true' THEN 1 ELSE 0 END")
        }
    };
    [
        format!("ALTER TABLE \"{table}\" ADD COLUMN \"{column}\" BIGINT"),
        format!("UPDATE \"{table}\" SET \"{column}\" = {stated} WHERE \"{figure}\" IS NOT NULL"),
    ]
}
