//! Names by rule, for an office without a model: the anatomy of full names, and stretches of a text that hold no ordinary word,
//! come again, carry an ending of brands or stand beside words that go with names. It must not know models.

use rustc_hash::FxHashMap;

use super::super::starts::{self, BRAND, FIRM, FUNCTION, NAME, OPENING, Starts};
use super::{
    firms::{coded, firms},
    heads,
    lists::{COMMON, CUES_AFTER, ENDINGS, Ending, QUOTED_BEFORE, cue_ends, firm_begins, is_named},
    quoted::quoted,
};

/// Longest brand.
const LONGEST_BRAND: usize = 10;
/// Points from which a stretch counts as a name.
pub(super) const ENOUGH: i32 = 4;

/// A stretch that may be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub start: usize,
    pub end: usize,
    pub firm: bool,
    pub points: i32,
}

/// What of names may begin with a character, and whether names hold it.
pub(in super::super) fn starts(c: char) -> Starts {
    let name = c.is_ascii_alphanumeric()
        || ('\u{4e00}'..='\u{9fff}').contains(&c)
        || matches!(c, '·' | '&');
    starts::bits([
        (FUNCTION, FUNCTION_WORDS.contains(c)),
        (NAME, name),
        (OPENING, matches!(c, '(' | '“' | '「')),
        (FIRM, firm_begins(c)),
        (BRAND, heads::begins(c)),
    ])
}

const FUNCTION_WORDS: &str = "的了是在被把将让使对向从也都就还又很更最而但且或吗呢吧啊呀哦嘛哪谁我你他她它您这那不没无别勿要想说请问因所以与和及";

/// Whether a character is a particle, which no name holds.
pub(super) fn is_function(c: char) -> bool {
    FUNCTION_WORDS.contains(c)
}

/// Whether a character belongs to an ordinary word or is a mark.
fn ordinary(text: &[char], starts: &[Starts]) -> Vec<bool> {
    let mark = |bits: &Starts| bits & (FUNCTION | NAME) != NAME;
    let mut marked: Vec<bool> = starts.iter().map(mark).collect();
    COMMON.scan(text, |start, end, _| {
        let whole = whole_latin(text, start, end);
        if whole {
            marked[start..end].iter_mut().for_each(|m| *m = true);
        }
        whole
    });
    marked
}

/// A Latin word is ordinary only as a whole: app, but not apple.
fn whole_latin(text: &[char], start: usize, end: usize) -> bool {
    let latin = |at: Option<usize>| {
        at.and_then(|a| text.get(a))
            .is_some_and(char::is_ascii_alphanumeric)
    };
    let begins_inside = latin(Some(start)) && latin(start.checked_sub(1));
    let ends_inside = latin(end.checked_sub(1)) && latin(Some(end));
    !(begins_inside || ends_inside)
}

/// What the rules see in a text.
#[derive(Debug)]
pub(super) struct Anatomy {
    /// For every character whether it belongs to an ordinary word or is a mark.
    pub ordinary: Vec<bool>,
    /// Every stretch that may be a name, with its points.
    pub candidates: Vec<Candidate>,
}

/// Reads a plain text by rule.
pub(super) fn anatomy(text: &[char], starts: &[Starts]) -> Anatomy {
    let marked = ordinary(text, starts);
    let mut found = firms(text, starts);
    let opened = starts.iter().any(|bits| bits & OPENING != 0);
    if opened {
        found.extend(coded(text, starts));
    }
    let mut headed = heads::headed(text, starts, &marked);
    let cover = Cover::of(text.len(), &found);
    headed.retain(|c| !cover.touches(c.start, c.end));
    found.extend(headed);
    if opened {
        let cover = Cover::of(text.len(), &found);
        let mut in_marks = quoted(text, &marked);
        in_marks.retain(|c| !cover.touches(c.start, c.end));
        found.extend(in_marks);
    }
    let full: Vec<(usize, usize)> = found.iter().map(|c| (c.start, c.end)).collect();
    let runs = runs(text, &marked, &Cover::of(text.len(), &found));
    let counts = counts(text, &runs);
    let mut wholes = Wholes::of(text, &full);
    for ((start, end), count) in runs.into_iter().zip(counts) {
        let within = wholes.hold(text.get(start..end).unwrap_or_default());
        let points = points(text, start, end, count) + if within { 2 } else { 0 };
        found.push(Candidate {
            start,
            end,
            firm: false,
            points,
        });
    }
    found.sort_by_key(|c| (c.start, std::cmp::Reverse(c.end)));
    Anatomy {
        ordinary: marked,
        candidates: found,
    }
}

