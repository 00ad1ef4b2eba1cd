//! Rates with their term: 年化12%, 月息2分, 日返1%, and the term behind: 1.5%/月, 12%的年化收益. It must not know sums of money.

use std::sync::LazyLock;

use super::{
    super::{phrase::Phrases, plain::Plain},
    custom,
    figure::{Figure, figure, percent},
    growth::multiple,
    number::ONE,
    reader::Reading,
    term::{self, Term, term},
    until::until,
    words::{FILLER, LINK, Says, WORDS},
};
use crate::script::stretch;

/// Characters behind a word within which its figure ends.
const FIGURE_REACH: usize = 40;

/// Behind a figure: what is promised for certain.
static SURE: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let ways = ["保底", "固定", "保证", "保本"];
    let gains = ["分红", "收益", "回报", "利息"];
    Phrases::new(
        ways.iter()
            .flat_map(|way| gains.map(|gain| (format!("{way}{gain}"), ()))),
    )
});

/// Whether a rate may begin with the character.
pub(super) fn begins(c: char) -> bool {
    WORDS.begins(c)
}

/// 月息2分, 年化收益率高达12%-15%, 利率1.5%/月.
pub(super) fn word_first(text: &[char], at: usize) -> Option<Reading> {
    let (says, mid) = WORDS.at(text, at)?;
    if is_part(text, at, says) {
        return None;
    }
    let from = FILLER.skip(text, mid, 6);
    let times = match says {
        Says::Term(term) => term.times,
        Says::Nothing if custom::is_interest(text, at) => 12,
        _ => 1,
    };
    if let Some(read) = doubled(text, at, from, says) {
        return (!is_comparison(text, from, read.end)).then_some(read);
    }
    let figure = figure(text, from, times)?;
    // 年华18%: the word is no rate but for the figure right behind; 收益每天8点: the hour of a clock.
    let last = text.get(mid - 1);
    if last == Some(&'华') && from > mid {
        return None;
    }
    if figure.points && last.is_some_and(|c| "年月日天周季度".contains(*c)) {
        return None;
    }
    // 日入千五 is money.
    if matches!(last, Some('入' | '收' | '进' | '赚')) && text.get(from) == Some(&'千') {
        return None;
    }
    if is_growth(text, at, figure.end) || is_comparison(text, from, figure.end) {
        return None;
    }
    if is_fee(text, mid, figure.end) {
        return None;
    }
    if figure.fen && custom::per_share(text, at) {
        return custom::of_share(text, at, figure);
    }
    match says {
        Says::Term(term) => with_end(text, at, figure, term, is_paid_back(text, at, mid)),
        _ => match term_behind(text, figure.end) {
            Some((term, end)) => {
                let figure = self::figure(text, from, term.times).unwrap_or(figure);
                Some(reading(at, figure, term, end))
            }
            None if times == 12 && figure.fen => Some(custom::monthly(at, figure)),
            // 利润的两成: a share.
            None if figure.points && matches!(says, Says::Nothing) => None,
            None => without_term(at, figure, says),
        },
    }
}

/// The word is cut out of a longer one: 今日 + 收益率, 毛 + 利率; or tells of a day that is named (生日返现).
fn is_part(text: &[char], at: usize, says: Says) -> bool {
    let before = |n: usize| at.checked_sub(n).and_then(|b| text.get(b)).copied();
    match says {
        Says::Term(_) => term::is_dated(text, at),
        Says::Yearly => {
            let rate = text.get(at) == Some(&'利');
            before(1).is_some_and(|c| c == '毛' || rate && "净胜便福水权".contains(c))
                || (before(2), before(1)) == (Some('资'), Some('产'))
        }
        Says::Nothing => {
            before(1).is_some_and(|c| "毛净".contains(c))
                || at.checked_sub(1).is_some_and(|b| term::is_dated(text, b))
                || (before(1) == Some('天') && before(2) == Some('今'))
        }
    }
}

/// 返, 返还 and 释放 pay back what was put in; 返利 and 返息 do not.
fn is_paid_back(text: &[char], from: usize, to: usize) -> bool {
    let word = text.get(from..to).unwrap_or_default();
    let interest = word.windows(2).any(|w| matches!(w, ['返', '利' | '息']));
    !interest && (word.contains(&'返') || word.ends_with(&['释', '放']))
}

/// 按月返还5%,连返24个月: when all that is paid back is more than was put in, what is above is the gain of the whole term.
pub(super) fn with_end(
    text: &[char],
    at: usize,
    figure: Figure,
    term: Term,
    paid_back: bool,
) -> Option<Reading> {
    let plain = reading(at, figure, term, figure.end);
    let until = (term.each && paid_back).then(|| until(text, figure.end, term));
    let Some(until) = until.flatten() else {
        return Some(plain);
    };
    let (low, high) = (until.total(figure.low)?, until.total(figure.high)?);
    if low < ONE {
        return Some(plain);
    }
    if low == ONE {
        return None;
    }
    let shown = super::annual::Annual::from_millionths;
    let basis = format!(
        "{}{}，{}共{}，扣除本金后{}，按单利折算",
        term.label(),
        shown(figure.low),
        until.whole.label(),
        shown(low),
        shown(low - ONE)
    );
    Some(Reading {
        low: until.whole.annual(low - ONE),
        high: until.whole.annual(high - ONE),
        end: until.end,
        basis,
        ..plain
    })
}

/// 收益翻番, 年收益翻倍.
fn doubled(text: &[char], at: usize, from: usize, says: Says) -> Option<Reading> {
    let (gain, end) = multiple(text, from)?;
    let Says::Term(term) = says else {
        let basis = "翻倍但未写期限，不能折算年化".to_owned();
        return Some(Reading {
            low: None,
            high: None,
            start: at,
            end,
            basis,
            ..Reading::default()
        });
    };
    Some(reading(at, Figure::gain(gain, end), term, end))
}

