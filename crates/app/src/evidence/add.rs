//! Adding a file to a record. It must not know how it came in.

use fangfei_model::{
    action::Action,
    ctx::{Actor, Ctx},
    evidence::{Evidence, EvidenceKind},
    noun::Noun,
    permission::Permission,
    query::Query,
    refusal::Refusal,
    subject::Subject,
};
use fangfei_store::Write;

use super::{
    AttachedTo,
    attached_to::place_of_file,
    file_name::{admit, clean},
};
use crate::{App, Error, Result};

/// The largest file, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 500;

/// A file on its way in.
#[derive(Debug, Clone, Copy)]
pub struct NewFile<'a> {
    /// What it shows.
    pub kind: EvidenceKind,
    /// The name it came with.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// A line about it.
    pub note: &'a str,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The file as kept.
    pub evidence: Evidence,
    /// The record already had this content under this kind; nothing was written.
    pub repeated: bool,
}

/// Attaches a file to a record that the actor sees. The content is on the disk before the record
/// names it; content without a record does no harm.
pub async fn add(app: &App, ctx: &Ctx, to: AttachedTo, file: NewFile<'_>) -> Result<Added> {
    ctx.require(Permission::EvidenceAdd)?;
    if file.kind == EvidenceKind::BankStatement {
        return Err(Refusal::new(
            "上传银行流水",
            "银行流水须写明依据哪份法律文书取得",
            "请在资金核查的“流水”页上传",
        )
        .into());
    }
    let evidence = prepared(app, ctx, to, file).await?;
    keep(app, ctx, evidence).await
}

/// The evidence record of a file whose content is now on the disk; nothing names it yet. For use
/// cases that write it together with their own record.
pub(crate) async fn prepared(
    app: &App,
    ctx: &Ctx,
    to: AttachedTo,
    file: NewFile<'_>,
) -> Result<Evidence> {
    let place = place_of_file(ctx, to.place(app, ctx).await?);
    let name = clean(file.name);
    let media_type = admit(&name, file.bytes).map_err(|problem| Error::file(&name, problem))?;
    let note = note(file.note)?;
    let blob = app.store.blobs().put(file.bytes, LARGEST).await?;
    Ok(Evidence {
        id: ctx.new_id(),
        noun: to.noun,
        record: to.record,
        kind: file.kind,
        file_name: name,
        sha256: blob.sha256,
        size: blob.size,
        media_type: media_type.to_owned(),
        note,
        added: ctx.stamp(),
        division: place.division,
        unit: place.unit,
    })
}

fn note(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_NOTE {
        return Err(Error::field(
            "note",
            format!("材料说明最多 {LONGEST_NOTE} 字，请精简"),
        ));
    }
    Ok(text.to_owned())
}

async fn keep(app: &App, ctx: &Ctx, evidence: Evidence) -> Result<Added> {
    let mut write = app.store.write(ctx, Action::EvidenceAdd).await?;
    if let Some(evidence) = on_file(app, ctx, &evidence).await? {
        return Ok(Added {
            evidence,
            repeated: true,
        });
    }
    write.insert(&evidence).await?;
    if evidence.noun == Noun::Subject {
        tick_checklist(&mut write, &evidence).await?;
    }
    write.detail("file", evidence.file_name.as_str());
    write.commit().await?;
    Ok(Added {
        evidence,
        repeated: false,
    })
}

/// The same content under the same kind at the same record, whoever added it. The write lock is
/// held, so that two uploads at once do not both miss each other.
async fn on_file(app: &App, ctx: &Ctx, evidence: &Evidence) -> Result<Option<Evidence>> {
    let program = ctx.acting_as(Actor::System {
        task: "核对重复材料",
    });
    let query = Query::of(Noun::Evidence)
        .equals("record", evidence.record.simple().to_string())
        .equals("sha256", evidence.sha256.as_str())
        .equals("kind", evidence.kind.code());
    let found = app.store.read(&program).find::<Evidence>(&query).await?;
    Ok(found.map(|found| found.record))
}

/// The subject's checklist counts the kinds on file.
async fn tick_checklist(write: &mut Write, evidence: &Evidence) -> Result<()> {
    let before = write
        .get::<Subject>(evidence.record)
        .await?
        .ok_or(Error::NotFound(Noun::Subject))?;
    let mut after = before.record.clone();
    if !after.evidence_kinds.contains(&evidence.kind) {
        after.evidence_kinds.push(evidence.kind);
        after.evidence_kinds.sort_unstable();
        write.update(&before, after).await?;
    }
    Ok(())
}
