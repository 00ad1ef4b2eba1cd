//! The rows of a file as they are read, a part at a time: reading goes on while the part before is
//! matched, and no more than a few parts are in memory. It must not know what rows become.

use std::sync::Arc;

use fangfei_intake::{
    kind::Kind,
    table::{self, Mapping, Options, Row, Workbook},
};
use tokio::sync::mpsc;

use super::outcome::Tally;

/// Rows of one part.
const PART: usize = 2_000;
/// Parts that wait to be matched.
const AHEAD: usize = 2;

/// Rows on their way.
pub(super) struct Parts {
    receiver: mpsc::Receiver<(Vec<Row>, Tally)>,
}

/// What is read, and how.
pub(super) struct Source {
    pub(super) workbook: Arc<Workbook>,
    pub(super) fields: Arc<Kind>,
    pub(super) mappings: Vec<Mapping>,
    pub(super) options: Options,
    /// Only the first of them.
    pub(super) most_rows: Option<usize>,
}

impl Parts {
    /// Begins to read, off the runtime's threads: a large file takes seconds.
    pub(super) fn of(source: Source) -> Self {
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || read(&source, &sender));
        Self { receiver }
    }

    /// The next rows; those that never become a record are counted.
    pub(super) async fn next(&mut self, tally: &mut Tally) -> Option<Vec<Row>> {
        let (rows, part) = self.receiver.recv().await?;
        tally.add(part);
        Some(rows)
    }

    /// All of them.
    pub(super) async fn all(mut self, tally: &mut Tally) -> Vec<Row> {
        let mut all = Vec::new();
        while let Some(rows) = self.next(tally).await {
            all.extend(rows);
        }
        all
    }
}

/// Ends early when nobody waits any more.
fn read(source: &Source, sender: &mpsc::Sender<(Vec<Row>, Tally)>) {
    let outcomes = table::read(
        &source.workbook,
        &source.fields,
        &source.mappings,
        &source.options,
    );
    let mut outcomes = outcomes
        .take(source.most_rows.unwrap_or(usize::MAX))
        .peekable();
    while outcomes.peek().is_some() {
        let mut tally = Tally::default();
        let part = outcomes.by_ref().take(PART);
        let rows = part.filter_map(|outcome| tally.sift(outcome)).collect();
        if sender.blocking_send((rows, tally)).is_err() {
            return;
        }
    }
}
