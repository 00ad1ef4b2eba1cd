//! The application: the store, the rules and the settings that every use case is given. It must not
//! know who is asking; `Ctx` does.

use std::path::PathBuf;

use fangfei_store::Store;

use crate::{Result, funds::RecentLedgers, rules::Rules};

/// What an installation is told at start.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Folder of blobs, keys and rules.
    pub data_dir: PathBuf,
}

/// The application.
pub struct App {
    /// The store.
    pub(crate) store: Store,
    /// The rules in force.
    pub(crate) rules: Rules,
    /// The settings it was opened with.
    pub(crate) settings: Settings,
    /// Ledgers of funds inquiries read a moment ago.
    pub(crate) ledgers: RecentLedgers,
}

impl App {
    /// Opens an installation whose database is up to date.
    pub async fn open(settings: Settings) -> Result<Self> {
        let store = Store::open(&settings.database_url, &settings.data_dir).await?;
        store.require_current_schema().await?;
        let rules = Rules::load(&settings.data_dir)?;
        Ok(Self {
            store,
            rules,
            settings,
            ledgers: RecentLedgers::default(),
        })
    }

    /// The rules in force.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The settings it was opened with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
