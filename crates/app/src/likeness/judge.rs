//! What people decide about a likeness: one subject (合并), one case (串案), or two; and taking it back.
//! Merging changes both files of subjects in the same write. It must not know how the forms are shown.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    evidence::Evidence,
    id::LikenessId,
    likeness::{Likeness, LikenessKind, LikenessState, LikenessStatus},
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
    subject::Subject,
};
use fangfei_store::Write;
use uuid::Uuid;

use super::may_read;
use crate::{
    App, Error, Page, Result, Stored,
    subject::{HeldFile, LicensedNames, screened},
};

/// Which moves are open to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LikenessMoves {
    /// 合并、确认串案, 排除.
    pub judge: bool,
    /// 撤回.
    pub withdraw: bool,
}

/// Which moves the actor has on it.
pub fn moves(ctx: &Ctx, likeness: &Likeness) -> LikenessMoves {
    let may = ctx.may(Permission::ClueAccept);
    let decided = matches!(
        likeness.status(),
        LikenessStatus::Same | LikenessStatus::Different
    );
    LikenessMoves {
        judge: may && !decided,
        withdraw: may && decided,
    }
}

/// 合并 or 确认串案. Of two subjects `kept` is the file that goes on.
pub async fn judge_same(
    app: &App,
    ctx: &Ctx,
    id: LikenessId,
    kept: Option<Uuid>,
    why: &str,
) -> Result<Likeness> {
    may_judge(ctx)?;
    let known = super::get(app, ctx, id).await?.record;
    let action = match known.kind {
        LikenessKind::Subject => Action::SubjectMerge,
        LikenessKind::Clue => Action::ClueSeries,
    };
    let mut write = app.store.write(ctx, action).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().judge_same(ctx.stamp(), kept, why)?;
    if let LikenessState::Same {
        kept: Some(kept), ..
    } = after.state
    {
        merge(app, &mut write, ctx, &after, kept).await?;
    }
    finish(write, &before, after, why).await
}

/// 排除: they are two.
pub async fn judge_different(app: &App, ctx: &Ctx, id: LikenessId, why: &str) -> Result<Likeness> {
    may_judge(ctx)?;
    let write = app.store.write(ctx, Action::LikenessReject).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().judge_different(ctx.stamp(), why)?;
    finish(write, &before, after, why).await
}

/// 撤回: what was decided no longer counts; merged files stand for themselves again.
pub async fn withdraw(app: &App, ctx: &Ctx, id: LikenessId, why: &str) -> Result<Likeness> {
    may_judge(ctx)?;
    let known = super::get(app, ctx, id).await?.record;
    let merged = matches!(known.state, LikenessState::Same { kept: Some(_), .. });
    let action = if merged {
        Action::SubjectUnmerge
    } else {
        Action::LikenessWithdraw
    };
    let mut write = app.store.write(ctx, action).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().withdraw(why)?;
    if let LikenessState::Same {
        kept: Some(kept), ..
    } = before.record.state
    {
        unmerge(app, &mut write, ctx, &before.record, kept).await?;
    }
    finish(write, &before, after, why).await
}

fn may_judge(ctx: &Ctx) -> Result<()> {
    ctx.require(Permission::ClueAccept)?;
    may_read(ctx)
}

async fn finish(
    mut write: Write,
    before: &Stored<Likeness>,
    after: Likeness,
    why: &str,
) -> Result<Likeness> {
    write.reason(why.trim());
    write.detail("left", after.left.name.as_str());
    write.detail("right", after.right.name.as_str());
    write.update(before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// The file with its checklist in order, screened: its scope may have come or gone.
async fn settled(app: &App, ctx: &Ctx, mut subject: Subject) -> Result<Subject> {
    subject.evidence_kinds.sort_unstable();
    subject.evidence_kinds.dedup();
    let licensed = LicensedNames::of(app, ctx, &subject).await?;
    let licence = licensed.holds(&subject, ctx.today());
    Ok(screened(&app.rules().screen, licence, subject, ctx.today()))
}

async fn locked(write: &Write, id: LikenessId) -> Result<Stored<Likeness>> {
    write
        .get::<Likeness>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Likeness))
}

async fn both(write: &Write, likeness: &Likeness, kept: Uuid) -> Result<[Stored<Subject>; 2]> {
    let missing = || Error::NotFound(Noun::Subject);
    let going_on = write.get::<Subject>(kept).await?.ok_or_else(missing)?;
    let other = likeness.other(kept).id;
    let other = write.get::<Subject>(other).await?.ok_or_else(missing)?;
    Ok([going_on, other])
}

/// Merges the two files; what else waits about the one that goes away is moot.
async fn merge(
    app: &App,
    write: &mut Write,
    ctx: &Ctx,
    likeness: &Likeness,
    kept: Uuid,
) -> Result<()> {
    let [going_on, other] = both(write, likeness, kept).await?;
    let (a, b) = (going_on.record.clone(), other.record.clone());
    let (mut kept, merged) = a.merge(b, likeness.id, ctx.stamp())?;
    let gone = merged.id.uuid();
    kept.evidence_kinds.extend(&merged.evidence_kinds);
    let kept = settled(app, ctx, kept).await?;
    write.update(&going_on, kept).await?;
    write.update(&other, merged).await?;
    for side in ["left", "right"] {
        let value = Value::from(gone.simple().to_string());
        let query = Query::of(Noun::Likeness)
            .when(side, Test::In(vec![value]))
            .equals("kind", LikenessKind::Subject.code())
            .equals("state", LikenessStatus::Open.code());
        let open = write
            .list::<Likeness>(&query, Page::first(Page::MAX_LIMIT))
            .await?;
        for before in open.iter().filter(|open| open.record.id != likeness.id) {
            write
                .update(before, before.record.clone().lapse(ctx.now()))
                .await?;
        }
    }
    Ok(())
}

async fn unmerge(
    app: &App,
    write: &mut Write,
    ctx: &Ctx,
    likeness: &Likeness,
    kept: Uuid,
) -> Result<()> {
    let [going_on, other] = both(write, likeness, kept).await?;
    let (mut a, b) = going_on.record.clone().unmerge(other.record.clone())?;
    // Its own papers and those of the files that it still holds.
    let held = HeldFile::of(&write.reader(), &a).await?;
    a.evidence_kinds.clear();
    for id in std::iter::once(a.id).chain(held.iter().map(|held| held.subject.id)) {
        let query = Query::of(Noun::Evidence).equals("record", id.uuid().simple().to_string());
        let files = write
            .list::<Evidence>(&query, Page::first(Page::MAX_LIMIT))
            .await?;
        let kinds = files.into_iter().map(|file| file.record.kind);
        a.evidence_kinds.extend(kinds);
    }
    let a = settled(app, ctx, a).await?;
    write.update(&going_on, a).await?;
    write.update(&other, b).await?;
    Ok(())
}
