//! Lists of likenesses. It must not know how filters are typed.

use fangfei_model::{
    ctx::Ctx,
    id::{ClueId, SubjectId},
    likeness::{Likeness, LikenessKind, LikenessState, LikenessStatus},
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
};
use uuid::Uuid;

use super::may_read;
use crate::{App, Page, Result, place_names::PlaceNames};

/// A list says “more than” this many instead of counting on.
const MOST_COUNTED: u64 = 10_000;
/// As many likenesses of one record are shown in its file.
const OF_ONE: u64 = 50;

/// What a list is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LikenessFilter {
    /// Of subjects or of clues.
    pub kind: LikenessKind,
    /// The state; `None` for all.
    pub status: Option<LikenessStatus>,
}

impl LikenessFilter {
    fn query(self) -> Query {
        let query = Query::of(Noun::Likeness).equals("kind", self.kind.code());
        let query = match self.status {
            Some(status) => query.equals("state", status.code()),
            None => query,
        };
        query.by("percent", true)
    }
}

/// One line of a list.
#[derive(Debug, Clone)]
pub struct LikenessRow {
    /// The likeness.
    pub likeness: Likeness,
    /// The name of the division that holds both.
    pub place: String,
}

/// One page of likenesses within scope, the likeliest first.
pub async fn list(
    app: &App,
    ctx: &Ctx,
    filter: LikenessFilter,
    page: Page,
) -> Result<Vec<LikenessRow>> {
    may_read(ctx)?;
    let reader = app.store.read(ctx);
    let found = reader.list::<Likeness>(&filter.query(), page).await?;
    let found: Vec<Likeness> = found.into_iter().map(|stored| stored.record).collect();
    let places = PlaceNames::of(app, found.iter().map(|l| l.division)).await?;
    let row = |likeness: Likeness| LikenessRow {
        place: places.get(&likeness.division),
        likeness,
    };
    Ok(found.into_iter().map(row).collect())
}

/// How many there are, and whether the count stopped at ten thousand.
pub async fn count(app: &App, ctx: &Ctx, filter: LikenessFilter) -> Result<(u64, bool)> {
    may_read(ctx)?;
    let reader = app.store.read(ctx);
    Ok(reader.count_within(&filter.query(), MOST_COUNTED).await?)
}

/// How many wait for a decision; nothing for who may not see them.
pub async fn open_count(app: &App, ctx: &Ctx, kind: LikenessKind) -> Result<u64> {
    if !(ctx.may(Permission::SubjectRead) && ctx.may(Permission::ClueRead)) {
        return Ok(0);
    }
    let status = Some(LikenessStatus::Open);
    Ok(count(app, ctx, LikenessFilter { kind, status }).await?.0)
}

/// What is still to be decided about a subject, and what was found to be two.
pub async fn of_subject(app: &App, ctx: &Ctx, subject: SubjectId) -> Result<Vec<Likeness>> {
    let all = about(app, ctx, LikenessKind::Subject, &[subject.uuid()]).await?;
    Ok(all
        .into_iter()
        .filter(|l| matches!(l.state, LikenessState::Open))
        .collect())
}

/// What links these clues, which are about one subject, with others: what waits, and what was confirmed.
pub async fn of_clue(app: &App, ctx: &Ctx, clues: &[ClueId]) -> Result<Vec<Likeness>> {
    let ids: Vec<Uuid> = clues.iter().map(|id| id.uuid()).collect();
    let all = about(app, ctx, LikenessKind::Clue, &ids).await?;
    Ok(all
        .into_iter()
        .filter(|l| matches!(l.state, LikenessState::Open | LikenessState::Same { .. }))
        .collect())
}

/// The likenesses on either side of which one of these records stands.
async fn about(app: &App, ctx: &Ctx, kind: LikenessKind, ids: &[Uuid]) -> Result<Vec<Likeness>> {
    if !(ctx.may(Permission::SubjectRead) && ctx.may(Permission::ClueRead)) {
        return Ok(Vec::new());
    }
    let values: Vec<Value> = ids
        .iter()
        .map(|id| id.simple().to_string().into())
        .collect();
    let mut found: Vec<Likeness> = Vec::new();
    for side in ["left", "right"] {
        let query = Query::of(Noun::Likeness)
            .when(side, Test::In(values.clone()))
            .equals("kind", kind.code())
            .by("percent", true);
        let reader = app.store.read(ctx);
        for stored in reader.list::<Likeness>(&query, Page::first(OF_ONE)).await? {
            if !found.iter().any(|known| known.id == stored.record.id) {
                found.push(stored.record);
            }
        }
    }
    found.sort_by_key(|l| std::cmp::Reverse(l.percent));
    Ok(found)
}
