//! Lists of subjects with the names they show. It must not know how filters are typed.

use fangfei_model::{
    ctx::Ctx,
    noun::Noun,
    permission::Permission,
    query::{Query, Test},
    record::Value,
    subject::Subject,
};

use crate::{App, Page, Result, place_names::PlaceNames};

/// A list says “more than” this many instead of counting on.
const MOST_COUNTED: u64 = 10_000;

/// One line of a list.
#[derive(Debug, Clone)]
pub struct SubjectRow {
    /// The subject.
    pub subject: Subject,
    /// The division's name.
    pub place: String,
}

/// One page of subjects within scope, in the query's order.
pub async fn list(app: &App, ctx: &Ctx, query: &Query, page: Page) -> Result<Vec<SubjectRow>> {
    ctx.require(Permission::SubjectRead)?;
    let found = app.store.read(ctx).list::<Subject>(query, page).await?;
    let subjects: Vec<Subject> = found.into_iter().map(|subject| subject.record).collect();
    let places = PlaceNames::of(app, subjects.iter().map(|subject| subject.division)).await?;
    let row = |subject: Subject| SubjectRow {
        place: places.get(&subject.division),
        subject,
    };
    Ok(subjects.into_iter().map(row).collect())
}

/// How many there are, and whether the count stopped at ten thousand.
pub async fn count(app: &App, ctx: &Ctx, query: &Query) -> Result<(u64, bool)> {
    ctx.require(Permission::SubjectRead)?;
    Ok(app
        .store
        .read(ctx)
        .count_within(query, MOST_COUNTED)
        .await?)
}

/// The most hits of a keyword that a list is narrowed to.
const MOST_HITS: usize = 500;

/// Narrows a query to subjects whose name, former names, codes or people hold the text, through the
/// search index; says whether there are more than five hundred. Search titles are the names.
pub async fn narrow(app: &App, ctx: &Ctx, query: Query, text: &str) -> Result<(Query, bool)> {
    let text = text.trim();
    if text.is_empty() {
        return Ok((query, false));
    }
    let mut hits = app
        .store
        .read(ctx)
        .search(text, &[Noun::Subject], MOST_HITS + 1)
        .await?;
    let more = hits.len() > MOST_HITS;
    hits.truncate(MOST_HITS);
    let names = hits.into_iter().map(|hit| Value::from(hit.title)).collect();
    Ok((query.when("name", Test::In(names)), more))
}
