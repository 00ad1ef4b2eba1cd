//! Numbers in addresses and names: 三号 and 3号, 二十八栋 and 28栋, 1O号 and 10号. It must not know parts of
//! an address or a name.

use crate::link::fold::{Folded, fold};

/// Folds an address and writes its Chinese numerals in digits.
pub(super) fn folded(text: &str) -> Folded {
    let source = fold(text);
    let mut out = Folded::with_room(source.chars.len());
    let mut i = 0;
    while i < source.chars.len() {
        let run = numeral_run(&source.chars[i..]);
        if run > 0 {
            for digit in written(&source.chars[i..i + run]).chars() {
                out.chars.push(digit);
                out.origins.push(source.origins[i]);
            }
            i += run;
        } else {
            out.chars.push(between_digits(&source.chars, i));
            out.origins.push(source.origins[i]);
            i += 1;
        }
    }
    out
}

/// Letters with their Chinese numerals in digits.
pub(super) fn in_digits(chars: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(chars.len());
    let mut i = 0;
    while i < chars.len() {
        let run = numeral_run(&chars[i..]);
        if run > 0 {
            out.extend(written(&chars[i..i + run]).chars());
        } else {
            out.push(chars[i]);
        }
        i += run.max(1);
    }
    out
}

fn value(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn numeral_run(chars: &[char]) -> usize {
    chars
        .iter()
        .take_while(|c| **c == '十' || value(**c).is_some())
        .count()
}

/// 十二 is 12, 二十 is 20, 一六八 is 168.
fn written(run: &[char]) -> String {
    let mut out = String::new();
    for (i, c) in run.iter().enumerate() {
        match value(*c) {
            Some(digit) => out.push_str(&digit.to_string()),
            None => {
                if i == 0 {
                    out.push('1');
                }
                if run.get(i + 1).is_none_or(|next| *next == '十') {
                    out.push('0');
                }
            }
        }
    }
    out
}

/// The letter O between or after digits is a zero.
fn between_digits(chars: &[char], i: usize) -> char {
    let before = i.checked_sub(1).is_some_and(|j| chars[j].is_ascii_digit());
    if chars[i] == 'o' && before && !chars.get(i + 1).is_some_and(|c| c.is_ascii_alphabetic()) {
        '0'
    } else {
        chars[i]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_become_digits() {
        let text = |s: &str| folded(s).chars.into_iter().collect::<String>();
        assert_eq!(text("三号"), "3号");
        assert_eq!(text("二十八栋十二层"), "28栋12层");
        assert_eq!(text("二十楼"), "20楼");
        assert_eq!(text("1O号楼"), "10号楼");
    }
}
