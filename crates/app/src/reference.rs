//! Reference tables (基础名录) as staff look at them: how many divisions, industries and licensed
//! bodies are loaded. Loading them is an import. It must not know files.

use fangfei_model::{
    ctx::Ctx, licensed_body::LicensedBody, noun::Noun, permission::Permission, query::Query,
};

use crate::{App, Page, Result};

/// What is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReferenceCounts {
    /// Divisions, former ones too.
    pub divisions: usize,
    /// Industries.
    pub industries: usize,
    /// Licensed bodies.
    pub licensed: u64,
}

/// How much is loaded.
pub async fn counts(app: &App, ctx: &Ctx) -> Result<ReferenceCounts> {
    ctx.require(Permission::SubjectRead)?;
    Ok(ReferenceCounts {
        divisions: app.store.divisions().await?.len(),
        industries: app.store.industries().await?.len(),
        licensed: app
            .store
            .read(ctx)
            .count(&Query::of(Noun::LicensedBody))
            .await?,
    })
}

/// Licensed bodies by name.
pub async fn licensed(app: &App, ctx: &Ctx, page: Page) -> Result<Vec<LicensedBody>> {
    ctx.require(Permission::SubjectRead)?;
    let query = Query::of(Noun::LicensedBody).by("name", false);
    let found = app
        .store
        .read(ctx)
        .list::<LicensedBody>(&query, page)
        .await?;
    Ok(found.into_iter().map(|body| body.record).collect())
}
