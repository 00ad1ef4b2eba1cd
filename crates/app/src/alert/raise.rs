//! Alerts out of a run: one for each subject that reached the band from which the office wants to be
//! told, merged with the subject's open alert where there is one. It must not know how the index is
//! made.

use std::collections::BTreeMap;

use fangfei_model::{
    alert::{Alert, Sighting},
    ctx::Ctx,
    id::{AlertId, SubjectId},
    noun::Noun,
    query::{Query, Test},
    record::Value,
    subject::Subject,
};
use fangfei_store::Write;

use crate::{Page, Result, Stored};

/// An alert that was set aside stays silent for so long, unless the subject grows worse.
const QUIET_DAYS: i32 = 90;
/// Subjects are asked for in parts of this size.
const PART: usize = 500;

/// What raising came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Raised {
    /// New alerts.
    pub(crate) raised: u64,
    /// Open alerts that took in another sighting.
    pub(crate) merged: u64,
}

/// Raises or merges an alert for each sighting, in the run's own write.
pub(crate) async fn raise(
    ctx: &Ctx,
    write: &mut Write,
    seen: Vec<(Subject, Sighting)>,
) -> Result<Raised> {
    let mut done = Raised::default();
    for part in seen.chunks(PART) {
        let latest = latest_of(write, part).await?;
        for (subject, sighting) in part {
            one(ctx, write, &latest, subject, sighting.clone(), &mut done).await?;
        }
    }
    Ok(done)
}

async fn one(
    ctx: &Ctx,
    write: &mut Write,
    latest: &BTreeMap<SubjectId, Stored<Alert>>,
    subject: &Subject,
    seen: Sighting,
    done: &mut Raised,
) -> Result<()> {
    match latest.get(&subject.id) {
        Some(before) if before.record.takes_sightings() => {
            let after = before.record.clone().seen_again(seen)?;
            if after != before.record {
                write.update(before, after).await?;
                done.merged += 1;
            }
        }
        Some(before) if before.record.keeps_quiet(&seen, QUIET_DAYS) => {}
        _ => {
            let series = format!("YJ-{}", ctx.today().year());
            let number = format!("{series}-{:06}", write.next_number(&series).await?);
            let alert = Alert::raised(ctx.new_id::<AlertId>(), number, subject, seen);
            write.insert(&alert).await?;
            done.raised += 1;
        }
    }
    Ok(())
}

/// The latest alert about each of these subjects.
async fn latest_of(
    write: &Write,
    part: &[(Subject, Sighting)],
) -> Result<BTreeMap<SubjectId, Stored<Alert>>> {
    let ids = part.iter().map(|(s, _)| Value::Ref(s.id.uuid())).collect();
    let query = Query::of(Noun::Alert)
        .when("subject", Test::In(ids))
        .by("last_seen", false)
        .by("number", false);
    let found = write
        .list::<Alert>(&query, Page::first(Page::MAX_LIMIT))
        .await?;
    Ok(found.into_iter().map(|a| (a.record.subject, a)).collect())
}
