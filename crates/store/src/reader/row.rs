//! Reading rows of fields, along references: what ledgers and lists are made of. Bodies are not
//! touched. It must not know how a query becomes SQL.

use fangfei_model::{
    noun::Noun,
    query::{Path, Query},
    record::{FieldKind, Value},
};
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use sea_orm::{QueryResult, sea_query::SelectStatement};
use uuid::Uuid;

use super::{Reader, stored::read_id};
use crate::{
    column::decode,
    error::{Error, Result},
    page::Page,
    selection::{ROOT, column},
    table::base,
};

/// One row of fields.
#[derive(Debug, Clone, PartialEq)]
pub struct RowOut {
    /// The record that the row is of.
    pub id: Uuid,
    /// The version of the record that the row is of.
    pub version: i64,
    /// The fields asked for, in their order. A field of a record out of scope is `Null`.
    pub values: Vec<Value>,
}

impl<'a> Reader<'a> {
    /// One page of rows, in the query's order.
    pub async fn rows(&self, query: &Query, paths: &[Path], page: Page) -> Result<Vec<RowOut>> {
        let page = page.bounded()?;
        let (mut statement, kinds) = self.row_statement(query, paths, Some(page)).await?;
        if query.as_of.is_some() {
            statement.limit(page.limit).offset(page.offset);
        }
        self.conn
            .all(&statement)
            .await?
            .iter()
            .map(|row| read(query.noun, &kinds, row))
            .collect()
    }

    /// All rows one by one, in the query's order; memory does not grow with their number. The stream
    /// holds one reading connection until it is dropped.
    pub async fn stream_rows(
        self,
        query: &Query,
        paths: &[Path],
    ) -> Result<BoxStream<'a, Result<RowOut>>> {
        let (statement, kinds) = self.row_statement(query, paths, None).await?;
        let noun = query.noun;
        let rows = self.conn.stream(&statement).await?;
        Ok(rows
            .map_err(Error::from)
            .map(move |row| read(noun, &kinds, &row?))
            .boxed())
    }

    async fn row_statement(
        &self,
        query: &Query,
        paths: &[Path],
        page: Option<Page>,
    ) -> Result<(SelectStatement, Vec<FieldKind>)> {
        let mut statement = SelectStatement::new();
        statement
            .expr(column(ROOT, base::ID))
            .expr(column(ROOT, base::VERSION));
        let ids = match page {
            Some(page) if query.as_of.is_none() => Some(self.ids(query, page).await?),
            _ => None,
        };
        let mut selection = if ids.is_some() {
            self.whole(query)
        } else {
            self.selection(query).await?
        };
        let mut kinds = Vec::with_capacity(paths.len());
        for path in paths {
            let (expr, field) = selection.path(path)?;
            statement.expr(expr);
            kinds.push(field.kind);
        }
        match ids {
            Some(ids) => selection.apply_to_ids(&mut statement, ids)?,
            None => selection.apply_ordered(&mut statement, false)?,
        }
        Ok((statement, kinds))
    }
}

fn read(noun: Noun, kinds: &[FieldKind], row: &QueryResult) -> Result<RowOut> {
    let values = kinds
        .iter()
        .enumerate()
        .map(|(i, kind)| decode(*kind, row, i + 2))
        .collect::<Result<_>>()?;
    Ok(RowOut {
        id: read_id(noun, row)?,
        version: row.try_get_by_index(1)?,
        values,
    })
}
