//! The shapes a date is written in. It must not know spreadsheets.

use jiff::civil::Time;

use super::date::{DateContext, DayOrder};
use super::fault::Fault;
use super::normal::fold;
use super::numeral::digit;

/// The parts found in a text, not yet checked against the calendar.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub year: i16,
    pub month: Option<i8>,
    pub day: Option<i8>,
    pub time: Option<Time>,
    pub note: Option<String>,
}

pub(super) fn written(text: &str, context: DateContext) -> Result<Written, Fault> {
    let folded = fold(text);
    refuse_relative(text, &folded)?;
    let (head, remark) = without_remark(&folded);
    let (head, vague) = without_vague_tail(&arabic(&head));
    let (day_part, time_part) = split_time(&head);
    let time = match time_part {
        Some(part) => Some(clock(&part).ok_or_else(|| unreadable(text))?),
        None => None,
    };
    let numbers = Numbers::of(&day_part).ok_or_else(|| unreadable(text))?;
    let mut found = numbers.resolve(text, context)?;
    found.time = time.or(found.time).filter(|_| found.day.is_some());
    let left_out = vague
        .map(|word| format!("“{word}”没有具体到日"))
        .or(remark.map(|r| format!("括号里的“{r}”没有读入")));
    found.note = found.note.or(left_out);
    Ok(found)
}

fn unreadable(text: &str) -> Fault {
    Fault::new(
        format!("“{text}”读不成日期"),
        "请写成 2023-04-15 或 2023年4月15日",
    )
}

fn refuse_relative(text: &str, folded: &str) -> Result<(), Fault> {
    const RELATIVE: &[&str] = &[
        "小时前",
        "分钟前",
        "天前",
        "周前",
        "个月前",
        "月前",
        "年前",
        "刚刚",
        "昨天",
        "昨日",
        "今天",
        "今日",
        "前天",
        "明天",
        "上周",
        "本周",
        "上月",
        "本月",
        "去年",
        "今年",
        "近日",
        "近期",
        "目前",
        "日前",
        "长期",
        "不定期",
        "随时",
    ];
    if let Some(word) = RELATIVE.iter().find(|word| folded.contains(*word)) {
        return Err(Fault::new(
            format!("“{text}”里的“{word}”是相对时间，无法确定是哪一天"),
            "请填写具体日期，例如 2023-04-15",
        ));
    }
    let spans =
        folded.contains("至今") || folded.contains("以来") || folded.matches('年').count() > 1;
    if spans
        || folded.contains(['~', '—'])
        || (folded.contains('至') && folded.chars().any(|c| c.is_ascii_digit()))
    {
        return Err(Fault::new(
            format!("“{text}”是一段时间，这一列要填一个日期"),
            "请只填一个日期，起止时间写在备注里",
        ));
    }
    Ok(())
}

/// Cuts a closing remark or weekday: `2023年4月15日(星期六)`.
fn without_remark(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    for mark in ["星期", "周", "礼拜"] {
        if let Some((head, tail)) = text.rsplit_once(mark)
            && tail.chars().count() == 1
        {
            return (head.trim().to_owned(), None);
        }
    }
    if let Some(at) = text.rfind('(').filter(|at| *at > 0 && text.ends_with(')')) {
        let remark = &text[at + 1..text.len() - 1];
        let weekday = ["星期", "周"].iter().any(|w| remark.starts_with(w));
        return (
            text[..at].trim().to_owned(),
            (!weekday).then(|| remark.to_owned()),
        );
    }
    (text.to_owned(), None)
}

/// 上旬, 月底 and the like say less than a day; the month or year before them is certain.
fn without_vague_tail(text: &str) -> (String, Option<&'static str>) {
    const VAGUE: &[&str] = &[
        "上旬",
        "中旬",
        "下旬",
        "月底",
        "月初",
        "月中",
        "月末",
        "年底",
        "年初",
        "年中",
        "年末",
        "上半年",
        "下半年",
        "底",
        "初",
        "份",
        "左右",
    ];
    for word in VAGUE {
        if let Some(head) = text.strip_suffix(word) {
            let unit = word
                .chars()
                .next()
                .filter(|c| matches!(c, '月' | '年') && word.chars().count() == 2);
            let head = match unit {
                Some(c) if !head.ends_with(c) => format!("{head}{c}"),
                _ => head.to_owned(),
            };
            return (head, (*word != "份").then_some(*word));
        }
    }
    (text.to_owned(), None)
}

/// Chinese digits in dates: 二〇二三年四月十五日 → 2023年4月15日.
fn arabic(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_part = |c: char| digit(c).is_some() || c == '十';
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let run: Vec<char> = chars[at..]
            .iter()
            .copied()
            .take_while(|c| is_part(*c))
            .collect();
        if run.is_empty() {
            out.push(chars[at]);
            at += 1;
        } else {
            at += run.len();
            out.push_str(&arabic_run(&run));
        }
    }
    out
}

