//! Making the county in a data folder: setting up, people, register, then the year step by step. The
//! folder is made beside its place and moved there when it is whole, so that a broken-off run leaves
//! nothing half. It must not print.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use fangfei_app::{App, Settings, session, setup};
use fangfei_model::{
    action::Action,
    ctx::{Actor, Clock, Ctx, china_date, china_midnight},
    noun::Noun,
    permission::Role,
    query::Query,
    unit::Unit,
};
use fangfei_store::Store;
use jiff::Span;
use serde::{Deserialize, Serialize};

use super::{
    agenda::{Agenda, office_moment},
    campaigns,
    count::{Count, counts},
    draw::Draw,
    firm::firms,
    funds,
    geography::{COUNTY, COUNTY_NAME, divisions},
    imports, likenesses, monitor,
    offices::Offices,
    returns,
    size::Size,
    step::{self, Step},
    world::{World, context},
};
use crate::clock::{CountedIds, TestClock};

/// The password of every account of the demo.
pub const DEMO_PASSWORD: &str = "云溪-演示-2026";
/// The file that tells a loaded folder.
const ACCOUNTS: &str = "accounts.json";
/// The lead office's name.
const OFFICE: &str = "云溪县防范和处置非法集资工作领导小组办公室";

/// An account of the county, as `accounts.json` has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Sign-in name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Name.
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// The role in words.
    pub role_title: String,
    /// The unit's short name.
    pub unit: String,
}

/// What was made, or found made.
#[derive(Debug, Clone, Serialize)]
pub struct Loaded {
    /// Whether the county was there already.
    pub already: bool,
    /// Its accounts.
    pub accounts: Vec<Account>,
    /// What it holds.
    pub counts: Vec<Count>,
}

/// Why the county could not be made.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder holds something else.
    #[error("{0} 里已有其他内容；请换一个目录，或先清空它")]
    Occupied(PathBuf),
    /// A file or folder.
    #[error("{path}：{source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A use case refused or failed, which a demo must never see.
    #[error("{what}：{source}")]
    UseCase {
        /// What was being done.
        what: String,
        /// What it said.
        source: fangfei_app::Error,
    },
    /// The store.
    #[error(transparent)]
    Store(#[from] fangfei_store::Error),
    /// The accounts' file.
    #[error("{ACCOUNTS}：{0}")]
    Accounts(#[from] serde_json::Error),
}

impl LoadError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// What was being done when a use case failed.
    pub(super) fn during(what: impl Into<String>) -> impl FnOnce(fangfei_app::Error) -> Self {
        let what = what.into();
        move |source| Self::UseCase { what, source }
    }
}

/// Makes the county in `folder`, unless it is there already. `tell` hears how far it has come.
///
/// # Errors
/// A folder that holds something else; a use case that refuses.
pub async fn load(
    folder: &Path,
    size: Size,
    tell: &mut dyn FnMut(&str),
) -> Result<Loaded, LoadError> {
    load_on(None, folder, size, tell).await
}

/// As [`load`], with the records in the database of this address instead of the folder's own.
///
/// # Errors
/// As [`load`].
pub async fn load_on(
    database: Option<&str>,
    folder: &Path,
    size: Size,
    tell: &mut dyn FnMut(&str),
) -> Result<Loaded, LoadError> {
    if folder.join(ACCOUNTS).exists() {
        return found(database, folder, size).await;
    }
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if occupied {
        return Err(LoadError::Occupied(folder.to_owned()));
    }
    let beside = beside(folder);
    remove(&beside)?;
    std::fs::create_dir_all(&beside).map_err(LoadError::io(&beside))?;
    let loaded = make(database, &beside, size, tell).await?;
    std::fs::rename(&beside, folder).map_err(LoadError::io(folder))?;
    Ok(loaded)
}

fn address(database: Option<&str>, folder: &Path) -> String {
    database.map_or_else(|| Store::default_url(folder), str::to_owned)
}

fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".{name}.making"))
}

fn remove(folder: &Path) -> Result<(), LoadError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(LoadError::io(folder)(error))
        }
        _ => Ok(()),
    }
}

async fn found(database: Option<&str>, folder: &Path, size: Size) -> Result<Loaded, LoadError> {
    let path = folder.join(ACCOUNTS);
    let accounts = serde_json::from_slice(&std::fs::read(&path).map_err(LoadError::io(&path))?)?;
    let store = Store::open(&address(database, folder), folder).await?;
    let clock = Arc::new(TestClock::at(size.until));
    let ctx = context(
        Actor::System { task: "清点" },
        &clock,
        &Arc::new(CountedIds::seeded(0)),
    );
    let counts = counts(&store, &ctx).await?;
    store.close().await?;
    Ok(Loaded {
        already: true,
        accounts,
        counts,
    })
}

