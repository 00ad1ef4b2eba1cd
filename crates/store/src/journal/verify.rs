//! Verifies the journal against itself and the records against the journal, in one snapshot. It
//! must not change anything.

use super::{
    chain::{Chain, check_touches},
    entry::Entry,
    head::{Head, kept},
    problem::{Problem, Problems, Verification},
    verify_bodies,
    walk::{JournalRow, entries_after, touches_of},
};
use crate::{connection::Conn, error::Result, store::Store, tally};

impl Store {
    /// Checks that the journal is whole and signed, and that every version of every record is the
    /// one that was written: nothing changed, removed or added. A head remembered outside the
    /// database also shows whether the end was cut off or the past rewritten.
    pub async fn verify(&self, remembered: Option<&Head>) -> Result<Verification> {
        let tx = self.sides().begin_read().await?;
        let conn = Conn::Transaction(&tx);
        let public_key = self.key()?.public();
        let mut problems = Problems::default();
        let head = check_entries(&conn, &public_key, remembered, &mut problems).await?;
        let before = problems.count();
        let versions = verify_bodies::check_all(&conn, &mut problems).await?;
        // Counts of records that are not as they were written would say nothing more.
        if problems.count() == before {
            check_counts(&conn, &mut problems).await?;
        }
        Ok(problems.finish(head, public_key, versions))
    }
}

async fn check_entries(
    conn: &Conn<'_>,
    public_key: &str,
    remembered: Option<&Head>,
    problems: &mut Problems,
) -> Result<Head> {
    let mut chain = Chain::new(public_key, remembered);
    let mut last = 0;
    loop {
        let rows = entries_after(conn, last).await?;
        let Some(end) = rows.last().map(|r| r.seq) else {
            break;
        };
        last = end;
        for row in &rows {
            let seq = u64::try_from(row.seq).unwrap_or_default();
            let Some(entry) = chain.step(seq, &row.link, problems) else {
                continue;
            };
            if !columns_agree(row, &entry) {
                problems.add(Problem::ColumnsDiffer { seq });
            }
            let found = touches_of(conn, row.seq, |_| Ok(())).await?;
            check_touches(seq, &entry.touched, &found, problems);
        }
    }
    Ok(chain.finish(Some(kept(conn).await?.0), problems))
}

/// The kept counts against the columns, which have been compared with the records.
async fn check_counts(conn: &Conn<'_>, problems: &mut Problems) -> Result<()> {
    for tally in tally::TALLIES {
        for difference in tally::differences(conn, tally).await? {
            problems.add(Problem::CountDiffers {
                noun: tally.noun,
                tally: tally.name,
                of: difference.of,
                by: difference.by,
            });
        }
    }
    Ok(())
}

fn columns_agree(row: &JournalRow, entry: &Entry) -> bool {
    let (at, action, actor, name, unit, request) = &row.columns;
    *at == entry.at
        && *action == entry.action
        && *actor == entry.actor.id
        && *name == entry.actor.name
        && *unit == entry.actor.unit
        && *request == entry.request
}
