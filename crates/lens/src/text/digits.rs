//! Numbers of telephones and cards, also in Chinese digits and with marks strewn in. It must not know words.

use super::{
    contact::{ContactKind, Spot},
    plain::Plain,
};

/// Marks between digits that hide a number.
const MARKS: usize = 2;

/// Digits of a number that are read at most.
const MOST: usize = 20;
/// No number of a telephone or card has fewer.
const LEAST: usize = 7;

/// Digits in the order of the text with the places they stand at.
#[derive(Debug, Default)]
struct Run {
    digits: [u8; MOST],
    places: [usize; MOST],
    count: usize,
}

impl Run {
    fn push(&mut self, digit: u8, place: usize) {
        self.digits[self.count] = digit;
        self.places[self.count] = place;
        self.count += 1;
    }

    fn digits(&self) -> &[u8] {
        &self.digits[..self.count]
    }

    fn places(&self) -> &[usize] {
        &self.places[..self.count]
    }
}

/// Whether a number may begin with the character.
#[inline]
pub(super) fn begins(c: char) -> bool {
    c == '+' || digit(c).is_some()
}

/// 0 to 9 in any writing; 〇, 幺 and the letter o stand for digits in hidden numbers.
#[inline]
fn digit(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8 - b'0',
        '零' | '〇' | '○' | '洞' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' | '拐' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '-' | '.'
            | '*'
            | '·'
            | '~'
            | '_'
            | '、'
            | '('
            | ')'
            | '|'
            | '='
            | '#'
            | '^'
            | '/'
            | '\''
            | '"'
            | '\\'
            | '+'
    ) || ('\u{2500}'..='\u{2bff}').contains(&c)
        || ('\u{1f000}'..='\u{1faff}').contains(&c)
}

/// The telephone or card number that begins at `at`.
pub(super) fn number(plain: &Plain, at: usize) -> Option<Spot> {
    if !starts(plain, at) {
        return None;
    }
    let run = gather(plain, at, MOST);
    if run.count < LEAST {
        return None;
    }
    let country = country_code(run.digits());
    let digits = run.digits().get(country..)?;
    let kinds: [(ContactKind, Option<usize>); 5] = [
        (ContactKind::CitizenId, citizen_id(plain, &run)),
        (ContactKind::BankCard, bank_card(plain, &run)),
        (ContactKind::Mobile, mobile(digits).map(|n| n + country)),
        (ContactKind::Hotline, hotline(digits)),
        (ContactKind::Landline, landline(plain, &run)),
    ];
    let (kind, length) = kinds.into_iter().find_map(|(k, n)| Some((k, n?)))?;
    let last = *run.places().get(length.checked_sub(1)?)?;
    if length < run.count && touches(plain, last) {
        return None;
    }
    let end = last + 1 + usize::from(kind == ContactKind::CitizenId && length == 17);
    let value = run
        .digits()
        .get(country..length)?
        .iter()
        .map(|d| char::from(b'0' + d))
        .collect();
    let secret = matches!(kind, ContactKind::CitizenId | ContactKind::BankCard);
    Some(Spot {
        kind,
        value: (!secret).then_some(value),
        start: at,
        end,
    })
}

/// Mobile numbers that hide behind letters that look like digits (l38O0l23456), or behind stops and commas between their
/// usual groups (138。0012。3456).
pub(super) fn disguised(plain: &Plain, at: usize) -> Option<Spot> {
    let first = *plain.chars().get(at)?;
    let begins = matches!(first, 'l' | 'i') || digit(first) == Some(1);
    if !begins || !starts(plain, at) {
        return None;
    }
    let (digits, end) = lookalikes(plain, at).or_else(|| grouped(plain, at))?;
    let value: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    (is_mobile(&value) && !uniform(&digits)).then_some(Spot {
        kind: ContactKind::Mobile,
        value: Some(value),
        start: at,
        end,
    })
}

/// Digits of a mobile number.
const MOBILE: usize = 11;
/// Digits among them that must be written as such.
const TRUE_DIGITS: usize = 6;

/// Eleven characters in a row that are digits or look like them, more than half of them digits.
fn lookalikes(plain: &Plain, at: usize) -> Option<([u8; MOBILE], usize)> {
    let text = plain.chars();
    let mut digits = [0; MOBILE];
    let mut written = 0;
    for (place, c) in text.get(at..at + MOBILE)?.iter().enumerate() {
        digits[place] = match c {
            'o' => 0,
            'l' | 'i' => 1,
            c => {
                written += 1;
                c.to_digit(10)? as u8
            }
        };
    }
    let end = at + MOBILE;
    let goes_on = text.get(end).is_some_and(char::is_ascii_alphanumeric) && !plain.parted(end);
    (written >= TRUE_DIGITS && !goes_on).then_some((digits, end))
}

/// Three, four and four digits with a stop or comma between.
fn grouped(plain: &Plain, at: usize) -> Option<([u8; MOBILE], usize)> {
    let text = plain.chars();
    let mut digits = [0; MOBILE];
    let (mut count, mut place) = (0, at);
    while count < MOBILE {
        let c = *text.get(place)?;
        if matches!(count, 3 | 7) && matches!(c, '。' | ',' | '.' | ';') {
            place += 1;
        }
        digits[count] = digit(*text.get(place)?)?;
        count += 1;
        place += 1;
    }
    (!touches(plain, place - 1)).then_some((digits, place))
}

