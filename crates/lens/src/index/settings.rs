//! Dimensions and bands of the index, as data. It must not know indicators.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::IndexError;
use crate::indicator::Points;

/// A dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Its name, which indicators give.
    pub name: String,
    /// The most it adds to the index.
    pub cap: Points,
    /// What it looks at.
    pub about: String,
}

/// A band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The index from which it holds.
    pub from: Points,
    /// Its name.
    pub title: String,
}

/// How points become an index and a band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexSettings {
    /// Day of the last change, ISO.
    pub version: String,
    /// Percent of the weight that must be known before a firm is called normal.
    pub enough: u8,
    /// The index from which an alert is raised.
    pub alert_from: Points,
    /// Dimensions in the order of pages.
    pub dimensions: Vec<Dimension>,
    /// Bands from low to high.
    pub bands: Vec<Band>,
}

/// What a firm without points is called while too little is known.
pub(crate) const UNKNOWN: &str = "数据不足";

impl IndexSettings {
    /// The settings that come with the program.
    ///
    /// # Errors
    /// [`IndexError::Settings`], which the tests rule out.
    pub fn shipped() -> Result<Self, IndexError> {
        Self::parse("index.toml", include_str!("../../index.toml"))
    }

    /// An office's own file where it is there, else the program's.
    ///
    /// # Errors
    /// [`IndexError::Settings`].
    pub fn of_file(path: &Path) -> Result<Self, IndexError> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::shipped(),
            Err(error) => Err(IndexError::Settings {
                file,
                problem: error.to_string(),
            }),
        }
    }

    /// Reads settings from their text.
    ///
    /// # Errors
    /// [`IndexError::Settings`] naming the line.
    pub fn parse(file: &str, text: &str) -> Result<Self, IndexError> {
        let wrong = |problem: String| IndexError::Settings {
            file: file.to_owned(),
            problem,
        };
        let settings: Self = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            let line = text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
            wrong(format!("第 {line} 行：{}", e.message()))
        })?;
        let rises = settings.bands.windows(2).all(|w| w[0].from < w[1].from);
        if settings
            .bands
            .first()
            .is_none_or(|b| b.from != Points::ZERO)
            || !rises
        {
            return Err(wrong("bands 应从 0 开始，由低到高".to_owned()));
        }
        Ok(settings)
    }

    /// The place of the band of an index, from 0.
    pub fn rank(&self, index: Points) -> usize {
        self.bands
            .partition_point(|b| b.from <= index)
            .saturating_sub(1)
    }

    /// The place of the band of an index from which the office wants to be told; `None` below it.
    pub fn alerts(&self, index: Points) -> Option<u8> {
        (index >= self.alert_from).then(|| u8::try_from(self.rank(index)).unwrap_or(u8::MAX))
    }

    /// Number of the dimension of this name.
    pub(crate) fn dimension(&self, name: &str) -> Option<usize> {
        self.dimensions.iter().position(|d| d.name == name)
    }

    /// The band of an index of which `coverage` percent are known.
    pub fn band(&self, index: Points, coverage: u8) -> &str {
        let at = self
            .bands
            .partition_point(|b| b.from <= index)
            .saturating_sub(1);
        match self.bands.get(at) {
            Some(_) if at == 0 && coverage < self.enough => UNKNOWN,
            Some(band) => &band.title,
            None => UNKNOWN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_known_is_not_called_normal() {
        let settings = IndexSettings::shipped().expect("settings");
        assert_eq!(settings.band(Points(0), 0), "数据不足");
        assert_eq!(settings.band(Points(0), 90), "未见异常");
        assert_eq!(settings.band(Points(199), 90), "未见异常");
        assert_eq!(settings.band(Points(200), 0), "关注");
        assert_eq!(settings.band(Points(1000), 90), "移送研判");
    }

    #[test]
    fn bands_out_of_order_are_refused() {
        let text = include_str!("../../index.toml").replace("from = 40", "from = 10");
        assert!(IndexSettings::parse("x", &text).is_err());
    }
}
