//! What the patterns over the short term share: a rule that a window meets or not, day by day. It must not
//! know any of them.

use super::episode::Episode;
use super::finding::Finding;
use super::parameters::Sheet;
use super::window::Window;
use crate::transfer::{AccountId, HolderKind};

/// The account that is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who<'a> {
    pub account: AccountId,
    pub label: &'a str,
    pub kind: HolderKind,
    pub held: bool,
}

/// A rule over the window at the end of a day.
pub(crate) trait WindowRule: Sized {
    /// The distinct others and the sum that meet it, or nothing.
    fn met(&self, window: &Window) -> Option<(usize, i64)>;
    /// Takes the evidence that is new in the window.
    fn take(&self, window: &Window, episode: &mut Episode);
    /// Says it.
    fn say(sheet: &Sheet<Self>, who: &Who<'_>, episode: Episode) -> Finding;
}

/// A rule with its episode under way.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    episode: Episode,
}

impl Watched {
    /// Looks at the end of a day on which something happened.
    pub fn close_day<R: WindowRule>(
        &mut self,
        sheet: &Sheet<R>,
        who: &Who<'_>,
        window: &Window,
        (day, work): (i32, i32),
        found: &mut Vec<Finding>,
    ) {
        if self.episode.over(work) {
            found.push(R::say(sheet, who, self.episode.end()));
        }
        if let Some(peak) = sheet.values.met(window) {
            self.episode.met(day, work, peak);
            sheet.values.take(window, &mut self.episode);
        }
    }

    /// Says what is still under way.
    pub fn finish<R: WindowRule>(
        &mut self,
        sheet: &Sheet<R>,
        who: &Who<'_>,
        found: &mut Vec<Finding>,
    ) {
        if self.episode.under_way() {
            found.push(R::say(sheet, who, self.episode.end()));
        }
    }
}
