//! The index over several machines: Ballista's scheduler and executors with our functions and the lake's store.
//! It must not know indicators: what runs here is the same SQL with the same functions as on one machine.
//!
//! A session of [`session`] plans as any other; its plans go to the scheduler, which cuts them into stages that the
//! executors run over the lake's files. The lake must be reached by all of them under the same address: a shared
//! folder or a bucket. Words are rules that change, so every function travels with the version of its words, and a
//! node with others refuses it: a figure must not depend on which machine counted.

mod codec;
mod executor;
mod functions;
mod reach;
mod runtime;
mod scheduler;
mod session;

pub use executor::{ExecutorSettings, serve_executor};
pub use reach::require_ready;
pub use scheduler::{SchedulerSettings, serve_scheduler};
pub use session::session;

/// How often an indicator is asked again when the cluster lost a part of the answer. Ballista itself repeats what a
/// lost executor was doing; what was finished and is lost with it is asked for anew.
pub(crate) const ATTEMPTS: u32 = 4;

/// Messages hold plans, which name every file of a table.
const MESSAGE_BYTES: u32 = 256 << 20;
