//! Running numbers: 线索 0001, 0002 … without gaps, because a number that is not used is given back
//! with the transaction that took it.

use std::ops::Range;

use sea_orm::{ConnectionTrait, Statement};

use super::Write;
use crate::error::{Error, Result};

impl Write {
    /// The next number of the series, from 1.
    pub async fn next_number(&mut self, series: &str) -> Result<i64> {
        Ok(self.next_numbers(series, 1).await?.start)
    }

    /// The next so many numbers of the series, for an import.
    pub async fn next_numbers(&mut self, series: &str, count: u32) -> Result<Range<i64>> {
        self.start()?;
        let numbers = self.advance(series, count).await?;
        self.done();
        Ok(numbers)
    }

    /// The numbers, as one step of a larger one.
    pub(crate) async fn advance(&self, series: &str, count: u32) -> Result<Range<i64>> {
        let count = i64::from(count);
        let sql = "INSERT INTO counter (series, value) VALUES ($1, $2) \
                   ON CONFLICT (series) DO UPDATE SET value = counter.value + excluded.value RETURNING value";
        let statement =
            Statement::from_sql_and_values(self.backend(), sql, [series.into(), count.into()]);
        let row = self.tx.query_one_raw(statement).await?;
        let row = row.ok_or(Error::DamagedTable {
            table: "counter",
            reason: "计数器没有返回".to_owned(),
        })?;
        let last: i64 = row.try_get_by_index(0)?;
        Ok(last - count + 1..last + 1)
    }
}
