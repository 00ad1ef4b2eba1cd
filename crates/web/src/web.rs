//! What every handler is given: the application, the clock and the source of ids. It must not know
//! who is asking.

use std::sync::Arc;

use fangfei_app::App;
use fangfei_model::{
    ctx::{Actor, Clock, Ctx, IdSource},
    id::RequestId,
};

/// State of both routers.
pub struct Web {
    /// The application.
    pub app: Arc<App>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    /// Whether cookies are marked `Secure`: yes behind TLS, no on a plain loopback address.
    pub secure_cookies: bool,
}

impl Web {
    /// The state.
    pub fn new(
        app: Arc<App>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        secure_cookies: bool,
    ) -> Self {
        Self {
            app,
            clock,
            ids,
            secure_cookies,
        }
    }

    /// A context for one request by this actor.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        let request = RequestId::from(self.ids.next(self.clock.now()));
        Ctx::new(actor, request, self.clock.clone(), self.ids.clone())
    }
}
