//! Whose rate a yield is, by the words around it: promised, charged to borrowers, or official; and whether a bare figure is no
//! yield at all (增长, 占比, 折扣). It must not know figures.

use std::sync::LazyLock;

use super::{super::phrase::Phrases, annual::YieldKind, warned::is_warned};

/// Characters looked at before and after.
const REACH: usize = 28;
/// Characters looked at before for who takes deposits.
const TAKER_REACH: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    Kind(YieldKind),
    /// A deposit's rate: official at a bank, a promise where another takes deposits.
    Deposit,
    /// A yield of the past, which funds publish.
    Past,
    /// A change, a share, a price: a bare figure beside it is no yield.
    Other,
}

const PROMISED: [&str; 47] = [
    "借给",
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
const CHARGED: [&str; 66] = [
    "借给朋友",
    "借给亲戚",
    "借给同事",
    "借给同学",
    "借给他",
    "借给她",
    "欠我",
    "借我",
    "向我借",
    "找我借",
    "跟我借",
    "向朋友借",
    "跟朋友借",
    "找朋友借",
    "欠他",
    "还我",
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
const OFFICIAL: [&str; 14] = [
    "lpr",
    "国债",
    "基准利率",
    "央行",
    "存款准备金",
    "国库券",
    "同期银行",
    "银行利率",
    "地方债",
    "政府债",
    "逆回购",
    "mlf",
    "shibor",
    "存贷款",
];
const DEPOSIT: [&str; 9] = [
    "存款利率",
    "定期存款",
    "活期",
    "定存",
    "大额存单",
    "银行存款",
    "存款基准",
    "银行定期",
    "存款年利率",
];
/// Who takes deposits without being a bank.
const TAKERS: [&str; 14] = [
    "合作社",
    "互助社",
    "互助会",
    "互助金",
    "入社",
    "社员",
    "我社",
    "本社",
    "股金",
    "投资公司",
    "理财公司",
    "财富",
    "养老院",
    "担保公司",
];
/// Banks among them.
const BANKS: [&str; 4] = ["信用社", "信用合作", "农商行", "农合行"];
const PAST: [&str; 9] = [
    "7日",
    "七日",
    "历史",
    "过往",
    "近一年",
    "近三年",
    "近1年",
    "近3年",
    "成立以来",
];
const OTHER: [&str; 54] = [
    "居民收入",
    "人均收入",
    "总量",
    "规模",
    "产值",
    "gdp",
    "生产总值",
    "收入",
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
            .chain(DEPOSIT.iter().map(|w| (*w, Cue::Deposit)))
            .chain(PAST.iter().map(|w| (*w, Cue::Past)))
            .chain(kind(&CHARGED, YieldKind::Charged))
            .chain(kind(&PROMISED, YieldKind::Promised))
            .chain(OTHER.iter().map(|w| (*w, Cue::Other))),
    )
});
/// Who takes deposits: whether it is a bank.
static TAKER: LazyLock<Phrases<bool>> = LazyLock::new(|| {
    let banks = BANKS.iter().map(|w| (*w, true));
    Phrases::new(banks.chain(TAKERS.iter().map(|w| (*w, false))))
});

/// The kind of a yield at `[start, end)`; `None` when it is bare and the words around it speak of something else, and when it
/// is warned of or denied.
pub(super) fn kind(text: &[char], start: usize, end: usize, bare: bool) -> Option<YieldKind> {
    let from = sentence_start(text, start);
    let to = sentence_end(text, end);
    if is_warned(text, from, start, end, to) {
        return None;
    }
    let mut nearest: Option<(usize, Cue)> = None;
    let mut at = from;
    while at < to {
        let Some((cue, next)) = CUES.at(text, at) else {
            at += 1;
            continue;
        };
        let distance = distance(at, next, start, end);
        let counts = match cue {
            Cue::Other if bare && distance <= 8 => return None,
            Cue::Other => false,
            // 近一年的收益: only right before the rate.
            Cue::Past => next <= start && distance <= 4,
            Cue::Kind(YieldKind::Official) | Cue::Deposit => !is_compared(text, at),
            Cue::Kind(_) => true,
        };
        if counts && nearest.is_none_or(|(d, _)| distance < d) {
            nearest = Some((distance, cue));
        }
        at = next;
    }
    if is_paid_to_lender(text, start, end) {
        return Some(YieldKind::Promised);
    }
    Some(match nearest.map(|(_, cue)| cue) {
        Some(Cue::Kind(kind)) => kind,
        Some(Cue::Deposit) if taken_by_others(text, start, end) => YieldKind::Promised,
        Some(Cue::Deposit | Cue::Past) => YieldKind::Official,
        Some(Cue::Other) | None => YieldKind::Promised,
    })
}

/// 给您一分五的月利, 月入2.5个点, 日返1%: whoever puts money in is paid, whatever is borrowed, lent or pawned beside it.
fn is_paid_to_lender(text: &[char], start: usize, end: usize) -> bool {
    let said = text.get(start..end).unwrap_or_default();
    if said
        .iter()
        .take(4)
        .any(|c| matches!(c, '返' | '赚' | '入' | '进'))
    {
        return true;
    }
    let before = text.get(start.saturating_sub(3)..start).unwrap_or_default();
    let before = before
        .strip_suffix(&['您'])
        .or(before.strip_suffix(&['你']))
        .unwrap_or(before);
    // 贷款给您月息5厘 is lent to the reader.
    before.last() == Some(&'给') && !matches!(before, [.., '款' | '贷' | '借', '给'])
}

/// 比银行利率高, 高于定期存款: the rate spoken of is another.
fn is_compared(text: &[char], at: usize) -> bool {
    let before = text.get(at.saturating_sub(2)..at).unwrap_or_default();
    before.ends_with(&['比'])
        || matches!(
            before,
            ['高', '于'] | ['超', '过'] | ['是', '同'] | ['远', '超']
        )
}

/// Whether a cooperative or a firm takes the deposits, as no bank does: illegal deposits are advertised just so.
fn taken_by_others(text: &[char], start: usize, end: usize) -> bool {
    let near = start.saturating_sub(TAKER_REACH)..text.len().min(end + REACH);
    let mut others = false;
    for at in near {
        match TAKER.at(text, at) {
            Some((true, _)) => return false,
            Some((false, _)) => others = true,
            None => {}
        }
    }
    others
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
