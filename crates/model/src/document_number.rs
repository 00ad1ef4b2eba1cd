//! Document numbers (发文字号) such as `云处非办字〔2023〕1号`, in the one form the standard allows
//! (GB/T 9704: hexagonal brackets, no 第, no leading zero) beside the form that was printed.
//! It must not know where in a text a number stands nor what role it plays there.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The opening brackets met in the field around the year; only 〔 is correct.
pub const OPENING_BRACKETS: &str = "〔﹝[［【(（〈<＜{｛〖「『";
/// The closing brackets met in the field around the year; only 〕 is correct.
pub const CLOSING_BRACKETS: &str = "〕﹞]］】)）〉>＞}｝〗」』";

/// A document number (发文字号): issuing body's code (机关代字), year, serial within the year.
///
/// Two numbers are the same document when their normal forms agree, whatever was printed,
/// so equality and hashing leave `printed` out.
#[derive(Debug, Clone)]
pub struct DocumentNumber {
    /// The issuing body's code (机关代字), e.g. `云处非办字`.
    pub agency: String,
    /// The four-digit year inside the brackets.
    pub year: i16,
    /// The serial within the year, from 1.
    pub serial: u32,
    /// The number as it was printed, without white space.
    pub printed: String,
}

/// Why a text is no document number (发文字号).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentNumberError {
    /// There is no bracketed year.
    #[error("发文字号“{0}”缺少括起来的年份，应写成“云处非办字〔2023〕1号”的样子")]
    NoYear(String),
    /// The code of the issuing body is missing or holds punctuation.
    #[error("发文字号“{0}”的机关代字缺失或含有标点，年份括号前应是机关代字")]
    BadAgency(String),
    /// The year is not a year in which such a document can have been issued.
    #[error("发文字号“{0}”的年份应为1949年以后的四位数字")]
    BadYear(String),
    /// The serial is missing, zero, or not followed by 号.
    #[error("发文字号“{0}”的顺序号应为不小于1的整数，并以“号”结尾")]
    BadSerial(String),
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.agency, self.year, self.serial)
    }
}

impl PartialEq for DocumentNumber {
    fn eq(&self, other: &Self) -> bool {
        (&self.agency, self.year, self.serial) == (&other.agency, other.year, other.serial)
    }
}

impl Eq for DocumentNumber {}

impl std::hash::Hash for DocumentNumber {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (&self.agency, self.year, self.serial).hash(state);
    }
}

impl FromStr for DocumentNumber {
    type Err = DocumentNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let printed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (agency, rest) = printed
            .split_once(|c| OPENING_BRACKETS.contains(c))
            .ok_or_else(|| DocumentNumberError::NoYear(printed.clone()))?;
        let (year, serial) = rest
            .split_once(|c| CLOSING_BRACKETS.contains(c))
            .ok_or_else(|| DocumentNumberError::NoYear(printed.clone()))?;
        Ok(Self {
            agency: agency_code(agency)
                .ok_or_else(|| DocumentNumberError::BadAgency(printed.clone()))?,
            year: year_of(year).ok_or_else(|| DocumentNumberError::BadYear(printed.clone()))?,
            serial: serial_of(serial)
                .ok_or_else(|| DocumentNumberError::BadSerial(printed.clone()))?,
            printed,
        })
    }
}

/// How a number stands in a text where it is written rightly, also for the end of one, without the issuing body:
/// `〔2023〕1号` for `(2023)第1号` and `2023年1号`. Nothing for words that are no number.
pub fn standard_form(text: &str) -> Option<String> {
    if let Ok(number) = text.parse::<DocumentNumber>() {
        return Some(number.to_string());
    }
    let printed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = printed.trim_start_matches(|c| OPENING_BRACKETS.contains(c));
    let is_mark = |c: char| CLOSING_BRACKETS.contains(c) || c == '年';
    let (year, rest) = bare.split_once(is_mark)?;
    let serial = serial_of(rest.trim_start_matches(is_mark))?;
    Some(format!("〔{}〕{serial}号", year_of(year)?))
}

