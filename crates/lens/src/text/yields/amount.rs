//! Sums put in and paid out: 存10万一年返3万, 投1万每天返80元连返300天, 10万元每月领2500, 充一万送三千. It must not know rates
//! in percent.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    annual::Annual,
    number::{Micros, ONE, number},
    reader::Reading,
    sums::{GOOD, LINK, Link, PUTS, UNIT, is_large},
    term::{Term, term},
    until::until,
};

/// Least sum without a term that counts: 充100送50 is a shop's offer.
const LEAST_WITHOUT_TERM: Micros = 1_000 * ONE;
/// Least sum without a term that counts where only a gift is spoken of: 充1000送200.
const LEAST_FOR_GIFT: Micros = 10_000 * ONE;
/// What is more is put in by enterprises.
const MOST: Micros = 100_000_000 * ONE;
/// Characters between the two sums that no word explains.
const UNKNOWN: usize = 3;
/// The same where a word says that money is put in and another that it is paid each term (投5万进充电站,月月到账两千).
const UNKNOWN_BETWEEN: usize = 8;

static TERM_FIRST: LazyLock<Phrases<i64>> = LazyLock::new(|| {
    let terms = [
        ("月", 12),
        ("每月", 12),
        ("每个月", 12),
        ("月月", 12),
        ("日", 365),
        ("每天", 365),
        ("每日", 365),
        ("天天", 365),
        ("年", 1),
        ("每年", 1),
        ("周", 52),
        ("每周", 52),
    ];
    Phrases::new(terms)
});
static GOT: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let words = "入 领 领取 收 收入 返 返还 返利 赚 净赚 拿 得 到账 分红 进账 给您 给你 收益 稳赚";
    Phrases::new(words.split(' ').map(|w| (w, ())))
});
static ONLY: LazyLock<Phrases<()>> = LazyLock::new(|| {
    let words = ", 只需 仅需 只要 仅要 只用 仅用 只需要 您 你 先";
    Phrases::new(words.split(' ').map(|w| (w, ())))
});

/// What was put in and what comes back.
#[derive(Debug, Default)]
struct Offer {
    term: Option<Term>,
    paid: Option<Link>,
    unknown: usize,
    /// Characters that no word explains, at most.
    room: usize,
    /// A sum right behind a term that comes again is what is paid, without a word for it (存10万,每年3万, 1万元1天15元).
    bare: bool,
    bare_taken: bool,
    /// Where a term ended that was read last.
    termed: Option<usize>,
}

/// Whether a sum put in may begin with the character.
pub(super) fn begins(c: char) -> bool {
    PUTS.begins(c)
}

/// 存10万一年返3万, and without a word for putting in: 10万元每月领2500, 每万元每天30元.
pub(super) fn sum_first(text: &[char], at: usize) -> Option<Reading> {
    let put = PUTS.at(text, at).map(|((), end)| end);
    let each = put.is_none().then(|| each_ten_thousand(text, at)).flatten();
    let (principal, mid, marked) = match each {
        Some((principal, mid)) => (principal, mid, true),
        None => money(text, put.unwrap_or(at))?,
    };
    // 只需10分钟: what is not marked as money and counts something else is not put in.
    let counted = !marked && is_counted(text, mid);
    let sum = (put.is_some() || marked) && !counted;
    if !sum || principal >= MOST || is_large(text, put_at(text, at)) {
        return None;
    }
    let start = Offer {
        room: if put.is_some() {
            UNKNOWN_BETWEEN
        } else {
            UNKNOWN
        },
        paid: each.map(|_| Link::Interest),
        ..Offer::default()
    };
    let start = Offer {
        bare: principal >= LEAST_WITHOUT_TERM
            && (put.is_some() || principal % LEAST_WITHOUT_TERM == 0 && begins_clause(text, at)),
        ..start
    };
    let (offer, gain, end) = offer(text, mid, start)?;
    if offer.bare_taken && gain * 2 > principal {
        return None;
    }
    let Some(term) = offer.term else {
        // 10万变15万: what becomes more was put in, whether a word says so or not.
        let grown = put.is_some() || (offer.paid == Some(Link::Whole) && gain > principal);
        let risen = at.checked_sub(1).and_then(|b| text.get(b)) == Some(&'从');
        return termless(text, at, principal, gain, end, &offer).filter(|_| grown && !risen);
    };
    let lasts = term.each.then(|| until(text, end, term)).flatten();
    let total = lasts.and_then(|u| Some((u.total(gain)?, u.whole)));
    let rate = offer.gain(principal, gain, total)?;
    let annual = total.map_or(term, |(_, whole)| whole).annual(rate)?;
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
        end: lasts.map_or(end, |u| u.end),
        basis,
        ..Reading::default()
    })
}

