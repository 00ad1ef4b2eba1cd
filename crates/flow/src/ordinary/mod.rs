//! Ordinary tills that look like collectors: property and school fees, shops, wages, rent, payment firms. Told apart
//! by what they do, with the reason stated, so that nobody is taken for a fundraiser for doing a day's work. It must
//! not know patterns.

mod judge;
mod profile;

pub use judge::{OrdinaryKind, OrdinaryReason, OrdinaryRule, judge};
pub use profile::Profile;
