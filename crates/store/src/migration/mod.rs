//! The schema's history, the same on both databases. A migration lists its columns itself; it must
//! not use the model's live fields.

mod approximate;
mod dialect;
mod foundation;
mod funds;
mod likeness;
mod list_indexes;
mod monitoring;
mod noun_table;
mod order_indexes;
mod run;
mod tally;

pub(crate) use run::{migrate, state};

pub use run::SchemaState;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All migrations in order.
pub(crate) struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(foundation::Foundation),
            Box::new(funds::Funds),
            Box::new(tally::KeptCounts),
            Box::new(list_indexes::ListIndexes),
            Box::new(order_indexes::OrderIndexes),
            Box::new(monitoring::Monitoring),
            Box::new(likeness::Likenesses),
            Box::new(approximate::Approximate),
        ]
    }
}