/// Where the word for putting in begins that ends right before a sum.
fn put_at(text: &[char], at: usize) -> usize {
    let begins = (1..=3).rev().filter_map(|n| at.checked_sub(n));
    let mut put = begins.filter(|from| PUTS.at(text, *from).is_some_and(|(_, end)| end == at));
    put.next().unwrap_or(at)
}

/// 充一万送三千: without a term only what no shop offers.
fn termless(
    text: &[char],
    at: usize,
    principal: Micros,
    gain: Micros,
    end: usize,
    offer: &Offer,
) -> Option<Reading> {
    let least = match offer.paid? {
        Link::Gift => LEAST_FOR_GIFT,
        Link::Earned => return None,
        _ => LEAST_WITHOUT_TERM,
    };
    if principal < least || GOOD.at(text, end).is_some() {
        return None;
    }
    let basis = format!(
        "投入{}得{}，未写期限，不能折算年化",
        yuan(principal),
        yuan(gain)
    );
    Some(Reading {
        low: None,
        high: None,
        start: at,
        end,
        basis,
        ..Reading::default()
    })
}

/// 每万, 每万元, 每十万块, behind which a term or a word for what is paid stands: the sum, and where it ends.
fn each_ten_thousand(text: &[char], at: usize) -> Option<(Micros, usize)> {
    // 万元日收益8元, at the beginning of a clause.
    if text.get(at) == Some(&'万') && text.get(at + 1) == Some(&'元') && begins_clause(text, at) {
        let follows = short_term(text, at + 2).is_some() || term(text, at + 2).is_some();
        return follows.then_some((10_000 * ONE, at + 2));
    }
    if text.get(at) != Some(&'每') {
        return None;
    }
    let (sum, mid) = match (text.get(at + 1)?, text.get(at + 2)) {
        ('千', _) => (1_000, at + 2),
        ('万', _) => (10_000, at + 2),
        ('十', Some('万')) => (100_000, at + 3),
        ('百', Some('万')) => (1_000_000, at + 3),
        _ => return None,
    };
    let end = UNIT.at(text, mid).map_or(mid, |((), end)| end);
    let follows = term(text, end).is_some() || short_term(text, end).is_some();
    (end > mid || follows).then_some((sum * ONE, end))
}

/// 月入三千,仅需投资十万: what is paid first, then the sum to be put in.
pub(super) fn paid_first(text: &[char], at: usize) -> Option<Reading> {
    let (term, mid) = match TERM_FIRST.at(text, at) {
        Some((times, mid)) => (
            Term {
                times,
                length: ONE,
                each: true,
            },
            mid,
        ),
        None => return None,
    };
    let ((), mid) = GOT.at(text, mid)?;
    let (gain, end, _) = money(text, mid).filter(|(_, end, _)| !is_counted(text, *end))?;
    let from = ONLY.skip(text, end, 3);
    let said = text.get(end..from).unwrap_or_default();
    if !said.iter().any(|c| matches!(c, '需' | '要' | '用')) {
        return None;
    }
    let put = PUTS.skip(text, from, 2);
    let (principal, end, marked) =
        money(text, put).filter(|(_, end, _)| !is_counted(text, *end))?;
    if !marked || !(LEAST_WITHOUT_TERM..MOST).contains(&principal) {
        return None;
    }
    let rate = i128::from(gain) * i128::from(ONE) / i128::from(principal);
    let rate = i64::try_from(rate)
        .ok()
        .filter(|r| *r > 0 && *r < 100 * ONE)?;
    let annual = term.annual(rate)?;
    let basis = format!(
        "投入{}，{}得{}，按单利折算",
        yuan(principal),
        term.label(),
        yuan(gain)
    );
    Some(Reading {
        low: Some(annual),
        high: Some(annual),
        start: at,
        end,
        basis,
        ..Reading::default()
    })
}

/// 存一万给八百一年: a term that is counted, behind the sum and at the end of the clause.
fn whole_term(text: &[char], end: usize, offer: &Offer) -> Option<(Term, usize)> {
    let (found, after) = term(text, end).filter(|(t, _)| !t.each)?;
    (offer.term.is_none() && ends_clause(text, after)).then_some((found, after))
}

fn begins_clause(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|b| text.get(b));
    before.is_none_or(|c| !c.is_alphanumeric())
}

/// What goes on behind a comma may say how long: 每天200元,连续返100天.
fn ends_sentence(text: &[char], end: usize) -> bool {
    ends_clause(text, end) && text.get(end) != Some(&',')
}

