//! Rows put in order: one history a platform, nothing later than the month asked for. It must not know scores.

use std::collections::BTreeMap;

use super::{figure::Figure, month::Month, row::PlatformMonth};

/// Two rows of one platform and month that say different things; neither is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The platform.
    pub platform: Box<str>,
    /// The month.
    pub month: Month,
    /// The figures that were set aside.
    pub figures: Vec<Figure>,
}

/// The rows up to a month, by platform, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Histories {
    /// The last month that any row tells of.
    pub latest: Month,
    /// What was set aside.
    pub clashes: Vec<Clash>,
    pub(super) platforms: BTreeMap<Box<str>, Vec<PlatformMonth>>,
}

impl Histories {
    /// Orders the rows; those later than `until` are dropped before anything is looked at. Nothing when none is left.
    pub fn until(rows: impl IntoIterator<Item = PlatformMonth>, until: Month) -> Option<Self> {
        let mut groups: BTreeMap<(Box<str>, Month), Vec<PlatformMonth>> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| row.month <= until) {
            let group = groups.entry((row.platform.clone(), row.month));
            group.or_default().push(row);
        }
        let latest = groups.keys().map(|(_, month)| *month).max()?;
        let mut histories = Self {
            latest,
            clashes: Vec::new(),
            platforms: BTreeMap::new(),
        };
        groups.into_values().for_each(|group| histories.take(group));
        Some(histories)
    }

    /// How many platforms have a row.
    pub fn count(&self) -> usize {
        self.platforms.len()
    }

    /// Joins the rows of one month. What they say differently is set aside, whatever their order.
    fn take(&mut self, group: Vec<PlatformMonth>) {
        let mut rows = group.into_iter();
        let Some(mut joined) = rows.next() else {
            return;
        };
        let mut figures: Vec<Figure> = rows.flat_map(|other| joined.agree(&other)).collect();
        figures.sort_unstable();
        figures.dedup();
        figures.iter().for_each(|figure| joined.clear(*figure));
        if !figures.is_empty() {
            self.clashes.push(Clash {
                platform: joined.platform.clone(),
                month: joined.month,
                figures,
            });
        }
        let history = self.platforms.entry(joined.platform.clone());
        history.or_default().push(joined);
    }
}
