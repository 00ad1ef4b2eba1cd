//! Where dates stand in a text, alone, as a range or in a list.
//! It must not know which year an unwritten one is.

use super::date::{self, Grain, Point, Third};
use super::numeral;
use super::page::Extent;

/// Dates that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub extent: Extent,
    pub form: Form,
}

/// How they belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// One date.
    Single(Point),
    /// 从…至…
    Range(Point, Point),
    /// 5月3日、7月3日
    List(Vec<Point>),
}

impl Form {
    /// 25日前 without its month.
    pub(super) fn is_bare_day(&self) -> bool {
        matches!(self, Self::Single(point) if matches!(point.grain, Grain::BareDay { .. }))
    }

    /// 6月 alone.
    pub(super) fn is_month(&self) -> bool {
        matches!(self, Self::Single(point) if matches!(point.grain, Grain::Month { .. }))
    }

    /// 即日起 alone.
    pub(super) fn is_issue_day(&self) -> bool {
        matches!(self, Self::Single(point) if point.grain == Grain::Issue)
    }
}

impl Mention {
    /// All dates written, in order.
    pub(super) fn points(&self) -> Vec<Point> {
        match &self.form {
            Form::Single(point) => vec![*point],
            Form::Range(start, end) => vec![*start, *end],
            Form::List(points) => points.clone(),
        }
    }
}

/// Every date mention in a text, in order; extents count from `base`.
pub(super) fn all(text: &str, base: usize) -> Vec<Mention> {
    each(text, base).collect()
}

/// The same one by one, for those who need only the first.
pub(super) fn each(text: &str, base: usize) -> impl Iterator<Item = Mention> {
    let mut at = 0;
    let mut before = None;
    std::iter::from_fn(move || {
        while let Some(c) = text[at..].chars().next() {
            let found = starts_here(before, c).then(|| mention(&text[at..]));
            let found = found.flatten().filter(|(form, _)| {
                !form.is_bare_day() || super::occasion::may_name_day(&text[..at])
            });
            if let Some((form, used)) = found {
                let extent = base + at..base + at + used;
                at += used;
                before = text[..at].chars().next_back();
                return Some(Mention { extent, form });
            }
            at += c.len_utf8();
            before = Some(c);
        }
        None
    })
}

/// The length of the mention a text begins with.
pub(super) fn length_at_start(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    starts_here(None, first)
        .then(|| mention(text))
        .flatten()
        .map(|(_, used)| used)
}

/// A date never begins inside a number or a month's own name, and 每年底 is a habit, not a date.
fn starts_here(before: Option<char>, c: char) -> bool {
    let is_head = c.is_ascii_digit()
        || "一二三四五六七八九十第即本方通印下发公文现今当明次翌来去上年元春清劳端中国两月开学期寒暑放腊正冬农除重"
            .contains(c)
        || c == '节' && before.is_some_and(|b| b == '在' || b == '于');
    let inside = before.is_some_and(|b| {
        b == '每'
            || b == '〔'
            || (c == '月' && "当次上下本该同个月中半".contains(b))
            || (is_numeral(b) && is_numeral(c))
            || (b == '第' && is_numeral(c))
    });
    is_head && !inside
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十〇".contains(c)
}

fn mention(text: &str) -> Option<(Form, usize)> {
    if let Some(found) = shared_month(text) {
        return Some(found);
    }
    let (first, mut at) = date::read(text)?;
    // A day without its month heads no list.
    if matches!(first.grain, Grain::BareDay { .. }) {
        return Some((Form::Single(first), at));
    }
    if let Some((end, used)) = range_tail(first, &text[at..]) {
        return Some((Form::Range(first, end), at + used));
    }
    let mut points = vec![first];
    while let Some((point, used)) = list_tail(*points.last()?, &text[at..]) {
        points.push(point);
        at += used;
    }
    // “5月、8月、11月的10日前”
    if points.len() > 1
        && let Some((day, used)) = text[at..].strip_prefix('的').and_then(date::read_tail)
        && let Grain::DayOnly { day } = day.grain
        && let Some(Grain::Month { month }) = points.last().map(|point| point.grain)
    {
        at += '的'.len_utf8() + used;
        if let Some(last) = points.last_mut() {
            last.grain = Grain::Day { month, day };
        }
    }
    let form = if points.len() == 1 {
        Form::Single(first)
    } else {
        Form::List(sharing_day(points))
    };
    Some((form, at))
}

/// A date that gives its day for all: “3月、6月、9月20日前”.
fn sharing_day(mut points: Vec<Point>) -> Vec<Point> {
    let Some(last) = points.last().copied() else {
        return points;
    };
    let only_months = points[..points.len() - 1]
        .iter()
        .all(|point| matches!(point.grain, Grain::Month { .. }));
    if only_months
        && matches!(
            last.grain,
            Grain::Day { .. } | Grain::MonthEnd { .. } | Grain::Third { .. }
        )
    {
        for point in &mut points {
            if let Some(month) = point.grain.month() {
                point.grain = last.grain.in_month(month);
            }
        }
    }
    points
}

