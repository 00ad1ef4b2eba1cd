//! What a sentence with a time in it says: what is to be done, to whom it is reported, who owes it.
//! It must not know which day the time is.

use std::sync::LazyLock;

use regex::Regex;

use super::actor;
use super::deadline::Neighbours;
use super::duty::{shortened, title};
use super::mention::Mention;
use super::page::{Extent, Page};
use super::reach::has_chars;
use super::reader::Plan;
use super::reading::{Recurrence, UnitRole};
use super::recipient::recipient;
use super::recurrence::Turn;

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"^(?:\([^)]{1,12}\))?(?:[上下]午|下班|\d{1,2}(?:：\d{2}|时|点)(?:整)?)*(?:之前|以前|底前|前|止|截止|为止|内)(?:\((?:[^)]{0,12}顺延|遇[^)]{1,12}|含[^)]{1,8}|星期.|周.)\))?",
    )
});
/// 5月15日（宣传日）当天
static THAT_DAY: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:\([^)]{1,24}\))?(?:当天|当日)"));
/// 报送时间不得晚于, 最迟于: words about the limit itself.
static LIMIT_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:，?(?:首次|最后)?(?:报送|上报|完成|办结|截止)?(?:时间|时限|期限)(?:为|：)?)?(?:截至|截止到?|不得?[迟晚]于|不能[迟晚]于|最迟|最晚)(?:于|在)?$|，?(?:首次|最后)?(?:报送|上报|完成|办结|截止)?(?:时间|时限|期限)(?:为|：)$",
    )
});
static THIS_WORK: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:此项|该项|这项|上述|以上|本阶段|本项|各项)?工作$"));

/// In bytes. A bracket still open after this many was never closed: a scan lost its other half.
const LONGEST_BRACKET: usize = 900;
/// In bytes. A sentence that goes on for longer is read in pieces, each up to a comma.
const LONGEST_SENTENCE: usize = 2400;

