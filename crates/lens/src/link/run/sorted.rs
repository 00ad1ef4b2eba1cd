//! Numbers put in order by counting (基数排序): the cost is linear in them. It must not know what they stand for.

use std::ops::Range;

use rayon::prelude::*;

/// Bits looked at in one pass.
const DIGIT: u32 = 11;

/// Sorts words by the bits from `low` on, of which there are `bits`; what is equal there stays in its order.
pub(super) fn by_bits(words: &mut Vec<u64>, low: u32, bits: u32) {
    if words.len() < 1 << DIGIT {
        let mask = u64::MAX >> (64 - bits.clamp(1, 64));
        words.sort_by_key(|word| (word >> low) & mask);
        return;
    }
    let mut other = vec![0; words.len()];
    let mut done = 0;
    while done < bits {
        let width = DIGIT.min(bits - done);
        pass(words, &mut other, low + done, width);
        std::mem::swap(words, &mut other);
        done += width;
    }
}

fn pass(from: &[u64], to: &mut [u64], shift: u32, width: u32) {
    let mask = (1_u64 << width) - 1;
    let digit = |word: u64| ((word >> shift) & mask) as usize;
    let mut places = [0_usize; 1 << DIGIT];
    for word in from {
        places[digit(*word)] += 1;
    }
    let mut sum = 0;
    for place in &mut places {
        (*place, sum) = (sum, sum + *place);
    }
    for word in from {
        let place = &mut places[digit(*word)];
        to[*place] = *word;
        *place += 1;
    }
}

/// Parts that a long list is split into: of hundreds of millions of words each still fits into a core's own memory.
const PARTS: usize = 1 << 10;

/// The words of all lists in order, each once; all are below `1 << bits`.
pub(super) fn once(lists: &[&[u64]], bits: u32) -> Vec<u64> {
    let shift = bits.saturating_sub(PARTS.trailing_zeros());
    let counts = counted(lists, shift);
    let mut parts: Vec<Vec<u64>> = shares(&counts, rayon::current_num_threads())
        .into_par_iter()
        .flat_map_iter(|share| parted(lists, shift, share, &counts))
        .collect();
    parts.par_iter_mut().for_each(|part| {
        part.sort_unstable();
        part.dedup();
    });
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    all
}

fn part_of(word: u64, shift: u32) -> usize {
    ((word >> shift) as usize).min(PARTS - 1)
}

/// How many words each part has.
fn counted(lists: &[&[u64]], shift: u32) -> Vec<usize> {
    let of_list = |list: &&[u64]| {
        let mut counts = vec![0; PARTS];
        list.iter()
            .for_each(|word| counts[part_of(*word, shift)] += 1);
        counts
    };
    let sum = |a: Vec<usize>, b: Vec<usize>| a.iter().zip(&b).map(|(x, y)| x + y).collect();
    lists.par_iter().map(of_list).reduce(|| vec![0; PARTS], sum)
}

/// Parts for each thread, so that each has about as many words: low rows stand first in more pairs than high ones.
fn shares(counts: &[usize], threads: usize) -> Vec<Range<usize>> {
    let each = counts.iter().sum::<usize>() / threads + 1;
    let mut shares = Vec::with_capacity(threads);
    let (mut start, mut sum) = (0, 0);
    for (at, count) in counts.iter().enumerate() {
        sum += count;
        if sum >= each {
            shares.push(start..at + 1);
            (start, sum) = (at + 1, 0);
        }
    }
    shares.push(start..counts.len());
    shares
}

/// The words of some parts.
fn parted(lists: &[&[u64]], shift: u32, wanted: Range<usize>, counts: &[usize]) -> Vec<Vec<u64>> {
    let rooms = counts[wanted.clone()].iter();
    let mut parts: Vec<Vec<u64>> = rooms.map(|count| Vec::with_capacity(*count)).collect();
    for word in lists.iter().copied().flatten() {
        let part = part_of(*word, shift);
        if wanted.contains(&part) {
            parts[part - wanted.start].push(*word);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{by_bits, once};

    fn disorder(n: u64) -> Vec<u64> {
        (0..n)
            .map(|i| (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 7)
            .collect()
    }

    #[test]
    fn order_by_some_bits_keeps_the_order_of_the_rest() {
        for n in [5, 3_000, 20_000] {
            let mut words: Vec<u64> = disorder(n)
                .iter()
                .zip(0..)
                .map(|(w, i)| (w << 32) | i)
                .collect();
            let mut expected = words.clone();
            expected.sort_by_key(|w| w >> 32);
            by_bits(&mut words, 32, 32);
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn every_word_stands_once() {
        let (a, b) = (disorder(10_000), disorder(7_000));
        let mut expected = a.clone();
        expected.sort_unstable();
        assert_eq!(once(&[&a, &b], 57), expected);
        assert!(once(&[], 40).is_empty());
    }
}
