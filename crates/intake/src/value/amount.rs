//! Sums of money as offices write them: 约300万, 1.2亿元, 100-200万, 叁佰万元整, with the unit of the
//! header where the cell has none. It must not know exchange rates or columns.

use fangfei_model::money::Fen;
use serde::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::fault::{Fault, Read};
use super::magnitude::{Bound, hedged, is_vague};
use super::normal::squeeze;
use super::numeral::numeral;

/// The unit a column states its sums in (单位).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MoneyUnit {
    /// 分.
    #[serde(rename = "分")]
    Fen,
    /// 元.
    #[serde(rename = "元")]
    Yuan,
    /// 千元.
    #[serde(rename = "千元")]
    Thousand,
    /// 万元.
    #[serde(rename = "万元")]
    Wan,
    /// 百万元.
    #[serde(rename = "百万元")]
    Million,
    /// 千万元.
    #[serde(rename = "千万元")]
    TenMillion,
    /// 亿元.
    #[serde(rename = "亿元")]
    Yi,
}

impl MoneyUnit {
    /// The unit's power of ten in fen.
    pub fn power(self) -> u32 {
        match self {
            Self::Fen => 0,
            Self::Yuan => 2,
            Self::Thousand => 5,
            Self::Wan => 6,
            Self::Million => 8,
            Self::TenMillion => 9,
            Self::Yi => 10,
        }
    }

    /// The unit as printed.
    pub fn title(self) -> &'static str {
        match self {
            Self::Fen => "分",
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::Wan => "万元",
            Self::Million => "百万元",
            Self::TenMillion => "千万元",
            Self::Yi => "亿元",
        }
    }

    /// Reads 元, 万元, (人民币)万 and the like; `None` for other words. 分 alone is more often a mark than money, so that
    /// only readers of statements ask for it.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = squeeze(text);
        let plain = plain
            .trim_start_matches("人民币")
            .trim_end_matches("人民币");
        Some(match plain {
            "元" | "圆" | "RMB" | "CNY" | "¥" | "yuan" => Self::Yuan,
            "千元" | "仟元" => Self::Thousand,
            "万元" | "万" | "萬元" => Self::Wan,
            "百万元" | "百万" => Self::Million,
            "千万元" | "千万" => Self::TenMillion,
            "亿元" | "亿" | "億元" => Self::Yi,
            _ => return None,
        })
    }
}

/// A printed sum. A range has both ends; 近, 余 and 约 are kept as `bound`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    /// The sum, or the lower end of a range, in fen.
    pub low: Fen,
    /// The upper end of a range, in fen.
    pub high: Option<Fen>,
    /// True unless the sum is stated as a plain number.
    pub approximate: bool,
    /// How the printed sum bounds the true one.
    pub bound: Bound,
    /// The cell as written.
    pub printed: String,
}

const FOREIGN: &[&str] = &[
    "美元",
    "美金",
    "usd",
    "us$",
    "$",
    "港币",
    "港元",
    "hkd",
    "欧元",
    "€",
    "eur",
    "日元",
    "英镑",
    "£",
    "usdt",
    "泰达币",
    "比特币",
    "btc",
    "eth",
];

/// Reads a sum. `unit` is what the header or the caller says about the column; it applies only to
/// numbers that name no unit themselves.
///
/// # Errors
/// A text without a certain number, a number without any unit, foreign money, a negative sum.
pub fn amount(text: &str, unit: Option<MoneyUnit>) -> Result<Read<Amount>, Fault> {
    let plain = squeeze(text).to_lowercase();
    refuse_what_is_no_sum(text, &plain)?;
    let hedged = hedged(&without_currency(&plain));
    let bound = hedged.bound;
    let parts: Option<Vec<Part>> = hedged
        .parts
        .iter()
        .map(|part| Part::read(part, bound))
        .collect();
    let parts = parts.ok_or_else(|| not_a_sum(text))?;
    let mut notes = Vec::new();
    if let Some(remark) = &hedged.remark {
        notes.push(format!("括号里的“{remark}”没有计入金额").into());
    }
    let fens = fens(text, &parts, unit, &mut notes)?;
    let (low, high) = match fens[..] {
        [low] => (low, None),
        [low, high] if low < high => (low, Some(high)),
        [low, high] if low == high => (low, None),
        _ => {
            return Err(Fault::new(
                format!("金额区间“{text}”前大后小"),
                "请把较小的数写在前面，并写明单位",
            ));
        }
    };
    let approximate = bound != Bound::Exact || high.is_some();
    Ok(Read {
        value: Amount {
            low,
            high,
            approximate,
            bound,
            printed: text.to_owned(),
        },
        notes,
    })
}

/// One number with the unit it names.
struct Part {
    value: Decimal,
    named_unit: bool,
    printed_wan: bool,
}

