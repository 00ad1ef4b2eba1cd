//! What returns are owed and which are there, by unit and period. It must not know how they are made.

use std::collections::BTreeMap;

use fangfei_model::{
    campaign::{Campaign, CampaignStatus},
    ctx::Ctx,
    id::{CampaignId, ReturnId, UnitId},
    noun::Noun,
    period::Period,
    periodic_return::ReturnStatus,
    permission::Permission,
    query::Query,
    record::Value,
    unit::Unit,
};
use jiff::civil::Date;

use super::compute::everywhere;
use crate::{App, Page, Result, unit_names::UnitNames};

/// The most returns on the list.
const MOST: u64 = 2_000;
/// The most campaigns that run at once.
const CAMPAIGNS: u64 = 200;

/// A return that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: ReturnId,
    /// The template's id.
    pub template: String,
    /// Its title.
    pub title: String,
    /// The campaign.
    pub campaign: Option<CampaignId>,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// The period, as kept.
    pub period: String,
    /// When it was computed last.
    pub made_on: Option<Date>,
    /// Where it stands.
    pub status: ReturnStatus,
}

/// A return that a running campaign asks of a unit for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedReturn {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its title.
    pub campaign_title: String,
    /// The template's id.
    pub template: String,
    /// The template's title, or its id where the template is gone.
    pub title: String,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub unit_name: String,
    /// The period.
    pub period: Period,
    /// By when.
    pub due: Date,
    /// The return and where it stands, once it is made.
    pub made: Option<(ReturnId, ReturnStatus)>,
}

impl OwedReturn {
    fn handed_up(&self) -> bool {
        matches!(
            self.made,
            Some((_, ReturnStatus::Submitted | ReturnStatus::Accepted))
        )
    }

    /// What comes first on the list: late, open, done; open ones by due day, done ones the latest first.
    fn urgency(&self, today: Date) -> (u8, i64) {
        let days = today
            .until(self.due)
            .map_or(0, |span| i64::from(span.get_days()));
        match (self.late(today), self.handed_up()) {
            (true, _) => (0, days),
            (false, false) => (1, days),
            (false, true) => (2, -days),
        }
    }

    /// Whether it is late on this day: due, and neither handed up nor accepted.
    pub fn late(&self, today: Date) -> bool {
        !self.handed_up() && self.due < today
    }
}

/// The returns in the actor's scope, the latest period first.
pub async fn kept(app: &App, ctx: &Ctx) -> Result<Vec<Kept>> {
    ctx.require(Permission::LedgerRead)?;
    let query = Query::of(Noun::PeriodicReturn).by("period", true);
    let paths = [
        "template", "title", "campaign", "unit", "period", "made_on", "state",
    ]
    .map(Into::into);
    let rows = app
        .store
        .read(ctx)
        .rows(&query, &paths, Page::first(MOST))
        .await?;
    let mut all: Vec<Kept> = rows
        .into_iter()
        .filter_map(|row| read(row.id, row.values))
        .collect();
    let names = UnitNames::of(app, ctx, all.iter().map(|r| r.unit)).await?;
    for kept in &mut all {
        kept.unit_name = names.get(kept.unit).to_owned();
    }
    Ok(all)
}

/// A row of the list; a row whose columns are not what they should be is passed over.
fn read(id: uuid::Uuid, values: Vec<Value>) -> Option<Kept> {
    let [template, title, campaign, unit, period, made_on, state] =
        <[Value; 7]>::try_from(values).ok()?;
    let (Value::Text(template), Value::Text(title), Value::Ref(unit)) = (template, title, unit)
    else {
        return None;
    };
    let (Value::Text(period), Value::Text(state)) = (period, state) else {
        return None;
    };
    Some(Kept {
        id: id.into(),
        template,
        title,
        campaign: if let Value::Ref(id) = campaign {
            Some(id.into())
        } else {
            None
        },
        unit: unit.into(),
        unit_name: String::new(),
        period,
        made_on: if let Value::Date(day) = made_on {
            Some(day)
        } else {
            None
        },
        status: state.parse().ok()?,
    })
}

/// The returns that running campaigns ask of the units in the actor's scope, for periods that have
/// begun: the late ones first, then the open ones by due day, then those handed up, the latest first.
pub async fn owed(app: &App, ctx: &Ctx) -> Result<Vec<OwedReturn>> {
    ctx.require(Permission::LedgerRead)?;
    // The county's campaign lies above a township's rows, yet asks the township.
    let running = Query::of(Noun::Campaign).equals("state", CampaignStatus::Running.code());
    let campaigns = app
        .store
        .read(&everywhere(ctx))
        .list::<Campaign>(&running, Page::first(CAMPAIGNS))
        .await?;
    let asked: Vec<UnitId> = campaigns
        .iter()
        .flat_map(|c| &c.record.owed)
        .flat_map(|o| o.units.clone())
        .collect();
    let units = seen(app, ctx, asked).await?;
    let made: BTreeMap<_, _> = kept(app, ctx)
        .await?
        .into_iter()
        .map(|r| ((r.campaign, r.template, r.unit, r.period), (r.id, r.status)))
        .collect();
    let mut all = Vec::new();
    for campaign in &campaigns {
        of_campaign(app, ctx, &campaign.record, &units, &mut all);
    }
    for owed in &mut all {
        let key = (
            Some(owed.campaign),
            owed.template.clone(),
            owed.unit,
            owed.period.to_string(),
        );
        owed.made = made.get(&key).copied();
    }
    let today = ctx.today();
    all.sort_by(|a, b| {
        a.urgency(today)
            .cmp(&b.urgency(today))
            .then_with(|| a.unit_name.cmp(&b.unit_name))
    });
    Ok(all)
}

/// Names of those units whose returns the actor may see: their own unit's, or those in their division.
async fn seen(app: &App, ctx: &Ctx, asked: Vec<UnitId>) -> Result<BTreeMap<UnitId, String>> {
    let ids: std::collections::BTreeSet<_> = asked.into_iter().map(UnitId::uuid).collect();
    let units = app.store.read(ctx).get_all::<Unit>(ids).await?;
    let scope = ctx.scope();
    let mine = |unit: &Unit| match &scope {
        fangfei_model::scope::Scope::Unit { unit: own, .. } => {
            unit.id == *own || unit.parent == Some(*own)
        }
        _ => true,
    };
    Ok(units
        .into_iter()
        .map(|u| u.record)
        .filter(mine)
        .map(|u| (u.id, super::line::short(&u)))
        .collect())
}

fn of_campaign(
    app: &App,
    ctx: &Ctx,
    campaign: &Campaign,
    units: &BTreeMap<UnitId, String>,
    all: &mut Vec<OwedReturn>,
) {
    let (Some(start), Some(end)) = (campaign.start, campaign.end) else {
        return;
    };
    for item in &campaign.owed {
        let Some(template) = &item.return_template else {
            continue;
        };
        let title = app
            .rules()
            .return_template(template)
            .map_or(template, |r| &r.template.title);
        for occurrence in item.schedule.occurrences(start, end) {
            let Some(period) = occurrence
                .period
                .parse::<Period>()
                .ok()
                .filter(|p| p.start() <= ctx.today())
            else {
                continue;
            };
            for (unit, name) in item.units.iter().filter_map(|u| units.get_key_value(u)) {
                all.push(OwedReturn {
                    campaign: campaign.id,
                    campaign_title: campaign.title.clone(),
                    template: template.clone(),
                    title: title.clone(),
                    unit: *unit,
                    unit_name: name.clone(),
                    period,
                    due: occurrence.due,
                    made: None,
                });
            }
        }
    }
}
