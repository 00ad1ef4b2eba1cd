//! Scoped reading of records: one by one, in lists, as rows of fields, in figures.

mod figure;
mod history;
#[cfg(test)]
mod plans;
mod record;
mod row;
mod stored;

pub use figure::Group;
pub use history::Version;
pub use row::RowOut;
pub use stored::Stored;
pub(crate) use stored::decode;

use fangfei_model::{query::Query, scope::Scope};

use crate::{connection::Conn, error::Result, search, selection::Selection};

/// Reads within one scope. Every statement made here carries the scope's predicate; there is no
/// way around it.
#[derive(Clone)]
pub struct Reader<'a> {
    pub(crate) conn: Conn<'a>,
    pub(crate) scope: Scope,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(conn: Conn<'a>, scope: Scope) -> Self {
        Self { conn, scope }
    }

    /// A query translated for this scope, cut down by the search index where that leaves few.
    async fn selection<'q>(&'q self, query: &'q Query) -> Result<Selection<'q>> {
        let few = search::candidates(&self.conn, &self.scope, query).await?;
        Ok(self.whole(query).among(few))
    }

    /// A query translated for this scope.
    fn whole<'q>(&'q self, query: &'q Query) -> Selection<'q> {
        Selection::new(query, &self.scope, self.conn.backend())
    }
}
