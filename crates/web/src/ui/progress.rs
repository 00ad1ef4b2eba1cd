//! Progress bar (完成度): a share in words and as a bar drawn in SVG, so that it needs no script or style.
//! It must not know what is counted.

use askama::Template;

use super::{Tone, format, markup::markup};

/// `done` of `of`, printed with `{{ progress }}`.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/progress.html")]
pub struct Progress {
    /// What is done: 报送单位.
    pub label: String,
    /// How many are done.
    pub done: u64,
    /// How many there are.
    pub of: u64,
    /// Colour of the bar.
    pub tone: Tone,
}
markup!(Progress);

impl Progress {
    /// A bar in the colour of things under way, green when complete.
    pub fn new(label: impl Into<String>, done: u64, of: u64) -> Self {
        let tone = if done >= of && of > 0 {
            Tone::Done
        } else {
            Tone::Info
        };
        Self {
            label: label.into(),
            done,
            of,
            tone,
        }
    }

    /// The bar in another colour.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Whole per cent, rounded down so that 100 means all; 0 of 0 is 0.
    pub fn percent(&self) -> u64 {
        if self.of == 0 {
            return 0;
        }
        let percent = u128::from(self.done) * 100 / u128::from(self.of);
        u64::try_from(percent.min(100)).unwrap_or(100)
    }

    /// `24 / 31`.
    pub fn text(&self) -> String {
        let group = |number: u64| format::grouped(&number.to_string());
        format!("{} / {}", group(self.done), group(self.of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hundred_per_cent_means_all() {
        assert_eq!(Progress::new("", 999, 1000).percent(), 99);
        assert_eq!(Progress::new("", 1000, 1000).percent(), 100);
        assert_eq!(Progress::new("", 0, 0).percent(), 0);
        assert_eq!(Progress::new("", u64::MAX, 1).percent(), 100);
    }
}
