//! Times that name an occasion instead of a date: 本月底, 月底前, 春节前, 开学第一周, 腊月二十三前.
//! It must not know which day an occasion falls on.

use super::date::{Grain, NearPart, Point, Soon, Third};
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

/// 今日, 明天, 本周五, 下周一
pub(super) fn soon(text: &str) -> Option<(Soon, usize)> {
    const DAYS: [(&str, i8); 5] = [
        ("今日", 0),
        ("今天", 0),
        ("明日", 1),
        ("明天", 1),
        ("后天", 2),
    ];
    if let Some((word, days)) = DAYS.iter().find(|(word, _)| text.starts_with(word)) {
        return Some((Soon::Days(*days), word.len()));
    }
    const WEEKS: [(&str, i8); 6] = [
        ("本周", 0),
        ("本星期", 0),
        ("这周", 0),
        ("下周", 1),
        ("下个周", 1),
        ("下星期", 1),
    ];
    let (word, ahead) = WEEKS.iter().find(|(word, _)| text.starts_with(word))?;
    let name = text[word.len()..].chars().next()?;
    let day = "一二三四五六日".chars().position(|c| c == name);
    let day = if name == '天' { Some(6) } else { day }?;
    let week = Soon::Week {
        ahead: *ahead,
        day: i8::try_from(day).ok()? + 1,
    };
    Some((week, word.len() + name.len_utf8()))
}

/// 今日下班前, 本周五12时前: only as a limit.
pub(super) fn near_day(text: &str) -> Option<(Point, usize)> {
    // Which day of the week ends it is left to a person.
    if text.starts_with("本周内") {
        let grain = Grain::Feast;
        return Some((Point { year: None, grain }, "本周".len()));
    }
    let (soon, used) = soon(text)?;
    super::said::before_end(&text[used..])?;
    let grain = Grain::Soon(soon);
    Some((Point { year: None, grain }, used))
}

/// 25日前, 20日12时前: the month is that of the date before.
pub(super) fn bare_day(text: &str) -> Option<(Point, usize)> {
    let (day, used) =
        numeral::small(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))?;
    let rest = text[used..].strip_prefix(['日', '号'])?;
    // “11日至20日，…组织抽查”: the last day counts.
    if let Some((last, used)) = rest
        .strip_prefix(['至', '—', '到'])
        .and_then(|tail| numeral::small(tail).map(|(last, used)| (last, &tail[used..])))
        && let Some(behind) = used.strip_prefix('日')
        && (day..=31).contains(&last)
    {
        let grain = Grain::BareDay { day: last };
        return Some((Point { year: None, grain }, text.len() - behind.len()));
    }
    super::said::before_end(rest).filter(|_| !rest.starts_with('内'))?;
    let grain = Grain::BareDay { day };
    (1..=31)
        .contains(&day)
        .then_some((Point { year: None, grain }, text.len() - rest.len()))
}

/// Whether a day without its month may stand behind these words: a clause begins, or a body is named.
/// “会议召开20日前” counts days before something.
pub(super) fn may_name_day(before: &str) -> bool {
    const HEADS: &[char] = &[
        '，', '；', '。', '：', '、', '(', '于', '在', '请', '应', '要', '须', '并', '和', '及',
        '至', '到', '必', '各',
    ];
    const ENDS: &[char] = &[
        '办', '局', '委', '院', '处', '镇', '乡', '县', '区', '道', '位', '门', '组', '会', '所',
        '站', '村', '社', '行', '司', '心', '队', '校', '室',
    ];
    before.is_empty() || before.ends_with(HEADS) || before.ends_with(ENDS)
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
        "学期期末",
        "学年末",
        "学年结束",
        "期末考试",
        "期末",
        "寒假",
        "暑假",
        "放假",
        "开学",
    ];
    let own = text.strip_prefix('本').unwrap_or(text);
    let word = TERMS.iter().find(|word| own.starts_with(**word))?;
    let rest = &own[word.len()..];
    let names_a_time = word.contains("第一") || word.contains("首周") || *word == "学期末";
    let counted = ["前一", "前两", "前二"]
        .iter()
        .any(|word| rest.starts_with(word));
    let begins = word.contains('第') && super::deed_word::begins_deed(rest);
    (rest.starts_with('前') && !counted
        || names_a_time && (rest.starts_with(['，', '前', '内']) || begins))
        .then_some(text.len() - rest.len())
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
        "节",
        "两节",
        "两会",
    ];
    // 全国“两会”前
    let own = text.strip_prefix("全国").unwrap_or(text);
    let own = own.strip_prefix('“').unwrap_or(own);
    let word = FEASTS.iter().find(|feast| own.starts_with(**feast))?;
    let rest = &own[word.len()..];
    let rest = rest.strip_prefix('”').unwrap_or(rest);
    let rest = rest.strip_prefix("假期").unwrap_or(rest);
    let rest = rest.strip_prefix('节').unwrap_or(rest);
    let limits = ["前", "之前", "以前"]
        .iter()
        .any(|word| rest.starts_with(word))
        && !["前后", "前夕", "前期"]
            .iter()
            .any(|word| rest.starts_with(word));
    limits.then(|| text.len() - rest.len())
}
