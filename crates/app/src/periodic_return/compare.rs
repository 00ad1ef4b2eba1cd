//! A return's figures beside what the records say now: late entries show, the frozen figures stay. It
//! must not change anything.

use std::collections::BTreeMap;

use fangfei_model::{
    ctx::Ctx, noun::Noun, periodic_return::PeriodicReturn, return_template::Marks, unit::Unit,
};
use uuid::Uuid;

use super::{
    compute::{Source, everywhere, is_money},
    line::Lines,
};
use crate::{App, Error, Result};

/// One figure then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// `table.figure`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Whether it is money, in fen.
    pub money: bool,
    /// As the return has it.
    pub frozen: i64,
    /// As the records say now.
    pub current: i64,
    /// Records that count now and did not.
    pub came: Vec<Uuid>,
    /// Records that counted and do not now.
    pub went: Vec<Uuid>,
}

impl FigureChange {
    /// Whether figure or records differ.
    pub fn differs(&self) -> bool {
        self.frozen != self.current || !self.came.is_empty() || !self.went.is_empty()
    }
}

/// Every figure that can be compared; figures of the moment are left out.
pub async fn compare(app: &App, ctx: &Ctx, record: &PeriodicReturn) -> Result<Vec<FigureChange>> {
    let snapshot = app.store.snapshot(&everywhere(ctx)).await?;
    let reader = snapshot.reader();
    let unit = reader
        .get::<Unit>(record.unit.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Unit))?
        .record;
    let lines = Lines::of(&reader, &unit).await?;
    let source = Source {
        reader: &reader,
        lines: &lines,
        marks: marks(record)?,
        as_of: None,
    };
    let mut changes = Vec::new();
    for (id, rule) in record.form.figures().filter(|(_, rule)| !rule.momentary) {
        let figures = source.figure(rule).await?;
        let then: BTreeMap<Uuid, i64> = record.computed.rows(&id, None).collect();
        let now: BTreeMap<Uuid, i64> = figures
            .iter()
            .flat_map(|f| f.rows.iter().copied())
            .collect();
        changes.push(FigureChange {
            title: rule.title.clone(),
            money: is_money(rule),
            frozen: record.computed.total(&id),
            current: figures.iter().map(|f| f.value).fold(0, i64::saturating_add),
            came: now
                .keys()
                .filter(|id| !then.contains_key(id))
                .copied()
                .collect(),
            went: then
                .keys()
                .filter(|id| !now.contains_key(id))
                .copied()
                .collect(),
            id,
        });
    }
    Ok(changes)
}

/// What the template's markers stand for in this return.
pub(super) fn marks(record: &PeriodicReturn) -> Result<Marks> {
    Ok(Marks {
        period: record.period.parse().map_err(Error::bug)?,
        campaign: record.campaign,
    })
}
