//! What a sentence with a time in it says: what is to be done, to whom it is reported, who owes it.
//! It must not know which day the time is.

use std::sync::LazyLock;

use regex::Regex;

use super::actor;
use super::duty::{shortened, title};
use super::mention::Mention;
use super::page::{Extent, Page};
use super::reader::Plan;
use super::reading::Recurrence;
use super::recipient::recipient;
use super::recurrence::Turn;

pub(super) static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:\([^)]{1,12}\))?(?:[上下]午|下班|\d{1,2}(?:：\d{2}|时|点)(?:整)?)*(?:之前|以前|底前|前|止|截止|为止|内)",
    )
});
static THIS_WORK: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:此项|该项|这项|上述|以上|本阶段|本项|各项)?工作$"));

/// The sentences of an extent, with their closing mark.
pub(super) fn sentences(page: &Page, extent: &Extent) -> Vec<Extent> {
    let text = page.slice(extent);
    let mut all = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        depth += i32::from(matches!(c, '(' | '《')) - i32::from(matches!(c, ')' | '》'));
        if matches!(c, '。' | '；' | '！' | '？') && depth <= 0 {
            all.push(extent.start + start..extent.start + at + c.len_utf8());
            start = at + c.len_utf8();
            depth = 0;
        }
    }
    if start < text.len() {
        all.push(extent.start + start..extent.end);
    }
    all
}

/// A mention with the 前 behind it.
pub(super) fn with_before(page: &Page, mention: &Extent) -> Extent {
    let used = BEFORE
        .find(&page.text[mention.end..])
        .map_or(0, |before| before.end());
    mention.start..mention.end + used
}

/// What, to whom and by whom, as the sentence says it.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub what: String,
    pub to: Option<Extent>,
    pub who: Vec<String>,
}

impl Said {
    pub(super) fn read(
        plan: &Plan<'_>,
        sentence: &Extent,
        mention: &Mention,
        next: Option<usize>,
        previous: Option<&Extent>,
    ) -> Self {
        let page = plan.page;
        let time = with_before(page, &mention.extent);
        let end = next.map_or(sentence.end, |next| clause_start(page, time.end, next));
        let end = before_next_subject(page, time.end, end);
        let behind = without_subject(page, &(time.end..end));
        let what = if is_bare_verb(page.slice(&behind)) {
            from_before(plan, sentence, &mention.extent, previous, &behind)
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&(time.end..end)), time.end)
            .or_else(|| recipient(page.slice(&(sentence.start..end)), sentence.start));
        Self {
            what: tidy(&what),
            to,
            who: who(plan, sentence, previous, &time, end),
        }
    }

    /// The task a heading names, with the first sentence below it.
    pub(super) fn titled(plan: &Plan<'_>, heading: usize) -> Self {
        let page = plan.page;
        let heading = &plan.outline.headings[heading];
        let first = heading
            .body
            .first()
            .and_then(|body| sentences(page, body).into_iter().next());
        let task = first.map(|first| page.printed(&first)).unwrap_or_default();
        let name = super::schedule::name(page, &heading.title);
        Self {
            what: tidy(&format!("{name}：{task}")),
            to: None,
            who: actor::names(page, &super::duty::who(page, heading)),
        }
    }

    pub(super) fn recurring(plan: &Plan<'_>, sentence: &Extent, turn: &Turn) -> Self {
        let page = plan.page;
        let clause = clause_at(page, sentence, turn.extent.start);
        let from = turn.extent.end.min(sentence.end);
        let behind = without_subject(page, &(from..before_next_subject(page, from, sentence.end)));
        let on_event = turn.recurrence == Recurrence::OnEvent;
        let counted =
            page.slice(&turn.extent).ends_with('内') && page.slice(&behind).chars().count() >= 4;
        let what = if (on_event && !counted) || is_bare_verb(page.slice(&behind)) {
            page.printed(&clause)
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&clause), clause.start)
            .or_else(|| recipient(page.slice(&behind), behind.start));
        Self {
            what: tidy(&what),
            to,
            who: who(plan, sentence, None, &turn.extent, behind.end),
        }
    }
}

