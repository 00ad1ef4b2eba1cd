//! What custom says of figures in 分、厘、毛: interest by the month where no term is named (给2分利, 两分利息, 一分五的月利), and
//! money where shares are spoken of (每股分红2毛). It must not know sums put in.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    annual::Annual,
    figure::{Figure, figure},
    number::{ONE, number},
    rate::{reading, term_behind},
    reader::Reading,
    term::{Term, is_dated},
};

/// Interest behind a figure, and how often it is paid: 0 where custom decides.
const INTEREST: [(&str, i64); 15] = [
    ("利", 0),
    ("利息", 0),
    ("利钱", 0),
    ("息", 0),
    ("息钱", 0),
    ("月利", 12),
    ("月息", 12),
    ("月利息", 12),
    ("月利率", 12),
    ("年利", 1),
    ("年息", 1),
    ("年利息", 1),
    ("年利率", 1),
    ("日息", 365),
    ("日利息", 365),
];
/// A price that a share is bought at.
const PRICES: [&str; 10] = [
    "入股价",
    "每股",
    "股价",
    "认购价",
    "发行价",
    "一股",
    "每股价",
    "每股价格",
    "转让价",
    "每股售价",
];
/// Characters within which 分, 厘 or 毛 stands behind the beginning of a figure.
const NEAR: usize = 8;
/// Characters between what a share pays and its price.
const PRICE_REACH: usize = 10;

static TAIL: LazyLock<Phrases<i64>> = LazyLock::new(|| Phrases::new(INTEREST));
static PRICE: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(PRICES.map(|w| (w, ()))));

/// Whether the word at `at` says interest: 利息2分 is a month's.
pub(super) fn is_interest(text: &[char], at: usize) -> bool {
    text.get(at..at + 2) == Some(&['利', '息'])
}

/// 给2分利, 两分利息, 一分五的月利, 每月2分的利: interest in 分 with the word behind.
pub(super) fn interest_first(text: &[char], at: usize) -> Option<Reading> {
    // Most numbers are counted in something else, which is seen at once.
    let near = text.get(at..text.len().min(at + NEAR)).unwrap_or_default();
    if !near.iter().any(|c| matches!(c, '分' | '厘' | '毛')) {
        return None;
    }
    let read = figure(text, at, 12).filter(|f| f.fen)?;
    let glued = read.end.checked_sub(1).and_then(|e| text.get(e));
    let (times, end) = match glued {
        Some('利') if matches!(text.get(read.end), Some('息' | '钱')) => (0, read.end + 1),
        Some('利' | '息') => (0, read.end),
        _ => {
            let of = usize::from(text.get(read.end) == Some(&'的'));
            TAIL.at(text, read.end + of)?
        }
    };
    if glued == Some(&'钱') || is_missing(text, end) {
        return None;
    }
    if continues(text, end) || text.get(at..at + 2) == Some(&['十', '分']) {
        return None;
    }
    let before = term_before(text, at);
    let (term, end) = match (times, before, term_behind(text, end)) {
        (0, Some(term), _) => (Some(term), end),
        (0, None, Some((term, end))) => (Some(term), end),
        (0, None, None) => (None, end),
        (times, _, _) => (
            Term::before_rates()
                .map(|(_, t)| t)
                .find(|t| t.times == times),
            end,
        ),
    };
    match term {
        Some(term) => {
            let figure = figure(text, at, term.times)?;
            Some(reading(at, figure, term, end))
        }
        None => Some(monthly(at, Figure { end, ..read })),
    }
}

/// Interest in 分 without a term is a month's among people who lend to one another.
pub(super) fn monthly(at: usize, figure: Figure) -> Reading {
    let month = Term {
        length: ONE,
        times: 12,
        each: true,
    };
    let read = reading(at, figure, month, figure.end);
    Reading {
        basis: format!("未写期限，按民间习惯作月息读：{}", read.basis),
        ..read
    }
}

/// 一分利息都没给, 一分利未付.
fn is_missing(text: &[char], end: usize) -> bool {
    let all = usize::from(matches!(text.get(end), Some('都' | '也')));
    matches!(text.get(end + all), Some('没' | '未' | '不'))
}

/// 十分利于, 二分利好, 三分利润: 利 begins another word.
fn continues(text: &[char], end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|e| text.get(e));
    let next = text.get(end);
    match last {
        Some('利') => next.is_some_and(|c| "于用害益好润落率民国索得诱弊空多比器".contains(*c)),
        Some('息') => next.is_some_and(|c| "差税票费怒".contains(*c)),
        _ => false,
    }
}

/// 每月 2分利, 年 2分利.
fn term_before(text: &[char], at: usize) -> Option<Term> {
    let words = Term::before_rates().filter(|(word, _)| {
        let len = word.chars().count();
        let from = at.checked_sub(len);
        from.is_some_and(|from| {
            text.get(from..at)
                .is_some_and(|s| s.iter().copied().eq(word.chars()))
                && !is_dated(text, from)
        })
    });
    words
        .max_by_key(|(word, _)| word.len())
        .map(|(_, term)| term)
}

/// Whether a dividend is one of shares: 每股每年分红2毛 is money.
pub(super) fn per_share(text: &[char], at: usize) -> bool {
    let clause = text.get(at.saturating_sub(8)..at).unwrap_or_default();
    let from = clause.iter().rposition(|c| matches!(c, ',' | '。' | ';'));
    let clause = &clause[from.map_or(0, |f| f + 1)..];
    clause
        .windows(2)
        .any(|w| matches!(w, ['每', '股' | '份' | '手']) || matches!(w, ['0' | '十', '股']))
}

/// 每股每年分红2毛,入股价1元: with the price of a share the dividend is a rate; without it none.
pub(super) fn of_share(text: &[char], at: usize, figure: Figure) -> Option<Reading> {
    let reach = (figure.end + PRICE_REACH).min(text.len());
    let (from, end) = (figure.end..reach).find_map(|p| Some((p, PRICE.at(text, p)?.1)))?;
    let (price, end) = number(text, end)
        .filter(|(p, end)| *p > 0 && text.get(*end) == Some(&'元') && from < *end)?;
    // The figure was read as of a year, where 分 is a tenth: a 分 of money is a hundredth of a yuan.
    let paid = figure.low / 10;
    let rate = i64::try_from(i128::from(paid) * i128::from(ONE) / i128::from(price)).ok()?;
    let shown = Annual::from_millionths(rate);
    (rate > 0).then(|| Reading {
        basis: format!("每股分红与入股价相比{shown}，按年利率读"),
        ..reading(at, Figure::gain(rate, end + 1), Term::YEAR, end + 1)
    })
}
