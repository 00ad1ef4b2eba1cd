//! Sums put in and paid out: 存10万一年返3万, 投1万每天返80元连返300天, 10万元每月领2500, 充一万送三千. It must not know rates
//! in percent.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    annual::Annual,
    number::{Micros, ONE, number},
    reader::Reading,
    term::{Term, term},
};

/// Least sum without a term that counts: 充100送50 is a shop's offer.
const LEAST_WITHOUT_TERM: Micros = 1_000 * ONE;
/// Characters between the two sums that no word explains.
const UNKNOWN: usize = 3;

/// What a word between the two sums says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Plain,
    /// 返, 领: interest, or principal and interest when it is not less than what was put in.
    Paid,
    /// 利息, 分红: interest.
    Interest,
    /// 变成, 连本带利: principal and interest.
    Whole,
}

const PUT: [&str; 34] = [
    "存",
    "存入",
    "存款",
    "投",
    "投入",
    "投资",
    "每投",
    "每存",
    "充",
    "充值",
    "入金",
    "本金",
    "交",
    "缴",
    "缴纳",
    "放",
    "出资",
    "集资",
    "入股",
    "认购",
    "买入",
    "预存",
    "打款",
    "转入",
    "报单",
    "只需",
    "只要",
    "仅需",
    "拿出",
    "出",
    "借给我们",
    "借",
    "参与",
    "押金",
];
const LINKS: [(&str, Link); 62] = [
    ("返", Link::Paid),
    ("返还", Link::Paid),
    ("返现", Link::Paid),
    ("返利", Link::Interest),
    ("返息", Link::Interest),
    ("送", Link::Interest),
    ("赠送", Link::Interest),
    ("赠", Link::Interest),
    ("给", Link::Paid),
    ("给你", Link::Paid),
    ("领", Link::Paid),
    ("领取", Link::Paid),
    ("得", Link::Paid),
    ("得到", Link::Paid),
    ("获得", Link::Paid),
    ("拿", Link::Paid),
    ("拿到", Link::Paid),
    ("收", Link::Paid),
    ("收入", Link::Paid),
    ("进账", Link::Paid),
    ("到账", Link::Paid),
    ("到手", Link::Paid),
    ("付", Link::Paid),
    ("支付", Link::Paid),
    ("提", Link::Paid),
    ("产出", Link::Paid),
    ("赚", Link::Interest),
    ("净赚", Link::Interest),
    ("赚取", Link::Interest),
    ("挣", Link::Interest),
    ("利息", Link::Interest),
    ("的利息", Link::Interest),
    ("息", Link::Interest),
    ("利", Link::Interest),
    ("收益", Link::Interest),
    ("回报", Link::Interest),
    ("分红", Link::Interest),
    ("红利", Link::Interest),
    ("分", Link::Interest),
    ("利润", Link::Interest),
    ("变", Link::Whole),
    ("变成", Link::Whole),
    ("变为", Link::Whole),
    ("翻成", Link::Whole),
    ("连本带利", Link::Whole),
    ("本息", Link::Whole),
    ("本利", Link::Whole),
    ("拿回", Link::Whole),
    ("取回", Link::Whole),
    (",", Link::Plain),
    (":", Link::Plain),
    ("期限", Link::Plain),
    ("为期", Link::Plain),
    ("存满", Link::Plain),
    ("后", Link::Plain),
    ("到期", Link::Plain),
    ("满", Link::Plain),
    ("可", Link::Plain),
    ("就", Link::Plain),
    ("能", Link::Plain),
    ("稳", Link::Plain),
    ("固定", Link::Plain),
];
const MONEY: [&str; 12] = [
    "元",
    "块",
    "块钱",
    "元钱",
    "元人民币",
    "rmb",
    "美元",
    "美金",
    "刀",
    "u",
    "usdt",
    "大洋",
];

static PUTS: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(PUT.map(|w| (w, ()))));
static LINK: LazyLock<Phrases<Link>> = LazyLock::new(|| Phrases::new(LINKS));
static UNIT: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(MONEY.map(|w| (w, ()))));

/// What was put in and what comes back.
#[derive(Debug, Default)]
struct Offer {
    term: Option<Term>,
    paid: Option<Link>,
    unknown: usize,
}

/// Whether a sum put in may begin with the character.
pub(super) fn begins(c: char) -> bool {
    PUTS.begins(c)
}

/// 存10万一年返3万, and without a word for putting in: 10万元每月领2500.
pub(super) fn sum_first(text: &[char], at: usize) -> Option<Reading> {
    let put = PUTS.at(text, at).map(|((), end)| end);
    let (principal, mid, marked) = money(text, put.unwrap_or(at))?;
    if put.is_none() && !marked {
        return None;
    }
    let (offer, gain, end) = offer(text, mid)?;
    let (total, end) = repeated(text, end, gain, &offer);
    let rate = offer.gain(principal, gain, total)?;
    let Some(term) = offer.term else {
        let counts = put.is_some() && principal >= LEAST_WITHOUT_TERM;
        let basis = format!(
            "投入{}得{}，未写期限，不能折算年化",
            yuan(principal),
            yuan(gain)
        );
        return counts.then_some(Reading {
            low: None,
            high: None,
            start: at,
            end,
            basis,
            bare: false,
        });
    };
    let whole = total.map_or(term, |(_, whole)| whole);
    let annual = whole.annual(rate)?;
    let basis = format!(
        "投入{}，{}得{}，扣除本金后{}，按单利折算",
        yuan(principal),
        term.label(),
        yuan(gain),
        Annual::from_millionths(rate)
    );
    Some(Reading {
        low: Some(annual),
        high: Some(annual),
        start: at,
        end,
        basis,
        bare: false,
    })
}

