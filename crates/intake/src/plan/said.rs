//! What a sentence with a time in it says: what is to be done, to whom it is reported, who owes it.
//! It must not know which day the time is.

use std::sync::LazyLock;

use regex::Regex;

use super::actor;
use super::deadline::Neighbours;
use super::handed::handed_later;
use super::mention::Mention;
use super::object::{from_before, is_bare_verb, with_object};
use super::owing::{subject_alone, who};
use super::page::{Extent, Page};
use super::reader::Plan;
use super::reading::Recurrence;
use super::recipient::recipient;
use super::recurrence::Turn;
use super::tidy::tidy;
use super::wording::{
    before_mailbox, before_next_subject, behind_occasions, clause_start, own_subject, own_words,
    shared_words, without_time,
};

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:\([^)]{1,12}\))?(?:[上下]午|中午|早上|晚上?|下班|\d{1,2}(?:：\d{2}|时|点)(?:\d{1,2}分|整|半)?)*(?:之前|以前|底前|前(?:[一二两三四五\d]{1,2}(?:个工作日|[日天]))?|止|截止|为止|内)(?:\((?:[^)]{0,12}顺延|遇[^)]{1,12}|含[^)]{1,8}|星期.|周.)\))?",
    )
});
/// 5月15日（宣传日）当天
static THAT_DAY: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:\([^)]{1,24}\))?(?:当天|当日)"));

/// 6月1日上午9：00，…
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:\([^)]{1,12}\))?(?:[上下]午|中午|早上|晚上?)?\d{1,2}(?:：\d{2}|[时点](?:\d{1,2}分|整|半)?)",
    )
});

/// The words behind 上午9时30分.
pub(super) fn behind_clock(after: &str) -> &str {
    CLOCK
        .find(after)
        .map_or(after, |clock| &after[clock.end()..])
}

/// In bytes. A bracket still open after this many was never closed: a scan lost its other half.
const LONGEST_BRACKET: usize = 900;
/// In bytes. A sentence that goes on for longer is read in pieces, each up to a comma.
const LONGEST_SENTENCE: usize = 2400;

/// The sentences of an extent, with their closing mark.
pub(super) fn sentences(page: &Page, extent: &Extent) -> Vec<Extent> {
    each_sentence(page, extent).collect()
}

/// The same one by one, for those who need only the first of a long text.
fn each_sentence(page: &Page, extent: &Extent) -> impl Iterator<Item = Extent> {
    let (text, base) = (page.slice(extent), extent.start);
    let mut start = 0;
    std::iter::from_fn(move || {
        let length = sentence_end(&text[start..])?;
        let from = base + start;
        start += length;
        Some(from..base + start)
    })
}

/// The length of the sentence a text begins with; `None` at the end.
fn sentence_end(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' | '《' => open.push(at),
            ')' | '》' => {
                open.pop();
            }
            _ => {}
        }
        let stops = matches!(c, '。' | '；' | '！' | '？');
        let is_long = at > LONGEST_SENTENCE && c == '，' || at > LONGEST_SENTENCE * 2;
        if stops || is_long {
            open.retain(|opened| at - opened < LONGEST_BRACKET);
            if open.is_empty() || is_long {
                return Some(at + c.len_utf8());
            }
        }
    }
    (!text.is_empty()).then_some(text.len())
}

/// The length of 前, 17：00前, 底前 at the start of a text; 前期 and 前后 set no limit.
pub(super) fn before_end(text: &str) -> Option<usize> {
    const OTHER: &[&str] = &[
        "前期",
        "前往",
        "前列",
        "前景",
        "内部",
        "前述",
        "前的",
        "前后",
        "前来",
        "前提下",
        "前提是",
        "前提条件",
    ];
    if OTHER.iter().any(|word| text.starts_with(word)) {
        return None;
    }
    BEFORE.find(text).map(|before| before.end())
}

