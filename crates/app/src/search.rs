//! Search (搜索): one box over subjects, clues, people, document numbers, within the reader's scope.
//! It must not know how the index is kept.

use fangfei_model::{
    ctx::Ctx, document_number::standard_form, noun::Noun, permission::Permission,
    personal_number::masked_words,
};
use fangfei_store::Found;

use crate::{App, Result};

/// The most that is shown of one noun.
pub const MOST: usize = 20;

/// What was found of one noun.
#[derive(Debug)]
pub struct FoundGroup {
    /// The noun.
    pub noun: Noun,
    /// Newest first, at most `MOST`.
    pub found: Vec<Found>,
    /// Whether there is more.
    pub more: bool,
}

/// Everything in scope that holds these characters, by noun; nothing for a blank search. A document
/// number, or year and serial of one, is found in whichever brackets it was typed.
pub async fn find(app: &App, ctx: &Ctx, text: &str, only: Option<Noun>) -> Result<Vec<FoundGroup>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(number) = standard_form(text) {
        let found = holding(app, ctx, &number, only).await?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    holding(app, ctx, text, only).await
}

async fn holding(app: &App, ctx: &Ctx, words: &str, only: Option<Noun>) -> Result<Vec<FoundGroup>> {
    let mut groups = Vec::new();
    for noun in readable(ctx).filter(|noun| only.is_none_or(|only| only == *noun)) {
        let limit = if only.is_some() { MOST * 10 } else { MOST };
        let mut found = app
            .store
            .read(ctx)
            .search(words, &[noun], limit + 1)
            .await?;
        let more = found.len() > limit;
        found.truncate(limit);
        for hit in &mut found {
            hit.title = masked_words(&hit.title).into_owned();
            hit.subtitle = masked_words(&hit.subtitle).into_owned();
        }
        if !found.is_empty() {
            groups.push(FoundGroup { noun, found, more });
        }
    }
    Ok(groups)
}

/// The nouns that search shows this reader, in the order of the page.
pub fn readable(ctx: &Ctx) -> impl Iterator<Item = Noun> {
    let nouns = [
        (Noun::Subject, Permission::SubjectRead),
        (Noun::Clue, Permission::ClueRead),
        (Noun::RiskItem, Permission::RiskRead),
        (Noun::Campaign, Permission::CampaignRead),
        (Noun::FundsInquiry, Permission::FundsRead),
        (Noun::Unit, Permission::UnitRead),
        (Noun::LicensedBody, Permission::SubjectRead),
    ];
    nouns
        .into_iter()
        .filter(move |(_, permission)| ctx.may(*permission))
        .map(|(noun, _)| noun)
}