/// How far stretches reach, so that a long text with many is read once.
struct Cover {
    /// For every character the furthest end of a stretch that begins at or before it.
    reach: Vec<usize>,
}

impl Cover {
    fn of(letters: usize, stretches: &[Candidate]) -> Self {
        let mut reach = vec![0; if stretches.is_empty() { 0 } else { letters }];
        for s in stretches {
            if let Some(end) = reach.get_mut(s.start) {
                *end = s.end.max(*end);
            }
        }
        let mut furthest = 0;
        for end in &mut reach {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self { reach }
    }

    /// Whether `[start, end)` overlaps one.
    fn touches(&self, start: usize, end: usize) -> bool {
        let last = end.checked_sub(1).and_then(|e| self.reach.get(e));
        last.is_some_and(|reach| *reach > start)
    }

    /// Whether `[start, end)` lies in one.
    fn holds(&self, start: usize, end: usize) -> bool {
        self.reach.get(start).is_some_and(|reach| *reach >= end)
    }
}

/// Full names that are looked into for a brand, at most.
const MOST_WHOLES: usize = 64;

/// The different full names of a text, and which runs are known to be part of one.
struct Wholes<'t> {
    names: Vec<&'t [char]>,
    known: FxHashMap<&'t [char], bool>,
}

impl<'t> Wholes<'t> {
    fn of(text: &'t [char], full: &[(usize, usize)]) -> Self {
        let mut names: Vec<&[char]> = Vec::new();
        for (start, end) in full {
            let name = text.get(*start..*end).unwrap_or_default();
            if names.len() == MOST_WHOLES {
                break;
            }
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Self {
            names,
            known: FxHashMap::default(),
        }
    }

    fn hold(&mut self, run: &'t [char]) -> bool {
        if self.names.len() < 2 {
            return self.names.iter().any(|name| contains(name, run));
        }
        let names = &self.names;
        *self
            .known
            .entry(run)
            .or_insert_with(|| names.iter().any(|name| contains(name, run)))
    }
}

fn contains(whole: &[char], part: &[char]) -> bool {
    whole.len() > part.len() && whole.windows(part.len()).any(|w| w == part)
}

/// Stretches without ordinary words; an ending of brands that follows belongs to them (米袋 + 理财).
fn runs(text: &[char], marked: &[bool], full: &Cover) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < marked.len() {
        if marked[at] {
            at += 1;
            continue;
        }
        let mut end = at + marked[at..].iter().take_while(|m| !**m).count();
        if let Some((Ending::Brand | Ending::Telling, after)) = ENDINGS
            .at(text, end)
            .filter(|(_, after)| !is_loose(text, end, *after))
        {
            end = after;
        }
        at = heads::led(text, at, end);
        let inside = full.holds(at, end);
        if end - at >= 2
            && end - at <= LONGEST_BRAND + 6
            && !inside
            && !is_number(text.get(at..end).unwrap_or_default())
        {
            found.push((at, end));
        }
        at = end.max(at + 1);
    }
    found
}

/// 平台, app and 科技 are said beside a name rather than of it.
pub(super) fn is_loose(text: &[char], start: usize, end: usize) -> bool {
    matches!(
        text.get(start..end).unwrap_or_default(),
        ['平', '台']
            | ['a', 'p', 'p']
            | ['外', '汇']
            | ['投', '资']
            | ['健', '康']
            | ['银', '行']
            | ['保', '险']
            | ['证', '券']
            | ['股', '份']
            | ['资', '产']
            | ['养', '老']
            | ['医', '疗']
    )
}

