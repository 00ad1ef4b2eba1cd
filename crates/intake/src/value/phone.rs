//! Telephone numbers: mobile, landline with area code and extension, 400 numbers, several in one cell.
//! It must not know whose number it is.

use fangfei_model::personal_number::masked_phone;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Read};
use super::firm_code::looks_damaged;
use super::normal::fold;

/// One telephone number (电话).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Phone {
    /// Digits, with a hyphen after the area code: `13800000000`, `0356-7000000`.
    pub number: String,
    /// The extension (分机).
    pub extension: Option<String>,
}

/// A name and the numbers printed beside it in one cell: 甲某 13800000000, 甲某：0356-7000000、乙某 13900000000; `None` where
/// there is no number or no name.
pub fn name_and_phones(text: &str) -> Option<(String, Vec<Phone>)> {
    let folded = fold(text).replace(['—', '–', '−', '―'], "-");
    let in_number = |c: char| c.is_ascii_digit() || c == '-';
    let (mut names, mut numbers) = (String::new(), Vec::new());
    let mut rest = folded.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let run = rest[at..]
            .find(|c| !in_number(c))
            .map_or(rest.len(), |len| at + len);
        let digits = rest[at..run].bytes().filter(u8::is_ascii_digit).count();
        match phones(rest[at..run].trim_end_matches('-')) {
            Ok(read) if digits >= 7 => {
                names.push_str(&rest[..at]);
                numbers.extend(read.value);
            }
            _ => names.push_str(&rest[..run]),
        }
        rest = &rest[run..];
    }
    names.push_str(rest);
    for word in ["联系电话", "电话", "手机", "联系方式", "tel", "Tel"] {
        names = names.replace(word, "");
    }
    names = names.replace("()", "");
    let names: Vec<&str> = names
        .split(|c: char| c.is_whitespace() || matches!(c, ':' | '、' | ',' | ';' | '/' | '-'))
        .filter(|part| !part.is_empty())
        .collect();
    (!numbers.is_empty() && !names.is_empty()).then(|| (names.join("、"), numbers))
}

/// Reads every number of a cell. Names beside the numbers are left out with a note.
///
/// # Errors
/// A part that is no number of the national plan; numbers that lost digits.
pub fn phones(text: &str) -> Result<Read<Vec<Phone>>, Fault> {
    if looks_damaged(text) {
        return Err(super::firm_code::lost_digits(text));
    }
    let folded = fold(text).replace(['—', '–', '−', '―', '_'], "-");
    let mut found = Vec::new();
    let mut notes = Vec::new();
    for part in folded
        .split(['、', ',', ';', '/', '|', '\n', '\r', '\\', '。'])
        .filter(|p| !p.trim().is_empty())
    {
        let (digits, words) = without_words(part);
        if !words.is_empty() {
            notes.push(format!("号码旁的“{words}”没有读入").into());
        }
        if digits.chars().any(|c| c.is_ascii_digit()) {
            found.extend(one_or_spaced(&digits).ok_or_else(|| wrong(text, part))?);
        } else if words.is_empty() {
            return Err(wrong(text, part));
        }
    }
    if found.is_empty() {
        return Err(wrong(text, text));
    }
    if found
        .iter()
        .any(|p: &Phone| matches!(p.number.len(), 7 | 8) && !p.number.contains('-'))
    {
        notes.push("固定电话没有写区号".into());
    }
    found.dedup();
    Ok(Read {
        value: found,
        notes,
    })
}

fn wrong(text: &str, part: &str) -> Fault {
    let digits = part.chars().filter(char::is_ascii_digit).count();
    Fault::new(
        format!(
            "“{}”不是有效的电话号码（{digits} 位数字）",
            masked_phone(text.trim())
        ),
        "手机号11位；固定电话写区号，例如 0356-7000000；多个号码用顿号分开",
    )
}

/// Takes letters and words out of `张三 13800000000(微信同号)`; 转 and 分机 stay as an extension mark.
fn without_words(part: &str) -> (String, String) {
    let part = part
        .replace("分机", "#")
        .replace('转', "#")
        .replace("ext", "#");
    let mut digits = String::new();
    let mut words = String::new();
    for c in part.chars() {
        if c.is_ascii_digit() || matches!(c, '-' | '+' | '#' | ' ' | '(' | ')') {
            digits.push(c);
        } else if c.is_whitespace() {
            digits.push(' ');
        } else if !matches!(c, ':' | '.') {
            words.push(c);
            digits.push(' ');
        }
    }
    (digits.trim().replace("()", ""), words)
}

