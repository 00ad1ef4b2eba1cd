//! Which words of a sentence belong to a time in it: up to the next time, the next subject, the address to write to.
//! It must not know what the words mean.

use super::actor;
use super::owing::subject_alone;
use super::page::{Extent, Page};
use super::reach::has_chars;
use super::recurrence::Turn;
use super::said::with_before;

/// “甲5月20日前、乙5月25日前分别报送”: the body between the last date and this one owes this.
pub(super) fn own_subject(page: &Page, last: Option<usize>, time: &Extent) -> Option<Vec<String>> {
    let last = last.filter(|&last| last < time.start)?;
    let names = subject_alone(page, &(last..time.start));
    (page.text[last..].starts_with(['、', '，', '和']) && !names.is_empty()).then_some(names)
}

/// “甲5月20日前、乙5月25日前分别报送”: the words stand behind the last of the dates.
pub(super) fn shared_words(
    page: &Page,
    sentence: &Extent,
    from: usize,
    next: Option<usize>,
) -> (usize, Option<usize>) {
    let (mut from, mut next) = (from, next);
    while let Some(start) = next.filter(|&next| from < next && next < sentence.end) {
        let joined = page.text[from..start].starts_with('、');
        if !joined || subject_alone(page, &(from..start)).is_empty() {
            break;
        }
        let mut mentions = super::mention::each(page.slice(&(start..sentence.end)), start);
        let Some(first) = mentions.next() else { break };
        from = with_before(page, &first.extent).end;
        next = mentions.next().map(|second| second.extent.start);
    }
    (from, next)
}

/// “截止日期：7月20日，电子邮箱：…”: where to write is no part of what is due.
pub(super) fn before_mailbox(page: &Page, from: usize, end: usize) -> usize {
    [
        "，电子邮箱：",
        "，邮箱：",
        "，电子信箱：",
        "，通讯地址：",
        "，联系电话：",
        "，电话：",
    ]
    .iter()
    .filter_map(|label| page.text[from..end].find(label))
    .min()
    .map_or(end, |at| from + at)
}

/// Where a task ends before the relative time that closes it: 宣传情况|于节后一周内.
pub(super) fn without_time(page: &Page, task: &Extent) -> usize {
    let turns = super::recurrence::turns(page.slice(task), task.start);
    let closing = turns.iter().find(|turn| turn.extent.end == task.end);
    closing.map_or(task.end, |turn| {
        let before = page.slice(&(task.start..turn.extent.start));
        task.start
            + before
                .trim_end_matches(['于', '在', '应', '要', '须'])
                .len()
    })
}

/// Where the words about a recurring time begin and end: up to the next time, unless only its subject stands between.
pub(super) fn own_words(
    page: &Page,
    sentence: &Extent,
    end: usize,
    next: Option<&Turn>,
) -> (usize, usize) {
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

/// Where the clause with the next date begins, so that its words are not taken for this one's. Two times that share a
/// character (第一季度前4月) have no clause between them.
pub(super) fn clause_start(page: &Page, from: usize, next: usize) -> usize {
    let between = page.text.get(from..next).unwrap_or_default();
    between
        .rfind(['，', '；', '、'])
        .map_or(next.max(from), |comma| from + comma)
}

/// Where another body begins to act: what it does is not owed by this one.
pub(super) fn before_next_subject(page: &Page, from: usize, end: usize) -> usize {
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

/// “3月15日、5月15日等重要节点，各单位要…”: what is to be done stands behind the comma.
pub(super) fn behind_occasions(page: &Page, from: usize, end: usize) -> usize {
    let text = &page.text[from..end];
    let comma = text
        .find('，')
        .filter(|&at| text.starts_with('等') && text[..at].chars().count() <= 10);
    comma.map_or(from, |at| from + at + '，'.len_utf8())
}
