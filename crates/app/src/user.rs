//! Users (用户): accounts, roles, passwords. It must not know sessions beyond ending them.

use fangfei_model::{
    action::Action,
    ctx::Ctx,
    id::{UnitId, UserId},
    noun::Noun,
    permission::{Permission, Role},
    query::Query,
    refusal::Refusal,
    unit::Unit,
    user::User,
};
use fangfei_store::{Page, Stored, Write};

use crate::{App, Error, Result, error::FieldError, session, setup};

/// The most accounts one office keeps on one page.
const MOST: u64 = 5_000;

/// What was typed about a user, as typed.
#[derive(Debug, Clone, Default)]
pub struct UserDraft {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Id of the unit.
    pub unit: String,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// 执法证号.
    pub certificate: String,
    /// Whether the account may sign in.
    pub active: bool,
}

/// A new account with the password that its owner is told once.
#[derive(Debug)]
pub struct NewAccount {
    /// The account.
    pub id: UserId,
    /// The first password; it must be changed at the first sign-in.
    pub password: String,
}

/// All accounts in scope, by unit and name.
pub async fn list(app: &App, ctx: &Ctx) -> Result<Vec<User>> {
    ctx.require(Permission::UserWrite)?;
    let query = Query::of(Noun::User)
        .by("unit.name", false)
        .by("name", false);
    let users = app
        .store
        .read(ctx)
        .list::<User>(&query, Page::first(MOST))
        .await?;
    Ok(users.into_iter().map(|user| user.record).collect())
}

/// One account.
pub async fn get(app: &App, ctx: &Ctx, id: UserId) -> Result<Stored<User>> {
    ctx.require(Permission::UserWrite)?;
    app.store
        .read(ctx)
        .get(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::User))
}

/// Adds an account with a random first password.
pub async fn add(app: &App, ctx: &Ctx, draft: UserDraft) -> Result<NewAccount> {
    ctx.require(Permission::UserWrite)?;
    let (unit, roles) = check(app, ctx, &draft).await?;
    let password = first_password();
    let user = User {
        id: ctx.new_id(),
        login: draft.login.trim().to_lowercase(),
        name: draft.name.trim().to_owned(),
        unit: unit.id,
        division: unit.division,
        roles,
        certificate: Some(draft.certificate.trim().to_owned()).filter(|text| !text.is_empty()),
        password_hash: session::hash_password(password.clone()).await?,
        must_change_password: true,
        active: draft.active,
    };
    let mut write = app.store.write(ctx, Action::UserAdd).await?;
    write.insert(&user).await?;
    write.commit().await?;
    Ok(NewAccount {
        id: user.id,
        password,
    })
}

/// Changes an account; the last administrator can neither be switched off nor lose the role.
pub async fn change(app: &App, ctx: &Ctx, id: UserId, draft: UserDraft) -> Result<()> {
    ctx.require(Permission::UserWrite)?;
    let (unit, roles) = check(app, ctx, &draft).await?;
    let mut write = app.store.write(ctx, Action::UserChange).await?;
    let before = write
        .get::<User>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::User))?;
    let after = User {
        login: draft.login.trim().to_lowercase(),
        name: draft.name.trim().to_owned(),
        unit: unit.id,
        division: unit.division,
        roles,
        certificate: Some(draft.certificate.trim().to_owned()).filter(|text| !text.is_empty()),
        active: draft.active,
        ..before.record.clone()
    };
    if administers(&before.record) && !administers(&after) {
        keep_one_administrator(&write, id).await?;
    }
    write.update(&before, after).await?;
    write.commit().await?;
    if !draft.active {
        app.store.close_sessions_of(id, None).await?;
    }
    Ok(())
}

