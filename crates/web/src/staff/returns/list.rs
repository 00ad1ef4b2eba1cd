//! The list of returns: what running campaigns ask, and what is there.

use askama::Template;
use axum::{extract::Query as Params, response::Html};
use fangfei_app::periodic_return::{self, Kept, OwedReturn};
use fangfei_model::{period::Period, periodic_return::ReturnStatus, permission::Permission};
use serde::Deserialize;

use super::{LIST, href, state_badge};
use crate::{
    WebError,
    signed_in::SignedIn,
    staff::clues::days,
    ui::{Badge, Field, Place, Query, Shell, filters},
};

#[derive(Template)]
#[template(path = "returns/list.html")]
struct ReturnsPage {
    shell: Shell,
    may_make: bool,
    fields: Vec<Field>,
    owed: Vec<OwedRow>,
    missing: usize,
    late: usize,
    kept: Vec<KeptRow>,
}

struct OwedRow {
    href: Option<String>,
    title: String,
    campaign: String,
    period: String,
    unit: String,
    due: String,
    state: Badge,
    left: Option<Badge>,
    late: bool,
}

struct KeptRow {
    href: String,
    title: String,
    period: String,
    unit: String,
    made: String,
    state: Badge,
}

/// The filter as typed; blank asks nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of the unit's name.
    unit: String,
    /// A period.
    period: String,
    /// State code, or `missing` for those not made.
    state: String,
}

impl Filter {
    fn fits(&self, unit: &str, period: &str, status: Option<ReturnStatus>) -> bool {
        let wanted = self.period.trim().parse::<Period>().map(|p| p.to_string());
        let state = match self.state.as_str() {
            "" => true,
            "missing" => status.is_none(),
            code => status.is_some_and(|s| s.code() == code),
        };
        unit.contains(self.unit.trim()) && wanted.map_or(true, |wanted| wanted == period) && state
    }

    fn fields(&self) -> Vec<Field> {
        let states = ReturnStatus::ALL.iter().map(|s| (s.code(), s.title()));
        let states = [("", "全部"), ("missing", "未生成")]
            .into_iter()
            .chain(states);
        let period = Field::text("period", "期别")
            .value(&self.period)
            .example("2024Q3");
        let wrong = !self.period.trim().is_empty() && self.period.trim().parse::<Period>().is_err();
        vec![
            Field::text("unit", "单位").value(&self.unit),
            if wrong {
                period.error("请写成 2024Q3、2024-07 这样")
            } else {
                period
            },
            Field::select("state", "状态").choose(states, &[self.state.as_str()]),
        ]
    }
}

/// Shows both lists within the reader's scope.
pub async fn show(
    reader: SignedIn,
    Params(filter): Params<Filter>,
) -> Result<Html<String>, WebError> {
    let (app, ctx) = (reader.app(), &reader.ctx);
    let today = ctx.today();
    let mut owed = periodic_return::owed(app, ctx).await?;
    owed.retain(|o| filter.fits(&o.unit_name, &o.period.to_string(), o.made.map(|m| m.1)));
    let mut kept = periodic_return::kept(app, ctx).await?;
    kept.retain(|k| filter.fits(&k.unit_name, &k.period, Some(k.status)));
    let may_make = reader.may(Permission::ReturnMake);
    let page = ReturnsPage {
        shell: reader.shell(Some(Place::Returns), "统计报表"),
        fields: filter.fields(),
        missing: owed.iter().filter(|o| o.made.is_none()).count(),
        late: owed.iter().filter(|o| o.late(today)).count(),
        owed: owed
            .iter()
            .map(|o| owed_row(o, today, may_make && ctx.unit() == Some(o.unit)))
            .collect(),
        kept: kept.iter().map(kept_row).collect(),
        may_make,
    };
    Ok(Html(page.render()?))
}

fn owed_row(owed: &OwedReturn, today: jiff::civil::Date, mine: bool) -> OwedRow {
    let make = || {
        let pairs = [
            ("campaign", owed.campaign.to_string()),
            ("template", owed.template.clone()),
            ("period", owed.period.to_string()),
        ];
        Query::new(format!("{LIST}/new"), pairs).href()
    };
    let open = !matches!(
        owed.made,
        Some((_, ReturnStatus::Submitted | ReturnStatus::Accepted))
    );
    OwedRow {
        href: owed
            .made
            .map(|(id, _)| href(id))
            .or_else(|| mine.then(make)),
        title: owed.title.clone(),
        campaign: owed.campaign_title.clone(),
        period: owed.period.label(),
        unit: owed.unit_name.clone(),
        due: owed.due.to_string(),
        state: owed
            .made
            .map_or_else(|| Badge::tag("未生成"), |(_, status)| state_badge(status)),
        left: open.then(|| Badge::due_in(days(today, owed.due))),
        late: owed.late(today),
    }
}

fn kept_row(kept: &Kept) -> KeptRow {
    KeptRow {
        href: href(kept.id),
        title: kept.title.clone(),
        period: kept
            .period
            .parse::<Period>()
            .map_or_else(|_| kept.period.clone(), Period::label),
        unit: kept.unit_name.clone(),
        made: kept.made_on.map(|day| day.to_string()).unwrap_or_default(),
        state: state_badge(kept.status),
    }
}