/// The sentences of an extent, with their closing mark.
pub(super) fn sentences(page: &Page, extent: &Extent) -> Vec<Extent> {
    let text = page.slice(extent);
    let mut all = Vec::new();
    let mut start = 0;
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
        let is_long =
            at - start > LONGEST_SENTENCE && c == '，' || at - start > LONGEST_SENTENCE * 2;
        if stops || is_long {
            open.retain(|opened| at - opened < LONGEST_BRACKET);
            if open.is_empty() || is_long {
                all.push(extent.start + start..extent.start + at + c.len_utf8());
                start = at + c.len_utf8();
                open.clear();
            }
        }
    }
    if start < text.len() {
        all.push(extent.start + start..extent.end);
    }
    all
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
    } else {
        THAT_DAY.find(behind).map_or(0, |day| day.end())
    };
    mention.start..mention.end + before_end(behind).unwrap_or(around)
}

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
        let end = next.map_or(sentence.end, |next| clause_start(page, time.end, next));
        let end = before_next_subject(page, time.end, end);
        let behind = without_subject(page, &(time.end..end));
        let is_bare = is_bare_verb(page.slice(&behind));
        let what = if is_bare {
            {
                let from = last.filter(|&last| last < mention.extent.start);
                let place = from.unwrap_or(sentence.start)..mention.extent.start;
                from_before(plan, sentence, &place, previous, &behind)
            }
        } else {
            page.printed(&behind)
        };
        let to = recipient(page.slice(&(time.end..end)), time.end)
            .or_else(|| recipient(page.slice(&(sentence.start..end)), sentence.start));
        Self {
            what: tidy(&what),
            to,
            ..Self::default()
        }
        .owed_by(
            plan,
            sentence.start,
            who(plan, sentence, previous, &time, end, is_bare),
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
        fits.then(|| Self {
            what: tidy(&page.printed(&task)),
            to: recipient(page.slice(&task), task.start),
            who: bodies
                .iter()
                .map(|(at, name)| page.printed(&(start + at..start + at + name.len())))
                .collect(),
            by_address: false,
        })
    }

    /// The bodies named, else those the innermost notice is addressed to: its orders are for them.
    fn owed_by(mut self, plan: &Plan<'_>, at: usize, named: Vec<String>) -> Self {
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
            .and_then(|body| sentences(page, body).into_iter().next());
        // A first sentence with a time of its own reports by that time.
        let to = first
            .as_ref()
            .filter(|first| super::mention::all(page.slice(first), 0).is_empty())
            .and_then(|first| recipient(page.slice(first), first.start));
        let task = first.map(|first| page.printed(&first)).unwrap_or_default();
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
        let limit = dated
            .filter(|&dated| from < dated && dated < limit)
            .map_or(limit, |dated| clause_start(page, from, dated));
        let behind = without_subject(page, &(from..before_next_subject(page, from, limit)));
        let on_event = turn.recurrence == Recurrence::OnEvent;
        let counted =
            page.slice(&turn.extent).ends_with('内') && page.slice(&behind).chars().count() >= 4;
        let is_system = page.slice(&behind).starts_with("制度");
        let what = if (on_event && !counted) || is_system || is_bare_verb(page.slice(&behind)) {
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

/// Where the words about a recurring time begin and end: up to the next time, unless only its subject stands between.
fn own_words(page: &Page, sentence: &Extent, end: usize, next: Option<&Turn>) -> (usize, usize) {
    let from = end.min(sentence.end);
    let Some(next) =
        next.filter(|next| from <= next.extent.start && next.extent.end <= sentence.end)
    else {
        return (from, sentence.end);
    };
    let between = page.trimmed(&(from..next.extent.start), &['、', '，', '和', '及']);
    let is_subject = between.is_empty() || super::body_name::list(page.slice(&between)).is_some();
    if is_subject {
        (next.extent.end, sentence.end)
    } else {
        let cut = page.text[from..next.extent.start]
            .rfind(['，', '、'])
            .map_or(sentence.end, |cut| from + cut);
        (from, cut)
    }
}

/// A clause without an object of its own (要及时报送) takes that of the clause before: 对发现的风险线索.
fn with_object(page: &Page, sentence: &Extent, clause: &Extent, turn: &Turn) -> String {
    let own = page.printed(clause);
    let behind = page.slice(&(turn.extent.end.min(clause.end)..clause.end));
    let opens = page.slice(&(clause.start..turn.extent.start.max(clause.start)));
    let bare = is_bare_verb(behind)
        && opens
            .chars()
            .all(|c| "要应须并均都当务必请再也".contains(c));
    let before = page.trimmed(&(sentence.start..clause.start), &['，', ' ']);
    if !bare || before.is_empty() {
        return own;
    }
    let start = page
        .slice(&before)
        .rfind('，')
        .map_or(0, |at| at + '，'.len_utf8());
    let object = without_subject(page, &(before.start + start..before.end));
    format!("{}，{own}", page.printed(&object))
}

pub(super) fn tidy(what: &str) -> String {
    let edges = ['，', '。', '；', '、', ' ', '：', ',', ';', ':'];
    // Whom to call is a contact, not a part of the duty.
    let called = ["（联系人", "(联系人", "（联系电话", "(联系电话"];
    let end = called.iter().filter_map(|word| what.find(word)).min();
    let mut bare = what[..end.unwrap_or(what.len())].trim_matches(edges);
    // A bracket without its partner belongs to words that were cut off.
    while bare.starts_with(['（', '(']) && !bare.contains(['）', ')'])
        || bare.starts_with(['）', ')'])
    {
        let first = bare.chars().next().map_or(0, char::len_utf8);
        bare = bare[first..].trim_matches(edges);
    }
    while bare.ends_with(['）', ')']) && !bare.contains(['（', '(']) || bare.ends_with(['（', '('])
    {
        let last = bare.chars().next_back().map_or(0, char::len_utf8);
        bare = bare[..bare.len() - last].trim_matches(edges);
    }
    let bare = bare.strip_prefix("分别").unwrap_or(bare);
    // “自10月8日起受理”: 起 belongs to the date cut off.
    let bare = bare
        .strip_prefix('起')
        .filter(|rest| !rest.starts_with(['草', '底', '诉', '获']))
        .unwrap_or(bare);
    shortened(bare.strip_prefix("为").unwrap_or(bare), 120)
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
        "移送",
        "移交",
        "推送",
        "结束",
        "到位",
        "落实到位",
        "发",
    ];
    let bare = behind
        .trim_matches(['，', '。', '；', ')', '.'])
        .trim_start_matches(['各', '均', '再', '应', '要', '须'])
        .trim_start_matches("分别")
        .trim_end_matches("一次");
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
    place: &Extent,
    previous: Option<&Extent>,
    behind: &Extent,
) -> String {
    let page = plan.page;
    let words = page.slice(place);
    let limit = LIMIT_WORDS
        .find(words)
        .map_or(place.end, |words| place.start + words.start());
    // “…，市处非办汇总后于15日前报市政府”: the last clause has a subject of its own.
    let own = words.rfind('，').map_or(0, |comma| comma + '，'.len_utf8());
    let place = &if own > 0 && has_subject(page, &(place.start + own..place.end)) {
        place.start + own..place.end
    } else {
        place.clone()
    };
    let words = page.slice(place);
    let lead = words.len()
        - words
            .trim_start_matches(['，', '请', '并', '(', ' ', '、'])
            .len();
    let kept = page
        .slice(&(place.start + lead.min(limit - place.start)..limit))
        .trim_end_matches([
            '，', '于', '在', '请', '务', '必', '须', '并', '(', ' ', '从', '自',
        ])
        .len();
    let before = place.start + lead..place.start + lead + kept;
    // With several actors the sentence says who does what; with one it would only repeat `who`.
    let own = if actor::acting(page, &before).len() > 1 && page.slice(&before).contains('，') {
        before
    } else {
        without_subject(page, &before)
    };
    let own = behind_reasons(page, own);
    let text = page.slice(&own);
    let verb = match words.get(limit - place.start..) {
        Some(limit) if behind.is_empty() && limit.contains("报送") => "报送".to_owned(),
        Some(limit) if behind.is_empty() && limit.contains("上报") => "上报".to_owned(),
        Some(limit) if behind.is_empty() && limit.contains("完成") => "完成".to_owned(),
        _ => page.printed(behind),
    };
    if !text.is_empty() && !THIS_WORK.is_match(text) {
        let verb = if text.contains(verb.as_str()) {
            String::new()
        } else {
            verb
        };
        let comma = if behind.is_empty() && !verb.is_empty() {
            "，"
        } else {
            ""
        };
        return format!("{}{comma}{verb}", page.printed(&own));
    }
    let heading = plan
        .outline
        .around(sentence.start)
        .map(|at| title(page, &plan.outline.headings[at].title))
        .unwrap_or_default();
    let task = previous
        .map(|previous| page.printed(&without_subject(page, previous)))
        .filter(|previous| previous.trim_end_matches('。') != heading)
        .unwrap_or_default();
    match (heading.is_empty(), task.trim_matches(['。', '；']).trim()) {
        (true, task) => format!("{task}，{verb}"),
        (false, "") if verb.is_empty() => format!("完成{heading}"),
        (false, "") => format!("{heading}，{verb}"),
        (false, task) => format!("{heading}：{}", shortened(task, 110)),
    }
}

/// A clause in which a body does something before the time: 市处非办汇总后于.
fn has_subject(page: &Page, clause: &Extent) -> bool {
    let actors = actor::acting(page, clause);
    actors.first().is_some_and(|first| {
        first.extent.start <= clause.start + '由'.len_utf8()
            && has_chars(page.slice(&(first.extent.end..clause.end)), 3)
    })
}

/// “根据县处非办要求，请各乡镇…自查”: why and at whose wish is no part of the task.
fn behind_reasons(page: &Page, extent: Extent) -> Extent {
    let text = page.slice(&extent);
    let leads = ["根据", "按照", "为"]
        .iter()
        .any(|word| text.starts_with(word));
    match text.find('，').filter(|_| leads) {
        Some(comma) => without_subject(page, &(extent.start + comma + '，'.len_utf8()..extent.end)),
        None => extent,
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
        let ahead = &page.text[from..comma];
        seen_words |= has_chars(ahead, 4);
        // “甲牵头，乙配合，…”: what is done stands behind the bodies.
        if ahead.ends_with("牵头") {
            seen_words = false;
            continue;
        }
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
    is_bare: bool,
) -> Vec<String> {
    let page = plan.page;
    let clause = clause_at(page, sentence, time.start);
    // “对红色企业每周走访，黄色企业每月走访”: firms are what is dealt with.
    let treats = page
        .slice(&(sentence.start..time.start))
        .split('，')
        .any(|clause| clause.starts_with('对'));
    let (ahead, behind) = (
        Some(sentence.start..time.start),
        Some(time.end..end.max(time.end)),
    );
    // Before “…前完成” stands who has done it then; what others do afterwards is behind it.
    let (second, third) = if is_bare {
        (ahead, behind)
    } else {
        (behind, ahead)
    };
    let places = [
        Some(clause.start..time.start),
        Some(clause.start..time.start).filter(|_| is_bare),
        second,
        third,
        previous.cloned(),
    ];
    for (at, place) in places.into_iter().enumerate() {
        // The subject in the date's own clause stands before the date without a verb of its own.
        let Some(place) = place else { continue };
        let mut found = if at == 0 {
            subject_alone(page, &place)
        } else {
            let acting = actor::acting(page, &place);
            // Helpers alone are not those who owe it.
            let helps = |actor: &actor::Actor| actor.role == UnitRole::Assisting;
            if acting.iter().all(helps) && !page.slice(&place).contains('由') {
                Vec::new()
            } else {
                actor::names(page, &acting)
            }
        };
        if treats {
            found.retain(|name| !actor::is_treated(name));
        }
        if !found.is_empty() {
            return found;
        }
    }
    let owner = owner(page, &(clause.start..time.start));
    if !owner.is_empty() {
        return owner;
    }
    let Some(heading) = plan.outline.around(sentence.start) else {
        return Vec::new();
    };
    let said: Vec<actor::Actor> = plan.actors[heading]
        .iter()
        .filter(|actor| actor.extent.start < time.start)
        .cloned()
        .collect();
    if said.is_empty() {
        // “（责任单位：…）”, “（县公安局、县法院负责）” behind the task names who owes all of it.
        let body = &plan.outline.headings[heading].body;
        let labelled: Vec<actor::Actor> = body
            .iter()
            .flat_map(|body| actor::assigned(page, body))
            .collect();
        return actor::names(page, &labelled);
    }
    actor::names(page, &said)
}

/// 各单位检查方案于7月底前…: the collective whose paper it is owes it.
fn owner(page: &Page, place: &Extent) -> Vec<String> {
    let own = page.trimmed(place, &['请', '，', ' ']);
    let text = page.slice(&own);
    if !text.starts_with('各') {
        return Vec::new();
    }
    let ends = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(24);
    let longest = ends
        .filter(|&end| super::body_name::list(&text[..end]).is_some())
        .last();
    longest.map_or(Vec::new(), |end| {
        super::body_name::split_list(&text[..end])
            .into_iter()
            .map(|(at, name)| page.printed(&(own.start + at..own.start + at + name.len())))
            .collect()
    })
}

/// 各乡镇于, 请各单位务必于: a list of bodies and little else.
fn subject_alone(page: &Page, place: &Extent) -> Vec<String> {
    let own = page.trimmed(
        place,
        &[
            '请', '于', '在', '务', '必', '须', '应', '要', '并', '均', '的', '、', '，', '将',
            '可', '还', '也',
        ],
    );
    let list = super::body_name::list(page.slice(&own)).unwrap_or_default();
    list.iter()
        .map(|(at, name)| page.printed(&(own.start + at..own.start + at + name.len())))
        .collect()
}
