//! Lists of alerts with the names they show. It must not know how filters are typed.

use fangfei_model::{
    alert::{Alert, AlertStatus},
    ctx::Ctx,
    id::SubjectId,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
};

use crate::{App, Page, Result, Stored, place_names::PlaceNames};

/// A list says “more than” this many instead of counting on.
const MOST_COUNTED: u64 = 10_000;
/// As many alerts of one subject are shown in its file.
const OF_A_SUBJECT: u64 = 20;

/// What a list of alerts is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlertFilter {
    /// The state; `None` for all.
    pub status: Option<AlertStatus>,
    /// The band's title.
    pub band: Option<String>,
    /// A part of the subject's name.
    pub name: Option<String>,
    /// Newest first instead of highest first.
    pub newest: bool,
}

impl AlertFilter {
    fn query(&self) -> Query {
        let mut query = Query::of(Noun::Alert);
        if let Some(status) = self.status {
            query = query.equals("state", status.code());
        }
        if let Some(band) = &self.band {
            query = query.equals("band", band.as_str());
        }
        if let Some(name) = &self.name {
            query = query.when("subject_name", Test::Contains(name.clone()));
        }
        if self.newest {
            query.by("last_seen", true)
        } else {
            query.by("tenths", true)
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone)]
pub struct AlertRow {
    /// The alert.
    pub alert: Alert,
    /// The division's name.
    pub place: String,
}

/// One page of alerts within scope.
pub async fn list(app: &App, ctx: &Ctx, filter: &AlertFilter, page: Page) -> Result<Vec<AlertRow>> {
    ctx.require(Permission::MonitorRead)?;
    let found = app
        .store
        .read(ctx)
        .list::<Alert>(&filter.query(), page)
        .await?;
    let found: Vec<Alert> = found.into_iter().map(|stored| stored.record).collect();
    let places = PlaceNames::of(app, found.iter().map(|alert| alert.division)).await?;
    let row = |alert: Alert| AlertRow {
        place: places.get(&alert.division),
        alert,
    };
    Ok(found.into_iter().map(row).collect())
}

/// How many there are, and whether the count stopped at ten thousand.
pub async fn count(app: &App, ctx: &Ctx, filter: &AlertFilter) -> Result<(u64, bool)> {
    ctx.require(Permission::MonitorRead)?;
    let reader = app.store.read(ctx);
    let count = reader
        .count_up_to(&filter.query(), MOST_COUNTED + 1)
        .await?;
    Ok((count.min(MOST_COUNTED), count > MOST_COUNTED))
}

/// How many alerts wait for somebody to look; nothing for who may not see them.
pub async fn open_count(app: &App, ctx: &Ctx) -> Result<u64> {
    if !ctx.may(Permission::MonitorRead) {
        return Ok(0);
    }
    let open = AlertFilter {
        status: Some(AlertStatus::Open),
        ..AlertFilter::default()
    };
    Ok(count(app, ctx, &open).await?.0)
}

/// The alerts about one subject, newest first.
pub async fn of_subject(app: &App, ctx: &Ctx, subject: SubjectId) -> Result<Vec<Stored<Alert>>> {
    ctx.require(Permission::MonitorRead)?;
    let query = Query::of(Noun::Alert)
        .equals("subject", Value::Ref(subject.uuid()))
        .by("last_seen", true);
    let reader = app.store.read(ctx);
    Ok(reader.list(&query, Page::first(OF_A_SUBJECT)).await?)
}
