//! What the patterns over the short term share: a rule that a window meets or not, day by day. It must not
//! know any of them.

use super::episode::{Episode, Places, Taken};
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
    fn take(&self, window: &Taken<'_>, episode: &mut Episode);
    /// Says it.
    fn say(sheet: &Sheet<Self>, who: &Who<'_>, episode: Episode) -> Finding;
}

/// A rule with its episode under way. Most accounts never have one, so it takes no room until then.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    episode: Option<Box<Episode>>,
    places: Places,
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
        if self.episode.as_ref().is_some_and(|e| e.over(work)) {
            self.finish(sheet, who, found);
        }
        if let Some(peak) = sheet.values.met(window) {
            let episode = self.episode.get_or_insert_default();
            episode.met(day, work, peak);
            let places = self.places;
            sheet.values.take(&Taken { window, places }, episode);
            self.places = Places {
                credit: window.credits.end(),
                debit: window.debits.end(),
            };
        }
    }

    /// Says what is still under way.
    pub fn finish<R: WindowRule>(
        &mut self,
        sheet: &Sheet<R>,
        who: &Who<'_>,
        found: &mut Vec<Finding>,
    ) {
        if let Some(episode) = self.episode.take() {
            found.push(R::say(sheet, who, *episode));
        }
    }
}
