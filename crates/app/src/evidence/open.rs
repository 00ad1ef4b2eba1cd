//! The files of a record, and one of them opened. It must not know downloads.

use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    evidence::{Evidence, EvidenceKind},
    id::EvidenceId,
    noun::Noun,
    permission::Permission,
    query::Query,
};

use super::AttachedTo;
use crate::{App, Error, Page, Result};

/// The most files listed at one record.
const MOST: u64 = 1_000;

/// A file with its content.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What is known of it.
    pub evidence: Evidence,
    /// Its content, checked against its hash.
    pub bytes: Vec<u8>,
}

/// The files of a record that the actor sees, in the order in which they came.
pub async fn list_of(app: &App, ctx: &Ctx, of: AttachedTo) -> Result<Vec<Evidence>> {
    of.place(app, ctx).await?;
    // Whoever sees the record sees all its files, whichever unit added them.
    let program = ctx.acting_as(Actor::System {
        task: "读取材料目录",
    });
    let query = Query::of(Noun::Evidence)
        .equals("record", of.record.simple().to_string())
        .equals("noun", of.noun.code())
        .by("added_at", false);
    let files = app
        .store
        .read(&program)
        .list::<Evidence>(&query, Page::first(MOST))
        .await?;
    Ok(files.into_iter().map(|file| file.record).collect())
}

/// Opens a file of a record that the actor sees; the journal keeps who did. Papers that show a
/// person's identity open to those who may read full numbers and to whoever added them.
pub async fn open(app: &App, ctx: &Ctx, id: EvidenceId) -> Result<Opened> {
    let program = ctx.acting_as(Actor::System {
        task: "读取材料"
    });
    let found = app.store.read(&program).get::<Evidence>(id.uuid()).await?;
    let evidence = found.ok_or(Error::NotFound(Noun::Evidence))?.record;
    let seen = AttachedTo::new(evidence.noun, evidence.record)
        .place(app, ctx)
        .await;
    seen.map_err(|error| match error {
        Error::NotFound(_) | Error::Missing(_) => Error::NotFound(Noun::Evidence),
        other => other,
    })?;
    let own = ctx.user().is_some() && evidence.added.by == ctx.user();
    if evidence.kind == EvidenceKind::Identity && !own {
        ctx.require(Permission::PersonalNumberRead)?;
    }
    let bytes = app.store.blobs().get(&evidence.sha256).await?;
    let mut write = app.store.write(ctx, Action::EvidenceOpen).await?;
    write.detail("evidence", evidence.id.to_string());
    write.detail("file", evidence.file_name.as_str());
    write.detail("noun", evidence.noun.code());
    write.detail("record", evidence.record.simple().to_string());
    write.commit().await?;
    Ok(Opened { evidence, bytes })
}