/// What stands between the two sums, the second sum and where it ends.
fn offer(text: &[char], mut at: usize) -> Option<(Offer, Micros, usize)> {
    let mut offer = Offer::default();
    for _ in 0..14 {
        if let Some((gain, end, _)) =
            money(text, at).filter(|(_, end, _)| offer.paid.is_some() && !is_counted(text, *end))
        {
            let behind = term_behind(text, end);
            offer.term = offer.term.or(behind.map(|(t, _)| t));
            return Some((offer, gain, behind.map_or(end, |(_, end)| end)));
        }
        if let Some((term, end)) = term(text, at).or_else(|| short_term(text, at)) {
            // 存3年每年返1万: the later term is that of the payment.
            offer.term = Some(term);
            at = end;
        } else if let Some((link, end)) = LINK.at(text, at) {
            if link != Link::Plain {
                offer.paid = Some(offer.paid.filter(|p| *p != Link::Paid).unwrap_or(link));
            }
            at = end;
        } else {
            offer.unknown += 1;
            let part = text
                .get(at)
                .is_some_and(|c| matches!(c, '。' | '!' | '?' | ';' | '\n') || c.is_ascii_digit());
            if part || offer.unknown > UNKNOWN {
                return None;
            }
            at += 1;
        }
    }
    None
}

/// 日收益10元, 月领2000: one character before a word for what is paid.
fn short_term(text: &[char], at: usize) -> Option<(Term, usize)> {
    let unit = *text.get(at)?;
    let (_, term) = Term::before_rates().find(|(w, _)| w.chars().eq([unit]))?;
    let paid = LINK
        .at(text, at + 1)
        .is_some_and(|(link, _)| link != Link::Plain);
    paid.then_some((term, at + 1))
}

/// 80元/天, 2500每月.
fn term_behind(text: &[char], at: usize) -> Option<(Term, usize)> {
    let slash = text.get(at) == Some(&'/');
    let from = at + usize::from(slash);
    if let Some((term, end)) = term(text, from).filter(|(t, _)| t.each) {
        return Some((term, end));
    }
    let unit = *text.get(from).filter(|_| slash)?;
    let found = Term::before_rates().find(|(w, _)| w.chars().eq([unit]))?;
    Some((found.1, from + 1))
}

/// 连返300天: how much in all, and the whole term.
fn repeated(
    text: &[char],
    end: usize,
    gain: Micros,
    offer: &Offer,
) -> (Option<(Micros, Term)>, usize) {
    let Some(each) = offer.term.filter(|t| t.each) else {
        return (None, end);
    };
    let rest = text.get(end..).unwrap_or_default();
    let skipped = rest
        .iter()
        .take(6)
        .take_while(|c| ",连续返共领给送付满一直发放可".contains(**c))
        .count();
    let Some((whole, after)) = term(text, end + skipped).filter(|(t, _)| skipped > 0 && !t.each)
    else {
        return (None, end);
    };
    let payments = i128::from(each.times) * i128::from(whole.length) / i128::from(whole.times);
    let total = i64::try_from(i128::from(gain) * payments / i128::from(ONE)).ok();
    (total.map(|t| (t, whole)), after)
}

impl Offer {
    /// What is gained over the principal, in millionths of it.
    fn gain(&self, principal: Micros, gain: Micros, total: Option<(Micros, Term)>) -> Option<i64> {
        let paid = total.map_or(gain, |(total, _)| total);
        let each = self.term.is_some_and(|t| t.each) && total.is_none();
        let whole = match self.paid? {
            Link::Whole => true,
            Link::Paid => !each && paid >= principal,
            _ => false,
        };
        let net = if whole { paid - principal } else { paid };
        let rate = i128::from(net) * i128::from(ONE) / i128::from(principal);
        i64::try_from(rate)
            .ok()
            .filter(|r| *r > 0 && *r < 1_000 * ONE)
    }
}

/// A sum, where it ends, and whether a unit or 万 marks it as money.
fn money(text: &[char], at: usize) -> Option<(Micros, usize, bool)> {
    let sign = text.get(at).is_some_and(|c| matches!(c, '¥' | '$' | '￥'));
    let (sum, mid) = number(text, at + usize::from(sign))?;
    let unit = UNIT
        .at(text, mid)
        .map(|((), end)| end)
        .filter(|end| ends_word(text, *end));
    let scaled = mid
        .checked_sub(1)
        .and_then(|m| text.get(m))
        .is_some_and(|c| matches!(c, '万' | 'w' | '千' | '亿'));
    Some((sum, unit.unwrap_or(mid), sign || unit.is_some() || scaled))
}

fn ends_word(text: &[char], end: usize) -> bool {
    let letter = |at: Option<usize>| {
        at.and_then(|a| text.get(a))
            .is_some_and(char::is_ascii_alphabetic)
    };
    !(letter(end.checked_sub(1)) && letter(Some(end)))
}

/// 返3天, 送2盒, 返5%: the number counts something else.
fn is_counted(text: &[char], end: usize) -> bool {
    text.get(end).is_some_and(|c| {
        "%‰个倍天年月日周季盒瓶件份斤袋次张点分厘人名折级套台期枚只克吨亩".contains(*c)
    })
}

fn yuan(sum: Micros) -> String {
    match (sum % (10_000 * ONE), sum % ONE) {
        (0, _) => format!("{}万元", sum / (10_000 * ONE)),
        (_, 0) => format!("{}元", sum / ONE),
        _ => format!("{}.{:02}元", sum / ONE, sum % ONE / 10_000),
    }
}