pub(super) fn tidy(what: &str) -> String {
    let bare = what.trim_matches(['，', '。', '；', '、', ' ', '：', '（', '）', '(', ')', ',']);
    shortened(bare.strip_prefix("分别").unwrap_or(bare), 80)
}

/// Where the clause with the next date begins, so that its words are not taken for this one's.
fn clause_start(page: &Page, from: usize, next: usize) -> usize {
    page.text[from..next]
        .rfind(['，', '；', '、'])
        .map_or(next, |comma| from + comma)
}

/// The clause between commas that holds a place.
fn clause_at(page: &Page, sentence: &Extent, at: usize) -> Extent {
    let text = page.slice(sentence);
    let local = at - sentence.start;
    let start = text[..local]
        .rfind(['，', '；', '：'])
        .map_or(0, |comma| comma + '，'.len_utf8());
    let end = text[local..]
        .find(['，', '；', '。'])
        .map_or(text.len(), |comma| local + comma);
    sentence.start + start..sentence.start + end
}

/// The words behind the time without 各乡镇 at their head.
fn without_subject(page: &Page, extent: &Extent) -> Extent {
    let trimmed = page.trimmed(extent, &['，', ' ', '：', '。', '；']);
    let trimmed =
        trimmed.start + page.slice(&trimmed).strip_prefix(')').map_or(0, |_| 1)..trimmed.end;
    let first = page
        .slice(&trimmed)
        .find(['，', '。'])
        .map_or(trimmed.end, |comma| trimmed.start + comma);
    let subject = actor::acting(page, &(trimmed.start..first))
        .into_iter()
        .take_while(|actor| {
            let between = page
                .text
                .get(trimmed.start..actor.extent.start)
                .unwrap_or_default();
            between.chars().count() < 60 && actor.extent.end <= first
        });
    let end = subject
        .filter(|actor| {
            page.text[trimmed.start..actor.extent.start]
                .chars()
                .all(|c| "、和及与由请，".contains(c))
                || page.text[..actor.extent.start].ends_with(['、', '和', '及', '与'])
        })
        .map(|actor| actor.extent.end)
        .last()
        .unwrap_or(trimmed.start);
    let rest = page.slice(&(end..trimmed.end));
    let modal = ["要", "应当", "应", "须", "需", "必须", "务必", "分别"]
        .iter()
        .find(|word| rest.starts_with(**word))
        .map_or(0, |word| word.len());
    end + modal..trimmed.end
}

/// A verb without an object: what is meant stands before the date.
fn is_bare_verb(behind: &str) -> bool {
    const BARE: &[&str] = &[
        "完成",
        "全部完成",
        "全面完成",
        "基本完成",
        "报送",
        "上报",
        "报",
        "反馈",
        "提交",
        "结束",
        "到位",
        "落实到位",
        "发",
    ];
    let bare = behind.trim_matches(['，', '。', '；', ')']);
    let first = bare.split(['，', '。']).next().unwrap_or_default();
    let verb = BARE.iter().find(|verb| first.starts_with(**verb));
    let object = verb.map(|verb| first[verb.len()..].trim_start_matches(['至', '到', '给']));
    bare.is_empty()
        || object.is_some_and(|object| {
            object.is_empty()
                || super::body_name::is_body(object)
                || (object.chars().count() <= 16
                    && recipient(first, 0).is_some_and(|to| first[to.end..].chars().count() <= 4))
        })
}

