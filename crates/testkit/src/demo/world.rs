//! The county while its year is being made: the application, its clock, its people, what is still to
//! come. It must not know the steps themselves.

use std::{collections::BTreeSet, sync::Arc};

use fangfei_app::App;
use fangfei_model::{
    ctx::{Actor, Clock, Ctx, IdSource},
    id::{CampaignId, RequestId, TaskId, UnitId},
};
use jiff::{Span, Timestamp, civil::Date};

use super::{
    agenda::{Agenda, office_moment},
    draw::Draw,
    firm::Firm,
    offices::Offices,
    step::Step,
};
use crate::{
    actor::Person,
    clock::{CountedIds, TestClock},
};

/// The county in the making.
pub struct World {
    /// The application.
    pub app: Arc<App>,
    /// The clock, moved from step to step.
    pub clock: Arc<TestClock>,
    /// The source of ids.
    pub ids: Arc<CountedIds>,
    /// Chance.
    pub draw: Draw,
    /// Offices and people.
    pub offices: Offices,
    /// The firms of the register.
    pub firms: Vec<Firm>,
    /// What is still to come.
    pub agenda: Agenda<Step>,
    /// The campaign that new clues belong to, while one runs.
    pub campaign: Option<CampaignId>,
    /// The first day that will not happen.
    pub until: Date,
    /// Tasks that somebody has planned to hand in.
    pub planned: BTreeSet<TaskId>,
}

impl World {
    /// A context of this person, now.
    pub fn ctx(&self, person: &Person) -> Ctx {
        self.ctx_of(person.actor())
    }

    /// A context of the clerk of this unit, now.
    pub fn clerk_of(&self, unit: UnitId) -> Ctx {
        self.ctx(self.offices.clerk(unit))
    }

    /// A context of the program itself, now.
    pub fn system(&self) -> Ctx {
        self.ctx_of(Actor::System {
            task: "演示数据"
        })
    }

    fn ctx_of(&self, actor: Actor) -> Ctx {
        context(actor, &self.clock, &self.ids)
    }

    /// Whether this day lies so near the end that what began then may still be open.
    pub fn recent(&self, day: Date, days: i64) -> bool {
        day >= self.until.saturating_sub(Span::new().days(days))
    }

    /// Plans a step this many days (drawn between the two) from now.
    pub fn plan(&mut self, days: (i64, i64), step: Step) {
        let at = self.later(days);
        self.agenda.plan(at, step);
    }

    /// A moment in office hours this many days from now.
    pub fn later(&mut self, days: (i64, i64)) -> Timestamp {
        office_moment(&mut self.draw, self.clock.now(), days)
    }
}

/// A context on this clock.
pub fn context(actor: Actor, clock: &Arc<TestClock>, ids: &Arc<CountedIds>) -> Ctx {
    let request = RequestId::from(ids.next(clock.now()));
    Ctx::new(actor, request, clock.clone(), ids.clone())
}
