//! The reader of a page: session cookie → actor → context, and the shell around the page. It must
//! not know passwords.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, OriginalUri},
    http::{Method, request::Parts},
};
use fangfei_app::{App, Error, Waiting, session};
use fangfei_model::{
    ctx::{Actor, Ctx},
    permission::Permission,
};

use crate::{
    Web, WebError, cookie,
    ui::{Flash, Nav, Place, Shell, Tone},
};

/// A signed-in reader.
pub struct SignedIn {
    /// The context of this request.
    pub ctx: Ctx,
    /// The session.
    pub session: session::Session,
    web: Arc<Web>,
    flash: Option<Flash>,
    /// What waits for this reader.
    pub waiting: Waiting,
    office: String,
}

impl FromRequestParts<Arc<Web>> for SignedIn {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, WebError> {
        let next = match (&parts.method, parts.extensions.get::<OriginalUri>()) {
            (&Method::GET, Some(uri)) => {
                uri.path_and_query().map_or("/", |p| p.as_str()).to_owned()
            }
            _ => "/".to_owned(),
        };
        let sign_in = || WebError::SignIn { next: next.clone() };
        let token = cookie::read(&parts.headers, cookie::SESSION).ok_or_else(sign_in)?;
        let base = web.ctx(Actor::System {
            task: "登录校验"
        });
        let session = match session::resume(&web.app, &base, &token).await {
            Ok(session) => session,
            Err(Error::SignedOut) => return Err(sign_in()),
            Err(error) => return Err(error.into()),
        };
        if session.user.must_change_password
            && !matches!(parts.uri.path(), "/account" | "/sign-out")
        {
            return Err(WebError::FirstPassword);
        }
        let flash = cookie::read(&parts.headers, cookie::FLASH).and_then(|text| read_flash(&text));
        let ctx = session.ctx.clone();
        let waiting = fangfei_app::waiting(&web.app, &ctx).await?;
        let office = fangfei_app::setup::office_name(&web.app).await?;
        Ok(Self {
            ctx,
            session,
            web: web.clone(),
            flash,
            waiting,
            office,
        })
    }
}

impl SignedIn {
    /// The application.
    pub fn app(&self) -> &App {
        &self.web.app
    }

    /// The token that every form posts.
    pub fn csrf(&self) -> &str {
        &self.session.csrf
    }

    /// Whether the reader may do this; for hiding what would be refused.
    pub fn may(&self, permission: Permission) -> bool {
        self.ctx.may(permission)
    }

    /// The frame of a page at this place.
    pub fn shell(&self, place: Option<Place>, title: impl Into<String>) -> Shell {
        Shell {
            title: title.into(),
            crumbs: Vec::new(),
            office: self.office.clone(),
            user: self.session.user.name.clone(),
            unit: self.session.unit.name.clone(),
            csrf: self.session.csrf.clone(),
            flash: self.flash.clone(),
            nav: Nav::new(place, |place| self.sees(place))
                .waiting(Place::Todo, self.waiting.total()),
            today: self.ctx.today().to_string(),
            search: String::new(),
            waiting: self.waiting.total(),
        }
    }

    fn sees(&self, place: Place) -> bool {
        match place {
            Place::Home | Place::Todo => true,
            Place::Styleguide => self.may(Permission::UserWrite),
            Place::Campaigns => self.may(Permission::CampaignRead),
            Place::Clues => self.may(Permission::ClueRead),
            Place::Risks => self.may(Permission::RiskRead),
            Place::Funds => self.may(Permission::FundsRead),
            Place::Monitor | Place::Alerts | Place::Texts | Place::RuleSets => {
                self.may(Permission::MonitorRead)
            }
            Place::Subjects | Place::Screening => self.may(Permission::SubjectRead),
            Place::Likenesses => {
                self.may(Permission::SubjectRead) && self.may(Permission::ClueRead)
            }
            Place::Ledgers | Place::Returns => self.may(Permission::LedgerRead),
            Place::Imports => self.may(Permission::Import) || self.may(Permission::ReferenceImport),
            Place::Units => self.may(Permission::UnitRead),
            Place::Users => self.may(Permission::UserWrite),
            Place::Audit => self.may(Permission::JournalRead),
        }
    }
}

/// `done:文字`, `warn:文字` or `refused:文字`, as `Sent::flash` wrote it.
fn read_flash(text: &str) -> Option<Flash> {
    let decoded = cookie::decode(text)?;
    let (kind, words) = decoded.split_once(':')?;
    let tone = match kind {
        "done" => Tone::Done,
        "warn" => Tone::Watch,
        _ => Tone::Danger,
    };
    Some(Flash::new(tone, words))
}
