//! How the rows of a file ended: counts that add up, and the reasons. It must not know records.

use fangfei_intake::table::{CellError, RowOutcome, RowRef, SkipReason};
use fangfei_model::{
    import_run::{ImportCounts, RowReason},
    personal_number::masked_words,
};

/// The most notes on accepted rows that are kept.
const MOST_NOTES: usize = 2_000;

/// How the rows ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) counts: ImportCounts,
    pub(super) rejected: Vec<RowReason>,
    pub(super) skipped: Vec<RowReason>,
    pub(super) notes: Vec<RowReason>,
}

impl Tally {
    /// Counts what never becomes a record; answers the row that may.
    pub(super) fn sift(&mut self, outcome: RowOutcome) -> Option<fangfei_intake::table::Row> {
        match outcome {
            RowOutcome::Accepted(row) => {
                self.counts.rows += 1;
                for warning in &row.warnings {
                    let header = warning
                        .header
                        .as_ref()
                        .map(|h| format!("“{h}”："))
                        .unwrap_or_default();
                    self.note(&row.source, format!("{header}{}", warning.message));
                }
                Some(row)
            }
            RowOutcome::Rejected { source, errors } => {
                self.counts.rows += 1;
                self.reject(&source, cell_errors(&errors));
                None
            }
            RowOutcome::Skipped { source, reason } => {
                self.skip(&source, &reason);
                None
            }
        }
    }

    /// Rows above the table and sheets left out are no rows of the table; blank ones count, but a
    /// list of them says nothing.
    fn skip(&mut self, source: &RowRef, reason: &SkipReason) {
        if matches!(
            reason,
            SkipReason::Title
                | SkipReason::Header
                | SkipReason::SheetLeftOut
                | SkipReason::Form
                | SkipReason::NoHeader
        ) {
            return;
        }
        self.counts.rows += 1;
        self.counts.skipped += 1;
        if *reason != SkipReason::Blank {
            self.skipped.push(placed(source, reason.to_string()));
        }
    }

    /// A row that is returned to its owner.
    pub(super) fn reject(&mut self, source: &RowRef, reason: String) {
        self.counts.rejected += 1;
        self.rejected.push(placed(source, reason));
    }

    /// Rows that changed a record which then ended as it was: together they changed nothing.
    pub(super) fn undone(&mut self, rows: u64) {
        self.counts.changed = self.counts.changed.saturating_sub(rows);
        self.counts.unchanged += rows;
    }

    /// Something to know about a row that goes in.
    pub(super) fn note(&mut self, source: &RowRef, text: String) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(placed(source, text));
        }
    }

    /// Takes in how a part of the rows ended.
    pub(super) fn add(&mut self, part: Self) {
        let (all, more) = (&mut self.counts, part.counts);
        all.rows += more.rows;
        all.added += more.added;
        all.changed += more.changed;
        all.unchanged += more.unchanged;
        all.rejected += more.rejected;
        all.skipped += more.skipped;
        self.rejected.extend(part.rejected);
        self.skipped.extend(part.skipped);
        let room = MOST_NOTES.saturating_sub(self.notes.len());
        self.notes.extend(part.notes.into_iter().take(room));
    }

    /// Reasons in the order of the file.
    pub(super) fn sort(&mut self) {
        for list in [&mut self.rejected, &mut self.skipped, &mut self.notes] {
            // Stable and by row only within a sheet: sheets already come in the file's order.
            let mut sheets: Vec<String> = Vec::new();
            for reason in list.iter() {
                if !sheets.contains(&reason.sheet) {
                    sheets.push(reason.sheet.clone());
                }
            }
            list.sort_by_key(|reason| (sheets.iter().position(|s| *s == reason.sheet), reason.row));
        }
    }
}

fn placed(source: &RowRef, reason: String) -> RowReason {
    RowReason {
        sheet: source.sheet.to_string(),
        row: source.row,
        // Reasons repeat what stands in the cells, and are kept, shown and printed.
        reason: masked_words(&reason).into_owned(),
    }
}

/// All that is wrong with a row, without repeating where it stands.
fn cell_errors(errors: &[CellError]) -> String {
    let one = |e: &CellError| {
        let place = match (&e.column, &e.header) {
            (Some(column), Some(header)) => format!("{column} 列“{header}”："),
            (Some(column), None) => format!("{column} 列："),
            _ => String::new(),
        };
        format!("{place}{}；{}", e.problem, e.remedy)
    };
    errors.iter().map(one).collect::<Vec<_>>().join("。")
}
