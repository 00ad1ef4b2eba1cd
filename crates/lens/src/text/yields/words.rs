//! Words around rates (利率用词): what stands before a figure and says its term, and what may stand between. It must not know figures.

use std::sync::LazyLock;

use super::{super::phrase::Phrases, term::Term};

/// What a word in front of a figure says of its term.
#[derive(Debug, Clone, Copy)]
pub(super) enum Says {
    /// 月息: the term.
    Term(Term),
    /// 收益率, 利率: a year by custom, unless a term follows.
    Yearly,
    /// 收益, 利息: no term.
    Nothing,
}

/// What follows the word for a term: 月 + 息.
const CORES: [&str; 59] = [
    "息",
    "利息",
    "利率",
    "化",
    "化收益",
    "化收益率",
    "化回报",
    "化回报率",
    "化利率",
    "化率",
    "收益",
    "收益率",
    "回报",
    "回报率",
    "返",
    "返利",
    "返现",
    "返还",
    "返息",
    "返点",
    "返佣",
    "华",
    "返本",
    "分红",
    "分润",
    "红利",
    "利润",
    "利润率",
    "结",
    "赚",
    "净赚",
    "稳赚",
    "盈利",
    "静态",
    "静态收益",
    "动态收益",
    "产出",
    "释放",
    "增值",
    "付息",
    "派息",
    "结息",
    "息率",
    "利",
    "综合收益",
    "盈利率",
    "固定收益",
    "租金",
    "租金回报",
    "租金回报率",
    "租金收益",
    "租金收益率",
    "返租",
    "入",
    "收",
    "进",
    "进账",
    "收益比例",
    "利息比例",
];
const YEARLY: [&str; 19] = [
    "年化",
    "收益率",
    "回报率",
    "利率",
    "预期收益率",
    "投资回报率",
    "投资收益率",
    "业绩比较基准",
    "业绩基准",
    "预期年化",
    "化收益率",
    "lpr",
    "投资回报年",
    "收益年",
    "返租",
    "租金回报",
    "租金回报率",
    "租金收益",
    "租金收益率",
];
const NOTHING: [&str; 10] = [
    "收益",
    "回报",
    "利息",
    "利润",
    "分红",
    "返利",
    "返还",
    "返现",
    "投资回报",
    "盈利",
];

/// Words for gains that a term may follow, and these terms.
const GAINS: [&str; 4] = ["收益", "回报", "利息", "分红"];
const BEHIND: [&str; 10] = [
    "月",
    "日",
    "周",
    "每年",
    "每月",
    "每天",
    "每日",
    "每周",
    "每季",
    "每季度",
];

/// Words and marks that may stand between the word and the figure.
const FILLERS: [&str; 80] = [
    "收益率",
    "收益",
    "回报率",
    "回报",
    "利率",
    "利息",
    "利润",
    "最高",
    "最低",
    "高达",
    "达到",
    "可达",
    "可以",
    "可",
    "超过",
    "超",
    "不低于",
    "不少于",
    "至少",
    "平均",
    "稳定",
    "预期",
    "综合",
    "达",
    "约为",
    "约",
    "大约",
    "近",
    "将近",
    "接近",
    "为",
    "是",
    "在",
    "有",
    "固定",
    "净",
    "的",
    "均",
    "都",
    "到",
    "就",
    "能",
    "返",
    "返还",
    "按照",
    "按",
    "计算",
    "计",
    "保底",
    "起步",
    "高",
    "给付",
    "给予",
    "给",
    "支付",
    "付",
    "以",
    "即",
    "也",
    "享受",
    "享",
    "获得",
    "获",
    "得",
    "预计",
    "目标",
    "分别为",
    ":",
    "(",
    "*",
    "=",
    "\"",
    "“",
    "了",
    "区间",
    "只要",
    "仅需",
    "只需",
    "才",
    "仅",
];
/// Between a figure and the term behind it.
const LINKS: [&str; 12] = [
    "/",
    "每",
    "的",
    "左右",
    "以上",
    "(",
    "/每",
    "一",
    "每个",
    "的预期",
    "的稳定",
    "起",
];

pub(super) static WORDS: LazyLock<Phrases<Says>> = LazyLock::new(|| {
    let composed = Term::before_rates().flat_map(|(before, term)| {
        let cores = CORES.iter().filter(move |core| is_said(before, core));
        cores.map(move |core| (format!("{before}{core}"), Says::Term(term)))
    });
    // 保底收益月1.5%: the term stands behind the word.
    let behind = Term::before_rates().filter(|(t, _)| BEHIND.contains(t));
    let behind =
        behind.flat_map(|(t, term)| GAINS.map(|gain| (format!("{gain}{t}"), Says::Term(term))));
    let yearly = YEARLY.iter().map(|w| ((*w).to_owned(), Says::Yearly));
    let nothing = NOTHING.iter().map(|w| ((*w).to_owned(), Says::Nothing));
    Phrases::new(composed.chain(behind).chain(yearly).chain(nothing))
});
pub(super) static FILLER: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(FILLERS.map(|w| (w, ()))));
pub(super) static LINK: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(LINKS.map(|w| (w, ()))));

/// 天利, 日结 and 天结 are trade names and ways of paying; 一天一结 too.
fn is_said(before: &str, core: &str) -> bool {
    match core {
        "利" => matches!(before, "年" | "月" | "日" | "周"),
        "结" => matches!(before, "日" | "月" | "周"),
        "华" => before == "年",
        "化" | "化收益" | "化收益率" | "化回报" | "化回报率" | "化利率" | "化率" => {
            before.chars().count() == 1
        }
        _ => true,
    }
}
