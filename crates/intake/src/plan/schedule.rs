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
        stages = super::told_stage::stages(page, parts, times);
    }
    stages
}

/// The last written year among the phases, for those that leave it out.
#[derive(Debug, Default)]
pub(super) struct Carry {
    pub(super) last: Option<Date>,
    written: bool,
}

fn is_phase(page: &Page, outline: &Outline, at: usize, dated: &HashSet<Option<usize>>) -> bool {
    let heading = &outline.headings[at];
    if heading.level == Level::Clause {
        return false;
    }
    let title = page.slice(&heading.title);
    let Some(parent) = heading.parent else {
        return heading.level == Level::Step || is_orphan(page, heading, dated);
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
            && dated.contains(&Some(parent))
}

/// （三）集中整改阶段（4月至8月） where the heading of the section is missing: a page cut out of a longer text.
fn is_orphan(page: &Page, heading: &Heading, dated: &HashSet<Option<usize>>) -> bool {
    let title = page.slice(&heading.title);
    let Some(time) = titled_mention(page, heading) else {
        return false;
    };
    let enclosed = page.text[..time.extent.start].ends_with('(')
        && page.text[time.extent.end..].starts_with([')', '前', '起']);
    let stretch = matches!(time.form, Form::Range(..)) && dated.contains(&None);
    enclosed && heading.level > Level::Section && (is_phase_title(title) || stretch)
}

/// “5月27日前，各乡镇报送活动方案。” in a list of dates says who does what by when; it names no phase.
fn is_dated_order(page: &Page, heading: &Heading) -> bool {
    let Some(first) = titled_mention(page, heading) else {
        return false;
    };
    let before = page.slice(&(heading.title.start..first.extent.start));
    let order = super::said::with_before(page, &first.extent).end..heading.title.end;
    // （一）各校3月15日前报方案，…: who owes it stands before the date.
    let subject = before.trim_end_matches(['于', '在', '请']);
    if subject.chars().count() >= 2 && super::body_name::list(subject).is_some() {
        return true;
    }
    let leads = before.is_empty() || ["于", "在", "从", "自"].contains(&before);
    let deed = page.slice(&order).trim_start_matches(['，', '、']);
    let acts = !actor::acting(page, &order).is_empty()
        || !matches!(first.form, Form::Range(..)) && super::deed_word::begins_deed(deed);
    leads && page.slice(&order).starts_with(['，', '、']) && acts
        || leads
            && !matches!(first.form, Form::Range(..))
            && recipient(page.slice(&order), 0).is_some()
}

/// 部署阶段, 第一阶段 — but not 各阶段工作要求.
fn is_phase_title(title: &str) -> bool {
    let named = title.find("阶段").filter(|&at| at > 0).is_some_and(|at| {
        title[..at].chars().count() <= 14 && !title[..at].ends_with(['各', '每', '本', '现'])
    });
    // 考核阶段及时间安排 heads the phases.
    const HEADS: &[&str] = &["及", "和", "与", "划分", "安排", "步骤", "性"];
    let heads = title
        .find("阶段")
        .map(|at| &title[at + "阶段".len()..])
        .is_some_and(|rest| HEADS.iter().any(|word| rest.starts_with(word)));
    named && !heads && !title.starts_with("分阶段")
}

/// Headings most of whose children bear a date in their title.
fn sections_of_dates(page: &Page, outline: &Outline) -> HashSet<Option<usize>> {
    let mut counts: HashMap<Option<usize>, (usize, usize)> = HashMap::new();
    let below = outline.headings.iter();
    for heading in below.filter(|heading| heading.level != Level::Clause) {
        let (all, dated) = counts.entry(heading.parent).or_default();
        *all += 1;
        *dated += usize::from(titled_mention(page, heading).is_some());
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
pub(super) fn bounded(page: &Page, mention: &Mention, times: Times, carry: &mut Carry) -> Days {
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
    let mut cut = None;
    for mention in mention::all(text, title.start) {
        kept.push_str(&page.printed(&(at..mention.extent.start)));
        cut = cut.or(Some(kept.len()));
        at = super::said::with_before(page, &mention.extent)
            .end
            .min(title.end);
    }
    kept.push_str(&page.printed(&(at..title.end)));
    // 县（区）自评阶段（4月底前）: the bracket that held the date, not the one inside the name.
    let held = cut.and_then(|cut| {
        let open = kept[..cut].rfind(['(', '（'])?;
        (!kept[open..cut].contains([')', '）'])).then_some(open)
    });
    let bracket = held.or_else(|| kept.find(['(', '（'])).filter(|&open| {
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
