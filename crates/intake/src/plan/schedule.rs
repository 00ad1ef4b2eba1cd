//! The phases (实施步骤) of the plan.
//! It must not know single deadlines.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::actor;
use super::date::YearWord;
use super::mark::Level;
use super::mention::{self, Form, Mention};
use super::outline::{Heading, Outline};
use super::page::{Extent, Page};
use super::part::Parts;
use super::recipient::recipient;
use super::year::{Days, Times};

/// A phase with where it was found.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub heading: Option<usize>,
    pub name: String,
    pub days: Days,
    /// Heading, or the words that name it.
    pub extent: Extent,
    /// The dates themselves.
    pub when: Option<Extent>,
    /// The text that says what is done.
    pub body: Option<Extent>,
}

static PHASE_SECTION: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "步骤|阶段|进度|时间安排|实施安排|日程|时间节点|时间步骤|安排|工作安排|活动安排|组织实施|推进安排|行动安排|整治安排|方法安排",
    )
});
pub(super) static FIRM_PHASE_SECTION: LazyLock<Regex> =
    LazyLock::new(|| super::pattern("步骤|阶段|进度|时间安排|日程|时间节点"));
/// 动员部署阶段（4月1日至4月15日）、集中整治阶段（…） inside a sentence.
static INLINE_PHASE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[、，；。：和]|分为|分)((?:[\p{Han}“”]{2,14}?)阶段)(?:为|是|：)?\(([^()]{3,40})\)(?:(?:为|是)([\p{Han}“”]{2,12}阶段))?",
    )
});

static LINE_PHASE: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^([\p{Han}]{2,10}阶段)[：(]"));

static TOLD_PHASE: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:期间|前)?(?:为|是)([\p{Han}“”]{2,10}阶段)"));

/// The phases: headings of the schedule section, inline lists of phases, or nothing.
pub(super) fn stages(
    page: &Page,
    parts: &Parts,
    outline: &Outline,
    times: &dyn Fn(usize) -> Times,
) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut carry = Carry::default();
    let dated = sections_of_dates(page, outline);
    for at in 0..outline.headings.len() {
        if is_phase(page, outline, at, &dated) {
            stages.push(stage(page, outline, at, times, &mut carry));
        }
    }
    if stages.is_empty() {
        stages = inline(page, parts, times);
    }
    if stages.is_empty() {
        stages = told(page, parts, times);
    }
    if stages.is_empty() {
        stages = in_lines(page, parts, times);
    }
    stages
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
        let extent = base..base + label.end();
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

/// The last written year among the phases, for those that leave it out.
#[derive(Debug, Default)]
struct Carry {
    last: Option<Date>,
    written: bool,
}

fn is_phase(page: &Page, outline: &Outline, at: usize, dated: &HashSet<usize>) -> bool {
    let heading = &outline.headings[at];
    if heading.level == Level::Clause {
        return false;
    }
    let title = page.slice(&heading.title);
    let Some(parent) = heading.parent else {
        return heading.level == Level::Step;
    };
    let section = page.slice(&outline.headings[parent].title);
    let nested = outline
        .above(at)
        .into_iter()
        .any(|above| is_phase_title(page.slice(&outline.headings[above].title)));
    if nested {
        return false;
    }
    let dated_title = leading_mention(page, heading).is_some();
    is_phase_title(title)
        && (dated_title || PHASE_SECTION.is_match(section) || heading.level == Level::Step)
        || FIRM_PHASE_SECTION.is_match(section)
            && !is_dated_order(page, heading)
            && (dated_title || finish_mention(page, heading).is_some())
        || PHASE_SECTION.is_match(section)
            && !is_dated_order(page, heading)
            && titled_mention(page, heading).is_some()
            && dated.contains(&parent)
}

/// “5月27日前，各乡镇报送活动方案。” in a list of dates says who does what by when; it names no phase.
fn is_dated_order(page: &Page, heading: &Heading) -> bool {
    let Some(first) = titled_mention(page, heading) else {
        return false;
    };
    let before = page.slice(&(heading.title.start..first.extent.start));
    let order = super::said::with_before(page, &first.extent).end..heading.title.end;
    let leads = before.is_empty() || ["于", "在", "从", "自"].contains(&before);
    leads && page.slice(&order).starts_with(['，', '、']) && !actor::acting(page, &order).is_empty()
        || leads
            && !matches!(first.form, Form::Range(..))
            && recipient(page.slice(&order), 0).is_some()
}

