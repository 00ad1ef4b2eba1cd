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
const LINKS: &str = "有 后 内 期 满 到期 以后 之后 期满 以上 就 便 可 能 可以 一次性 一周期 为一周期 一个周期 为一个周期 1个周期 为1个周期 为一期 为周期 周期 的周期 保底 我 你 您 客户 达 达到 高达 可达 定期 存款 最高 至少 稳定 稳 保证 固定 预期 资金 资产 财富 投资 的 为 是 约 , :";
/// Between them too; words that say that something is gained.
const GAINS: &str = "收益 收益率 回报 回报率 利息 利润 分红 返 返还 返利 返现 送 赠送 赠 给 给予 付 支付 本金 投资回报 得 获得 赚 净赚 增值 升值 给你 给您 给到 返你 返您 溢价 补贴 拿 拿到 领 领取 进账 产息 生息";
/// Between a term of deposits and its yearly rate: 三年期存款6.5%.
const DEPOSITS: [&str; 23] = [
    "存款",
    "定期",
    "定期存款",
    "定存",
    "大额存单",
    "存单",
    "国债",
    "储蓄国债",
    "产品",
    "理财",
    "(",
    ":",
    "为",
    "的",
    "给",
    "给到",
    "的给",
    "定期给",
    "的是",
    "是",
    "收益率",
    "预期收益率",
    "业绩比较基准",
];
/// Yearly rates of deposits that are believable, in millionths; what is more is said of the whole term.
const MOST_OF_DEPOSITS: i64 = 120_000;
/// Something bought dearer at the end: 一年后加价30%回购.
const DEARER: [&str; 6] = ["加价", "上浮", "溢价", "高出", "按本金", "按原价"];
const BOUGHT_BACK: [&str; 8] = [
    "回购", "收购", "回收", "收回", "赎回", "退还", "退回", "购回",
];
/// Paid, with something between it and the term: 每天看广告返1%.
const PAID: [&str; 14] = [
    "返", "返还", "返现", "返利", "返息", "给", "给你", "给您", "分红", "收益", "赚", "领", "得",
    "付息",
];
/// Characters between a term and what is paid that no word explains.
const BETWEEN: usize = 5;
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
static DEPOSIT: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(DEPOSITS.map(|w| (w, ()))));
static DEAR: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(DEARER.map(|w| (w, ()))));
static BOUGHT: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(BOUGHT_BACK.map(|w| (w, ()))));
static PAYS: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(PAID.map(|w| (w, ()))));
static ONLY: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let words = [
        "只需",
        "只需要",
        "仅需",
        "只要",
        "只用",
        "仅用",
        "需要",
        "用时",
        "不到",
        "不用",
        ",",
    ];
    Phrases::new(words.map(|w| (w, ())))
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
        return (!term.each || gained).then(|| Reading {
            bare: !gained && from == mid,
            ..rate::reading(at, Figure::gain(gain, end), term, end)
        });
    }
    deposit(text, at, term, mid)
        .or_else(|| share(text, at, term, mid))
        .or_else(|| dearer(text, at, term, from))
        .or_else(|| paid_between(text, at, term, mid))
}

/// 本金翻番只需18个月: the multiple first, then how long it takes.
pub(super) fn multiple_first(text: &[char], at: usize) -> Option<Reading> {
    if text.get(at) != Some(&'翻') {
        return None;
    }
    let (gain, end) = multiple(text, at)?;
    let from = ONLY.skip(text, end, 2);
    let (term, end) = (from > end).then(|| term(text, from)).flatten()?;
    (!term.each).then(|| rate::reading(at, Figure::gain(gain, end), term, end))
}

/// 半年10%, 满一年送20%: a share of what was put in.
fn share(text: &[char], at: usize, term: Term, mid: usize) -> Option<Reading> {
    let (from, gained) = links(text, mid);
    // 年底按12%保底分红.
    let by = text.get(from) == Some(&'按') && text.get(from + 1).is_some_and(char::is_ascii_digit);
    let from = from + usize::from(by);
    let figure = percent(text, from)?;
    let behind = text.get(figure.end..).unwrap_or_default();
    let named = gained || is_named(behind);
    let adjacent = from == mid;
    // 每天8点: the hour of a clock.
    let clock = figure.points && !named;
    if !(named || adjacent) || clock || (is_year_end(text, at) && !named) {
        return None;
    }
    let paid_back = text.get(mid..from).is_some_and(|s| {
        s.iter()
            .rposition(|c| *c == '返')
            .is_some_and(|p| !matches!(s.get(p + 1), Some('利' | '息')))
    });
    let read = rate::with_end(text, at, figure, term, paid_back)?;
    Some(Reading {
        bare: !named,
        ..read
    })
}

