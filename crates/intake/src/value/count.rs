//! Numbers of people, households and things: 100余人, 约50户, 二十多人, 1500+.
//! It must not know money or columns.

use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::fault::{Fault, Read};
use super::magnitude::{Bound, hedged, is_vague};
use super::normal::squeeze;
use super::numeral::{is_numeral_char, numeral};

/// A printed number of people or things.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Count {
    /// The number, or the lower end of a range.
    pub low: i64,
    /// The upper end of a range.
    pub high: Option<i64>,
    /// True unless it is stated as a plain number.
    pub approximate: bool,
    /// How the printed number bounds the true one.
    pub bound: Bound,
    /// The counting word as written: 人, 户, 家.
    pub unit: Option<String>,
    /// The cell as written.
    pub printed: String,
}

const UNITS: &[&str] = &[
    "人次", "户次", "人", "名", "户", "家", "个", "起", "件", "笔", "条", "次", "位", "例", "宗",
    "场", "份", "处", "套", "批",
];

/// Reads a number of people or things.
///
/// # Errors
/// A text without one certain whole number.
pub fn count(text: &str) -> Result<Read<Count>, Fault> {
    let plain = squeeze(text).to_lowercase();
    if plain.contains("e+") {
        return Err(super::firm_code::lost_digits(text));
    }
    let (households, plain) = without_households(&plain);
    let hedged_text = hedged(plain);
    let mut unit = None;
    let mut bound = hedged_text.bound;
    let mut numbers = Vec::new();
    for part in &hedged_text.parts {
        let bare = without_unit(part, &mut unit);
        // 约100人左右 and 100人以上 put the hedge outside, 100多名 inside; after the unit is cut it may show again.
        let inner = hedged(&bare);
        if inner.bound != Bound::Exact {
            bound = inner.bound;
        }
        let [number] = &inner.parts[..] else {
            return Err(not_a_count(text));
        };
        let value = numeral(number, bound != Bound::Exact)
            .ok_or_else(|| not_a_count(text))?
            .value;
        numbers.push(whole(value).ok_or_else(|| not_whole(text))?);
    }
    lend_unit(plain, &mut numbers);
    let (low, high) = match numbers[..] {
        [low] => (low, None),
        [low, high] if low < high => (low, Some(high)),
        [low, high] if low == high => (low, None),
        _ => {
            return Err(Fault::new(
                format!("区间“{text}”前大后小"),
                "请把较小的数写在前面",
            ));
        }
    };
    let approximate = bound != Bound::Exact || high.is_some();
    let value = Count {
        low,
        high,
        approximate,
        bound,
        unit,
        printed: text.to_owned(),
    };
    let remark = hedged_text
        .remark
        .map(|remark| format!("括号里的“{remark}”没有计入").into());
    let beside = households.map(|words| format!("数的是人，“{words}”没有计入").into());
    Ok(Read::clean(value).with_notes(remark).with_notes(beside))
}

/// Takes the households off 5户12人: people are what is counted where both are told.
fn without_households(plain: &str) -> (Option<&str>, &str) {
    let parted = plain
        .find('户')
        .map(|at| plain.split_at(at + '户'.len_utf8()));
    match parted {
        Some((households, people))
            if people.ends_with(['人', '名'])
                && people.contains(is_numeral_char)
                && households.contains(is_numeral_char) =>
        {
            (
                Some(households),
                people.trim_start_matches([',', '、', '/', '，', '共', '计']),
            )
        }
        _ => (None, plain),
    }
}

/// In 1-2万人 the first end is 1万.
fn lend_unit(plain: &str, numbers: &mut [i64]) {
    if let [low, high] = numbers
        && *high >= 10_000
        && *low < 100
        && plain.matches('万').count() == 1
    {
        *low *= 10_000;
    }
}

fn without_unit(part: &str, unit: &mut Option<String>) -> String {
    for word in UNITS {
        if let Some(rest) = part.strip_suffix(word) {
            *unit = Some((*word).to_owned());
            return rest.to_owned();
        }
    }
    part.to_owned()
}

fn whole(value: Decimal) -> Option<i64> {
    if value.is_whole() {
        value.rounded().map(|(whole, _)| whole)
    } else {
        None
    }
}

fn not_whole(text: &str) -> Fault {
    Fault::new(format!("“{text}”不是整数"), "数量请填写整数")
}

fn not_a_count(text: &str) -> Fault {
    if is_vague(text) {
        Fault::vague(
            format!("“{text}”不是确定的数量"),
            "请填写一个数或区间，例如 约50人、100余人；不清楚就留空",
        )
    } else {
        Fault::new(
            format!("“{text}”读不成一个数量"),
            "请只写一个整数，例如 120、100余人、15-20户，其他说明写在备注里",
        )
    }
}
