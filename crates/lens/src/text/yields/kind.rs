//! Whose rate a yield is, by the words around it: promised, charged to borrowers, or official; and whether a bare figure is no
//! yield at all (增长, 占比, 折扣). It must not know figures.

use std::sync::LazyLock;

use super::{super::phrase::Phrases, annual::YieldKind};

/// Characters looked at before and after.
const REACH: usize = 28;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    Kind(YieldKind),
    /// A change, a share, a price: a bare figure beside it is no yield.
    Other,
}

const PROMISED: [&str; 46] = [
    "理财",
    "投资",
    "收益",
    "回报",
    "分红",
    "本金",
    "保本",
    "稳赚",
    "出借",
    "存入",
    "存钱",
    "放钱",
    "吸收",
    "集资",
    "募集",
    "向社会",
    "向公众",
    "向群众",
    "向村民",
    "向老人",
    "承诺",
    "许诺",
    "高息",
    "返利",
    "返现",
    "静态",
    "众筹",
    "入股",
    "认购",
    "借出",
    "投资人",
    "集资户",
    "储户",
    "返本",
    "付息",
    "拉人头",
    "投了",
    "存了",
    "客户资金",
    "诱骗",
    "诱饵",
    "为诱饵",
    "资金池",
    "还本付息",
    "产品",
    "基金",
];
const CHARGED: [&str; 50] = [
    "贷款",
    "放款",
    "下款",
    "借款",
    "借钱",
    "借贷",
    "房贷",
    "车贷",
    "信用贷",
    "网贷",
    "贷",
    "抵押",
    "质押贷",
    "免息",
    "还款",
    "分期",
    "低至",
    "最低",
    "逾期",
    "滞纳金",
    "罚息",
    "违约金",
    "额度",
    "授信",
    "垫资",
    "过桥",
    "周转",
    "借呗",
    "花呗",
    "微粒贷",
    "信用卡",
    "取现",
    "透支",
    "随借随还",
    "急用钱",
    "用钱",
    "缺钱",
    "费率",
    "手续费",
    "服务费",
    "利息低",
    "低息",
    "公积金贷",
    "按揭",
    "高利贷",
    "放贷",
    "欠款",
    "欠条",
    "借条",
    "赊",
];
const OFFICIAL: [&str; 22] = [
    "lpr",
    "存款利率",
    "定期存款",
    "活期",
    "定存",
    "国债",
    "基准利率",
    "央行",
    "大额存单",
    "银行存款",
    "存款准备金",
    "国库券",
    "同期银行",
    "银行利率",
    "存款基准",
    "地方债",
    "政府债",
    "逆回购",
    "mlf",
    "shibor",
    "存贷款",
    "银行定期",
];
const OTHER: [&str; 46] = [
    "增长",
    "增幅",
    "同比",
    "环比",
    "上涨",
    "涨幅",
    "下跌",
    "跌幅",
    "下降",
    "占比",
    "占",
    "比例",
    "税率",
    "持股",
    "折扣",
    "优惠",
    "毛利",
    "净利",
    "营收",
    "完成",
    "通过率",
    "股份",
    "股权",
    "涨停",
    "概率",
    "胜率",
    "准确率",
    "佣金",
    "提升",
    "降低",
    "减少",
    "增加",
    "提高",
    "同期",
    "率达",
    "覆盖率",
    "首付",
    "打折",
    "立减",
    "提成",
    "产量",
    "销量",
    "涨了",
    "跌了",
    "降价",
    "好评",
];

static CUES: LazyLock<Phrases<Cue>> = LazyLock::new(|| {
    let kind =
        |words: &'static [&'static str], kind| words.iter().map(move |w| (*w, Cue::Kind(kind)));
    Phrases::new(
        kind(&OFFICIAL, YieldKind::Official)
            .chain(kind(&CHARGED, YieldKind::Charged))
            .chain(kind(&PROMISED, YieldKind::Promised))
            .chain(OTHER.iter().map(|w| (*w, Cue::Other))),
    )
});

/// The kind of a yield at `[start, end)`; `None` when it is bare and the words around it speak of something else.
pub(super) fn kind(text: &[char], start: usize, end: usize, bare: bool) -> Option<YieldKind> {
    let from = sentence_start(text, start);
    let to = sentence_end(text, end);
    let mut nearest: Option<(usize, YieldKind)> = None;
    let mut at = from;
    while at < to {
        let Some((cue, next)) = CUES.at(text, at) else {
            at += 1;
            continue;
        };
        let distance = distance(at, next, start, end);
        match cue {
            Cue::Other if bare && distance <= 8 => return None,
            Cue::Kind(kind) if nearest.is_none_or(|(d, _)| distance < d) => {
                nearest = Some((distance, kind))
            }
            _ => {}
        }
        at = next;
    }
    Some(nearest.map_or(YieldKind::Promised, |(_, kind)| kind))
}

/// How far a cue is; what follows weighs less, and what is inside least of all unless nothing else is near.
fn distance(at: usize, next: usize, start: usize, end: usize) -> usize {
    if next <= start {
        start - next
    } else if at >= end {
        at - end + 4
    } else {
        12
    }
}

fn sentence_start(text: &[char], start: usize) -> usize {
    let floor = start.saturating_sub(REACH);
    let before = text.get(floor..start).unwrap_or_default();
    before
        .iter()
        .rposition(ends_sentence)
        .map_or(floor, |at| floor + at + 1)
}

fn sentence_end(text: &[char], end: usize) -> usize {
    let ceiling = text.len().min(end + REACH);
    let after = text.get(end..ceiling).unwrap_or_default();
    after
        .iter()
        .position(ends_sentence)
        .map_or(ceiling, |at| end + at)
}

fn ends_sentence(c: &char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | '\n')
}