/// Gives an account a new first password and ends its sessions.
pub async fn reset_password(app: &App, ctx: &Ctx, id: UserId) -> Result<NewAccount> {
    ctx.require(Permission::UserWrite)?;
    let password = first_password();
    let password_hash = session::hash_password(password.clone()).await?;
    let mut write = app.store.write(ctx, Action::UserChange).await?;
    let before = write
        .get::<User>(id.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::User))?;
    let login = before.record.login.clone();
    let after = User {
        password_hash,
        must_change_password: true,
        ..before.record.clone()
    };
    write.update(&before, after).await?;
    write.reason("重置密码");
    write.commit().await?;
    app.store.close_sessions_of(id, None).await?;
    app.store.clear_failures(&login).await?;
    Ok(NewAccount { id, password })
}

/// Changes one's own password; all other sessions of the account end.
pub async fn change_password(
    app: &App,
    ctx: &Ctx,
    old: &str,
    new: &str,
    again: &str,
) -> Result<()> {
    let id = ctx.user().ok_or(Error::SignedOut)?;
    let before = app
        .store
        .read(ctx)
        .get::<User>(id.uuid())
        .await?
        .ok_or(Error::SignedOut)?;
    if !session::is_password(&before.record, old).await? {
        return Err(Error::field("old", "原密码不正确"));
    }
    if let Some(problem) = setup::password_problem(&before.record.login, new) {
        return Err(Error::field("new", problem));
    }
    if new != again {
        return Err(Error::field("again", "两次输入的新密码不一致"));
    }
    let password_hash = session::hash_password(new.to_owned()).await?;
    let mut write = app.store.write(ctx, Action::PasswordChange).await?;
    let after = User {
        password_hash,
        must_change_password: false,
        ..before.record.clone()
    };
    write.update(&before, after).await?;
    write.commit().await?;
    app.store.close_sessions_of(id, None).await?;
    Ok(())
}

fn administers(user: &User) -> bool {
    user.active && user.roles.contains(&Role::Administrator)
}

async fn keep_one_administrator(write: &Write, leaving: UserId) -> Result<()> {
    let query = Query::of(Noun::User).equals("active", true);
    let users = write.list::<User>(&query, Page::first(MOST)).await?;
    if users
        .iter()
        .any(|user| user.record.id != leaving && administers(&user.record))
    {
        return Ok(());
    }
    Err(Refusal::new(
        "停用或调整该账号",
        "它是最后一个在用的系统管理员",
        "请先指定另一位系统管理员",
    )
    .into())
}

async fn check(app: &App, ctx: &Ctx, draft: &UserDraft) -> Result<(Unit, Vec<Role>)> {
    let mut errors = Vec::new();
    let mut wrong = |field, message: String| errors.push(FieldError { field, message });
    let login = draft.login.trim();
    let plain = login
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if login.len() < 2 || !plain {
        wrong(
            "login",
            "登录名至少 2 位，只能用字母、数字、点、横线和下划线".to_owned(),
        );
    }
    if draft.name.trim().is_empty() {
        wrong("name", "请填写姓名".to_owned());
    }
    let mut roles = Vec::new();
    for code in &draft.roles {
        match code.parse::<Role>() {
            Ok(role) => roles.push(role),
            Err(error) => wrong("roles", error.to_string()),
        }
    }
    if roles.is_empty() {
        wrong("roles", "请至少选择一个角色".to_owned());
    }
    let unit = match draft.unit.parse::<UnitId>() {
        Ok(id) => app.store.read(ctx).get::<Unit>(id.uuid()).await?,
        Err(_) => None,
    };
    match (unit, errors.is_empty()) {
        (Some(unit), true) => Ok((unit.record, roles)),
        (unit, _) => {
            if unit.is_none() {
                errors.push(FieldError {
                    field: "unit",
                    message: "请选择单位".to_owned(),
                });
            }
            Err(Error::Invalid(errors))
        }
    }
}

/// Sixteen characters that are not mistaken for one another, about 78 bits.
fn first_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letter = |_| char::from(LETTERS[rand::random_range(0..LETTERS.len())]);
    let letters: String = (0..16).map(letter).collect();
    format!(
        "{}-{}-{}-{}",
        &letters[..4],
        &letters[4..8],
        &letters[8..12],
        &letters[12..]
    )
}
