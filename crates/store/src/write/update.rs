//! A record's next version: the one before moves to the history table. It must not know why.

use fangfei_model::record::Record;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, InsertStatement, IntoIden, SelectStatement, UpdateStatement},
};

use super::{Projection, Write};
use crate::{
    column::{id_text, micros, moment},
    error::{Error, Result},
    journal::Touch,
    reader::Stored,
    search,
    table::{base, columns, current, history},
    tally,
};

impl Write {
    /// Replaces the record by its next version and returns it as stored. A record with the same
    /// content is left as it is: no version, no mark in the journal. Fails with `Stale` if another
    /// version has come since `before` was read, with `OutOfScope` if the actor does not see the
    /// record as it was or as it would be.
    pub async fn update<R: Record>(&mut self, before: &Stored<R>, after: R) -> Result<Stored<R>> {
        let old = Projection::of(&before.record)?;
        let new = Projection::of(&after)?;
        if old.id != new.id {
            return Err(Error::Stale {
                noun: R::NOUN,
                id: new.id,
            });
        }
        self.require_seen(R::NOUN, &old.place)?;
        self.require_seen(R::NOUN, &new.place)?;
        if old.body == new.body {
            return Ok(before.clone());
        }
        self.start()?;
        // Should the clock stand still or go back, a version still begins after the one before it.
        let since = Ord::max(self.at, micros(before.valid_from) + 1);
        let mut counts = tally::Changes::default();
        counts.add(R::NOUN, &old, -1);
        counts.add(R::NOUN, &new, 1);
        self.keep_old(before, old.id, since).await?;
        self.replace::<R>(new, before.version, since).await?;
        search::replace(self, &before.record, &after).await?;
        counts.write(&self.tx).await?;
        self.done();
        Ok(Stored {
            record: after,
            version: before.version + 1,
            valid_from: moment(since),
        })
    }

    /// Copies the current row to the history table, if it is still the version that was read.
    async fn keep_old<R: Record>(
        &self,
        before: &Stored<R>,
        id: uuid::Uuid,
        until: i64,
    ) -> Result<()> {
        let names = columns(R::NOUN);
        let mut row = SelectStatement::new();
        row.columns(names.iter().map(|n| (*n).into_iden()))
            .expr(Expr::val(until))
            .from(current(R::NOUN));
        row.and_where(Expr::col(base::ID).eq(id_text(id)));
        row.and_where(Expr::col(base::VERSION).eq(before.version));
        let mut insert = InsertStatement::new();
        insert
            .into_table(history(R::NOUN))
            .columns(names.into_iter().chain([base::UNTIL]));
        insert
            .select_from(row)
            .map_err(|e| Error::Db(sea_orm::DbErr::Custom(e.to_string())))?;
        let kept = self.tx.execute(&insert).await?;
        if kept.rows_affected() == 1 {
            Ok(())
        } else {
            Err(Error::Stale { noun: R::NOUN, id })
        }
    }

    async fn replace<R: Record>(&mut self, new: Projection, before: i64, since: i64) -> Result<()> {
        let (id, version, body_hash) = (new.id, before + 1, new.body_hash);
        let mut update = UpdateStatement::new();
        update.table(current(R::NOUN));
        update.values(
            columns(R::NOUN)
                .into_iter()
                .zip(new.into_row(version, since).into_iter().map(Expr::from)),
        );
        update.and_where(Expr::col(base::ID).eq(id_text(id)));
        self.tx.execute(&update).await?;
        self.touched.push(Touch {
            noun: R::NOUN,
            id,
            version,
            body_hash,
        });
        Ok(())
    }
}
