//! A record as it came out of the store. It must not know statements.

use fangfei_model::{id::IdError, noun::Noun, record::Record};
use jiff::Timestamp;
use sea_orm::{
    QueryResult,
    sea_query::{IntoIden, SelectStatement},
};
use uuid::Uuid;

use crate::{
    column::moment,
    error::{Error, Result},
    selection::ROOT,
    table::base,
};

/// A record with its version, which an update must name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<R> {
    /// The record.
    pub record: R,
    /// 1 for the first version.
    pub version: i64,
    /// When this version was written.
    pub valid_from: Timestamp,
}

impl<R: Record> Stored<R> {
    /// Refuses a change of a version that has been replaced since it was read, so that nobody's words are lost.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub fn still_at(&self, version: i64) -> Result<()> {
        if self.version == version {
            return Ok(());
        }
        Err(Error::Stale {
            noun: R::NOUN,
            id: self.record.record_id(),
        })
    }
}

/// The columns that `read` expects, in its order, under the root alias.
pub(crate) const COLUMNS: [&str; 4] = [base::ID, base::VERSION, base::SINCE, base::BODY];

/// Selects `COLUMNS`.
pub(crate) fn select(statement: &mut SelectStatement) {
    for name in COLUMNS {
        statement.column((ROOT, name.into_iden()));
    }
}

/// The record of a row of `COLUMNS`.
pub(crate) fn read<R: Record>(row: &QueryResult) -> Result<Stored<R>> {
    let id = read_id(R::NOUN, row)?;
    let body: String = row.try_get_by_index(3)?;
    let record = decode(id, &body)?;
    Ok(Stored {
        record,
        version: row.try_get_by_index(1)?,
        valid_from: moment(row.try_get_by_index(2)?),
    })
}

/// The id in the first column.
pub(crate) fn read_id(noun: Noun, row: &QueryResult) -> Result<Uuid> {
    let text: String = row.try_get_by_index(0)?;
    Uuid::try_parse(&text).map_err(|_| Error::Damaged {
        noun,
        id: Uuid::nil(),
        reason: IdError(text).to_string(),
    })
}

/// The record of a body.
pub(crate) fn decode<R: Record>(id: Uuid, body: &str) -> Result<R> {
    serde_json::from_str(body).map_err(|e| Error::Damaged {
        noun: R::NOUN,
        id,
        reason: e.to_string(),
    })
}
