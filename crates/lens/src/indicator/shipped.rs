//! Indicators of the program, and of an office's folder in their place. It must not run them.

use std::{collections::BTreeMap, path::Path};

use super::{definition::Indicator, error::IndicatorError};

const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/indicators.rs"));

/// The indicators that come with the program, by id.
///
/// # Errors
/// [`IndicatorError::Line`], which the tests rule out.
pub fn shipped() -> Result<BTreeMap<String, Indicator>, IndicatorError> {
    SHIPPED
        .iter()
        .map(|(file, text)| Indicator::parse(file, text).map(|i| (i.id.clone(), i)))
        .collect()
}

/// The text of a shipped indicator, to start another from.
pub fn shipped_text(id: &str) -> Option<&'static str> {
    let named = |(file, _): &&(&str, &str)| file.strip_suffix(".toml") == Some(id);
    SHIPPED.iter().find(named).map(|(_, text)| *text)
}

/// The indicators of a folder alone.
///
/// # Errors
/// [`IndicatorError`] for the first file that is wrong.
pub fn of_folder(folder: &Path) -> Result<BTreeMap<String, Indicator>, IndicatorError> {
    let unreadable = |path: &Path, e: &std::io::Error| IndicatorError::Read {
        path: path.display().to_string(),
        problem: e.to_string(),
    };
    let mut indicators = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|e| unreadable(folder, &e))? {
        let path = entry.map_err(|e| unreadable(folder, &e))?.path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&path, &e))?;
        let indicator = Indicator::parse(
            &path.display().to_string(),
            text.trim_start_matches('\u{feff}'),
        )?;
        indicators.insert(indicator.id.clone(), indicator);
    }
    Ok(indicators)
}

/// The shipped indicators with those of a folder in their place or beside them. A folder that is not there changes
/// nothing.
///
/// # Errors
/// [`IndicatorError`].
pub fn with_folder(folder: &Path) -> Result<BTreeMap<String, Indicator>, IndicatorError> {
    let mut indicators = shipped()?;
    if folder.exists() {
        indicators.extend(of_folder(folder)?);
    }
    indicators.retain(|_, indicator| indicator.is_on());
    Ok(indicators)
}
