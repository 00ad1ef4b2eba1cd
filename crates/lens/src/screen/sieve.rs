//! A set of numbers that tells most strangers at a glance (a Bloom filter of one hash). It must not know what the numbers are.

/// Bits for each number.
const BITS: usize = 16;

/// Numbers by one bit each, which others may share.
#[derive(Debug)]
pub(crate) struct Sieve {
    words: Vec<u64>,
    /// Leaves of a hash the number of a bit.
    shift: u32,
}

impl Sieve {
    /// Of these numbers. The fewer they are the smaller it is, so that many sieves stay in near memory.
    pub fn of(numbers: impl ExactSizeIterator<Item = u64>) -> Self {
        let bits = (numbers.len() * BITS).next_power_of_two().max(64);
        let mut sieve = Self {
            words: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
        };
        for number in numbers {
            let (word, bit) = sieve.place(number);
            sieve.words[word] |= bit;
        }
        sieve
    }

    /// Whether a number may be one of them; where not, it is not.
    #[inline]
    pub fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.words[word] & bit != 0
    }

    /// The word of a number, and its bit there.
    #[inline]
    fn place(&self, number: u64) -> (usize, u64) {
        let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::Sieve;

    #[test]
    fn what_was_taken_in_is_held_and_most_else_is_not() {
        let numbers: Vec<u64> = (0..100).map(|n| n * 7).collect();
        let sieve = Sieve::of(numbers.iter().copied());
        assert!(numbers.iter().all(|n| sieve.may_hold(*n)));
        let strangers = (0..1_000).filter(|n| n % 7 != 0);
        let held = strangers.filter(|n| sieve.may_hold(*n)).count();
        assert!(held < 200, "{held}");
        let none = Sieve::of(std::iter::empty::<u64>());
        assert!(!none.may_hold(1));
    }
}
