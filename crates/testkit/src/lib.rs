//! The kit of tests and of the demo: an application on a fresh database, a clock that is moved by
//! hand, counted ids, and the people of a small invented county. It must not be used by the product.

pub mod actor;
pub mod bench;
pub mod clock;
pub mod demo;
pub mod postgres;
pub mod scheme;
pub mod test_app;

pub use actor::{Actors, Person};
pub use clock::{CountedIds, TestClock};
pub use test_app::TestApp;
