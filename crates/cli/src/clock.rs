//! The real clock and the real source of ids: the only place that reads either. It must not know
//! what they are used for.

use std::sync::Arc;

use fangfei_model::{
    ctx::{Actor, Clock, Ctx, IdSource},
    id::RequestId,
};
use jiff::Timestamp;
use uuid::Uuid;

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock that Ctx carries"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Time-ordered random ids.
pub struct RandomIds;

impl IdSource for RandomIds {
    fn next(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let random: [u8; 10] = rand::random();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// A context for one command.
pub fn ctx(task: &'static str) -> Ctx {
    let ids = RandomIds;
    let request = RequestId::from(ids.next(SystemClock.now()));
    Ctx::new(
        Actor::System { task },
        request,
        Arc::new(SystemClock),
        Arc::new(ids),
    )
}
