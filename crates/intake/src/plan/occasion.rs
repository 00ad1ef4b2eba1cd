//! Times that name an occasion instead of a date: 本月底, 月底前, 春节前, 开学第一周, 腊月二十三前.
//! It must not know which day an occasion falls on.

use super::date::{Grain, NearPart, Point, Third};
use super::numeral;

/// 本月底, 下月10日前
pub(super) fn near_month(text: &str) -> Option<(Point, usize)> {
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
pub(super) fn bare_month_end(text: &str) -> Option<(Point, usize)> {
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
pub(super) fn lunar(text: &str) -> Option<usize> {
    let rest = &text[lunar_day(text)?..];
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let limits = rest.starts_with('前') && !rest.starts_with("前后");
    limits.then(|| text.len() - rest.len())
}

/// 第一周, 最后一个工作日 behind a month.
pub(super) fn week_of_month(text: &str) -> Option<usize> {
    let counted = text.strip_prefix('第').and_then(|rest| {
        let (_, used) = numeral::small(rest)?;
        Some(&rest[used..])
    });
    let rest = counted
        .or_else(|| text.strip_prefix("最后一"))
        .or_else(|| text.strip_prefix('首'))?;
    let rest = rest.strip_prefix('个').unwrap_or(rest);
    let unit = ["周", "星期", "工作日"]
        .iter()
        .find_map(|unit| rest.strip_prefix(unit))?;
    Some(text.len() - unit.len())
}

/// 正月十五, 春节, 元宵节: a day by its name, whatever follows.
pub(super) fn named_day(text: &str) -> Option<usize> {
    const DAYS: &[&str] = &[
        "元旦",
        "除夕",
        "春节",
        "元宵",
        "清明",
        "劳动节",
        "端午",
        "中秋",
        "国庆",
        "重阳",
    ];
    if let Some(day) = DAYS.iter().find(|day| text.starts_with(**day)) {
        return Some(
            day.len()
                + text[day.len()..]
                    .strip_prefix('节')
                    .map_or(0, |_| '节'.len_utf8()),
        );
    }
    lunar_day(text)
}

/// How far a day of the lunar calendar reaches at the beginning of a text: 农历腊月二十三, 正月初八.
fn lunar_day(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("农历").unwrap_or(text);
    let rest = ["腊月", "正月", "冬月"]
        .iter()
        .find_map(|month| rest.strip_prefix(month))?;
    let rest = rest.strip_prefix('初').unwrap_or(rest);
    let (_, used) = numeral::small(rest)?;
    Some(text.len() - rest.len() + used)
}

/// 开学第一周, 学期末: times of the school year, which each school has for itself.
pub(super) fn of_term(text: &str) -> Option<usize> {
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
pub(super) fn feast(text: &str) -> Option<usize> {
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
