//! How exactly a quantity is stated: 约, 余, 以上, 近, a range. Shared by amounts and counts.
//! It must not know units of money or of counting.

use serde::{Deserialize, Serialize};

use super::numeral::{digit, is_numeral_char};

/// How a printed quantity bounds the true one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// Stated as a plain number.
    #[default]
    Exact,
    /// 约, 左右, 上下, 大概.
    About,
    /// 余, 多, 超过, 以上, `+`.
    AtLeast,
    /// 近, 不足, 以下, 以内.
    AtMost,
}

/// A quantity with its hedging words taken off: one part, or the two ends of a range.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hedged {
    pub parts: Vec<String>,
    pub bound: Bound,
    pub remark: Option<String>,
}

const BEFORE: &[(&str, Bound)] = &[
    ("大约", Bound::About),
    ("大概", Bound::About),
    ("约为", Bound::About),
    ("约计", Bound::About),
    ("估计", Bound::About),
    ("预计", Bound::About),
    ("估算", Bound::About),
    ("初步统计", Bound::About),
    ("初步估算", Bound::About),
    ("约", Bound::About),
    ("≈", Bound::About),
    ("~", Bound::About),
    ("不低于", Bound::AtLeast),
    ("不少于", Bound::AtLeast),
    ("大于等于", Bound::AtLeast),
    ("多达", Bound::AtLeast),
    ("高达", Bound::About),
    ("超过", Bound::AtLeast),
    ("大于", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("超", Bound::AtLeast),
    ("逾", Bound::AtLeast),
    ("上", Bound::AtLeast),
    ("≥", Bound::AtLeast),
    (">=", Bound::AtLeast),
    (">", Bound::AtLeast),
    ("不超过", Bound::AtMost),
    ("不足", Bound::AtMost),
    ("不到", Bound::AtMost),
    ("不满", Bound::AtMost),
    ("低于", Bound::AtMost),
    ("少于", Bound::AtMost),
    ("小于", Bound::AtMost),
    ("最多", Bound::AtMost),
    ("至多", Bound::AtMost),
    ("将近", Bound::AtMost),
    ("接近", Bound::AtMost),
    ("近", Bound::AtMost),
    ("≤", Bound::AtMost),
    ("<=", Bound::AtMost),
    ("<", Bound::AtMost),
];

/// Words before a quantity that add nothing to it.
const EMPTY_BEFORE: &[&str] = &[
    "共计", "合计", "累计", "总计", "涉及", "涉案", "金额", "共", "计", "为", ":",
];

const AFTER: &[(&str, Bound)] = &[
    ("左右", Bound::About),
    ("上下", Bound::About),
    ("以上", Bound::AtLeast),
    ("及以上", Bound::AtLeast),
    ("之多", Bound::AtLeast),
    ("不等", Bound::About),
    ("有余", Bound::AtLeast),
    ("多", Bound::AtLeast),
    ("余", Bound::AtLeast),
    ("+", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("之内", Bound::AtMost),
];

/// Takes hedging words, a closing remark in brackets and a range apart. `text` is squeezed.
pub(super) fn hedged(text: &str) -> Hedged {
    let (text, remark) = without_remark(text);
    let mut bound = Bound::Exact;
    let stripped = strip(&text, &mut bound);
    let parts = ends(&stripped)
        .into_iter()
        .map(|part| infix(&strip(&part, &mut bound), &mut bound))
        .collect();
    Hedged {
        parts,
        bound,
        remark,
    }
}

/// Cuts a remark in brackets at the end: `300万元(本金)`.
fn without_remark(text: &str) -> (String, Option<String>) {
    let open = text
        .strip_suffix(')')
        .and_then(|head| head.rfind('(').map(|at| (at, &head[at + 1..])));
    match open {
        Some((at, remark)) if at > 0 => (text[..at].to_owned(), Some(remark.to_owned())),
        _ => (text.to_owned(), None),
    }
}

/// Words at both ends, each as often as they stand there. Only numbers may follow or precede them,
/// so that 上海 or 近日 keeps its letters and fails as a number, with itself in the message.
fn strip(text: &str, bound: &mut Bound) -> String {
    let mut text = text;
    loop {
        let before = text.len();
        for word in EMPTY_BEFORE {
            text = text.strip_prefix(word).unwrap_or(text);
        }
        if let Some((rest, found)) = BEFORE
            .iter()
            .find_map(|(w, b)| Some((text.strip_prefix(w)?, *b)))
        {
            (text, *bound) = (rest, found);
        }
        if let Some((rest, found)) = AFTER
            .iter()
            .find_map(|(w, b)| Some((text.strip_suffix(w)?, *b)))
        {
            (text, *bound) = (rest, found);
        }
        if text.len() == before {
            return text.to_owned();
        }
    }
}

/// 十几人 is eleven to nineteen, 30几户 thirty-one to thirty-nine.
fn teens(text: &str) -> Option<(String, String)> {
    let (before, after) = text.split_once('几')?;
    if let Some(tens) = before.strip_suffix('0') {
        let has_tens = tens.ends_with(|c: char| c.is_ascii_digit());
        return has_tens.then(|| (format!("{tens}1{after}"), format!("{tens}9{after}")));
    }
    before
        .ends_with(['十', '拾'])
        .then(|| (format!("{before}一{after}"), format!("{before}九{after}")))
}

/// 七八十人 is seventy to eighty, 三五万 thirty to fifty thousand: two digits side by side that are no number.
fn neighbours(text: &str) -> Option<(String, String)> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().and_then(digit);
    let first = (0..chars.len()).find(|i| at(*i).is_some())?;
    let (low, high) = (at(first)?, at(first + 1)?);
    let alone = at(first + 2).is_none() && (first == 0 || !is_numeral_char(chars[first - 1]));
    if !alone || low == 0 || !(high == low + 1 || (low, high) == (3, 5)) {
        return None;
    }
    let without = |left_out: usize| -> String {
        chars
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != left_out)
            .map(|(_, c)| *c)
            .collect()
    };
    Some((without(first + 1), without(first)))
}

