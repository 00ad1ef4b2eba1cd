//! Whether a stretch that may be a name is one (名称判定): what is said of the whole stretch, in all its places, weighed by a
//! linear rule. It must not know how stretches are proposed beyond how readily they were.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::{
    lists::{CUES_AFTER, ENDINGS, Ending, cue_ends},
    rules::Candidate,
    tagger::everywhere,
};

/// Slots of the weights; what is seen is hashed into them.
pub(super) const SLOTS: usize = 1 << 16;
/// How much sooner names are begun when stretches are proposed, in turns.
const LEANS: [i32; 3] = [0, 768, 2560];
/// Characters before and behind a stretch that are looked at.
const AROUND: usize = 14;
/// Longest name.
const LONGEST: usize = 40;
/// Places of a stretch that are looked at.
const PLACES: usize = 6;

/// A distinct stretch of a text that may be a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suspect {
    pub start: usize,
    pub len: usize,
    /// The lean at which the tagger proposed it; the last is: not at all.
    level: usize,
    /// Places where the tagger proposed it at the strongest lean.
    proposed: usize,
    points: i32,
    firm: bool,
    places: Vec<usize>,
}

/// Weights of what is seen of a stretch, and the score from which it is a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judge {
    pub weights: Vec<f32>,
    pub bias: f32,
    pub cut: f32,
}

/// The stretches proposed by the tagger at several leans, and by the rules.
pub(super) fn suspects(
    text: &[char],
    candidates: &[Candidate],
    mut spans: impl FnMut(i32) -> Vec<(usize, usize)>,
) -> Vec<Suspect> {
    let mut found: Vec<Suspect> = Vec::new();
    let mut known: HashMap<&[char], usize, FxBuildHasher> = HashMap::default();
    let mut add = |start: usize, end: usize, level: usize| -> Option<usize> {
        let name = text.get(start..end)?;
        if name.len() < 2 || name.len() > LONGEST || name.contains(&'\n') {
            return None;
        }
        let at = *known.entry(name).or_insert_with(|| {
            found.push(Suspect {
                start,
                len: name.len(),
                level,
                proposed: 0,
                points: 0,
                firm: false,
                places: Vec::new(),
            });
            found.len() - 1
        });
        Some(at)
    };
    let mut noted = Vec::new();
    for (level, lean) in LEANS.into_iter().enumerate() {
        for (start, end) in spans(lean) {
            noted.extend(add(start, end, level).filter(|_| level + 1 == LEANS.len()));
        }
    }
    let ruled: Vec<(usize, &Candidate)> = candidates
        .iter()
        .filter_map(|c| Some((add(c.start, c.end, LEANS.len())?, c)))
        .collect();
    for at in noted {
        found[at].proposed += 1;
    }
    for (at, candidate) in ruled {
        found[at].firm |= candidate.firm;
        found[at].points = found[at].points.max(candidate.points + 1);
    }
    for suspect in &mut found {
        let name = &text[suspect.start..suspect.start + suspect.len];
        suspect.places = places(text, name);
    }
    found
}

fn places(text: &[char], name: &[char]) -> Vec<usize> {
    let Some(first) = name.first() else {
        return Vec::new();
    };
    let begins = text.iter().enumerate().filter(|(_, c)| *c == first);
    begins
        .map(|(at, _)| at)
        .filter(|at| text[*at..].starts_with(name))
        .collect()
}

/// What is seen of every stretch: slots and values, each slot once.
pub(super) fn rows(text: &[char], suspects: &[Suspect]) -> Vec<Vec<(u32, f32)>> {
    let most = suspects.iter().map(|s| s.places.len()).max().unwrap_or(0);
    let row = |(at, suspect): (usize, &Suspect)| {
        let mut seen = Seen {
            row: Vec::with_capacity(96),
        };
        seen.itself(text, suspect);
        seen.among(text, suspects, at, most);
        for place in suspect.places.iter().take(PLACES) {
            seen.around(text, *place, suspect.len);
        }
        seen.row.sort_unstable_by_key(|(slot, _)| *slot);
        seen.row.dedup_by_key(|(slot, _)| *slot);
        seen.row
    };
    suspects.iter().enumerate().map(row).collect()
}

