//! Sums of money in a rule file: whole fen as a number, or a text that names its unit. It must not know
//! what a sum is for.

use std::fmt;

use fangfei_model::money::Fen;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

/// Reads `500000` (fen), `"5000.00"`, `"5000元"`, `"0.5万元"`, `"500000分"`; the error names the ways.
///
/// # Errors
/// A number with a point, a text without unit and without two decimals, anything below the fen.
pub(super) fn sum<'de, D: Deserializer<'de>>(reader: D) -> Result<Fen, D::Error> {
    reader.deserialize_any(Sum)
}

/// The same where the sum may be absent.
pub(super) fn optional<'de, D: Deserializer<'de>>(reader: D) -> Result<Option<Fen>, D::Error> {
    #[derive(Deserialize)]
    struct One(#[serde(deserialize_with = "sum")] Fen);
    Option::<One>::deserialize(reader).map(|one| one.map(|one| one.0))
}

struct Sum;

const WAYS: &str =
    "不带引号的整数以分为单位（500000 即 5000 元）；以元为单位请写成 \"5000元\" 或 \"5000.00\"";

impl Visitor<'_> for Sum {
    type Value = Fen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(WAYS)
    }

    fn visit_i64<E: Error>(self, fen: i64) -> Result<Fen, E> {
        Ok(Fen(fen))
    }

    fn visit_u64<E: Error>(self, fen: u64) -> Result<Fen, E> {
        let fen = i64::try_from(fen);
        fen.map(Fen)
            .map_err(|_| E::custom("金额太大，请检查位数和单位（分）"))
    }

    fn visit_f64<E: Error>(self, written: f64) -> Result<Fen, E> {
        Err(E::custom(format!(
            "金额 {written} 带小数点又没有引号，看不出是元还是分：{WAYS}"
        )))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Fen, E> {
        named(text).ok_or_else(|| E::custom(format!("“{text}”不是写明单位的金额：{WAYS}")))
    }
}

/// A sum with its unit. Two decimals are yuan as every ledger has them.
fn named(text: &str) -> Option<Fen> {
    let text = text.trim();
    if let Some(fen) = text.strip_suffix('分') {
        let fen = fen.trim().replace([',', '，'], "");
        return fen.parse().ok().map(Fen);
    }
    if let Some(wan) = text.strip_suffix("万元") {
        return wan_yuan(wan.trim());
    }
    if let Some(yuan) = text.strip_suffix('元') {
        return Fen::parse_yuan(yuan.trim()).ok();
    }
    let (_, decimals) = text.split_once('.')?;
    (decimals.len() == 2)
        .then(|| Fen::parse_yuan(text).ok())
        .flatten()
}

/// Ten thousands of yuan with at most six decimals, that is to the fen.
fn wan_yuan(text: &str) -> Option<Fen> {
    let plain = text.replace([',', '，'], "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
        return None;
    }
    format!("{whole}{decimals:0<6}").parse().ok().map(Fen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct File {
        #[serde(deserialize_with = "sum")]
        sum: Fen,
        #[serde(default, deserialize_with = "optional")]
        cap: Option<Fen>,
    }

    fn read(text: &str) -> Result<Fen, String> {
        toml::from_str::<File>(&format!("sum = {text}\n"))
            .map(|file| file.sum)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn whole_numbers_are_fen_and_texts_name_their_unit() {
        for (text, fen) in [
            ("500000", 500_000),
            ("\"5000元\"", 500_000),
            ("\"5,000.5 元\"", 500_050),
            ("\"5000.00\"", 500_000),
            ("\"0.5万元\"", 500_000),
            ("\"500000分\"", 500_000),
            ("-5", -5),
        ] {
            assert_eq!(read(text), Ok(Fen(fen)), "{text}");
        }
        let file: File = toml::from_str("sum = 1\ncap = \"5000元\"\n").unwrap();
        assert_eq!(file.cap, Some(Fen(500_000)));
    }

    #[test]
    fn what_leaves_the_unit_open_is_refused_with_both_units() {
        for text in [
            "5000.00",
            "\"5000\"",
            "\"5000.001元\"",
            "\"约5000元\"",
            "\"\"",
            "true",
        ] {
            let refused = read(text).unwrap_err();
            assert!(
                refused.contains('分') && refused.contains('元'),
                "{text}: {refused}"
            );
        }
    }
}
