//! Looking for likenesses in a division: after an import, or when somebody asks. What is found is kept;
//! what people decided stands; what nobody decided and is alike no longer lapses. It must not know pages.

use std::collections::HashMap;

use fangfei_model::{
    action::Action,
    code::division::{DivisionCode, DivisionLevel},
    ctx::{Actor, Ctx},
    id::LikenessId,
    likeness::{Likeness, LikenessKind, LikenessState},
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
};
use fangfei_store::{Error as StoreError, Job, Stored, Write};
use futures::TryStreamExt;
use serde::Serialize;
use uuid::Uuid;

use super::{
    clues,
    pair::{Decided, Pair},
    subjects,
};
use crate::{App, Error, Result, import};

/// The kind of the background job.
pub const JOB: &str = "likeness_find";

/// How often it is looked again because somebody decided meanwhile.
const TRIES: usize = 3;
/// A change of the figure up to this is none.
const SHIFT: u8 = 3;

/// What looking came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Found {
    /// Pairs that were not known before.
    pub new: u64,
    /// Open pairs whose figures changed, or which are alike again.
    pub changed: u64,
    /// Open pairs that are alike no longer.
    pub lapsed: u64,
    /// All pairs that wait for somebody to decide.
    pub open: u64,
}

/// The division that is looked through for records of this one: its county, or itself where it lies
/// higher.
fn whole(division: DivisionCode) -> DivisionCode {
    division.at_level(DivisionLevel::County).unwrap_or(division)
}

/// Asks in a write that may have brought likenesses about; they are looked for once it is committed.
pub(crate) async fn enqueue(
    write: &mut Write,
    kind: LikenessKind,
    division: DivisionCode,
) -> Result<()> {
    let payload = serde_json::json!({ "kind": kind, "division": whole(division) });
    write.enqueue(JOB, payload).await?;
    Ok(())
}

/// Asks for both kinds to be looked for in the background, in the actor's own division.
pub async fn ask(app: &App, ctx: &Ctx) -> Result<()> {
    ctx.require(Permission::ClueAccept)?;
    let division = own(app, ctx).await?;
    let mut write = app.store.write(ctx, Action::LikenessFind).await?;
    for kind in LikenessKind::ALL {
        enqueue(&mut write, *kind, division).await?;
    }
    write.commit().await?;
    Ok(())
}

async fn own(app: &App, ctx: &Ctx) -> Result<DivisionCode> {
    if let Some(own) = ctx.scope().division() {
        return Ok(*own);
    }
    import::home_division(app, ctx).await
}

/// The background job.
pub async fn run_job(app: &App, ctx: &Ctx, job: &Job) -> Result<()> {
    let read = |name: &str| serde_json::from_value(job.payload[name].clone());
    let kind = read("kind").map_err(Error::bug)?;
    let division = serde_json::from_value(job.payload["division"].clone()).map_err(Error::bug)?;
    let found = settled(app, ctx, kind, &division).await?;
    let result = serde_json::to_value(found).map_err(Error::bug)?;
    Ok(app.store.finish_job(job, &result, ctx.now()).await?)
}

/// Looks at once, in the actor's own division.
pub async fn find(app: &App, ctx: &Ctx, kind: LikenessKind) -> Result<Found> {
    ctx.require(Permission::ClueAccept)?;
    let division = whole(own(app, ctx).await?);
    settled(app, ctx, kind, &division).await
}

/// Looks again where somebody decided about a pair meanwhile.
async fn settled(
    app: &App,
    ctx: &Ctx,
    kind: LikenessKind,
    division: &DivisionCode,
) -> Result<Found> {
    let mut tries = 1;
    loop {
        match look(app, ctx, kind, division).await {
            Err(Error::Store(StoreError::Stale { .. } | StoreError::Duplicate { .. }))
                if tries < TRIES =>
            {
                tries += 1;
            }
            done => return done,
        }
    }
}

/// The program looks: who asked may see less than the division, and a likeness is shown only to who
/// sees both its records.
async fn look(app: &App, ctx: &Ctx, kind: LikenessKind, division: &DivisionCode) -> Result<Found> {
    let program = ctx.acting_as(Actor::System {
        task: "查找疑似同一",
    });
    let mut known = known(app, &program, kind, division).await?;
    let pairs = match kind {
        LikenessKind::Subject => subjects::pairs(app, &program, division, &decided(&known)).await?,
        LikenessKind::Clue => clues::pairs(app, &program, division).await?,
    };
    let mut done = Found::default();
    let mut write = app.store.write(&program, Action::LikenessFind).await?;
    for pair in pairs {
        match known.remove(&pair.key()) {
            Some(before) => again(&mut write, &before, pair, &mut done).await?,
            None => {
                let id = program.new_id::<LikenessId>();
                let (percent, reasons) = (pair.percent, pair.reasons);
                let new = Likeness::found(id, kind, pair.parties, percent, reasons, program.now());
                if let Some(new) = new {
                    write.insert(&new).await?;
                    done.new += 1;
                    done.open += 1;
                }
            }
        }
    }
    let gone = known
        .into_values()
        .filter(|k| k.record.state == LikenessState::Open);
    for before in gone {
        write
            .update(&before, before.record.clone().lapse(program.now()))
            .await?;
        done.lapsed += 1;
    }
    if done.new + done.changed + done.lapsed > 0 {
        write.detail("kind", kind.title());
        write.detail("found", serde_json::to_value(done).map_err(Error::bug)?);
        write.commit().await?;
    }
    Ok(done)
}

async fn again(
    write: &mut Write,
    before: &Stored<Likeness>,
    pair: Pair,
    done: &mut Found,
) -> Result<()> {
    // Weights shift a little with every file; that is no news.
    let open = before.record.state == LikenessState::Open;
    let percent = match before.record.percent.abs_diff(pair.percent) <= SHIFT && open {
        true => before.record.percent,
        false => pair.percent,
    };
    let after = before.record.clone().found_again(percent, pair.reasons);
    if after.state == LikenessState::Open {
        done.open += 1;
    }
    if after != before.record {
        write.update(before, after).await?;
        done.changed += 1;
    }
    Ok(())
}

async fn known(
    app: &App,
    ctx: &Ctx,
    kind: LikenessKind,
    division: &DivisionCode,
) -> Result<HashMap<(Uuid, Uuid), Stored<Likeness>>> {
    let query = Query::of(Noun::Likeness)
        .equals("kind", kind.code())
        .when("division", Test::StartsWith(division.as_str().to_owned()));
    let mut known = HashMap::new();
    let mut stream = app.store.read(ctx).stream::<Likeness>(&query).await?;
    while let Some(stored) = stream.try_next().await? {
        let (left, right) = (stored.record.left.id, stored.record.right.id);
        known.insert(Likeness::pair(left, right), stored);
    }
    Ok(known)
}

fn decided(known: &HashMap<(Uuid, Uuid), Stored<Likeness>>) -> Vec<Decided> {
    let of = |((left, right), stored): (&(Uuid, Uuid), &Stored<Likeness>)| {
        let same = match stored.record.state {
            LikenessState::Same { .. } => true,
            LikenessState::Different { .. } => false,
            LikenessState::Open | LikenessState::Lapsed { .. } => return None,
        };
        Some(Decided {
            left: *left,
            right: *right,
            same,
        })
    };
    known.iter().filter_map(of).collect()
}