/// The object of a bare verb: the clause before the date, or the sentence before, or the heading.
fn from_before(
    plan: &Plan<'_>,
    sentence: &Extent,
    mention: &Extent,
    previous: Option<&Extent>,
    behind: &Extent,
) -> String {
    let page = plan.page;
    let before = page.trimmed(
        &(sentence.start..mention.start),
        &['，', '于', '在', '请', '务', '必', '须', '并', '(', ' '],
    );
    // With several actors the sentence says who does what; with one it would only repeat `who`.
    let own = if actor::acting(page, &before).len() > 1 && page.slice(&before).contains('，') {
        before
    } else {
        without_subject(page, &before)
    };
    let text = page.slice(&own);
    let verb = page.printed(behind);
    if !text.is_empty() && !THIS_WORK.is_match(text) {
        return format!("{}{verb}", page.printed(&own));
    }
    let heading = plan
        .outline
        .around(sentence.start)
        .map(|at| title(page, &plan.outline.headings[at].title))
        .unwrap_or_default();
    let task = previous
        .map(|previous| page.printed(&without_subject(page, previous)))
        .unwrap_or_default();
    match (heading.is_empty(), task.trim_matches(['。', '；']).trim()) {
        (true, task) => format!("{task}，{verb}"),
        (false, "") => format!("{heading}，{verb}"),
        (false, task) => format!("{heading}：{}", shortened(task, 110)),
    }
}

/// Where another body begins to act: what it does is not owed by this one.
fn before_next_subject(page: &Page, from: usize, end: usize) -> usize {
    let text = &page.text[from..end];
    let commas = text
        .char_indices()
        .filter(|(at, c)| *c == '，' && *at > 0)
        .map(|(at, _)| from + at);
    let mut seen_words = false;
    for comma in commas {
        let clause = comma + '，'.len_utf8();
        let stop = page.text[clause..end]
            .find('，')
            .map_or(end, |next| clause + next);
        seen_words |= page.text[from..comma].chars().count() >= 4;
        // “，由综治中心负责” says who owes this very duty.
        let same = page.text[clause..].starts_with('由');
        let subject = actor::acting(page, &(clause..stop))
            .into_iter()
            .next()
            .filter(|_| !same);
        if seen_words
            && subject.is_some_and(|subject| subject.extent.start <= clause + '由'.len_utf8())
        {
            return comma;
        }
    }
    end
}

/// Who owes it: named before the time, right behind it, in the sentence before, in the paragraph, or addressed.
fn who(
    plan: &Plan<'_>,
    sentence: &Extent,
    previous: Option<&Extent>,
    time: &Extent,
    end: usize,
) -> Vec<String> {
    let page = plan.page;
    let clause = clause_at(page, sentence, time.start);
    let places = [
        Some(clause.start..time.start),
        Some(time.end..end.max(time.end)),
        Some(sentence.start..time.start),
        previous.cloned(),
    ];
    for (at, place) in places.into_iter().enumerate() {
        // The subject in the date's own clause stands before the date without a verb of its own.
        let Some(place) = place else { continue };
        let found = if at == 0 {
            subject_alone(page, &place)
        } else {
            actor::names(page, &actor::acting(page, &place))
        };
        if !found.is_empty() {
            return found;
        }
    }
    let Some(heading) = plan.outline.around(sentence.start) else {
        return plan.addressees(sentence.start);
    };
    let said: Vec<actor::Actor> = super::duty::who(page, &plan.outline.headings[heading])
        .into_iter()
        .filter(|actor| actor.extent.start < time.start)
        .collect();
    actor::names(page, &said)
}

/// 各乡镇于, 请各单位务必于: a list of bodies and little else.
fn subject_alone(page: &Page, place: &Extent) -> Vec<String> {
    let own = page.trimmed(
        place,
        &[
            '请', '于', '在', '务', '必', '须', '应', '要', '并', '均', '的',
        ],
    );
    let list = super::body_name::list(page.slice(&own)).unwrap_or_default();
    list.iter()
        .map(|(at, name)| page.printed(&(own.start + at..own.start + at + name.len())))
        .collect()
}
