//! Who acts in a sentence: 各乡（镇）要…, 由县公安局牵头, 责任单位：….
//! It must not know what is due or when.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::act_word::ACTS;
use super::body_name;
use super::mention;
use super::page::{Extent, Page};
use super::reach;
use super::reading::UnitRole;
use super::recurrence;
use super::word_set::WordSet;

/// A body that acts, with the part it plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    pub extent: Extent,
    pub role: UnitRole,
}

/// The words of action, found by their first character: every character of a clause is asked.
static ACT: LazyLock<WordSet> = LazyLock::new(|| WordSet::new([ACTS]));
/// What looks like one of them and is the beginning of another word.
static NO_ACT: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::new([&["负责人", "负责同志", "对口", "组织部", "组织领导"][..]]));

/// What the bodies of a bracket are told to do: 按职责分工负责.
static ASSIGNS: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        "(?:等?(?:按照?|依)(?:各自)?职[责能](?:分工)?)?(?:分别|共同|具体)?(?:负责|落实|承担|实施|牵头|配合|协助|参与|参加)$",
    )
});

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern(
        r"(牵头|责任|配合|参与|协办|主办|承办|实施|完成|协同|参加)(?:单位|部门|科室|处室|股室)(?:和[^：]{0,8}|及[^：]{0,8})?：((?:[^。；：\n()】\]]|\([^()]*\))+)",
    )
});

/// The label that ends a list of bodies and begins the next.
static NEXT_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    super::pattern("[，、 ]?(?:牵头|责任|配合|参与|协办|主办|承办|协同|参加)(?:单位|部门|科室)$")
});

/// The bodies that act in an extent, in order, without repetition.
pub(super) fn acting(page: &Page, extent: &Extent) -> Vec<Actor> {
    let mut actors = assigned(page, extent);
    let mut treats = false;
    for clause in clauses(page, extent) {
        let text = page.slice(&clause);
        let known = actors.len();
        subject(page, &clause, &mut actors);
        // “对红色企业每周走访，黄色企业每月走访”: the second is visited as well.
        if treats
            && actors[known..]
                .iter()
                .all(|actor| is_treated(page.slice(&actor.extent)))
        {
            actors.truncate(known);
        }
        treats = text.starts_with('对') || treats && actors.len() == known;
    }
    let mut seen = HashSet::new();
    actors.retain(|actor| seen.insert(page.slice(&actor.extent)));
    actors
}

/// What offices deal with rather than order about.
pub(super) fn is_treated(name: &str) -> bool {
    ["企业", "公司", "机构", "平台", "主体", "场所", "合作社"]
        .iter()
        .any(|word| name.ends_with(word))
}

/// The printed names.
pub(super) fn names(page: &Page, actors: &[Actor]) -> Vec<String> {
    actors
        .iter()
        .map(|actor| page.printed(&actor.extent))
        .collect()
}

/// Bodies behind a label: 责任单位：….
pub(super) fn labelled(page: &Page, extent: &Extent) -> Vec<Actor> {
    let mut actors = Vec::new();
    let (text, mut from) = (page.slice(extent), 0);
    while let Some(captures) = LABEL.captures_at(text, from) {
        let (Some(label), Some(list)) = (captures.get(1), captures.get(2)) else {
            break;
        };
        // “牵头单位：县住建局，配合单位：…”: the next label ends the list of this one.
        let next = NEXT_LABEL
            .find(list.as_str())
            .map_or(list.len(), |next| next.start());
        from = list.start() + next.max(1);
        let bodies = &list.as_str()[..next];
        let role = match label.as_str() {
            "牵头" | "主办" => UnitRole::Lead,
            "配合" | "参与" | "协办" | "协同" | "参加" => UnitRole::Assisting,
            _ => UnitRole::Responsible,
        };
        for (at, name) in body_name::split_list(bodies) {
            let name = name.trim_end_matches("等");
            if (2..=30).contains(&name.chars().count()) {
                let start = extent.start + list.start() + at;
                actors.push(Actor {
                    extent: start..start + name.len(),
                    role,
                });
            }
        }
    }
    actors
}

/// The bodies that open the paragraph of a place, before a colon: 县供销社：…, 县农业农村局（牵头）：….
pub(super) fn heading_bodies(page: &Page, at: usize) -> Vec<Actor> {
    let next = page
        .paragraphs
        .partition_point(|paragraph| paragraph.extent.start <= at);
    let Some(paragraph) = next.checked_sub(1).map(|at| &page.paragraphs[at]) else {
        return Vec::new();
    };
    let text = reach::head(page.slice(&paragraph.extent), 40);
    // A numbered paragraph is a heading, which is read as such.
    let colon = text
        .find('：')
        .filter(|_| !paragraph.is_row && super::mark::read(text).is_none());
    let Some(label) = colon.map(|colon| &text[..colon]) else {
        return Vec::new();
    };
    let (list, role) = match label.split_once('(') {
        Some((list, "牵头)" | "牵头单位)")) => (list, UnitRole::Lead),
        Some(_) => return Vec::new(),
        None => (label, UnitRole::Responsible),
    };
    let mut actors = Vec::new();
    if let Some(bodies) = split_bodies(list) {
        push(paragraph.extent.start, &bodies, role, &mut actors);
    }
    actors
}

