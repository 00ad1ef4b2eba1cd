//! The first page's figures (工作台): what waits, what is late, how the year went, where it happened,
//! which campaigns run. All within the reader's scope. It must not know pages.

use std::collections::BTreeMap;

use fangfei_model::{
    campaign::{Campaign, CampaignStatus},
    clue::ClueStatus,
    code::division::{DivisionCode, DivisionLevel},
    ctx::{Actor, Ctx},
    id::CampaignId,
    level::Level,
    noun::Noun,
    permission::Permission,
    query::{Path, Query, Test},
    record::Value,
    risk_item::RiskStatus,
};
use fangfei_store::Reader;
use jiff::{ToSpan, civil::Date};

use crate::{App, Page, Result, place_names, task};

/// Months of the trend, the present one included.
const MONTHS: i32 = 12;
/// The most places shown.
const PLACES: usize = 15;

/// The first page's figures. A figure that the reader may not see is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Clues.
    pub clues: Option<ClueFigures>,
    /// Risk items.
    pub risks: Option<RiskFigures>,
    /// The year by month, the oldest first.
    pub months: Vec<Month>,
    /// Open risk items by level, the gravest first.
    pub levels: Vec<(Level, u64)>,
    /// The places one step below the reader's own, those with most open items first.
    pub places: Vec<PlaceFigures>,
    /// Running campaigns.
    pub campaigns: Vec<RunningCampaign>,
}

/// Clues by what is to be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClueFigures {
    /// Waiting to be accepted.
    pub received: u64,
    /// Accepted, to be checked.
    pub to_check: u64,
    /// Of these past their due day.
    pub check_late: u64,
    /// Checked, to be assessed.
    pub to_assess: u64,
}

/// Risk items by what is to be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RiskFigures {
    /// Open.
    pub open: u64,
    /// Of these past their due day.
    pub late: u64,
    /// Close-out applied for, to be verified.
    pub to_verify: u64,
    /// Verified, to be approved.
    pub to_close: u64,
}

/// One month of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// Clues found.
    pub found: u64,
    /// Risk items opened.
    pub opened: u64,
    /// Risk items closed.
    pub closed: u64,
}

/// One place's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceFigures {
    /// Its division.
    pub division: DivisionCode,
    /// Its name.
    pub name: String,
    /// Clues found in the last twelve months.
    pub clues: u64,
    /// Open risk items.
    pub open: u64,
}

/// A campaign that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningCampaign {
    /// Its id.
    pub id: CampaignId,
    /// Its title.
    pub title: String,
    /// Its last day.
    pub end: Option<Date>,
    /// What is due next in the reader's scope: what and when.
    pub next: Option<(String, Date)>,
    /// Open tasks in the reader's scope.
    pub open: u64,
    /// Of these past their due day.
    pub late: u64,
}

/// The reader's first page.
pub async fn overview(app: &App, ctx: &Ctx) -> Result<Overview> {
    let mut overview = Overview::default();
    if ctx.may(Permission::ClueRead) {
        overview.clues = Some(clues(app, ctx).await?);
    }
    if ctx.may(Permission::RiskRead) {
        overview.risks = Some(risks(app, ctx).await?);
        overview.levels = levels(app, ctx).await?;
    }
    if ctx.may(Permission::ClueRead) && ctx.may(Permission::RiskRead) {
        overview.months = months(app, ctx).await?;
        overview.places = places(app, ctx).await?;
    }
    if ctx.may(Permission::CampaignRead) {
        overview.campaigns = running(app, ctx).await?;
    }
    Ok(overview)
}

fn clues_in(state: ClueStatus) -> Query {
    Query::of(Noun::Clue).equals("state", state.code())
}

fn risks_in(state: RiskStatus) -> Query {
    Query::of(Noun::RiskItem).equals("state", state.code())
}

/// Risk items that are not closed.
fn open_risks() -> Query {
    let open = RiskStatus::ALL
        .iter()
        .filter(|s| **s != RiskStatus::Closed)
        .map(|s| Value::from(s.code()));
    Query::of(Noun::RiskItem).when("state", Test::In(open.collect()))
}

