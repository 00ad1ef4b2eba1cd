//! New records, one or a hundred thousand. It must not know why.

use fangfei_model::record::Record;
use sea_orm::{ConnectionTrait, Statement};

use super::{ManyRows, Projection, Write};
use crate::{
    error::Result,
    journal::Touch,
    search::{self, SearchRow},
    table::{columns, current},
    tally,
};

/// Parameters of one statement: below SQLite's 32 766 and PostgreSQL's 65 535.
const PARAMETERS: usize = 16_000;

/// Records ready to be written.
struct Part {
    touched: Vec<Touch>,
    statement: Statement,
    search: Vec<SearchRow>,
}

impl Write {
    /// Adds a new record. Fails with `Duplicate` if its id or a unique field is taken, with
    /// `OutOfScope` if the actor would not see it; either way nothing of this transaction is kept.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<()> {
        self.insert_all(std::slice::from_ref(record)).await
    }

    /// Adds many new records, many to a statement.
    pub async fn insert_all<R: Record>(&mut self, records: &[R]) -> Result<()> {
        self.start()?;
        let mut counts = tally::Changes::default();
        let per_statement = (PARAMETERS / columns(R::NOUN).len()).max(1);
        let mut parts = records.chunks(per_statement);
        let mut index = search::Additions::default();
        let mut next = parts
            .next()
            .map(|part| self.prepare(part, &mut counts))
            .transpose()?;
        while let Some(part) = next.take() {
            self.touched.extend(part.touched);
            // While the database writes one part, the next is made ready.
            let (written, prepared) = tokio::join!(
                biased;
                self.tx.execute_raw(part.statement),
                async { parts.next().map(|part| self.prepare(part, &mut counts)).transpose() },
            );
            written?;
            next = prepared?;
            index.take(self, part.search).await?;
        }
        index.finish(self).await?;
        counts.write(&self.tx).await?;
        self.done();
        Ok(())
    }

    fn prepare<R: Record>(&self, records: &[R], counts: &mut tally::Changes) -> Result<Part> {
        let (table, columns) = (current(R::NOUN), columns(R::NOUN));
        let mut insert = ManyRows::new(self.backend(), &table.to_string(), columns, records.len());
        let mut touched = Vec::with_capacity(records.len());
        for record in records {
            let projection = Projection::of(record)?;
            self.require_seen(R::NOUN, &projection.place)?;
            counts.add(R::NOUN, &projection, 1);
            touched.push(Touch {
                noun: R::NOUN,
                id: projection.id,
                version: 1,
                body_hash: projection.body_hash,
            });
            insert.push(projection.into_row(1, self.at));
        }
        Ok(Part {
            touched,
            statement: insert.statement(),
            search: search::rows(records),
        })
    }
}
