//! One write transaction from its lock to its journal entry. Dropped without `commit`, it is rolled
//! back whole.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    noun::Noun,
    query::Query,
    record::Record,
    scope::{Place, Scope},
};
use sea_orm::{DatabaseTransaction, DbBackend};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    column::micros,
    connection::Conn,
    error::{Error, Result},
    journal::{self, Append, Receipt, Touch},
    page::Page,
    reader::{Reader, Stored},
    store::Store,
    tally,
};

/// A write transaction. It holds the store's write lock until it is committed or dropped.
pub struct Write {
    pub(crate) store: Store,
    pub(crate) tx: DatabaseTransaction,
    pub(crate) ctx: Ctx,
    pub(super) scope: Scope,
    /// The moment of the whole transaction, microseconds since 1970.
    pub(crate) at: i64,
    action: Action,
    head: journal::OpenHead,
    pub(super) touched: Vec<Touch>,
    reason: Option<String>,
    detail: serde_json::Map<String, Json>,
    /// A statement failed or was broken off: nothing of this transaction may be kept.
    abandoned: bool,
}

impl Write {
    /// Takes the lock, then the moment: so moments follow the order of the journal as the clock does.
    pub(crate) async fn begin(store: Store, ctx: Ctx, action: Action) -> Result<Self> {
        store.key()?;
        let tx = store.sides().begin_write().await?;
        let head = journal::lock(&tx).await?;
        let at = micros(ctx.now());
        Ok(Self {
            scope: ctx.scope(),
            store,
            tx,
            ctx,
            at,
            action,
            head,
            touched: Vec::new(),
            reason: None,
            detail: serde_json::Map::new(),
            abandoned: false,
        })
    }

    /// Reads inside the transaction, what it wrote itself included.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(Conn::Transaction(&self.tx), self.scope.clone())
    }

    /// The record as it is; no other writer can change it before this transaction ends.
    pub async fn get<R: Record>(&self, id: impl Into<Uuid>) -> Result<Option<Stored<R>>> {
        self.reader().get(id).await
    }

    /// The first record that fits.
    pub async fn find<R: Record>(&self, query: &Query) -> Result<Option<Stored<R>>> {
        self.reader().find(query).await
    }

    /// One page of the records that fit.
    pub async fn list<R: Record>(&self, query: &Query, page: Page) -> Result<Vec<Stored<R>>> {
        self.reader().list(query, page).await
    }

    /// Counts anew what is kept counted, from the records as they are.
    pub async fn recount(&mut self) -> Result<()> {
        self.start()?;
        tally::rebuild(&self.tx).await?;
        self.done();
        Ok(())
    }

    /// Why this is done, for the journal.
    pub fn reason(&mut self, text: impl Into<String>) -> &mut Self {
        self.reason = Some(text.into());
        self
    }

    /// Further particulars for the journal, such as the file of an import.
    pub fn detail(&mut self, key: &str, value: impl Into<Json>) -> &mut Self {
        self.detail.insert(key.to_owned(), value.into());
        self
    }

    /// Appends the journal entry and commits. When this returns, the write outlasts a power cut.
    pub async fn commit(self) -> Result<Receipt> {
        if self.abandoned {
            return Err(Error::Abandoned);
        }
        let what = Append {
            ctx: &self.ctx,
            action: self.action,
            at: self.at,
            reason: self.reason,
            detail: self.detail,
            touched: self.touched,
        };
        let receipt = journal::append(&self.tx, self.store.key()?, self.head, what).await?;
        self.tx.commit().await?;
        Ok(receipt)
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.store.sides().backend
    }

    /// Marks the transaction as given up until `done`: a step that fails or is broken off in its
    /// middle must not be committed with what came before it.
    pub(crate) fn start(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.abandoned, true) {
            Err(Error::Abandoned)
        } else {
            Ok(())
        }
    }

    /// The step that `start` began is whole.
    pub(crate) fn done(&mut self) {
        self.abandoned = false;
    }

    /// Fails unless the actor sees a record at this place.
    pub(super) fn require_seen(&self, noun: Noun, place: &Place) -> Result<()> {
        if self.scope.sees(place, noun.visibility()) {
            Ok(())
        } else {
            Err(Error::OutOfScope { noun })
        }
    }
}
