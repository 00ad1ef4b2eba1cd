//! How alike two character sequences are: edits, common runs, Jaro–Winkler, n-grams. Every measure is symmetric and
//! between 0 and 1. It must not know what the sequences mean.

use super::{glyph, sound};

/// Cost of taking one character for another: less when they sound or look alike.
fn swap_cost(a: char, b: char) -> f32 {
    if a == b {
        0.0
    } else if a.is_ascii_digit() && b.is_ascii_digit() {
        1.0
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
    distance_within(a, b, f32::INFINITY)
}

/// The [`distance`] if it is at most `most`, else something larger than `most`.
pub fn distance_within(a: &[char], b: &[char], most: f32) -> f32 {
    let (a, b) = without_common_ends(a, b);
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len()) as f32;
    }
    if a.len().abs_diff(b.len()) as f32 > most {
        return f32::INFINITY;
    }
    if let ([x], [y]) = (a, b) {
        return swap_cost(*x, *y);
    }
    match b.len() {
        0..8 => filled_short::<8>(a, b, most),
        8..24 => filled_short::<24>(a, b, most),
        _ => {
            let mut rows = [(); 3].map(|()| vec![0.0; b.len() + 1]);
            filled(a, b, most, rows.each_mut().map(Vec::as_mut_slice))
        }
    }
}

/// The same for `b` below a length, without asking for memory.
fn filled_short<const SHORT: usize>(a: &[char], b: &[char], most: f32) -> f32 {
    let [mut before, mut last, mut row] = [[0.0; SHORT]; 3];
    filled(a, b, most, [&mut before, &mut last, &mut row])
}

/// Fills the table of distances row by row. Cells so far off the diagonal that they lie above `most` are left out.
fn filled(a: &[char], b: &[char], most: f32, rows: [&mut [f32]; 3]) -> f32 {
    let [mut before, mut last, mut row] = rows;
    let reach = if most < b.len() as f32 {
        most as usize
    } else {
        b.len().max(a.len())
    };
    (0..=b.len()).for_each(|j| last[j] = j as f32);
    let mut least_before = 0.0_f32;
    for (i, x) in a.iter().enumerate() {
        let (from, to) = (i.saturating_sub(reach), b.len().min(i + reach + 1));
        row[from] = if from == 0 {
            i as f32 + 1.0
        } else {
            f32::INFINITY
        };
        let mut least = row[from];
        for j in from..to {
            let y = b[j];
            let mut best = (last[j + 1] + 1.0).min(row[j] + 1.0);
            // Whether they sound or look alike is only asked where it could matter.
            if last[j] < best {
                best = best.min(last[j] + swap_cost(*x, y));
            }
            if i > 0 && j > 0 && a[i - 1] == y && b[j - 1] == *x && *x != y {
                best = best.min(before[j - 1] + 0.6);
            }
            row[j + 1] = best;
            least = least.min(best);
        }
        if to < b.len() {
            row[to + 1] = f32::INFINITY;
        }
        if least > most && least_before > most {
            return f32::INFINITY;
        }
        least_before = least;
        (before, last, row) = (last, row, before);
    }
    last[b.len()]
}

/// What both begin and end with costs nothing and need not be looked at.
fn without_common_ends<'a>(a: &'a [char], b: &'a [char]) -> (&'a [char], &'a [char]) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev());
    let tail = tail.take_while(|(x, y)| x == y).count();
    (&a[..a.len() - tail], &b[..b.len() - tail])
}

/// 1 − distance / longer length; 1 for two empty sequences.
pub fn edit_similarity(a: &[char], b: &[char]) -> f32 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 1.0;
    }
    (1.0 - distance(a, b) / longer as f32).max(0.0)
}

/// The [`edit_similarity`] where it reaches `least`, else 0.
pub fn edit_similarity_above(a: &[char], b: &[char], least: f32) -> f32 {
    let longer = a.len().max(b.len());
    if longer == 0 {
        return 1.0;
    }
    let most = (1.0 - least) * longer as f32 + 0.001;
    let distance = distance_within(a, b, most);
    if distance > most {
        0.0
    } else {
        (1.0 - distance / longer as f32).max(0.0)
    }
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

/// How many members two sorted multisets share.
pub fn overlap<T: Ord>(a: &[T], b: &[T]) -> usize {
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
    if b.len() <= 64 {
        return short_jaro(a, b);
    }
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
    let other = b.iter().zip(&taken).filter(|(_, t)| **t).map(|(c, _)| c);
    let out_of_order = matched.iter().zip(other).filter(|(x, y)| x != y).count();
    jaro_of(matched.len(), out_of_order, a.len(), b.len())
}

/// The same for at most 64 letters, what is matched being a bit each.
fn short_jaro(a: &[char], b: &[char]) -> f32 {
    let window = (b.len() / 2).saturating_sub(1);
    let (mut left, mut right) = (0_u64, 0_u64);
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        if let Some(j) = (from..to).find(|j| right & (1 << j) == 0 && b[*j] == *x) {
            left |= 1 << i;
            right |= 1 << j;
        }
    }
    let matched = left.count_ones() as usize;
    let mut out_of_order = 0;
    while left != 0 {
        let (i, j) = (
            left.trailing_zeros() as usize,
            right.trailing_zeros() as usize,
        );
        out_of_order += usize::from(a[i] != b[j]);
        left &= left - 1;
        right &= right - 1;
    }
    jaro_of(matched, out_of_order, a.len(), b.len())
}

fn jaro_of(matched: usize, out_of_order: usize, a: usize, b: usize) -> f32 {
    if matched == 0 {
        return 0.0;
    }
    let m = matched as f32;
    (m / a as f32 + m / b as f32 + (m - out_of_order as f32 / 2.0) / m) / 3.0
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
    fn a_bound_changes_no_distance_below_it() {
        let words = [
            "青禾远志科技",
            "青远禾志科",
            "13800001111",
            "1380001112",
            "青",
            "远志青禾科技集团",
            "科技",
        ];
        for (a, b) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
            let (a, b) = (chars(a), chars(b));
            let exact = distance(&a, &b);
            for most in [0.5, 1.0, 2.0, 3.0, 5.5] {
                let within = distance_within(&a, &b, most);
                assert!(if exact <= most {
                    within == exact
                } else {
                    within > most
                });
            }
        }
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
