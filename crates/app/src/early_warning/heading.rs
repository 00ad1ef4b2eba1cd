//! What a heading of a table of platform figures means, in the words of data files and of offices. It must not know
//! cells.

use fangfei_intake::value::squeeze;
use fangfei_lens::warn::{FIGURES, Figure};

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The platform's number or name.
    Platform,
    /// The month.
    Month,
    /// The day or month it opened.
    Opened,
    /// A monthly figure.
    Figure(Figure),
}

const PLATFORM: [&str; 8] = [
    "platform",
    "platform_id",
    "平台",
    "平台编号",
    "平台id",
    "平台代码",
    "平台名称",
    "机构名称",
];
const MONTH: [&str; 12] = [
    "month_end",
    "month",
    "date",
    "月份",
    "月末",
    "统计月份",
    "数据月份",
    "年月",
    "日期",
    "统计日期",
    "所属月份",
    "时间",
];
const OPENED: [&str; 7] = [
    "opened",
    "上线时间",
    "上线日期",
    "成立时间",
    "成立日期",
    "开业时间",
    "上线月份",
];

impl Meaning {
    /// The meaning of a heading, if it has one here.
    pub fn of(heading: &str) -> Option<Self> {
        let plain = squeeze(heading).to_lowercase();
        // An average per head is no count of heads.
        if plain.contains("人均") {
            return None;
        }
        let named = |names: &[&str]| names.contains(&plain.as_str());
        if named(&PLATFORM) {
            return Some(Self::Platform);
        }
        if named(&MONTH) {
            return Some(Self::Month);
        }
        if named(&OPENED) {
            return Some(Self::Opened);
        }
        coded(&plain).or_else(|| worded(&plain)).map(Self::Figure)
    }
}

fn coded(plain: &str) -> Option<Figure> {
    let bare = |text: &str| text.replace("_diff", "");
    let plain = bare(plain);
    FIGURES
        .iter()
        .find(|(_, code, _)| bare(code) == plain)
        .map(|(figure, ..)| *figure)
}

/// Headings in words: what is counted, then which class. 投资人数(1-10万), 前10大借款人待还占比, 满标用时3至6个月.
fn worded(plain: &str) -> Option<Figure> {
    let text: String = plain
        .chars()
        .map(dash)
        .filter(|c| !matches!(c, '(' | ')' | ':' | '元' | '个' | '_'))
        .collect();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let investors = has(&["投资", "出借", "待收"]);
    let borrowers = has(&["借款", "待还"]) && !has(&["投资", "出借"]);
    if let Some(rest) = ["前十", "前10", "top10"]
        .iter()
        .find_map(|top| text.split_once(top))
    {
        return concentration(
            rest.1,
            investors,
            borrowers,
            [Figure::TopTenInvestors, Figure::TopTenBorrowers],
        );
    }
    if let Some(rest) = ["前五十", "前50", "top50"]
        .iter()
        .find_map(|top| text.split_once(top))
    {
        return concentration(
            rest.1,
            investors,
            borrowers,
            [Figure::TopFiftyInvestors, Figure::TopFiftyBorrowers],
        );
    }
    if has(&["收益", "利率", "回报", "年化"]) {
        return term(&text).map(|at| RETURNS[at]);
    }
    if has(&["满标", "募集时间", "募集用时"]) {
        return term(&text).map(|at| FILLS[at]);
    }
    people(&text, investors, borrowers)
}

fn concentration(
    rest: &str,
    investors: bool,
    borrowers: bool,
    [invest, borrow]: [Figure; 2],
) -> Option<Figure> {
    let share = rest.contains("占比")
        || rest.contains("比例")
        || rest.contains("比重")
        || rest.contains('%');
    match (investors, borrowers) {
        (true, false) if share => Some(invest),
        (false, true) if share => Some(borrow),
        _ => None,
    }
}

fn people(text: &str, investors: bool, borrowers: bool) -> Option<Figure> {
    let heads = text.contains("人数") || text.ends_with("人");
    let classed = text.contains('万');
    let bounds = numbers(text);
    let up =
        text.contains("以上") || text.contains('>') || text.contains('≥') || text.ends_with('+');
    match (investors, borrowers, bounds.as_slice(), up) {
        (true, false, [], false) if heads && !classed => Some(Figure::Investors),
        (true, false, [1] | [0, 1], false) => Some(Figure::InvestorsTo1w),
        (true, false, [1, 10], _) => Some(Figure::Investors1To10w),
        (true, false, [10, 100], _) => Some(Figure::Investors10To100w),
        (true, false, [100], true) => Some(Figure::InvestorsFrom100w),
        (false, true, [], false) if heads && !classed => Some(Figure::Borrowers),
        (false, true, [20] | [0, 20], false) => Some(Figure::BorrowersTo20w),
        (false, true, [20, 100], _) => Some(Figure::Borrowers20To100w),
        (false, true, [100], true) => Some(Figure::BorrowersFrom100w),
        _ => None,
    }
}

const RETURNS: [Figure; 5] = [
    Figure::Return0To1m,
    Figure::Return1To2m,
    Figure::Return2To3m,
    Figure::Return3To6m,
    Figure::ReturnFrom6m,
];
const FILLS: [Figure; 5] = [
    Figure::Fill0To1m,
    Figure::Fill1To2m,
    Figure::Fill2To3m,
    Figure::Fill3To6m,
    Figure::FillFrom6m,
];

/// Which loan term a heading names.
fn term(text: &str) -> Option<usize> {
    let up =
        text.contains("以上") || text.contains('>') || text.contains('≥') || text.ends_with('+');
    match (numbers(text).as_slice(), up) {
        ([1] | [0, 1], false) => Some(0),
        ([1, 2], _) => Some(1),
        ([2, 3], _) => Some(2),
        ([3, 6], _) => Some(3),
        ([6], true) => Some(4),
        _ => None,
    }
}

fn numbers(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

fn dash(c: char) -> char {
    if matches!(c, '至' | '到' | '~' | '～' | '—' | '－' | '–') {
        '-'
    } else {
        c
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_known_by_its_code_and_its_title() {
        for (figure, code, title) in FIGURES {
            assert_eq!(Meaning::of(code), Some(Meaning::Figure(figure)), "{code}");
            assert_eq!(Meaning::of(title), Some(Meaning::Figure(figure)), "{title}");
        }
    }

    #[test]
    fn headings_of_offices() {
        for (heading, figure) in [
            ("投资人数1万元以下", Figure::InvestorsTo1w),
            ("10万至100万元出借人数", Figure::Investors10To100w),
            ("投资人数（>100万）", Figure::InvestorsFrom100w),
            ("借款人数(20～100万元)", Figure::Borrowers20To100w),
            ("平均收益率（3至6个月）%", Figure::Return3To6m),
            ("1个月以内年化利率", Figure::Return0To1m),
            ("满标用时 6个月以上", Figure::FillFrom6m),
            ("前10大借款人待还金额占比(%)", Figure::TopTenBorrowers),
            ("前五十大出借人待收比例", Figure::TopFiftyInvestors),
            ("RETURN_RATE_0to1m", Figure::Return0To1m),
        ] {
            assert_eq!(
                Meaning::of(heading),
                Some(Meaning::Figure(figure)),
                "{heading}"
            );
        }
    }

    #[test]
    fn other_headings_mean_nothing_here() {
        for heading in [
            "成交量（万元）",
            "投资金额",
            "前十大借款人姓名",
            "备注",
            "平均收益率",
            "人均借款20万",
        ] {
            assert_eq!(Meaning::of(heading), None, "{heading}");
        }
    }
}
