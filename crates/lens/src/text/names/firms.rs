//! Full names of firms by their anatomy, and short names of shares by the number behind them. It must not know models.

use std::sync::LazyLock;

use super::{
    super::{
        phrase::Phrases,
        starts::{FIRM, FUNCTION, NAME, Starts},
    },
    heads,
    lists::{ENDINGS, Ending},
    rules::Candidate,
};

/// Longest full name of a firm before its ending.
const LONGEST_FIRM: usize = 28;
/// Up to this length what stands before an ending may be no name but the words before it.
const SHORT_HEAD: usize = 6;
/// Characters between the place of a full name and its ending, at least.
const LEAST_BEHIND_PLACE: usize = 4;
const SHARE_POINTS: i32 = 6;

/// Words that stand before full names and are not of them.
const BEFORE_FIRMS: &str = "关于 涉嫌 名为 旗下 通过 成立 收购 投资人 公告 宣布 其中 由 为 对 等 该 即 系 至 到 称 招聘 网传 其 设立 借用 位于 \
    子公司 母公司 分公司 股东 注册 揭秘 曝光 警惕 起诉 委托 授权 指定 名称 单位 被告 原告 申请人 被申请人 法人 客服 公司名称 \
    乙方 甲方 欢迎 来到 来自 以及 查明 是 担任 入股 参股 持有 变更为 更名为 改名为 前身 原名 简称 还有 包括 \
    分别 以下 上述 近日 日前 目前 签约 关联方 查处 举报 投诉 报案 隶属 属于 归属";
/// Provinces and large towns that full names begin with.
const PLACE_NAMES: &str = "北京 上海 天津 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 \
    云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 深圳 广州 杭州 南京 苏州 宁波 无锡 温州 合肥 福州 厦门 泉州 南昌 济南 青岛 烟台 郑州 \
    武汉 长沙 东莞 佛山 珠海 中山 惠州 南宁 海口 成都 贵阳 昆明 西安 兰州 西宁 银川 乌鲁木齐 石家庄 太原 呼和浩特 沈阳 大连 长春 哈尔滨 唐山 \
    保定 洛阳 徐州 常州 南通 扬州 绍兴 金华 嘉兴 台州 芜湖 赣州 临沂 潍坊 湘潭 株洲 岳阳 衡阳 宜昌 襄阳 桂林 柳州 绵阳 遵义";

static LEADS: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(BEFORE_FIRMS.split_whitespace().map(|w| (w, ()))));
static PLACES: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let names = PLACE_NAMES.split_whitespace();
    let written = |name: &'static str| ["", "省", "市"].map(|kind| (format!("{name}{kind}"), ()));
    Phrases::new(names.flat_map(written))
});

/// Full names: back from 有限公司 to a mark, a function word or a word that stands before names.
pub(super) fn firms(text: &[char], starts: &[Starts]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        let ending = (starts[at] & FIRM != 0)
            .then(|| ENDINGS.at(text, at))
            .flatten();
        let Some((Ending::Firm, end)) = ending else {
            at += 1;
            continue;
        };
        let floor = found.last().map_or(0, |c| c.end);
        let start = firm_start(text, starts, floor, at);
        let short = at - start <= SHORT_HEAD;
        let start = if short {
            heads::run_on(text, start, at)
        } else {
            start
        };
        if short && !heads::is_head(text.get(start..at).unwrap_or_default()) {
            at = end;
            continue;
        }
        if at - start >= 2 && at - start <= LONGEST_FIRM {
            found.push(Candidate {
                start,
                end,
                firm: true,
                points: 6,
            });
        }
        at = end;
    }
    found
}

fn firm_start(text: &[char], starts: &[Starts], floor: usize, at: usize) -> usize {
    let mut start = at;
    while start > floor {
        let Some(c) = text.get(start - 1).copied() else {
            break;
        };
        let bracket = matches!(c, '(' | ')') && at - start < LONGEST_FIRM - 4;
        let bits = starts.get(start - 1).copied().unwrap_or(0);
        if !(bits & NAME != 0 || bracket) || bits & FUNCTION != 0 {
            break;
        }
        start -= 1;
        if let Some((_, after)) = LEADS.at(text, start).filter(|(_, after)| *after < at) {
            start = after;
            break;
        }
    }
    while text.get(start) == Some(&')') {
        start += 1;
    }
    placed(text, start, at)
}

/// A full name begins with its place: what stands before the last place that leaves room for a trade name is not of it
/// (…大厦设立深圳…有限公司).
fn placed(text: &[char], start: usize, at: usize) -> usize {
    let room = at.saturating_sub(LEAST_BEHIND_PLACE);
    let places = (start + 1..=room).rev();
    let begins = |from: &usize| {
        let bracket = text.get(from - 1) == Some(&'(');
        !bracket && PLACES.at(text, *from).is_some()
    };
    let mut last = None;
    for from in places.filter(begins) {
        // 广东深圳…: two places in a row are one.
        let joined = last.is_none_or(|l: usize| PLACES.at(text, from).is_some_and(|(_, e)| e == l));
        if !joined {
            break;
        }
        last = Some(from);
    }
    let whole = PLACES
        .at(text, start)
        .is_some_and(|(_, e)| last.is_none_or(|l| l <= e + 1));
    if whole { start } else { last.unwrap_or(start) }
}

/// What stands right before the number of a share: 科新机电(300092), *st昌鱼(600275.sh).
pub(super) fn coded(text: &[char], starts: &[Starts]) -> Vec<Candidate> {
    let digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let opens = (2..text.len())
        .filter(|at| text[*at] == '(' && (1..=6).all(|n| digit(at + n)) && !digit(at + 7));
    opens.filter_map(|end| share(starts, end)).collect()
}

fn share(starts: &[Starts], end: usize) -> Option<Candidate> {
    let behind = starts[..end].iter().rev();
    let length = behind
        .take_while(|bits| **bits & (NAME | FUNCTION) == NAME)
        .take(8)
        .count();
    // Short names of shares have three or four characters; what is longer begins with something else.
    let length = if length > 5 { 4 } else { length };
    (length >= 2).then_some(Candidate {
        start: end - length,
        end,
        firm: false,
        points: SHARE_POINTS,
    })
}
