//! The surroundings of a node: a folder for what spills and the lake's store; memory is bounded by the executor itself, task by task. It must not know plans.

use std::{path::PathBuf, sync::Arc};

use datafusion::{
    error::Result,
    execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
};

use crate::lake::Lake;

/// What a node works with.
#[derive(Debug, Clone)]
pub(super) struct Runtime {
    pub lake: Lake,
    pub work: Option<PathBuf>,
}

impl Runtime {
    pub fn build(&self) -> Result<Arc<RuntimeEnv>> {
        let mut builder = RuntimeEnvBuilder::new();
        if let Some(work) = &self.work {
            builder = builder.with_temp_file_path(work.clone());
        }
        let runtime = builder.build_arc()?;
        let (url, store) = self.lake.store();
        runtime.register_object_store(url, store);
        Ok(runtime)
    }
}
