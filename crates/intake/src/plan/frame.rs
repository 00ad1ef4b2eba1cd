//! The whole period of the action (行动期限): a sentence that states it, or the hull of the phases.
//! It must not know single deadlines.

use std::sync::LazyLock;

use regex::Regex;

use super::mark::Level;
use super::mention::{self, Form, Mention};
use super::outline::Outline;
use super::page::{Extent, Page};
use super::part::Parts;
use super::reach::{head, is_quoted, tail};
use super::schedule::{FIRM_PHASE_SECTION, Stage};
use super::year::{Days, Times};

/// The whole period with where it was found.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub days: Days,
    pub extent: Extent,
    /// A sentence says so; otherwise it is the hull of the phases.
    pub is_stated: bool,
}

impl Frame {
    /// The time of one phase among several is not that of the whole.
    pub(super) fn is_of_phase(&self, stages: &[Stage]) -> bool {
        let own = |stage: &Stage| stage.when.as_ref() == Some(&self.extent);
        stages.len() >= 2 && stages.iter().any(own)
    }
}

static FRAME: LazyLock<Regex> =
    LazyLock::new(|| super::pattern("专项|行动|活动|整治|排查|开展|时间|宣传|百日|攻坚|清理|治理"));

/// 本次行动自…, 集中整治时间为…: the sentence is about nothing but the whole time.
static FRAME_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[。；])[^，。；：]{0,12}?(?:(?:本次|此次|这次)[^，。；：]{0,16}|(?:专项|集中)?(?:行动|活动|整治|排查|治理|宣传|工作)(?:时间|期限)|专项(?:行动|整治|排查|治理)|时间安排)(?:时间|期限)?(?:为|是|：|于|定于|拟于|从|自)*$",
    )
});

/// （2024—2026年）
static YEARS: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"\((20\d\d)年?(?:—|至)(20\d\d)年\)"));

/// The period a sentence states for the whole action.
pub(super) fn stated_frame(
    page: &Page,
    parts: &Parts,
    outline: &Outline,
    times: &dyn Fn(usize) -> Times,
) -> Option<Frame> {
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        use super::paragraph::Kind;
        if !matches!(parts.kinds[at], Kind::Body | Kind::Heading | Kind::Short) {
            continue;
        }
        let text = page.slice(&paragraph.extent);
        let is_about = FRAME.is_match(text);
        for mention in mention::each(text, paragraph.extent.start) {
            let known = times(parts.of(at));
            let days = if matches!(mention.form, Form::Range(..)) {
                (states_frame(page, outline, &mention, paragraph, is_about)
                    || is_about && tells_length(page, outline, &mention, paragraph))
                .then(|| known.stretch(&mention.form, None))
            } else if is_sole_month(page, outline, &mention, paragraph) {
                Some(known.stretch(&mention.form, None))
            } else if !is_about {
                None
            } else {
                counted(page, outline, &mention, paragraph, known)
            };
            let Some(days) = days else { continue };
            return Some(Frame {
                days,
                extent: mention.extent,
                is_stated: true,
            });
        }
    }
    None
}

fn states_frame(
    page: &Page,
    outline: &Outline,
    mention: &Mention,
    paragraph: &super::page::Paragraph,
    is_about: bool,
) -> bool {
    let (text, base) = (page.slice(&paragraph.extent), paragraph.extent.start);
    let before = &text[..mention.extent.start - base];
    if before.ends_with("阶段(") {
        return false;
    }
    let heading = outline
        .around(mention.extent.start)
        .map(|at| &outline.headings[at]);
    let Some(heading) = heading else {
        return is_about && !is_quoted(before);
    };
    let title = page.slice(&heading.title);
    if heading.title.contains(&mention.extent.start) {
        return ["时间", "期限"].iter().any(|word| title.contains(word))
            && heading.level <= Level::Sub;
    }
    let sentence = sentence_around(text, mention.extent.start - base);
    let opens = ["时间", "期限", "范围"]
        .iter()
        .any(|word| title.contains(word))
        && !title.contains("阶段")
        && heading.level <= Level::Item
        && !holds_stretches(page, heading);
    let leads = (heading.level == Level::Section || !title.contains("阶段"))
        && [
            "专项行动",
            "专项整治",
            "活动",
            "行动从",
            "集中整治",
            "专项",
            "百日",
        ]
        .iter()
        .any(|word| sentence.contains(word))
        && [
            "从", "自", "定于", "时间", "期限", "分为", "为期", "决定", "于",
        ]
        .iter()
        .any(|word| sentence.contains(word))
        && heading.level <= Level::Section;
    let is_phase = FIRM_PHASE_SECTION.is_match(title) && heading.level > Level::Section;
    let own_words = heading.level <= Level::Item
        && !title.contains("阶段")
        && FRAME_WORDS.is_match(tail(before, 80));
    (opens || leads || own_words) && !is_phase && !is_quoted(before)
}