fn is_number(run: &[char]) -> bool {
    let counts = |c: &char| {
        matches!(
            c,
            '0'..='9'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '万'
                | '亿'
                | '元'
                | '年'
                | '月'
                | '日'
                | '号'
                | '点'
                | '分'
        )
    };
    run.iter().all(counts)
}

/// Runs up to which each is compared with every other one.
const FEW: usize = 24;

/// How often each run stands in the text.
fn counts(text: &[char], runs: &[(usize, usize)]) -> Vec<usize> {
    let run = |(start, end): &(usize, usize)| text.get(*start..*end).unwrap_or_default();
    if runs.len() <= FEW {
        let mut counts = vec![1; runs.len()];
        for (at, one) in runs.iter().enumerate() {
            let same = |other: &usize| same(run(one), run(&runs[*other]));
            for other in (at + 1..runs.len()).filter(same) {
                counts[at] += 1;
                counts[other] += 1;
            }
        }
        return counts;
    }
    let mut counts: FxHashMap<&[char], usize> = FxHashMap::default();
    runs.iter()
        .for_each(|r| *counts.entry(run(r)).or_default() += 1);
    runs.iter()
        .map(|r| counts.get(run(r)).copied().unwrap_or(1))
        .collect()
}

/// Whether two runs are equal; most differ in their first character, which costs no call to compare memory.
fn same(one: &[char], other: &[char]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a == b)
}

fn points(text: &[char], start: usize, end: usize, count: usize) -> i32 {
    let run = text.get(start..end).unwrap_or_default();
    let length = run.len();
    let repeated = i32::try_from(count.min(5)).unwrap_or(5) - 1;
    let ending = (1..length).find_map(|from| {
        let (ending, e) = ENDINGS.at(text, start + from)?;
        (e == end).then_some((ending, from))
    });
    let ending = match ending {
        // 权健公司, 悟空理财: two to four characters that are no word, and an ending that little else has.
        Some((Ending::Telling, from @ 2..=4)) if heads::is_head(&run[..from]) => 4,
        Some(_) => 2,
        None => 0,
    };
    let before = cue_ends(text, start);
    let of = usize::from(text.get(end) == Some(&'的'));
    let after = CUES_AFTER.at(text, end + of).is_some();
    let latin = run.iter().all(char::is_ascii_alphanumeric);
    repeated
        + ending
        + i32::from(before)
        + 2 * i32::from(after)
        + i32::from(start == 0)
        + i32::from(is_quoted(text, start, end))
        + i32::from(is_named(text, start))
        - 2 * i32::from(length > 7)
        - i32::from(latin && count < 3)
}

/// “鑫汇通”非法集资案: in quotation marks, and behind them what goes with names.
fn is_quoted(text: &[char], start: usize, end: usize) -> bool {
    let opened = start.checked_sub(1).and_then(|b| text.get(b)) == Some(&'“');
    let closed = text.get(end) == Some(&'”');
    let of = usize::from(text.get(end + 1) == Some(&'的'));
    let plain = text
        .get(start..end)
        .is_some_and(|run| !run.iter().any(char::is_ascii_digit));
    opened && closed && plain && QUOTED_BEFORE.at(text, end + 1 + of).is_some()
}

/// The names by rule: enough points, the longer one where two overlap.
pub(super) fn names(text: &[char], starts: &[Starts]) -> Vec<(usize, usize)> {
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let candidates = anatomy(text, starts).candidates.into_iter();
    for candidate in candidates.filter(|c| c.points >= ENOUGH) {
        if taken.last().is_none_or(|(_, end)| candidate.start >= *end) {
            taken.push((candidate.start, candidate.end));
        }
    }
    taken
}
