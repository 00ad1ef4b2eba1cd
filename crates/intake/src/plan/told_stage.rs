//! Phases that no heading names: a list inside a sentence, lines of their own, 第一阶段 told of in running words.
//! It must not know headings or deadlines.

use std::sync::LazyLock;

use regex::Regex;

use super::mention::{self, Form, Mention};
use super::page::{Extent, Page};
use super::part::Parts;
use super::schedule::{Carry, Stage, bounded};
use super::year::{Days, Times};

/// 动员部署阶段（4月1日至4月15日）、集中整治阶段（…） inside a sentence.
static INLINE_PHASE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[、，；。：和]|分为|分)((?:[\p{Han}“”]{2,14}?)阶段)(?:为|是|：)?\(([^()]{3,40})\)(?:(?:为|是)([\p{Han}“”]{2,12}阶段))?",
    )
});

static LINE_PHASE: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:\d{1,2}\.\d{1,2}\.? ?)?([\p{Han}]{2,10}阶段)[：(]"));

static TOLD_PHASE: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:期间|前)?(?:为|是)([\p{Han}“”]{2,10}阶段)"));

/// 第一阶段组织部署，3月1日至3月10日，…: the ordinal, the name, and the time right behind it.
static ORDINAL_PHASE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[。；：])第[一二三四五六七八]阶段[：，]?(?:为|是)?([\p{Han}“”]{2,12}?)(?:阶段)?[：，(](?:时间)?(?:为|是|从|自|：)*",
    )
});

/// 督查评估阶段。…: a line of a phase without a time, below phases that have one.
static UNTIMED_PHASE: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^([\p{Han}]{2,10}阶段)[。：]"));

/// The phases of a text whose headings name none, by the first form that gives two or more.
pub(super) fn stages(page: &Page, parts: &Parts, times: &dyn Fn(usize) -> Times) -> Vec<Stage> {
    let forms = [inline, told, ordinal, in_lines];
    let mut found = forms.iter().map(|form| form(page, parts, times));
    found.find(|stages| !stages.is_empty()).unwrap_or_default()
}

/// “第一阶段组织部署，3月1日至3月10日，召开会议。第二阶段…” in running words.
fn ordinal(page: &Page, parts: &Parts, times: &dyn Fn(usize) -> Times) -> Vec<Stage> {
    let mut stages = Vec::new();
    let mut carry = Carry::default();
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let (text, base) = (page.slice(&paragraph.extent), paragraph.extent.start);
        for captures in ORDINAL_PHASE.captures_iter(text) {
            let (Some(whole), Some(name)) = (captures.get(0), captures.get(1)) else {
                continue;
            };
            let behind = mention::each(&text[whole.end()..], base + whole.end()).next();
            let Some(when) = behind.filter(|when| when.extent.start == base + whole.end()) else {
                continue;
            };
            let days = bounded(page, &when, times(parts.of(at)), &mut carry);
            carry.last = days.end.or(carry.last);
            let told = when.extent.end..base + sentence_end(text, when.extent.end - base);
            let named = base + name.start()..base + name.end();
            stages.push(Stage {
                body: Some(told),
                ..bare_stage(page, named, days, when)
            });
        }
    }
    if stages.len() < 2 {
        stages.clear();
    }
    stages
}

fn sentence_end(text: &str, from: usize) -> usize {
    text[from..]
        .find(['。', '；'])
        .map_or(text.len(), |stop| from + stop)
}

/// “4月1日至4月20日为部署阶段，…，11月为总结验收阶段” in one sentence.
fn told(page: &Page, parts: &Parts, times: &dyn Fn(usize) -> Times) -> Vec<Stage> {
    let mut stages = Vec::new();
    let mut carry = Carry::default();
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let (text, base) = (page.slice(&paragraph.extent), paragraph.extent.start);
        let mut found = Vec::new();
        for mention in mention::each(text, base) {
            let behind = mention.extent.end - base;
            if let Some(name) = TOLD_PHASE
                .captures(&text[behind..])
                .and_then(|told| told.get(1))
            {
                found.push((
                    mention,
                    base + behind + name.start()..base + behind + name.end(),
                ));
            }
        }
        if found.len() < 2 {
            continue;
        }
        for (mention, extent) in found {
            let days = bounded(page, &mention, times(parts.of(at)), &mut carry);
            carry.last = days.end.or(carry.last);
            stages.push(bare_stage(page, extent, days, mention));
        }
    }
    stages
}

/// A phase that no heading names.
fn bare_stage(page: &Page, extent: Extent, days: Days, mention: Mention) -> Stage {
    Stage {
        heading: None,
        name: page.printed(&extent),
        days,
        extent,
        when: Some(mention.extent),
        body: None,
    }
}

