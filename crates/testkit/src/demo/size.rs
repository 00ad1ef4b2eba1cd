//! How large the county is. It must not know what is in it.

use jiff::civil::Date;

/// How large a county is made.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Firms of the register.
    pub firms: usize,
    /// Clues of the year.
    pub clues: usize,
    /// The first day that has not happened yet.
    pub until: Date,
    /// The seed.
    pub seed: u64,
}

impl Size {
    /// The county of the demo: about 20 000 firms, a year of clues.
    pub fn county(until: Date) -> Self {
        Self {
            firms: 20_000,
            clues: 1_500,
            until,
            seed: 1,
        }
    }

    /// The same in small, for tests.
    pub fn hamlet(until: Date) -> Self {
        Self {
            firms: 300,
            clues: 40,
            until,
            seed: 1,
        }
    }
}