/// A mention with the 前 behind it, or with 前后.
pub(super) fn with_before(page: &Page, mention: &Extent) -> Extent {
    let behind = &page.text[mention.end..];
    let around = if behind.starts_with("前后") {
        "前后".len()
    } else if behind.starts_with("期间") {
        "期间".len()
    } else {
        THAT_DAY
            .find(behind)
            .or_else(|| CLOCK.find(behind))
            .map_or(0, |day| day.end())
    };
    mention.start..mention.end + before_end(behind).unwrap_or(around)
}

/// How a letter calls those it is addressed to.
const YOU: &[&str] = &["贵单位", "贵局", "贵部门", "贵处", "你单位", "你局", "你们"];

/// What, to whom and by whom, as the sentence says it.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub what: String,
    pub to: Option<Extent>,
    pub who: Vec<String>,
    /// Nobody is named, so `who` are the addressees.
    pub by_address: bool,
}

/// In the same sentence as a recurring time: the next date, the recurring times before and behind.
pub(super) type Beside<'a> = (Option<usize>, Option<&'a Turn>, Option<&'a Turn>);

impl Said {
    pub(super) fn read(
        plan: &Plan<'_>,
        sentence: &Extent,
        mention: &Mention,
        &Neighbours {
            next,
            last,
            sentence: previous,
        }: &Neighbours<'_>,
    ) -> Self {
        let page = plan.page;
        let time = with_before(page, &mention.extent);
        if let Some(said) = Self::bracketed(page, sentence, &mention.extent, &time) {
            let named = said.who.clone();
            return said.owed_by(plan, sentence.start, named);
        }
        if let Some((said, named)) = Self::signed(page, sentence, previous, &mention.extent, &time)
        {
            return said.owed_by(plan, sentence.start, named);
        }
        let (from, next) = shared_words(page, sentence, time.end, next);
        let end = next.map_or(sentence.end, |next| clause_start(page, from, next));
        let from = behind_occasions(page, from, end);
        let end = before_next_subject(page, from, end);
        let end = before_mailbox(page, from, end);
        let behind = without_note(page, without_subject(page, &(from..end)));
        let is_bare = is_bare_verb(page.slice(&behind));
        let shared = handed_later(page, &behind, sentence.end);
        let what = if let Some(verb) = &shared {
            page.printed(&behind) + &page.printed(verb)
        } else if is_bare {
            {
                let from = last.filter(|&last| last < mention.extent.start);
                let place = from.unwrap_or(sentence.start)..mention.extent.start;
                from_before(plan, sentence, &place, previous, &behind)
            }
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&(from..end)), from)
            .or_else(|| shared.and_then(|verb| recipient(page.slice(&verb), verb.start)))
            .or_else(|| {
                // “报省处非办，3月31日前在网站公布”: what is published is handed to nobody.
                let hands = what.contains(['报', '送', '交', '馈', '告', '备']);
                let whole = sentence.start..end;
                hands.then(|| recipient(page.slice(&whole), whole.start))?
            });
        Self {
            what: tidy(&what),
            to,
            ..Self::default()
        }
        .owed_by(
            plan,
            sentence.start,
            own_subject(page, last, &time)
                .unwrap_or_else(|| who(plan, sentence, previous, &time, end, is_bare)),
        )
    }

    /// “召开会议（4月20日前，县处非办）”: the task stands before the bracket, time and body in it.
    fn bracketed(page: &Page, sentence: &Extent, mention: &Extent, time: &Extent) -> Option<Self> {
        let before = page.text[sentence.start..mention.start].strip_suffix('(')?;
        let rest = &page.text[time.end..sentence.end];
        let inner = &rest[..rest.find(')')?];
        let list = inner.trim_start_matches(['，', '；', '、', ' ', '前']);
        let bodies = super::body_name::list(list).unwrap_or_default();
        let start = time.end + inner.len() - list.len();
        let clause = before
            .rfind(['，', '；', '。'])
            .map_or(0, |at| at + '，'.len_utf8());
        let task = sentence.start + clause..sentence.start + before.len();
        let fits =
            (list.is_empty() || !bodies.is_empty()) && page.slice(&task).chars().count() >= 4;
        // “情况于节后一周内（2月24日前）报送”: the verb stands behind the bracket.
        let behind = &rest[inner.len() + ')'.len_utf8()..];
        let verb = behind.split(['，', '。', '；']).next().unwrap_or_default();
        let verb = time.end + inner.len() + 1..time.end + inner.len() + 1 + verb.len();
        let told = task.start..without_time(page, &task);
        fits.then(|| Self {
            what: tidy(&format!("{}{}", page.printed(&told), page.printed(&verb))),
            to: recipient(page.slice(&task), task.start),
            who: bodies
                .iter()
                .map(|(at, name)| page.printed(&(start + at..start + at + name.len())))
                .collect(),
            by_address: false,
        })
    }

    /// “调整领导小组成员。（县政府办，2月底前）”: the task is the sentence before the bracket of body and time.
    fn signed(
        page: &Page,
        sentence: &Extent,
        previous: Option<&Extent>,
        mention: &Extent,
        time: &Extent,
    ) -> Option<(Self, Vec<String>)> {
        let text = page.slice(sentence);
        let open = open_bracket(&text[..mention.start.saturating_sub(sentence.start)])?;
        let inner = sentence.start + open + 1..mention.start;
        let listed = page.trimmed(&inner, &['，', '；', ' ']);
        let listed = listed.start..listed.start + actor::without_part(page.slice(&listed)).len();
        let bodies = super::body_name::list(page.slice(&listed))?;
        let rest = page.text[time.end..sentence.end].trim_start_matches("完成");
        if !rest.starts_with(')') {
            return None;
        }
        let own = page.trimmed(&(sentence.start..sentence.start + open), &['。', '；']);
        let task = if own.is_empty() {
            previous?.clone()
        } else {
            own
        };
        let named = bodies
            .iter()
            .map(|(at, name)| page.printed(&(listed.start + at..listed.start + at + name.len())))
            .collect();
        let said = Self {
            what: tidy(&page.printed(&task)),
            to: recipient(page.slice(&task), task.start),
            ..Self::default()
        };
        Some((said, named))
    }

    /// The bodies named, else those the innermost notice is addressed to: its orders are for them.
    fn owed_by(mut self, plan: &Plan<'_>, at: usize, named: Vec<String>) -> Self {
        // 贵单位 are those the letter is addressed to.
        let named = match named.iter().all(|name| YOU.contains(&name.as_str())) {
            true => Vec::new(),
            false => named,
        };
        (self.who, self.by_address) = plan.addressed(at, named);
        self
    }

    /// The task a heading names, with the first sentence below it.
    pub(super) fn titled(plan: &Plan<'_>, at: usize) -> Self {
        let page = plan.page;
        let heading = &plan.outline.headings[at];
        let first = heading
            .body
            .first()
            .and_then(|body| each_sentence(page, body).next());
        // A first sentence with a time of its own reports by that time.
        let to = first
            .as_ref()
            .filter(|first| {
                super::mention::each(page.slice(first), 0).all(|time| time.form.is_bare_day())
            })
            .and_then(|first| recipient(page.slice(first), first.start));
        // “完成时限：6月底” is no task.
        let task = first
            .filter(|first| !super::due_word::begins_label(page.slice(first)))
            .map(|first| page.printed(&first))
            .unwrap_or_default();
        let name = super::schedule::name(page, &heading.title);
        Self {
            what: tidy(&format!("{name}：{task}")),
            to,
            ..Self::default()
        }
        .owed_by(
            plan,
            heading.extent.start,
            actor::names(page, &plan.actors[at]),
        )
    }

    pub(super) fn recurring(
        plan: &Plan<'_>,
        sentence: &Extent,
        turn: &Turn,
        whole: &Extent,
        (dated, before, next): Beside<'_>,
    ) -> Self {
        let page = plan.page;
        let clause = clause_at(page, sentence, turn.extent.start);
        let (from, limit) = own_words(page, sentence, whole.end.max(turn.extent.end), next);
        let from = behind_occasions(page, from, limit);
        let limit = dated
            .filter(|&dated| from < dated && dated < limit)
            .map_or(limit, |dated| clause_start(page, from, dated));
        let behind = without_note(
            page,
            without_subject(page, &(from..before_next_subject(page, from, limit))),
        );
        let on_event = turn.recurrence == Recurrence::OnEvent;
        let counted =
            page.slice(&turn.extent).ends_with('内') && page.slice(&behind).chars().count() >= 4;
        let is_system = page.slice(&behind).starts_with("制度");
        let what = if let Some(paper) = super::recurrence::timed_paper(page.slice(&turn.extent)) {
            format!("报送{paper}")
        } else if page.slice(&turn.extent) == "年度" {
            // 明确年度目标任务: the year stands inside what is to be done.
            page.printed(&clause)
        } else if (on_event && !counted) || is_system || is_bare_verb(page.slice(&behind)) {
            with_object(page, sentence, &clause, turn)
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&behind), behind.start)
            .or_else(|| recipient(page.slice(&clause), clause.start));
        // “要及时报送，…于5月3日前向县处非办报送…”: both reports of the sentence go to one body.
        let reports = page.slice(&clause).contains("报送") || page.slice(&clause).contains("上报");
        let to = to.or_else(|| {
            let rest = from..sentence.end;
            recipient(page.slice(&rest), rest.start).filter(|_| on_event && reports)
        });
        // “甲每月底前、乙每季度末前”: the body right before this time owes it.
        let own = before
            .filter(|before| before.extent.end <= turn.extent.start)
            .filter(|before| page.text[before.extent.end..].starts_with(['、', '，', '和']))
            .map(|before| subject_alone(page, &(before.extent.end..turn.extent.start)))
            .filter(|names| !names.is_empty());
        let named =
            own.unwrap_or_else(|| who(plan, sentence, None, &turn.extent, behind.end, false));
        Self {
            what: tidy(&what),
            to,
            ..Self::default()
        }
        .owed_by(plan, sentence.start, named)
    }
}

