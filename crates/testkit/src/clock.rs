//! A clock that stands still until it is moved, and ids that count. It must not read the real time.

use std::sync::{
    Mutex,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use fangfei_model::ctx::{Clock, IdSource, china_midnight};
use jiff::{SignedDuration, Timestamp, civil::Date};
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use uuid::Uuid;

/// A clock in the hands of a test.
pub struct TestClock {
    micros: AtomicI64,
}

impl TestClock {
    /// Nine in the morning of this day in China.
    pub fn at(day: Date) -> Self {
        let clock = Self {
            micros: AtomicI64::new(0),
        };
        clock.set(day);
        clock
    }

    /// Goes to nine in the morning of this day.
    pub fn set(&self, day: Date) {
        self.set_moment(china_midnight(day) + SignedDuration::from_hours(9));
    }

    /// Goes to this moment.
    pub fn set_moment(&self, moment: Timestamp) {
        self.micros.store(moment.as_microsecond(), Ordering::SeqCst);
    }

    /// Goes on by so much.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.micros.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.micros.load(Ordering::SeqCst))
            .unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Ids in the order of their making, the same in every run with the same seed.
pub struct CountedIds {
    count: AtomicU64,
    random: Mutex<SmallRng>,
}

impl CountedIds {
    /// From this seed.
    pub fn seeded(seed: u64) -> Self {
        Self {
            count: AtomicU64::new(0),
            random: Mutex::new(SmallRng::seed_from_u64(seed)),
        }
    }
}

impl IdSource for CountedIds {
    fn next(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let count = self.count.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        let tail: [u8; 5] = self
            .random
            .lock()
            .map_or([0; 5], |mut random| random.random());
        let mut bytes = [0; 10];
        bytes[..5].copy_from_slice(&count[3..]);
        bytes[5..].copy_from_slice(&tail);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}
