//! The lake and the engine as use cases need them: opened where the office keeps them, worked on
//! threads of their own so that pages do not wait. It must not know runs.

use std::{future::Future, sync::Arc};

use fangfei_lens::{
    index::{Engine, IndexSettings, RuleSet},
    indicator::{Indicator, with_folder},
    lake::{Lake, Limits},
    screen::Screen,
};
use fangfei_model::rule_set::RuleFile;
use jiff::civil::Date;

use crate::{App, Error, Result};

/// The file of a rule set that holds dimensions and bands instead of an indicator.
pub const SETTINGS_FILE: &str = "index";

/// The lake of this installation, `lake/` in the data folder.
pub(super) fn lake(app: &App) -> Result<Lake> {
    Ok(Lake::open(&app.settings.data_dir.join("lake"))?)
}

/// The word classes in force, as the engine shares them.
pub(super) fn screen(app: &App) -> Arc<Screen> {
    Arc::clone(&app.rules.screen)
}

/// The indicators and settings in force: those of the program, those of the office's folder, and the
/// files of a rule set in their place.
pub fn rules(app: &App, files: &[RuleFile]) -> Result<RuleSet> {
    let folder = app.settings.data_dir.join("rules");
    let wrong = |e: &dyn std::fmt::Display| Error::Rule {
        file: "指标方案".to_owned(),
        problem: e.to_string(),
    };
    let mut indicators = with_folder(&folder.join("indicators")).map_err(|e| wrong(&e))?;
    let mut settings = IndexSettings::of_file(&folder.join("index.toml")).map_err(|e| wrong(&e))?;
    for file in files {
        let name = format!("{}.toml", file.name);
        if file.name == SETTINGS_FILE {
            settings = IndexSettings::parse(&name, &file.text).map_err(|e| wrong(&e))?;
            continue;
        }
        let indicator = Indicator::parse(&name, &file.text).map_err(|e| wrong(&e))?;
        if indicator.is_on() {
            indicators.insert(indicator.id.clone(), indicator);
        } else {
            indicators.remove(&indicator.id);
        }
    }
    RuleSet::new(indicators, settings, app.rules.screen.version()).map_err(|e| wrong(&e))
}

/// Plans the SQL of one file of a rule set on the office's own tables, so that what cannot run is said before it is kept.
pub async fn planned(app: &App, as_of: Date, rules: &RuleSet, name: &str) -> Result<()> {
    let mut one = rules.clone();
    one.indicators.retain(|indicator| indicator.id == name);
    if one.indicators.is_empty() {
        return Ok(());
    }
    let (lake, screen) = (lake(app)?, screen(app));
    apart(move || async move {
        let engine = Engine::open(&lake, &screen, as_of, Limits::of(&lake)).await?;
        engine.plan(&one).await?;
        Ok(())
    })
    .await
}

/// Works on threads of its own: the engine is busy for seconds, and pages are not to wait for it.
pub(super) async fn apart<T, F>(work: impl FnOnce() -> F + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>>,
{
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(std::thread::available_parallelism().map_or(2, usize::from))
            .enable_all()
            .build()
            .map_err(Error::bug)?;
        runtime.block_on(work())
    })
    .await
    .map_err(Error::bug)?
}

/// The text of an indicator, or of the settings, as the office's folder or the program has it.
pub fn shipped_text(app: &App, name: &str) -> Option<String> {
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let rules = app.settings.data_dir.join("rules");
    let own = if name == SETTINGS_FILE {
        rules.join("index.toml")
    } else {
        rules.join("indicators").join(format!("{name}.toml"))
    };
    std::fs::read_to_string(own)
        .ok()
        .or_else(|| fangfei_lens::indicator::shipped_text(name).map(str::to_owned))
}
