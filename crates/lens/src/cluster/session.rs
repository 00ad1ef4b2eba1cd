//! A session whose plans run on the cluster. It must not know tables.

use std::sync::Arc;

use ballista_core::extension::{SessionConfigExt, SessionStateExt};
use datafusion::prelude::SessionContext;
use url::Url;

use super::{codec::LogicalCodec, codec::PhysicalCodec, functions::Functions};
use crate::{
    function,
    lake::{self, Lake, LakeError, Limits},
    screen::Screen,
};

/// A session without tables, with our functions.
///
/// # Errors
/// [`LakeError::Cluster`] for an address that is none, [`LakeError::Engine`] when the engine cannot be set up.
pub fn session(
    lake: &Lake,
    screen: &Arc<Screen>,
    limits: Limits,
    scheduler: &Url,
) -> Result<SessionContext, LakeError> {
    let state = lake::session(lake, limits)?.state();
    let functions = Functions::new(screen);
    let config = state
        .config()
        .clone()
        .with_ballista_logical_extension_codec(Arc::new(LogicalCodec::new(functions.clone())))
        .with_ballista_physical_extension_codec(Arc::new(PhysicalCodec::new(functions)))
        // Planned once, before it runs: Ballista 55 plans anew without end when a join meets a table without rows.
        .with_ballista_adaptive_query_planner(false)
        .with_ballista_grpc_client_max_message_size(super::MESSAGE_BYTES as usize);
    let state = datafusion::execution::SessionStateBuilder::new_from_existing(state)
        .with_config(config)
        .build();
    let context = SessionContext::new_with_state(
        state.upgrade_for_ballista(scheduler.as_str().trim_end_matches('/').to_owned())?,
    );
    lake::forget_clocks(&context);
    function::register(&context, screen);
    Ok(context)
}
