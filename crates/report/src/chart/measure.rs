//! How the numbers of a chart read: counts with their unit, money in 元, 万元 or 亿元.
//! It must not know where a number stands in the drawing.

use fangfei_model::money::Fen;

/// What the values of a chart measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Whole things; the unit is 件, 户, 人 …
    Count(&'static str),
    /// Money in fen.
    Money,
}

/// The unit all labels of one axis share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Raw value of one unit.
    per: i64,
    /// 万元, 万件, 件.
    pub(crate) name: String,
}

const WAN: i64 = 10_000;
const YI: i64 = 100_000_000;

impl Measure {
    /// The unit in which the largest value reads best.
    pub(crate) fn unit_for(self, largest: i64) -> Unit {
        let (base, noun) = match self {
            Self::Count(noun) => (1, noun),
            Self::Money => (100, "元"),
        };
        let largest = largest.unsigned_abs() / base as u64;
        let (times, prefix) = if largest >= YI as u64 {
            (YI, "亿")
        } else if largest >= WAN as u64 {
            (WAN, "万")
        } else {
            (1, "")
        };
        Unit {
            per: base * times,
            name: format!("{prefix}{noun}"),
        }
    }

    /// The smallest step an axis may have.
    pub(crate) fn smallest_step(self) -> i64 {
        match self {
            Self::Count(_) => 1,
            Self::Money => 100,
        }
    }

    /// A single value with its unit, short enough to stand at a bar: `12件`, `3.5万元`.
    pub(crate) fn short(self, value: i64) -> String {
        let unit = self.unit_for(value);
        format!("{}{}", unit.rounded(value), unit.name)
    }

    /// The exact value for tooltips and descriptions: `12345件`, `3,500.00元`.
    pub(crate) fn exact(self, value: i64) -> String {
        match self {
            Self::Count(noun) => format!("{value}{noun}"),
            Self::Money => format!("{}元", Fen(value).grouped()),
        }
    }
}

impl Unit {
    /// The value in this unit without loss, trailing zeros dropped: for axis ticks.
    pub(crate) fn tick(&self, value: i64) -> String {
        self.decimal(value, 1, 8)
    }

    /// The value in this unit, rounded to two places (one from 100 on).
    pub(crate) fn rounded(&self, value: i64) -> String {
        let places = match value.unsigned_abs() / self.per.unsigned_abs() {
            0..=99 => 2,
            100..=999 => 1,
            _ => 0,
        };
        self.decimal(value, 10_i128.pow(8 - places), places as usize)
    }

    /// Eight places are exact for every unit here (亿元 in fen has ten, but ticks are whole yuan).
    fn decimal(&self, value: i64, round_to: i128, places: usize) -> String {
        let scaled = i128::from(value.unsigned_abs()) * 100_000_000 / i128::from(self.per);
        let rounded = (scaled + round_to / 2) / round_to * round_to;
        let part = format!("{:08}", rounded % 100_000_000);
        let part = part[..places.min(8)].trim_end_matches('0');
        let sign = if value < 0 && rounded != 0 { "-" } else { "" };
        let dot = if part.is_empty() { "" } else { "." };
        format!("{sign}{}{dot}{part}", rounded / 100_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_in_chinese_units() {
        let people = Measure::Count("人");
        assert_eq!(people.short(0), "0人");
        assert_eq!(people.short(9_999), "9999人");
        assert_eq!(people.short(12_345), "1.23万人");
        assert_eq!(people.short(-12_345), "-1.23万人");
        assert_eq!(Measure::Money.short(100), "1元");
        assert_eq!(Measure::Money.short(3_500_000), "3.5万元");
        assert_eq!(Measure::Money.short(123_456_789_000), "12.35亿元");
        assert_eq!(Measure::Money.short(i64::MAX), "922337204亿元");
    }

    #[test]
    fn ticks_are_exact() {
        let unit = Measure::Money.unit_for(250_000_000);
        assert_eq!(unit.name, "万元");
        assert_eq!(unit.tick(50_000_000), "50");
        assert_eq!(unit.tick(500_000), "0.5");
    }
}
