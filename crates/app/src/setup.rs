//! Setting up (初始化): a new installation with its division, its lead office and its first
//! administrator; and bringing an old one up to this program. It must not know the command line.

use fangfei_model::{
    action::Action,
    code::division::{Division, DivisionCode},
    ctx::Ctx,
    id::{UnitId, UserId},
    permission::Role,
    unit::{Unit, UnitKind},
    user::User,
};
use fangfei_store::Store;

use crate::{App, Error, Result, Settings, error::FieldError, session};

/// Name of the setting that holds the office's name.
const OFFICE_NAME: &str = "office_name";
/// The shortest password an account may have, in characters.
pub const SHORTEST_PASSWORD: usize = 10;

/// What a new installation is told.
#[derive(Debug, Clone)]
pub struct NewOffice {
    /// The lead office's full name.
    pub office: String,
    /// Code of the division it works for.
    pub division: String,
    /// That division's name.
    pub division_name: String,
    /// The administrator's login.
    pub login: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's password.
    pub password: String,
}

/// Makes the database and the first records. Refuses a database that already has users.
pub async fn create(settings: &Settings, ctx: &Ctx, new: NewOffice) -> Result<()> {
    let division = check(&new)?;
    let store = Store::open(&settings.database_url, &settings.data_dir).await?;
    store.migrate().await?;
    if store.setting(OFFICE_NAME).await?.is_some() {
        return Err(Error::field(
            "data",
            "这里已有一套数据，不能重复初始化；如需新建，请换一个数据目录",
        ));
    }
    let unit = lead_office(ctx, &new, division);
    let user = administrator(ctx, &new, &unit).await?;
    let mut write = store.write(ctx, Action::SetUp).await?;
    write.insert(&unit).await?;
    write.insert(&user).await?;
    let name = new.division_name.trim().to_owned();
    write
        .put_divisions(&[Division {
            code: division,
            name,
            valid_from: None,
            valid_to: None,
        }])
        .await?;
    write.set_setting(OFFICE_NAME, new.office.trim()).await?;
    write.commit().await?;
    store.close().await?;
    Ok(())
}

/// Brings the database up to this program; the answer says what was done.
pub async fn migrate(settings: &Settings, ctx: &Ctx) -> Result<String> {
    let store = Store::open(&settings.database_url, &settings.data_dir).await?;
    let pending = store.schema().await?.pending.len();
    if pending == 0 {
        return Ok("数据库结构已是最新，无需升级".to_owned());
    }
    store.migrate().await?;
    // The planner knows nothing yet of indexes that the upgrade has made.
    store.optimize().await?;
    let mut write = store.write(ctx, Action::SetUp).await?;
    write.detail("migrations", pending);
    write.commit().await?;
    store.close().await?;
    Ok(format!("数据库结构已升级，执行了 {pending} 步"))
}

/// Counts anew what is kept counted for pages, from the records as they are; journaled like any write.
pub async fn recount(settings: &Settings, ctx: &Ctx) -> Result<()> {
    let store = Store::open(&settings.database_url, &settings.data_dir).await?;
    let mut write = store.write(ctx, Action::SetUp).await?;
    write.recount().await?;
    write.detail("recount", true);
    write.commit().await?;
    store.close().await?;
    Ok(())
}

/// The office's name as pages show it.
pub async fn office_name(app: &App) -> Result<String> {
    Ok(app.store.setting(OFFICE_NAME).await?.unwrap_or_default())
}

/// What is wrong with a password of one's own, if anything.
pub fn password_problem(login: &str, password: &str) -> Option<String> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Some(format!(
            "密码至少 {SHORTEST_PASSWORD} 位，现在是 {length} 位"
        ));
    }
    let mut distinct: Vec<char> = password.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 5 || password.to_lowercase().contains(&login.to_lowercase()) {
        return Some("密码太容易猜到：不要包含登录名，也不要重复相同的字符".to_owned());
    }
    None
}

fn check(new: &NewOffice) -> Result<DivisionCode> {
    let mut errors = Vec::new();
    let mut wrong = |field, message: String| errors.push(FieldError { field, message });
    if new.office.trim().is_empty() {
        wrong("office", "没有填写办公室名称".to_owned());
    }
    if new.division_name.trim().is_empty() {
        wrong("division_name", "没有填写行政区划名称".to_owned());
    }
    if new.login.trim().is_empty() {
        wrong("login", "没有填写管理员登录名".to_owned());
    }
    if let Some(problem) = password_problem(&new.login, &new.password) {
        wrong("password", problem);
    }
    match (new.division.parse::<DivisionCode>(), errors.is_empty()) {
        (Ok(division), true) => Ok(division),
        (Ok(_), false) => Err(Error::Invalid(errors)),
        (Err(error), _) => {
            errors.push(FieldError {
                field: "division",
                message: error.to_string(),
            });
            Err(Error::Invalid(errors))
        }
    }
}

fn lead_office(ctx: &Ctx, new: &NewOffice, division: DivisionCode) -> Unit {
    Unit {
        id: ctx.new_id::<UnitId>(),
        name: new.office.trim().to_owned(),
        short_name: "处非办".to_owned(),
        kind: UnitKind::LeadOffice,
        division,
        parent: None,
        agency_code: None,
        phone: None,
        email: None,
        leader: None,
        liaison: None,
        active: true,
    }
}

async fn administrator(ctx: &Ctx, new: &NewOffice, unit: &Unit) -> Result<User> {
    Ok(User {
        id: ctx.new_id::<UserId>(),
        login: new.login.trim().to_lowercase(),
        name: new.name.trim().to_owned(),
        unit: unit.id,
        division: unit.division,
        roles: vec![Role::Administrator],
        certificate: None,
        password_hash: session::hash_password(new.password.clone()).await?,
        must_change_password: false,
        active: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_named() {
        assert!(password_problem("admin", "短密码").is_some());
        assert!(password_problem("admin", "aaaaaaaaaaaa").is_some());
        assert!(password_problem("admin", "my-Admin-2024").is_some());
        assert!(password_problem("admin", "三月桃花-小溪-2291").is_none());
    }
}
