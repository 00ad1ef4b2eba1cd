//! Seeded chance: the same seed makes the same county. It must not know what is drawn.

use rand::{RngExt, SeedableRng, rngs::SmallRng};

/// A source of chance.
pub struct Draw(SmallRng);

impl Draw {
    /// From this seed.
    pub fn seeded(seed: u64) -> Self {
        Self(SmallRng::seed_from_u64(seed))
    }

    /// A whole number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 {
            0
        } else {
            self.0.random_range(0..end)
        }
    }

    /// A whole number between the two, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True this often, in percent.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// One of them; every list of the county has at least one.
    pub fn of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    /// One of them, each as often as its weight says.
    pub fn weighted<'a, T>(&mut self, choices: &'a [(T, u32)]) -> &'a T {
        let total: u32 = choices.iter().map(|(_, weight)| weight).sum();
        let mut at = self.0.random_range(0..total);
        for (choice, weight) in choices {
            if at < *weight {
                return choice;
            }
            at -= weight;
        }
        &choices[0].0
    }

    /// This many different ones, in a drawn order.
    pub fn some<T: Clone>(&mut self, choices: &[T], count: usize) -> Vec<T> {
        let mut left = choices.to_vec();
        let mut taken = Vec::new();
        while taken.len() < count && !left.is_empty() {
            let at = self.below(left.len());
            taken.push(left.swap_remove(at));
        }
        taken
    }

    /// Random bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.0.random()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let run = |seed| {
            let mut draw = Draw::seeded(seed);
            (0..20).map(|_| draw.below(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
    }

    #[test]
    fn weights_are_kept_roughly_and_zero_is_never_drawn() {
        let mut draw = Draw::seeded(1);
        let choices = [("often", 9), ("seldom", 1), ("never", 0)];
        let drawn: Vec<&str> = (0..1_000).map(|_| *draw.weighted(&choices)).collect();
        let often = drawn.iter().filter(|word| **word == "often").count();
        assert!((850..950).contains(&often), "{often}");
        assert!(!drawn.contains(&"never"));
    }
}
