//! Which texts are the same but for figures, blanks and a few letters (近似重复): they stay on one side of a test. Groups by
//! min-wise hashing (Broder 1997) and a check of the overlap. It must not know labels.

use std::collections::{HashMap, HashSet};

use super::key::{key_of, step};

const HASHES: usize = 48;
const BAND: usize = 3;
/// Share of common runs from which two texts are the same.
const SAME: f64 = 0.5;
const RUN: usize = 3;

/// For each text the number of its group: the least number of a text in it.
pub(super) fn groups<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let runs: Vec<HashSet<u64>> = texts.map(runs).collect();
    let mut parents: Vec<usize> = (0..runs.len()).collect();
    let mut bands: HashMap<(usize, [u64; BAND]), usize> = HashMap::new();
    for (text, set) in runs.iter().enumerate() {
        let least = least_hashes(set);
        for (band, part) in least.chunks_exact(BAND).enumerate() {
            let key = [part[0], part[1], part[2]];
            let other = *bands.entry((band, key)).or_insert(text);
            let (a, b) = (root(&mut parents, text), root(&mut parents, other));
            if a != b && overlap(set, &runs[other]) >= SAME {
                let (low, high) = (a.min(b), a.max(b));
                parents[high] = low;
            }
        }
    }
    (0..runs.len()).map(|at| root(&mut parents, at)).collect()
}

/// Runs of three letters of what is left without figures, Latin letters and marks.
fn runs(text: &str) -> HashSet<u64> {
    let letters: Vec<u32> = text
        .chars()
        .filter(|c| c.is_alphabetic() && !c.is_ascii())
        .map(u32::from)
        .collect();
    if letters.len() < RUN {
        return HashSet::from([key_of(text.chars().map(u32::from))]);
    }
    letters
        .windows(RUN)
        .map(|w| key_of(w.iter().copied()))
        .collect()
}

fn least_hashes(runs: &HashSet<u64>) -> [u64; HASHES] {
    let mut least = [u64::MAX; HASHES];
    for run in runs {
        for (salt, place) in (1..).zip(&mut least) {
            *place = (*place).min(step(*run, salt * 0x51ED));
        }
    }
    least
}

fn overlap(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let common = one.intersection(other).count() as f64;
    common / (one.len() as f64 + other.len() as f64 - common).max(1.0)
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reprints_are_one_and_others_are_not() {
        let texts = [
            "某县公安局对甲公司涉嫌非法吸收公众存款案立案侦查，投资人可前来登记",
            "（2021-3-4）某县公安局对乙公司涉嫌非法吸收公众存款案立案侦查，投资人可前来登记！",
            "小区停水三天了，物业没有人管，请尽快解决",
            "ok",
            "ok",
        ];
        assert_eq!(groups(texts.into_iter()), [0, 0, 2, 3, 3]);
    }
}
