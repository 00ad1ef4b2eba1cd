//! An application on a fresh database with the people of 云溪县 in it. It must not hold assertions.

use std::{path::Path, sync::Arc};

use fangfei_app::{App, Settings};
use fangfei_model::{
    action::Action,
    ctx::{Actor, Clock, Ctx, IdSource},
    id::RequestId,
};
use fangfei_store::Store;
use jiff::civil::{Date, date};
use tempfile::TempDir;

use crate::{
    actor::{Actors, Person},
    clock::{CountedIds, TestClock},
    postgres,
};

/// The password of everybody in tests.
pub const PASSWORD: &str = "云溪-测试-2024";

/// The day on which tests begin, a Monday.
pub const FIRST_DAY: Date = date(2024, 7, 1);

/// An application for one test; its folder goes when it is dropped.
pub struct TestApp {
    /// The application.
    pub app: Arc<App>,
    /// Its people.
    pub actors: Actors,
    /// Its clock.
    pub clock: Arc<TestClock>,
    ids: Arc<CountedIds>,
    settings: Settings,
    leaves_jobs: bool,
    _folder: TempDir,
}

/// A test that leaves jobs behind has not seen what its use case brings about: it drains them with
/// `worker::drain`, or says that it means to leave them.
impl Drop for TestApp {
    fn drop(&mut self) {
        if std::thread::panicking() || self.leaves_jobs {
            return;
        }
        let settings = self.settings.clone();
        let left = std::thread::spawn(move || jobs_left(settings)).join();
        assert_eq!(left.ok(), Some(0), "the test leaves background jobs behind");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn jobs_left(settings: Settings) -> u64 {
    let counted = async {
        let store = Store::open(&settings.database_url, &settings.data_dir).await?;
        let open = store.jobs_open().await?;
        store.close().await?;
        Ok::<_, fangfei_store::Error>(open)
    };
    counted
        .await
        .unwrap_or_else(|error| panic!("后台任务数不出来：{error}"))
}

impl TestApp {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("临时目录：{error}"));
        let url = Store::default_url(folder.path());
        Self::on(url, folder).await
    }

    /// On a fresh PostgreSQL database; `None` where PostgreSQL is absent and nothing demands it.
    pub async fn postgres(test: &str) -> Option<Self> {
        let url = postgres::database_url_for_test(test)?;
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("临时目录：{error}"));
        Some(Self::on(url, folder).await)
    }

    async fn on(database_url: String, folder: TempDir) -> Self {
        let settings = Settings {
            database_url,
            data_dir: folder.path().to_owned(),
        };
        let clock = Arc::new(TestClock::at(FIRST_DAY));
        let ids = Arc::new(CountedIds::seeded(1));
        let actors = people(&settings, &clock, &ids).await;
        let app = App::open(settings.clone())
            .await
            .unwrap_or_else(|error| panic!("打不开：{error}"));
        Self {
            app: Arc::new(app),
            actors,
            clock,
            ids,
            settings,
            leaves_jobs: false,
            _folder: folder,
        }
    }

    /// For a test that is about what happens before its jobs are done.
    pub fn leave_jobs(&mut self) {
        self.leaves_jobs = true;
    }

    /// A context of this person, at the clock's time.
    pub fn ctx(&self, person: &Person) -> Ctx {
        context(person.actor(), &self.clock, &self.ids)
    }

    /// A context of the program itself.
    pub fn system(&self) -> Ctx {
        context(Actor::System { task: "测试" }, &self.clock, &self.ids)
    }

    /// The source of ids, for a router on this application.
    pub fn ids(&self) -> Arc<dyn IdSource> {
        self.ids.clone()
    }
}

/// Fills a data folder with the people of 云溪县, closed again, for a test that runs the program on it.
pub async fn prepare_folder(folder: &Path) -> Actors {
    let settings = Settings {
        database_url: Store::default_url(folder),
        data_dir: folder.to_owned(),
    };
    people(
        &settings,
        &Arc::new(TestClock::at(FIRST_DAY)),
        &Arc::new(CountedIds::seeded(1)),
    )
    .await
}

async fn people(settings: &Settings, clock: &Arc<TestClock>, ids: &Arc<CountedIds>) -> Actors {
    let ctx = context(
        Actor::System {
            task: "测试准备"
        },
        clock,
        ids,
    );
    let actors = Actors::new(&ctx, &cheap_hash());
    prepare(settings, &ctx, &actors)
        .await
        .unwrap_or_else(|error| panic!("测试准备失败：{error}"));
    actors
}

async fn prepare(
    settings: &Settings,
    ctx: &Ctx,
    actors: &Actors,
) -> Result<(), fangfei_store::Error> {
    let store = Store::open(&settings.database_url, &settings.data_dir).await?;
    store.migrate().await?;
    let mut write = store.write(ctx, Action::SetUp).await?;
    write.insert_all(&actors.units()).await?;
    let users: Vec<_> = actors
        .all()
        .into_iter()
        .map(|person| person.user.clone())
        .collect();
    write.insert_all(&users).await?;
    write.commit().await?;
    store.close().await
}

fn context(actor: Actor, clock: &Arc<TestClock>, ids: &Arc<CountedIds>) -> Ctx {
    let request = RequestId::from(ids.next(clock.now()));
    Ctx::new(actor, request, clock.clone(), ids.clone())
}

/// The hash of `PASSWORD` with the least cost, so that tests do not wait for it.
fn cheap_hash() -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap_or_default();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2
        .hash_password(PASSWORD.as_bytes())
        .map(|hash| hash.to_string())
        .unwrap_or_else(|error| panic!("{error}"))
}
