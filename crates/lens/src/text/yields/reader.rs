//! Reads a text from left to right and takes the longest yield that begins first. It must not know the forms.

use super::{
    super::{
        plain::Plain,
        starts::{self, COUNT, MEASURE, RATE, SUM, Starts},
    },
    amount,
    annual::{Annual, Yield},
    custom, figure, growth, kind, number, rate, term,
};

use crate::script::Cutter;

/// A yield in plain characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    /// Annual rate in millionths; `None` without a term.
    pub low: Option<i64>,
    pub high: Option<i64>,
    pub start: usize,
    pub end: usize,
    pub basis: String,
    /// Nothing but figure and term: what stands around decides whether it is a yield at all.
    pub bare: bool,
    /// The principal alone comes back: beside a rate (五年返还本金, 每季度返利5%) it is no yield of its own.
    pub principal: bool,
}

/// The promised yields of a text, in order.
pub fn find(text: &str) -> Vec<Yield> {
    find_in(&Plain::of(text), text)
}

/// The same of a text already in plain writing; `source` is the text it was made of.
pub fn find_in(plain: &Plain, source: &str) -> Vec<Yield> {
    let text = plain.chars();
    let mut found = Vec::new();
    let (mut principal, mut others) = (0_usize, false);
    if !plain.may_hold(MEASURE) {
        return Vec::new();
    }
    let starts = plain.starts();
    let mut cutter = Cutter::of(source);
    let mut at = 0;
    while at < starts.len() {
        match read(text, at, starts[at]) {
            Some(reading) => {
                at = reading.end.max(at + 1);
                let back = reading.principal;
                let Some(read) = made(plain, &mut cutter, reading) else {
                    continue;
                };
                principal += usize::from(back);
                others |= !back && read.annual.is_some();
                found.push((back, read));
            }
            None => at += 1,
        }
    }
    let alone = principal > 0 && others;
    let kept = found.into_iter().filter(|(back, _)| !(alone && *back));
    kept.map(|(_, read)| read).collect()
}

/// Without one of these there is no figure of a yield.
fn measures(c: char) -> bool {
    matches!(
        c,
        '%' | '‰'
            | '分'
            | '厘'
            | '点'
            | '倍'
            | '番'
            | '毛'
            | '本'
            | '万'
            | '元'
            | '块'
            | '千'
            | '翻'
            | 'w'
            | '毫'
            | '成'
    ) || matches!(
        c,
        '返' | '领' | '得' | '赚' | '送' | '拿' | '给' | '变' | '取' | '收'
    )
}

/// What of a yield may begin with a character.
pub(in super::super) fn starts(c: char) -> Starts {
    let counts = number::value_of(c).is_some()
        || matches!(
            c,
            '十' | '百' | '半' | '千' | '万' | '每' | '天' | '按' | '单' | '翻'
        )
        || term::begins(c);
    starts::bits([
        (MEASURE, measures(c)),
        (RATE, rate::begins(c)),
        (COUNT, counts),
        (SUM, counts || amount::begins(c) || c == '¥'),
    ])
}

fn read(text: &[char], at: usize, starts: Starts) -> Option<Reading> {
    if starts & (RATE | COUNT | SUM) == 0 || continues_number(text, at) {
        return None;
    }
    let mut longest: Option<Reading> = None;
    let mut take = |read: Option<Reading>| {
        if read.as_ref().map(|r| r.end) >= longest.as_ref().map(|r| r.end) {
            longest = read;
        }
    };
    if starts & RATE != 0 {
        take(rate::word_first(text, at));
    }
    let numeral = |c: &char| number::value_of(*c).is_some() || *c == '十';
    if text.get(at).is_some_and(numeral) && !measured(text, at) {
        return longest;
    }
    if starts & COUNT != 0 {
        take(growth::term_first(text, at));
        take(growth::multiple_first(text, at));
    }
    if starts & (RATE | COUNT) != 0 {
        take(amount::paid_first(text, at));
    }
    if starts & COUNT != 0 {
        take(rate::figure_first(text, at));
        take(custom::interest_first(text, at));
    }
    if starts & SUM != 0 {
        take(amount::sum_first(text, at));
    }
    longest
}

/// Whether the number at `at` is a term, a figure or a sum, or the first of two: most count something else, and need no reader.
fn measured(text: &[char], at: usize) -> bool {
    term::in_words(text, at)
        || number::number(text, at).is_some_and(|(_, end)| {
            amount::is_scaled(&text[at..end])
                || term::is_unit(text, end)
                || figure::is_unit(text, end)
                || amount::is_unit(text, end)
        })
}

/// Whether the character is the middle of a number that began before.
fn continues_number(text: &[char], at: usize) -> bool {
    let digit = |at: usize| {
        text.get(at)
            .is_some_and(|c| c.is_ascii_digit() || *c == '.')
    };
    at.checked_sub(1)
        .is_some_and(|before| digit(before) && digit(at))
}

fn made(plain: &Plain, source: &mut Cutter<'_>, reading: Reading) -> Option<Yield> {
    let kind = kind::kind(plain.chars(), reading.start, reading.end, reading.bare)?;
    let span = plain.source(reading.start, reading.end);
    Some(Yield {
        annual: reading.low.map(Annual::from_millionths),
        annual_high: reading.high.map(Annual::from_millionths),
        kind,
        basis: reading.basis,
        text: source.cut(span.0, span.1).to_owned(),
        span,
    })
}