async fn clues(app: &App, ctx: &Ctx) -> Result<ClueFigures> {
    let reader = app.store.read(ctx);
    let late = clues_in(ClueStatus::Accepted).when("check_due", Test::Below(ctx.today().into()));
    Ok(ClueFigures {
        received: reader.count(&clues_in(ClueStatus::Received)).await?,
        to_check: reader.count(&clues_in(ClueStatus::Accepted)).await?,
        check_late: reader.count(&late).await?,
        to_assess: reader.count(&clues_in(ClueStatus::Checked)).await?,
    })
}

async fn risks(app: &App, ctx: &Ctx) -> Result<RiskFigures> {
    let reader = app.store.read(ctx);
    let late = open_risks().when("due", Test::Below(ctx.today().into()));
    Ok(RiskFigures {
        open: reader.count(&open_risks()).await?,
        late: reader.count(&late).await?,
        to_verify: reader.count(&risks_in(RiskStatus::CloseApplied)).await?,
        to_close: reader.count(&risks_in(RiskStatus::Verified)).await?,
    })
}

async fn levels(app: &App, ctx: &Ctx) -> Result<Vec<(Level, u64)>> {
    let groups = app
        .store
        .read(ctx)
        .group_count(&open_risks(), &Path::from("level"))
        .await?;
    let count = |level: Level| {
        groups
            .iter()
            .find(|(v, _)| *v == Value::from(level.code()))
            .map_or(0, |(_, n)| *n)
    };
    Ok(Level::ALL
        .iter()
        .rev()
        .map(|level| (*level, count(*level)))
        .collect())
}

/// The first day of the trend.
pub fn trend_start(today: Date) -> Date {
    today.first_of_month().saturating_sub((MONTHS - 1).months())
}

async fn months(app: &App, ctx: &Ctx) -> Result<Vec<Month>> {
    let start = trend_start(ctx.today());
    let by_month = async |noun, field: &str| {
        let query = Query::of(noun).when(field, Test::From(start.into()));
        app.store
            .read(ctx)
            .count_by_month(&query, &Path::from(field))
            .await
    };
    let found = by_month(Noun::Clue, "found_on").await?;
    let opened = by_month(Noun::RiskItem, "opened_on").await?;
    let closed = by_month(Noun::RiskItem, "closed_on").await?;
    let firsts = (0..MONTHS).map(|n| start.saturating_add(n.months()));
    let month = |first| Month {
        first,
        found: within(&found, first),
        opened: within(&opened, first),
        closed: within(&closed, first),
    };
    Ok(firsts.map(month).collect())
}

/// The count of the month of this first day.
fn within(months: &[(Date, u64)], first: Date) -> u64 {
    let found = months.iter().find(|(month, _)| *month == first);
    found.map_or(0, |(_, count)| *count)
}

async fn places(app: &App, ctx: &Ctx) -> Result<Vec<PlaceFigures>> {
    let Some(top) = ctx.scope().division().copied() else {
        return Ok(Vec::new());
    };
    let reader = app.store.read(ctx);
    let division = Path::from("division");
    let recent =
        Query::of(Noun::Clue).when("found_on", Test::From(trend_start(ctx.today()).into()));
    let mut figures: BTreeMap<DivisionCode, (u64, u64)> = BTreeMap::new();
    for (value, count) in reader.group_count(&recent, &division).await? {
        if let Some(place) = below(top, &value) {
            figures.entry(place).or_default().0 += count;
        }
    }
    for (value, count) in reader.group_count(&open_risks(), &division).await? {
        if let Some(place) = below(top, &value) {
            figures.entry(place).or_default().1 += count;
        }
    }
    let names: BTreeMap<_, _> = place_names::choices(app, ctx)
        .await?
        .into_iter()
        .map(|c| (c.code, c.name))
        .collect();
    let name = |code: &DivisionCode| names.get(code).cloned().unwrap_or_else(|| code.to_string());
    let mut places: Vec<PlaceFigures> = figures
        .into_iter()
        .map(|(division, (clues, open))| PlaceFigures {
            name: name(&division),
            division,
            clues,
            open,
        })
        .collect();
    places.sort_by(|a, b| (b.open, b.clues, &a.division).cmp(&(a.open, a.clues, &b.division)));
    places.truncate(PLACES);
    Ok(places)
}