/// True for words that say an order of magnitude or less: 几十人, 数百万, 若干.
pub(super) fn is_vague(text: &str) -> bool {
    const VAGUE: &[&str] = &[
        "几",
        "数十",
        "数百",
        "数千",
        "数万",
        "数亿",
        "若干",
        "上百",
        "巨额",
        "大量",
        "众多",
        "多人",
        "多名",
        "多户",
        "多家",
        "部分",
        "不特定",
        "不等",
    ];
    VAGUE.iter().any(|word| text.contains(word))
}

/// 余, 多, 来 inside a quantity: 100余万, 二十多人, 十来户.
fn infix(text: &str, bound: &mut Bound) -> String {
    let chars: Vec<char> = text.chars().collect();
    let found = chars.iter().enumerate().find_map(|(at, c)| {
        let hedge = match c {
            '余' | '多' => Bound::AtLeast,
            '来' => Bound::About,
            _ => return None,
        };
        let after_number = at > 0 && chars.get(at - 1).is_some_and(|c| is_numeral_char(*c));
        after_number.then_some((at, hedge))
    });
    let Some((at, hedge)) = found else {
        return text.to_owned();
    };
    *bound = hedge;
    chars
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != at)
        .map(|(_, c)| *c)
        .collect()
}

/// The two ends of a range, or the text alone.
fn ends(text: &str) -> Vec<String> {
    if let Some((low, high)) = teens(text).or_else(|| neighbours(text)) {
        return vec![low, high];
    }
    for mark in ["--", "~", "—", "–", "-", "至", "到"] {
        if let Some((low, high)) = text.split_once(mark) {
            let high = high.trim_start_matches(['—', '-']);
            if !low.is_empty() && !high.is_empty() {
                return vec![low.to_owned(), high.to_owned()];
            }
        }
    }
    vec![text.to_owned()]
}
