//! What every page of the workbench carries: title, crumbs, reader, form token, flash, navigation.
//! It must not know sessions or users beyond the words shown.

use super::{Nav, Tone};

/// One step of the breadcrumb (当前位置).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// Where it leads; the page itself is not a crumb.
    pub href: String,
}

impl Crumb {
    /// A link on the way to the page.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// A message shown once after an action (操作结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// Success, warning or error.
    pub tone: Tone,
    /// What happened, and what to do if it failed.
    pub text: String,
    /// Where to go on; both empty when nowhere.
    pub link: (String, String),
}

impl Flash {
    /// It worked.
    pub fn done(text: impl Into<String>) -> Self {
        Self::new(Tone::Done, text)
    }

    /// It did not, and nothing was changed.
    pub fn refused(text: impl Into<String>) -> Self {
        Self::new(Tone::Danger, text)
    }

    /// A message in the given tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            link: Default::default(),
        }
    }

    /// Adds a link: its words, then its address.
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = (label.into(), href.into());
        self
    }
}

/// Embedded by every page struct as the field `shell`; the template extends `base/staff.html`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shell {
    /// Title of the page, also its `<h1>`.
    pub title: String,
    /// The way here, without the page itself.
    pub crumbs: Vec<Crumb>,
    /// Whose system it is: 沁水县处非办; shown beside the mark.
    pub office: String,
    /// Name of the reader.
    pub user: String,
    /// Unit of the reader.
    pub unit: String,
    /// Token that every form posts as `csrf`.
    pub csrf: String,
    /// Message of the last action.
    pub flash: Option<Flash>,
    /// Navigation as this reader sees it.
    pub nav: Nav,
    /// Today in UTC+8, `2024-07-01`.
    pub today: String,
    /// What is in the search box.
    pub search: String,
    /// Number of things the reader has to do.
    pub waiting: u64,
}

impl Shell {
    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Adds a crumb.
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb::new(label, href));
        self
    }
}
