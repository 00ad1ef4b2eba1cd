//! What a stretch of time brings: 三年翻倍, 五年三倍, 半年10%, 满一年送20%, 100天收益30%, 100天回本. It must not know sums of
//! money.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    figure::{Figure, percent},
    number::{ONE, number},
    rate,
    reader::Reading,
    term::{Term, term},
};

/// Between a term and what it brings; words that say nothing of a gain.
const LINKS: &str = "后 内 期 满 到期 以后 之后 期满 以上 就 便 可 能 可以 一次性 达 达到 高达 可达 最高 至少 稳定 稳 保证 固定 预期 资金 资产 财富 投资 的 为 是 约 , :";
/// Between them too; words that say that something is gained.
const GAINS: &str = "收益 收益率 回报 回报率 利息 利润 分红 返 返还 返利 返现 送 赠送 赠 给 给予 付 支付 本金 投资回报 得 获得 赚 净赚 增值 升值";
const MULTIPLES: [(&str, i64); 17] = [
    ("翻倍", 1),
    ("翻番", 1),
    ("翻一倍", 1),
    ("翻一番", 1),
    ("翻了倍", 1),
    ("翻一翻", 1),
    ("成倍增长", 1),
    ("翻本", 1),
    ("翻两番", 3),
    ("翻二番", 3),
    ("翻三番", 7),
    ("double", 1),
    ("翻几倍", 1),
    ("翻几番", 1),
    ("涨一倍", 1),
    ("增值一倍", 1),
    ("增长一倍", 1),
];
const PAYBACK: [(&str, ()); 9] = [
    ("回本", ()),
    ("回本金", ()),
    ("收回本金", ()),
    ("收回成本", ()),
    ("返本", ()),
    ("返还本金", ()),
    ("拿回本金", ()),
    ("全部回本", ()),
    ("回收成本", ()),
];

static LINK: LazyLock<Phrases<bool>> = LazyLock::new(|| {
    let plain = LINKS.split(' ').map(|w| (w, false));
    Phrases::new(plain.chain(GAINS.split(' ').map(|w| (w, true))))
});
static MULTIPLE: LazyLock<Phrases<i64>> = LazyLock::new(|| Phrases::new(MULTIPLES));
static PAY: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(PAYBACK));

/// 翻倍 is a gain of one, 三倍 of two, 翻三倍 and 赚三倍 of three: the gain in millionths and where it ends.
pub(super) fn multiple(text: &[char], at: usize) -> Option<(i64, usize)> {
    if let Some((gain, end)) = MULTIPLE.at(text, at) {
        return Some((gain * ONE, end));
    }
    let turned = text.get(at) == Some(&'翻');
    let (count, end) = number(text, if turned { at + 1 } else { at })?;
    let times = *text.get(end)? == '倍' && count <= 1_000 * ONE;
    let gain = if turned { count } else { count - ONE };
    (times && gain > 0).then_some((gain, end + 1))
}

/// 三年翻倍, 半年10%, 满一年送20%, 100天回本.
pub(super) fn term_first(text: &[char], at: usize) -> Option<Reading> {
    let (term, mid) = term(text, at)?;
    // 7日年化, 3年期年化: the rate is the year's.
    if text.get(mid) == Some(&'年') && text.get(mid + 1) == Some(&'化') {
        return None;
    }
    if let Some(read) = payback(text, at, term, mid) {
        return Some(read);
    }
    let (from, gained) = links(text, mid);
    if let Some((gain, end)) = multiple(text, from) {
        // 每月两倍积分 is no yield: a multiple needs a term that is counted, or a word for gain.
        return (!term.each || gained).then(|| {
            rate::reading(
                at,
                Figure {
                    low: gain,
                    high: gain,
                    end,
                },
                term,
                end,
            )
        });
    }
    let figure = percent(text, from)?;
    let behind = text.get(figure.end..).unwrap_or_default();
    let named = gained || is_named(behind);
    let adjacent = from == mid;
    if !(named || adjacent) {
        return None;
    }
    Some(Reading {
        bare: !named,
        ..rate::reading(at, figure, term, figure.end)
    })
}

/// The links behind a term: where they end, and whether one says that something is gained.
fn links(text: &[char], mut at: usize) -> (usize, bool) {
    let mut gained = false;
    for _ in 0..5 {
        let Some((gain, end)) = LINK.at(text, at) else {
            break;
        };
        gained |= gain;
        at = end;
    }
    (at, gained)
}

/// 15%的收益, 15%利息.
fn is_named(behind: &[char]) -> bool {
    let behind = behind.strip_prefix(&['的']).unwrap_or(behind);
    let words = ["收益", "回报", "利息", "利润", "分红", "返", "利率"];
    words
        .iter()
        .any(|w| w.chars().eq(behind.iter().copied().take(w.chars().count())))
}

/// 100天回本: in that time as much as was put in comes back.
fn payback(text: &[char], at: usize, term: Term, mid: usize) -> Option<Reading> {
    let (from, _) = links(text, mid);
    let end = [mid, from]
        .into_iter()
        .find_map(|f| PAY.at(text, f).map(|((), end)| end))?;
    if term.each {
        return None;
    }
    let basis = format!(
        "{}回本：每{}返回相当于本金的100%，按单利折算",
        term.label(),
        term.label()
    );
    let annual = term.annual(ONE);
    Some(Reading {
        low: annual,
        high: annual,
        start: at,
        end,
        basis,
        bare: false,
    })
}
