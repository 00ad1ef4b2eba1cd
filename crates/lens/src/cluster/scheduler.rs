//! The scheduler's process: takes plans, cuts them into stages, gives them to executors and notices who is lost.
//! It must not know what is computed.

use std::{net::SocketAddr, sync::Arc};

use ballista_core::{config::TaskSchedulingPolicy, error::BallistaError};
use ballista_scheduler::{
    cluster::BallistaCluster, config::SchedulerConfig, scheduler_process::start_server,
};
use datafusion::{
    execution::{SessionState, SessionStateBuilder},
    prelude::SessionConfig,
};

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

/// Where the scheduler listens, and when it gives up waiting.
#[derive(Debug, Clone)]
pub struct SchedulerSettings {
    /// Address it listens on.
    pub bind: SocketAddr,
    /// Host under which executors and clients reach it.
    pub external_host: String,
    /// Seconds without a sign of life after which an executor is lost and its work is done again.
    pub lost_after_seconds: u64,
}

/// Serves until the process ends.
///
/// # Errors
/// [`LakeError::Cluster`] when the address is taken or the server fails.
pub async fn serve_scheduler(
    settings: &SchedulerSettings,
    lake: &Lake,
    screen: &Arc<Screen>,
) -> Result<(), LakeError> {
    let functions = Functions::new(screen);
    let runtime = Runtime {
        lake: lake.clone(),
        work: None,
    };
    let known = functions.clone();
    let config = SchedulerConfig {
        bind_host: settings.bind.ip().to_string(),
        bind_port: settings.bind.port(),
        external_host: settings.external_host.clone(),
        scheduling_policy: TaskSchedulingPolicy::PushStaged,
        grpc_server_max_decoding_message_size: MESSAGE_BYTES,
        grpc_server_max_encoding_message_size: MESSAGE_BYTES,
        grpc_client_max_message_size: MESSAGE_BYTES,
        executor_timeout_seconds: settings.lost_after_seconds,
        expire_dead_executor_interval_seconds: (settings.lost_after_seconds / 4).max(1),
        no_executors_grace_period_seconds: settings.lost_after_seconds.max(60),
        override_session_builder: Some(Arc::new(move |config| state(config, &known, &runtime))),
        override_logical_codec: Some(Arc::new(LogicalCodec::new(functions.clone()))),
        override_physical_codec: Some(Arc::new(PhysicalCodec::new(functions))),
        ..SchedulerConfig::default()
    };
    let failed = |e: BallistaError| LakeError::cluster(settings.bind.to_string(), e);
    let cluster = BallistaCluster::new_from_config(&config)
        .await
        .map_err(failed)?;
    start_server(cluster, settings.bind, Arc::new(config))
        .await
        .map_err(failed)
}

fn state(
    config: SessionConfig,
    functions: &Functions,
    runtime: &Runtime,
) -> datafusion::error::Result<SessionState> {
    let mut state = SessionStateBuilder::new()
        .with_default_features()
        .with_config(config)
        .with_runtime_env(runtime.build()?)
        .build();
    use datafusion::execution::FunctionRegistry;
    for (_, function) in functions.scalars() {
        state.register_udf(Arc::clone(function))?;
    }
    for (_, function) in functions.aggregates() {
        state.register_udaf(Arc::clone(function))?;
    }
    Ok(state)
}
