//! Reasons in words: what stands out, and what is missing. It must not know how points come about.

use super::{method::Method, score::Point, term::Term};

/// What speaks against a platform, strongest first, then what is missing. Never empty.
pub(super) fn reasons(points: &[Point], market: usize, method: &Method) -> Vec<String> {
    let mut against: Vec<&Point> = points
        .iter()
        .filter(|p| p.value.is_some() && p.standing >= method.reason_from && p.points > 0.0)
        .filter(|p| !is_trifling(p))
        .collect();
    against.sort_by(|a, b| {
        b.points
            .total_cmp(&a.points)
            .then_with(|| a.term.cmp(&b.term))
    });
    let mut reasons: Vec<String> = against
        .iter()
        .take(method.most_reasons)
        .map(|p| sentence(p, market))
        .collect();
    reasons.extend(lacking(points));
    if reasons.is_empty() {
        reasons.push(calm(points));
    }
    reasons
}

/// Next to nothing, and remarkable only because most others have nothing at all: one large loan among a thousand.
fn is_trifling(point: &Point) -> bool {
    point.term == Term::LargeLoans && point.value.is_some_and(|share| share < 0.01)
}

fn sentence(point: &Point, market: usize) -> String {
    let told = market >= 10 && point.term != Term::Silent;
    let place = point
        .place
        .filter(|_| told)
        .map(|place| format!("；风险高于{market}家中的{:.0}%", place * 100.0));
    format!(
        "{}：{}{}",
        point.title,
        point.detail,
        place.unwrap_or_default()
    )
}

/// One line for all that is missing; youth needs a register that an office may not have.
fn lacking(points: &[Point]) -> Option<String> {
    let titles: Vec<&str> = points
        .iter()
        .filter(|p| p.value.is_none() && p.most > 0.0 && p.term != Term::Young)
        .map(|p| p.title.as_str())
        .collect();
    (!titles.is_empty()).then(|| format!("缺数据，按中性计：{}", titles.join("、")))
}

/// When nothing stands out: the nearest to standing out.
fn calm(points: &[Point]) -> String {
    let nearest = points
        .iter()
        .filter(|p| p.value.is_some())
        .max_by(|a, b| a.points.total_cmp(&b.points));
    let nearest = nearest.map(|p| format!("；相对靠前的是{}（{}）", p.title, p.detail));
    format!("没有明显高于市场的风险指标{}", nearest.unwrap_or_default())
}

/// Which figures a term needs.
pub(super) fn missing(term: Term) -> &'static str {
    match term {
        Term::ReturnAboveMarket | Term::ShortTerms => "缺收益率",
        Term::ReturnRising => "缺收益率，或只有一个月",
        Term::BorrowerConcentration => "缺前十大借款人待还占比",
        Term::InvestorConcentration => "缺前十大投资人待收占比",
        Term::ConcentrationRising => "缺前十大占比，或只有一个月",
        Term::InvestorsPerBorrower => "缺投资人数或借款人数",
        Term::LargeLoans => "缺按金额分组的借款人数",
        Term::SmallScale => "缺投资人数",
        Term::InvestorsFalling | Term::Unsteady => "缺投资人数，或只有一个月",
        Term::BorrowersFalling => "缺借款人数，或只有一个月",
        Term::SlowFill => "缺满标用时",
        Term::FillSlowing => "缺满标用时，或只有一个月",
        Term::Silent => "没有数据",
        Term::Young => "缺上线时间（需要平台名册）",
    }
}