/// 二、活动时间：2022年6月: a month and nothing else below a heading of times.
fn is_sole_month(
    page: &Page,
    outline: &Outline,
    mention: &Mention,
    paragraph: &super::page::Paragraph,
) -> bool {
    let Some(at) = outline.around(mention.extent.start) else {
        return false;
    };
    let heading = &outline.headings[at];
    let title = page.slice(&heading.title);
    let ends = page.text[mention.extent.end..paragraph.extent.end]
        .trim_matches(['。', '；'])
        .is_empty();
    let before = &page.text[paragraph.extent.start..mention.extent.start];
    mention.form.is_month()
        && ends
        && (before.is_empty() || before.ends_with('：'))
        && ["时间", "期限"].iter().any(|word| title.ends_with(word))
        && heading.level <= Level::Sub
}

/// “3月1日—3月31日，集中排查；4月1日—4月15日，整改处置”: a list of stretches, of which none is the whole.
fn holds_stretches(page: &Page, heading: &super::outline::Heading) -> bool {
    let stretches = heading
        .body
        .iter()
        .flat_map(|body| mention::all(page.slice(body), body.start));
    stretches
        .filter(|mention| matches!(mention.form, Form::Range(..)))
        // Two tell; a section of thousands is not counted to its end.
        .take(2)
        .count()
        > 1
}

fn sentence_around(text: &str, at: usize) -> &str {
    let (before, after) = (tail(&text[..at], 300), head(&text[at..], 300));
    let start = before
        .rfind(['。', '；'])
        .map_or(at - before.len(), |stop| {
            at - before.len() + stop + '。'.len_utf8()
        });
    let end = after.find(['。', '；']).unwrap_or(after.len());
    &text[start..at + end]
}

/// “从2月下旬开始，到5月31日结束”, “自5月至10月，为期6个月”: the sentence tells how long the whole takes.
fn tells_length(
    page: &Page,
    outline: &Outline,
    mention: &Mention,
    paragraph: &super::page::Paragraph,
) -> bool {
    let text = page.slice(&paragraph.extent);
    let at = mention.extent.start - paragraph.extent.start;
    let (before, after) = (
        &text[..at],
        &text[mention.extent.end - paragraph.extent.start..],
    );
    let bounded =
        before.ends_with(['从', '自']) && (after.starts_with("结束") || after.starts_with('止'));
    let behind = after
        .trim_start_matches(['止', '，', '(', '底', '末'])
        .trim_start_matches("结束，");
    // “自3月4日至15日止，每日报告”: how long a habit lasts.
    let lasts = super::due_word::clause_behind(after).contains('每');
    (bounded || behind.starts_with("为期")) && !lasts && is_of_whole(page, outline, mention, before)
}

/// Neither in the section of the phases nor in the words of one.
fn is_of_whole(page: &Page, outline: &Outline, mention: &Mention, before: &str) -> bool {
    let clause = tail(before, 40);
    let clause = clause.rsplit(['。', '；']).next().unwrap_or_default();
    let names_phase = clause.contains("阶段") || is_quoted(before);
    let inside = outline.around(mention.extent.start).is_some_and(|at| {
        let mut chain = outline.above(at);
        chain.push(at);
        chain.iter().any(|&one| {
            let heading = &outline.headings[one];
            let title = page.slice(&heading.title);
            let is_phase = heading.level == Level::Step || title.contains("阶段");
            is_phase || heading.level > Level::Section && FIRM_PHASE_SECTION.is_match(title)
        })
    });
    !names_phase && !inside
}

/// “从5月12日开始，为期100天”: the last day is counted from the first.
fn counted(
    page: &Page,
    outline: &Outline,
    mention: &Mention,
    paragraph: &super::page::Paragraph,
    times: Times,
) -> Option<Days> {
    let text = page.slice(&paragraph.extent);
    let before = &text[..mention.extent.start - paragraph.extent.start];
    let behind = &text[mention.extent.end - paragraph.extent.start..];
    let length = ["起，为期", "开始，为期", "启动，为期", "，为期"]
        .iter()
        .find_map(|word| behind.strip_prefix(word))?;
    let start = times.stretch(&mention.form, None);
    if !is_of_whole(page, outline, mention, before) {
        return None;
    }
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    let (count, used) = match length.get(..digits).and_then(|count| count.parse().ok()) {
        Some(count) if digits <= 3 => (count, digits),
        _ => super::numeral::small(length)?,
    };
    let unit = length[used..].strip_prefix('个').unwrap_or(&length[used..]);
    let count = i64::from(count);
    let span = match () {
        () if unit.starts_with(['天', '日']) => jiff::Span::new().days(count),
        () if unit.starts_with(['周']) => jiff::Span::new().weeks(count),
        () if unit.starts_with('月') => jiff::Span::new().months(count),
        () => return None,
    };
    let end = start
        .start
        .and_then(|first| first.checked_add(span).ok()?.yesterday().ok());
    Some(Days { end, ..start })
}

