//! Codes of organisations: the unified social credit code (统一社会信用代码) and the older numbers that
//! still stand in its column. It must not repair a code: it only says what a right one might be.

use std::str::FromStr;

use fangfei_model::code::uscc::Uscc;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Read};
use super::normal::squeeze;

/// A code by which a register knows an organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "scheme", content = "code", rename_all = "snake_case")]
pub enum FirmCode {
    /// GB 32100: 18 characters with a right check digit.
    Uscc(Uscc),
    /// The 15-digit business registration number (工商注册号) used before 2015.
    Registration(String),
    /// The 9-character organisation code (组织机构代码, GB 11714).
    Organisation(String),
    /// Another tax number (纳税人识别号) of 15 to 20 characters.
    Tax(String),
}

impl FirmCode {
    /// The code itself.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Uscc(code) => code.as_str(),
            Self::Registration(code) | Self::Organisation(code) | Self::Tax(code) => code,
        }
    }
}

/// Reads an organisation's code. Only `strict` insists on 18 characters; otherwise the older
/// numbers are taken as what they are, with a note.
///
/// # Errors
/// A number that lost digits, a wrong length, letters the standard does not use, a wrong check digit.
pub fn firm_code(text: &str, strict: bool) -> Result<Read<FirmCode>, Fault> {
    if looks_damaged(text) {
        return Err(lost_digits(text));
    }
    let plain: String = squeeze(text)
        .to_uppercase()
        .chars()
        .filter(|c| !matches!(c, '-' | '—' | '·' | '.' | '_'))
        .collect();
    if !plain.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(Fault::new(
            format!("“{text}”不是统一社会信用代码"),
            "请填写18位代码，由数字和大写字母组成",
        ));
    }
    match plain.len() {
        18 => eighteen(text, &plain, strict),
        15 if plain.bytes().all(|b| b.is_ascii_digit()) => Ok(Read::noted(
            FirmCode::Registration(plain),
            "是15位旧注册号或税号，不是18位统一社会信用代码",
        )),
        9 if !strict || organisation_check(&plain) => organisation(text, plain),
        15 | 17 | 19..=20 if !strict => Ok(Read::clean(FirmCode::Tax(plain))),
        length => Err(Fault::new(
            format!("“{text}”有 {length} 位，统一社会信用代码是18位"),
            "请对照营业执照补全或删去多余的字符",
        )),
    }
}

fn organisation(text: &str, plain: String) -> Result<Read<FirmCode>, Fault> {
    if organisation_check(&plain) {
        Ok(Read::noted(
            FirmCode::Organisation(plain),
            "是9位组织机构代码，不是18位统一社会信用代码",
        ))
    } else {
        Err(Fault::new(
            format!("“{text}”有 9 位，也不是正确的组织机构代码"),
            "请填写18位统一社会信用代码",
        ))
    }
}

/// The check character of GB 11714: weights 3 7 9 10 5 8 4 2, modulo 11.
fn organisation_check(code: &str) -> bool {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let bytes = code.as_bytes();
    if bytes.len() != 9 {
        return false;
    }
    let value = |b: u8| -> u32 {
        u32::from(if b.is_ascii_digit() {
            b - b'0'
        } else {
            b.saturating_sub(b'A') + 10
        })
    };
    let sum: u32 = bytes.iter().zip(weights).map(|(b, w)| value(*b) * w).sum();
    let check = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        n => b'0' + u8::try_from(n).unwrap_or(0),
    };
    bytes.get(8) == Some(&check)
}

fn eighteen(text: &str, plain: &str, strict: bool) -> Result<Read<FirmCode>, Fault> {
    let fault = match Uscc::from_str(plain) {
        Ok(code) => return Ok(Read::clean(FirmCode::Uscc(code))),
        Err(fault) => fault,
    };
    if !strict && plain.bytes().take(17).all(|b| b.is_ascii_digit()) {
        // Tax numbers of sole traders are the owner's citizen number, and old ones were filled with zeros.
        return Ok(Read::noted(
            FirmCode::Tax(plain.to_owned()),
            "不是有效的统一社会信用代码，按税号保存",
        ));
    }
    let odd: Vec<char> = plain.chars().filter(|c| "IOSVZ".contains(*c)).collect();
    if let Some(candidate) = candidate(plain) {
        return Err(Fault::new(
            format!("“{text}”含有代码中不用的字母{}", listed(&odd)),
            format!("如果是 {candidate} 的误写，请核对营业执照后改正"),
        ));
    }
    if !odd.is_empty() {
        return Err(Fault::new(
            format!("“{text}”含有代码中不用的字母{}", listed(&odd)),
            "代码不用 I、O、S、V、Z，请对照营业执照改正",
        ));
    }
    Err(Fault::new(
        format!("“{text}”：{fault}"),
        "请对照营业执照逐位核对",
    ))
}

fn listed(chars: &[char]) -> String {
    let mut unique: Vec<String> = chars.iter().map(ToString::to_string).collect();
    unique.dedup();
    unique.join("、")
}

/// The code with look-alike letters replaced, where that makes it right.
fn candidate(plain: &str) -> Option<String> {
    let swapped: String = plain
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' => '1',
            'Z' => '2',
            'S' => '5',
            other => other,
        })
        .collect();
    (swapped != plain && Uscc::from_str(&swapped).is_ok()).then_some(swapped)
}

/// True for a long number that a spreadsheet turned into 1.10105E+17.
pub(super) fn looks_damaged(text: &str) -> bool {
    let plain = squeeze(text).to_ascii_uppercase();
    let Some((mantissa, exponent)) = plain.split_once("E+") else {
        return false;
    };
    let is_number = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number(mantissa) && is_number(exponent)
}

/// The fault for a number whose last digits are gone from the file.
pub(super) fn lost_digits(text: &str) -> Fault {
    Fault::new(
        format!("“{text}”是表格软件的科学记数，原来的末几位已经丢失"),
        "请在原表把这一列设为“文本”后重新录入，再导入",
    )
}
