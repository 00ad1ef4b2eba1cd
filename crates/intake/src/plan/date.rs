//! Dates as plans write them: 2023年4月15日, 6月上旬, 2025年底, 第一季度, 即日起, 2023.4.15.
//! It must not know which year an unwritten one is, nor what falls due.

pub(super) use super::grain::{Grain, NearPart, Point, Role, Soon, Third, YearWord};
use super::{numeral, occasion};

/// The date at the start of `text`, with its length in bytes.
pub(super) fn read(text: &str) -> Option<(Point, usize)> {
    issue_day(text)
        .or_else(|| dotted(text))
        .or_else(|| dotted_day(text))
        .or_else(|| compact(text))
        .or_else(|| explained(text))
        .or_else(|| with_year(text))
        .or_else(|| without_year(text))
        .or_else(|| occasion::near_month(text))
        .or_else(|| occasion::near_day(text))
        .or_else(|| occasion::bare_month_end(text))
        .or_else(|| occasion::bare_day(text))
        .or_else(|| {
            occasion::feast(text)
                .or_else(|| occasion::of_term(text))
                .or_else(|| occasion::lunar(text))
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

/// 20240731前, 2024725前: a day without any separator, only where it can be but one and a limit follows.
fn compact(text: &str) -> Option<(Point, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let year: i16 = text.get(..4)?.parse().ok()?;
    let rest = text.get(4..length)?;
    let limited = text[length..].starts_with(['前', '之', '以', '日', '止', '至', '—']);
    if !(1990..=2099).contains(&year) || !limited || !matches!(length, 7 | 8) {
        return None;
    }
    let cuts: &[usize] = if rest.len() == 4 { &[2] } else { &[1, 2] };
    let mut days = cuts.iter().filter_map(|&cut| {
        let (month, day) = (rest[..cut].parse().ok()?, rest[cut..].parse().ok()?);
        let grain = Grain::Day { month, day };
        // 2024105 is no day in October.
        let plain = !(rest.len() == 3 && rest[cut..].starts_with('0'));
        (plain && grain.day_in(year, Role::End).is_some()).then_some(grain)
    });
    let grain = days.next().filter(|_| days.next().is_none())?;
    let end = length
        + text[length..]
            .strip_prefix('日')
            .map_or(0, |_| '日'.len_utf8());
    Some((
        Point {
            year: Some(YearWord::Written(year)),
            grain,
        },
        end,
    ))
}

/// 2025年正月十五（2025年2月12日）, 明日（5月13日）: the bracket says which day it is.
fn explained(text: &str) -> Option<(Point, usize)> {
    let head = year_word(text).map_or(0, |(_, used)| used);
    let name = occasion::named_day(&text[head..])
        .or_else(|| occasion::soon(&text[head..]).map(|(_, used)| used))?;
    let inner = text[head + name..].strip_prefix('(')?;
    let (point, used) = dotted(inner)
        .or_else(|| with_year(inner))
        .or_else(|| without_year(inner))?;
    let is_day = matches!(point.grain, Grain::Day { .. });
    (is_day && inner[used..].starts_with(')')).then_some((point, head + name + used + 2))
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
    let (day, length) = arabic(text[used..].strip_prefix(['.', '/'])?)?;
    let length = length
        + text[used + 1 + length..]
            .strip_prefix("日前")
            .map_or(0, |_| '日'.len_utf8());
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
        .or_else(|| occasion::feast(rest).map(|used| (Grain::Feast, used)))
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
        ("明年", YearWord::Coming),
        ("次年", YearWord::Next),
        ("翌年", YearWord::Next),
        ("第二年", YearWord::Next),
        ("来年", YearWord::Coming),
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
        .or_else(|| half(text))
        .or_else(|| {
            ["年底", "年末"]
                .iter()
                .find(|word| text.starts_with(**word))
                .map(|word| (Grain::YearEnd, word.len()))
        })
        .map(point)
}

/// 上半年完成, 下半年底前: half a year as a limit; elsewhere it tells of figures.
fn half(text: &str) -> Option<(Grain, usize)> {
    const ACTS: &[&str] = &[
        "前", "底", "末", "完成", "出台", "制定", "印发", "修订", "建成", "实现", "召开", "启动",
    ];
    let (half, rest) = match text.strip_prefix("上半年") {
        Some(rest) => (1, rest),
        None => (2, text.strip_prefix("下半年")?),
    };
    let limits = ACTS.iter().any(|word| rest.starts_with(word));
    limits.then_some((Grain::Half { half }, text.len() - rest.len()))
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
    // 9月第一周: which days these are is left to a person.
    if let Some(week) = occasion::week_of_month(rest) {
        return Some((Grain::Feast, length(&rest[week..])));
    }
    if let Some((day, used)) = numeral::small(rest)
        && let Some(after) = rest[used..].strip_prefix(['日', '号'])
    {
        return Some((Grain::Day { month, day }, length(after)));
    }
    // “8月10前”: 日 is left out.
    if let Some((day, used)) = arabic(rest)
        && (rest[used..].starts_with('前') || leads_to_month(&rest[used..]))
        && (1..=31).contains(&day)
    {
        return Some((Grain::Day { month, day }, length(&rest[used..])));
    }
    if let Some((word, grain)) = PARTS.iter().find(|(word, _)| rest.starts_with(word)) {
        return Some((grain(month), length(&rest[word.len()..])));
    }
    Some((Grain::Month { month }, length(rest)))
}

/// 11月30|至12月3日: 日 is left out before the other end.
fn leads_to_month(rest: &str) -> bool {
    let other = ["至", "到", "—"]
        .iter()
        .find_map(|joint| rest.strip_prefix(joint));
    other
        .and_then(|other| arabic(other).map(|(month, used)| (month, &other[used..])))
        .is_some_and(|(month, behind)| (1..=12).contains(&month) && behind.starts_with('月'))
}

/// The short second half of a range or list: 10日, 9月, 年底.
pub(super) fn read_tail(text: &str) -> Option<(Point, usize)> {
    if let Some(found) =
        read(text).filter(|(point, _)| !matches!(point.grain, Grain::BareDay { .. }))
    {
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
            ("上半年出台", "2024-06-30 出台"),
            ("20240731前", "2024-07-31 前"),
            ("2024725日印发", "2024-07-25 印发"),
            ("7.10前", "2024-07-10 前"),
            ("8.15日前", "2024-08-15 前"),
            ("9/20前", "2024-09-20 前"),
            ("2025年正月十五(2025年2月12日)止", "2025-02-12 止"),
            ("9月第一周前", "— 前"),
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
            "2024111前",
            "20240931前",
            "81102233",
            "上半年工作",
            "国庆节前后",
            "本月工作",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
