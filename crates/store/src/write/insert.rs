//! New records, one or a hundred thousand. It must not know why.

use fangfei_model::record::Record;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, InsertStatement},
};

use super::{Projection, Write};
use crate::{
    error::Result,
    journal::Touch,
    search,
    table::{columns, current},
};

/// Parameters of one statement: below SQLite's 32 766 and PostgreSQL's 65 535.
const PARAMETERS: usize = 16_000;

impl Write {
    /// Adds a new record. Fails with `Duplicate` if its id or a unique field is taken, with
    /// `OutOfScope` if the actor would not see it; either way nothing of this transaction is kept.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        self.insert_all(std::slice::from_ref(record)).await
    }

    /// Adds many new records, many to a statement.
    pub async fn insert_all<R: Record>(&mut self, records: &[R]) -> Result<()> {
        self.start()?;
        let per_statement = (PARAMETERS / columns(R::NOUN).len()).max(1);
        for part in records.chunks(per_statement) {
            self.insert_part(part).await?;
            search::add(self, part).await?;
        }
        self.done();
        Ok(())
    }

    async fn insert_part<R: Record>(&mut self, records: &[R]) -> Result<()> {
        let mut insert = InsertStatement::new();
        insert
            .into_table(current(R::NOUN))
            .columns(columns(R::NOUN));
        for record in records {
            let projection = Projection::of(record)?;
            self.require_seen(R::NOUN, &projection.place)?;
            self.touched.push(Touch {
                noun: R::NOUN,
                id: projection.id,
                version: 1,
                body_hash: projection.body_hash,
            });
            insert.values_panic(projection.into_row(1, self.at).into_iter().map(Expr::from));
        }
        self.tx.execute(&insert).await?;
        Ok(())
    }
}
