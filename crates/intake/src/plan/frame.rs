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

static FRAME: LazyLock<Regex> =
    LazyLock::new(|| super::pattern("专项|行动|活动|整治|排查|开展|时间|宣传|百日|攻坚|清理|治理"));

/// 本次行动自…, 集中整治时间为…: the sentence is about nothing but the whole time.
static FRAME_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:^|[。；])[^，。；：]{0,12}?(?:(?:本次|此次|这次)[^，。；：]{0,16}|(?:专项|集中)?(?:行动|活动|整治|排查|治理|宣传|工作)(?:时间|期限)|专项(?:行动|整治|排查|治理)|时间安排)(?:时间|期限)?(?:为|是|：|于|定于|拟于|从|自)*$",
    )
});

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
            if !matches!(mention.form, Form::Range(..))
                || !states_frame(page, outline, &mention, paragraph, is_about)
            {
                continue;
            }
            let days = times(parts.of(at)).stretch(&mention.form, None);
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
        && heading.level <= Level::Item;
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
