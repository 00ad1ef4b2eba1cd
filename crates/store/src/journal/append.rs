//! Appends one entry to the journal, inside the transaction that it describes. It must not know what
//! the transaction wrote beyond the versions it touched.

use fangfei_model::{action::Action, ctx::Ctx};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction,
    sea_query::{Expr, ExprTrait, InsertStatement, UpdateStatement},
};

use super::{
    entry::{Entry, EntryActor, Touch, TouchHasher},
    head::{Head, OpenHead, Receipt},
    key::JournalKey,
    merkle::{hex, leaf},
};
use crate::{
    column::{id_text, moment},
    error::{Error, Result},
    write::ManyRows,
};

/// What an entry is made of.
pub(crate) struct Append<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) action: Action,
    pub(crate) at: i64,
    pub(crate) reason: Option<String>,
    pub(crate) detail: serde_json::Map<String, serde_json::Value>,
    pub(crate) touched: Vec<Touch>,
}

/// Writes the entry, what it touched, and the new head.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    key: &JournalKey,
    mut head: OpenHead,
    mut what: Append<'_>,
) -> Result<Receipt> {
    what.touched
        .sort_by(|a, b| (a.noun.code(), a.id, a.version).cmp(&(b.noun.code(), b.id, b.version)));
    let seq = head.frontier.size() + 1;
    let touched = std::mem::take(&mut what.touched);
    let entry = compose(seq, &what, &touched, head.last_leaf);
    let text = serde_json::to_string(&entry).map_err(|e| Error::DamagedTable {
        table: "journal",
        reason: e.to_string(),
    })?;
    let hash = leaf(text.as_bytes());
    head.frontier.push(hash);
    let root = head.frontier.root();
    let row = JournalRow {
        entry,
        text,
        leaf: hex(&hash),
        root: hex(&root),
        signature: key.sign(seq, &root),
    };
    let number = i64::try_from(seq).unwrap_or(i64::MAX);
    insert_touches(tx, number, &touched).await?;
    insert_row(tx, number, &row).await?;
    update_head(tx, number, &row, &head.frontier.to_text()).await?;
    Ok(Receipt {
        seq: number,
        at: moment(what.at),
        head: Head::of(&head.frontier),
    })
}

struct JournalRow {
    entry: Entry,
    text: String,
    leaf: String,
    root: String,
    signature: String,
}

fn compose(seq: u64, what: &Append<'_>, touched: &[Touch], prev: String) -> Entry {
    let mut list = TouchHasher::default();
    for touch in touched {
        list.add(
            touch.noun.code(),
            &id_text(touch.id),
            touch.version,
            &hex(&touch.body_hash),
        );
    }
    let ctx = what.ctx;
    Entry {
        seq,
        at: what.at,
        action: what.action.code().to_owned(),
        actor: EntryActor {
            id: ctx.user().map(|u| u.to_string()),
            name: ctx.name().to_owned(),
            unit: ctx.unit().map(|u| u.to_string()),
        },
        request: ctx.request.to_string(),
        reason: what.reason.clone(),
        detail: what.detail.clone(),
        touched: list.finish(),
        prev,
    }
}

async fn insert_touches(tx: &DatabaseTransaction, seq: i64, touched: &[Touch]) -> Result<()> {
    let columns = ["noun", "record_id", "version", "seq", "body_hash"];
    for part in touched.chunks(1000) {
        let backend = ConnectionTrait::get_database_backend(tx);
        let mut insert = ManyRows::new(backend, "journal_touch", columns, part.len());
        for touch in part {
            insert.push([
                touch.noun.code().into(),
                id_text(touch.id).into(),
                touch.version.into(),
                seq.into(),
                hex(&touch.body_hash).into(),
            ]);
        }
        tx.execute_raw(insert.statement()).await?;
    }
    Ok(())
}

async fn insert_row(tx: &DatabaseTransaction, seq: i64, row: &JournalRow) -> Result<()> {
    let mut insert = InsertStatement::new();
    insert.into_table("journal").columns([
        "seq",
        "at",
        "action",
        "actor_id",
        "actor_name",
        "unit_id",
        "request",
        "entry",
        "leaf_hash",
        "root",
        "signature",
    ]);
    insert.values_panic([
        seq.into(),
        row.entry.at.into(),
        row.entry.action.as_str().into(),
        row.entry.actor.id.clone().into(),
        row.entry.actor.name.as_str().into(),
        row.entry.actor.unit.clone().into(),
        row.entry.request.as_str().into(),
        row.text.as_str().into(),
        row.leaf.as_str().into(),
        row.root.as_str().into(),
        row.signature.as_str().into(),
    ]);
    tx.execute(&insert).await?;
    Ok(())
}

async fn update_head(
    tx: &DatabaseTransaction,
    seq: i64,
    row: &JournalRow,
    frontier: &str,
) -> Result<()> {
    let mut update = UpdateStatement::new();
    update
        .table("journal_head")
        .value("size", seq)
        .value("root", row.root.as_str())
        .value("frontier", frontier)
        .value("last_leaf", row.leaf.as_str())
        .and_where(Expr::col("id").eq(1));
    tx.execute(&update).await?;
    Ok(())
}
