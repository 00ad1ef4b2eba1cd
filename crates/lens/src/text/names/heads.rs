//! Trade names before an ending (字号 + 行业 + 组织形式): 宏远担保公司, 美丽人生美容院, 汇丰达理财, also where the words before run
//! on. It must not know models.

use std::sync::LazyLock;

use super::{
    super::{
        phrase::Phrases,
        starts::{BRAND, FUNCTION, NAME, Starts},
    },
    lists::{ENDINGS, Ending},
    rules::{Candidate, ENOUGH, is_loose},
};

/// Longest trade name.
const LONGEST_HEAD: usize = 4;
/// Lines of business between a trade name and its ending.
const MOST_LINES: usize = 3;
/// Longest word for a line of business.
const LONGEST_LINE: usize = 5;

/// What is run, at the end of a name.
const INSTITUTIONS: &str = "公司 中心 美容院 美容会所 会所 养生会所 养生馆 养老院 敬老院 养老公寓 老年公寓 养老中心 服务中心 管理中心 俱乐部 \
    工作室 商行 酒庄 茶庄 农庄 山庄 度假村 幼儿园 培训学校 驾校 健身房 理发店 美发店 专卖店 体验店 生活馆 商贸行 典当行 珠宝店 加盟店 \
    家居馆 合作社 互助社 基金会 商学院 研究院 大酒店";
/// Lines of business.
const LINES: &str = "投资 投资管理 投资咨询 担保 融资担保 投资担保 小额贷款 贷款 财富 财富管理 资产管理 资产 信息 信息咨询 咨询 商务 商务咨询 \
    商贸 贸易 科技 网络科技 信息科技 生物科技 网络 生物 农业 生态农业 生态 农业科技 农业开发 种植 养殖 养老 养老服务 养老产业 健康 健康管理 \
    健康产业 健康科技 文化 文化传播 文化传媒 传媒 影视 影视文化 旅游 旅游开发 置业 房地产 地产 典当 租赁 融资租赁 汽车租赁 电子商务 电商 \
    实业 实业发展 建筑 建设 物流 保险代理 理财 金融 金融服务 互联网金融 金融信息 养生 美容 美发 医疗 医疗美容 口腔 教育 培训 教育科技 珠宝 \
    酒业 茶业 药业 粮油 食品 餐饮 能源 新能源 环保 矿业 汽车 服饰 家政 物业 管理 服务 发展 开发 控股 资本 基金 基金管理 私募基金 股权投资 \
    专业 农民专业 农业专业 种植专业 养殖专业 集团 国际 资金互助";
/// Characters that trade names are made of.
const TRADE: &str = "鑫晟鼎盛恒瑞祥隆汇融聚丰泰宏嘉金银宝财富通达利亨福禄康顺裕德信诚仁义和合众联盈润泽华天海龙凤凰鸿鹏腾飞跃远洋宇宙星辰\
    辉煌世纪元亿万兴旺昌荣茂源永安宁吉庆喜乐惠民益善智慧创锐捷卓越尚优佳美云博昊坤乾亚欧环球东方山河江湖森林松柏竹兰桂枫易购享阳晨曦雅颐鹤寿玉珠翠翡\
    麒麟鹰骏禾穗稷沃垚焱淼晶磊淳涵沐旭晖曜昱钰铭铂锦绣绮缘圆满堂轩阁苑庭居邦域硕卓骄傲冠冕尊御皇帝君豪爵贵爱家蓝绿红紫橙青苗苇鹊柳溪桐渔汀牛牧耕";
/// Characters no trade name begins with.
const NOT_FIRST: &str = "由有这那某该本此各每哪别另同到给借为等等已可只才再会能当位个名家区县市省镇乡村户层楼号栋里内外后前时年月日期型类级次种些";
/// Characters no trade name ends with.
const NOT_LAST: &str = "型类级里内外后前期给到们时等个各某该将户村县市省镇区乡名入过着来去上下交投存取做办开找有性款笔份次年月";
const NUMBERS: &str = "一二三四五六七八九十百千两几多数";
const UNITS: &str = "家个年月日天万千百元块户人名位项款种批次笔条所成分";
/// Words before a trade name that run on into it.
const RUN_ON: &str = "到 在 给 去 找 叫 管 管管 查查 查 问 替 帮 跟 被 让 称 投 入了 进 有家 有个 一家 这家 那家 某家 几家 多家 撤销 注销 吊销 \
    批准 取消 约谈 来到 去到 认准 选择 就是 位于 楼上 楼下 三楼 二楼 四楼 五楼 一楼 街上 镇上 村里 我村 我们村 本村 县里 市里 城里 门口 隔壁 对面";

/// Words that stand before an ending and are no trade name: 招聘理财, 公募基金, 高息理财.
const WORDS_BEFORE: &str = "招聘 诚聘 应聘 公募 私募 高息 低息 高端 稳健 保本 定期 活期 短期 长期 固收 新手 银行 家庭 个人 国企 央企 上市 外贸 正规 \
    合法 非法 虚假 线上 线下 网上 手机 互联网 大型 本地 外地 民间 社区 养生 红色 绿色 传统 普通 新型 综合 优质 高收益 货币 债券 指数 混合 股票 年金 \
    投资类 某某 各类";

static GENERIC: LazyLock<Phrases<()>> = LazyLock::new(|| words(WORDS_BEFORE));
static INSTITUTION: LazyLock<Phrases<()>> = LazyLock::new(|| words(INSTITUTIONS));
static LINE: LazyLock<Phrases<()>> = LazyLock::new(|| words(LINES));
static RUNS_ON: LazyLock<Phrases<()>> = LazyLock::new(|| words(RUN_ON));

fn words(list: &'static str) -> Phrases<()> {
    Phrases::new(list.split_whitespace().map(|w| (w, ())))
}