fn arabic_run(run: &[char]) -> String {
    let digits = |part: &[char]| -> String {
        part.iter()
            .filter_map(|c| digit(*c))
            .map(|d| d.to_string())
            .collect()
    };
    match run.iter().position(|c| *c == '十') {
        None => digits(run),
        Some(at) => {
            let tens = if at == 0 {
                "1".to_owned()
            } else {
                digits(&run[..at])
            };
            let ones = if at + 1 == run.len() {
                "0".to_owned()
            } else {
                digits(&run[at + 1..])
            };
            format!("{tens}{ones}")
        }
    }
}

/// Splits off a time of day after a blank, a `T`, or a 日 that is followed by 时 or a colon.
fn split_time(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    let colon_or_hour = |part: &str| part.contains([':', '时', '点']);
    let cut = text
        .find(['T', ' ', '\t', '\n'])
        .or_else(|| text.find('日').map(|at| at + '日'.len_utf8()));
    match cut {
        Some(at) if colon_or_hour(&text[at..]) => {
            // 2023 - 4 - 15 10:31 has blanks before the last one too.
            let start = text
                .rfind(' ')
                .filter(|last| *last > at && !colon_or_hour(&text[at..*last]))
                .unwrap_or(at);
            (
                text[..start].to_owned(),
                Some(text[start..].trim_start_matches('T').trim().to_owned()),
            )
        }
        _ => (text.to_owned(), None),
    }
}

fn clock(text: &str) -> Option<Time> {
    let afternoon = ["下午", "晚上", "晚", "PM", "pm"]
        .iter()
        .any(|w| text.contains(w));
    let morning = ["上午", "早上", "凌晨", "AM", "am"]
        .iter()
        .any(|w| text.contains(w));
    let plain: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, ':' | '时' | '点' | '分' | '秒' | '.'))
        .collect();
    let plain = plain.replace(['时', '点', '分'], ":").replace('秒', "");
    let mut parts = plain.split(':').filter(|p| !p.is_empty());
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next().unwrap_or("0").parse().ok()?;
    let second: i8 = parts
        .next()
        .unwrap_or("0")
        .split('.')
        .next()?
        .parse()
        .ok()?;
    let hour = match hour {
        h if afternoon && h < 12 => h + 12,
        12 if morning => 0,
        h => h,
    };
    Time::new(hour, minute, second, 0).ok()
}

/// The numbers of a date with the marks between them.
#[derive(Debug)]
struct Numbers<'a> {
    text: &'a str,
    numbers: Vec<&'a str>,
}

impl<'a> Numbers<'a> {
    /// Splits at the usual marks; `None` when anything else stands in the text.
    fn of(text: &'a str) -> Option<Self> {
        let is_mark = |c: char| {
            matches!(
                c,
                '-' | '/' | '.' | '年' | '月' | '日' | '号' | '、' | ',' | '\\'
            ) || c.is_whitespace()
        };
        if !text.chars().all(|c| c.is_ascii_digit() || is_mark(c)) {
            return None;
        }
        let numbers: Vec<&str> = text.split(is_mark).filter(|p| !p.is_empty()).collect();
        let sensible =
            !numbers.is_empty() && numbers.len() <= 3 && numbers.iter().all(|n| n.len() <= 14);
        sensible.then_some(Self { text, numbers })
    }

    fn resolve(&self, text: &str, context: DateContext) -> Result<Written, Fault> {
        match self.numbers[..] {
            [one] => self.one(one, text, context),
            [a, b] => self.two(a, b, text, context),
            [a, b, c] => three(a, b, c, text, context),
            _ => Err(unreadable(text)),
        }
    }

    fn one(&self, number: &str, text: &str, context: DateContext) -> Result<Written, Fault> {
        let marked = self.text.contains('年');
        match (number.len(), marked) {
            (4, _) => Ok(Written {
                year: int(number, text)?,
                ..Written::default()
            }),
            (8, false) => full(&number[..4], &number[4..6], &number[6..], text),
            (6, false) => compact_month(number, text),
            (12 | 14, false) => {
                let mut found = full(&number[..4], &number[4..6], &number[6..8], text)?;
                found.time = clock(&clock_digits(&number[8..]));
                Ok(found)
            }
            (5, false) => serial(number, text),
            (2, true) => Err(two_digit_year(text)),
            _ if self.text.contains('月') => Err(no_year(text, context)),
            _ => Err(unreadable(text)),
        }
    }

