//! When a document was issued (成文日期), or at least in which year.
//! It must not know phases or deadlines.

use jiff::civil::Date;

use super::date::{Grain, Role, YearWord};
use super::mention;
use super::page::{Extent, Page};
use super::part::{Part, Parts};
use super::year::Times;

/// What is known about the time of every part: its own date of issue, else that of the document it belongs to,
/// else the year of its number or title.
pub(super) fn of_parts(page: &Page, parts: &Parts) -> Vec<Times> {
    let dated: Vec<Option<Times>> = parts
        .all
        .iter()
        .map(|part| issue_times(page.slice(part.dated.as_ref()?)))
        .collect();
    let first = dated
        .iter()
        .find_map(|times| *times)
        .or_else(|| printed_line(page, parts))
        .unwrap_or_default();
    let titled = draft_year(page, parts)
        .or_else(|| titled_year(page, parts))
        .or_else(|| year_below_title(page, parts));
    let (mut last, mut numbered) = (None, None);
    let all = parts.all.iter().zip(dated);
    all.map(|(part, dated)| {
        last = dated.or(last);
        numbered = number_year(page, part).or(numbered);
        let times = last.unwrap_or(first);
        Times {
            year: times.year.or(numbered).or(titled),
            ..times
        }
    })
    .collect()
}

/// The date of issue of the file as a whole: the outermost document's.
pub(super) fn of_whole(page: &Page, parts: &Parts) -> Option<(Date, Extent)> {
    let full = |line: &Extent| {
        issue_times(page.slice(line))
            .and_then(|times| times.issued)
            .map(|date| (date, line.clone()))
    };
    let own = parts
        .all
        .iter()
        .filter_map(|part| part.dated.as_ref())
        .find_map(full);
    own.or_else(|| {
        use super::paragraph::Kind;
        let lines = page.paragraphs.iter().zip(&parts.kinds);
        lines
            .filter(|(_, kind)| matches!(kind, Kind::PrintLine | Kind::Meta))
            .find_map(|(paragraph, kind)| {
                let text = page.slice(&paragraph.extent);
                (*kind == Kind::PrintLine || text.contains("成文日期") || text.contains("发文日期"))
                    .then(|| full(&paragraph.extent))
                    .flatten()
            })
    })
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
        ..Times::default()
    })
}

/// The year of the number a part bears.
fn number_year(page: &Page, part: &Part) -> Option<i16> {
    let number: fangfei_model::document_number::DocumentNumber =
        page.slice(part.number.as_ref()?).parse().ok()?;
    Some(number.year)
}

/// A year in a title: 2024年….
fn titled_year(page: &Page, parts: &Parts) -> Option<i16> {
    let titles = parts.all.iter().filter_map(|one| one.title.as_ref());
    titles
        .flat_map(|title| mention::all(page.slice(title), 0))
        .flat_map(|mention| mention.points())
        .find_map(|point| match point.year {
            Some(YearWord::Written(year)) => Some(year),
            _ => None,
        })
}

/// （2024年6月） on the line below a title, as tables of activities have it.
fn year_below_title(page: &Page, parts: &Parts) -> Option<i16> {
    let titles = parts.all.iter().filter_map(|one| one.title.as_ref());
    titles
        .filter_map(|title| {
            let below = page.text[title.end..].trim_start_matches('\n');
            let line = below.lines().next()?.strip_prefix('(')?.strip_suffix(')')?;
            let found = mention::all(line, 0);
            // Nothing but the time itself.
            let [one] = found.as_slice() else { return None };
            (one.extent == (0..line.len())).then(|| one.points())
        })
        .flatten()
        .find_map(|point| match point.year {
            Some(YearWord::Written(year)) => Some(year),
            _ => None,
        })
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
