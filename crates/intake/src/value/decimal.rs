//! A decimal number kept exactly: an integer and a scale. It must not know floating point, except
//! to print the number a spreadsheet holds as one.

/// `digits × 10^-scale`, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self {
        digits: 0,
        scale: 0,
    };

    /// A whole number.
    pub fn whole(digits: i128) -> Self {
        Self { digits, scale: 0 }
    }

    /// Reads `1234`, `1,234.50`, `.5`; no sign, no exponent. `None` for anything else, a misplaced
    /// thousands separator included, since `1,23` may be a decimal comma.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let whole = ungrouped(whole)?;
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && part.is_empty()) || !all_digits(&whole) || !all_digits(part) {
            return None;
        }
        if text.ends_with('.') || whole.len() + part.len() > 30 {
            return None;
        }
        let digits = format!("{whole}{part}").parse().ok()?;
        let scale = u32::try_from(part.len()).ok()?;
        Some(Self { digits, scale }.reduced())
    }

    /// The number a spreadsheet cell holds, at the 15 significant digits a spreadsheet shows, so
    /// that 0.1 + 0.2 is 0.3. `None` for negative or non-finite numbers.
    pub fn from_cell(number: f64) -> Option<Self> {
        if !number.is_finite() || number < 0.0 {
            return None;
        }
        let printed = format!("{number:.14e}");
        let (mantissa, exponent) = printed.split_once('e')?;
        let exponent: i32 = exponent.parse().ok()?;
        let base = Self::parse(mantissa)?;
        let scale = i32::try_from(base.scale).ok()? - exponent;
        if scale >= 0 {
            Some(
                Self {
                    digits: base.digits,
                    scale: u32::try_from(scale).ok()?,
                }
                .reduced(),
            )
        } else {
            Self::whole(base.digits).times_power(u32::try_from(-scale).ok()?)
        }
    }

    fn reduced(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The number times 10 to the `power`; `None` on overflow.
    pub fn times_power(self, power: u32) -> Option<Self> {
        if self.scale >= power {
            return Some(
                Self {
                    digits: self.digits,
                    scale: self.scale - power,
                }
                .reduced(),
            );
        }
        let factor = 10_i128.checked_pow(power - self.scale)?;
        Some(Self::whole(self.digits.checked_mul(factor)?))
    }

    /// The sum; `None` on overflow.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let at = |d: Self| d.digits.checked_mul(10_i128.checked_pow(scale - d.scale)?);
        Some(
            Self {
                digits: at(self)?.checked_add(at(other)?)?,
                scale,
            }
            .reduced(),
        )
    }

    /// True when nothing follows the decimal point.
    pub fn is_whole(self) -> bool {
        self.scale == 0
    }

    /// The nearest whole number (half up) and whether that lost anything; `None` on overflow.
    pub fn rounded(self) -> Option<(i64, bool)> {
        if self.scale == 0 {
            return Some((i64::try_from(self.digits).ok()?, false));
        }
        let factor = 10_i128.checked_pow(self.scale)?;
        let whole = (self.digits + factor / 2).checked_div(factor)?;
        Some((i64::try_from(whole).ok()?, true))
    }
}

/// The digits of a whole part, its thousands separators taken out where they stand every three.
fn ungrouped(whole: &str) -> Option<String> {
    if !whole.contains(',') {
        return Some(whole.to_owned());
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 || groups.any(|g| g.len() != 3) {
        return None;
    }
    Some(whole.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_where_a_double_is_not() {
        let sum = Decimal::from_cell(0.1 + 0.2).unwrap();
        assert_eq!(Some(sum), Decimal::parse("0.3"));
        assert_eq!(
            Decimal::from_cell(1_435_313.65),
            Decimal::parse("1,435,313.650")
        );
        assert_eq!(Decimal::from_cell(3e20).and_then(Decimal::rounded), None);
    }

    #[test]
    fn a_misplaced_separator_is_not_a_number() {
        assert_eq!(Decimal::parse("1,23"), None);
        assert_eq!(Decimal::parse("1.2.3"), None);
        assert_eq!(Decimal::parse("12."), None);
    }
}