fn range_tail(first: Point, text: &str) -> Option<(Point, usize)> {
    let trimmed = text.trim_start_matches(['起', '始', '开']);
    let trimmed = trimmed
        .strip_prefix("，")
        .filter(|rest| rest.starts_with(['至', '到']))
        .unwrap_or(trimmed);
    let trimmed = weekday(trimmed);
    if let Some(found) = ends_behind_comma(first, text) {
        return Some(found);
    }
    let rest = [
        "——",
        "—",
        "至",
        "到",
        "截至",
        "截止到",
        "截止",
        "止于",
        "延续至",
        "持续到",
        "持续至",
        "直至",
    ]
    .iter()
    .find_map(|connector| trimmed.strip_prefix(connector))
    // A scan reads the dash of “5月1日—5月10日” as 一.
    .or_else(|| {
        trimmed
            .strip_prefix('一')
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })?;
    let rest = rest.trim_start_matches('—');
    if let Some((point, used)) = third_of(first, rest) {
        return Some((point, text.len() - rest.len() + used));
    }
    let (point, used) = date::read_tail(rest)?;
    let point = in_month_of(first, point)?;
    Some((point, text.len() - rest.len() + used))
}

/// 从4月28日起，年底结束: the end stands behind a comma, with what tells that it is one.
fn ends_behind_comma(first: Point, text: &str) -> Option<(Point, usize)> {
    let begun = ["起，", "开始，"]
        .iter()
        .find_map(|word| text.strip_prefix(word))?;
    let (point, used) = date::read_tail(begun)?;
    let point = in_month_of(first, point)?;
    let ends = ["结束", "止", "完成"]
        .iter()
        .any(|word| begun[used..].starts_with(word));
    ends.then_some((point, text.len() - begun.len() + used))
}

fn list_tail(last: Point, text: &str) -> Option<(Point, usize)> {
    let text_after = weekday(text).strip_prefix('前').unwrap_or(weekday(text));
    let rest = ["、", "和", "及", "与", "，"]
        .iter()
        .find_map(|connector| text_after.strip_prefix(connector))?;
    // “5月3日前、7月3日前” repeats 前; a plain comma joins only dates that repeat it.
    let repeated = text_after.len() != weekday(text).len();
    if (text_after.starts_with('，') && !repeated)
        || matches!(last.grain, Grain::Issue | Grain::Feast)
    {
        return None;
    }
    if let Some((point, used)) = third_of(last, rest) {
        return Some((point, text.len() - rest.len() + used));
    }
    let (point, used) = date::read_tail(rest)?;
    if matches!(point.grain, Grain::Issue | Grain::Feast) {
        return None;
    }
    let end = text.len() - rest.len() + used;
    // Without 前 behind the last one the list would swallow the 前 of the first alone.
    if repeated && !text[end..].starts_with('前') {
        return None;
    }
    Some((in_month_of(last, point)?, end))
}

/// “6月上旬、中旬、下旬”, “6月上旬至中旬”: a third alone is of the month before it.
fn third_of(before: Point, text: &str) -> Option<(Point, usize)> {
    let Grain::Third { month, .. } = before.grain else {
        return None;
    };
    let thirds = [
        ("上旬", Third::Early),
        ("中旬", Third::Mid),
        ("下旬", Third::Late),
    ];
    let (word, third) = thirds.iter().find(|(word, _)| text.starts_with(word))?;
    let grain = Grain::Third {
        month,
        third: *third,
    };
    Some((
        Point {
            year: before.year,
            grain,
        },
        word.len(),
    ))
}

/// `10日` takes the month before it; 年底 after a month stays as it is.
fn in_month_of(before: Point, mut point: Point) -> Option<Point> {
    if let Grain::DayOnly { day } = point.grain {
        point.grain = match before.grain {
            Grain::Day { month, .. } | Grain::Month { month } => Grain::Day { month, day },
            _ => return None,
        };
        point.year = before.year;
    }
    Some(point)
}

fn weekday(text: &str) -> &str {
    for head in ["(星期", "(周"] {
        if let Some(rest) = text.strip_prefix(head)
            && let Some(end) = rest.find(')').filter(|&end| end <= 6)
        {
            return &rest[end + 1..];
        }
    }
    text
}

