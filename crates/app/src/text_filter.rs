//! The keyword of a list: records whose searched text holds it, through the search index, so that a
//! list of a million rows answers at once. It must not know pages.

use fangfei_model::{
    ctx::Ctx,
    query::{Query, Test},
    record::Value,
};

use crate::{App, Result};

/// The most hits that a list is narrowed to, the newest first.
pub const MOST: usize = 500;

/// Narrows a query of a numbered noun (clue, risk item) to the records that hold the text; says
/// whether there are more than `MOST`. Search titles begin with the record's number.
pub async fn narrow(app: &App, ctx: &Ctx, query: Query, text: &str) -> Result<(Query, bool)> {
    let text = text.trim();
    if text.is_empty() {
        return Ok((query, false));
    }
    let mut hits = app
        .store
        .read(ctx)
        .search(text, &[query.noun], MOST + 1)
        .await?;
    let more = hits.len() > MOST;
    hits.truncate(MOST);
    let number = |title: String| Value::from(title.split(' ').next().unwrap_or_default());
    let numbers = hits.into_iter().map(|hit| number(hit.title)).collect();
    Ok((query.when("number", Test::In(numbers)), more))
}
