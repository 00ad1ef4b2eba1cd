//! Numbers as they are written in Chinese papers: `3,000.50`, `300万`, `1亿2000万`, `三百二十万`, `叁佰万`,
//! `一点五亿`. It must not know money, people or approximations.

use super::decimal::Decimal;

/// A number and whether it named 万 or 亿 itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numeral {
    pub value: Decimal,
    pub names_large_unit: bool,
}

#[derive(Debug, Clone, Copy)]
enum Token {
    /// A number and what it means at the end of a longer one.
    Number {
        value: Decimal,
        tail: Tail,
    },
    /// 十, 百, 千 as a power of ten.
    Small(u32),
    Wan,
    Yi,
}

/// What a number after the last unit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    /// One Chinese digit: the 五 of 三万五 stands for 五千.
    Shortened,
    /// After 零: the 零五 of 一万零五 is five.
    AfterZero,
    /// Arabic digits: certain only where they fill their places.
    Plain,
}

/// Reads the whole text as one number. A bare unit (`千万`, `上亿`) counts as one of it only where
/// `bare_unit` allows, since `百万元` alone says an order of magnitude, not a sum.
pub(super) fn numeral(text: &str, bare_unit: bool) -> Option<Numeral> {
    let tokens = tokens(text)?;
    let names_large_unit = tokens.iter().any(|t| matches!(t, Token::Wan | Token::Yi));
    Some(Numeral {
        value: Sum::of(&tokens, bare_unit)?,
        names_large_unit,
    })
}

/// The value of one Chinese digit, everyday or banker's form.
pub(super) fn digit(c: char) -> Option<u8> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '貳' | '兩' => 2,
        '三' | '叁' | '參' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// True for characters that a Chinese number may be made of.
pub(super) fn is_numeral_char(c: char) -> bool {
    c.is_ascii_digit() || digit(c).is_some() || unit(c).is_some()
}

fn unit(c: char) -> Option<Token> {
    Some(match c {
        '十' | '拾' => Token::Small(1),
        '百' | '佰' => Token::Small(2),
        '千' | '仟' => Token::Small(3),
        // 300W is how the sum is typed where changing to Chinese takes a key more.
        '万' | '萬' | 'w' => Token::Wan,
        '亿' | '億' => Token::Yi,
        _ => return None,
    })
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if let Some(unit) = unit(c) {
            found.push(unit);
            at += 1;
            continue;
        }
        let is_part: fn(char) -> bool = if digit(c).is_some() {
            |c| digit(c).is_some() || c == '点'
        } else {
            |c| c.is_ascii_digit() || matches!(c, '.' | ',')
        };
        let run: String = chars[at..]
            .iter()
            .copied()
            .take_while(|c| is_part(*c))
            .collect();
        if run.is_empty() {
            return None;
        }
        at += run.chars().count();
        found.push(number(&run)?);
    }
    (!found.is_empty()).then_some(found)
}

fn number(run: &str) -> Option<Token> {
    if run.starts_with(|c: char| digit(c).is_none()) {
        return Some(Token::Number {
            value: Decimal::parse(run)?,
            tail: Tail::Plain,
        });
    }
    let (whole, part) = run.split_once('点').unwrap_or((run, ""));
    // 三五万 means three to five, so a run of digits is a number only after 零 or as a decimal part.
    if whole.chars().count() > 1 && !whole.starts_with(['零', '〇', '○']) {
        return None;
    }
    if run.contains('点') && part.is_empty() {
        return None;
    }
    let ascii = |s: &str| -> Option<String> {
        s.chars()
            .map(|c| Some(char::from(b'0' + digit(c)?)))
            .collect()
    };
    let value = Decimal::parse(&format!("{}.{}0", ascii(whole)?, ascii(part)?))?;
    let is_one_digit = run.chars().count() == 1 && digit(run.chars().next()?)? > 0;
    let tail = if is_one_digit {
        Tail::Shortened
    } else {
        Tail::AfterZero
    };
    Some(Token::Number { value, tail })
}

/// The running sum while the tokens of a number are taken in.
#[derive(Default)]
struct Sum {
    total: Option<Decimal>,
    section: Option<Decimal>,
    current: Option<(Decimal, Tail)>,
    last_power: Option<u32>,
}

