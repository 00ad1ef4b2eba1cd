//! What a short text says (短文): promised yields, ways to get in touch, names of platforms and firms.
//! It must not know who wrote it.

pub mod contact;
mod digits;
pub mod names;
mod phrase;
mod plain;
mod web;
pub mod yields;

pub use plain::Plain;