impl Part {
    fn read(text: &str, bound: Bound) -> Option<Self> {
        let text = without_currency(text);
        let text = text.trim_end_matches(['整', '正']);
        let names_yuan = text.contains(['元', '圆', '块']);
        let (whole, change) = match text.split_once(['元', '圆', '块']) {
            Some((whole, change)) => (whole, change.trim_start_matches('钱')),
            None => (text, ""),
        };
        let whole = numeral(whole, bound != Bound::Exact)?;
        let value = whole.value.plus(change_of(change)?)?;
        Some(Self {
            value,
            named_unit: names_yuan || whole.names_large_unit,
            printed_wan: whole.names_large_unit,
        })
    }
}

/// The 角 and 分 after 元.
fn change_of(text: &str) -> Option<Decimal> {
    if text.is_empty() {
        return Some(Decimal::ZERO);
    }
    let (jiao, fen) = text.split_once('角').unwrap_or(("", text));
    let digit = |part: &str| -> Option<Decimal> {
        let part = part.trim_start_matches(['零', '〇']).trim_end_matches('分');
        if part.is_empty() {
            Some(Decimal::ZERO)
        } else {
            Some(numeral(part, false)?.value)
        }
    };
    if !text.contains(['角', '分']) {
        return None;
    }
    let tenth = Decimal::parse(&format!("0.{}", digit(jiao)?.rounded()?.0))?;
    let hundredth = Decimal::parse(&format!("0.0{}", digit(fen)?.rounded()?.0))?;
    tenth.plus(hundredth)
}

fn without_currency(text: &str) -> String {
    let mut text = text;
    for mark in ["人民币", "rmb", "cny", "¥", "¥", "￥"] {
        text = text.strip_prefix(mark).unwrap_or(text);
        text = text.strip_suffix(mark).unwrap_or(text);
    }
    text.to_owned()
}

fn refuse_what_is_no_sum(text: &str, plain: &str) -> Result<(), Fault> {
    if FOREIGN.iter().any(|word| plain.contains(word)) {
        return Err(Fault::new(
            format!("“{text}”是外币或虚拟货币"),
            "请折算成人民币填写，原币金额写在备注里",
        ));
    }
    let is_negative =
        plain.starts_with(['-', '−', '负']) || (plain.starts_with('(') && plain.ends_with(')'));
    if is_negative && plain.chars().any(|c| c.is_ascii_digit()) {
        return Err(Fault::new(
            format!("金额“{text}”是负数"),
            "请填写不小于零的金额，冲减写在备注里",
        ));
    }
    if plain.contains("e+") && plain.chars().any(|c| c.is_ascii_digit()) {
        return Err(super::firm_code::lost_digits(text));
    }
    Ok(())
}

fn not_a_sum(text: &str) -> Fault {
    if is_vague(text) {
        Fault::vague(
            format!("“{text}”不是确定的金额"),
            "请填写一个数或区间，例如 约300万元、100-200万元；不清楚就留空",
        )
    } else {
        Fault::new(
            format!("“{text}”读不成一个金额"),
            "请只写一个金额，例如 300万元、约300万元、100-200万元，其他说明写在备注里",
        )
    }
}

/// The parts in fen. In 100-200万 the first end takes the unit of the second.
fn fens(
    text: &str,
    parts: &[Part],
    unit: Option<MoneyUnit>,
    notes: &mut Vec<std::borrow::Cow<'static, str>>,
) -> Result<Vec<Fen>, Fault> {
    let borrowed = match parts {
        [low, high] if !low.named_unit && high.named_unit => borrowed_power(text),
        _ => None,
    };
    let mut fens = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let power = match (part.named_unit, at, borrowed) {
            (true, ..) => MoneyUnit::Yuan.power(),
            (false, 0, Some(power)) => power,
            _ => unit.ok_or_else(|| no_unit(text))?.power(),
        };
        if part.named_unit
            && !part.printed_wan
            && unit.is_some_and(|u| u != MoneyUnit::Yuan)
            && part.value != Decimal::ZERO
        {
            notes.push("单元格自己写了“元”，没有按表头的单位折算".into());
        }
        let too_large = || Fault::new(format!("金额“{text}”太大"), "请检查位数和单位");
        let (fen, rounded) = part
            .value
            .times_power(power)
            .and_then(Decimal::rounded)
            .ok_or_else(too_large)?;
        if rounded {
            notes.push("不足一分的部分已四舍五入".into());
        }
        fens.push(Fen(fen));
    }
    Ok(fens)
}

/// The power of the unit that ends a range: the 万 of 100-200万. 元 alone lends nothing to change.
fn borrowed_power(text: &str) -> Option<u32> {
    let tail = squeeze(text);
    let tail = hedged(&tail).parts.pop()?;
    let letters: String = tail
        .chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | ','))
        .collect();
    let letters = letters
        .trim_start_matches(|c| super::numeral::digit(c).is_some() || matches!(c, '十' | '百'));
    MoneyUnit::parse(letters).map(MoneyUnit::power)
}

fn no_unit(text: &str) -> Fault {
    Fault::new(
        format!("金额“{text}”没有单位，表头也没有写"),
        "请在表头写明“（元）”或“（万元）”，或在列对应里为这一列选定单位",
    )
}
