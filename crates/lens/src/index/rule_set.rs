//! A rule set: indicators, settings and words, known by the hash of their content. It must not know who publishes it
//! or where it is kept; the same content is the same version everywhere.

use std::{collections::BTreeMap, path::Path};

use sha2::{Digest, Sha256};

use super::{error::IndexError, settings::IndexSettings};
use crate::indicator::{Indicator, IndicatorError, with_folder};

/// What an index is made by.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// Indicators in the order of their ids.
    pub indicators: Vec<Indicator>,
    /// Dimensions and bands.
    pub settings: IndexSettings,
    /// Hash of the content: 12 hexadecimal digits.
    pub version: String,
}

impl RuleSet {
    /// The rules of an office's folder (`indicators/`, `index.toml`), the program's where it has none.
    ///
    /// # Errors
    /// [`IndexError`] naming file and line.
    pub fn of_folder(folder: &Path, words: &str) -> Result<Self, IndexError> {
        let indicators = with_folder(&folder.join("indicators"))?;
        Self::new(
            indicators,
            IndexSettings::of_file(&folder.join("index.toml"))?,
            words,
        )
    }

    /// Puts rules together; `words` is the version of the word classes, which is part of the content.
    ///
    /// # Errors
    /// [`IndexError::Indicator`] for an indicator of a dimension that the settings do not have.
    pub fn new(
        indicators: BTreeMap<String, Indicator>,
        settings: IndexSettings,
        words: &str,
    ) -> Result<Self, IndexError> {
        let indicators: Vec<Indicator> = indicators.into_values().collect();
        for indicator in &indicators {
            if settings.dimension(&indicator.dimension).is_none() {
                let known: Vec<&str> = settings
                    .dimensions
                    .iter()
                    .map(|d| d.name.as_str())
                    .collect();
                return Err(IndexError::Indicator(IndicatorError::Line {
                    file: indicator.file.clone(),
                    line: 1,
                    problem: format!(
                        "没有维度“{}”；可用的有{}",
                        indicator.dimension,
                        known.join("、")
                    ),
                }));
            }
        }
        let version = version(&indicators, &settings, words)?;
        Ok(Self {
            indicators,
            settings,
            version,
        })
    }

    /// The same rules with other weights: every curve multiplied by the factor of its indicator.
    ///
    /// # Errors
    /// [`IndexError::Settings`] for a factor of no indicator, or one below none.
    pub fn with_weights(
        &self,
        file: &str,
        weights: &BTreeMap<String, f64>,
    ) -> Result<Self, IndexError> {
        let wrong = |problem: String| IndexError::Settings {
            file: file.to_owned(),
            problem,
        };
        for (id, factor) in weights {
            if self.indicator(id).is_none() {
                return Err(wrong(format!("没有指标“{id}”")));
            }
            if !factor.is_finite() || *factor < 0.0 {
                return Err(wrong(format!("指标“{id}”的倍数 {factor} 应为 0 或正数")));
            }
        }
        let mut indicators = self.indicators.clone();
        for indicator in &mut indicators {
            indicator.curve = indicator
                .curve
                .scaled(weights.get(&indicator.id).copied().unwrap_or(1.0));
        }
        let version = version(&indicators, &self.settings, &self.version)?;
        Ok(Self {
            indicators,
            settings: self.settings.clone(),
            version,
        })
    }

    /// The indicator of this id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|i| i.id == id)
    }
}

fn version(
    indicators: &[Indicator],
    settings: &IndexSettings,
    words: &str,
) -> Result<String, IndexError> {
    let json =
        serde_json::to_vec(&(indicators, settings, words)).map_err(|e| IndexError::Settings {
            file: "index.toml".to_owned(),
            problem: e.to_string(),
        })?;
    Ok(Sha256::digest(json)
        .iter()
        .take(6)
        .map(|b| format!("{b:02x}"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::shipped;

    #[test]
    fn another_word_or_curve_is_another_version() {
        let settings = IndexSettings::shipped().expect("settings");
        let set = |words: &str| {
            RuleSet::new(shipped().expect("indicators"), settings.clone(), words).expect("a set")
        };
        assert_eq!(set("1").version, set("1").version);
        assert_ne!(set("1").version, set("2").version);
    }
}
