//! One return as it is read: the record, its units' names, its headings. It must not know pages.

use fangfei_model::{
    campaign::Campaign,
    ctx::{Actor, Ctx},
    id::{CampaignId, ReturnId},
    noun::Noun,
    period::Period,
    periodic_return::{PeriodicReturn, ReturnState},
    permission::Permission,
    query::{Query, Test},
    return_template::{CheckedEquation, Table},
    unit::Unit,
};
use fangfei_store::Stored;

use super::{
    compute::{everywhere, is_money},
    line::Lines,
    lower::lower,
};
use crate::{App, Error, Page, Result};

/// A return with what is read beside it.
#[derive(Debug, Clone)]
pub struct ReturnFile {
    /// The return. While it may still change, its lower returns are those of now.
    pub stored: Stored<PeriodicReturn>,
    /// The unit's full name.
    pub unit_name: String,
    /// The receiving unit's full name; blank where nobody above works with this system.
    pub receiver_name: String,
    /// The campaign's title.
    pub campaign_title: Option<String>,
    /// The period.
    pub period: Period,
    /// Every equation, with whether it holds.
    pub equations: Vec<CheckedEquation>,
    /// Whether the actor may hand it up, make it anew or change its text.
    pub may_make: bool,
    /// Whether the actor may accept it or send it back.
    pub may_receive: bool,
}

/// The heading of one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureHead {
    /// `table.figure`.
    pub id: String,
    /// Its heading, with the unit of money.
    pub title: String,
    /// The heading above.
    pub group: Option<String>,
    /// Whether it is money, in fen.
    pub money: bool,
}

/// The headings of a table of figures, in order.
pub fn figure_heads(table: &Table) -> Vec<FigureHead> {
    let head = |figure: &fangfei_model::return_template::FigureRule| {
        let money = is_money(figure);
        FigureHead {
            id: format!("{}.{}", table.id, figure.id),
            title: if money {
                format!("{}（万元）", figure.title)
            } else {
                figure.title.clone()
            },
            group: figure.group.clone(),
            money,
        }
    };
    table.figures.iter().map(head).collect()
}

/// One return in the actor's scope.
pub async fn show(app: &App, ctx: &Ctx, id: ReturnId) -> Result<ReturnFile> {
    ctx.require(Permission::LedgerRead)?;
    let found = app.store.read(ctx).get::<PeriodicReturn>(id.uuid()).await?;
    let mut stored = found.ok_or(Error::NotFound(Noun::PeriodicReturn))?;
    let all = app.store.read(&everywhere(ctx));
    let unit = all
        .get::<Unit>(stored.record.unit.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Unit))?
        .record;
    let receiver = match stored.record.receiver {
        Some(id) => all.get::<Unit>(id.uuid()).await?,
        None => None,
    };
    let campaign = match stored.record.campaign {
        Some(id) => all.get::<Campaign>(id.uuid()).await?.map(|c| c.record),
        None => None,
    };
    if matches!(
        stored.record.state,
        ReturnState::Draft | ReturnState::SentBack { .. }
    ) {
        let lines = Lines::of(&all, &unit).await?;
        let record = &mut stored.record;
        record.computed.lower = lower(
            &all,
            &lines,
            &record.form,
            &record.period,
            campaign.as_ref(),
        )
        .await?;
    }
    let record = &stored.record;
    Ok(ReturnFile {
        period: record.period.parse().map_err(Error::bug)?,
        equations: record.form.equations(&record.computed),
        may_make: ctx.may(Permission::ReturnMake) && acts_for(ctx, record.unit),
        may_receive: ctx.may(Permission::ReturnAccept)
            && acts_for(ctx, record.receiver.unwrap_or(record.unit)),
        unit_name: unit.name,
        receiver_name: receiver.map(|r| r.record.name).unwrap_or_default(),
        campaign_title: campaign.map(|c| c.title),
        stored,
    })
}

fn acts_for(ctx: &Ctx, unit: fangfei_model::id::UnitId) -> bool {
    match ctx.actor {
        Actor::System { .. } => true,
        Actor::User { unit: own, .. } => own == unit,
    }
}

/// A campaign by id, document number or title; part of a title is enough when only one has it.
pub async fn find_campaign(app: &App, ctx: &Ctx, name: &str) -> Result<Campaign> {
    ctx.require(Permission::CampaignRead)?;
    let reader = app.store.read(ctx);
    if let Ok(id) = name.parse::<CampaignId>() {
        return Ok(reader
            .get::<Campaign>(id.uuid())
            .await?
            .ok_or(Error::NotFound(Noun::Campaign))?
            .record);
    }
    for query in [
        Query::of(Noun::Campaign).equals("number", name),
        Query::of(Noun::Campaign).equals("title", name),
        Query::of(Noun::Campaign).when("title", Test::Contains(name.to_owned())),
    ] {
        let mut found = reader.list::<Campaign>(&query, Page::first(2)).await?;
        match (found.len(), found.pop()) {
            (1, Some(one)) => return Ok(one.record),
            (2.., _) => {
                return Err(Error::field(
                    "campaign",
                    format!("有多个专项行动符合“{name}”，请写完整的文号或编号"),
                ));
            }
            _ => {}
        }
    }
    Err(Error::field(
        "campaign",
        format!("没有找到专项行动“{name}”，可写编号、文号或名称"),
    ))
}
