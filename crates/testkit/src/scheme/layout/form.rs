//! What a layout can differ in. It must not know any layout.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// 序号.
    Serial,
    /// The day.
    Date,
    /// The time of day, in a column of its own.
    Time,
    /// Day and time in one.
    Stamp,
    /// Which way, in words.
    Mark,
    /// The amount, signed or with a mark elsewhere.
    Amount,
    /// What went out.
    Out,
    /// What came in.
    In,
    /// 余额.
    Balance,
    /// 对方账号.
    OtherNumber,
    /// 对方户名.
    OtherName,
    /// 对方行.
    OtherBank,
    /// 摘要.
    Memo,
    /// 附言, mostly empty.
    Remark,
    /// 流水号.
    Reference,
    /// 渠道.
    Channel,
    /// 币种.
    Currency,
    /// 本方账号.
    OwnNumber,
    /// 本方户名.
    OwnName,
    /// 交易状态.
    Status,
}

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// UTF-8 without a mark.
    Csv,
    /// UTF-8 with a mark.
    CsvMarked,
    /// GB18030.
    CsvChinese,
    /// A workbook.
    Xlsx,
    /// A page that calls itself .xls.
    HtmlXls,
}

/// What stands above the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// Nothing: the account stands in every row.
    None,
    /// One cell with everything.
    Line,
    /// Label and value in cells of their own.
    Pairs,
    /// A line for each.
    Lines,
}

/// How the amount and its direction are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// One column and a mark: the words for in and out.
    Marked(&'static str, &'static str),
    /// Two columns.
    Two,
    /// One column with a sign; plus is printed when true.
    Signed(bool),
}

/// How a day is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// 2024-05-06.
    Dashes,
    /// 2024/5/6.
    Slashes,
    /// 20240506.
    Digits,
    /// 2024.05.06.
    Dots,
    /// 2024年05月06日.
    Words,
    /// A date cell of the workbook.
    Cell,
}

/// Which entry stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The oldest.
    Rising,
    /// The newest.
    Falling,
}

/// Where the balance before the first entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nowhere.
    None,
    /// In a row 承前页 or 期初余额.
    Row(&'static str),
    /// In the head.
    Head,
}

/// What stands below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footer {
    /// Nothing.
    None,
    /// A row of sums.
    Totals,
    /// A sentence with counts and sums.
    Sentence,
    /// A remark.
    Remark,
}

/// How the other side's number is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    /// In full.
    Full,
    /// 6290****1234.
    Middle,
    /// 629011*********1234: as many stars as digits.
    Stars,
    /// In full, in groups of four.
    Spaced,
    /// Only the name.
    NameOnly,
    /// Only the name, its middle hidden.
    Nickname,
}

/// How what was taken back is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// 冲正: the same side, negative.
    Negative,
    /// 退汇: the other side.
    Opposite,
}

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figures {
    /// 1234.50.
    Plain,
    /// 1,234.50.
    Grouped,
    /// ¥1234.50.
    Yuan,
    /// １２３４．５０.
    FullWidth,
    /// A number cell of the workbook.
    Cell,
}

/// How many accounts a file has and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One.
    One,
    /// Several, one under another with their own heads.
    Blocks,
    /// Several, a sheet each.
    Sheets,
    /// Several, in the rows of one table.
    Rows,
}

/// Whose accounts are printed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Accounts at banks.
    Bank,
    /// Merchants of a payment firm.
    Merchant,
    /// Wallets of people.
    Wallet,
}

/// A layout.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Its name in truth files.
    pub id: &'static str,
    /// Whose accounts.
    pub of: For,
    /// The file.
    pub container: Container,
    /// The title above everything; empty for none.
    pub title: &'static str,
    /// What stands above the table.
    pub head: Head,
    /// Labels of holder, number and currency in the head.
    pub labels: [&'static str; 3],
    /// Columns with their headings.
    pub columns: &'static [(Column, &'static str)],
    /// Amounts.
    pub amount: Amount,
    /// Days.
    pub date: DateForm,
    /// First the oldest or the newest.
    pub order: Order,
    /// Rows on a page; totals and the heading come again after so many.
    pub page: Option<usize>,
    /// The balance before the first entry.
    pub opening: Opening,
    /// What stands below.
    pub footer: Footer,
    /// The other side's number.
    pub mask: Mask,
    /// What was taken back.
    pub reversal: Reversal,
    /// Figures.
    pub figures: Figures,
    /// Accounts in a file.
    pub scope: Scope,
}

impl Layout {
    /// A plain layout to depart from.
    pub fn plain(
        id: &'static str,
        container: Container,
        amount: Amount,
        columns: &'static [(Column, &'static str)],
    ) -> Self {
        Self {
            id,
            of: For::Bank,
            container,
            title: "",
            head: Head::Pairs,
            labels: ["户名", "账号", "币种"],
            columns,
            amount,
            date: DateForm::Dashes,
            order: Order::Rising,
            page: None,
            opening: Opening::None,
            footer: Footer::None,
            mask: Mask::Full,
            reversal: Reversal::Negative,
            figures: Figures::Plain,
            scope: Scope::One,
        }
    }

    /// Whether it has such a column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(one, _)| *one == column)
    }

    /// Whether cells of the workbook can be numbers and dates.
    pub fn is_workbook(&self) -> bool {
        self.container == Container::Xlsx
    }
}
