//! How alike two character sequences are: edits, common runs, Jaro–Winkler, n-grams. Every measure is symmetric and
//! between 0 and 1. It must not know what the sequences mean.

use super::{glyph, sound};

/// Cost of taking one character for another: less when they sound or look alike.
fn swap_cost(a: char, b: char) -> f32 {
    if a == b {
        0.0
    } else if sound::same(a, b) || glyph::alike(a, b) {
        0.4
    } else if sound::near(a, b) {
        0.6
    } else {
        1.0
    }
}

/// Edit distance (insert, delete, change, swap neighbours); a change to a like-sounding or look-alike character
/// costs less than one.
pub fn distance(a: &[char], b: &[char]) -> f32 {
    let width = b.len() + 1;
    let mut before = vec![0.0_f32; width];
    let mut last: Vec<f32> = (0..width).map(|j| j as f32).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i as f32 + 1.0; width];
        for (j, y) in b.iter().enumerate() {
            let change = last[j] + swap_cost(*x, *y);
            let mut best = change.min(last[j + 1] + 1.0).min(row[j] + 1.0);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x && x != y {
                best = best.min(before[j - 1] + 0.6);
            }
            row[j + 1] = best;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0.0)
}

/// 1 − distance / longer length; 1 for two empty sequences.
pub fn edit_similarity(a: &[char], b: &[char]) -> f32 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 1.0;
    }
    (1.0 - distance(a, b) / longer as f32).max(0.0)
}

/// Length of the longest common subsequence.
pub fn common_subsequence(a: &[char], b: &[char]) -> usize {
    let mut last = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = last[j + 1];
            last[j + 1] = if x == y {
                diagonal + 1
            } else {
                above.max(last[j])
            };
            diagonal = above;
        }
    }
    last.last().copied().unwrap_or(0)
}

/// Length of the longest common run.
pub fn common_run(a: &[char], b: &[char]) -> usize {
    let mut last = vec![0_usize; b.len() + 1];
    let mut best = 0;
    for x in a {
        let mut row = vec![0; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                row[j + 1] = last[j] + 1;
                best = best.max(row[j + 1]);
            }
        }
        last = row;
    }
    best
}

/// Characters both hold, as multisets.
pub fn shared_chars(a: &[char], b: &[char]) -> usize {
    let mut left = a.to_vec();
    let mut right = b.to_vec();
    left.sort_unstable();
    right.sort_unstable();
    overlap(&left, &right)
}

fn overlap<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    both
}

/// Dice coefficient of character bigrams, ends marked.
pub fn bigram_dice(a: &[char], b: &[char]) -> f32 {
    let (left, right) = (bigrams(a), bigrams(b));
    let total = left.len() + right.len();
    if total == 0 {
        return 1.0;
    }
    2.0 * overlap(&left, &right) as f32 / total as f32
}

fn bigrams(chars: &[char]) -> Vec<(char, char)> {
    if chars.is_empty() {
        return Vec::new();
    }
    let ends = std::iter::once('^')
        .chain(chars.iter().copied())
        .chain(std::iter::once('$'));
    let marked: Vec<char> = ends.collect();
    let mut grams: Vec<(char, char)> = marked.windows(2).map(|w| (w[0], w[1])).collect();
    grams.sort_unstable();
    grams
}

/// Jaro–Winkler similarity, prefix weight 0.1 over at most four characters.
pub fn jaro_winkler(a: &[char], b: &[char]) -> f32 {
    let jaro = jaro(a, b);
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + 0.1 * prefix as f32 * (1.0 - jaro)
}

fn jaro(a: &[char], b: &[char]) -> f32 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    // The shorter goes first, so that the measure is the same both ways.
    let (a, b) = if (a.len(), a) <= (b.len(), b) {
        (a, b)
    } else {
        (b, a)
    };
    let window = (b.len() / 2).saturating_sub(1);
    let mut taken = vec![false; b.len()];
    let mut matched = Vec::with_capacity(a.len());
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        if let Some(j) = (from..to).find(|j| !taken[*j] && b[*j] == *x) {
            taken[j] = true;
            matched.push(*x);
        }
    }
    if matched.is_empty() {
        return 0.0;
    }
    let other = b.iter().zip(&taken).filter(|(_, t)| **t).map(|(c, _)| c);
    let out_of_order = matched.iter().zip(other).filter(|(x, y)| x != y).count();
    let m = matched.len() as f32;
    (m / a.len() as f32 + m / b.len() as f32 + (m - out_of_order as f32 / 2.0) / m) / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn a_homophone_costs_less_than_a_stranger() {
        let near = distance(&chars("立新"), &chars("力新"));
        let far = distance(&chars("立新"), &chars("东新"));
        assert!(near < far);
    }

    #[test]
    fn jaro_winkler_of_the_paper() {
        let value = jaro_winkler(&chars("martha"), &chars("marhta"));
        assert!((value - 0.961).abs() < 0.001, "{value}");
        let value = jaro_winkler(&chars("dixon"), &chars("dicksonx"));
        assert!((value - 0.813).abs() < 0.001, "{value}");
    }

    #[test]
    fn runs_and_subsequences() {
        assert_eq!(common_run(&chars("abcde"), &chars("xbcdy")), 3);
        assert_eq!(common_subsequence(&chars("abcde"), &chars("ace")), 3);
        assert_eq!(shared_chars(&chars("王建国"), &chars("国王建")), 3);
    }
}
