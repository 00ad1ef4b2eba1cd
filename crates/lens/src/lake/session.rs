//! A session of the engine with bounded memory, two threads by default, and the lake's store. It must not know tables.

use std::sync::Arc;

use datafusion::{
    execution::{memory_pool::FairSpillPool, runtime_env::RuntimeEnvBuilder},
    prelude::{SessionConfig, SessionContext},
};

use super::{error::LakeError, storage::Lake};

/// What a question may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Memory of the engine in MiB; beyond it sorts and groupings go to disk.
    pub memory_mib: usize,
    /// Threads.
    pub threads: usize,
}

impl Limits {
    /// The limits of a lake's settings.
    pub fn of(lake: &Lake) -> Self {
        let settings = lake.settings();
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            memory_mib: settings.memory_mib.unwrap_or(2048),
            threads: settings.threads.unwrap_or(cores),
        }
    }
}

/// A session without tables.
///
/// # Errors
/// [`LakeError::Engine`] when the engine cannot be set up.
pub fn session(lake: &Lake, limits: Limits) -> Result<SessionContext, LakeError> {
    let mut config = SessionConfig::new()
        .with_target_partitions(limits.threads.max(1))
        .with_batch_size(8192)
        .with_collect_statistics(true)
        .with_information_schema(true);
    let options = config.options_mut();
    options.execution.parquet.pushdown_filters = false;
    let pool = Arc::new(FairSpillPool::new(limits.memory_mib << 20));
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(pool)
        .build_arc()?;
    let (url, store) = lake.store();
    runtime.register_object_store(url, store);
    let context = SessionContext::new_with_config_rt(config, runtime);
    forget_clocks(&context);
    Ok(context)
}

/// A clock in SQL would make yesterday's index differ from today's: the as-of day is an argument.
pub(crate) fn forget_clocks(context: &SessionContext) {
    for clock in [
        "now",
        "current_date",
        "current_time",
        "today",
        "current_timestamp",
        "random",
    ] {
        context.deregister_udf(clock);
    }
}