/// 部署阶段, 第一阶段 — but not 各阶段工作要求.
fn is_phase_title(title: &str) -> bool {
    let named = title.find("阶段").filter(|&at| at > 0).is_some_and(|at| {
        title[..at].chars().count() <= 14 && !title[..at].ends_with(['各', '每', '本', '现'])
    });
    named && !title.starts_with("分阶段")
}

/// Headings most of whose children bear a date in their title.
fn sections_of_dates(page: &Page, outline: &Outline) -> HashSet<usize> {
    let mut counts: HashMap<usize, (usize, usize)> = HashMap::new();
    let below = outline.headings.iter();
    for heading in below.filter(|heading| heading.level != Level::Clause) {
        if let Some(parent) = heading.parent {
            let (all, dated) = counts.entry(parent).or_default();
            *all += 1;
            *dated += usize::from(titled_mention(page, heading).is_some());
        }
    }
    let mostly = counts
        .into_iter()
        .filter(|(_, (all, dated))| dated * 2 > *all && *dated >= 2);
    mostly.map(|(parent, _)| parent).collect()
}

fn titled_mention(page: &Page, heading: &Heading) -> Option<Mention> {
    mention::each(page.slice(&heading.title), heading.title.start).next()
}

/// The dates in the title or at the very start of the text.
fn leading_mention(page: &Page, heading: &Heading) -> Option<Mention> {
    titled_mention(page, heading).or_else(|| {
        let body = heading.body.first()?;
        let text = page.slice(body);
        let first = mention::each(text, body.start).next()?;
        let before = text[..first.extent.start - body.start]
            .trim_start_matches(['(', '：', '从', '自', '于', '在']);
        let labelled = before.chars().count() <= 6 && before.contains("时间");
        (before.is_empty() || labelled).then_some(first)
    })
}

/// “此项工作于3月10日前完成” at the end of a phase.
fn finish_mention(page: &Page, heading: &Heading) -> Option<Mention> {
    heading.body.iter().find_map(|body| {
        let text = page.slice(body);
        mention::each(text, body.start).find(|mention| {
            let after = &text[mention.extent.end - body.start..];
            let done = after.starts_with("前完成")
                || after.starts_with("前全面完成")
                || after.starts_with("之前完成")
                || after.starts_with("前基本完成");
            done || (matches!(mention.form, Form::Range(..))
                && mention.extent.start - body.start < 30)
        })
    })
}

fn stage(
    page: &Page,
    outline: &Outline,
    at: usize,
    times: &dyn Fn(usize) -> Times,
    carry: &mut Carry,
) -> Stage {
    let heading = &outline.headings[at];
    let found = leading_mention(page, heading).or_else(|| finish_mention(page, heading));
    let times = times(heading.part);
    let days = found
        .as_ref()
        .map(|mention| bounded(page, mention, times, carry))
        .unwrap_or_default();
    carry.last = days.end.or(days.start).or(carry.last);
    Stage {
        heading: Some(at),
        name: phase_name(page, heading),
        days,
        extent: heading.title.clone(),
        when: found.map(|mention| mention.extent),
        body: heading.body.first().cloned(),
    }
}

/// The days of a phase: “…前” gives an end only, “…起” a start only.
fn bounded(page: &Page, mention: &Mention, times: Times, carry: &mut Carry) -> Days {
    let written = mention
        .points()
        .iter()
        .any(|point| matches!(point.year, Some(YearWord::Written(_))));
    let mut days = times.stretch(&mention.form, None);
    // After a phase with a written year, the next one goes on from there rather than from the date of issue.
    if let (false, true, Some(last)) = (written, carry.written, carry.last) {
        let same = times.stretch(&mention.form, Some(last.year()));
        let passed = matches!(same.end, Some(end) if end < last.checked_sub(jiff::Span::new().days(120)).unwrap_or(last));
        days = if passed {
            times.stretch(&mention.form, Some(last.year() + 1))
        } else {
            same
        };
    }
    carry.written |= written;
    let after = page.text[mention.extent.end..].trim_start_matches(['(', ')']);
    if matches!(mention.form, Form::Single(_)) {
        if after.starts_with('前')
            || after.starts_with("之前")
            || after.starts_with("以前")
            || after.starts_with("底前")
        {
            days.start = None;
        } else if mention.form.is_issue_day()
            || ["起", "开始", "以后"]
                .iter()
                .any(|word| after.starts_with(word))
        {
            days.end = None;
        }
    }
    days
}

