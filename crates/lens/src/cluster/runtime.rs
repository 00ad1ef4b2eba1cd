//! The surroundings of a node: bounded memory, a folder for what spills, the lake's store. It must not know plans.

use std::{path::PathBuf, sync::Arc};

use datafusion::{
    error::Result,
    execution::{
        memory_pool::FairSpillPool,
        runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
    },
};

use crate::lake::Lake;

/// What a node works with.
#[derive(Debug, Clone)]
pub(super) struct Runtime {
    pub lake: Lake,
    pub work: Option<PathBuf>,
    /// Memory of the engine in bytes.
    pub memory: Option<usize>,
}

impl Runtime {
    pub fn build(&self) -> Result<Arc<RuntimeEnv>> {
        let mut builder = RuntimeEnvBuilder::new();
        if let Some(work) = &self.work {
            builder = builder.with_temp_file_path(work.clone());
        }
        if let Some(bytes) = self.memory {
            builder = builder.with_memory_pool(Arc::new(FairSpillPool::new(bytes)));
        }
        let runtime = builder.build_arc()?;
        let (url, store) = self.lake.store();
        runtime.register_object_store(url, store);
        Ok(runtime)
    }
}
