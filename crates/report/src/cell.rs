//! One value of a table (单元格) and what its column (列) holds, the same for xlsx, csv and docx.
//! It must not know where the value came from.

use fangfei_model::money::Fen;
use jiff::civil::{Date, DateTime};

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing known; left blank, never zero.
    #[default]
    Empty,
    /// Text, written as text whatever it begins with.
    Text(String),
    /// A count: 户, 件, 人.
    Int(i64),
    /// Money; shown in its column's unit, kept to the fen.
    Fen(Fen),
    /// A count stated as 约: it prints with the word and stays a number in a spreadsheet.
    AboutInt(i64),
    /// Money stated as 约, likewise.
    AboutFen(Fen),
    /// A day.
    Date(Date),
    /// A moment on the office's clock (UTC+8), shown to the minute.
    Time(DateTime),
    /// A share: `part` of `whole`. Blank when `whole` is not positive.
    Ratio {
        /// The numerator.
        part: i64,
        /// The denominator.
        whole: i64,
    },
}

/// The unit a money column is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元, two decimals.
    Yuan,
    /// 万元: shown with two decimals, kept to the fen.
    WanYuan,
}

/// What a column holds: decides alignment, number format and width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Running text, wrapped.
    Text,
    /// Counts.
    Integer,
    /// Money in this unit.
    Money(MoneyUnit),
    /// Days, `2024-06-25`.
    Date,
    /// Moments, `2024-06-25 08:30`.
    Time,
    /// Long numbers that are names (统一社会信用代码, telephone, 编号): kept as text, digit for digit.
    Code,
    /// Shares, `12.50%`.
    Percent,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading above the column itself.
    pub title: String,
    /// Headings above that, outermost first; neighbours with the same groups share a merged cell.
    pub groups: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// Width in half-width characters; `None` takes the kind's own.
    pub width: Option<u16>,
}

impl Column {
    /// A column of this kind with its ordinary width.
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        Self {
            title: title.into(),
            groups: Vec::new(),
            kind,
            width: None,
        }
    }

    /// Puts the column under a merged heading; call again for an inner one.
    #[must_use]
    pub fn under(mut self, group: impl Into<String>) -> Self {
        self.groups.push(group.into());
        self
    }

    /// Sets the width in half-width characters.
    #[must_use]
    pub fn wide(mut self, width: u16) -> Self {
        self.width = Some(width);
        self
    }

    /// The width to lay out, in half-width characters.
    pub fn laid_width(&self) -> u16 {
        self.width.unwrap_or(match self.kind {
            Kind::Text => 22,
            Kind::Code => 22,
            Kind::Integer => 9,
            Kind::Money(_) => 15,
            Kind::Date => 12,
            Kind::Time => 17,
            Kind::Percent => 10,
        })
    }
}

impl MoneyUnit {
    /// The unit's name in a heading: 元, 万元.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::WanYuan => "万元",
        }
    }

    /// The exact amount in this unit as a plain decimal: at least two places, at most to the fen.
    pub fn decimal(self, amount: Fen) -> String {
        let (per_unit, places) = match self {
            Self::Yuan => (100, 2),
            Self::WanYuan => (1_000_000, 6),
        };
        let fen = amount.0.unsigned_abs();
        let sign = if amount.0 < 0 { "-" } else { "" };
        let part = format!("{:0places$}", fen % per_unit);
        let kept = part.trim_end_matches('0').len().max(2);
        format!("{sign}{}.{}", fen / per_unit, &part[..kept])
    }
}

impl Cell {
    /// The figure as one that was stated as 约; other values stay as they are.
    #[must_use]
    pub fn about(self) -> Self {
        match self {
            Self::Int(n) => Self::AboutInt(n),
            Self::Fen(fen) => Self::AboutFen(fen),
            other => other,
        }
    }

    /// Whether it is a figure stated as 约.
    pub fn is_about(&self) -> bool {
        matches!(self, Self::AboutInt(_) | Self::AboutFen(_))
    }

    /// The value as plain text, as csv and Word show it. `unit` decides how money reads.
    pub fn plain(&self, unit: MoneyUnit) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Int(n) => n.to_string(),
            Self::Fen(fen) => unit.decimal(*fen),
            Self::AboutInt(n) => format!("约{n}"),
            Self::AboutFen(fen) => format!("约{}", unit.decimal(*fen)),
            Self::Date(day) => day.to_string(),
            Self::Time(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
            Self::Ratio { part, whole } => percent(*part, *whole),
        }
    }
}

/// A share as percent with two decimals, rounded half away from zero; blank for no whole.
fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return String::new();
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let scaled = (part.abs() * 20_000 + whole) / (2 * whole);
    let sign = if part < 0 && scaled != 0 { "-" } else { "" };
    format!("{sign}{}.{:02}%", scaled / 100, scaled % 100)
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<Fen> for Cell {
    fn from(fen: Fen) -> Self {
        Self::Fen(fen)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<DateTime> for Cell {
    fn from(moment: DateTime) -> Self {
        Self::Time(moment)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_exactly_in_both_units() {
        assert_eq!(MoneyUnit::Yuan.decimal(Fen(300_000_050)), "3000000.50");
        assert_eq!(MoneyUnit::WanYuan.decimal(Fen(300_000_000)), "300.00");
        assert_eq!(MoneyUnit::WanYuan.decimal(Fen(-1)), "-0.000001");
        assert_eq!(
            MoneyUnit::Yuan.decimal(Fen(i64::MIN)),
            "-92233720368547758.08"
        );
    }

    #[test]
    fn shares_round_half_up_and_no_whole_is_blank() {
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(1, 800), "0.13%");
        assert_eq!(percent(5, 0), "");
        assert_eq!(percent(i64::MAX, i64::MAX), "100.00%");
    }
}
