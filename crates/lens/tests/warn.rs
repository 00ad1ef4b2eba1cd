//! The ranking of platforms: cases with invented platforms, and what must hold whatever the figures. It must not use
//! real ones.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

#[path = "warn/cases.rs"]
mod cases;
#[path = "warn/laws.rs"]
mod laws;
#[path = "warn/market.rs"]
mod market;