/// “部署阶段：2024年3月底前。…” in lines without numbers; one alone is a sentence.
fn in_lines(page: &Page, parts: &Parts, times: &dyn Fn(usize) -> Times) -> Vec<Stage> {
    let mut stages = Vec::new();
    let mut carry = Carry::default();
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let text = page.slice(&paragraph.extent);
        let base = paragraph.extent.start;
        if let Some((mention, extent)) = time_first(page, &paragraph.extent) {
            let days = bounded(page, &mention, times(parts.of(at)), &mut carry);
            carry.last = days.end.or(carry.last);
            stages.push(bare_stage(page, extent, days, mention));
            continue;
        }
        let Some(label) = LINE_PHASE.captures(text).and_then(|found| found.get(1)) else {
            continue;
        };
        let first = mention::each(text, base).next();
        let Some(mention) =
            first.filter(|first| first.extent.start - base <= label.end() + '：'.len_utf8())
        else {
            continue;
        };
        let days = bounded(page, &mention, times(parts.of(at)), &mut carry);
        carry.last = days.end.or(carry.last);
        let extent = base + label.start()..base + label.end();
        stages.push(bare_stage(page, extent, days, mention));
    }
    if stages.len() < 2 {
        stages.clear();
    }
    stages
}

/// “2025年4月1日—9月30日  集中排查”: a line of a time and a few words.
fn time_first(page: &Page, paragraph: &Extent) -> Option<(Mention, Extent)> {
    let text = page.slice(paragraph);
    let mention = mention::each(text, paragraph.start).next()?;
    let behind = &text[mention.extent.end - paragraph.start..];
    let own = behind.trim_start_matches('：');
    let end = own.find('(').unwrap_or(own.len());
    let words = &own[..end];
    let parted = own.len() < behind.len() || page.blank_before(mention.extent.end);
    let fits = mention.extent.start == paragraph.start
        && parted
        && (2..=12).contains(&words.chars().count())
        && words
            .chars()
            .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
        && matches!(
            mention.form,
            Form::Range(..)
                | Form::Single(super::date::Point {
                    grain: super::date::Grain::Month { .. },
                    ..
                })
        );
    let start = mention.extent.end + behind.len() - own.len();
    fits.then_some((mention, start..start + end))
}

/// Phases listed in one sentence: 分为动员部署（…）阶段、….
fn inline(page: &Page, parts: &Parts, times: &dyn Fn(usize) -> Times) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut carry = Carry::default();
    let mut last = None;
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let (text, base) = (page.slice(&paragraph.extent), paragraph.extent.start);
        let found: Vec<_> = INLINE_PHASE.captures_iter(text).collect();
        // One alone opens its line, or closes the words before the colon.
        let alone =
            |whole: &regex::Match<'_>| whole.start() == 0 || whole.as_str().starts_with('：');
        let named = found.len() > 1
            || found
                .iter()
                .all(|captures| captures.get(0).is_some_and(|whole| alone(&whole)));
        if found.is_empty() || !named {
            stages.extend(untimed(page, at, last, base, text));
            continue;
        }
        for captures in found {
            let (Some(phase), Some(when)) = (captures.get(1), captures.get(2)) else {
                continue;
            };
            let dates = mention::all(when.as_str(), base + when.start());
            let Some(mention) = dates.into_iter().next() else {
                continue;
            };
            let days = bounded(page, &mention, times(parts.of(at)), &mut carry);
            carry.last = days.end.or(carry.last);
            // “第一阶段（…）为宣传发动阶段”: the second name says more.
            let phase = captures.get(3).unwrap_or(phase);
            let mut stage = bare_stage(
                page,
                base + phase.start()..base + phase.end(),
                days,
                mention,
            );
            if let Some((_, own)) = stage.name.rsplit_once("分为") {
                stage.name = own.to_owned();
            }
            stages.push(stage);
            last = Some(at);
        }
    }
    if stages.len() < 2 {
        stages.clear();
    }
    stages
}

/// The phase without a time in the line below one with a time.
fn untimed(page: &Page, at: usize, last: Option<usize>, base: usize, text: &str) -> Option<Stage> {
    last.filter(|last| last + 1 == at)?;
    let name = UNTIMED_PHASE.captures(text)?.get(1)?;
    let extent = base + name.start()..base + name.end();
    Some(Stage {
        heading: None,
        name: page.printed(&extent),
        days: Days::default(),
        extent,
        when: None,
        body: None,
    })
}
