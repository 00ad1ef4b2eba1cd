//! How a character sounds: pinyin without tone, and with the pairs that many speakers do not keep apart.
//! It must not know names.

use std::sync::LazyLock;

use pinyin::ToPinyin;
use rustc_hash::FxHashMap;

/// First ideograph of the table.
const FIRST: u32 = 0x4e00;
/// One past the last.
const END: u32 = 0xa000;

struct Table {
    /// Exact syllable number by character, 0 for none.
    exact: Vec<u16>,
    /// Number of the syllable as careless ears hear it.
    near: Vec<u16>,
    syllables: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut numbers: FxHashMap<&'static str, u16> = FxHashMap::default();
    let mut near_numbers: FxHashMap<String, u16> = FxHashMap::default();
    let mut table = Table {
        exact: Vec::new(),
        near: Vec::new(),
        syllables: vec![""],
    };
    for code in FIRST..END {
        let syllable = char::from_u32(code)
            .and_then(|c| c.to_pinyin())
            .map_or("", |p| p.plain());
        if syllable.is_empty() {
            table.exact.push(0);
            table.near.push(0);
            continue;
        }
        let next = u16::try_from(table.syllables.len()).unwrap_or(0);
        let number = *numbers.entry(syllable).or_insert_with(|| {
            table.syllables.push(syllable);
            next
        });
        table.exact.push(number);
        let next = u16::try_from(near_numbers.len() + 1).unwrap_or(0);
        table
            .near
            .push(*near_numbers.entry(careless(syllable)).or_insert(next));
    }
    table
});

/// zh/z, ch/c, sh/s, n/l, f/h and final n/ng are not kept apart in many mouths.
fn careless(syllable: &str) -> String {
    let s = syllable
        .replacen("zh", "z", 1)
        .replacen("ch", "c", 1)
        .replacen("sh", "s", 1);
    let s = s.strip_suffix('g').map(str::to_owned).unwrap_or(s);
    match s.strip_prefix('l') {
        Some(rest) => format!("n{rest}"),
        None => s,
    }
}

fn at(list: &[u16], c: char) -> u16 {
    (c as u32)
        .checked_sub(FIRST)
        .and_then(|i| list.get(i as usize))
        .copied()
        .unwrap_or(0)
}

/// Number of a character's syllable; 0 when it has none.
pub fn syllable_number(c: char) -> u16 {
    at(&TABLE.exact, c)
}

/// The syllable of a character without tone; empty when it has none.
pub fn syllable(c: char) -> &'static str {
    TABLE
        .syllables
        .get(usize::from(syllable_number(c)))
        .copied()
        .unwrap_or("")
}

/// Whether two characters sound alike to a careless ear.
pub fn near(a: char, b: char) -> bool {
    let number = at(&TABLE.near, a);
    number != 0 && number == at(&TABLE.near, b)
}

/// A number that characters share which sound alike to a careless ear; of what has no syllable, the character itself.
pub fn near_code(c: char) -> u32 {
    match at(&TABLE.near, c) {
        0 => c as u32,
        // Beyond the planes of characters.
        number => 0x20_0000 + u32::from(number),
    }
}

/// Whether two characters have the same syllable.
pub fn same(a: char, b: char) -> bool {
    let number = syllable_number(a);
    number != 0 && number == syllable_number(b)
}

/// A text in pinyin; Latin letters and digits stay.
pub fn spelled(chars: &[char]) -> String {
    let mut out = String::new();
    for c in chars {
        match syllable(*c) {
            "" => out.push(*c),
            s => out.push_str(s),
        }
    }
    out
}

/// First letters of the syllables.
pub fn initials(chars: &[char]) -> String {
    chars
        .iter()
        .map(|c| syllable(*c).chars().next().unwrap_or(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homophones_and_near_homophones() {
        assert!(same('张', '章'));
        assert!(near('林', '凌'));
        assert!(!same('林', '凌'));
        assert!(!near('王', '李'));
        assert_eq!(spelled(&['北', '京']), "beijing");
        assert_eq!(initials(&['北', '京']), "bj");
    }
}
