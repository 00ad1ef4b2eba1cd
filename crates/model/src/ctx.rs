//! The context of a use case: who acts, when, and where new ids come from. Nothing else reads the
//! clock. It must not know how the person signed in.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::Offset};
use uuid::Uuid;

use crate::{
    id::{RequestId, UnitId, UserId},
    permission::{Permission, Role},
    scope::Scope,
};

/// Tells the time. Implemented by the system clock in the binary and by a fixed clock in tests.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// Makes ids. Random in the binary, counted in tests and demo data.
pub trait IdSource: Send + Sync {
    /// A new id, later than every earlier one when `now` is later.
    fn next(&self, now: Timestamp) -> Uuid;
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// The program itself: migrations, scheduled work. `task` says which.
    System {
        /// What the program is doing, shown in the journal.
        task: &'static str,
    },
    /// A signed-in person.
    User {
        /// The person.
        id: UserId,
        /// Their name as the journal shows it.
        name: String,
        /// The unit they act for.
        unit: UnitId,
        /// What they may do.
        roles: Vec<Role>,
        /// Which rows they may see.
        scope: Scope,
    },
}

/// First argument of every use case.
#[derive(Clone)]
pub struct Ctx {
    /// Who acts.
    pub actor: Actor,
    /// The request or command this belongs to.
    pub request: RequestId,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

/// The permission that the actor lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("您没有“{}”的权限；如工作需要，请联系本单位管理员调整角色", .0.title())]
pub struct Denied(pub Permission);

impl Ctx {
    /// A context from its four parts.
    pub fn new(
        actor: Actor,
        request: RequestId,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self {
            actor,
            request,
            clock,
            ids,
        }
    }

    /// The same moment source and request, another actor: for work a person sets off.
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
        }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today in China.
    pub fn today(&self) -> Date {
        china_date(self.now())
    }

    /// A new id of any noun.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        T::from(self.ids.next(self.now()))
    }

    /// Fails unless the actor may do this. The program itself may do everything.
    pub fn require(&self, permission: Permission) -> Result<(), Denied> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Denied(permission))
        }
    }

    /// Whether the actor may do this.
    pub fn may(&self, permission: Permission) -> bool {
        match &self.actor {
            Actor::System { .. } => true,
            Actor::User { roles, .. } => roles.iter().any(|role| role.grants(permission)),
        }
    }

    /// Which rows the actor may see.
    pub fn scope(&self) -> Scope {
        match &self.actor {
            Actor::System { .. } => Scope::All,
            Actor::User { scope, .. } => scope.clone(),
        }
    }

    /// The signed-in person, if it is one.
    pub fn user(&self) -> Option<UserId> {
        match &self.actor {
            Actor::System { .. } => None,
            Actor::User { id, .. } => Some(*id),
        }
    }

    /// The unit the person acts for.
    pub fn unit(&self) -> Option<UnitId> {
        match &self.actor {
            Actor::System { .. } => None,
            Actor::User { unit, .. } => Some(*unit),
        }
    }

    /// The actor's name for the journal and for stamps on records.
    pub fn name(&self) -> &str {
        match &self.actor {
            Actor::System { task } => task,
            Actor::User { name, .. } => name,
        }
    }

    /// Who, for whom and when: the stamp that a transition leaves on a record.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            by: self.user(),
            name: self.name().to_owned(),
            unit: self.unit(),
            at: self.now(),
        }
    }
}

/// Who did something, for which unit, and when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stamp {
    /// The person; `None` when the program did it.
    pub by: Option<UserId>,
    /// Their name at that time.
    pub name: String,
    /// The unit they acted for.
    pub unit: Option<UnitId>,
    /// The moment.
    pub at: Timestamp,
}

impl Stamp {
    /// The day in China.
    pub fn day(&self) -> Date {
        china_date(self.at)
    }
}

/// The calendar day in China (UTC+8, no daylight saving since 1991) at this moment.
pub fn china_date(at: Timestamp) -> Date {
    CHINA.to_datetime(at).date()
}

/// The first moment of this day in China.
pub fn china_midnight(day: Date) -> Timestamp {
    CHINA
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MAX)
}

/// UTC+8.
pub const CHINA: Offset = Offset::constant(8);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_chinese_midnight() {
        let day = Date::constant(2024, 7, 1);
        let midnight = china_midnight(day);
        assert_eq!(china_date(midnight), day);
        assert_eq!(
            china_date(midnight - jiff::SignedDuration::from_nanos(1)),
            Date::constant(2024, 6, 30)
        );
    }
}
