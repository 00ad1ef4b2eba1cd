//! Who dealt with whom, in order of time, compactly. It must not know what patterns look for.

mod adjacency;
mod pool;
mod quick_map;
mod saver;
mod unseen;

pub(crate) use adjacency::time_order;
pub use adjacency::{Adjacency, Leg};
pub use pool::{PoolRule, Pools};
pub use quick_map::{QuickMap, QuickSet};
pub(crate) use saver::is_saver;
pub use unseen::{Unseen, unseen};
