//! The subject of a clause: bodies before a word of action, behind 由 or behind a verb that governs them.
//! It must not know labels and brackets.

use std::sync::LazyLock;

use super::act_word::ACTS;
use super::actor::{Actor, push};
use super::body_name;
use super::mention;
use super::page::{Extent, Page};
use super::reach;
use super::reading::UnitRole;
use super::recurrence;
use super::word_set::WordSet;

/// The words of action, found by their first character: every character of a clause is asked.
static ACT: LazyLock<WordSet> = LazyLock::new(|| WordSet::new([ACTS]));
/// What looks like one of them and is the beginning of another word.
static NO_ACT: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new([&["负责人", "负责同志", "对口", "组织部", "组织领导"][..]]));

/// Verbs whose object acts on another's word.
const GOVERNS: &[&str] = &["督促", "指导", "协调", "组织", "责成", "会同", "联合"];

pub(super) fn subject(page: &Page, clause: &Extent, actors: &mut Vec<Actor>) {
    let text = page.slice(clause);
    let mut starts = Vec::new();
    if !is_condition(text) {
        starts.push(opening(text));
    }
    starts.extend(
        text.match_indices('由')
            .map(|(at, by)| at + by.len())
            .take(3),
    );
    for start in starts {
        if let Some((list, end)) = bodies_before_act(&text[start..]) {
            let act = &text[start + end..];
            // “督促物业公司…”: it helps whoever urges it on.
            let governed = GOVERNS.iter().any(|verb| text[..start].ends_with(verb));
            let role = if governed {
                UnitRole::Assisting
            } else {
                role_of(act)
            };
            push(clause.start + start, &list, role, actors);
            companions(act, clause.start + start + end, actors);
            return;
        }
    }
}

/// “妨碍执法机关依法履职的”, “经村委会排查发现的线索”: a case the plan speaks of, not a body told to act.
fn is_condition(text: &str) -> bool {
    const CASES: &[&str] = &["妨碍", "阻碍", "干扰", "抗拒", "拒不", "凡经", "如经"];
    let passed = text.strip_prefix('经').is_some_and(|rest| {
        !["济", "开", "信", "发", "管", "侦", "合", "技"]
            .iter()
            .any(|field| rest.starts_with(field))
    });
    (text.ends_with('的') && !text.contains('由'))
        || passed
        || CASES.iter().any(|word| text.starts_with(word))
}

/// What may stand before the subject: dates, 请, 其中, 以后, and verbs that call a further body in (联合区公安分局).
fn opening(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let word = [
            "其中",
            "同时",
            "特别是",
            "以后",
            "另请",
            "请",
            "要求",
            "由",
            "并",
            "凡",
            "此外",
            "最后",
            "首先",
            "联合",
            "会同",
            "协调",
            "督促",
            "责成",
            "指导",
            "组织",
            "原则上",
            "必要时",
            "经查实后",
        ]
        .iter()
        .find(|word| rest.starts_with(**word))
        .filter(|word| !names_a_group(&rest[word.len()..]));
        if let Some(word) = word {
            at += word.len();
        } else if let Some(length) =
            mention::length_at_start(rest).or_else(|| recurrence::length_at_start(rest))
        {
            at += length;
            at += text[at..].strip_prefix('前').map_or(0, |_| '前'.len_utf8());
        } else {
            return at;
        }
    }
}

/// 联合工作组, 协调小组, 组织部: the verb is the beginning of the name.
fn names_a_group(rest: &str) -> bool {
    [
        "工作", "检查", "督导", "督查", "执法", "小组", "机制", "专班", "部", "机构", "处置",
        "会议",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
}

fn role_of(act: &str) -> UnitRole {
    match () {
        () if act.starts_with("牵头") => UnitRole::Lead,
        () if ["配合", "协助", "参与"]
            .iter()
            .any(|word| act.starts_with(word)) =>
        {
            UnitRole::Assisting
        }
        () => UnitRole::Responsible,
    }
}

/// Times that need no number: 市金融办|下周一前拟定方案.
const NEAR: &[&str] = &[
    "下周",
    "本周",
    "本月",
    "下月",
    "年底",
    "年末",
    "年内",
    "月底前",
    "即日",
    "当日",
    "当天",
    "当场",
    "上半年",
    "下半年",
    "一季度",
    "二季度",
    "三季度",
    "四季度",
    "第一",
    "第二",
    "第三",
    "第四",
    "活动后",
    "活动结束",
    "会前",
    "会后",
    "节前",
    "节后",
    "春节",
    "元旦",
    "中秋",
    "国庆",
    "开学",
    "放假",
    "学期",
    "本学期",
    "期末",
    "今年",
    "明年",
];

/// The list of bodies a clause starts with, when a word of action follows.
fn bodies_before_act(text: &str) -> Option<(Vec<(usize, &str)>, usize)> {
    let mut named = 0;
    for (at, _) in reach::head(text, 400).char_indices().skip(2) {
        let acts = ACT.begins(&text[at..]) && !NO_ACT.begins(&text[at..]);
        // “由县专项办3日内分流”: the time stands where the verb would.
        let timed = text[at..].starts_with(|c: char| c.is_ascii_digit())
            && !text[..at].ends_with(|c: char| c.is_ascii_digit())
            || NEAR.iter().any(|word| text[at..].starts_with(word));
        if !(acts || timed) || !body_name::may_end(&text[..at]) {
            continue;
        }
        named += 1;
        if named > 40 {
            return None;
        }
        // A list ends in a body, so most candidates fail here cheaply.
        if let Some(list) = body_name::acting_list(text[..at].trim_end_matches('等')) {
            return Some((list, at));
        }
    }
    None
}

/// 会同两镇…: bodies that act together with the subject.
fn companions(act: &str, base: usize, actors: &mut Vec<Actor>) {
    for word in ["会同", "联合", "与", "协调"] {
        let Some(rest) = act
            .strip_prefix(word)
            .or_else(|| act.strip_prefix('要')?.strip_prefix(word))
        else {
            continue;
        };
        let whole = || Some((body_name::list(rest)?, rest.len()));
        if let Some((list, _)) = bodies_before_act(rest).or_else(whole) {
            push(
                base + act.len() - rest.len(),
                &list,
                UnitRole::Assisting,
                actors,
            );
        }
    }
}
