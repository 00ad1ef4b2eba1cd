//! Scoped reading of records: one by one, in lists, as rows of fields, in figures.

mod figure;
mod history;
mod record;
mod row;
mod stored;

pub use figure::Group;
pub use history::Version;
pub use row::RowOut;
pub use stored::Stored;
pub(crate) use stored::decode;

use fangfei_model::scope::Scope;

use crate::connection::Conn;

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
}
