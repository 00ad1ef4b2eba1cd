//! Who acts in a sentence: 各乡（镇）要…, 由县公安局牵头, 责任单位：….
//! It must not know what is due or when.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::body_name;
use super::mention;
use super::page::{Extent, Page};
use super::reach;
use super::reading::UnitRole;

/// A body that acts, with the part it plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Actor {
    pub extent: Extent,
    pub role: UnitRole,
}

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
        super::subject::subject(page, &clause, &mut actors);
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

pub(super) fn push(base: usize, list: &[(usize, &str)], role: UnitRole, actors: &mut Vec<Actor>) {
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