async fn make(
    database: Option<&str>,
    folder: &Path,
    size: Size,
    tell: &mut dyn FnMut(&str),
) -> Result<Loaded, LoadError> {
    let mut world = prepare(database, folder, size).await?;
    tell("导入企业名录、通讯录和旧台账");
    imports::opening(&mut world).await?;
    campaigns::opening(&mut world);
    returns::opening(&mut world);
    funds::opening(&mut world);
    monitor::opening(&mut world);
    plan_clues(&mut world, size);
    live(&mut world, size, tell).await?;
    campaigns::closing(&mut world).await?;
    likenesses::walk(&world).await?;
    imports::closing(&mut world).await?;
    let accounts = accounts(&world.offices);
    let path = folder.join(ACCOUNTS);
    std::fs::write(&path, serde_json::to_vec_pretty(&accounts)?).map_err(LoadError::io(&path))?;
    let system = world.system();
    drop(world);
    let store = Store::open(&address(database, folder), folder).await?;
    let counts = counts(&store, &system).await?;
    store.close().await?;
    Ok(Loaded {
        already: false,
        accounts,
        counts,
    })
}

/// The installation with its offices, people and divisions, one year before the end.
async fn prepare(database: Option<&str>, folder: &Path, size: Size) -> Result<World, LoadError> {
    let first_day = size.until.saturating_sub(Span::new().days(366));
    let clock = Arc::new(TestClock::at(first_day));
    let ids = Arc::new(CountedIds::seeded(size.seed));
    let mut draw = Draw::seeded(size.seed);
    let settings = Settings {
        database_url: address(database, folder),
        data_dir: folder.to_owned(),
    };
    let ctx = context(
        Actor::System {
            task: "演示数据"
        },
        &clock,
        &ids,
    );
    let new = setup::NewOffice {
        office: OFFICE.to_owned(),
        division: COUNTY.to_owned(),
        division_name: COUNTY_NAME.to_owned(),
        login: "admin".to_owned(),
        name: "系统管理员".to_owned(),
        password: DEMO_PASSWORD.to_owned(),
    };
    setup::create(&settings, &ctx, new)
        .await
        .map_err(LoadError::during("初始化"))?;
    let hash = session::hash_password(DEMO_PASSWORD.to_owned())
        .await
        .map_err(LoadError::during("密码"))?;
    let offices = settle(&settings, &ctx, &mut draw, &hash).await?;
    let firms = firms(&mut draw, size.firms);
    let app = Arc::new(
        App::open(settings)
            .await
            .map_err(LoadError::during("打开"))?,
    );
    Ok(World {
        app,
        clock,
        ids,
        draw,
        offices,
        firms,
        agenda: Agenda::empty(),
        campaign: None,
        until: size.until,
        planned: BTreeSet::new(),
    })
}

/// The offices below the lead office, the people, the names of places.
async fn settle(
    settings: &Settings,
    ctx: &Ctx,
    draw: &mut Draw,
    hash: &str,
) -> Result<Offices, LoadError> {
    let store = Store::open(&settings.database_url, &settings.data_dir).await?;
    let mut write = store.write(ctx, Action::SetUp).await?;
    let query = Query::of(Noun::Unit).by("name", false);
    let before = write
        .find::<Unit>(&query)
        .await?
        .ok_or(fangfei_store::Error::Abandoned)?;
    let offices = Offices::new(ctx, draw, before.record.clone(), hash);
    write.update(&before, offices.office.clone()).await?;
    write.insert_all(&offices.units()).await?;
    let users: Vec<_> = offices
        .people
        .iter()
        .map(|person| person.user.clone())
        .collect();
    write.insert_all(&users).await?;
    write.put_divisions(&divisions()).await?;
    write.commit().await?;
    store.close().await?;
    Ok(offices)
}

/// Clues come in all year, fewer over the spring festival, more in the publicity month of June.
fn plan_clues(world: &mut World, size: Size) {
    let start = Clock::now(&*world.clock);
    let mut planned = 0;
    while planned < size.clues {
        let days = world.draw.between(2, 365);
        let at = office_moment(&mut world.draw, start, (days, days));
        let wanted = match china_date(at).month() {
            2 => 55,
            6 => 100,
            _ => 80,
        };
        if world.draw.chance(wanted) {
            world.agenda.plan(at, Step::Report);
            planned += 1;
        }
    }
}

/// Takes every step before the end.
async fn live(world: &mut World, size: Size, tell: &mut dyn FnMut(&str)) -> Result<(), LoadError> {
    let end = china_midnight(size.until);
    let mut month = None;
    while let Some((at, step)) = world.agenda.next_before(end) {
        let day = china_date(at);
        if month != Some(day.month()) {
            month = Some(day.month());
            tell(&format!("{}年{}月", day.year(), day.month()));
        }
        let what = format!("{day} {step:?}");
        step::take(world, at, step)
            .await
            .map_err(LoadError::during(what))?;
    }
    world.clock.set_moment(end);
    Ok(())
}

fn accounts(offices: &Offices) -> Vec<Account> {
    let account = |login: &str, name: &str, role: Role, unit: &str| Account {
        login: login.to_owned(),
        password: DEMO_PASSWORD.to_owned(),
        name: name.to_owned(),
        role: role.code().to_owned(),
        role_title: role.title().to_owned(),
        unit: unit.to_owned(),
    };
    let people = offices.people.iter().map(|p| {
        account(
            &p.user.login,
            &p.user.name,
            p.user.roles[0],
            &p.unit.short_name,
        )
    });
    people
        .chain([account(
            "admin",
            "系统管理员",
            Role::Administrator,
            &offices.office.short_name,
        )])
        .collect()
}
