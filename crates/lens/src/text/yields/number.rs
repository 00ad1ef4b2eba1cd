//! Numbers as people write them: 12.5, 1,000, 3万, 一万二, 百分之二十's 二十, 一点五. It must not know units of rates.

/// A number in millionths, so that 1.5 is 1 500 000.
pub(super) type Micros = i64;

/// One.
pub(super) const ONE: Micros = 1_000_000;
/// The largest number that is read: a thousand times a thousand million.
const LARGEST: Micros = 1_000_000_000_000 * ONE;

/// Characters of the longest numeral: what is longer is no number, and would be read anew from each of its characters.
const LONGEST: usize = 24;

/// The number that begins at `at` and where it ends.
pub(super) fn number(text: &[char], at: usize) -> Option<(Micros, usize)> {
    let first = *text.get(at)?;
    let (value, end) = if first.is_ascii_digit() {
        arabic(text, at)?
    } else {
        chinese(text, at)?
    };
    (value > 0 && value <= LARGEST).then_some((value, end))
}

/// A single digit, Arabic or Chinese, that no other digit follows: the 五 of 一分五.
pub(super) fn digit(text: &[char], at: usize) -> Option<(i64, usize)> {
    let value = value_of(*text.get(at)?)?;
    let next = text.get(at + 1).copied();
    let alone = next.is_none_or(|c| value_of(c).is_none() && unit_of(c).is_none());
    alone.then_some((value, at + 1))
}

fn arabic(text: &[char], at: usize) -> Option<(Micros, usize)> {
    let (whole, mut end) = digits(text, at)?;
    let mut value = whole.checked_mul(ONE)?;
    if text.get(end) == Some(&'.') && text.get(end + 1).is_some_and(char::is_ascii_digit) {
        let (fraction, after) = fraction(text, end + 1);
        value = value.checked_add(fraction)?;
        end = after;
    }
    scaled(text, value, end)
}

/// Whole digits with thousands commas: 1,000,000.
fn digits(text: &[char], at: usize) -> Option<(i64, usize)> {
    let mut value: i64 = 0;
    let mut end = at;
    while let Some(c) = text.get(end) {
        if let Some(d) = c.to_digit(10) {
            value = value.checked_mul(10)?.checked_add(d.into())?;
        } else if *c != ',' || !groups_of_three(text, at, end) {
            break;
        }
        end += 1;
    }
    (end > at && value <= LARGEST / ONE).then_some((value, end))
}

fn groups_of_three(text: &[char], at: usize, comma: usize) -> bool {
    let run = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.iter().take_while(|c| c.is_ascii_digit()).count()
    };
    let back = text.get(at..comma).unwrap_or_default();
    let before = back.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let first = before == back.len();
    run(comma + 1) == 3 && (before == 3 || (first && before < 3))
}

fn fraction(text: &[char], at: usize) -> (Micros, usize) {
    let mut weight = ONE;
    let mut value = 0;
    let mut end = at;
    while let Some(d) = text.get(end).and_then(|c| c.to_digit(10)) {
        weight /= 10;
        value += i64::from(d) * weight;
        end += 1;
    }
    (value, end)
}

/// 3千, 10万, 1.5亿, 2w, 1万2, 1万5千.
fn scaled(text: &[char], value: Micros, end: usize) -> Option<(Micros, usize)> {
    let letter = |at: usize| text.get(at).is_some_and(char::is_ascii_alphanumeric);
    let scale = match text.get(end) {
        Some('十' | '拾') => 10,
        Some('百' | '佰') if text.get(end + 1) != Some(&'分') => 100,
        Some('千' | '仟') => 1_000,
        Some('k') if !letter(end + 1) => 1_000,
        Some('万') if text.get(end + 1) != Some(&'分') => 10_000,
        Some('w') if !letter(end + 1) => 10_000,
        Some('亿') => 100_000_000,
        _ => return Some((value, end)),
    };
    let mut value = value.checked_mul(scale)?;
    let mut end = end + 1;
    if scale < 10_000 && text.get(end) == Some(&'万') {
        value = value.checked_mul(10_000)?;
        end += 1;
    } else if let Some((tail, after)) = tail(text, end).filter(|_| scale == 10_000) {
        value = value.checked_add(tail * ONE)?;
        end = after;
    }
    Some((value, end))
}

/// The thousands behind 万: 1万2, 1万5千.
fn tail(text: &[char], at: usize) -> Option<(i64, usize)> {
    let (digit, end) = (value_of(*text.get(at)?)?, at + 1);
    match text.get(end) {
        Some('千' | '仟') => Some((digit * 1_000, end + 1)),
        Some('百' | '佰') => Some((digit * 100, end + 1)),
        Some(c) if value_of(*c).is_some() || unit_of(*c).is_some() => None,
        Some(
            '%' | '‰' | '个' | '分' | '厘' | '点' | '.' | '年' | '月' | '天' | '日' | '期' | '-'
            | '~',
        ) => None,
        _ => Some((digit * 1_000, end)),
    }
}

