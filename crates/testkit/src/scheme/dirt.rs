//! How dirty the files are. It must not know how dirt is put on them.

/// A level from 0 (as a textbook has them) to 3 (as they come).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dirt(u8);

impl Dirt {
    /// Nothing is wrong with them.
    pub const CLEAN: Self = Self(0);

    /// From 0 to 3.
    pub fn level(level: u8) -> Option<Self> {
        (level <= 3).then_some(Self(level))
    }

    /// The level.
    pub fn get(self) -> u8 {
        self.0
    }

    /// Statements of the same account that overlap.
    pub fn overlaps(self) -> bool {
        self.0 >= 1
    }

    /// 冲正 and 退汇.
    pub fn reversals(self) -> bool {
        self.0 >= 1
    }

    /// Blank rows, failed transactions, rows of several accounts in order of time.
    pub fn stray_rows(self) -> bool {
        self.0 >= 1
    }

    /// The layout's mask on the other side's number.
    pub fn masks(self) -> bool {
        self.0 >= 1
    }

    /// The other bank books seconds later, or the next day.
    pub fn lags(self) -> bool {
        self.0 >= 1
    }

    /// Blanks in names, other brackets, memos cut short, full-width digits.
    pub fn sloppy_text(self) -> bool {
        self.0 >= 2
    }

    /// The other side's number is not always there.
    pub fn missing_numbers(self) -> bool {
        self.0 >= 2
    }

    /// People of the same name.
    pub fn namesakes(self) -> bool {
        self.0 >= 2
    }

    /// Cash whose bringer nobody wrote down.
    pub fn nameless_cash(self) -> bool {
        self.0 >= 2
    }

    /// The other side is sometimes not there at all.
    pub fn missing_parties(self) -> bool {
        self.0 >= 3
    }

    /// Pages of the scheme's accounts are missing.
    pub fn missing_pages(self) -> bool {
        self.0 >= 3
    }
}
