//! Numbers for runs of letters, and repeatable disorder. It must not know what they stand for.

use std::hash::Hasher;

/// The key of a run one letter longer.
#[inline]
pub(super) fn step(key: u64, code: u32) -> u64 {
    let mixed = (key ^ u64::from(code)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The key of a whole run.
pub(super) fn key_of(codes: impl IntoIterator<Item = u32>) -> u64 {
    codes.into_iter().fold(0, step)
}

/// Keys are mixed already: a table takes them as they are.
#[derive(Debug, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, u32::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The same disorder each time (splitmix64): training twice gives the same model.
#[derive(Debug)]
pub(super) struct Disorder(u64);

impl Disorder {
    /// With a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    /// Shuffles.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
