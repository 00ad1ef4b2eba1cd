//! Related clues (关联线索): the same subject, a like name, the same address, the same telephone or WeChat
//! number of the offer. A pointer for the person who checks, never a verdict. Numbers of whoever reported
//! link nothing. It must not know pages.

use fangfei_lens::link::{PairKind, company::anatomy, compare};
use fangfei_model::{
    clue::Clue,
    ctx::Ctx,
    id::ClueId,
    noun::Noun,
    query::{Query, Test},
    record::Value,
};
use fangfei_store::Reader;

use super::{ClueRow, list::named};
use crate::{App, Page, Result, likeness::offered, subject::ids_of};

/// The most clues shown for one reason.
const MOST: usize = 10;
/// Ways to reach the offer that are looked up for one clue.
const MOST_REACHES: usize = 4;
/// The least probability that two names are one.
const LEAST: f64 = 0.7;

/// A clue that has something in common with another.
#[derive(Debug, Clone)]
pub struct Related {
    /// The other clue.
    pub row: ClueRow,
    /// What they have in common: 同一主体、名称相近、同一地址、同一电话 138….
    pub reasons: Vec<String>,
}

/// The clues within scope that share a subject, a name, an address or a way to reach the offer with this one.
pub async fn related(app: &App, ctx: &Ctx, clue: &Clue) -> Result<Vec<Related>> {
    let reader = app.store.read(ctx);
    let mut found: Vec<(Clue, Vec<String>)> = Vec::new();
    let mut keep = |clues: Vec<Clue>, reason: &str| {
        for other in clues.into_iter().filter(|other| other.id != clue.id) {
            match found.iter_mut().find(|(known, _)| known.id == other.id) {
                Some((_, reasons)) => reasons.push(reason.to_owned()),
                None => found.push((other, vec![reason.to_owned()])),
            }
        }
    };
    if let Some(subject) = clue.subject {
        let ids = ids_of(&reader, subject).await?;
        let ids = ids.into_iter().map(|id| Value::Ref(id.uuid())).collect();
        let query = Query::of(Noun::Clue)
            .when("subject", Test::In(ids))
            .by("registered_at", true);
        let same = reader
            .list::<Clue>(&query, Page::first(MOST as u64 + 1))
            .await?;
        keep(same.into_iter().map(|c| c.record).collect(), "同一主体");
    }
    keep(
        mentioning(&reader, &clue.subject_name, 4, |c| {
            c.subject_name == clue.subject_name
        })
        .await?,
        "同一名称",
    );
    if let Some(address) = &clue.address {
        keep(
            mentioning(&reader, address, 5, |c| c.address.as_ref() == Some(address)).await?,
            "同一地址",
        );
    }
    for (other, reason) in like_names(&reader, clue).await? {
        keep(vec![other], &reason);
    }
    for reach in offered(&clue.facts).into_iter().take(MOST_REACHES) {
        let same = mentioning(&reader, &reach.value, 5, |c| {
            offered(&c.facts).contains(&reach)
        });
        keep(
            same.await?,
            &format!("同一{} {}", reach.title, reach.shown()),
        );
    }
    let (clues, reasons): (Vec<Clue>, Vec<Vec<String>>) = found.into_iter().unzip();
    let rows = named(app, ctx, clues).await?;
    Ok(rows
        .into_iter()
        .zip(reasons)
        .map(|(row, reasons)| Related { row, reasons })
        .collect())
}

/// Clues whose subject's name is written differently but may be the same, by its trade name (字号).
async fn like_names(reader: &Reader<'_>, clue: &Clue) -> Result<Vec<(Clue, String)>> {
    let trade: String = anatomy(&clue.subject_name).trade.chars.iter().collect();
    let other_name = |c: &Clue| c.subject_name != clue.subject_name;
    let found = mentioning(reader, &trade, 2, other_name).await?;
    let alike = found.into_iter().filter_map(|other| {
        let verdict = compare(PairKind::Company, &clue.subject_name, &other.subject_name);
        (verdict.probability >= LEAST).then(|| (other, "名称相近".to_owned()))
    });
    Ok(alike.collect())
}

/// Clues found by the search index that really share the text. Short texts say nothing.
async fn mentioning(
    reader: &Reader<'_>,
    text: &str,
    least: usize,
    same: impl Fn(&Clue) -> bool,
) -> Result<Vec<Clue>> {
    if text.chars().count() < least {
        return Ok(Vec::new());
    }
    let hits = reader.search(text, &[Noun::Clue], MOST * 3).await?;
    let clues = reader
        .get_all::<Clue>(hits.into_iter().map(|hit| ClueId::from(hit.id).uuid()))
        .await?;
    Ok(clues
        .into_iter()
        .map(|clue| clue.record)
        .filter(same)
        .take(MOST)
        .collect())
}