/// Bodies a label or a bracket at the end makes answerable: （责任单位：…）, （县公安局、县法院按职责分工负责）.
pub(super) fn assigned(page: &Page, extent: &Extent) -> Vec<Actor> {
    let mut actors = labelled(page, extent);
    let end = page
        .slice(extent)
        .trim_end_matches(['。', '；', '\n'])
        .len();
    for bracket in brackets(page.slice(extent)) {
        let inner = &page.slice(extent)[bracket.clone()];
        let at_end = bracket.end + ')'.len_utf8() == end;
        // “报市金融办（市处非办）” calls the recipient by its other name.
        let before = &page.slice(extent)[..bracket.start - '('.len_utf8()];
        let is_alias = reach::tail(before, 120);
        if super::recipient::recipient(is_alias, 0).is_some_and(|to| to.end == is_alias.len()) {
            continue;
        }
        if at_end || ASSIGNS.is_match(inner) {
            actors.extend(in_bracket(inner, extent.start + bracket.start).unwrap_or_default());
        }
    }
    actors
}

/// 县商务局、县民政局|按职责分工负责: the bodies alone.
pub(super) fn without_part(list: &str) -> &str {
    list[..ASSIGNS.find(list).map_or(list.len(), |verb| verb.start())].trim_end_matches('等')
}

/// The bodies of a table's cell: a list, perhaps with the part each plays (县民政局牵头，县公安局配合).
pub(super) fn of_cell(page: &Page, cell: &Extent, role: UnitRole) -> Vec<Actor> {
    let named = labelled(page, cell);
    if !named.is_empty() {
        return named;
    }
    let text = page.slice(cell);
    let mut actors = Vec::new();
    let mut start = 0;
    let inside = brackets(text);
    let parts = |at: usize, c: char| {
        matches!(c, '，' | '；' | '。')
            || page.blank_before(cell.start + at) && ASSIGNS.is_match(reach::tail(&text[..at], 16))
    };
    let cuts = text.char_indices().filter(|&(at, c)| {
        at > 0 && parts(at, c) && !inside.iter().any(|bracket| bracket.contains(&at))
    });
    for end in cuts.map(|(at, _)| at).chain([text.len()]) {
        let clause = text[start..end].trim_start_matches(['，', '；', '。', '由']);
        let (list, told) = apart(clause);
        for (at, name) in body_name::split_list(list) {
            let from = cell.start + end - clause.len() + at;
            let (name, noted) = without_role(name);
            actors.push(Actor {
                extent: from..from + name.len(),
                role: noted.or(told).unwrap_or(role),
            });
        }
        start = end;
    }
    actors
}

/// 县公安局、县法院|配合: the bodies, and the part they play when it is said.
fn apart(clause: &str) -> (&str, Option<UnitRole>) {
    let (mut list, mut role) = (clause, None);
    while let Some(verb) = ASSIGNS.find(list).filter(|verb| verb.start() > 0) {
        role = match (role, part_of(verb.as_str())) {
            (None | Some(UnitRole::Responsible), told) => Some(told),
            (known, _) => known,
        };
        list = list[..verb.start()].trim_end_matches('等');
    }
    (list, role)
}

/// 县教育局|（牵头）: the part a body plays, in a bracket behind its name.
fn without_role(name: &str) -> (&str, Option<UnitRole>) {
    const ROLES: &[(&str, UnitRole)] = &[
        ("牵头", UnitRole::Lead),
        ("主办", UnitRole::Lead),
        ("配合", UnitRole::Assisting),
        ("协办", UnitRole::Assisting),
        ("参与", UnitRole::Assisting),
        ("负责", UnitRole::Responsible),
        ("责任", UnitRole::Responsible),
    ];
    let Some((body, note)) = name
        .strip_suffix(')')
        .and_then(|open| open.rsplit_once('('))
    else {
        return (name, None);
    };
    let note = note.trim_end_matches("单位").trim_end_matches("部门");
    let role = ROLES.iter().find(|(word, _)| *word == note);
    role.map_or((name, None), |(_, role)| (body, Some(*role)))
}

