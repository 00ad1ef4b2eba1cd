//! The store on both databases, seen from outside.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot prepare its store has failed"
)]

mod blobs;
mod concurrency;
mod jobs;
mod journal;
mod kill;
mod past;
mod records;
mod reference;
mod schema;
mod scope;
mod search;
mod sessions;
mod support;
mod tally;
mod tamper;
mod values;
mod volume;
