//! Licensed bodies (持牌机构): the office's own list, looked up by staff and by the public. It must not
//! know screening.

use fangfei_model::{
    ctx::Ctx,
    licensed_body::LicensedBody,
    noun::Noun,
    query::{Query, Test},
};
use fangfei_store::Page;

use crate::{App, Result};

/// The most that is shown for one name.
const MOST: u64 = 50;

/// Bodies whose name holds these characters; nothing for fewer than two. Open to everybody: it is
/// what the public asks before paying.
pub async fn look_up(app: &App, ctx: &Ctx, name: &str) -> Result<Vec<LicensedBody>> {
    let name = name.trim();
    if name.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let query = Query::of(Noun::LicensedBody)
        .when("name", Test::Contains(name.to_owned()))
        .by("name", false);
    let found = app
        .store
        .read(ctx)
        .list::<LicensedBody>(&query, Page::first(MOST))
        .await?;
    Ok(found.into_iter().map(|body| body.record).collect())
}