fn agency_code(text: &str) -> Option<String> {
    let valid =
        !text.is_empty() && text.chars().count() <= 20 && text.chars().all(char::is_alphabetic);
    valid.then(|| text.to_owned())
}

fn year_of(text: &str) -> Option<i16> {
    let digits: String = text
        .trim_end_matches('年')
        .chars()
        .map(digit_of)
        .collect::<Option<_>>()?;
    let year: i16 = digits.parse().ok()?;
    (digits.len() == 4 && (1949..=2199).contains(&year)).then_some(year)
}

fn serial_of(text: &str) -> Option<u32> {
    let number = text.strip_suffix('号')?.trim_start_matches('第');
    let digits: String = number.chars().map(digit_of).collect::<Option<_>>()?;
    let serial: u32 = digits.parse().ok()?;
    (digits.len() <= 6 && serial > 0).then_some(serial)
}

/// One decimal digit in half-width, full-width or Chinese form, as half-width.
fn digit_of(c: char) -> Option<char> {
    const CHINESE: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        '○' | '零' => Some('0'),
        _ => CHINESE
            .iter()
            .position(|&known| known == c)
            .and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn year_and_serial_alone_are_written_as_in_a_number() {
        for typed in [
            "〔2023〕1号",
            "(2023)第1号",
            "2023年1号",
            "[2023年] 01 号",
            "二〇二三年第一号",
        ] {
            assert_eq!(
                standard_form(typed).as_deref(),
                Some("〔2023〕1号"),
                "{typed}"
            );
        }
        assert_eq!(
            standard_form("云处非办字[2023]1号").as_deref(),
            Some("云处非办字〔2023〕1号")
        );
        for words in ["2023年", "7月1号", "2023年7月1号", "某某公司", "1号", ""] {
            assert_eq!(standard_form(words), None, "{words}");
        }
    }

    #[test]
    fn every_bracket_style_gives_the_standard_form() {
        for printed in [
            "云处非办字〔2023〕1号",
            "云处非办字[2023]1号",
            "云处非办字（2023）1号",
            "云处非办字(2023)第001号",
            "云处非办字【２０２３】０１号",
            "云处非办字 〔 2023 〕 1 号",
            "云处非办字[2023〕1号",
            "云处非办字〔二〇二三〕1号",
            "云处非办字﹝2023年﹞1号",
        ] {
            let number: DocumentNumber = printed.parse().unwrap();
            assert_eq!(number.to_string(), "云处非办字〔2023〕1号", "{printed}");
        }
    }

    #[test]
    fn what_was_printed_is_kept_beside_the_normal_form() {
        let number: DocumentNumber = "云市监字[2023]38号".parse().unwrap();
        assert_eq!(number.printed, "云市监字[2023]38号");
        assert_eq!(number, "云市监字〔2023〕38号".parse().unwrap());
    }

    #[test]
    fn a_text_that_is_no_number_is_refused_with_the_reason() {
        type E = DocumentNumberError;
        type Case = (&'static str, fn(String) -> E);
        let cases: [Case; 6] = [
            ("云处非办字2023年1号", E::NoYear),
            ("〔2023〕1号", E::BadAgency),
            ("根据，云发〔2023〕1号", E::BadAgency),
            ("云发〔23〕1号", E::BadYear),
            ("云发〔2023〕号", E::BadSerial),
            ("云发〔2023〕0号", E::BadSerial),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<DocumentNumber>(), Err(error(text.to_owned())));
        }
    }

    proptest! {
        #[test]
        fn numbers_round_trip(agency in "[一-龥]{1,10}", year in 1949i16..2199, serial in 1u32..99999) {
            let number = DocumentNumber { agency, year, serial, printed: String::new() };
            prop_assert_eq!(number.to_string().parse::<DocumentNumber>().unwrap(), number);
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<DocumentNumber>();
        }
    }
}