/// 三年行动方案（2024—2026年）: the years a title gives, where nothing says more.
pub(super) fn years_of_title(page: &Page, parts: &Parts) -> Option<Frame> {
    let titles = parts.all.iter().filter_map(|part| part.title.as_ref());
    let mut found = titles.filter_map(|title| {
        // The years may stand in brackets on a line of their own below the title.
        let near = head(&page.text[title.start..], 80);
        let years = YEARS.captures(near)?;
        let (first, last) = (years.get(1)?, years.get(2)?);
        let year = |part: &regex::Match<'_>| part.as_str().parse::<i16>().ok();
        let days = Days {
            start: jiff::civil::Date::new(year(&first)?, 1, 1).ok(),
            end: jiff::civil::Date::new(year(&last)?, 12, 31).ok(),
            ..Days::default()
        };
        let extent = title.start + first.start()..title.start + last.end();
        (days.start < days.end).then_some(Frame {
            days,
            extent,
            is_stated: true,
        })
    });
    found.next()
}

/// “定于6月份开展防范非法集资宣传月活动”: the month of the action, where nothing says more.
pub(super) fn month_of_action(
    page: &Page,
    parts: &Parts,
    times: &dyn Fn(usize) -> Times,
) -> Option<Frame> {
    page.paragraphs
        .iter()
        .enumerate()
        .find_map(|(at, paragraph)| {
            let text = page.slice(&paragraph.extent);
            let mention = mention::each(text, paragraph.extent.start).find(|mention| {
                let behind = &text[mention.extent.end - paragraph.extent.start..];
                let before = &text[..mention.extent.start - paragraph.extent.start];
                let is_month = mention.form.is_month();
                let planned = ["定于", "拟于", "决定于", "决定在"]
                    .iter()
                    .any(|word| before.ends_with(word));
                is_month
                    && planned
                    && behind
                        .split(['，', '。'])
                        .next()
                        .is_some_and(|own| own.contains("开展"))
            })?;
            let days = times(parts.of(at)).stretch(&mention.form, None);
            days.end.map(|_| Frame {
                days,
                extent: mention.extent,
                is_stated: true,
            })
        })
}

/// “自2024年2月1日起施行，有效期至2024年12月31日”: how long the document holds, where nothing else is said.
pub(super) fn validity(
    page: &Page,
    times: &dyn Fn(usize) -> Times,
    parts: &Parts,
) -> Option<Frame> {
    for (at, paragraph) in page.paragraphs.iter().enumerate() {
        let text = page.slice(&paragraph.extent);
        let Some(label) = text.find("有效期至").or_else(|| text.find("有效期截至")) else {
            continue;
        };
        let behind = paragraph.extent.start + label;
        let known = times(parts.of(at));
        let mut mentions = mention::all(text, paragraph.extent.start).into_iter();
        let from = mentions
            .by_ref()
            .take_while(|mention| mention.extent.end <= behind)
            .filter(|mention| {
                mention.form.is_issue_day() || page.text[mention.extent.end..].starts_with('起')
            })
            .last();
        let until = mention::all(text, paragraph.extent.start)
            .into_iter()
            .find(|mention| mention.extent.start >= behind)
            .filter(|until| until.extent.start - behind <= "有效期截至".len());
        let Some(until) = until else { continue };
        let end = known.stretch(&until.form, None).end;
        let start = from
            .as_ref()
            .and_then(|from| known.stretch(&from.form, None).start);
        let extent = from.map_or(until.extent.start, |from| from.extent.start)..until.extent.end;
        return end.map(|_| Frame {
            days: Days {
                start,
                end,
                ..Days::default()
            },
            extent,
            is_stated: true,
        });
    }
    None
}

/// First start to last end; an unknown start of the first phase stays unknown.
pub(super) fn hull(stages: &[Stage]) -> Option<Frame> {
    let (first, last) = (stages.first()?, stages.last()?);
    let start = first
        .days
        .start
        .and_then(|_| stages.iter().filter_map(|stage| stage.days.start).min());
    let end = stages.iter().filter_map(|stage| stage.days.end).max();
    (start.is_some() || end.is_some()).then(|| Frame {
        days: Days {
            start,
            end,
            ..Days::default()
        },
        extent: first.extent.start
            ..last
                .when
                .as_ref()
                .map_or(last.extent.end, |when| when.end.max(last.extent.end)),
        is_stated: false,
    })
}
