//! Units (单位): the tree of offices, departments, townships and villages, with whom to call. It
//! must not know users.

use fangfei_model::{
    action::Action,
    code::division::DivisionCode,
    ctx::Ctx,
    id::UnitId,
    noun::Noun,
    permission::Permission,
    query::Query,
    unit::{Contact, Unit, UnitKind},
};
use fangfei_store::{Page, Stored};

use crate::{App, Error, Result, error::FieldError};

/// The most units one office works with; beyond that a filter serves better.
const MOST: u64 = 5_000;

/// What was typed about a unit, as typed.
#[derive(Debug, Clone, Default)]
pub struct UnitDraft {
    /// Full name.
    pub name: String,
    /// Short name as plans print it.
    pub short_name: String,
    /// Code of `UnitKind`.
    pub kind: String,
    /// Division code.
    pub division: String,
    /// Id of the unit it reports to; blank for none.
    pub parent: String,
    /// 机关代字.
    pub agency_code: String,
    /// Report phone.
    pub phone: String,
    /// Report e-mail.
    pub email: String,
    /// Leader: name, post, phone.
    pub leader: [String; 3],
    /// Liaison: name, post, phone.
    pub liaison: [String; 3],
    /// Whether it is in use.
    pub active: bool,
}

/// All units in scope, parents before children, then by name.
pub async fn list(app: &App, ctx: &Ctx) -> Result<Vec<Unit>> {
    ctx.require(Permission::UnitRead)?;
    all(app, ctx).await
}

/// All units in scope for choosing one in a form, whatever the reader may see of the register.
pub async fn all(app: &App, ctx: &Ctx) -> Result<Vec<Unit>> {
    let query = Query::of(Noun::Unit)
        .by("division", false)
        .by("name", false);
    let units = app
        .store
        .read(ctx)
        .list::<Unit>(&query, Page::first(MOST))
        .await?;
    Ok(units.into_iter().map(|unit| unit.record).collect())
}

/// One unit.
pub async fn get(app: &App, ctx: &Ctx, id: UnitId) -> Result<Stored<Unit>> {
    ctx.require(Permission::UnitRead)?;
    app.store
        .read(ctx)
        .get(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Unit))
}

/// Units that the public may turn to (条例 Art 16): in use, with a report phone or e-mail.
pub async fn report_channels(app: &App, ctx: &Ctx) -> Result<Vec<Unit>> {
    let units = all(app, ctx).await?;
    Ok(units
        .into_iter()
        .filter(|unit| unit.active && (unit.phone.is_some() || unit.email.is_some()))
        .collect())
}

/// Adds a unit.
pub async fn add(app: &App, ctx: &Ctx, draft: UnitDraft) -> Result<UnitId> {
    ctx.require(Permission::UnitWrite)?;
    let unit = check(app, ctx, draft, ctx.new_id()).await?;
    let mut write = app.store.write(ctx, Action::UnitAdd).await?;
    write.insert(&unit).await?;
    write.commit().await?;
    Ok(unit.id)
}

/// Changes a unit.
pub async fn change(app: &App, ctx: &Ctx, id: UnitId, draft: UnitDraft) -> Result<()> {
    ctx.require(Permission::UnitWrite)?;
    let unit = check(app, ctx, draft, id).await?;
    let mut write = app.store.write(ctx, Action::UnitChange).await?;
    let before = write
        .get::<Unit>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Unit))?;
    write.update(&before, unit).await?;
    write.commit().await?;
    Ok(())
}

async fn check(app: &App, ctx: &Ctx, draft: UnitDraft, id: UnitId) -> Result<Unit> {
    let mut errors = Vec::new();
    let mut wrong = |field, message: String| errors.push(FieldError { field, message });
    if draft.name.trim().is_empty() {
        wrong("name", "请填写单位全称".to_owned());
    }
    let division = draft
        .division
        .parse::<DivisionCode>()
        .map_err(|e| wrong("division", e.to_string()))
        .ok();
    let kind = draft
        .kind
        .parse::<UnitKind>()
        .map_err(|e| wrong("kind", e.to_string()))
        .ok();
    let parent = match draft.parent.trim() {
        "" => None,
        text => text
            .parse::<UnitId>()
            .map_err(|e| wrong("parent", e.to_string()))
            .ok(),
    };
    let email = blank(&draft.email);
    if email.as_deref().is_some_and(|email| !email.contains('@')) {
        wrong("email", "邮箱地址应含有 @".to_owned());
    }
    if let Some(parent) = parent
        && reports_to(app, ctx, parent, id).await?
    {
        wrong("parent", "上级单位不能是本单位或其下级".to_owned());
    }
    let (Some(division), Some(kind), true) = (division, kind, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let name = draft.name.trim().to_owned();
    Ok(Unit {
        id,
        short_name: blank(&draft.short_name).unwrap_or_else(|| name.clone()),
        name,
        kind,
        division,
        parent,
        agency_code: blank(&draft.agency_code),
        phone: blank(&draft.phone),
        email,
        leader: contact(&draft.leader),
        liaison: contact(&draft.liaison),
        active: draft.active,
    })
}

/// Whether `unit` is `above` or stands anywhere below it.
async fn reports_to(app: &App, ctx: &Ctx, unit: UnitId, above: UnitId) -> Result<bool> {
    let mut at = Some(unit);
    // A tree of offices is shallow; the bound ends a circle that older data may hold.
    for _ in 0..32 {
        match at {
            None => return Ok(false),
            Some(id) if id == above => return Ok(true),
            Some(id) => {
                let found = app.store.read(ctx).get::<Unit>(id.uuid()).await?;
                at = found.and_then(|unit| unit.record.parent);
            }
        }
    }
    Ok(true)
}

fn blank(text: &str) -> Option<String> {
    Some(text.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

fn contact([name, title, phone]: &[String; 3]) -> Option<Contact> {
    Some(Contact {
        name: blank(name)?,
        title: blank(title),
        phone: blank(phone),
    })
}
