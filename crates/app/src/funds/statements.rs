//! Statement files of an inquiry: added on a named ground, withdrawn with a reason. File and inquiry
//! are written together, so that no bank record is kept without its ground. It must not know how
//! statements are read.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    evidence::EvidenceKind,
    funds_inquiry::{FundsInquiry, StatementFile},
    id::{EvidenceId, FundsInquiryId},
    noun::Noun,
    permission::Permission,
};

use sha2::{Digest, Sha256};

use super::{GroundDraft, locked};
use crate::{
    App, Result,
    evidence::{self, AttachedTo, NewFile},
    kept::hex,
};

/// A statement file on its way in.
#[derive(Debug, Clone, Copy)]
pub struct NewStatement<'a> {
    /// The name it came with.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
    /// Which of the inquiry's grounds, counted from 0.
    pub ground: u32,
    /// A line about it.
    pub note: &'a str,
}

/// Registers another document by which statements were obtained.
pub async fn add_ground(
    app: &App,
    ctx: &Ctx,
    id: FundsInquiryId,
    draft: &GroundDraft,
) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let ground = draft.read(ctx)?;
    let mut write = app.store.write(ctx, Action::FundsGround).await?;
    let before = locked(&write, id).await?;
    write.detail("document", ground.document.as_str());
    let after = before.record.clone().add_ground(ground)?;
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Whether a file of this content is in use.
pub fn has_file(inquiry: &FundsInquiry, bytes: &[u8]) -> bool {
    let hash = hex(&Sha256::digest(bytes));
    inquiry.files_in_use().any(|file| file.sha256 == hash)
}

/// Adds a statement file.
pub async fn add_statement(
    app: &App,
    ctx: &Ctx,
    id: FundsInquiryId,
    file: NewStatement<'_>,
) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let to = AttachedTo::new(Noun::FundsInquiry, id.uuid());
    let new = NewFile {
        kind: EvidenceKind::BankStatement,
        name: file.name,
        bytes: file.bytes,
        note: file.note,
    };
    let evidence = evidence::prepared(app, ctx, to, new).await?;
    let mut write = app.store.write(ctx, Action::FundsFileAdd).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().add_file(StatementFile {
        evidence: evidence.id,
        file_name: evidence.file_name.clone(),
        sha256: evidence.sha256.clone(),
        ground: file.ground,
        stamp: ctx.stamp(),
        withdrawn: None,
    })?;
    write.insert(&evidence).await?;
    write.update(&before, after.clone()).await?;
    write.detail("file", evidence.file_name.as_str());
    write.commit().await?;
    Ok(after)
}

/// Takes a file out of the analysis; it stays as evidence.
pub async fn withdraw_statement(
    app: &App,
    ctx: &Ctx,
    id: FundsInquiryId,
    file: EvidenceId,
    why: &str,
) -> Result<FundsInquiry> {
    ctx.require(Permission::FundsWrite)?;
    let mut write = app.store.write(ctx, Action::FundsFileWithdraw).await?;
    let before = locked(&write, id).await?;
    let after = before
        .record
        .clone()
        .withdraw_file(file, ctx.stamp(), why)?;
    write.reason(why.trim());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}
