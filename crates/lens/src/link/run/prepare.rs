//! Texts made into values: folded, read, with the keys under which they may be found. It must not know rows.

use super::{
    kind::ColumnKind,
    phone,
    values::{Day, Detail, Firm, KEYS, NO_KEY, Spot, Value, Values},
};
use crate::link::{
    address,
    company::{self, UnlistedMarks},
    fold,
    person::person_name,
    sound,
};

/// The value of each text, in their order.
pub(super) fn prepared<'t>(kind: ColumnKind, texts: impl IntoIterator<Item = &'t str>) -> Values {
    let mut values = Values::new(kind);
    for text in texts {
        prepare(kind, text, &mut values);
    }
    values
}

/// Words that stand for nothing.
const NOTHING: [&str; 12] = [
    "", "null", "none", "nan", "na", "n/a", "无", "不详", "未知", "-", "--", "空",
];
/// Bytes of the longest of them, and more.
const SHORT: usize = 8;

fn says_nothing(text: &str) -> bool {
    text.len() <= SHORT && NOTHING.contains(&text.to_lowercase().as_str())
}

fn prepare(kind: ColumnKind, text: &str, into: &mut Values) {
    let text = text.trim();
    if says_nothing(text) {
        return into.push(Value::plain(&[]), [NO_KEY; KEYS]);
    }
    match kind {
        ColumnKind::Company => firm(text, into),
        ColumnKind::Date => date(text, into),
        ColumnKind::Address => place(text, into),
        ColumnKind::Phone => plain(kind, &phone::phone(text), into),
        ColumnKind::Code => plain(kind, &code(text), into),
        ColumnKind::Person => plain(kind, &person_name(text).name, into),
        ColumnKind::Text => plain(kind, &fold::letters(text), into),
    }
}

/// A value that is its letters.
fn plain(kind: ColumnKind, letters: &[char], into: &mut Values) {
    let mut keys = Keys::of(letters);
    match kind {
        ColumnKind::Person => keys.person(letters),
        ColumnKind::Phone | ColumnKind::Code => {
            keys.halves(letters, letters.len().div_ceil(2).max(3));
            if let Some(tail) = phone::local_tail(letters).filter(|_| kind == ColumnKind::Phone) {
                keys.letters(13, tail);
            }
        }
        _ => keys.halves(letters, 4),
    }
    into.push(Value::plain(letters), keys.told(letters));
}

fn firm(text: &str, into: &mut Values) {
    let a = company::anatomy(text);
    let trade = if a.trade.chars.is_empty() {
        &a.industry.chars
    } else {
        &a.trade.chars
    };
    let branch = a.branch_mark();
    let firm = Firm {
        trade,
        branch: &branch,
        industry: &a.industry.chars,
        place: a.places.last().copied(),
        unlisted: UnlistedMarks::of(&a.unlisted),
    };
    let mut keys = Keys::of(&a.core);
    keys.firm(&firm);
    let value = Value {
        letters: &a.core,
        detail: Detail::Company(firm),
    };
    into.push(value, keys.told(&a.core));
}

fn place(text: &str, into: &mut Values) {
    let letters = address::letters(text);
    let mut numbers: Vec<u32> = Vec::with_capacity(letters.len() / 2);
    let read = letters.split(|c| !c.is_ascii_digit()).filter_map(number);
    numbers.extend(read);
    numbers.sort_unstable();
    let gram = |w: &[char]| (w[0] as u32).wrapping_mul(0x9e37_79b1).rotate_left(13) ^ w[1] as u32;
    let mut grams: Vec<u32> = letters.windows(2).map(gram).collect();
    grams.sort_unstable();
    let mut keys = Keys::of(&letters);
    keys.address(&letters);
    let spot = Spot {
        numbers: &numbers,
        grams: &grams,
    };
    let value = Value {
        letters: &letters,
        detail: Detail::Place(spot),
    };
    into.push(value, keys.told(&letters));
}

/// The number of some digits; `None` for none, and for more than a number of this width holds.
fn number(digits: &[char]) -> Option<u32> {
    let mut each = digits.iter().map(|c| c.to_digit(10));
    let sum = each.try_fold(0_u32, |sum, d| sum.checked_mul(10)?.checked_add(d?));
    sum.filter(|_| !digits.is_empty())
}

/// Letters and digits; a citizen number of 15 digits becomes that of 18.
fn code(text: &str) -> Vec<char> {
    let chars = fold::letters(text);
    if chars.len() == 15 && chars.iter().all(char::is_ascii_digit) {
        let digits: String = chars.iter().collect();
        if let Ok(id) = fangfei_model::code::CitizenId::from_fifteen(&digits) {
            return id.full().to_lowercase().chars().collect();
        }
    }
    chars
}

/// A day in the orders people write it; what is no day is compared as text.
fn date(text: &str, into: &mut Values) {
    let folded = fold::fold(text).chars;
    match day(&folded) {
        Some(day) => {
            let Day {
                year,
                month,
                day: d,
            } = day;
            let letters: Vec<char> = digits(year, 4)
                .chain(digits(month, 2))
                .chain(digits(d, 2))
                .collect();
            let mut keys = Keys::of(&letters);
            keys.add(1, [year, month.min(d), month.max(d)]);
            let value = Value {
                letters: &letters,
                detail: Detail::Date(day),
            };
            into.push(value, keys.told(&letters));
        }
        None => {
            let letters: Vec<char> = folded.into_iter().filter(|c| c.is_alphanumeric()).collect();
            plain(ColumnKind::Date, &letters, into);
        }
    }
}

