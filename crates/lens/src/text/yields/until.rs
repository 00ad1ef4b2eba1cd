//! How long something is paid: 连返24个月, 返150天; and whether the principal comes back beside it: 满5年退本. It must not know
//! what is paid.

use std::sync::LazyLock;

use super::{
    super::phrase::Phrases,
    number::{Micros, ONE},
    term::{Term, term},
};

/// Between what is paid and for how long.
const LASTS: [&str; 29] = [
    "连", "连续", "返", "共", "领", "给", "送", "付", "满", "一直", "发放", "可", "分", "返满",
    "连返", "还", "返还", "领满", "领取", "持续", "返够", "为期", "合计", "共计", "总共", "累计",
    "发", "拿", "直到",
];
/// The principal itself is paid back.
const PRINCIPAL: [&str; 34] = [
    "退本",
    "还本",
    "返本",
    "退本金",
    "还本金",
    "返本金",
    "退还本金",
    "返还本金",
    "归还本金",
    "退回本金",
    "拿回本金",
    "取回本金",
    "收回本金",
    "本金",
    "全额退",
    "全额返",
    "全款退",
    "全款返",
    "全部退",
    "退全款",
    "退全部",
    "退款",
    "退股",
    "退还全",
    "原价回购",
    "原价退",
    "原数退",
    "原数返",
    "退押金",
    "退还押金",
    "退卡",
    "回购",
    "退钱",
    "退还",
];

/// What is paid, behind the figure: 返还5%现金.
static PAID: LazyLock<Phrases<()>> = LazyLock::new(|| {
    Phrases::new(
        [
            "现金",
            "货款",
            "利息",
            "收益",
            "本金",
            "给您",
            "给你",
            "给客户",
            "的",
        ]
        .map(|w| (w, ())),
    )
});
static LAST: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(LASTS.map(|w| (w, ()))));
static BACK: LazyLock<Phrases<()>> = LazyLock::new(|| Phrases::new(PRINCIPAL.map(|w| (w, ()))));

/// Payments of one term over a whole one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Until {
    pub whole: Term,
    each: Term,
    pub end: usize,
}

/// For how long what is paid each term is paid, as said from `at` on; `None` where nothing is said, or only when the
/// principal comes back.
pub(super) fn until(text: &[char], at: usize, each: Term) -> Option<Until> {
    let at = PAID.skip(text, at, 2);
    let comma = text.get(at).is_some_and(|c| matches!(c, ',' | '、' | ';'));
    let from = at + usize::from(comma);
    let said = LAST.skip(text, from, 3);
    let (whole, end) = term(text, said).filter(|(t, _)| said > at && !t.each)?;
    let says_length = said > from || ENDS.at(text, end).is_some() || ends_clause(text, end);
    (says_length && !comes_back(text, end)).then_some(Until { whole, each, end })
}

/// 返完, 为止: what stands before is how long.
static ENDS: LazyLock<Phrases<()>> = LazyLock::new(|| {
    Phrases::new(["返完", "付清", "为止", "领完", "结束", "期限"].map(|w| (w, ())))
});

fn ends_clause(text: &[char], at: usize) -> bool {
    text.get(at).is_none_or(|c| !c.is_alphanumeric())
}

/// 满5年退本, 5年后退还本金, 三年本金全退.
fn comes_back(text: &[char], at: usize) -> bool {
    let reach = (at + 6).min(text.len());
    let clause = |p: &usize| !text.get(at..*p).is_some_and(|s| s.contains(&'。'));
    (at..reach)
        .filter(clause)
        .any(|p| BACK.at(text, p).is_some())
}

impl Until {
    /// What is paid in all; `one` is what is paid at once.
    pub fn total(&self, one: Micros) -> Option<Micros> {
        let payments = i128::from(self.each.times) * i128::from(self.whole.length)
            / i128::from(self.whole.times.max(1));
        i64::try_from(i128::from(one) * payments / i128::from(ONE)).ok()
    }
}