/// 4—6月, 7月5—10日, 3、6、9月底, 5月3、13日: numbers that share the month or the day word behind them.
fn shared_month(text: &str) -> Option<(Form, usize)> {
    let (year, mut at) = match date_year(text) {
        Some((year, used)) => (Some(year), used),
        None => (None, 0),
    };
    let (first, used) = numeral::small(&text[at..])?;
    let is_chinese = !text[at..].starts_with(|c: char| c.is_ascii_digit());
    at += used;
    let rest = &text[at..];
    // “二、6月1日”: the first number counts headings.
    if is_chinese
        && rest.starts_with('、')
        && rest['、'.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if let Some(days) = rest
        .strip_prefix('月')
        .and_then(|days| numeral::small(days).map(|(day, used)| (day, &days[used..])))
    {
        let (form, tail) = numbers(days.0, days.1, ['日', '号'], |day| Point {
            year,
            grain: Grain::Day { month: first, day },
        })?;
        return Some((form, text.len() - tail.len()));
    }
    let (form, tail) = numbers(first, rest, ['月', '月'], |month| Point {
        year,
        grain: Grain::Month { month },
    })?;
    let tail = tail.strip_prefix('份').unwrap_or(tail);
    Some(with_month_part(form, tail, text))
}

fn date_year(text: &str) -> Option<(date::YearWord, usize)> {
    let (year, used) = numeral::year(text)?;
    text[used..]
        .starts_with('年')
        .then_some((date::YearWord::Written(year), used + '年'.len_utf8()))
}

/// Numbers joined by dashes or 、 before a common unit; `None` unless there are at least two.
fn numbers(
    first: u32,
    text: &str,
    unit: [char; 2],
    point: impl Fn(u32) -> Point,
) -> Option<(Form, &str)> {
    let mut values = vec![first];
    let mut rest = text;
    let mut is_range = false;
    while !rest.starts_with(unit) {
        let after = rest.strip_prefix(['—', '至', '到', '、', '和'])?;
        is_range |= rest.starts_with(['—', '至', '到']);
        let (value, used) = numeral::small(after)?;
        values.push(value);
        rest = &after[used..];
        // More numbers than a month has days are a count of something else.
        if values.len() > 31 {
            return None;
        }
    }
    let rest = &rest[unit[0].len_utf8()..];
    match values.as_slice() {
        [_] => None,
        [start, end] if is_range => Some((Form::Range(point(*start), point(*end)), rest)),
        _ if is_range => None,
        _ => Some((Form::List(values.into_iter().map(point).collect()), rest)),
    }
}

/// A part of the month behind a list of months holds for each: 3、6、9月底, 6、12月20日.
fn with_month_part(form: Form, tail: &str, text: &str) -> (Form, usize) {
    let plain = text.len() - tail.len();
    let Form::List(points) = &form else {
        return (form, plain);
    };
    let probe = format!("1月{}", tail.chars().take(4).collect::<String>());
    let Some((Point { grain, .. }, used)) = date::read(&probe) else {
        return (form, plain);
    };
    let extra = used.saturating_sub("1月".len());
    if extra == 0 {
        return (form, plain);
    }
    let each = points
        .iter()
        .map(|point| Point {
            year: point.year,
            grain: point
                .grain
                .month()
                .map_or(grain, |month| grain.in_month(month)),
        })
        .collect();
    (Form::List(each), plain + extra)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        all(text, 0)
            .iter()
            .map(|mention| {
                let days: Vec<String> = mention
                    .points()
                    .iter()
                    .map(|point| {
                        format!(
                            "{:?}",
                            point
                                .grain
                                .day_in(2024, date::Role::End)
                                .map(|d| d.strftime("%m%d").to_string())
                        )
                    })
                    .collect();
                format!("{} {}", &text[mention.extent.clone()], days.join(" "))
            })
            .collect()
    }

    #[test]
    fn ranges_and_lists_are_kept_together() {
        for (text, expected) in [
            (
                "于5月3日、7月3日前分别",
                r#"5月3日、7月3日 Some("0503") Some("0703")"#,
            ),
            (
                "于5月3日前、7月3日前报送",
                r#"5月3日前、7月3日 Some("0503") Some("0703")"#,
            ),
            (
                "5月1日一5月10日",
                r#"5月1日一5月10日 Some("0501") Some("0510")"#,
            ),
            ("(4—6月)", r#"4—6月 Some("0430") Some("0630")"#),
            (
                "(2024年7月—8月)",
                r#"2024年7月—8月 Some("0731") Some("0831")"#,
            ),
            ("5月3日至10日", r#"5月3日至10日 Some("0503") Some("0510")"#),
            ("7月5—10日", r#"7月5—10日 Some("0705") Some("0710")"#),
            (
                "3月、6月、9月20日前",
                r#"3月、6月、9月20日 Some("0320") Some("0620") Some("0920")"#,
            ),
            (
                "6月上旬、中旬、下旬各发布",
                r#"6月上旬、中旬、下旬 Some("0610") Some("0620") Some("0630")"#,
            ),
            ("6、12月底前", r#"6、12月底 Some("0630") Some("1231")"#),
            (
                "8月下旬至9月上旬",
                r#"8月下旬至9月上旬 Some("0831") Some("0910")"#,
            ),
            (
                "4月15日起至7月15日止",
                r#"4月15日起至7月15日 Some("0415") Some("0715")"#,
            ),
        ] {
            assert_eq!(shown(text), [expected], "{text}");
        }
    }

    #[test]
    fn habits_and_numbers_are_no_mentions() {
        for text in [
            "每年5月",
            "每季度末月20日前",
            "沁处〔2023〕1号",
            "不少于8人",
            "12345热线",
            "一是加强",
            "第三方",
        ] {
            assert_eq!(
                all(text, 0).len(),
                usize::from(text.starts_with("每年")),
                "{text}"
            );
        }
    }
}