impl Sum {
    fn of(tokens: &[Token], bare_unit: bool) -> Option<Decimal> {
        let mut sum = Self::default();
        for token in tokens {
            match *token {
                Token::Number { value, tail } if sum.current.is_none() => {
                    sum.current = Some((value, tail))
                }
                Token::Number { .. } => return None,
                Token::Small(power) => sum.small(power, bare_unit)?,
                Token::Wan => sum.large(4, bare_unit)?,
                Token::Yi => sum.large(8, bare_unit)?,
            }
        }
        sum.finish()
    }

    fn small(&mut self, power: u32, bare_unit: bool) -> Option<()> {
        if self.section.is_some() && self.last_power.is_some_and(|last| last <= power) {
            return None;
        }
        let one = (power == 1 || bare_unit).then_some(Decimal::whole(1));
        let times = self.current.take().map(|(value, _)| value).or(one)?;
        let part = times.times_power(power)?;
        self.section = Some(self.section.unwrap_or(Decimal::ZERO).plus(part)?);
        self.last_power = Some(power);
        Some(())
    }

    fn large(&mut self, power: u32, bare_unit: bool) -> Option<()> {
        let open = match (self.section.take(), self.current.take()) {
            (None, None) => None,
            (section, current) => Some(
                section
                    .unwrap_or(Decimal::ZERO)
                    .plus(current.map_or(Decimal::ZERO, |(value, _)| value))?,
            ),
        };
        let is_second = self.total.is_some();
        if power == 8 {
            // 一万亿: what was 万 so far is multiplied once more.
            let base = match (self.total.take(), open) {
                (None, None) => bare_unit.then_some(Decimal::whole(1))?,
                (total, open) => total
                    .unwrap_or(Decimal::ZERO)
                    .plus(open.unwrap_or(Decimal::ZERO))?,
            };
            if is_second && self.last_power != Some(4) {
                return None;
            }
            self.total = Some(base.times_power(8)?);
        } else {
            if is_second && self.last_power == Some(4) {
                return None;
            }
            let part = open
                .or((bare_unit && !is_second).then_some(Decimal::whole(1)))?
                .times_power(4)?;
            self.total = Some(self.total.unwrap_or(Decimal::ZERO).plus(part)?);
        }
        self.last_power = Some(power);
        Some(())
    }

    fn finish(self) -> Option<Decimal> {
        let mut value = self
            .total
            .unwrap_or(Decimal::ZERO)
            .plus(self.section.unwrap_or(Decimal::ZERO))?;
        if let Some((number, tail)) = self.current {
            value = match (tail, self.last_power) {
                (Tail::Shortened, Some(power)) if power > 1 => {
                    value.plus(number.times_power(power - 1)?)?
                }
                // 1万5 may be 15 000 or 10 005: only a tail of full length is certain.
                (Tail::Plain, Some(power)) if power > 1 && tail_is_short(number, power) => {
                    return None;
                }
                _ => value.plus(number)?,
            };
        }
        Some(value)
    }
}

/// True when digits after a unit do not fill its places, as the 5 of 1万5.
fn tail_is_short(tail: Decimal, power: u32) -> bool {
    let full = Decimal::whole(1)
        .times_power(power - 1)
        .and_then(Decimal::rounded);
    match (tail.rounded(), full) {
        (Some((tail, _)), Some((full, _))) => tail > 0 && tail < 10 && full >= 10 && tail < full,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<i64> {
        numeral(text, false)
            .and_then(|n| n.value.rounded())
            .map(|(whole, _)| whole)
    }

    #[test]
    fn written_numbers() {
        for (text, wanted) in [
            ("300万", Some(3_000_000)),
            ("三百二十万", Some(3_200_000)),
            ("叁佰万", Some(3_000_000)),
            ("一点五亿", Some(150_000_000)),
            ("1亿2000万", Some(120_000_000)),
            ("一万亿", Some(1_000_000_000_000)),
            ("三万五", Some(35_000)),
            ("一百零五", Some(105)),
            ("十二", Some(12)),
            ("1,234", Some(1234)),
            ("一万零五", Some(10_005)),
            ("300w", Some(3_000_000)),
            ("1.5w", Some(15_000)),
            ("1万5", None),
            ("三五万", None),
            ("百万", None),
            ("万", None),
            ("3亿5亿", None),
            ("一百二百", None),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(
            numeral("千万", true).and_then(|n| n.value.rounded()),
            Some((10_000_000, false))
        );
    }
}
