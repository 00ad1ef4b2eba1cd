//! What the tagger sees of a character: its neighbours, how often they come again in the text, and what the rules say.
//! It must not know weights.

use super::{
    super::starts::{self, Starts},
    lists::{CUES_AFTER, ENDINGS, cue_ends},
    rules::{Anatomy, Candidate, ENOUGH, anatomy},
};

/// Slots of the weight table; features are hashed into it.
pub(super) const SLOTS: usize = 1 << 19;
/// Features of a character.
pub(super) const COUNT: usize = 19;

/// Characters before and behind one that are looked at.
const AROUND: usize = 3;
/// Stands where a text has not begun or has ended.
const NOTHING: u32 = 1;

/// The features of every character of a text.
pub(super) struct Features {
    /// The text with [`AROUND`] times [`NOTHING`] before and behind.
    codes: Vec<u32>,
    rule: Vec<u8>,
    repeated: Vec<u8>,
    edges: Vec<u8>,
    /// What the rules take for a name.
    pub candidates: Vec<Candidate>,
}

impl Features {
    pub fn of(text: &[char]) -> Self {
        let starts: Vec<Starts> = text.iter().map(|c| starts::of(*c)).collect();
        let Anatomy {
            ordinary,
            candidates,
        } = anatomy(text, &starts);
        let edge = [NOTHING; AROUND];
        let codes = text.iter().map(|c| u32::from(*c));
        Self {
            codes: edge.into_iter().chain(codes).chain(edge).collect(),
            rule: rule_marks(text.len(), &candidates),
            repeated: repetition(text),
            edges: edges(text, &ordinary),
            candidates,
        }
    }

    /// Slots of the features of the character at `at`.
    pub fn at(&self, at: usize) -> [u32; COUNT] {
        let around = self.codes.get(at..).and_then(<[u32]>::first_chunk);
        let around: [u32; 2 * AROUND + 1] = around.copied().unwrap_or([NOTHING; 2 * AROUND + 1]);
        let c = |offset: isize| around[(AROUND as isize + offset) as usize];
        let kind = |offset: isize| kind(char::from_u32(c(offset)).unwrap_or(' '));
        let again = |place: Option<usize>| {
            place
                .and_then(|p| self.repeated.get(p))
                .copied()
                .unwrap_or(0)
        };
        let shape = (-1..=1).fold(0, |shape, o| shape * 8 + kind(o));
        let repeat = u32::from(again(Some(at))) * 8 + u32::from(again(at.checked_sub(1)));
        let rule = u32::from(self.rule.get(at).copied().unwrap_or(0));
        let edge = |place: Option<usize>| {
            place
                .and_then(|p| self.edges.get(p))
                .map_or(16, |e| u32::from(*e))
        };
        let (here, before, next) = (edge(Some(at)), edge(at.checked_sub(1)), edge(Some(at + 1)));
        let place = match at {
            0..=2 => at as u32,
            3..=9 => 3,
            10..=29 => 4,
            _ => 5,
        };
        [
            slot(1, c(0), 0, 0),
            slot(2, c(-1), 0, 0),
            slot(3, c(1), 0, 0),
            slot(4, c(-1), c(0), 0),
            slot(5, c(0), c(1), 0),
            slot(6, c(-2), c(-1), 0),
            slot(7, c(1), c(2), 0),
            slot(8, c(-2), c(-1), c(0)),
            slot(9, c(-1), c(0), c(1)),
            slot(10, c(0), c(1), c(2)),
            slot(11, c(-3), c(-2), c(-1)),
            slot(12, c(1), c(2), c(3)),
            slot(13, shape, place, 0),
            slot(14, repeat, kind(0), 0),
            slot(15, rule, repeat, 0),
            slot(16, rule, c(0), 0),
            slot(17, rule, place, shape),
            slot(18, before, here, next),
            slot(19, here, next, rule),
        ]
    }
}

fn slot(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut hash = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in [a, b, c] {
        hash = (hash ^ u64::from(part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    (hash % SLOTS as u64) as u32
}

fn kind(c: char) -> u32 {
    match c {
        '0'..='9' => 1,
        'a'..='z' => 2,
        '\u{4e00}'..='\u{9fff}' => 3,
        '(' | '【' | '《' | '“' | '「' | '[' => 4,
        ')' | '】' | '》' | '”' | '」' | ']' => 5,
        '\u{1}' => 6,
        _ => 7,
    }
}

/// How often the pair of characters that begins here stands in the text: 0 once, up to 4.
fn repetition(text: &[char]) -> Vec<u8> {
    let mut seen = vec![0_u8; 4096];
    let place = |pair: &[char]| match pair {
        [a, b] => ((*a as usize).wrapping_mul(31) ^ *b as usize) % 4096,
        _ => 0,
    };
    for pair in text.windows(2) {
        if let Some(count) = seen.get_mut(place(pair)) {
            *count = count.saturating_add(1);
        }
    }
    let level = |count: u8| match count {
        0 | 1 => 0,
        2 => 1,
        3 => 2,
        4..=5 => 3,
        _ => 4,
    };
    text.windows(2)
        .map(|pair| level(seen.get(place(pair)).copied().unwrap_or(0)))
        .collect()
}

/// What the rules say of every character: outside, or begin and inside of a likely firm, a likely or an unlikely name.
fn rule_marks(length: usize, candidates: &[Candidate]) -> Vec<u8> {
    let mut marks = vec![0; length];
    for candidate in candidates {
        let (start, end) = (candidate.start, candidate.end);
        let begin = match (candidate.firm, candidate.points) {
            (true, _) => 1,
            (_, p) if p >= ENOUGH + 2 => 3,
            (_, p) if p >= ENOUGH => 5,
            (_, p) if p >= 2 => 7,
            _ => 9,
        };
        for (at, mark) in marks.iter_mut().enumerate().take(end).skip(start) {
            if *mark == 0 {
                *mark = if at == start { begin } else { begin + 1 };
            }
        }
    }
    marks
}

/// Where ordinary words, endings of names and words beside names stand: 1 ordinary, 2 an ending stops before the character,
/// 4 a word that goes before names stops there, 8 a word that goes behind names begins there.
fn edges(text: &[char], ordinary: &[bool]) -> Vec<u8> {
    let mut edges: Vec<u8> = ordinary.iter().map(|o| u8::from(*o)).collect();
    for at in 0..text.len() {
        if let Some(after) = ENDINGS.at(text, at).map(|(_, end)| end)
            && let Some(edge) = edges.get_mut(after)
        {
            *edge |= 2;
        }
        let (before, behind) = (cue_ends(text, at), CUES_AFTER.at(text, at).is_some());
        if let Some(edge) = edges.get_mut(at) {
            *edge |= (4 * u8::from(before)) | (8 * u8::from(behind));
        }
    }
    edges
}
