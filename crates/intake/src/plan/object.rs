//! What is meant where the verb behind a time stands alone: 于5月3日前完成 what the words before it say.
//! It must not know who owes it.

use std::sync::LazyLock;

use regex::Regex;

use super::actor;
use super::duty::{shortened, title};
use super::page::{Extent, Page};
use super::reach::has_chars;
use super::reader::Plan;
use super::recipient::recipient;
use super::recurrence::Turn;
use super::said::without_subject;

/// A verb without an object: what is meant stands before the date.
pub(super) fn is_bare_verb(behind: &str) -> bool {
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
pub(super) fn from_before(
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
    let told = behind_report(page, behind_reasons(page, own));
    let own = without_next_subject(page, told.clone());
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
        // “报县委，月底前上报市处非办”: what stands before is a report of its own.
        let apart = behind.is_empty() || is_bare_verb(text) || own.end < told.end;
        let comma = if apart && !verb.is_empty() { "，" } else { "" };
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

/// 报送总结|，县处非办: who acts next says nothing of what is done.
fn without_next_subject(page: &Page, extent: Extent) -> Extent {
    let text = page.slice(&extent);
    let comma = text
        .rfind('，')
        .filter(|&comma| super::body_name::list(&text[comma + '，'.len_utf8()..]).is_some());
    extent.start..comma.map_or(extent.end, |comma| extent.start + comma)
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

/// “报部，|《案件情况统计表》”: what is left of the report before is none of this one's.
fn behind_report(page: &Page, extent: Extent) -> Extent {
    // “…（系统将关闭），|总行推荐”: the rest of a bracket is none of it either.
    let text = page.slice(&extent);
    let closes = text.find(')').filter(|&close| !text[..close].contains('('));
    let extent = closes.map_or(extent.clone(), |close| {
        page.trimmed(&(extent.start + close + 1..extent.end), &['，', '；', '。'])
    });
    let text = page.slice(&extent);
    let comma = text
        .find('，')
        .filter(|&comma| text.starts_with('报') && comma <= "报某某".len());
    extent.start + comma.map_or(0, |comma| comma + '，'.len_utf8())..extent.end
}

/// A clause without an object of its own (要及时报送) takes that of the clause before: 对发现的风险线索.
pub(super) fn with_object(page: &Page, sentence: &Extent, clause: &Extent, turn: &Turn) -> String {
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

/// 报送时间不得晚于, 最迟于: words about the limit itself.
static LIMIT_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(?:，?(?:首次|最后)?(?:报送|上报|完成|办结|截止)?(?:时间|时限|期限|日期)(?:为|：)?)?(?:截至|截止到?|不得?[迟晚]于|不能[迟晚]于|(?:最迟|最晚)?不(?:得|能)?超过|最迟|最晚)(?:于|在)?$|，?(?:首次|最后)?(?:报送|上报|完成|办结|截止)?(?:时间|时限|期限|日期)(?:为|：)$",
    )
});

static THIS_WORK: LazyLock<Regex> =
    LazyLock::new(|| super::pattern(r"^(?:此项|该项|这项|上述|以上|本阶段|本项|各项)?工作$"));
