//! Writing a plan: everything in one transaction, or nothing. It must not plan.

use fangfei_model::ctx::{Ctx, china_date};
use fangfei_store::Write;

use super::planner::{Batch, Changes};
use crate::Result;

/// Records handed to the store at once.
const PART: usize = 5_000;

/// Writes everything that was planned.
pub(super) async fn take(write: &mut Write, ctx: &Ctx, changes: Changes) -> Result<()> {
    put(write, changes.subjects).await?;
    let mut clues = changes.clues;
    let series = format!("XS-{}", china_date(ctx.now()).year());
    let count = u32::try_from(clues.added.len()).unwrap_or(u32::MAX);
    if count > 0 {
        let numbers = write.next_numbers(&series, count).await?;
        for (clue, number) in clues.added.iter_mut().zip(numbers) {
            clue.number = format!("{series}-{number:06}");
        }
    }
    put(write, clues).await?;
    put(write, changes.units).await?;
    put(write, changes.licensed).await?;
    if !changes.divisions.is_empty() {
        write.put_divisions(&changes.divisions).await?;
    }
    if !changes.industries.is_empty() {
        write.put_industries(&changes.industries).await?;
    }
    Ok(())
}

async fn put<R: fangfei_model::record::Record>(write: &mut Write, batch: Batch<R>) -> Result<()> {
    let mut added = batch.added.into_iter();
    loop {
        // What has been written is let go at once: the transaction grows while the plan shrinks.
        let part: Vec<R> = added.by_ref().take(PART).collect();
        if part.is_empty() {
            break;
        }
        write.insert_all(&part).await?;
    }
    for (before, after) in batch.changed {
        write.update(&before, after).await?;
    }
    Ok(())
}
