//! Dates as plans write them: 2023年4月15日, 6月上旬, 2025年底, 第一季度, 即日起, 2023.4.15.
//! It must not know which year an unwritten one is, nor what falls due.

use jiff::civil::Date;

use super::numeral;

/// The year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearWord {
    /// 2023年
    Written(i16),
    /// 今年, 本年
    This,
    /// 明年, 次年
    Next,
    /// 去年
    Last,
}

/// A third of a month (旬).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Third {
    /// 1–10
    Early,
    /// 11–20
    Mid,
    /// 21 to the end
    Late,
}

/// How fine a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    Day {
        month: u32,
        day: u32,
    },
    Third {
        month: u32,
        third: Third,
    },
    /// 月初
    MonthStart {
        month: u32,
    },
    /// 月底: the last day of the month, as a start as well as an end.
    MonthEnd {
        month: u32,
    },
    Month {
        month: u32,
    },
    Quarter {
        quarter: u32,
    },
    Half {
        half: u32,
    },
    Year,
    YearStart,
    YearEnd,
    /// 即日, 印发之日
    Issue,
    /// 10日, the month being that of the date before
    DayOnly {
        day: u32,
    },
    /// 本月底, 下月10日: counted from the month of issue
    Near {
        ahead: i8,
        part: NearPart,
    },
    /// 月底 without a month: that of the date before it in the sentence, else unknown
    BareMonthEnd,
    /// 春节, 国庆节, 开学第一周: its day is left to a person
    Feast,
}

/// Which part of a month near the date of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NearPart {
    Day(u32),
    Third(Third),
    End,
    Whole,
}

/// One date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub year: Option<YearWord>,
    pub grain: Grain,
}

/// Which end of a stretch a date stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Start,
    End,
}