/// The division one step below `top` that a record lies in; `top` itself where it is filed no deeper.
fn below(top: DivisionCode, value: &Value) -> Option<DivisionCode> {
    let Value::Text(code) = value else {
        return None;
    };
    let code: DivisionCode = code.parse().ok()?;
    let step = match top.level() {
        DivisionLevel::Province => DivisionLevel::City,
        DivisionLevel::City => DivisionLevel::County,
        DivisionLevel::County => DivisionLevel::Township,
        DivisionLevel::Township => DivisionLevel::Village,
        DivisionLevel::Village | DivisionLevel::Grid => DivisionLevel::Grid,
    };
    Some(code.at_level(step).unwrap_or(code))
}

/// The running campaigns that concern the reader: in scope, or with open tasks there.
pub async fn running(app: &App, ctx: &Ctx) -> Result<Vec<RunningCampaign>> {
    let today = ctx.today();
    let running = Query::of(Noun::Campaign)
        .equals("state", CampaignStatus::Running.code())
        .by("end", false);
    // A county's campaign lies above a township's rows; its tasks for the township do not.
    let everywhere = ctx.acting_as(Actor::System {
        task: "读取专项行动名称",
    });
    let all = app
        .store
        .read(&everywhere)
        .list::<Campaign>(&running, Page::first(200))
        .await?;
    let seen = app
        .store
        .read(ctx)
        .rows(&running, &[], Page::first(200))
        .await?;
    let open = Query::of(Noun::Task).when("state", Test::In(task::owed_states()));
    let late = task::late(Query::of(Noun::Task), today);
    let reader = app.store.read(ctx);
    let by = Path::from("campaign");
    let open_of = reader.group_count(&open, &by).await?;
    let late_of = reader.group_count(&late, &by).await?;
    let mut lines = Vec::new();
    for campaign in all.into_iter().map(|c| c.record) {
        let id = Value::Ref(campaign.id.uuid());
        let count = |groups: &[(Value, u64)]| {
            let own = groups.iter().find(|(value, _)| *value == id);
            own.map_or(0, |(_, count)| *count)
        };
        let line = RunningCampaign {
            next: next_due(&reader, &open, campaign.id, today).await?,
            open: count(&open_of),
            late: count(&late_of),
            id: campaign.id,
            title: campaign.title,
            end: campaign.end,
        };
        if line.open > 0 || seen.iter().any(|row| row.id == line.id.uuid()) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// The next of a campaign's open tasks that is due today or later.
async fn next_due(
    reader: &Reader<'_>,
    open: &Query,
    campaign: CampaignId,
    today: Date,
) -> Result<Option<(String, Date)>> {
    let ahead = open
        .clone()
        .equals("campaign", campaign.uuid())
        .when("due", Test::From(today.into()))
        .by("due", false);
    let paths = ["title", "due"].map(Path::from);
    let rows = reader.rows(&ahead, &paths, Page::first(1)).await?;
    Ok(rows.into_iter().next().and_then(|row| {
        let [Value::Text(title), Value::Date(due)] = row.values.as_slice() else {
            return None;
        };
        Some((title.clone(), *due))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_record_counts_for_the_place_one_step_below() {
        let county: DivisionCode = "149921".parse().unwrap();
        let place = |code: &str| below(county, &code.into()).unwrap().as_str().to_owned();
        assert_eq!(place("149921101201"), "149921101");
        assert_eq!(place("149921"), "149921");
    }

    #[test]
    fn the_trend_is_twelve_months_with_the_present_one() {
        assert_eq!(trend_start(date(2024, 7, 31)), date(2023, 8, 1));
    }
}
