//! Terms: 一年, 三年, 半年, 100天, 每月, 每季度. It must not know rates.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    number::{Micros, ONE, number, value_of},
};

/// How often a term fits into a year: `times` ÷ `length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Term {
    pub times: i64,
    /// In millionths of the unit: three years are 3 000 000.
    pub length: Micros,
    /// Said to come again: 每月, 日.
    pub each: bool,
}

/// Terms that come again.
const EACH: [(&str, Term); 47] = [
    ("年", Term::each(1)),
    ("每年", Term::each(1)),
    ("每一年", Term::each(1)),
    ("一年", Term::each(1)),
    ("全年", Term::each(1)),
    ("半年", Term::each(2)),
    ("每半年", Term::each(2)),
    ("季", Term::each(4)),
    ("季度", Term::each(4)),
    ("每季", Term::each(4)),
    ("每季度", Term::each(4)),
    ("每个季度", Term::each(4)),
    ("一季度", Term::each(4)),
    ("月", Term::each(12)),
    ("每月", Term::each(12)),
    ("每个月", Term::each(12)),
    ("每一个月", Term::each(12)),
    ("一个月", Term::each(12)),
    ("按月", Term::each(12)),
    ("月月", Term::each(12)),
    ("周", Term::each(52)),
    ("每周", Term::each(52)),
    ("每星期", Term::each(52)),
    ("一周", Term::each(52)),
    ("日", Term::each(365)),
    ("天", Term::each(365)),
    ("每日", Term::each(365)),
    ("每天", Term::each(365)),
    ("每一天", Term::each(365)),
    ("一天", Term::each(365)),
    ("单日", Term::each(365)),
    ("按日", Term::each(365)),
    ("日均", Term::each(365)),
    ("天天", Term::each(365)),
    // 曰 is written for 日 to hide a rate.
    ("曰", Term::each(365)),
    ("旬", Term::each(36)),
    ("每旬", Term::each(36)),
    ("双周", Term::each(26)),
    ("每双周", Term::each(26)),
    ("每两周", Term::each(26)),
    ("双月", Term::each(6)),
    ("每两个月", Term::each(6)),
    ("年底", Term::each(1)),
    ("年终", Term::each(1)),
    ("年末", Term::each(1)),
    ("年年", Term::each(1)),
    ("按年", Term::each(1)),
];

/// Units of a counted term with how many fit into a year.
const UNITS: [(&str, i64); 20] = [
    ("年", 1),
    ("年期", 1),
    ("周年", 1),
    ("个年头", 1),
    ("个半年", 2),
    ("个季度", 4),
    ("季度", 4),
    ("个季", 4),
    ("个月", 12),
    ("个月期", 12),
    ("月期", 12),
    ("周", 52),
    ("个星期", 52),
    ("星期", 52),
    ("个礼拜", 52),
    ("天", 365),
    ("天期", 365),
    ("日", 365),
    ("日期", 365),
    ("个工作日", 250),
];

/// Terms in words.
const WORDS: [(&str, Term); 11] = [
    ("半年", Term::of(1, ONE / 2)),
    ("半年期", Term::of(1, ONE / 2)),
    ("半个月", Term::of(12, ONE / 2)),
    ("一年半", Term::of(1, ONE * 3 / 2)),
    ("两年半", Term::of(1, ONE * 5 / 2)),
    ("三年半", Term::of(1, ONE * 7 / 2)),
    ("一个半月", Term::of(12, ONE * 3 / 2)),
    ("两个半月", Term::of(12, ONE * 5 / 2)),
    ("一季", Term::of(4, ONE)),
    ("百天", Term::of(365, 100 * ONE)),
    ("百日", Term::of(365, 100 * ONE)),
];

/// Words of [`EACH`] that stand alone as well: 月月领2000, 年底分红18%.
const LATE: [&str; 5] = ["月月", "年年", "年底", "年终", "年末"];

static TERMS: LazyLock<Phrases<Term>> = LazyLock::new(|| {
    let each = EACH.into_iter().filter(|(word, _)| {
        let whole = word.chars().count() > 1;
        whole && word.starts_with(['每', '天', '按', '单', '双']) || LATE.contains(word)
    });
    Phrases::new(WORDS.into_iter().chain(each))
});
/// Those of one character.
static LETTERS: LazyLock<Phrases<Term>> = LazyLock::new(|| {
    let single = |(word, _): &(&str, Term)| word.chars().count() == 1;
    Phrases::new(EACH.into_iter().filter(single))
});
static UNIT: LazyLock<Phrases<i64>> = LazyLock::new(|| Phrases::new(UNITS));

