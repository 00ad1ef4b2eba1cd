//! The monthly figures a platform discloses, by the names that data files give them. It must not know rows or scores.

/// One monthly figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Investors active in the month, all sizes together; used where the classes are missing.
    Investors,
    /// Investors with less than 10 000 yuan.
    InvestorsTo1w,
    /// Investors with 10 000 to 100 000 yuan.
    Investors1To10w,
    /// Investors with 100 000 to 1 000 000 yuan.
    Investors10To100w,
    /// Investors with more than 1 000 000 yuan.
    InvestorsFrom100w,
    /// Borrowers active in the month, all sizes together; used where the classes are missing.
    Borrowers,
    /// Borrowers of less than 200 000 yuan.
    BorrowersTo20w,
    /// Borrowers of 200 000 to 1 000 000 yuan.
    Borrowers20To100w,
    /// Borrowers of more than 1 000 000 yuan.
    BorrowersFrom100w,
    /// Promised annual return in percent on loans of up to a month; 0 where none was offered.
    Return0To1m,
    /// The same, one to two months.
    Return1To2m,
    /// The same, two to three months.
    Return2To3m,
    /// The same, three to six months.
    Return3To6m,
    /// The same, over six months.
    ReturnFrom6m,
    /// Time until a loan of up to a month is filled, in any unit that is the same for all; 0 where none was filled.
    Fill0To1m,
    /// The same, one to two months.
    Fill1To2m,
    /// The same, two to three months.
    Fill2To3m,
    /// The same, three to six months.
    Fill3To6m,
    /// The same, over six months.
    FillFrom6m,
    /// Percent of the outstanding loans owed by the ten largest borrowers.
    TopTenBorrowers,
    /// The same, fifty largest borrowers.
    TopFiftyBorrowers,
    /// Percent of the outstanding loans due to the ten largest investors.
    TopTenInvestors,
    /// The same, fifty largest investors.
    TopFiftyInvestors,
}

use Figure::*;

/// Every figure with the heading of data files and the heading of office tables.
pub const FIGURES: [(Figure, &str, &str); 23] = [
    (Investors, "investors", "投资人数"),
    (InvestorsTo1w, "investor_0to1w", "投资人数（0-1万）"),
    (Investors1To10w, "investor_1to10w", "投资人数（1-10万）"),
    (
        Investors10To100w,
        "investor_10to100w",
        "投资人数（10-100万）",
    ),
    (
        InvestorsFrom100w,
        "investor_100w_up",
        "投资人数（100万以上）",
    ),
    (Borrowers, "borrowers", "借款人数"),
    (BorrowersTo20w, "borrower_0to20w", "借款人数（0-20万）"),
    (
        Borrowers20To100w,
        "borrower_20to100w",
        "借款人数（20-100万）",
    ),
    (
        BorrowersFrom100w,
        "borrower_100w_up",
        "借款人数（100万以上）",
    ),
    (Return0To1m, "return_rate_diff_0to1m", "收益率（0-1月）"),
    (Return1To2m, "return_rate_diff_1to2m", "收益率（1-2月）"),
    (Return2To3m, "return_rate_diff_2to3m", "收益率（2-3月）"),
    (Return3To6m, "return_rate_diff_3to6m", "收益率（3-6月）"),
    (ReturnFrom6m, "return_rate_diff_6m_up", "收益率（6月以上）"),
    (Fill0To1m, "complete_time_diff_0to1m", "满标用时（0-1月）"),
    (Fill1To2m, "complete_time_diff_1to2m", "满标用时（1-2月）"),
    (Fill2To3m, "complete_time_diff_2to3m", "满标用时（2-3月）"),
    (Fill3To6m, "complete_time_diff_3to6m", "满标用时（3-6月）"),
    (
        FillFrom6m,
        "complete_time_diff_6m_up",
        "满标用时（6月以上）",
    ),
    (
        TopTenBorrowers,
        "top_ten_borrower_to_repay",
        "前十大借款人待还占比",
    ),
    (
        TopFiftyBorrowers,
        "top_fifty_borrower_to_repay",
        "前五十大借款人待还占比",
    ),
    (
        TopTenInvestors,
        "top_ten_investor_to_receive",
        "前十大投资人待收占比",
    ),
    (
        TopFiftyInvestors,
        "top_fifty_investor_to_receive",
        "前五十大投资人待收占比",
    ),
];

/// Loan terms, shortest first, as offices name them.
pub(super) const TERMS: [&str; 5] = ["1个月内", "1至2个月", "2至3个月", "3至6个月", "6个月以上"];
/// Promised returns by term, shortest first.
pub(super) const RETURNS: [Figure; 5] = [
    Return0To1m,
    Return1To2m,
    Return2To3m,
    Return3To6m,
    ReturnFrom6m,
];
/// Times to fill by term, shortest first.
pub(super) const FILLS: [Figure; 5] = [Fill0To1m, Fill1To2m, Fill2To3m, Fill3To6m, FillFrom6m];
/// The classes of investors.
pub(super) const INVESTORS: [Figure; 4] = [
    InvestorsTo1w,
    Investors1To10w,
    Investors10To100w,
    InvestorsFrom100w,
];
/// The classes of borrowers.
pub(super) const BORROWERS: [Figure; 3] = [BorrowersTo20w, Borrowers20To100w, BorrowersFrom100w];

impl Figure {
    /// The heading of data files.
    pub fn code(self) -> &'static str {
        FIGURES[self.index()].1
    }

    /// The heading of office tables.
    pub fn title(self) -> &'static str {
        FIGURES[self.index()].2
    }

    /// Place in [`FIGURES`].
    pub(super) fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_stands_in_the_order_of_the_figures() {
        for (at, (figure, ..)) in FIGURES.iter().enumerate() {
            assert_eq!(figure.index(), at);
        }
    }
}