impl Grain {
    /// The day meant in a year; `None` for days that do not exist and for grains without a month of their own.
    pub(super) fn day_in(self, year: i16, role: Role) -> Option<Date> {
        let of = |month: u32, day: u32| {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let last = |month: u32| of(month, 1).map(Date::last_of_month);
        let start = role == Role::Start;
        match self {
            Self::Day { month, day } => of(month, day),
            Self::Third {
                month,
                third: Third::Early,
            } => of(month, if start { 1 } else { 10 }),
            Self::Third {
                month,
                third: Third::Mid,
            } => of(month, if start { 11 } else { 20 }),
            Self::Third {
                month,
                third: Third::Late,
            } => {
                if start {
                    of(month, 21)
                } else {
                    last(month)
                }
            }
            // 月初 has no last day; as an end it is left open rather than guessed.
            Self::MonthStart { month } => start.then(|| of(month, 1)).flatten(),
            Self::MonthEnd { month } => last(month),
            Self::Month { month } => {
                if start {
                    of(month, 1)
                } else {
                    last(month)
                }
            }
            Self::Quarter { quarter } => {
                if start {
                    of(quarter * 3 - 2, 1)
                } else {
                    last(quarter * 3)
                }
            }
            Self::Half { half } => {
                if start {
                    of(half * 6 - 5, 1)
                } else {
                    last(half * 6)
                }
            }
            Self::Year => {
                if start {
                    of(1, 1)
                } else {
                    of(12, 31)
                }
            }
            Self::YearStart => start.then(|| of(1, 1)).flatten(),
            Self::YearEnd => of(12, 31),
            Self::Issue
            | Self::DayOnly { .. }
            | Self::Near { .. }
            | Self::BareMonthEnd
            | Self::Feast => None,
        }
    }

    /// A grain near the date of issue as one of a month; others stay as they are.
    pub(super) fn of_month(self, month: u32) -> Self {
        match self {
            Self::Near { part, .. } => match part {
                NearPart::Day(day) => Self::Day { month, day },
                NearPart::Third(third) => Self::Third { month, third },
                NearPart::End => Self::MonthEnd { month },
                NearPart::Whole => Self::Month { month },
            },
            other => other,
        }
    }

    /// Whether some year has the day.
    pub(super) fn exists(self) -> bool {
        match self {
            // 2024 has the 29th of February.
            Self::Day { .. } | Self::Third { .. } | Self::MonthEnd { .. } | Self::Month { .. } => {
                self.day_in(2024, Role::End).is_some()
            }
            _ => true,
        }
    }

    /// The month the grain names.
    pub(super) fn month(self) -> Option<u32> {
        match self {
            Self::Day { month, .. }
            | Self::Third { month, .. }
            | Self::MonthStart { month }
            | Self::MonthEnd { month }
            | Self::Month { month } => Some(month),
            Self::Quarter { quarter } => Some(quarter * 3),
            Self::Half { half } => Some(half * 6),
            _ => None,
        }
    }

    /// The same grain in another month: “3月、6月、9月20日前” shares its day.
    pub(super) fn in_month(self, month: u32) -> Self {
        match self {
            Self::Day { day, .. } => Self::Day { month, day },
            Self::Third { third, .. } => Self::Third { month, third },
            Self::MonthEnd { .. } => Self::MonthEnd { month },
            Self::MonthStart { .. } => Self::MonthStart { month },
            _ => Self::Month { month },
        }
    }
}

/// The date at the start of `text`, with its length in bytes.
pub(super) fn read(text: &str) -> Option<(Point, usize)> {
    issue_day(text)
        .or_else(|| dotted(text))
        .or_else(|| dotted_day(text))
        .or_else(|| with_year(text))
        .or_else(|| without_year(text))
        .or_else(|| near_month(text))
        .or_else(|| bare_month_end(text))
        .or_else(|| {
            feast(text)
                .or_else(|| of_term(text))
                .or_else(|| lunar(text))
                .map(|used| {
                    (
                        Point {
                            year: None,
                            grain: Grain::Feast,
                        },
                        used,
                    )
                })
        })
}

/// 本月底, 下月10日前
fn near_month(text: &str) -> Option<(Point, usize)> {
    const WORDS: [(&str, i8); 3] = [("本月", 0), ("下个月", 1), ("下月", 1)];
    let (word, ahead) = WORDS.iter().find(|(word, _)| text.starts_with(word))?;
    let rest = text[word.len()..]
        .strip_prefix('份')
        .unwrap_or(&text[word.len()..]);
    let (part, behind) = near_part(rest)?;
    let grain = Grain::Near {
        ahead: *ahead,
        part,
    };
    Some((Point { year: None, grain }, text.len() - behind.len()))
}

fn near_part(rest: &str) -> Option<(NearPart, &str)> {
    const PARTS: [(&str, NearPart); 5] = [
        ("上旬", NearPart::Third(Third::Early)),
        ("中旬", NearPart::Third(Third::Mid)),
        ("下旬", NearPart::Third(Third::Late)),
        ("底", NearPart::End),
        ("末", NearPart::End),
    ];
    if let Some((word, part)) = PARTS.iter().find(|(word, _)| rest.starts_with(word)) {
        return Some((*part, &rest[word.len()..]));
    }
    if let Some((day, used)) = numeral::small(rest)
        && let Some(behind) = rest[used..].strip_prefix(['日', '号'])
    {
        return Some((NearPart::Day(day), behind));
    }
    rest.starts_with(['前', '内'])
        .then_some((NearPart::Whole, rest))
}

/// 月底前, 月末前
fn bare_month_end(text: &str) -> Option<(Point, usize)> {
    let rest = text
        .strip_prefix("月底")
        .or_else(|| text.strip_prefix("月末"))?;
    let grain = Grain::BareMonthEnd;
    let limits = ["前", "之前", "以前"]
        .iter()
        .any(|word| rest.starts_with(word));
    limits.then_some((Point { year: None, grain }, text.len() - rest.len()))
}

/// 腊月二十三前, 农历正月十五前: a day of the lunar calendar is left to a person.
fn lunar(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("农历").unwrap_or(text);
    let rest = ["腊月", "正月", "冬月"]
        .iter()
        .find_map(|month| rest.strip_prefix(month))?;
    let rest = rest.strip_prefix('初').unwrap_or(rest);
    let (_, used) = numeral::small(rest)?;
    let rest = rest[used..].strip_prefix('日').unwrap_or(&rest[used..]);
    let limits = rest.starts_with('前') && !rest.starts_with("前后");
    limits.then(|| text.len() - rest.len())
}

/// 开学第一周, 学期末: times of the school year, which each school has for itself.
fn of_term(text: &str) -> Option<usize> {
    const TERMS: &[&str] = &[
        "开学第一周",
        "开学首周",
        "开学第一天",
        "学期末",
        "学期结束",
        "期末考试",
        "寒假",
        "暑假",
        "放假",
        "开学",
    ];
    let word = TERMS.iter().find(|word| text.starts_with(**word))?;
    let rest = &text[word.len()..];
    let names_a_time = word.contains("第一") || word.contains("首周") || *word == "学期末";
    let counted = ["前一", "前两", "前二"]
        .iter()
        .any(|word| rest.starts_with(word));
    (rest.starts_with('前') && !counted || names_a_time && rest.starts_with(['，', '前', '内']))
        .then_some(word.len())
}

/// 春节前, 国庆节前: only as a limit.
fn feast(text: &str) -> Option<usize> {
    const FEASTS: &[&str] = &[
        "元旦",
        "春节",
        "清明",
        "五一",
        "劳动节",
        "端午",
        "中秋",
        "国庆",
        "十一国庆",
        "两节",
        "两会",
    ];
    let word = FEASTS.iter().find(|feast| text.starts_with(**feast))?;
    let rest = text[word.len()..]
        .strip_prefix("假期")
        .unwrap_or(&text[word.len()..]);
    let rest = rest.strip_prefix('节').unwrap_or(rest);
    let limits = ["前", "之前", "以前"]
        .iter()
        .any(|word| rest.starts_with(word))
        && !["前后", "前夕", "前期"]
            .iter()
            .any(|word| rest.starts_with(word));
    limits.then(|| text.len() - rest.len())
}

fn issue_day(text: &str) -> Option<(Point, usize)> {
    const WORDS: &[&str] = &[
        "即日起",
        "即日",
        "本方案印发之日起",
        "方案印发之日起",
        "通知印发之日起",
        "印发之日起",
        "下发之日起",
        "发布之日起",
        "公布之日起",
        "发文之日起",
        "通知之日起",
        "印发之日",
        "发布之日",
        "通知发布之日起",
        "文件印发之日起",
        "现在起",
    ];
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    Some((
        Point {
            year: None,
            grain: Grain::Issue,
        },
        word.len(),
    ))
}

/// 2023.4.15, 2023—04—15 (folded from 2023-04-15), 2023/4/15, 2023.4
fn dotted(text: &str) -> Option<(Point, usize)> {
    let (year, mut at) = numeral::year(text)?;
    let separator = text[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, '.' | '—' | '/'))?;
    at += separator.len_utf8();
    let (month, used) = arabic(&text[at..])?;
    at += used;
    let (grain, end) = match text[at..].strip_prefix(separator).and_then(arabic) {
        Some((day, used)) => (Grain::Day { month, day }, at + separator.len_utf8() + used),
        // 2024—06 alone may be a range of numbers; 2024.6 is a month.
        None if separator == '.' => (Grain::Month { month }, at),
        None => return None,
    };
    let bounded = !text[end..].starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '%');
    let month_exists = (1..=12).contains(&month);
    let end = end
        + text[end..]
            .strip_prefix('日')
            .map_or(0, |_| '日'.len_utf8());
    (bounded && month_exists).then_some((
        Point {
            year: Some(YearWord::Written(year)),
            grain,
        },
        end,
    ))
}