impl Term {
    const fn of(times: i64, length: Micros) -> Self {
        Self {
            times,
            length,
            each: false,
        }
    }

    const fn each(times: i64) -> Self {
        Self {
            times,
            length: ONE,
            each: true,
        }
    }

    /// One year, for rates that are annual by custom.
    pub const YEAR: Self = Self::each(1);

    /// Words before 息, 返, 收益 … that say how often.
    pub fn before_rates() -> impl Iterator<Item = (&'static str, Self)> {
        EACH.into_iter()
    }

    /// The term whose word before rates is the character at `at` alone: 月, 日.
    pub fn of_letter(text: &[char], at: usize) -> Option<Self> {
        LETTERS.at(text, at).map(|(term, _)| term)
    }

    /// A rate of one term as a rate of one year, in millionths, rounded.
    pub fn annual(self, rate: i64) -> Option<i64> {
        let yearly = i128::from(rate) * i128::from(self.times) * i128::from(ONE);
        let length = i128::from(self.length);
        if length <= 0 {
            return None;
        }
        i64::try_from((yearly + length / 2) / length).ok()
    }

    /// 每月, 3年, 100天.
    pub fn label(self) -> String {
        let unit = match self.times {
            1 => "年",
            2 => "半年",
            4 => "季度",
            6 => "两个月",
            26 => "两周",
            36 => "旬",
            12 => "个月",
            52 => "周",
            250 => "个工作日",
            _ => "天",
        };
        match (self.each, self.length) {
            (true, _) => format!("每{unit}"),
            (false, length) if length % ONE == 0 => format!("{}{unit}", length / ONE),
            (false, length) => format!("{}.{}{unit}", length / ONE, length % ONE * 10 / ONE),
        }
    }
}

/// Whether a term may begin with the character.
pub(super) fn begins(c: char) -> bool {
    TERMS.begins(c)
}

/// Whether a term in words stands at `at`.
pub(super) fn in_words(text: &[char], at: usize) -> bool {
    TERMS.at(text, at).is_some()
}

/// Whether what stands at `at` counts terms.
pub(super) fn is_unit(text: &[char], at: usize) -> bool {
    UNIT.at(text, at).is_some()
}

/// Whether the 日, 月, 周 … at `at` is the end of the name of a day or month (今日, 生日, 本月, 上个月, 5日), not a term.
pub(super) fn is_dated(text: &[char], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|b| text.get(b)) else {
        return false;
    };
    let names = match text.get(at) {
        Some('日') => "今昨明当生节假作周首近即平次本同隔员庆购念",
        Some('月') => "本上下当元正腊蜜个",
        Some('周') => "本上下",
        Some('旬') => "上中下",
        Some('季') => "本上下当旺淡换春夏秋冬",
        Some('天') => "今昨明当春夏秋冬前后",
        _ => return false,
    };
    names.contains(*before) || value_of(*before).is_some() || *before == '十'
}

/// The term that begins at `at` and where it ends.
pub(super) fn term(text: &[char], at: usize) -> Option<(Term, usize)> {
    if let Some(found) = TERMS.at(text, at) {
        return Some(found);
    }
    let (count, mid) = number(text, at)?;
    let (times, end) = UNIT.at(text, mid)?;
    // 一周期: a turn, whose length is said elsewhere.
    if times == 52 && text.get(end) == Some(&'期') {
        return None;
    }
    if !plausible(count, times) || is_date(text, at, times) {
        return None;
    }
    Some((
        Term {
            times,
            length: count,
            each: false,
        },
        end,
    ))
}

/// 2019年 is a year, 5日 a day of a month.
fn plausible(count: Micros, times: i64) -> bool {
    let longest = match times {
        1 => 50,
        365 | 250 => 3_660,
        _ => 600,
    };
    count <= longest * ONE
}

fn is_date(text: &[char], at: usize, times: i64) -> bool {
    let before = at.checked_sub(1).and_then(|b| text.get(b));
    times == 365 && before.is_some_and(|c| matches!(c, '月' | '年' | '.' | '/' | '-'))
        || times == 1 && before.is_some_and(|c| matches!(c, '第' | '近' | '过' | '前'))
}