/// One number written with blanks inside, or several numbers parted by blanks.
fn one_or_spaced(text: &str) -> Option<Vec<Phone>> {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(phone) = phone(&joined) {
        return Some(vec![phone]);
    }
    text.split_whitespace().map(phone).collect()
}

fn phone(text: &str) -> Option<Phone> {
    let (main, extension) = match text.split_once('#') {
        Some((main, ext)) => (main, Some(ext.trim_matches(['-', '#', '(', ')']))),
        None => (text, None),
    };
    let main = main.trim_matches('-');
    let main = main
        .strip_prefix("+86")
        .or_else(|| main.strip_prefix("(+86)"))
        .unwrap_or(main);
    let digits: String = main.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("0086").unwrap_or(&digits);
    let digits = if digits.len() == 13 {
        digits.strip_prefix("86").unwrap_or(digits)
    } else {
        digits
    };
    let valid_extension =
        |e: &str| (1..=6).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_digit());
    if extension.is_some_and(|e| !valid_extension(e)) {
        return None;
    }
    let (number, tail) = shaped(main, digits)?;
    let extension = extension.map(str::to_owned).or(tail);
    Some(Phone { number, extension })
}

/// The number in its printed shape, with an extension that was joined by a hyphen.
fn shaped(main: &str, digits: &str) -> Option<(String, Option<String>)> {
    let is_mobile = |d: &str| {
        d.len() == 11
            && d.starts_with('1')
            && d.as_bytes()
                .get(1)
                .is_some_and(|b| (b'3'..=b'9').contains(b))
    };
    if is_mobile(digits) {
        return Some((digits.to_owned(), None));
    }
    if digits.len() == 12 && digits.starts_with('0') && is_mobile(&digits[1..]) {
        return Some((digits[1..].to_owned(), None));
    }
    if digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
        return Some((digits.to_owned(), None));
    }
    let groups: Vec<&str> = main
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .collect();
    match groups[..] {
        [area, local, ext] if landline(area, local) && ext.len() <= 6 => {
            return Some((format!("{area}-{local}"), Some(ext.to_owned())));
        }
        [local, ext] if is_local(local) && (1..=4).contains(&ext.len()) => {
            return Some((local.to_owned(), Some(ext.to_owned())));
        }
        _ => {}
    }
    if let Some((area, local)) = area_of(digits) {
        return Some((format!("{area}-{local}"), None));
    }
    let is_service =
        |d: &str| matches!(d.len(), 3 | 5 | 6) && d.starts_with(['1', '9']) && groups.len() == 1;
    (is_local(digits) || is_service(digits)).then(|| (digits.to_owned(), None))
}

fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && !digits.starts_with(['0', '1'])
}

fn landline(area: &str, local: &str) -> bool {
    matches!(area.len(), 3 | 4) && area.starts_with('0') && is_local(local)
}

/// Area codes 010 and 02x have three digits, all others four.
fn area_of(digits: &str) -> Option<(&str, &str)> {
    if !digits.starts_with('0') || digits.len() < 10 {
        return None;
    }
    let at = if digits.starts_with("010") || digits.starts_with("02") {
        3
    } else {
        4
    };
    let (area, local) = (digits.get(..at)?, digits.get(at..)?);
    landline(area, local).then_some((area, local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_beside_its_number() {
        let read = |text: &str| {
            name_and_phones(text).map(|(name, phones)| {
                let numbers: Vec<String> = phones.into_iter().map(|p| p.number).collect();
                (name, numbers.join(" "))
            })
        };
        let told = |name: &str, numbers: &str| Some((name.to_owned(), numbers.to_owned()));
        assert_eq!(read("甲某 13800000000"), told("甲某", "13800000000"));
        assert_eq!(read("甲某13800000000"), told("甲某", "13800000000"));
        assert_eq!(read("甲某：0356-7000000"), told("甲某", "0356-7000000"));
        assert_eq!(
            read("甲某（副局长）13800000000"),
            told("甲某(副局长)", "13800000000")
        );
        assert_eq!(
            read("甲某13800000000、乙某 13900000000"),
            told("甲某、乙某", "13800000000 13900000000")
        );
        assert_eq!(read("甲某"), None);
        assert_eq!(read("13800000000"), None);
        assert_eq!(read("甲某等12人"), None);
    }
}
