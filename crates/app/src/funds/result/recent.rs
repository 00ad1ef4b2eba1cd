//! Ledgers read a moment ago, kept by the hash of their content: a reader goes from page to page of
//! one inquiry, and a ledger of a million rows takes a second to read. Content that is named by its
//! hash never gets old. It must not know who asks; the record with the hash was read in scope.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::Ledger;

/// Rows of all kept ledgers together, about 150 MiB.
const MOST_ROWS: usize = 2_000_000;
/// Ledgers kept.
const MOST: usize = 8;

/// The ledgers, the one used last in front.
#[derive(Debug, Default)]
pub struct RecentLedgers {
    kept: Mutex<VecDeque<(String, Arc<Ledger>)>>,
}

impl RecentLedgers {
    pub(super) fn get(&self, hash: &str) -> Option<Arc<Ledger>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(known, _)| known == hash)?;
        let found = kept.remove(at)?;
        let ledger = Arc::clone(&found.1);
        kept.push_front(found);
        Some(ledger)
    }

    pub(super) fn put(&self, hash: &str, ledger: &Arc<Ledger>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| known != hash);
        kept.push_front((hash.to_owned(), Arc::clone(ledger)));
        let mut rows = 0_usize;
        let fit = kept.iter().take(MOST).take_while(|(_, ledger)| {
            rows = rows.saturating_add(ledger.rows.len());
            rows <= MOST_ROWS
        });
        let room = fit.count();
        kept.truncate(room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledgers_used_last_are_kept() {
        let recent = RecentLedgers::default();
        let ledger = Arc::new(Ledger::default());
        for at in 0..MOST {
            recent.put(&at.to_string(), &ledger);
        }
        assert!(recent.get("0").is_some());
        recent.put("new", &ledger);
        assert!(recent.get("0").is_some() && recent.get("1").is_none());
    }
}
