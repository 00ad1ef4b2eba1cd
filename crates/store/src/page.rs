//! Which part of a long list is read. It must not know lists.

use crate::error::{Error, Result};

/// A stretch of a list. Lists end at `MAX_OFFSET`: further back a filter or an export serves better
/// than leafing, and a database must count its way there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many to pass over.
    pub offset: u64,
    /// How many to read, at most `MAX_LIMIT`.
    pub limit: u64,
}

impl Page {
    /// The furthest a list can be leafed.
    pub const MAX_OFFSET: u64 = 100_000;
    /// The most that is read at once.
    pub const MAX_LIMIT: u64 = 10_000;

    /// This stretch.
    pub fn new(offset: u64, limit: u64) -> Self {
        Self { offset, limit }
    }

    /// The first so many.
    pub fn first(limit: u64) -> Self {
        Self { offset: 0, limit }
    }

    /// The stretch as it may be asked of the database.
    pub(crate) fn bounded(self) -> Result<Self> {
        if self.offset > Self::MAX_OFFSET {
            return Err(Error::PageTooFar {
                max: Self::MAX_OFFSET,
            });
        }
        Ok(Self {
            offset: self.offset,
            limit: self.limit.clamp(1, Self::MAX_LIMIT),
        })
    }
}