fn ends_clause(text: &[char], end: usize) -> bool {
    text.get(end)
        .is_none_or(|c| !c.is_alphanumeric() && *c != '%' && *c != '.' && *c != '-')
}

/// What stands between the two sums, the second sum and where it ends.
fn offer(text: &[char], mut at: usize, mut offer: Offer) -> Option<(Offer, Micros, usize)> {
    for _ in 0..18 {
        // 投资金额的百分之二 is a rate.
        if text.get(at..at + 2) == Some(&['分', '之']) {
            return None;
        }
        if let Some((gain, end, _)) = money(text, at)
            .filter(|(_, end, _)| offer.takes(text, at, *end) && !is_counted(text, *end))
        {
            offer.bare_taken = offer.paid.is_none();
            offer.paid = offer.paid.or(Some(Link::Interest));
            let behind = term_behind(text, end).or_else(|| whole_term(text, end, &offer));
            if offer.unknown > UNKNOWN && !offer.term.is_some_and(|t| t.each) {
                return None;
            }
            offer.term = offer.term.or(behind.map(|(t, _)| t));
            return Some((offer, gain, behind.map_or(end, |(_, end)| end)));
        }
        if let Some((term, end)) = term(text, at).or_else(|| short_term(text, at)) {
            // 存3年每年返1万: the later term is that of the payment.
            offer.term = Some(term);
            let once = term.length == ONE && term.times > 1;
            offer.termed = (term.each || once).then_some(end);
            at = end;
        } else if let Some((link, end)) = LINK.at(text, at) {
            // 每月50元的补助: without a word for putting in, both sums are paid.
            let grant = text.get(at) == Some(&'补') && offer.room == UNKNOWN;
            if link == Link::Business || grant {
                return None;
            }
            if link != Link::Plain {
                let weak = |p: &Link| !matches!(p, Link::Paid | Link::Earned | Link::Gift);
                offer.paid = Some(offer.paid.filter(weak).unwrap_or(link));
            }
            at = end;
        } else {
            offer.unknown += 1;
            let part = text
                .get(at)
                .is_some_and(|c| matches!(c, '。' | '!' | '?' | ';' | '\n') || c.is_ascii_digit());
            // 送食用油一桶: what is given is no money.
            let gift = offer.paid == Some(Link::Gift);
            if part || gift || offer.unknown > offer.room {
                return None;
            }
            at += 1;
        }
    }
    None
}

/// 日收益10元, 月领2000: one character before a word for what is paid.
fn short_term(text: &[char], at: usize) -> Option<(Term, usize)> {
    let term = Term::of_letter(text, at)?;
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
    let term = slash.then(|| Term::of_letter(text, from)).flatten()?;
    Some((term, from + 1))
}

impl Offer {
    /// Whether a sum that ends at `end` is what is paid: after a word that says so, or with a term before and 利息 behind.
    fn takes(&self, text: &[char], at: usize, end: usize) -> bool {
        let named = || matches!(LINK.at(text, end), Some((Link::Interest, _)));
        let bare = || self.bare && self.termed == Some(at) && ends_sentence(text, end);
        self.paid.is_some() || (self.term.is_some() && named()) || bare()
    }

    /// What is gained over the principal, in millionths of it.
    fn gain(&self, principal: Micros, gain: Micros, total: Option<(Micros, Term)>) -> Option<i64> {
        let paid = total.map_or(gain, |(total, _)| total);
        let each = self.term.is_some_and(|t| t.each) && total.is_none();
        let whole = match self.paid? {
            Link::Whole => true,
            Link::Paid | Link::Earned => !each && paid >= principal,
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
    let scaled = is_scaled(text.get(at..mid).unwrap_or_default());
    Some((sum, unit.unwrap_or(mid), sign || unit.is_some() || scaled))
}

/// Whether a number is written as sums are: 3万, 5千.
pub(super) fn is_scaled(number: &[char]) -> bool {
    let scales = |c: &char| matches!(c, '万' | 'w' | '千' | '亿');
    number.iter().any(scales)
}

/// Whether what stands at `at` counts money.
pub(super) fn is_unit(text: &[char], at: usize) -> bool {
    UNIT.at(text, at).is_some()
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
        "%‰个倍天年月日周季盒瓶件份斤袋次张点分厘人名折级套台期枚只克吨亩桶箱壶提包双条晚位箱"
            .contains(*c)
    })
}

fn yuan(sum: Micros) -> String {
    match (sum % (10_000 * ONE), sum % ONE) {
        (0, _) => format!("{}万元", sum / (10_000 * ONE)),
        (_, 0) => format!("{}元", sum / ONE),
        _ => format!("{}.{:02}元", sum / ONE, sum % ONE / 10_000),
    }
}