fn chinese(text: &[char], at: usize) -> Option<(Micros, usize)> {
    let mut read = ChineseNumber::default();
    let mut end = at;
    while let Some(c) = text.get(end).filter(|_| end - at < LONGEST) {
        let taken = match (value_of(*c), unit_of(*c)) {
            // 千分之八一天, 一百万一个月: the 一 counts the term that follows.
            (Some(1), _) if end > at && is_split(text, end) => false,
            (Some(digit), _) if !c.is_ascii_digit() => read.digit(digit),
            // 百分之, 万分之 begin a rate of their own.
            (_, Some(_))
                if text.get(end + 1) == Some(&'分') && text.get(end + 2) == Some(&'之') =>
            {
                false
            }
            (_, Some(unit)) => read.unit(unit),
            _ => false,
        };
        if !taken {
            break;
        }
        end += 1;
    }
    if end == at {
        return None;
    }
    let mut value = read.finish()?.checked_mul(ONE)?;
    if text.get(end) == Some(&'点') {
        let (fraction, after) = chinese_fraction(text, end + 1);
        if after > end + 1 {
            return Some((value.checked_add(fraction)?, after));
        }
    }
    if value == 0 && end > at {
        value = 0;
    }
    Some((value, end))
}

/// Whether the 一 at `at` begins a stretch of time rather than ending the number: 八一天, but 十一天 and 一百零一天.
fn is_split(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| text.get(b));
    let time = match text.get(at + 1) {
        Some('天' | '年' | '周' | '月' | '季') => true,
        Some('个') => matches!(text.get(at + 2), Some('月' | '季' | '星' | '礼')),
        _ => false,
    };
    time && !matches!(before, Some('十' | '拾' | '零' | '〇'))
}

fn chinese_fraction(text: &[char], at: usize) -> (Micros, usize) {
    let mut weight = ONE;
    let mut value = 0;
    let mut end = at;
    while let Some(d) = text.get(end).and_then(|c| value_of(*c)) {
        weight /= 10;
        value += d * weight;
        end += 1;
    }
    (value, end)
}

/// A Chinese numeral while it is read: 三百二十, 一万二, 二〇.
#[derive(Debug, Default)]
struct ChineseNumber {
    total: i64,
    section: i64,
    digit: Option<i64>,
    last_unit: i64,
    after_zero: bool,
}

impl ChineseNumber {
    fn digit(&mut self, digit: i64) -> bool {
        match self.digit {
            // 一五 of 一五年 is no number of this kind, 二零 is.
            Some(before) if self.last_unit > 0 || before > 999_999 => false,
            Some(before) => {
                self.digit = Some(before * 10 + digit);
                true
            }
            None if digit == 0 => {
                self.after_zero = true;
                self.digit = (self.total + self.section == 0).then_some(0);
                true
            }
            None => {
                self.digit = Some(digit);
                true
            }
        }
    }

    fn unit(&mut self, unit: i64) -> bool {
        if unit >= 10_000 {
            let section = self.section + self.digit.unwrap_or(0);
            if section == 0 || section > 99_999 {
                return false;
            }
            self.total += section * unit;
            self.section = 0;
        } else {
            let digit = match self.digit {
                Some(digit) if digit < 10 => digit,
                None if unit == 10 && self.section == 0 => 1,
                _ => return false,
            };
            self.section += digit * unit;
        }
        self.digit = None;
        self.after_zero = false;
        self.last_unit = unit;
        true
    }

    /// 一万二 is 12 000: a digit behind a unit counts tenths of it, unless 零 stands between.
    fn finish(self) -> Option<i64> {
        let digit = self.digit.unwrap_or(0);
        let weight = if self.after_zero || self.last_unit <= 10 {
            1
        } else {
            self.last_unit / 10
        };
        let sum = self.total.checked_add(self.section)?;
        sum.checked_add(digit.checked_mul(weight)?)
            .filter(|v| *v > 0 || self.digit.is_some())
    }
}

/// The value of a digit, Arabic, Chinese or of the forms used on bills.
#[inline]
pub(super) fn value_of(c: char) -> Option<i64> {
    Some(match c {
        '0'..='9' => i64::from(c as u32 - '0' as u32),
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '俩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

#[inline]
fn unit_of(c: char) -> Option<i64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(f64, usize)> {
        let chars: Vec<char> = text.chars().collect();
        number(&chars, 0).map(|(v, end)| (v as f64 / 1e6, end))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value, end) in [
            ("12.5%", 12.5, 4),
            ("1,000元", 1_000.0, 5),
            ("10万", 100_000.0, 3),
            ("1.5万", 15_000.0, 4),
            ("2w", 20_000.0, 2),
            ("3千", 3_000.0, 2),
            ("5千万", 50_000_000.0, 3),
            ("1万2", 12_000.0, 3),
            ("1万5千", 15_000.0, 4),
            ("10万5%", 100_000.0, 3),
            ("二十", 20.0, 2),
            ("一百二十", 120.0, 4),
            ("一万二", 12_000.0, 3),
            ("三百五", 350.0, 3),
            ("一百零五", 105.0, 4),
            ("一点五", 1.5, 3),
            ("十二点五", 12.5, 4),
            ("两万", 20_000.0, 2),
            ("叁仟", 3_000.0, 2),
            ("十五万", 150_000.0, 3),
            ("1000,每天", 1_000.0, 4),
            ("八一天", 8.0, 1),
            ("一百万一个月", 1_000_000.0, 3),
            ("十万一年", 100_000.0, 2),
            ("一个月", 1.0, 1),
            ("十一个月", 11.0, 2),
        ] {
            assert_eq!(read(text), Some((value, end)), "{text}");
        }
        for text in ["", "万五", "%", "999999999999999999999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
