//! The store on both databases, seen from outside.

mod blobs;
mod concurrency;
mod jobs;
mod journal;
mod past;
mod records;
mod reference;
mod schema;
mod scope;
mod search;
mod sessions;
mod support;
mod tamper;
mod values;
mod volume;