    fn two(&self, a: &str, b: &str, text: &str, context: DateContext) -> Result<Written, Fault> {
        if a.len() == 4 {
            return Ok(Written {
                year: int(a, text)?,
                month: Some(month(b, text)?),
                ..Written::default()
            });
        }
        if self.text.contains('年') {
            return Err(two_digit_year(text));
        }
        if b.len() == 4 && a.len() <= 2 && !self.text.contains('月') {
            return Ok(Written {
                year: int(b, text)?,
                month: Some(month(a, text)?),
                ..Written::default()
            });
        }
        if a.len() > 2 || b.len() > 2 {
            return Err(unreadable(text));
        }
        match context.year {
            Some(year) => Ok(Written {
                year,
                month: Some(month(a, text)?),
                day: Some(int(b, text)?),
                ..Written::default()
            }),
            None => Err(no_year(text, context)),
        }
    }
}

/// 103150 → 10:31:50.
fn clock_digits(digits: &str) -> String {
    let pairs: Vec<&str> = [0, 2, 4]
        .iter()
        .filter_map(|at| digits.get(*at..at + 2))
        .collect();
    pairs.join(":")
}

fn int<T: std::str::FromStr>(number: &str, text: &str) -> Result<T, Fault> {
    number.parse().map_err(|_| unreadable(text))
}

fn month(number: &str, text: &str) -> Result<i8, Fault> {
    let month: i8 = int(number, text)?;
    if (1..=12).contains(&month) {
        Ok(month)
    } else {
        Err(Fault::new(
            format!("“{text}”里没有 {month} 月"),
            "请检查月份，写成 2023-04-15 或 2023年4月15日",
        ))
    }
}

fn full(year: &str, month_part: &str, day: &str, text: &str) -> Result<Written, Fault> {
    Ok(Written {
        year: int(year, text)?,
        month: Some(month(month_part, text)?),
        day: Some(int(day, text)?),
        ..Written::default()
    })
}

/// 202304 is a month; 230415 has a year of two digits; 201112 may be either.
fn compact_month(number: &str, text: &str) -> Result<Written, Fault> {
    let part = |range: std::ops::Range<usize>| -> u16 { number[range].parse().unwrap_or(0) };
    let as_month = (1900..=2100).contains(&part(0..4)) && (1..=12).contains(&part(4..6));
    let as_short_day = (1..=12).contains(&part(2..4)) && (1..=31).contains(&part(4..6));
    match (as_month, as_short_day) {
        (true, false) => Ok(Written {
            year: int(&number[..4], text)?,
            month: Some(month(&number[4..], text)?),
            ..Written::default()
        }),
        (false, true) => Err(two_digit_year(text)),
        (true, true) => Err(Fault::new(
            format!("“{text}”可以读成年月，也可以读成两位年份的日期"),
            "请写成 2023-04-15 或 2023年4月",
        )),
        _ => Err(unreadable(text)),
    }
}

fn serial(number: &str, text: &str) -> Result<Written, Fault> {
    let value: f64 = int(number, text)?;
    let when = super::date::date_from_serial(value, text).ok_or_else(|| unreadable(text))?;
    let note = Some(format!("“{text}”按表格软件的日期序号读成 {}", when.date));
    Ok(Written {
        year: when.date.year(),
        month: Some(when.date.month()),
        day: Some(when.date.day()),
        time: None,
        note,
    })
}

fn three(a: &str, b: &str, c: &str, text: &str, context: DateContext) -> Result<Written, Fault> {
    match (a.len(), c.len()) {
        (4, 1 | 2) => full(a, b, c, text),
        (1 | 2, 4) => day_and_month(a, b, c, text, context),
        (2, 1 | 2) => Err(two_digit_year(text)),
        _ => Err(unreadable(text)),
    }
}

/// 19/7/2023: the larger than twelve is the day; otherwise the column must show the order.
fn day_and_month(
    a: &str,
    b: &str,
    year: &str,
    text: &str,
    context: DateContext,
) -> Result<Written, Fault> {
    let (first, second): (i8, i8) = (int(a, text)?, int(b, text)?);
    let order = match (first > 12, second > 12) {
        (true, false) => DayOrder::DayFirst,
        (false, true) => DayOrder::MonthFirst,
        _ if first == second => DayOrder::DayFirst,
        _ => context.order.ok_or_else(|| {
            Fault::new(
                format!("“{text}”分不清哪个是日、哪个是月"),
                "请写成 2023-04-15，或在列对应里选定这一列的日月顺序",
            )
        })?,
    };
    match order {
        DayOrder::DayFirst => full(year, b, a, text),
        DayOrder::MonthFirst => full(year, a, b, text),
    }
}

fn two_digit_year(text: &str) -> Fault {
    Fault::new(
        format!("“{text}”的年份只写了两位"),
        "请把年份写全，例如 2023-04-15",
    )
}

fn no_year(text: &str, _context: DateContext) -> Fault {
    Fault::new(
        format!("“{text}”没有年份"),
        "请补上年份，例如 2023年4月15日，或在导入时指定整表的年份",
    )
}
