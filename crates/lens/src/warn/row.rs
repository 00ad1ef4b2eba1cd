//! The figures of one platform in one month, and the sums drawn from them. It must not know other months.

use super::{
    figure::{BORROWERS, FIGURES, Figure, INVESTORS},
    month::Month,
};

/// One row of the table of monthly figures.
#[derive(Debug, Clone, PartialEq)]
pub struct PlatformMonth {
    /// The platform's number or name, as the file prints it.
    pub platform: Box<str>,
    /// The month.
    pub month: Month,
    /// What stands in each column; nothing where the column or the cell is missing.
    figures: [Option<f64>; FIGURES.len()],
    /// Two rows of the month contradicted each other: what is missing was published.
    disputed: bool,
}

impl PlatformMonth {
    /// A row without figures.
    pub fn new(platform: &str, month: Month) -> Self {
        Self {
            platform: platform.into(),
            month,
            figures: [None; FIGURES.len()],
            disputed: false,
        }
    }

    /// Sets a figure. Negative and endless numbers are no figures of a platform and are left out.
    pub fn set(&mut self, figure: Figure, value: f64) {
        self.figures[figure.index()] = (value.is_finite() && value >= 0.0).then_some(value);
    }

    /// A figure as printed.
    pub fn get(&self, figure: Figure) -> Option<f64> {
        self.figures[figure.index()]
    }

    /// Keeps only what both rows say alike; answers the figures that contradict each other.
    pub(super) fn agree(&mut self, other: &Self) -> Vec<Figure> {
        let mut apart = Vec::new();
        for (figure, ..) in FIGURES {
            let (mine, theirs) = (self.get(figure), other.get(figure));
            if mine.is_some() && theirs.is_some() && mine != theirs {
                apart.push(figure);
            }
            self.figures[figure.index()] = mine.or(theirs);
        }
        apart
    }

    pub(super) fn clear(&mut self, figure: Figure) {
        self.figures[figure.index()] = None;
        self.disputed = true;
    }

    /// Investors of the month.
    pub(super) fn investors(&self) -> Option<f64> {
        self.sum(&INVESTORS).or_else(|| self.get(Figure::Investors))
    }

    /// Borrowers of the month.
    pub(super) fn borrowers(&self) -> Option<f64> {
        self.sum(&BORROWERS).or_else(|| self.get(Figure::Borrowers))
    }

    /// Borrowers per class as shares of all, when every class is known and somebody borrowed.
    pub(super) fn borrower_shares(&self) -> Option<[f64; 3]> {
        let all = self.sum(&BORROWERS).filter(|all| *all > 0.0)?;
        Some(BORROWERS.map(|f| self.get(f).unwrap_or(0.0) / all))
    }

    /// A rate or a time where 0 stands for “none”.
    pub(super) fn positive(&self, figure: Figure) -> Option<f64> {
        self.get(figure).filter(|value| *value > 0.0)
    }

    /// A share of at most 100 %. More is a slip of the source and counts as 100.
    pub(super) fn share(&self, figure: Figure) -> Option<f64> {
        self.positive(figure).map(|value| value.min(100.0))
    }

    /// True when the platform published activity of nobody, or nothing at all.
    pub(super) fn idle(&self) -> bool {
        if self.figures.iter().all(Option::is_none) {
            return !self.disputed;
        }
        let people = [self.investors(), self.borrowers()];
        people.iter().any(Option::is_some) && people.iter().flatten().all(|count| *count == 0.0)
    }

    /// Sum of classes, nothing when one of them is missing: half a sum would look like a fall.
    fn sum(&self, classes: &[Figure]) -> Option<f64> {
        classes.iter().map(|f| self.get(*f)).sum()
    }
}
