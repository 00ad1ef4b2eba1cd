//! A rate of return behind a word: 年化收益率高达12%, 月息2分, 日返1%—3%. It must not know words.

/// Words that may stand between the word and the number.
const FILLERS: [&str; 26] = [
    "收益率",
    "回报率",
    "收益",
    "回报",
    "利率",
    "利息",
    "最高",
    "高达",
    "达到",
    "可达",
    "可以",
    "超过",
    "不低于",
    "不少于",
    "至少",
    "平均",
    "稳定",
    "预期",
    "综合",
    "达",
    "约",
    "超",
    "为",
    "是",
    "在",
    "有",
];
const UNITS: [&str; 11] = [
    "个百分点",
    "个点",
    "%",
    "％",
    "‰",
    "厘",
    "分",
    "点",
    "倍",
    "以上%",
    "pct",
];
const RANGE: [&str; 8] = ["--", "-", "~", "～", "—", "－", "至", "到"];

/// Bytes of `text` up to the end of a rate that begins here; `None` without one.
pub(super) fn rate_end(text: &str) -> Option<usize> {
    let mut rest = text;
    for _ in 0..5 {
        rest = skip_marks(rest);
        rest = FILLERS
            .iter()
            .find_map(|f| rest.strip_prefix(f))
            .unwrap_or(rest);
    }
    if let Some(percent) = rest.strip_prefix("百分之") {
        return Some(text.len() - number(skip_blanks(percent))?.len());
    }
    rest = number(rest)?;
    let unit = unit(rest);
    let mut end = unit;
    let after = unit.unwrap_or(rest);
    if let Some(second) = RANGE
        .iter()
        .find_map(|r| skip_blanks(after).strip_prefix(r))
    {
        end = number(skip_blanks(second))
            .and_then(|r| self::unit(r))
            .or(unit);
    }
    Some(text.len() - end?.len())
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{3000}', '\t'])
}

fn skip_marks(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{3000}', '\t', ':', '：', '(', '（', '*', '-'])
}

fn unit(text: &str) -> Option<&str> {
    let text = skip_blanks(text);
    UNITS.iter().find_map(|u| text.strip_prefix(u))
}

fn number(text: &str) -> Option<&str> {
    let digits =
        |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, '.' | '．');
    let chinese = |c: char| "零一二三四五六七八九十百两半几".contains(c);
    let rest = text.trim_start_matches(digits);
    if rest.len() < text.len() {
        return Some(rest);
    }
    let rest = text.trim_start_matches(chinese);
    (rest.len() < text.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::rate_end;

    #[test]
    fn rates_are_read_to_their_unit() {
        let read = |text: &'static str| rate_end(text).map(|end| &text[..end]);
        assert_eq!(read("12%起"), Some("12%"));
        assert_eq!(read("收益率高达 8.5％，"), Some("收益率高达 8.5％"));
        assert_eq!(read("：8%-15%"), Some("：8%-15%"));
        assert_eq!(read("8-15%"), Some("8-15%"));
        assert_eq!(read("2分5"), Some("2分"));
        assert_eq!(read("两分利"), Some("两分"));
        assert_eq!(read("１０％"), Some("１０％"));
        assert_eq!(read("达百分之八，"), Some("达百分之八"));
        assert_eq!(read("分配方案"), None);
        assert_eq!(read("2024年"), None);
        assert_eq!(read(""), None);
    }
}
