//! The executor's process: runs stages over the lake's files and keeps their results for the next stage.
//! It must not know what is computed.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use ballista_core::{config::TaskSchedulingPolicy, registry::BallistaFunctionRegistry};
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};

use super::{
    MESSAGE_BYTES,
    codec::{LogicalCodec, PhysicalCodec},
    functions::Functions,
    runtime::Runtime,
};
use crate::{
    lake::{Lake, LakeError},
    screen::Screen,
};

/// Where an executor listens, whom it works for and with how much.
#[derive(Debug, Clone)]
pub struct ExecutorSettings {
    /// Host and port of the scheduler.
    pub scheduler: (String, u16),
    /// Address on which others fetch its results; its orders come to the next port.
    pub bind: SocketAddr,
    /// Host under which others reach it.
    pub external_host: String,
    /// Stages at once.
    pub threads: usize,
    /// Memory of the engine in MiB, over all stages.
    pub memory_mib: usize,
    /// Folder for results between stages.
    pub work: PathBuf,
    /// Seconds between signs of life.
    pub heartbeat_seconds: u64,
}

/// Serves until the process ends.
///
/// # Errors
/// [`LakeError::Cluster`] when the scheduler cannot be reached, an address is taken or the server fails.
pub async fn serve_executor(
    settings: &ExecutorSettings,
    lake: &Lake,
    screen: &Arc<Screen>,
) -> Result<(), LakeError> {
    let functions = Functions::new(screen);
    let mut registry = BallistaFunctionRegistry::default();
    registry
        .scalar_functions
        .extend(functions.scalars().map(|(n, f)| (n.clone(), Arc::clone(f))));
    registry.aggregate_functions.extend(
        functions
            .aggregates()
            .map(|(n, f)| (n.clone(), Arc::clone(f))),
    );
    let runtime = Runtime {
        lake: lake.clone(),
        work: Some(settings.work.clone()),
    };
    let config = ExecutorProcessConfig {
        bind_host: settings.bind.ip().to_string(),
        external_host: Some(settings.external_host.clone()),
        port: settings.bind.port(),
        grpc_port: settings.bind.port() + 1,
        scheduler_host: settings.scheduler.0.clone(),
        scheduler_port: settings.scheduler.1,
        scheduler_connect_timeout_seconds: 30,
        vcores: settings.threads,
        task_scheduling_policy: TaskSchedulingPolicy::PushStaged,
        work_dir: Some(settings.work.display().to_string()),
        job_data_ttl_seconds: 3600,
        job_data_clean_up_interval_seconds: 600,
        grpc_max_decoding_message_size: MESSAGE_BYTES,
        grpc_max_encoding_message_size: MESSAGE_BYTES,
        executor_heartbeat_interval_seconds: settings.heartbeat_seconds,
        memory_pool_size: Some((settings.memory_mib as u64) << 20),
        override_function_registry: Some(Arc::new(registry)),
        override_runtime_producer: Some(Arc::new(move |_| runtime.build())),
        override_logical_codec: Some(Arc::new(LogicalCodec::new(functions.clone()))),
        override_physical_codec: Some(Arc::new(PhysicalCodec::new(functions))),
        ..ExecutorProcessConfig::default()
    };
    start_executor_process(Arc::new(config))
        .await
        .map_err(|e| LakeError::cluster(settings.bind.to_string(), e))
}