/// “截止时间为5月11日（逾期系统关闭）”: a bracket alone behind the time is no task.
fn without_note(page: &Page, behind: Extent) -> Extent {
    let text = page.slice(&behind);
    let close = text.find(')').filter(|_| text.starts_with('('));
    let is_note =
        |close: &usize| close + 1 == text.len() || !super::reach::has_chars(&text[..*close], 12);
    match close.filter(is_note) {
        Some(close) => behind.start + close + 1..behind.end,
        None => behind,
    }
}

/// The last bracket that is open at the end of a text: （市处非办、各县（市、区）负责，.
pub(super) fn open_bracket(text: &str) -> Option<usize> {
    let mut closed = 0_usize;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' => closed += 1,
            '(' if closed == 0 => return Some(at),
            '(' => closed -= 1,
            _ => {}
        }
    }
    None
}

/// The clause between commas that holds a place.
pub(super) fn clause_at(page: &Page, sentence: &Extent, at: usize) -> Extent {
    let text = page.slice(sentence);
    let local = at - sentence.start;
    // The colon of 17：00 separates nothing.
    let in_time = |at: usize| {
        text[..at].ends_with(|c: char| c.is_ascii_digit())
            && text[at + '：'.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    };
    let start = text[..local]
        .rmatch_indices(['，', '；', '：'])
        .find(|&(at, sign)| sign != "：" || !in_time(at))
        .map_or(0, |(comma, _)| comma + '，'.len_utf8());
    let end = text[local..]
        .find(['，', '；', '。'])
        .map_or(text.len(), |comma| local + comma);
    sentence.start + start..sentence.start + end
}

/// The words behind the time without 各乡镇 at their head.
pub(super) fn without_subject(page: &Page, extent: &Extent) -> Extent {
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
