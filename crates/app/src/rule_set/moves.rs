//! Drafting and changing a rule set, and putting it in force. It must not know how the forms are
//! shown.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::RuleSetId,
    noun::Noun,
    permission::Permission,
    rule_set::{RuleFile, RuleSet, RuleSetState},
};
use fangfei_store::Write;

use super::list::{get, in_force, locked_in_force};
use crate::{App, Error, Result, Stored, monitor};

/// Which moves are open to the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleSetMoves {
    /// 修改.
    pub change: bool,
    /// 试运行.
    pub test: bool,
    /// 发布.
    pub publish: bool,
    /// 撤回.
    pub withdraw: bool,
}

/// Which moves the actor has on it.
pub fn moves(ctx: &Ctx, set: &RuleSet) -> RuleSetMoves {
    let draft = matches!(set.state, RuleSetState::Draft);
    let writes = draft && ctx.may(Permission::RuleDraft);
    let own = set
        .written
        .iter()
        .any(|w| w.by.is_some() && w.by == ctx.user());
    RuleSetMoves {
        change: writes,
        test: writes,
        publish: draft && ctx.may(Permission::RulePublish) && !own,
        withdraw: writes,
    }
}

/// Starts a draft from the rules in force.
pub async fn draft(app: &App, ctx: &Ctx, title: &str) -> Result<RuleSet> {
    ctx.require(Permission::RuleDraft)?;
    let files = in_force(app, ctx)
        .await?
        .map(|set| set.files)
        .unwrap_or_default();
    let digest = monitor::rules(app, &files)?.version;
    let mut write = app.store.write(ctx, Action::RuleSetDraft).await?;
    let series = format!("ZB-{}", ctx.today().year());
    let set = RuleSet {
        id: ctx.new_id::<RuleSetId>(),
        number: format!("{series}-{:03}", write.next_number(&series).await?),
        title: title.to_owned(),
        files,
        digest,
        written: vec![ctx.stamp()],
        tests: Vec::new(),
        division: monitor::home(ctx)?,
        unit: ctx.unit(),
        state: RuleSetState::Draft,
    }
    .drafted()?;
    write.insert(&set).await?;
    write.detail("number", set.number.as_str());
    write.commit().await?;
    Ok(set)
}

/// Puts one file into the draft, or takes it out when its text is empty: then the shipped one counts
/// again. The whole set is checked before anything is kept.
pub async fn change(
    app: &App,
    ctx: &Ctx,
    id: RuleSetId,
    name: &str,
    text: &str,
) -> Result<RuleSet> {
    ctx.require(Permission::RuleDraft)?;
    // Planning takes its time, which nobody else's write should wait for.
    let seen = get(app, ctx, id).await?;
    let files = with(&seen.record.files, name, text);
    let rules = monitor::rules(app, &files).map_err(of_the_form)?;
    let plan = monitor::planned(app, ctx.today(), &rules, name).await;
    plan.map_err(of_the_form)?;
    let digest = rules.version;
    let mut write = app.store.write(ctx, Action::RuleSetChange).await?;
    let before = locked(&write, id).await?;
    before.still_at(seen.version)?;
    let after = before.record.clone().change(ctx.stamp(), files, digest)?;
    write.detail("number", after.number.as_str());
    write.detail("file", name);
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// What is wrong with the text belongs to the form, so that nothing typed is lost.
fn of_the_form(error: Error) -> Error {
    match error {
        Error::Rule { problem, .. } | Error::File { problem, .. } => Error::field("text", problem),
        other => other,
    }
}

fn with(files: &[RuleFile], name: &str, text: &str) -> Vec<RuleFile> {
    let mut files: Vec<RuleFile> = files.iter().filter(|f| f.name != name).cloned().collect();
    if !text.trim().is_empty() {
        files.push(RuleFile {
            name: name.to_owned(),
            text: text.replace("\r\n", "\n"),
        });
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Puts it in force in the place of the one before it.
pub async fn publish(app: &App, ctx: &Ctx, id: RuleSetId, why: &str) -> Result<RuleSet> {
    ctx.require(Permission::RulePublish)?;
    let mut write = app.store.write(ctx, Action::RuleSetPublish).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().publish(ctx.stamp(), why)?;
    if let Some(earlier) = locked_in_force(&write).await? {
        let replaced = earlier.record.clone().replaced(ctx.stamp())?;
        write.update(&earlier, replaced).await?;
    }
    write.reason(why.trim());
    write.detail("number", after.number.as_str());
    write.detail("digest", after.digest.as_str());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

/// Gives the draft up.
pub async fn withdraw(app: &App, ctx: &Ctx, id: RuleSetId, why: &str) -> Result<RuleSet> {
    ctx.require(Permission::RuleDraft)?;
    let mut write = app.store.write(ctx, Action::RuleSetWithdraw).await?;
    let before = locked(&write, id).await?;
    let after = before.record.clone().withdraw(ctx.stamp(), why)?;
    write.reason(why.trim());
    write.update(&before, after.clone()).await?;
    write.commit().await?;
    Ok(after)
}

pub(crate) async fn locked(write: &Write, id: RuleSetId) -> Result<Stored<RuleSet>> {
    write
        .get::<RuleSet>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::RuleSet))
}
