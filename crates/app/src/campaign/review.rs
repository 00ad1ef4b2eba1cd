//! What a person needs to review a draft: the campaign, its open questions, the names of units, and
//! suggestions for names that fit none. It must not know pages.

use fangfei_model::{
    campaign::{Campaign, OpenQuestion},
    ctx::Ctx,
    id::{CampaignId, PlanItemId, UnitId},
    noun::Noun,
    unit::{Unit, UnitKind},
};

use super::{read::get, setting, unit_book::UnitBook};
use crate::{App, Error, Result, task};

/// A unit that a printed name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Whether it is a village or a grid, of which there are many.
    pub village: bool,
}

/// A campaign under review.
pub struct Review {
    /// The campaign.
    pub campaign: Campaign,
    /// What has to be settled before it can start.
    pub questions: Vec<OpenQuestion>,
    /// How many tasks would be raised if it were started today.
    pub first_tasks: usize,
    book: UnitBook,
}

/// An item that names bodies which are no units here: they would get no task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The item.
    pub item: PlanItemId,
    /// What is to be done.
    pub what: String,
    /// The names as printed.
    pub names: Vec<String>,
}

/// A campaign with what its review needs.
pub async fn review(app: &App, ctx: &Ctx, id: CampaignId) -> Result<Review> {
    let campaign = get(app, ctx, id).await?.record;
    let lead = app
        .store
        .read(ctx)
        .get::<Unit>(campaign.lead_unit.uuid())
        .await?;
    let lead = lead.ok_or(Error::NotFound(Noun::Unit))?.record;
    let book = setting::book(app, ctx, campaign.division, &lead).await?;
    Ok(Review {
        questions: campaign.open_questions(),
        first_tasks: task::at_start(&campaign, ctx.today()),
        campaign,
        book,
    })
}

impl Review {
    /// The units that can be chosen, with their names.
    pub fn choices(&self) -> impl Iterator<Item = Suggestion> {
        self.book.units().map(suggestion)
    }

    /// Units that a name may mean which fits none.
    pub fn suggested(&self, printed: &str) -> Vec<Suggestion> {
        self.book
            .suggested(printed)
            .into_iter()
            .map(suggestion)
            .collect()
    }

    /// The short names of these units, in the order of the office's list.
    pub fn names(&self, units: &[UnitId]) -> Vec<String> {
        self.book
            .units()
            .filter(|unit| units.contains(&unit.id))
            .map(|unit| suggestion(unit).name)
            .collect()
    }

    /// Whether it is settled whom a printed name means, given the units chosen for all the names.
    pub fn is_matched(&self, printed: &str, of: &[String], units: &[UnitId]) -> bool {
        // A person who chose units for the only name has said whom it means.
        !self.book.matched(printed).is_empty() || (of.len() == 1 && !units.is_empty())
    }

    /// Items some of whose bodies are matched and others are not: nothing stands in the way of the start, and the others
    /// would be forgotten.
    pub fn left_out(&self) -> Vec<LeftOut> {
        let owed = self.campaign.owed.iter().filter(|owed| {
            !owed.by_address && !owed.units.is_empty() && owed.schedule.raises_tasks()
        });
        owed.filter_map(|owed| {
            let names: Vec<String> = owed
                .who
                .iter()
                .filter(|name| !self.is_matched(name, &owed.who, &owed.units))
                .cloned()
                .collect();
            (!names.is_empty()).then(|| LeftOut {
                item: owed.id,
                what: owed.what.clone(),
                names,
            })
        })
        .collect()
    }

    /// Whether a question is open about this item.
    pub fn is_open(&self, item: PlanItemId) -> bool {
        self.questions
            .iter()
            .any(|question| question.about == fangfei_model::campaign::Part::Item(item))
    }
}

fn suggestion(unit: &Unit) -> Suggestion {
    let name = if unit.short_name.trim().is_empty() {
        &unit.name
    } else {
        &unit.short_name
    };
    Suggestion {
        unit: unit.id,
        name: name.clone(),
        village: unit.kind == UnitKind::Village,
    }
}
