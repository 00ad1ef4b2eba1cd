//! Whether two addresses are the same place, with reasons. It must not know maps.

use super::{
    features::{ALL, Level, features, level, names},
    part::PartKind,
    segment::{Segmented, segment},
    trees::{Likeness, likeness},
};
use crate::link::verdict::{Reasons, Verdict};

/// Compares two addresses. Missing parts are neutral; a contradiction of road, number or site outweighs agreement
/// above.
pub fn compare(a: &str, b: &str) -> Verdict {
    compare_parts(&segment(a), &segment(b))
}

/// Compares two addresses taken apart before.
pub fn compare_parts(a: &Segmented, b: &Segmented) -> Verdict {
    if a.letters.is_empty() || b.letters.is_empty() {
        return Verdict::of(0.5, "有一方地址为空，无法比较");
    }
    if a.letters == b.letters {
        return Verdict::of(0.99, "去掉标点、空格、数字写法差异后，地址相同");
    }
    let figures = features(a, b);
    let mut reasons = Reasons::default();
    level_reasons(a, b, &mut reasons);
    site_reasons(&figures, &mut reasons);
    let likeness = likeness(&figures);
    partly_reason(likeness, &mut reasons);
    let probability = likeness.probability();
    if contradicts(a, b, &figures) {
        return reasons.verdict(short_of_half(probability));
    }
    reasons.verdict(probability)
}

/// Addresses that contradict each other stay below a half, in their order.
fn short_of_half(probability: f64) -> f64 {
    const FROM: f64 = 0.45;
    FROM.min(probability) + (probability - FROM).max(0.0) * 0.08
}

/// Whether two addresses lie in two cities or counties, or are two rooms, floors or buildings of one number.
fn contradicts(a: &Segmented, b: &Segmented, figures: &[f64; ALL]) -> bool {
    let within = [
        PartKind::Building,
        PartKind::Unit,
        PartKind::Floor,
        PartKind::Room,
    ];
    let apart = figures[6] > 0.0 && names_place(a) && names_place(b);
    apart
        || within
            .iter()
            .any(|kind| level(a, b, *kind) == Level::Differ)
}

/// Whether the narrowest place is named with its ending: 朝阳 alone may be a name of something else.
fn names_place(a: &Segmented) -> bool {
    let mut places = a
        .parts
        .iter()
        .rev()
        .filter(|p| p.kind <= PartKind::District);
    places.next().is_some_and(|p| p.text.len() > p.name.len())
}

/// Share of the probability that partly the same may reach: short of a half, where a person could not say.
const PARTLY: f64 = 0.4;

impl Likeness {
    /// One probability that ranks the same place over a coarser or finer one, and that over another place.
    fn probability(self) -> f64 {
        self.full * (1.0 - PARTLY) + self.partly * PARTLY
    }
}

/// Partly the same is told where it is the likeliest of the three.
fn partly_reason(likeness: Likeness, reasons: &mut Reasons) {
    let partly = likeness.partly - likeness.full;
    if partly > likeness.full && partly > 1.0 - likeness.partly {
        reasons.differ("部分相同：同一地点，但一方更粗略，或细处不同");
    }
}

/// Levels from the most telling one on.
const TOLD: [PartKind; 11] = [
    PartKind::Road,
    PartKind::Number,
    PartKind::Building,
    PartKind::Block,
    PartKind::Village,
    PartKind::Town,
    PartKind::District,
    PartKind::Lane,
    PartKind::Unit,
    PartKind::Floor,
    PartKind::Room,
];

fn level_reasons(a: &Segmented, b: &Segmented, reasons: &mut Reasons) {
    for kind in TOLD {
        let (x, y) = (listed(a, kind), listed(b, kind));
        match level(a, b, kind) {
            Level::Same => reasons.same(&format!("{}相同“{}”", kind.title(), common(a, b, kind))),
            Level::Differ if x <= y => reasons.differ(&format!("{}不同“{x}”／“{y}”", kind.title())),
            Level::Differ => reasons.differ(&format!("{}不同“{y}”／“{x}”", kind.title())),
            Level::One | Level::Neither => {}
        }
    }
}

fn listed(a: &Segmented, kind: PartKind) -> String {
    let texts: Vec<String> = names(a, kind).iter().map(|n| n.iter().collect()).collect();
    texts.join("、")
}

fn common(a: &Segmented, b: &Segmented, kind: PartKind) -> String {
    let other = names(b, kind);
    let both = names(a, kind).into_iter().find(|n| other.contains(n));
    both.or_else(|| names(a, kind).first().copied())
        .map_or_else(String::new, |n| n.iter().collect())
}

fn site_reasons(figures: &[f64; ALL], reasons: &mut Reasons) {
    if figures[6] > 0.0 {
        reasons.differ("所在省市或区县不同");
    }
    if figures[44] > 0.0 {
        reasons.same("地点名称相同");
    } else if figures[45] == 0.0 && figures[43] < 0.6 {
        reasons.differ("地点名称不同");
    } else if figures[45] == 0.0 {
        reasons.same("地点名称相近");
    }
    if figures[56] >= 0.4 {
        reasons.differ("一方写得更细，另一方只到上一级");
    }
    if figures[51] > 0.0 {
        reasons.differ("一方是路口，另一方不是");
    }
}