/// A number in so many digits at least.
fn digits(number: u32, least: u32) -> impl Iterator<Item = char> {
    let count = number.checked_ilog10().map_or(1, |log| log + 1).max(least);
    let digit = move |at| number / 10_u32.pow(at) % 10;
    (0..count)
        .rev()
        .filter_map(move |at| char::from_digit(digit(at), 10))
}

fn day(folded: &[char]) -> Option<Day> {
    let mut runs = folded
        .split(|c| !c.is_ascii_digit())
        .filter(|run| !run.is_empty());
    let read = |digits: &[char]| number(digits).unwrap_or(0);
    let (first, second, third) = (runs.next()?, runs.next(), runs.next());
    let of = |year, month, day| Some(Day { year, month, day });
    match (first, second, third) {
        (one, None, _) if one.len() == 8 => of(read(&one[..4]), read(&one[4..6]), read(&one[6..])),
        (y, Some(m), Some(d)) if y.len() == 4 => of(read(y), read(m), read(d)),
        (a, Some(b), Some(y)) if y.len() == 4 => {
            let (a, b) = (read(a), read(b));
            let (month, day) = if a > 12 { (b, a) } else { (a, b) };
            of(read(y), month, day)
        }
        _ => None,
    }
}

/// Keys under which a value looks for its like. The first is all of it; the others forgive a slip each.
struct Keys {
    keys: [u32; KEYS],
    len: usize,
}

impl Keys {
    fn of(letters: &[char]) -> Self {
        let mut keys = Self {
            keys: [NO_KEY; KEYS],
            len: 0,
        };
        keys.letters(0, letters);
        keys
    }

    /// The keys of a value of these letters: none of one that says nothing.
    fn told(&self, letters: &[char]) -> [u32; KEYS] {
        if letters.is_empty() {
            [NO_KEY; KEYS]
        } else {
            self.keys
        }
    }

    fn add(&mut self, tag: u32, parts: impl IntoIterator<Item = u32>) {
        let mixed = |sum: u64, part: u32| {
            (sum.rotate_left(5) ^ u64::from(part)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        };
        let sum = parts.into_iter().fold(mixed(0, tag), mixed);
        let key = ((sum ^ (sum >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32) as u32;
        if let Some(place) = self.keys.get_mut(self.len) {
            *place = key.max(1);
            self.len += 1;
        }
    }

    fn letters(&mut self, tag: u32, letters: &[char]) {
        self.add(tag, letters.iter().map(|c| *c as u32));
    }

    /// The first and the last `size` letters.
    fn halves(&mut self, letters: &[char], size: usize) {
        if letters.len() > size {
            self.letters(9, &letters[..size]);
            self.letters(10, &letters[letters.len() - size..]);
        }
    }

    /// The first number with the two letters before it (国路88), the letters after the last province or city, and the last
    /// letters: an address is written with more or with less above and below them.
    fn address(&mut self, letters: &[char]) {
        let number = letters.iter().position(char::is_ascii_digit).unwrap_or(0);
        let end = letters[number..]
            .iter()
            .position(|c| !c.is_ascii_digit())
            .map_or(letters.len(), |len| number + len);
        if number >= 2 {
            self.letters(11, &letters[number - 2..end]);
        } else {
            self.letters(12, letters.get(..6).unwrap_or(letters));
        }
        self.halves(letters, 5);
    }

    /// The trade name, how it sounds, and what it begins and ends with.
    fn firm(&mut self, firm: &Firm<'_>) {
        let trade = firm.trade;
        self.letters(2, trade);
        let spelled = |c: &char| {
            let (sound, letter) = match sound::syllable(*c) {
                "" => ("", Some(*c)),
                sound => (sound, None),
            };
            sound.chars().chain(letter).map(u32::from)
        };
        self.add(3, trade.iter().flat_map(spelled));
        if trade.len() >= 3 {
            self.letters(4, &trade[..2]);
            self.letters(5, &trade[trade.len() - 2..]);
        }
    }

    fn person(&mut self, letters: &[char]) {
        if letters.iter().any(|c| fold::is_han(*c)) {
            let mut spelled: Vec<&str> = letters.iter().map(|c| sound::syllable(*c)).collect();
            spelled.sort_unstable();
            self.add(6, spelled.iter().flat_map(|s| s.bytes()).map(u32::from));
            if letters.len() >= 2 {
                self.letters(7, &letters[1..]);
            }
        } else {
            self.letters(8, &skeleton(letters));
            self.halves(letters, 3);
        }
    }
}

/// The first letter and the consonants after it, doubles once: how a Latin name sounds, roughly.
fn skeleton(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for (i, c) in chars.iter().enumerate() {
        let c = match c {
            'c' | 'q' => 'k',
            'z' => 's',
            'v' => 'f',
            other => *other,
        };
        let vowel = "aeiouyhw".contains(c);
        if (i == 0 || !vowel) && out.last() != Some(&c) {
            out.push(c);
        }
    }
    out
}