/// 第一阶段（5月）：部署启动: a bare number is named by the few words behind it.
fn phase_name(page: &Page, heading: &Heading) -> String {
    let own = name(page, &heading.title);
    let bare = own.starts_with('第') && own.ends_with(['段', '步']) && own.chars().count() <= 5;
    let words = heading.body.first().filter(|_| bare).and_then(|body| {
        let text = page.slice(body);
        let end = text.find(['，', '。', '；', '：']).unwrap_or(text.len());
        let words = body.start..body.start + end;
        let short = (2..=12).contains(&text[..end].chars().count());
        (short && mention::each(&text[..end], 0).next().is_none()).then_some(words)
    });
    words.map_or_else(
        || own.clone(),
        |words| format!("{own}：{}", page.printed(&words)),
    )
}

/// The name of a phase: the title without dates and their brackets.
pub(super) fn name(page: &Page, title: &Extent) -> String {
    let text = page.slice(title);
    let mut kept = String::new();
    let mut at = title.start;
    for mention in mention::all(text, title.start) {
        kept.push_str(&page.printed(&(at..mention.extent.start)));
        at = super::said::with_before(page, &mention.extent)
            .end
            .min(title.end);
    }
    kept.push_str(&page.printed(&(at..title.end)));
    let bracket = kept.find(['(', '（']).filter(|&open| {
        let inner: String = kept[open..]
            .chars()
            .skip(1)
            .take_while(|c| !matches!(c, ')' | '）'))
            .collect();
        at > title.start && inner.chars().count() <= 6
    });
    let kept = bracket.map_or(
        kept.as_str(),
        |open| if open == 0 { &kept } else { &kept[..open] },
    );
    let signs = [
        '，', '。', '：', ':', '、', ' ', '(', ')', '（', '）', ',', '—', '-', '－',
    ];
    // “5月底前自查”: what the date left behind; 起 in 起底建账 belongs to the name.
    let dated = mention::all(text, title.start)
        .first()
        .is_some_and(|first| first.extent.start == title.start);
    let kept = kept.trim_matches(signs);
    let kept = if dated {
        kept.trim_start_matches(['前', '起', '至'])
    } else {
        kept
    };
    kept.trim_end_matches(['前', '起', '至'])
        .trim_matches(signs)
        .to_owned()
}

/// Phases listed in one sentence: 分为动员部署（…）阶段、….
fn inline(page: &Page, parts: &Parts, times: &dyn Fn(usize) -> Times) -> Vec<Stage> {
    let mut stages = Vec::new();
    let mut carry = Carry::default();
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let text = page.slice(&paragraph.extent);
        let found: Vec<_> = INLINE_PHASE.captures_iter(text).collect();
        if found.len() < 2 {
            continue;
        }
        for captures in found {
            let (Some(phase), Some(when)) = (captures.get(1), captures.get(2)) else {
                continue;
            };
            let base = paragraph.extent.start;
            let Some(mention) = mention::all(when.as_str(), base + when.start())
                .into_iter()
                .next()
            else {
                continue;
            };
            let days = bounded(page, &mention, times(parts.of(at)), &mut carry);
            carry.last = days.end.or(carry.last);
            // “第一阶段（…）为宣传发动阶段”: the second name says more.
            let phase = captures.get(3).unwrap_or(phase);
            let extent = base + phase.start()..base + phase.end();
            let name = page.printed(&extent);
            let name = name.rsplit("分为").next().unwrap_or(&name).to_owned();
            stages.push(Stage {
                heading: None,
                name,
                days,
                extent,
                when: Some(mention.extent),
                body: None,
            });
        }
    }
    stages
}

/// Phases given as a table: a column of phases beside a column of times.
pub(super) fn of_table(
    page: &Page,
    parts: &Parts,
    rows: &[super::table::Row],
    times: &dyn Fn(usize) -> Times,
) -> Vec<Stage> {
    use super::table::Column;
    let mut stages: Vec<Stage> = Vec::new();
    let mut carry = Carry::default();
    for row in rows {
        let (Some(phase), Some(when)) = (row.cell(Column::Phase), row.cell(Column::Time)) else {
            continue;
        };
        if stages.last().is_some_and(|last| last.extent == *phase) {
            continue;
        }
        let Some(mention) = mention::all(page.slice(when), when.start)
            .into_iter()
            .next()
        else {
            continue;
        };
        let part = parts.of(row.paragraph);
        let days = bounded(page, &mention, times(part), &mut carry);
        carry.last = days.end.or(carry.last);
        stages.push(Stage {
            heading: None,
            name: name(page, phase),
            days,
            extent: phase.clone(),
            when: Some(mention.extent),
            body: row.cell(Column::Task).cloned(),
        });
    }
    stages
}
