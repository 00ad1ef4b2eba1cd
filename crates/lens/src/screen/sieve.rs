//! A set of numbers that tells most strangers at a glance (a Bloom filter of one hash). It must not know what the numbers are.

/// Numbers by one bit each; others may share it. A power of two of `WORDS`.
#[derive(Debug)]
pub(crate) struct Sieve<const WORDS: usize> {
    words: Box<[u64; WORDS]>,
}

impl<const WORDS: usize> Sieve<WORDS> {
    /// Holds none.
    pub fn new() -> Self {
        Self {
            words: Box::new([0; WORDS]),
        }
    }

    /// Takes a number in.
    pub fn add(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        self.words[word] |= bit;
    }

    /// Whether a number may be among those taken in; where not, it is not.
    #[inline]
    pub fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.words[word] & bit != 0
    }

    /// The word of a number, and its bit there.
    #[inline]
    fn place(number: u64) -> (usize, u64) {
        let bits = 6 + WORDS.trailing_zeros();
        let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - bits);
        ((hash >> 6) as usize % WORDS, 1 << (hash & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::Sieve;

    #[test]
    fn what_was_taken_in_is_held_and_most_else_is_not() {
        let mut sieve = Sieve::<64>::new();
        (0..100).for_each(|n| sieve.add(n * 7));
        assert!((0..100).all(|n| sieve.may_hold(n * 7)));
        let strangers = (0..1_000).filter(|n| n % 7 != 0);
        let held = strangers.filter(|n| sieve.may_hold(*n)).count();
        assert!(held < 200, "{held}");
    }
}
