//! Making a return (生成报表), or making it anew while it may still change. It must not know the later
//! moves.

use fangfei_model::{
    action::Action,
    campaign::{Campaign, CampaignStatus},
    ctx::{Actor, Ctx, china_midnight},
    id::{CampaignId, UnitId},
    noun::Noun,
    period::Period,
    periodic_return::{Computed, PeriodicReturn, ReturnState},
    permission::Permission,
    return_template::{Marks, ReturnTemplate},
    unit::Unit,
};
use fangfei_store::Stored;
use jiff::{Timestamp, ToSpan};

use super::{
    compute::{Source, everywhere},
    line::Lines,
    lower::{like, lower},
};
use crate::{App, Error, FieldError, Page, Result, rules::LoadedReturn};

/// A return to be made, as chosen on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MakeDraft {
    /// Id of the campaign; blank for none.
    pub campaign: String,
    /// Id of the template.
    pub template: String,
    /// The period as typed.
    pub period: String,
    /// The text beside the tables.
    pub narrative: String,
}

/// A return to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReturn {
    /// For this campaign.
    pub campaign: Option<CampaignId>,
    /// By this template.
    pub template: String,
    /// For this period.
    pub period: Period,
    /// By this unit.
    pub unit: UnitId,
    /// The text beside the tables; `None` keeps what is there.
    pub narrative: Option<String>,
}

