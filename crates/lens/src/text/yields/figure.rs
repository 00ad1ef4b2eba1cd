//! Figures of a rate: 12%, 8%-15%, 百分之二十, 千分之三, 万五, 2分, 一分五, 5厘, 8个点. It must not know terms' words.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    number::{Micros, ONE, digit, number},
};

/// A rate of one term, in millionths, with the high end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    pub low: i64,
    pub high: i64,
    pub end: usize,
    /// Counted in a mere 点 or 成, as hours of a clock and shares of anything are.
    pub points: bool,
    /// Counted in 毛、分、厘.
    pub fen: bool,
}

impl Figure {
    /// A gain without a range, in millionths.
    pub fn gain(gain: i64, end: usize) -> Self {
        Self {
            low: gain,
            high: gain,
            end,
            points: false,
            fen: false,
        }
    }
}

/// 成: a tenth.
const TENTH: i64 = 100_000;

/// What a number is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// A fixed part of one, in millionths.
    Part(i64),
    /// 毛、分、厘、毫: each a tenth of the one before, worth more in a year than in a month. Tenths of 厘.
    Fen(i64),
}

const UNITS: [(&str, Unit); 23] = [
    ("成", Unit::Part(TENTH)),
    ("%", Unit::Part(10_000)),
    ("pct", Unit::Part(10_000)),
    ("个百分点", Unit::Part(10_000)),
    ("百分点", Unit::Part(10_000)),
    ("个点", Unit::Part(10_000)),
    ("个点位", Unit::Part(10_000)),
    ("点", Unit::Part(10_000)),
    ("‰", Unit::Part(1_000)),
    ("倍", Unit::Part(1_000_000)),
    ("毛", Unit::Fen(1_000)),
    ("毛利", Unit::Fen(1_000)),
    ("角", Unit::Fen(1_000)),
    ("分", Unit::Fen(100)),
    ("分利", Unit::Fen(100)),
    ("分息", Unit::Fen(100)),
    ("分钱", Unit::Fen(100)),
    ("厘", Unit::Fen(10)),
    ("厘利", Unit::Fen(10)),
    ("厘息", Unit::Fen(10)),
    ("厘钱", Unit::Fen(10)),
    ("毫", Unit::Fen(1)),
    ("%%", Unit::Part(10_000)),
];
const PREFIXES: [(&str, i64); 6] = [
    ("百分之", 10_000),
    ("千分之", 1_000),
    ("万分之", 100),
    ("百分", 10_000),
    ("万", 100),
    ("千", 1_000),
];
/// Behind an hour: 8点半, 24点之前, 10点开抢.
const CLOCKS: [&str; 17] = [
    "半",
    "准时",
    "开始",
    "开抢",
    "开播",
    "开会",
    "开门",
    "开盘",
    "限量",
    "之前",
    "以前",
    "之后",
    "以后",
    "到账",
    "结束",
    "左右到",
    "结算",
];
const RANGES: [(&str, ()); 7] = [
    ("-", ()),
    ("--", ()),
    ("~", ()),
    ("~~", ()),
    ("至", ()),
    ("到", ()),
    ("或", ()),
];

static UNIT: LazyLock<Phrases<Unit>> = LazyLock::new(|| Phrases::new(UNITS));
static PREFIX: LazyLock<Phrases<i64>> = LazyLock::new(|| Phrases::new(PREFIXES));
static CLOCK: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(CLOCKS.map(|w| (w, ()))));
static RANGE: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(RANGES));

/// Whether what stands at `at` behind a number makes it a rate, or leads to the high end of a range.
pub(super) fn is_unit(text: &[char], at: usize) -> bool {
    UNIT.at(text, at).is_some() || RANGE.at(text, at).is_some()
}

/// The figure that begins at `at`, of a term that fits `times` into a year.
pub(super) fn figure(text: &[char], at: usize, times: i64) -> Option<Figure> {
    prefixed(text, at, times).or_else(|| counted(text, at, times))
}

/// Whether a figure in percent begins here, whatever the term.
pub(super) fn percent(text: &[char], at: usize) -> Option<Figure> {
    figure(text, at, 0)
}

/// 百分之二十, 百分之十到二十, 万五.
fn prefixed(text: &[char], at: usize, times: i64) -> Option<Figure> {
    let (part, mid) = PREFIX.at(text, at)?;
    // 万五 and 千三 are only said of a day's rate; 千元 and 千五百 are money.
    let short = mid == at + 1;
    if short && times != 365 {
        return None;
    }
    let (low, end) = number(text, mid)?;
    if short
        && (low >= 10 * ONE
            || matches!(text.get(end), Some('元' | '块' | '万' | '百' | '个' | '多')))
    {
        return None;
    }
    let low = share(low, part)?;
    let high = RANGE.at(text, end).and_then(|((), after)| {
        let from = PREFIX.at(text, after).map_or(after, |(_, from)| from);
        let (high, end) = number(text, from)?;
        Some((share(high, part)?, end))
    });
    Some(ranged(low, high, end))
}