/// Whether what ends such a name may begin with the character.
pub(super) fn begins(c: char) -> bool {
    INSTITUTION.begins(c) || ENDINGS.begins(c)
}

/// Names with a trade name of their own before an ending; `marked` are the characters of ordinary words.
pub(super) fn headed(text: &[char], starts: &[Starts], marked: &[bool]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut at = 2;
    while at < starts.len() {
        // Behind a mark or a function word there is no trade name; only 和 ends some.
        let named = starts[at - 1] & (NAME | FUNCTION) == NAME || text[at - 1] == '和';
        let ends = (named && starts[at] & BRAND != 0)
            .then(|| ending(text, at))
            .flatten();
        let Some((firm, end)) = ends else {
            at += 1;
            continue;
        };
        let lines = lines(text, at, end);
        let floor = found.last().map_or(0, |c| c.end);
        if let Some(start) = head(text, starts, marked, floor, lines) {
            let head = text.get(start..lines).unwrap_or_default();
            let told = if firm {
                lines < at || at + 2 < end
            } else {
                false
            };
            let traded = head.iter().filter(|c| TRADE.contains(**c)).count() >= 2;
            if told || traded {
                found.push(Candidate {
                    start,
                    end,
                    firm: false,
                    points: ENOUGH,
                });
                at = end;
                continue;
            }
        }
        at += 1;
    }
    found
}

/// The ending at `at`: whether it is an institution, and where it ends.
fn ending(text: &[char], at: usize) -> Option<(bool, usize)> {
    if let Some(((), end)) = INSTITUTION.at(text, at) {
        return Some((true, end));
    }
    match ENDINGS.at(text, at)? {
        (Ending::Firm, _) => None,
        // One character ends too many words; 财富管理中心 is told by its own ending.
        (_, end) if end < at + 2 || is_loose(text, at, end) || goes_on(text, end) => None,
        (_, end) => Some((false, end)),
    }
}

/// 财富 + 管理中心, 理财 + 公司: a longer name.
fn goes_on(text: &[char], end: usize) -> bool {
    let after = LINE.at(text, end).map_or(end, |((), e)| e);
    INSTITUTION.at(text, after).is_some() || (after > end && ENDINGS.at(text, end).is_some())
}

/// Where the lines of business before `at` begin; one may run into the ending up to `end` (生态农业).
fn lines(text: &[char], mut at: usize, end: usize) -> usize {
    for _ in 0..MOST_LINES {
        let longest = (2..=LONGEST_LINE).rev().filter_map(|n| at.checked_sub(n));
        let reaches = |to: usize| to == at || to == end;
        let mut ends =
            longest.filter(|from| LINE.at(text, *from).is_some_and(|(_, to)| reaches(to)));
        match ends.next() {
            Some(from) => at = from,
            None => break,
        }
    }
    at
}

/// Where the trade name that ends at `end` begins.
fn head(
    text: &[char],
    starts: &[Starts],
    marked: &[bool],
    floor: usize,
    end: usize,
) -> Option<usize> {
    let mut start = end;
    while start > floor && end - start < LONGEST_HEAD + 4 {
        let before = start - 1;
        // 嘉和养老公寓: the one function word that ends trade names.
        let joined = start == end
            && text[before] == '和'
            && before > floor
            && TRADE.contains(text[before - 1]);
        let plain = starts[before] & (NAME | FUNCTION) == NAME && !marked[before];
        if !(joined || plain) || text[before].is_ascii() {
            break;
        }
        start = before;
    }
    start = run_on(text, start, end);
    // 新绿源生态农庄: 新 before two characters of trade names is of the name.
    // 撤销鑫源: of what is too long the end that is written as trade names are.
    if end - start > LONGEST_HEAD || (end - start > 2 && !TRADE.contains(text[start])) {
        let traded = text[start..end]
            .iter()
            .rev()
            .take_while(|c| TRADE.contains(**c))
            .count();
        if (2..=LONGEST_HEAD).contains(&traded)
            && !(traded + 1 == end - start && text[start] == '新')
        {
            start = end - traded;
        }
    }
    let length = end - start;
    let sound = (2..=LONGEST_HEAD).contains(&length) && is_head(&text[start..end]);
    sound.then_some(start)
}

/// What is left when the words that run on into a trade name are taken off.
pub(super) fn run_on(text: &[char], start: usize, end: usize) -> usize {
    let mut cut = (start..end).filter_map(|at| RUNS_ON.at(text, at).map(|((), after)| after));
    cut.rfind(|after| *after <= end).unwrap_or(start)
}

/// The end of the words that run on into a stretch from its beginning: 叫 + 众盈链.
pub(super) fn led(text: &[char], start: usize, end: usize) -> usize {
    let after = RUNS_ON.at(text, start).map(|((), after)| after);
    after.filter(|after| after + 2 <= end).unwrap_or(start)
}

/// Whether a stretch could be a trade name: 到期公司 and 净值型理财 hold none.
pub(super) fn is_head(head: &[char]) -> bool {
    let first = head.first().is_some_and(|c| NOT_FIRST.contains(*c));
    let last = head.last().is_some_and(|c| NOT_LAST.contains(*c));
    // 三家公司, 五万进新能源, 矿场众筹: an amount, or endings alone.
    let counted = matches!(head, [n, unit, ..] if NUMBERS.contains(*n) && UNITS.contains(*unit));
    let line = LINE.at(head, 0).is_some_and(|((), end)| end == head.len())
        || ENDINGS
            .at(head, 0)
            .is_some_and(|(_, end)| end == head.len());
    let ordinary = GENERIC
        .at(head, 0)
        .is_some_and(|((), end)| end == head.len());
    !(first || last || counted || line || ordinary)
}