impl MakeDraft {
    /// Reads it for the reader's own unit; every wrong field is named.
    pub fn read(&self, ctx: &Ctx) -> Result<NewReturn> {
        ctx.require(Permission::ReturnMake)?;
        let mut errors = Vec::new();
        let campaign = match self.campaign.trim() {
            "" => None,
            text => text
                .parse()
                .map_err(|_| errors.push(wrong("campaign", "请从列表中选择专项行动")))
                .ok(),
        };
        if self.template.trim().is_empty() {
            errors.push(wrong("template", "请选择报表式样"));
        }
        let period = self.period.trim().parse::<Period>();
        if let Err(error) = &period {
            errors.push(wrong("period", error.to_string()));
        }
        let unit = ctx.unit();
        if unit.is_none() {
            errors.push(wrong("", "当前账号不属于任何单位，不能填报"));
        }
        match (period, unit) {
            (Ok(period), Some(unit)) if errors.is_empty() => {
                let narrative = Some(self.narrative.replace("\r\n", "\n").trim().to_owned());
                Ok(NewReturn {
                    campaign,
                    template: self.template.trim().to_owned(),
                    period,
                    unit,
                    narrative,
                })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

fn wrong(field: &'static str, message: impl Into<String>) -> FieldError {
    FieldError {
        field,
        message: message.into(),
    }
}

/// The moment at which a period's return is cut off (截数): 24 o'clock of its last day, or as many days
/// later or earlier as the rules say.
pub fn cut_off(app: &App, period: Period) -> Timestamp {
    let days = i64::from(app.rules().terms.return_grace_days) + 1;
    china_midnight(period.end().saturating_add(days.days()))
}

/// Makes the return, or makes it anew if there is one that may still change. Made before its
/// cut-off it counts up to now and must be made again before it is handed up.
pub async fn make(app: &App, ctx: &Ctx, new: NewReturn) -> Result<Stored<PeriodicReturn>> {
    ctx.require(Permission::ReturnMake)?;
    let unit = own_unit(app, ctx, new.unit).await?;
    let campaign = campaign(app, ctx, new.campaign).await?;
    let template = template(app, ctx, &new)?;
    let as_of = cut_off(app, new.period).min(ctx.now());
    let marks = Marks {
        period: new.period,
        campaign: new.campaign,
    };
    let computed = computed(
        app,
        ctx,
        &template.template,
        &unit,
        campaign.as_ref(),
        marks,
        as_of,
    )
    .await?;
    let mut write = app.store.write(ctx, Action::ReturnMake).await?;
    let same =
        like(&new.template, &new.period.to_string(), new.campaign).equals("unit", unit.id.uuid());
    let stored = match write.find::<PeriodicReturn>(&same).await? {
        Some(before) => {
            let narrative = new
                .narrative
                .unwrap_or_else(|| before.record.narrative.clone());
            let mut after =
                before
                    .record
                    .clone()
                    .redraft(computed, narrative, as_of, ctx.stamp())?;
            after.form = template.template.clone();
            after.template_version = template.version.clone();
            write.update(&before, after).await?
        }
        None => {
            let first = first(ctx, &new, &unit, template, computed, as_of);
            write.insert(&first).await?;
            write
                .get::<PeriodicReturn>(first.id.uuid())
                .await?
                .ok_or(Error::NotFound(Noun::PeriodicReturn))?
        }
    };
    write
        .detail("period", new.period.to_string())
        .detail("unit", unit.name);
    write.commit().await?;
    Ok(stored)
}

/// The return that this would make anew, where it has been handed up and no longer changes.
pub async fn handed_up(
    app: &App,
    ctx: &Ctx,
    new: &NewReturn,
) -> Result<Option<Stored<PeriodicReturn>>> {
    ctx.require(Permission::ReturnMake)?;
    let unit = own_unit(app, ctx, new.unit).await?;
    let same =
        like(&new.template, &new.period.to_string(), new.campaign).equals("unit", unit.id.uuid());
    let found = app
        .store
        .read(ctx)
        .list::<PeriodicReturn>(&same, Page::first(1))
        .await?;
    Ok(found.into_iter().next().filter(|found| {
        !matches!(
            found.record.state,
            ReturnState::Draft | ReturnState::SentBack { .. }
        )
    }))
}

fn first(
    ctx: &Ctx,
    new: &NewReturn,
    unit: &Unit,
    template: &LoadedReturn,
    computed: Computed,
    as_of: Timestamp,
) -> PeriodicReturn {
    PeriodicReturn {
        id: ctx.new_id(),
        template: new.template.clone(),
        template_version: template.version.clone(),
        form: template.template.clone(),
        title: template.template.title.clone(),
        campaign: new.campaign,
        unit: unit.id,
        receiver: unit.parent,
        division: unit.division,
        period: new.period.to_string(),
        as_of,
        narrative: new.narrative.clone().unwrap_or_default(),
        computed,
        made: ctx.stamp(),
        state: ReturnState::Draft,
    }
}

/// Everything of a return, read at one moment.
async fn computed(
    app: &App,
    ctx: &Ctx,
    form: &ReturnTemplate,
    unit: &Unit,
    campaign: Option<&Campaign>,
    marks: Marks,
    as_of: Timestamp,
) -> Result<Computed> {
    let all = everywhere(ctx);
    let snapshot = app.store.snapshot(&all).await?;
    let reader = snapshot.reader();
    let lines = Lines::of(&reader, unit).await?;
    let source = Source {
        reader: &reader,
        lines: &lines,
        marks,
        as_of: Some(as_of),
    };
    let mut computed = source.figures(form).await?;
    for table in &form.tables {
        if let Some(rule) = &table.rows {
            computed
                .lists
                .insert(table.id.clone(), source.list(app, &all, rule).await?);
        }
    }
    computed.lower = lower(&reader, &lines, form, &marks.period.to_string(), campaign).await?;
    computed.broken = form.broken(&computed);
    Ok(computed)
}

/// The unit, if the actor makes returns for it: people for their own, the program for all.
async fn own_unit(app: &App, ctx: &Ctx, unit: UnitId) -> Result<Unit> {
    if matches!(ctx.actor, Actor::User { .. }) && ctx.unit() != Some(unit) {
        return Err(Error::field(
            "unit",
            "只能生成本单位的报表；下级单位的报表由其自行生成报送",
        ));
    }
    let found = app
        .store
        .read(ctx)
        .get::<Unit>(unit.uuid())
        .await?
        .ok_or(Error::NotFound(Noun::Unit))?
        .record;
    if !found.active {
        return Err(Error::field(
            "unit",
            format!("{}已停用，不能生成报表", found.name),
        ));
    }
    Ok(found)
}

async fn campaign(app: &App, ctx: &Ctx, id: Option<CampaignId>) -> Result<Option<Campaign>> {
    let Some(id) = id else {
        return Ok(None);
    };
    // A campaign of the county lies above a township's rows, yet the township reports on it.
    let found = app
        .store
        .read(&everywhere(ctx))
        .get::<Campaign>(id.uuid())
        .await?;
    let found = found.ok_or(Error::NotFound(Noun::Campaign))?.record;
    let scope = ctx.scope();
    let concerns = scope
        .division()
        .is_none_or(|own| found.division.contains(own) || own.contains(&found.division));
    if !concerns {
        return Err(Error::NotFound(Noun::Campaign));
    }
    if found.status() == CampaignStatus::Draft {
        return Err(Error::field(
            "campaign",
            "该专项行动还是草稿，启动后才能生成报表",
        ));
    }
    Ok(Some(found))
}

fn template<'a>(app: &'a App, ctx: &Ctx, new: &NewReturn) -> Result<&'a LoadedReturn> {
    let Some(found) = app.rules().return_template(&new.template) else {
        let known: Vec<&str> = app
            .rules()
            .returns
            .iter()
            .map(|r| r.template.id.as_str())
            .collect();
        return Err(Error::field(
            "template",
            format!("没有报表式样“{}”；现有：{}", new.template, known.join("、")),
        ));
    };
    if found.template.kind() != Some(new.period.kind()) {
        let every = found.template.every;
        return Err(Error::field(
            "period",
            format!(
                "“{}”{every}一报，期别“{}”不合适",
                found.template.title, new.period
            ),
        ));
    }
    if new.period.start() > ctx.today() {
        return Err(Error::field(
            "period",
            format!("{}还没有开始，不能生成报表", new.period.label()),
        ));
    }
    if found.template.needs_campaign() && new.campaign.is_none() {
        return Err(Error::field(
            "campaign",
            "这份报表只统计一个专项行动的记录，请选择专项行动",
        ));
    }
    Ok(found)
}