fn counted(text: &[char], at: usize, times: i64) -> Option<Figure> {
    let (low, mid) = number(text, at)?;
    let first = unit(text, low, mid, times);
    let after = first.map_or(mid, |(_, end)| end);
    let second = RANGE.at(text, after).and_then(|((), from)| {
        let (high, mid) = number(text, from)?;
        let (high, end) = unit(text, high, mid, times)?;
        Some((high, end))
    });
    match (first, second) {
        (Some((low, end)), second) => {
            let unit = text.get(mid);
            Some(Figure {
                points: matches!(unit, Some('点' | '成')),
                fen: unit.is_some_and(|c| "毛角分厘毫".contains(*c)),
                ..ranged(low, second, end)
            })
        }
        // 8-15%: the unit of the second holds for the first.
        (None, Some((high, end))) => {
            let (written, mid) = RANGE
                .at(text, mid)
                .and_then(|((), from)| number(text, from))?;
            let (one, _) = unit(text, ONE, mid, times)?;
            let low = i64::try_from(i128::from(low) * i128::from(one) / i128::from(ONE)).ok()?;
            let unit = |c: char| text.get(mid) == Some(&c);
            (written > 0).then(|| Figure {
                points: unit('点') || unit('成'),
                fen: unit('分') || unit('厘') || unit('毛'),
                ..ranged(low, Some((high, end)), end)
            })
        }
        (None, None) => None,
    }
}

fn ranged(low: i64, high: Option<(i64, usize)>, end: usize) -> Figure {
    match high {
        Some((high, end)) if high >= low => Figure {
            high,
            ..Figure::gain(low, end)
        },
        _ => Figure::gain(low, end),
    }
}

/// The rate that a number in the unit at `at` stands for: value and end.
fn unit(text: &[char], count: Micros, at: usize, times: i64) -> Option<(i64, usize)> {
    let (unit, end) = UNIT.at(text, at)?;
    if is_other(text, at, end) {
        return None;
    }
    match unit {
        // 一成八: the digit behind counts hundredths.
        Unit::Part(TENTH) => {
            let whole = share(count, TENTH)?;
            Some(match behind(text, end) {
                Some((digit, end)) => (whole + digit * TENTH / 10, end),
                None => (whole, end),
            })
        }
        Unit::Part(part) => Some((share(count, part)?, end)),
        Unit::Fen(tenths) => {
            let part = fen(tenths, times)?;
            let whole = share(count, part)?;
            Some(match behind(text, end) {
                Some((digit, end)) => (whole + digit * part / 10, end),
                None => (whole, end),
            })
        }
    }
}

/// 五五分成, 2分期, 8点半, 18点准时: the unit is the beginning of another word, or of the time of day.
fn is_other(text: &[char], at: usize, end: usize) -> bool {
    let next = text.get(end);
    match text.get(at..end) {
        Some(['分']) => next.is_some_and(|c| "成红钟期之摊享担配店公行批布散校级类".contains(*c)),
        Some(['成']) => {
            next.is_some_and(|c| "为立本员功人交熟长都果套新了份团型品绩".contains(*c))
        }
        Some(['点']) => {
            CLOCK.at(text, end).is_some() || next.is_some_and(|c| "前整钟击名赞".contains(*c))
        }
        _ => false,
    }
}

/// 一分五, 2分半: tenths behind the unit.
fn behind(text: &[char], at: usize) -> Option<(i64, usize)> {
    if text.get(at) == Some(&'半') {
        return Some((5, at + 1));
    }
    let (digit, end) = digit(text, at)?;
    let end = if text.get(end) == Some(&'厘') {
        end + 1
    } else {
        end
    };
    // 2分3天: the digit counts something else.
    let counts = text
        .get(end)
        .is_some_and(|c| "个天年月日周季期倍元块%点.万千".contains(*c));
    (digit > 0 && !counts).then_some((digit, end))
}

/// 分 of a year is 10 %, of a month 1 %, of a day 0.1 %; in millionths per 分, given in tenths of 厘.
fn fen(tenths: i64, times: i64) -> Option<i64> {
    match times {
        1 => Some(1_000 * tenths),
        12 => Some(100 * tenths),
        365 => Some(10 * tenths),
        _ => None,
    }
}

fn share(count: Micros, part: i64) -> Option<i64> {
    let rate = i128::from(count) * i128::from(part) / i128::from(ONE);
    i64::try_from(rate)
        .ok()
        .filter(|r| *r > 0 && *r <= 10_000 * ONE)
}
