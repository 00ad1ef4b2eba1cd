//! Stores to test on: a SQLite file always, a fresh PostgreSQL database where
//! `FANGFEI_TEST_POSTGRES` names a server to make it on. Clocks, actors and records to fill them.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use fangfei_model::{
    campaign::{Campaign, CampaignState},
    clue::{Channel, Clue, ClueState},
    ctx::{Actor, Clock, Ctx, IdSource},
    id::{ClueId, RequestId, SubjectId, UnitId, UserId},
    scope::Scope,
    subject::{Subject, SubjectKind},
    unit::{Unit, UnitKind},
};
use fangfei_store::Store;
use jiff::{SignedDuration, Timestamp, civil::Date};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// 2024-07-01 00:00 in China.
pub const START: i64 = 1_719_763_200_000_000;

/// One migrated store.
pub struct TestStore {
    pub store: Store,
    pub url: String,
    pub folder: TempDir,
}

impl TestStore {
    /// A connection beside the store, for what the store itself would never do.
    pub async fn raw(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }

    /// Runs statements past the store, as somebody with the database's password would.
    pub async fn tamper(&self, sql: &str) {
        let raw = self.raw().await;
        raw.execute_unprepared(sql).await.unwrap();
        raw.close().await.unwrap();
    }

    /// The same store opened anew, as after a restart.
    pub async fn reopened(&self) -> Store {
        Store::open(&self.url, self.folder.path()).await.unwrap()
    }
}

/// A migrated store on each database there is.
pub async fn stores() -> Vec<TestStore> {
    let mut stores = vec![sqlite().await];
    if let Ok(admin) = std::env::var("FANGFEI_TEST_POSTGRES") {
        stores.push(postgres(&admin).await);
    }
    stores
}

async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().unwrap();
    opened(Store::default_url(folder.path()), folder).await
}

async fn postgres(admin: &str) -> TestStore {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!(
        "store_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let connection = Database::connect(admin).await.unwrap();
    connection
        .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .await
        .unwrap();
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    let (server, _) = admin.rsplit_once('/').unwrap();
    opened(format!("{server}/{name}"), tempfile::tempdir().unwrap()).await
}

async fn opened(url: String, folder: TempDir) -> TestStore {
    let store = Store::open(&url, folder.path()).await.unwrap();
    store.migrate().await.unwrap();
    TestStore { store, url, folder }
}

/// A clock that tests move.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    pub fn now_plus(&self, later: SignedDuration) -> Timestamp {
        self.now() + later
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Ids in order, none twice in a test process or in two of them.
pub struct CountedIds;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl IdSource for CountedIds {
    fn next(&self, _now: Timestamp) -> Uuid {
        let number = u128::from(NEXT_ID.fetch_add(1, Ordering::SeqCst));
        Uuid::from_u128(u128::from(std::process::id()) << 64 | number)
    }
}

/// The program itself, at a clock that tests move.
pub fn system(clock: &TestClock) -> Ctx {
    let request = RequestId::from(Uuid::from_u128(9));
    Ctx::new(
        Actor::System { task: "测试" },
        request,
        Arc::new(clock.clone()),
        Arc::new(CountedIds),
    )
}

/// The same context for a person who sees this.
pub fn seeing(ctx: &Ctx, scope: Scope) -> Ctx {
    ctx.acting_as(Actor::User {
        id: UserId::from(Uuid::from_u128(77)),
        name: "王某".to_owned(),
        unit: UnitId::from(Uuid::from_u128(78)),
        roles: Vec::new(),
        scope,
    })
}

/// A person who sees one division.
pub fn of_division(ctx: &Ctx, code: &str) -> Ctx {
    seeing(
        ctx,
        Scope::Division {
            division: code.parse().unwrap(),
        },
    )
}

/// A registered clue.
pub fn clue(ctx: &Ctx, number: &str, division: &str) -> Clue {
    Clue {
        id: ctx.new_id::<ClueId>(),
        number: number.to_owned(),
        source_number: None,
        division: division.parse().unwrap(),
        subject: None,
        subject_name: format!("甲乙{number}商贸有限公司"),
        channel: Channel::ALL[0],
        sweep_mode: None,
        campaign: None,
        sector: None,
        found_on: Date::constant(2024, 7, 1),
        registered_at: ctx.now(),
        facts: "以高额返利吸引老年人投入资金".to_owned(),
        address: None,
        mode: None,
        amount: None,
        amount_approximate: false,
        people: None,
        people_approximate: false,
        origin_unit: None,
        unit: None,
        import: None,
        extra: Vec::new(),
        imported_rows: Vec::new(),
        state: ClueState::Received,
    }
}

/// A subject's file.
pub fn subject(ctx: &Ctx, name: &str, division: &str) -> Subject {
    Subject::named(
        ctx.new_id::<SubjectId>(),
        name.to_owned(),
        SubjectKind::Enterprise,
        division.parse().unwrap(),
        None,
    )
}

/// A unit of the county.
pub fn unit(ctx: &Ctx, division: &str) -> Unit {
    Unit {
        id: ctx.new_id(),
        name: "云溪县市场监督管理局".to_owned(),
        short_name: "县市场监管局".to_owned(),
        kind: UnitKind::Member,
        division: division.parse().unwrap(),
        parent: None,
        agency_code: None,
        phone: None,
        email: None,
        leader: None,
        liaison: None,
        active: true,
    }
}

/// A draft campaign.
pub fn campaign(ctx: &Ctx, division: &str) -> Campaign {
    Campaign {
        id: ctx.new_id(),
        title: "打击非法集资专项行动".to_owned(),
        division: division.parse().unwrap(),
        lead_unit: ctx.new_id(),
        issuer: None,
        issued_on: None,
        start: None,
        end: None,
        documents: Vec::new(),
        phases: Vec::new(),
        duties: Vec::new(),
        owed: Vec::new(),
        members: Vec::new(),
        contacts: Vec::new(),
        ledgers: Vec::new(),
        checklist: Vec::new(),
        attachments: Vec::new(),
        warnings: Vec::new(),
        sources: Vec::new(),
        template: None,
        drafted: ctx.stamp(),
        state: CampaignState::Draft,
    }
}
