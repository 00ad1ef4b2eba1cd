//! When a document was issued (成文日期), or at least in which year.
//! It must not know phases or deadlines.

use super::date::{Grain, Role, YearWord};
use super::mention::{self, Mention};
use super::page::Page;
use super::part::Parts;
use super::year::Times;

/// The date of issue of a part: its own, else that of the document it belongs to.
pub(super) fn issue_of(page: &Page, parts: &Parts, part: usize) -> Times {
    for at in (0..=part.min(parts.all.len().saturating_sub(1))).rev() {
        let one = &parts.all[at];
        if let Some(times) = one
            .dated
            .as_ref()
            .and_then(|line| issue_times(page.slice(line)))
        {
            return times;
        }
    }
    let later = parts
        .all
        .iter()
        .skip(part)
        .find_map(|one| issue_times(page.slice(one.dated.as_ref()?)));
    later
        .or_else(|| printed_line(page, parts))
        .unwrap_or_default()
}

/// The line of the printing office (印发机关、印发日期) or of a web page, when no signature bears a date.
fn printed_line(page: &Page, parts: &Parts) -> Option<Times> {
    use super::paragraph::Kind;
    let lines = page.paragraphs.iter().zip(&parts.kinds);
    lines
        .filter_map(|(paragraph, kind)| {
            let text = page.slice(&paragraph.extent);
            let dated = *kind == Kind::PrintLine
                || (*kind == Kind::Meta
                    && ["成文日期", "发文日期"]
                        .iter()
                        .any(|word| text.contains(word)));
            dated.then_some(text)
        })
        .find_map(issue_times)
}

/// Full date, or the year alone when the day is smudged.
pub(super) fn issue_times(line: &str) -> Option<Times> {
    let point = mention::all(line, 0)
        .into_iter()
        .rev()
        .find_map(|mention| mention.points().first().copied())?;
    let Some(YearWord::Written(year)) = point.year else {
        return None;
    };
    let issued = match point.grain {
        Grain::Day { .. } => point.grain.day_in(year, Role::End),
        _ => None,
    };
    Some(Times {
        issued,
        year: Some(year),
        period: None,
    })
}

/// The year of a document without a date: that of its own number, else that in its title.
pub(super) fn year_without_date(page: &Page, parts: &Parts, part: usize) -> Option<i16> {
    let numbered = (0..=part.min(parts.all.len().saturating_sub(1)))
        .rev()
        .find_map(|at| {
            let number: fangfei_model::document_number::DocumentNumber = page
                .slice(parts.all.get(at)?.number.as_ref()?)
                .parse()
                .ok()?;
            Some(number.year)
        });
    let titled = || {
        parts
            .all
            .iter()
            .filter_map(|one| one.title.as_ref())
            .find_map(|title| {
                mention::all(page.slice(title), 0)
                    .iter()
                    .flat_map(Mention::points)
                    .find_map(|point| match point.year {
                        Some(YearWord::Written(year)) => Some(year),
                        _ => None,
                    })
            })
    };
    numbered.or_else(|| draft_year(page, parts)).or_else(titled)
}

/// 〔2022〕 号: the year of a number whose serial is still open.
fn draft_year(page: &Page, parts: &Parts) -> Option<i16> {
    let numbered = page
        .paragraphs
        .iter()
        .zip(&parts.kinds)
        .filter(|(_, kind)| **kind == super::paragraph::Kind::Number);
    numbered
        .map(|(paragraph, _)| page.slice(&paragraph.extent))
        .find_map(|text| {
            let inner = &text[text.find('〔')? + '〔'.len_utf8()..];
            super::numeral::year(inner).map(|(year, _)| year)
        })
}