fn without_term(at: usize, figure: Figure, says: Says) -> Option<Reading> {
    let end = figure.end;
    Some(match says {
        Says::Yearly => Reading {
            basis: "未写期限，按年利率读".to_owned(),
            ..reading(at, figure, Term::YEAR, end)
        },
        _ => Reading {
            low: None,
            high: None,
            start: at,
            end,
            basis: "未写期限，不能折算年化".to_owned(),
            bare: true,
            ..Reading::default()
        },
    })
}

/// 1.5%/月, 12%的年化收益, 20%年化, 8%每月.
pub(super) fn figure_first(text: &[char], at: usize) -> Option<Reading> {
    let figure = percent(text, at)?;
    let Some((term, end)) = term_behind(text, figure.end) else {
        return promised_without_term(text, at, figure);
    };
    let bare = !WORDS
        .at(text, LINK.skip(text, figure.end, 3))
        .is_some_and(|(s, _)| matches!(s, Says::Term(_)));
    // 早上8点每天: an hour.
    if bare && figure.points {
        return None;
    }
    Some(Reading {
        bare,
        ..reading(at, figure, term, end)
    })
}

/// 12%保底分红: a promise that names no term.
fn promised_without_term(text: &[char], at: usize, figure: Figure) -> Option<Reading> {
    let ((), end) = SURE.at(text, figure.end)?;
    let read = without_term(at, figure, Says::Nothing)?;
    Some(Reading {
        end,
        bare: false,
        ..read
    })
}

/// Characters of `rest`, the text behind a word such as 年化, up to the end of a figure of a rate that begins there. `plain` is
/// room to read them in.
pub(crate) fn figure_behind(rest: &str, plain: &mut Plain) -> Option<usize> {
    plain.read(stretch(rest, 0, FIGURE_REACH));
    let text = plain.chars();
    let from = FILLER.skip(text, 0, 6);
    let found = figure(text, from, 12).or_else(|| figure(text, from, 365))?;
    Some(plain.source(0, found.end).1)
}

/// The term behind a figure.
pub(super) fn term_behind(text: &[char], at: usize) -> Option<(Term, usize)> {
    let from = LINK.skip(text, at, 3);
    if let Some((Says::Term(term), end)) = WORDS.at(text, from) {
        // 3%,年息5% and 5%年息6%: the word belongs to the next figure; 九成以上月入过万: it is a verb.
        let next = figure(text, FILLER.skip(text, end, 6), term.times);
        let verb = matches!(text.get(end - 1), Some('入' | '收' | '进' | '赚'));
        return (next.is_none() && !verb).then_some((term, end));
    }
    let linked = from > at || text.get(at) == Some(&'每');
    if let Some((term, end)) = term(text, from).filter(|(t, _)| t.each || linked) {
        let next = percent(text, FILLER.skip(text, end, 6));
        return next.is_none().then_some((term, end));
    }
    let term = Term::of_letter(text, from)?;
    let ends = text
        .get(from + 1)
        .is_none_or(|c| !c.is_alphanumeric() || matches!(c, '起' | '的' | '左' | '以'));
    ends.then_some((term, from + 1))
}

/// 收益率同比增长5%: a change, no yield.
fn is_growth(text: &[char], start: usize, end: usize) -> bool {
    let said = text.get(start..end).unwrap_or_default();
    said.windows(2)
        .any(|w| matches!(w, ['增', '长'] | ['同', '比'] | ['下', '降'] | ['上', '涨']))
}

/// 年收5%的管理费, 日收2%的滞纳金: what is taken is a fee.
fn is_fee(text: &[char], mid: usize, end: usize) -> bool {
    let taken = text.get(mid - 1) == Some(&'收');
    let behind = text.get(end..text.len().min(end + 6)).unwrap_or_default();
    let clause = behind.iter().take_while(|c| c.is_alphanumeric());
    taken
        && clause
            .into_iter()
            .any(|c| matches!(c, '费' | '税' | '纳' | '约'))
}

/// 比银行利率高三倍.
fn is_comparison(text: &[char], from: usize, end: usize) -> bool {
    let higher = from.checked_sub(1).and_then(|b| text.get(b)) == Some(&'高');
    higher && end.checked_sub(1).and_then(|e| text.get(e)) == Some(&'倍')
}

pub(super) fn reading(start: usize, figure: Figure, term: Term, end: usize) -> Reading {
    let low = term.annual(figure.low);
    let high = term.annual(figure.high);
    let shown = super::annual::Annual::from_millionths;
    let range = match figure.high == figure.low {
        true => format!("{}", shown(figure.low)),
        false => format!("{}至{}", shown(figure.low), shown(figure.high)),
    };
    let basis = format!("{}{range}，按单利折算", term.label());
    Reading {
        low,
        high,
        start,
        end,
        basis,
        ..Reading::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Plain, figure_behind};

    #[test]
    fn figures_behind_a_word_are_read_to_their_unit() {
        let read = |text: &'static str| {
            figure_behind(text, &mut Plain::default())
                .map(|end| text.chars().take(end).collect::<String>())
        };
        for (text, figure) in [
            ("12%起", "12%"),
            ("收益率高达 8.5％，", "收益率高达 8.5％"),
            ("：8%-15%", "：8%-15%"),
            ("8-15%", "8-15%"),
            ("2分5", "2分5"),
            ("两分利", "两分利"),
            ("１０％", "１０％"),
            ("达百分之八，", "达百分之八"),
        ] {
            assert_eq!(read(text).as_deref(), Some(figure));
        }
        assert_eq!(
            (read("分配方案"), read("2024年"), read("")),
            (None, None, None)
        );
    }
}
