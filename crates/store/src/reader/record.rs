//! Reading whole records: by id, the first that fits, a page of them, all of them. It must not know
//! how a query becomes SQL.

use fangfei_model::{
    query::{Condition, Query},
    record::{FieldKind, Record},
};
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use sea_orm::{
    DbBackend,
    sea_query::{ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::{Reader, Stored, stored};
use crate::{
    column::id_text,
    error::{Error, Result},
    page::Page,
    scope::predicate,
    selection::{ROOT, column},
    table::{base, current},
};

/// Records that are gathered and sorted within some milliseconds.
const MANY: u64 = 50_000;

impl<'a> Reader<'a> {
    /// The record as it is; `None` if there is none or it is out of scope.
    pub async fn get<R: Record>(&self, id: impl Into<Uuid>) -> Result<Option<Stored<R>>> {
        let mut statement = SelectStatement::new();
        stored::select(&mut statement);
        statement
            .from_as(current(R::NOUN), ROOT)
            .and_where(column(ROOT, base::ID).eq(id_text(id.into())));
        if let Some(seen) = predicate(&self.scope, R::VISIBILITY, ROOT, self.conn.backend()) {
            statement.cond_where(seen);
        }
        self.conn
            .one(&statement)
            .await?
            .map(|row| stored::read(&row))
            .transpose()
    }

    /// The records of these ids that are in scope, in no particular order.
    pub async fn get_all<R: Record>(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<Vec<Stored<R>>> {
        let ids: Vec<String> = ids.into_iter().map(id_text).collect();
        let mut found = Vec::with_capacity(ids.len());
        for part in ids.chunks(1000) {
            let mut statement = SelectStatement::new();
            stored::select(&mut statement);
            statement
                .from_as(current(R::NOUN), ROOT)
                .and_where(column(ROOT, base::ID).is_in(part.to_vec()));
            if let Some(seen) = predicate(&self.scope, R::VISIBILITY, ROOT, self.conn.backend()) {
                statement.cond_where(seen);
            }
            for row in self.conn.all(&statement).await? {
                found.push(stored::read(&row)?);
            }
        }
        Ok(found)
    }

    /// The first record that fits.
    pub async fn find<R: Record>(&self, query: &Query) -> Result<Option<Stored<R>>> {
        Ok(self.list(query, Page::first(1)).await?.pop())
    }

    /// One page of the records that fit, in the query's order.
    pub async fn list<R: Record>(&self, query: &Query, page: Page) -> Result<Vec<Stored<R>>> {
        let mut statement = self.bodies::<R>(query, Some(page.bounded()?)).await?;
        if query.as_of.is_some() {
            statement
                .limit(page.bounded()?.limit)
                .offset(page.bounded()?.offset);
        }
        self.conn
            .all(&statement)
            .await?
            .iter()
            .map(stored::read)
            .collect()
    }

    /// All records that fit, one by one in the query's order; memory does not grow with their number.
    pub async fn stream<R: Record>(
        self,
        query: &Query,
    ) -> Result<BoxStream<'a, Result<Stored<R>>>> {
        let statement = self.bodies::<R>(query, None).await?;
        let rows = self.conn.stream(&statement).await?;
        Ok(rows
            .map_err(Error::from)
            .map(|row| stored::read(&row?))
            .boxed())
    }

    /// Selects bodies. A page of the present picks its ids first, from indexes where it can, and
    /// only then fetches the long bodies of those few rows.
    async fn bodies<R: Record>(
        &self,
        query: &Query,
        page: Option<Page>,
    ) -> Result<SelectStatement> {
        if query.noun != R::NOUN {
            return Err(Error::WrongNoun {
                asked: query.noun,
                wanted: R::NOUN,
            });
        }
        let mut statement = SelectStatement::new();
        stored::select(&mut statement);
        match page {
            Some(page) if query.as_of.is_none() => {
                let ids = self.ids(query, page).await?;
                self.whole(query).apply_to_ids(&mut statement, ids)?;
            }
            _ => self
                .selection(query)
                .await?
                .apply_ordered(&mut statement, true)?,
        }
        Ok(statement)
    }

    /// Selects the ids of one page.
    pub(super) async fn ids(&self, query: &Query, page: Page) -> Result<SelectStatement> {
        let mut statement = SelectStatement::new();
        statement
            .expr(column(ROOT, base::ID))
            .limit(page.limit)
            .offset(page.offset);
        let walks = self.walks(query).await?;
        self.selection(query)
            .await?
            .walking(walks)
            .apply_ordered(&mut statement, false)?;
        Ok(statement)
    }

    /// Whether so many records have the wanted codes that the index of the order comes to a page of
    /// them sooner than any index of the codes: SQLite would gather and sort them all.
    async fn walks(&self, query: &Query) -> Result<bool> {
        let by_code = |condition: &Condition| {
            let field = query.noun.field(&condition.path.0);
            field.is_some_and(|field| matches!(field.kind, FieldKind::Code(_)))
        };
        let asked = !query.order.is_empty()
            && !query.conditions.is_empty()
            && query.conditions.iter().all(by_code);
        if self.conn.backend() != DbBackend::Sqlite || !asked {
            return Ok(false);
        }
        let count = self.kept_count(query).await?;
        Ok(count.is_some_and(|count| count > MANY))
    }
}
