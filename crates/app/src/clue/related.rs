//! Related clues (关联线索): the same subject, the same address, the same phone number. A pointer for
//! the person who checks, never a verdict. It must not know pages.

use fangfei_model::{clue::Clue, ctx::Ctx, id::ClueId, noun::Noun, query::Query};
use fangfei_store::Reader;

use super::{ClueRow, list::named};
use crate::{App, Page, Result};

/// The most clues shown for one reason.
const MOST: usize = 10;
/// Phones looked up in one clue.
const MOST_PHONES: usize = 3;

/// A clue that has something in common with another.
#[derive(Debug, Clone)]
pub struct Related {
    /// The other clue.
    pub row: ClueRow,
    /// What they have in common: 同一主体、同一地址、同一电话 138….
    pub reasons: Vec<String>,
}

/// The clues within scope that share a subject, an address or a phone number with this one.
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
        let query = Query::of(Noun::Clue)
            .equals("subject", subject.uuid())
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
    for phone in phones(&clue.facts).into_iter().take(MOST_PHONES) {
        let same = mentioning(&reader, &phone, 7, |c| phones(&c.facts).contains(&phone)).await?;
        keep(same, &format!("同一电话 {}", masked(&phone)));
    }
    let (clues, reasons): (Vec<Clue>, Vec<Vec<String>>) = found.into_iter().unzip();
    let rows = named(app, ctx, clues).await?;
    Ok(rows
        .into_iter()
        .zip(reasons)
        .map(|(row, reasons)| Related { row, reasons })
        .collect())
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

/// Phone numbers in running text: mobiles of 11 digits and numbers with an area code, without hyphens.
fn phones(text: &str) -> Vec<String> {
    let hyphen = |c: char| matches!(c, '-' | '－' | '—');
    let mut found: Vec<String> = text
        .split(|c: char| !c.is_ascii_digit() && !hyphen(c))
        .map(|run| run.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|digits| is_phone(digits))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn is_phone(digits: &str) -> bool {
    let mobile = digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10");
    let landline = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    mobile || landline
}

/// The middle of the number hidden.
fn masked(phone: &str) -> String {
    let tail = &phone[phone.len() - 4..];
    format!("{}****{tail}", &phone[..3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_found_in_running_text() {
        let text = "联系人电话13800000000，店内座机0356-7000000；金额1380000元，身份证尾号1234";
        assert_eq!(phones(text), ["03567000000", "13800000000"]);
        assert_eq!(masked("13800000000"), "138****0000");
    }
}