/// 6.5前, 4.15—7.15): a month and a day with a point, only where a date is meant beyond doubt.
fn dotted_day(text: &str) -> Option<(Point, usize)> {
    let (point, used) = month_point(text)?;
    let after = &text[used..];
    let ranged = after
        .strip_prefix('—')
        .and_then(month_point)
        .is_some_and(|(_, length)| after['—'.len_utf8() + length..].starts_with([')', '前', '，']));
    (after.starts_with('前') || ranged).then_some((point, used))
}

fn month_point(text: &str) -> Option<(Point, usize)> {
    let (month, used) = arabic(text)?;
    let (day, length) = arabic(text[used..].strip_prefix('.')?)?;
    let point = Point {
        year: None,
        grain: Grain::Day { month, day },
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((point, used + 1 + length))
}

fn arabic(text: &str) -> Option<(u32, usize)> {
    text.starts_with(|c: char| c.is_ascii_digit())
        .then(|| numeral::small(text))
        .flatten()
}

fn with_year(text: &str) -> Option<(Point, usize)> {
    let (year, mut at) = year_word(text)?;
    let rest = &text[at..];
    let (grain, used) = part_of_year(rest)
        .or_else(|| month_part(rest))
        .or_else(|| feast(rest).map(|used| (Grain::Feast, used)))
        .unwrap_or((Grain::Year, 0));
    at += used;
    // “2023年度”, “今年以来” stand for no date of their own unless a part follows.
    let bare = used == 0 && matches!(year, YearWord::This | YearWord::Last);
    (!bare).then_some((
        Point {
            year: Some(year),
            grain,
        },
        at,
    ))
}

fn year_word(text: &str) -> Option<(YearWord, usize)> {
    if let Some((year, used)) = numeral::year(text) {
        let rest = text[used..].strip_prefix('年')?;
        let degree = rest.strip_prefix('度').map_or(0, |_| '度'.len_utf8());
        return Some((YearWord::Written(year), used + '年'.len_utf8() + degree));
    }
    const WORDS: [(&str, YearWord); 12] = [
        ("今年度", YearWord::This),
        ("今年", YearWord::This),
        ("本年度", YearWord::This),
        ("本年", YearWord::This),
        ("当年", YearWord::This),
        ("明年", YearWord::Next),
        ("次年", YearWord::Next),
        ("翌年", YearWord::Next),
        ("第二年", YearWord::Next),
        ("来年", YearWord::Next),
        ("去年", YearWord::Last),
        ("上年", YearWord::Last),
    ];
    WORDS
        .iter()
        .find(|(word, _)| text.starts_with(word))
        .map(|(word, year)| (*year, word.len()))
}

/// 底, 上半年, 第一季度 behind a year.
fn part_of_year(text: &str) -> Option<(Grain, usize)> {
    const PARTS: [(&str, Grain); 6] = [
        ("年底", Grain::YearEnd),
        ("底", Grain::YearEnd),
        ("末", Grain::YearEnd),
        ("初", Grain::YearStart),
        ("上半年", Grain::Half { half: 1 }),
        ("下半年", Grain::Half { half: 2 }),
    ];
    let part = PARTS
        .iter()
        .find(|(word, _)| text.starts_with(word))
        .map(|(word, grain)| (*grain, word.len()));
    part.or_else(|| quarter(text))
}

fn quarter(text: &str) -> Option<(Grain, usize)> {
    let ordinal = text.strip_prefix('第').unwrap_or(text);
    let (quarter, used) = numeral::small(ordinal)?;
    let rest = ordinal[used..].strip_prefix("季度")?;
    let rest = rest.strip_prefix(['末', '底']).unwrap_or(rest);
    (1..=4)
        .contains(&quarter)
        .then_some((Grain::Quarter { quarter }, text.len() - rest.len()))
}

fn without_year(text: &str) -> Option<(Point, usize)> {
    let point = |(grain, used)| (Point { year: None, grain }, used);
    month_part(text)
        .or_else(|| quarter(text))
        .or_else(|| {
            ["年底", "年末"]
                .iter()
                .find(|word| text.starts_with(**word))
                .map(|word| (Grain::YearEnd, word.len()))
        })
        .map(point)
}

/// What a word such as 上旬 makes of a month.
type OfMonth = fn(u32) -> Grain;

/// 4月15日, 6月上旬, 6月底, 7月, 7月份
fn month_part(text: &str) -> Option<(Grain, usize)> {
    let (month, used) = numeral::small(text)?;
    let rest = text[used..].strip_prefix('月')?;
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    const PARTS: &[(&str, OfMonth)] = &[
        ("上旬", |month| Grain::Third {
            month,
            third: Third::Early,
        }),
        ("中旬", |month| Grain::Third {
            month,
            third: Third::Mid,
        }),
        ("下旬", |month| Grain::Third {
            month,
            third: Third::Late,
        }),
        ("月底", |month| Grain::MonthEnd { month }),
        ("底", |month| Grain::MonthEnd { month }),
        ("末", |month| Grain::MonthEnd { month }),
        ("初", |month| Grain::MonthStart { month }),
        ("全月", |month| Grain::Month { month }),
    ];
    let length = |rest: &str| text.len() - rest.len();
    if let Some((day, used)) = numeral::small(rest)
        && let Some(after) = rest[used..].strip_prefix(['日', '号'])
    {
        return Some((Grain::Day { month, day }, length(after)));
    }
    if let Some((word, grain)) = PARTS.iter().find(|(word, _)| rest.starts_with(word)) {
        return Some((grain(month), length(&rest[word.len()..])));
    }
    Some((Grain::Month { month }, length(rest)))
}

/// The short second half of a range or list: 10日, 9月, 年底.
pub(super) fn read_tail(text: &str) -> Option<(Point, usize)> {
    if let Some(found) = read(text) {
        return Some(found);
    }
    if let Some((point, used)) =
        month_point(text).filter(|(_, used)| text[*used..].starts_with([')', '前', '，']))
    {
        return Some((point, used));
    }
    let (day, used) = numeral::small(text)?;
    let after = text[used..].strip_prefix(['日', '号'])?;
    Some((
        Point {
            year: None,
            grain: Grain::DayOnly { day },
        },
        text.len() - after.len(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, year: i16, role: Role) -> String {
        let (point, used) = read(text).unwrap_or_else(|| panic!("{text}"));
        let year = match point.year {
            Some(YearWord::Written(year)) => year,
            _ => year,
        };
        let date = point
            .grain
            .day_in(year, role)
            .map_or("—".to_owned(), |date| date.to_string());
        format!("{date} {}", &text[used..])
    }

    #[test]
    fn ends_are_the_last_day_meant() {
        for (text, expected) in [
            ("2023年4月15日前", "2023-04-15 前"),
            ("4月15号前", "2024-04-15 前"),
            ("二〇二三年四月十七日", "2023-04-17 "),
            ("6月上旬，", "2024-06-10 ，"),
            ("10月中旬前", "2024-10-20 前"),
            ("2月下旬", "2024-02-29 "),
            ("8月底前", "2024-08-31 前"),
            ("2025年底", "2025-12-31 "),
            ("年底前", "2024-12-31 前"),
            ("第一季度", "2024-03-31 "),
            ("2024年三季度末", "2024-09-30 "),
            ("2023.4.15前", "2023-04-15 前"),
            ("2023—04—15", "2023-04-15 "),
            ("2024年上半年", "2024-06-30 "),
            ("2月30日", "— "),
            ("2025年春节前", "— 前"),
            ("国庆节前", "— 前"),
        ] {
            assert_eq!(day(text, 2024, Role::End), expected, "{text}");
        }
    }

    #[test]
    fn starts_are_the_first_day_meant() {
        for (text, expected) in [
            ("7月", "2024-07-01 "),
            ("8月下旬", "2024-08-21 "),
            ("6月底", "2024-06-30 "),
            ("第四季度", "2024-10-01 "),
        ] {
            assert_eq!(day(text, 2024, Role::Start), expected, "{text}");
        }
    }

    #[test]
    fn numbers_that_are_no_dates_are_left_alone() {
        for text in [
            "3个月内",
            "5.15",
            "一是",
            "100天",
            "今年以来",
            "1.5亿元",
            "2024—2026年",
            "春节期间",
            "国庆节前后",
            "本月工作",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
