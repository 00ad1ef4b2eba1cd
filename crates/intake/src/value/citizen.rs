//! Citizen numbers (公民身份号码, GB 11643). It must not show the number in full in any message.

use std::str::FromStr;

use fangfei_model::code::citizen_id::CitizenId;

use super::fault::{Fault, Read};
use super::firm_code::looks_damaged;
use super::normal::squeeze;

/// Reads a citizen number of 18 or, with a note, 15 digits, which are upgraded.
///
/// # Errors
/// A number that lost digits, a wrong length, a wrong birth date or check digit. Messages show only
/// the first four and last two characters.
pub fn citizen_number(text: &str) -> Result<Read<CitizenId>, Fault> {
    if looks_damaged(text) {
        return Err(Fault::new(
            "证件号码被表格软件变成了科学记数，末几位已经丢失",
            "请在原表把这一列设为“文本”后重新录入，再导入",
        ));
    }
    let plain = squeeze(text).to_uppercase().replace(['-', '×'], "");
    let plain = if squeeze(text).ends_with(['×', '*']) && plain.len() == 17 {
        format!("{plain}X")
    } else {
        plain
    };
    let shown = masked(&plain);
    if plain.contains('*') {
        return Err(Fault::new(
            format!("证件号码“{shown}”已经脱敏，不完整"),
            "请填写完整号码，或留空",
        ));
    }
    if !matches!(plain.len(), 15 | 18) || !plain.chars().all(|c| c.is_ascii_digit() || c == 'X') {
        let length = plain.chars().count();
        return Err(Fault::new(
            format!("“{shown}”有 {length} 位，公民身份号码是18位（旧号15位）"),
            "请核对证件补全",
        ));
    }
    let read = match plain.len() {
        15 => CitizenId::from_fifteen(&plain)
            .map(|id| Read::noted(id, "是15位旧身份号码，已按规则补成18位")),
        _ => CitizenId::from_str(&plain).map(Read::clean),
    };
    read.map_err(|fault| Fault::new(format!("“{shown}”：{fault}"), "请核对证件后改正"))
}

fn masked(plain: &str) -> String {
    let chars: Vec<char> = plain.chars().collect();
    if chars.len() < 8 {
        return "*".repeat(chars.len());
    }
    let head: String = chars[..4].iter().collect();
    let tail: String = chars[chars.len() - 2..].iter().collect();
    format!("{head}{}{tail}", "*".repeat(chars.len() - 6))
}