fn part_of(verb: &str) -> UnitRole {
    match verb {
        verb if verb.ends_with("牵头") => UnitRole::Lead,
        verb if verb.ends_with(['合', '助', '与', '加']) => UnitRole::Assisting,
        _ => UnitRole::Responsible,
    }
}

/// 县处非办牵头，县公安局、县法院配合: every clause of the bracket is bodies and at most a word of what they do.
fn in_bracket(inner: &str, base: usize) -> Option<Vec<Actor>> {
    let mut actors = Vec::new();
    let mut at = 0;
    for clause in inner.split(['，', '；']) {
        // “（县政府办，2月底前）”: the time says who as little as 完成时限.
        let timed = mention::length_at_start(clause).is_some_and(|used| {
            let rest = clause[used..].trim_start_matches('前');
            rest.is_empty() || rest == "完成"
        });
        if timed && !actors.is_empty() {
            at += clause.len() + '，'.len_utf8();
            continue;
        }
        let verb = ASSIGNS.find(clause);
        let list = clause[..verb.map_or(clause.len(), |verb| verb.start())].trim_end_matches('等');
        let role = verb.map_or(UnitRole::Responsible, |verb| part_of(verb.as_str()));
        push(base + at, &split_bodies(list)?, role, &mut actors);
        at += clause.len() + '，'.len_utf8();
    }
    Some(actors)
}

/// The bodies of a bracket, which parts them by commas as well; none when a member is no body.
fn split_bodies(text: &str) -> Option<Vec<(usize, &str)>> {
    let parts = body_name::split_list(text);
    let named = |(_, part): &(usize, &str)| body_name::is_body(body_name::without_sum(part));
    (!parts.is_empty() && parts.iter().all(named)).then_some(parts)
}

/// The insides of the outermost brackets.
fn brackets(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut all = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    all.push(start..at);
                }
            }
            // A bracket that is not closed within its sentence never will be.
            '。' | '\n' => depth = 0,
            _ => {}
        }
    }
    all
}

/// Clauses of an extent: between commas and stops, and the insides of longer brackets such as （县公安局牵头）.
fn clauses(page: &Page, extent: &Extent) -> Vec<Extent> {
    let text = page.slice(extent);
    let inside = brackets(text);
    let mut next = inside.iter().peekable();
    let mut all = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        while next.next_if(|bracket| bracket.end < at).is_some() {}
        let enclosed = next.peek().is_some_and(|bracket| bracket.contains(&at));
        if matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '\n') && !enclosed {
            all.push(extent.start + start..extent.start + at);
            start = at + c.len_utf8();
        }
    }
    all.push(extent.start + start..extent.end);
    for bracket in inside {
        let words = &text[bracket.clone()];
        if super::reach::has_chars(words, 6) && !super::recipient::is_place(words) {
            all.extend(words.split('，').scan(bracket.start, |next, clause| {
                let from = *next;
                *next += clause.len() + '，'.len_utf8();
                Some(extent.start + from..extent.start + from + clause.len())
            }));
        }
    }
    all
}

/// Verbs whose object acts on another's word.
const GOVERNS: &[&str] = &["督促", "指导", "协调", "组织", "责成", "会同", "联合"];

fn subject(page: &Page, clause: &Extent, actors: &mut Vec<Actor>) {
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

fn push(base: usize, list: &[(usize, &str)], role: UnitRole, actors: &mut Vec<Actor>) {
    for (at, name) in list {
        let short = body_name::without_sum(name);
        if short.chars().count() >= 2 || body_name::KINDS.contains(&short) {
            actors.push(Actor {
                extent: base + at..base + at + short.len(),
                role,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(text: &str) -> Vec<String> {
        let page = Page::new(text);
        names(&page, &acting(&page, &(0..page.text.len())))
    }

    #[test]
    fn subjects_are_found() {
        for (text, expected) in [
            (
                "各乡（镇）、各有关单位要紧密结合实际",
                vec!["各乡（镇）", "各有关单位"],
            ),
            ("对无照经营的，由县市场监管局依法处罚", vec!["县市场监管局"]),
            (
                "县人民法院、县人民检察院和县公安局要密切配合",
                vec!["县人民法院", "县人民检察院", "县公安局"],
            ),
            ("6月25日前，各乡镇向县政府办报送信息", vec!["各乡镇"]),
            (
                "（县公安局牵头，县法院、县检察院配合）",
                vec!["县公安局", "县法院", "县检察院"],
            ),
            (
                "牵头单位：县处非办；责任单位：县公安局、各街道",
                vec!["县处非办", "县公安局", "各街道"],
            ),
            (
                "联合工作组会同两镇，对摸排出的企业开展核查",
                vec!["联合工作组", "两镇"],
            ),
            ("要加大打击力度，切实查办一批案件", vec![]),
        ] {
            assert_eq!(who(text), expected, "{text}");
        }
    }
}
