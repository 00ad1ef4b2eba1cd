//! Rows of the tables of divisions and industries. Names that a code no longer bears stay with the
//! time they held, when the file says it. It must not write.

use std::collections::HashMap;

use fangfei_intake::table::Row;
use fangfei_model::code::{
    division::{Division, DivisionCode},
    industry::IndustryCode,
};
use fangfei_store::Industry;
use jiff::civil::Date;

use super::{outcome::Tally, planner::Planner, printed::text};
use crate::Result;

/// The plan of a table of divisions.
pub(super) async fn divisions(
    planner: &Planner<'_>,
    rows: Vec<Row>,
    tally: &mut Tally,
) -> Result<Vec<Division>> {
    let known = planner.app.store.divisions().await?;
    let mut planned: HashMap<(DivisionCode, Option<Date>), Division> = HashMap::new();
    let mut order = Vec::new();
    for row in rows {
        let division = match division(&row) {
            Ok(division) => division,
            Err(reason) => {
                tally.reject(&row.source, reason);
                continue;
            }
        };
        let key = (division.code, division.valid_from);
        let before = planned.get(&key).or_else(|| {
            let same = known.get(division.code, division.valid_from.or(division.valid_to));
            same.filter(|same| same.valid_from == division.valid_from)
        });
        match before {
            Some(before) if *before == division => {
                tally.counts.unchanged += 1;
                continue;
            }
            Some(_) => tally.counts.changed += 1,
            None => tally.counts.added += 1,
        }
        if planned.insert(key, division).is_none() {
            order.push(key);
        }
    }
    Ok(order
        .into_iter()
        .filter_map(|key| planned.remove(&key))
        .collect())
}

fn division(row: &Row) -> Result<Division, String> {
    let printed = text(row, "code").unwrap_or_default();
    let code: DivisionCode = printed
        .parse()
        .map_err(|error| format!("区划代码“{printed}”：{error}"))?;
    let day = |field| {
        row.get(field)
            .and_then(|v| v.as_date())
            .map(|when| when.date)
    };
    let name = text(row, "name").unwrap_or_default();
    let (valid_from, valid_to) = (day("valid_from"), day("valid_until"));
    if valid_from.zip(valid_to).is_some_and(|(from, to)| from > to) {
        return Err("停用日期早于启用日期，请核对".to_owned());
    }
    Ok(Division {
        code,
        name,
        valid_from,
        valid_to,
    })
}

/// The plan of a table of industries.
pub(super) async fn industries(
    planner: &Planner<'_>,
    rows: Vec<Row>,
    tally: &mut Tally,
) -> Result<Vec<Industry>> {
    let known = planner.app.store.industries().await?;
    let mut names: HashMap<IndustryCode, String> =
        known.into_iter().map(|i| (i.code, i.name)).collect();
    let mut planned: Vec<Industry> = Vec::new();
    for row in rows {
        let printed = text(&row, "code").unwrap_or_default();
        let code: IndustryCode = match printed.parse() {
            Ok(code) => code,
            Err(error) => {
                tally.reject(&row.source, format!("行业代码“{printed}”：{error}"));
                continue;
            }
        };
        let name = text(&row, "name").unwrap_or_default();
        match names.insert(code.clone(), name.clone()) {
            Some(before) if before == name => tally.counts.unchanged += 1,
            Some(_) => {
                tally.counts.changed += 1;
                planned.retain(|industry| industry.code != code);
                planned.push(Industry { code, name });
            }
            None => {
                tally.counts.added += 1;
                planned.push(Industry { code, name });
            }
        }
    }
    Ok(planned)
}