/// Between `least` and `most` digits from `at`, without a kind of their own.
pub(super) fn run(plain: &Plain, at: usize, least: usize, most: usize) -> Option<(String, usize)> {
    let run = gather(plain, at, (most + 1).min(MOST));
    let unbroken = run
        .places()
        .windows(2)
        .take_while(|w| matches!(w, [a, b] if *b == a + 1 && !plain.parted(*b)))
        .count()
        + 1;
    let length = match run.count {
        n if (least..=most).contains(&n) => n,
        _ if (least..=most).contains(&unbroken) => unbroken,
        _ => return None,
    };
    let end = *run.places().get(length - 1)? + 1;
    let value = run
        .digits()
        .iter()
        .take(length)
        .map(|d| char::from(b'0' + d))
        .collect();
    Some((value, end))
}

/// 11 digits from 13 to 19.
pub(super) fn is_mobile(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 11 && bytes.first() == Some(&b'1') && bytes.get(1).is_some_and(|b| *b >= b'3')
}

/// A number begins where no digit stands right before.
fn starts(plain: &Plain, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| plain.chars().get(b));
    plain.parted(at) || before.is_none_or(|c| digit(*c).is_none() && !c.is_ascii_alphabetic())
}

/// Whether a digit follows at once.
fn touches(plain: &Plain, last: usize) -> bool {
    let next = last + 1;
    !plain.parted(next) && plain.chars().get(next).is_some_and(|c| digit(*c).is_some())
}

fn gather(plain: &Plain, at: usize, most: usize) -> Run {
    let text = plain.chars();
    let mut run = Run::default();
    let mut marks = 0;
    let mut place = at;
    while let Some(c) = text.get(place) {
        let hidden_nought = *c == 'o' && run.count >= 3;
        if let Some(d) = digit(*c).or_else(|| hidden_nought.then_some(0)) {
            run.push(d, place);
            marks = 0;
        } else if is_mark(*c) && marks < MARKS && (run.count > 0 || place == at) {
            marks += 1;
        } else {
            break;
        }
        if run.count >= most {
            break;
        }
        place += 1;
    }
    run
}

fn country_code(digits: &[u8]) -> usize {
    match digits {
        [8, 6, 1, 3..=9, ..] => 2,
        [0, 0, 8, 6, 1, 3..=9, ..] => 4,
        _ => 0,
    }
}

fn mobile(digits: &[u8]) -> Option<usize> {
    match digits {
        [1, 3..=9, rest @ ..] if rest.len() >= 9 && !uniform(digits) => Some(11),
        _ => None,
    }
}

/// 一一一一…: dashes or a list, no number.
fn uniform(digits: &[u8]) -> bool {
    digits.iter().take(11).all(|d| Some(d) == digits.first())
}

fn hotline(digits: &[u8]) -> Option<usize> {
    matches!(digits, [4 | 8, 0, 0, rest @ ..] if rest.len() >= 7 && digits.len() < 12).then_some(10)
}

/// 010-12345678, (0351)1234567; or 7 and 8 digits behind 电话.
fn landline(plain: &Plain, run: &Run) -> Option<usize> {
    let count = run.count;
    let area = match run.digits() {
        [0, 1 | 2, _, ..] => 3,
        [0, 3..=9, ..] => 4,
        _ => 0,
    };
    let own = count.checked_sub(area)?;
    if area > 0 {
        let starts = run.digits().get(area).is_some_and(|d| *d >= 2);
        return (starts && (7..=8).contains(&own)).then_some(count);
    }
    let said = || {
        let text = plain.chars();
        let first = run.places().first().copied().unwrap_or(0);
        let before: String = text
            .get(first.saturating_sub(6)..first)
            .unwrap_or_default()
            .iter()
            .collect();
        [
            "电话",
            "座机",
            "固话",
            "热线",
            "来电",
            "致电",
            "拨打",
            "联系方式",
            "tel",
        ]
        .iter()
        .any(|w| before.contains(w))
    };
    ((7..=8).contains(&own) && run.digits().first().is_some_and(|d| *d >= 2) && said())
        .then_some(count)
}

/// 18 places with a day of birth; the last may be X.
fn citizen_id(plain: &Plain, run: &Run) -> Option<usize> {
    let d = run.digits();
    let x =
        d.len() == 17 && run.places().last().and_then(|p| plain.chars().get(p + 1)) == Some(&'x');
    if d.len() != 18 && !x {
        return None;
    }
    let two = |at: usize| Some(d.get(at)? * 10 + d.get(at + 1)?);
    let dated =
        matches!(two(6)?, 19 | 20) && (1..=12).contains(&two(10)?) && (1..=31).contains(&two(12)?);
    let placed = (1..=8).contains(d.first()?);
    (dated && placed).then_some(d.len())
}

/// 16 to 19 digits that pass the check of cards.
fn bank_card(plain: &Plain, run: &Run) -> Option<usize> {
    let d = run.digits();
    let written = run
        .places()
        .iter()
        .all(|p| plain.chars().get(*p).is_some_and(char::is_ascii_digit));
    let issued = matches!(
        d,
        [6, 2, ..] | [4, ..] | [5, 1..=5, ..] | [9, ..] | [3, 5, ..]
    );
    ((16..=19).contains(&d.len()) && written && issued && luhn(d)).then_some(d.len())
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, u32::from(*d)) {
            (0, d) => d,
            (_, d) if d < 5 => d * 2,
            (_, d) => d * 2 - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}
