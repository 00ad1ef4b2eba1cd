//! The returns of the units directly below, beside which a unit's own figures are read. It must not
//! know how figures are counted.

use fangfei_model::{
    campaign::Campaign,
    id::{CampaignId, ReturnId, UnitId},
    noun::Noun,
    periodic_return::{LowerReturn, PeriodicReturn, ReturnState},
    query::{Query, Test},
    record::Value,
    return_template::ReturnTemplate,
};
use fangfei_store::{Reader, Stored};

use super::line::Lines;
use crate::{Page, Result};

/// The most returns of one level.
const MOST: u64 = 2_000;

/// The same return of another unit: template, period, campaign.
pub(super) fn like(template: &str, period: &str, campaign: Option<CampaignId>) -> Query {
    let query = Query::of(Noun::PeriodicReturn)
        .equals("template", template)
        .equals("period", period);
    match campaign {
        Some(campaign) => query.equals("campaign", campaign.uuid()),
        None => query.when("campaign", Test::Missing),
    }
}

/// The units directly below that owe this return in the campaign or have made it, with what they
/// handed in. The reader must see all.
pub(super) async fn lower(
    reader: &Reader<'_>,
    lines: &Lines,
    form: &ReturnTemplate,
    period: &str,
    campaign: Option<&Campaign>,
) -> Result<Vec<LowerReturn>> {
    let units: Vec<Value> = lines.lower().map(|l| Value::from(l.unit.uuid())).collect();
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let query = like(&form.id, period, campaign.map(|c| c.id)).when("unit", Test::In(units));
    let made = reader
        .list::<PeriodicReturn>(&query, Page::first(MOST))
        .await?;
    let mut all = Vec::new();
    for line in lines.lower() {
        let own = made.iter().find(|r| r.record.unit == line.unit);
        if own.is_some() || owes(campaign, &form.id, line.unit) {
            all.push(entry(line.unit, &line.name, form, own));
        }
    }
    Ok(all)
}

/// Whether the campaign asks this unit for this return.
fn owes(campaign: Option<&Campaign>, template: &str, unit: UnitId) -> bool {
    let asked = campaign.into_iter().flat_map(|c| &c.owed);
    asked
        .into_iter()
        .any(|o| o.return_template.as_deref() == Some(template) && o.units.contains(&unit))
}

fn entry(
    unit: UnitId,
    name: &str,
    form: &ReturnTemplate,
    own: Option<&Stored<PeriodicReturn>>,
) -> LowerReturn {
    let handed_in = own.filter(|r| {
        matches!(
            r.record.state,
            ReturnState::Submitted { .. } | ReturnState::Accepted { .. }
        )
    });
    let total = |r: &Stored<PeriodicReturn>| {
        form.figures()
            .map(|(id, _)| (id.clone(), r.record.computed.total(&id)))
            .collect()
    };
    LowerReturn {
        unit,
        unit_name: name.to_owned(),
        periodic_return: handed_in.map(|r| -> ReturnId { r.record.id }),
        accepted: handed_in.is_some_and(|r| matches!(r.record.state, ReturnState::Accepted { .. })),
        figures: handed_in.map(total).unwrap_or_default(),
    }
}