/// 年底 says when something is paid.
fn is_year_end(text: &[char], at: usize) -> bool {
    matches!(text.get(at..at + 2), Some(['年', '底' | '终' | '末']))
}

/// 三年期6.5%, 五年期存款8%, 存三年6.5%: tables of deposits name the yearly rate.
fn deposit(text: &[char], at: usize, term: Term, mid: usize) -> Option<Reading> {
    let fixed = text.get(mid.checked_sub(1)?) == Some(&'期');
    let kept = at.checked_sub(1).and_then(|b| text.get(b)) == Some(&'存') && term.times == 1;
    let tabled = term.times == 1 && is_deposit(text, at);
    if term.each || !(fixed || kept || tabled) || (!fixed && term.length < ONE) {
        return None;
    }
    let from = match fixed || tabled {
        true => DEPOSIT.skip(text, mid, 3),
        false => mid,
    };
    let figure = percent(text, from).filter(|f| !f.points)?;
    if !(fixed || kept) && (from == mid || figure.high > MOST_OF_DEPOSITS) {
        return None;
    }
    let read = rate::reading(at, figure, Term::YEAR, figure.end);
    Some(Reading {
        basis: format!("{}产品，按年利率读", term.label()),
        bare: true,
        ..read
    })
}

/// Whether deposits are spoken of right before: 存到社里,一年定期给5个点,三年的给7个点.
fn is_deposit(text: &[char], at: usize) -> bool {
    let before = text.get(at.saturating_sub(16)..at).unwrap_or_default();
    before.contains(&'存') || before.windows(2).any(|w| w == ['定', '期'])
}

/// 一年后加价30%回购, 三年后按本金130%回购.
fn dearer(text: &[char], at: usize, term: Term, from: usize) -> Option<Reading> {
    if term.each {
        return None;
    }
    let ((), mid) = DEAR.at(text, from)?;
    let whole = text.get(from) == Some(&'按');
    let figure = percent(
        text,
        mid + usize::from(whole && text.get(mid) == Some(&'的')),
    )?;
    let reach = (figure.end + BETWEEN).min(text.len());
    (figure.end..reach).find(|p| BOUGHT.at(text, *p).is_some())?;
    let taken = if whole { ONE } else { 0 };
    (figure.low > taken).then(|| {
        let gain = Figure {
            low: figure.low - taken,
            high: figure.high - taken,
            ..figure
        };
        rate::reading(at, gain, term, figure.end)
    })
}

/// 每天看广告返1%: a term that comes again, a few characters of what is done, and what is paid.
fn paid_between(text: &[char], at: usize, term: Term, mid: usize) -> Option<Reading> {
    if !term.each || is_year_end(text, at) {
        return None;
    }
    let paid = (mid..text.len().min(mid + BETWEEN + 1))
        .take_while(|p| text.get(*p).is_some_and(|c| c.is_alphabetic()))
        .find_map(|p| {
            let ((), end) = PAYS.at(text, p)?;
            let figure = percent(text, PAYS.skip(text, end, 2)).filter(|f| !f.points)?;
            Some((p, figure))
        });
    let (from, figure) = paid?;
    let back = matches!((text.get(from), text.get(from + 1)), (Some('返'), next) if !matches!(next, Some('利' | '息')));
    rate::with_end(text, at, figure, term, back)
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
    let behind = behind
        .strip_prefix(&['保', '底'])
        .or(behind.strip_prefix(&['固', '定']))
        .unwrap_or(behind);
    // 两成利, but not 两成利润率 or 利用.
    if let ['利', rest @ ..] = behind {
        return rest
            .first()
            .is_none_or(|c| !"用益害于好落率民国索得诱弊空比器".contains(*c));
    }
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
    let word = text.get(mid..end).unwrap_or_default();
    // 每15天返本金10%: a part of it.
    let part = percent(text, end).is_some()
        || text
            .get(end)
            .is_some_and(|c| matches!(c, '金' | '的' | '息'));
    if term.each || part {
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
        principal: word.ends_with(&['还', '本', '金']) || word.ends_with(&['回', '本', '金']),
        ..Reading::default()
    })
}