/// The features of one stretch.
struct Seen {
    row: Vec<(u32, f32)>,
}

impl Seen {
    fn add(&mut self, kind: u32, parts: &[u32], value: f32) {
        let mut hash = u64::from(kind).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for part in parts {
            hash = (hash ^ u64::from(*part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
            hash ^= hash >> 32;
        }
        self.row.push(((hash % SLOTS as u64) as u32, value));
    }

    fn itself(&mut self, text: &[char], suspect: &Suspect) {
        let name = &text[suspect.start..suspect.start + suspect.len];
        let level = suspect.level as u32;
        let share = (suspect.proposed * 4 / suspect.places.len().max(1)).min(4) as u32;
        let count = grade(suspect.places.len());
        let points = (suspect.points.clamp(-3, 9) + 3) as u32;
        let shape = shape(name) * 8 + length(name.len());
        let firm = u32::from(suspect.firm);
        self.add(1, &[level, share], 1.0);
        self.add(2, &[points, firm], 1.0);
        self.add(3, &[shape], 1.0);
        self.add(4, &[count, level], 1.0);
        self.add(5, &[level, points, firm], 1.0);
        self.add(6, &[shape, level], 1.0);
        self.add(7, &[grade(suspect.start / 4), level], 1.0);
        let ending = (1..name.len())
            .find_map(|from| ENDINGS.at(name, from).filter(|(_, end)| *end == name.len()));
        let ending = match ending {
            None => 0,
            Some((Ending::Firm, _)) => 1,
            Some((Ending::Brand, _)) => 2,
            Some((Ending::Telling, _)) => 3,
        };
        self.add(8, &[ending, level, count], 1.0);
        let tail: Vec<u32> = name.iter().rev().take(2).map(|c| *c as u32).collect();
        self.add(9, &tail[..1], 0.7);
        self.add(10, &tail, 0.7);
        let head: Vec<u32> = name.iter().take(2).map(|c| *c as u32).collect();
        self.add(11, &head[..1], 0.5);
        self.add(12, &head, 0.5);
    }

    fn among(&mut self, text: &[char], suspects: &[Suspect], at: usize, most: usize) {
        let own = &suspects[at];
        let name = &text[own.start..own.start + own.len];
        let (mut inside, mut holds) = (0, 0);
        for (other, suspect) in suspects.iter().enumerate().filter(|(o, _)| *o != at) {
            let others = &text[suspect.start..suspect.start + suspect.len];
            let stronger = u32::from(suspect.level < own.level || other < at) + 1;
            if others.len() > name.len() && others.windows(name.len()).any(|w| w == name) {
                let same = suspect.places.len() == own.places.len();
                inside = inside.max(stronger + 2 * u32::from(same));
            } else if others.len() < name.len() && name.windows(others.len()).any(|w| w == others) {
                let same = suspect.places.len() == own.places.len();
                holds = holds.max(stronger + 2 * u32::from(same));
            }
        }
        self.add(20, &[inside, own.level as u32], 1.0);
        self.add(21, &[holds, own.level as u32], 1.0);
        let best = u32::from(own.places.len() == most);
        self.add(22, &[best, grade(own.places.len())], 1.0);
        self.add(23, &[grade(suspects.len()), own.level as u32], 1.0);
        let sure = suspects.iter().filter(|s| s.level == 0).count();
        let earlier = suspects
            .iter()
            .filter(|s| s.level <= own.level && s.start < own.start)
            .count();
        self.add(24, &[grade(sure), own.level as u32], 1.0);
        self.add(25, &[grade(earlier), own.level as u32], 1.0);
    }

    fn around(&mut self, text: &[char], start: usize, len: usize) {
        let end = start + len;
        let c = |at: Option<usize>| at.and_then(|a| text.get(a)).map_or(1, |c| *c as u32);
        let (b1, b2) = (c(start.checked_sub(1)), c(start.checked_sub(2)));
        let (a1, a2, a3) = (c(Some(end)), c(Some(end + 1)), c(Some(end + 2)));
        self.add(30, &[b1], 0.6);
        self.add(31, &[b2, b1], 0.6);
        self.add(32, &[a1], 0.6);
        self.add(33, &[a1, a2], 0.6);
        self.add(34, &[a1, a2, a3], 0.6);
        let cues =
            u32::from(cue_ends(text, start)) + 2 * u32::from(CUES_AFTER.at(text, end).is_some());
        self.add(35, &[cues], 1.0);
        let digit = |at| char::from_u32(c(Some(at))).is_some_and(|c| c.is_ascii_digit());
        let coded = u32::from(a1 == u32::from('(') && digit(end + 1) && digit(end + 4));
        self.add(36, &[coded], 1.0);
        for at in start.saturating_sub(AROUND)..start.saturating_sub(1) {
            self.add(37, &[c(Some(at)), c(Some(at + 1))], 0.25);
        }
        for at in end..(end + AROUND).min(text.len().saturating_sub(1)) {
            self.add(38, &[c(Some(at)), c(Some(at + 1))], 0.25);
        }
    }
}

fn grade(count: usize) -> u32 {
    match count {
        0..=3 => count as u32,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        _ => 7,
    }
}

fn length(len: usize) -> u32 {
    match len {
        0..=5 => len as u32,
        6..=8 => 6,
        _ => 7,
    }
}

fn shape(name: &[char]) -> u32 {
    let latin = name.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let digits = name.iter().filter(|c| c.is_ascii_digit()).count();
    match (latin, digits) {
        (0, 0) => 0,
        (l, 0) if l == name.len() => 1,
        (0, d) if d == name.len() => 2,
        (l, d) if l + d == name.len() => 3,
        (_, 0) => 4,
        _ => 5,
    }
}

impl Judge {
    /// The score of what is seen of a stretch.
    pub fn score(&self, row: &[(u32, f32)]) -> f32 {
        let weight = |slot: u32| self.weights.get(slot as usize).copied().unwrap_or(0.0);
        self.bias + row.iter().map(|(s, v)| weight(*s) * v).sum::<f32>()
    }

    /// Places of the names among stretches.
    pub fn names(&self, text: &[char], suspects: &[Suspect]) -> Vec<(usize, usize)> {
        let scores: Vec<f32> = rows(text, suspects).iter().map(|r| self.score(r)).collect();
        let kept = kept(text, suspects, &scores, self.cut);
        let mut names: Vec<&[char]> = kept
            .into_iter()
            .map(|at| name(text, &suspects[at]))
            .collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        everywhere(text, &names)
    }
}

/// The stretches with a score of at least `cut`. Of two that stand within each other wherever they stand, the better.
pub(super) fn kept(text: &[char], suspects: &[Suspect], scores: &[f32], cut: f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..suspects.len())
        .filter(|at| scores[*at] >= cut)
        .collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        let one = &suspects[at];
        let rival = |other: &usize| {
            let other = &suspects[*other];
            let (long, short) = if one.len > other.len {
                (one, other)
            } else {
                (other, one)
            };
            let nested = name(text, long)
                .windows(short.len)
                .any(|w| w == name(text, short));
            nested && long.places.len() == short.places.len()
        };
        if !kept.iter().any(rival) {
            kept.push(at);
        }
    }
    kept
}

/// The characters of a stretch.
pub(super) fn name<'t>(text: &'t [char], suspect: &Suspect) -> &'t [char] {
    &text[suspect.start..suspect.start + suspect.len]
}
