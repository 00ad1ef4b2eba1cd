//! Whether two company names are the same firm, with reasons. It must not know credit codes or registers.

use super::{
    anatomy::{Anatomy, anatomy},
    features::{features, relation, trade},
    weights::MODEL,
};
use crate::link::{
    place::Relation,
    verdict::{Reasons, Verdict},
};

/// Compares two company names. A firm and its branch count as different: a branch has a credit code of its own
/// (公司法 第十三条: 分公司不具有法人资格, and is registered separately).
pub fn compare(a: &str, b: &str) -> Verdict {
    compare_parts(&anatomy(a), &anatomy(b))
}

/// Compares two names taken apart before.
pub fn compare_parts(a: &Anatomy, b: &Anatomy) -> Verdict {
    if a.core.is_empty() || b.core.is_empty() {
        return Verdict::of(0.5, "有一方名称为空，无法比较");
    }
    if a.core == b.core {
        return Verdict::of(0.99, "去掉括号、空格、繁简和附注等写法差异后，名称相同");
    }
    let figures = features(a, b);
    let probability = MODEL.probability(&figures);
    let mut reasons = Reasons::default();
    trade_reasons(a, b, &figures, &mut reasons);
    place_reasons(a, b, &mut reasons);
    tail_reasons(a, b, &figures, &mut reasons);
    reasons.verdict(probability)
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}

/// Both writings in the order of the alphabet, so that a comparison reads the same both ways round.
fn both(a: &[char], b: &[char]) -> String {
    let (x, y) = if a <= b { (a, b) } else { (b, a) };
    format!("“{}”／“{}”", text(x), text(y))
}

fn trade_reasons(a: &Anatomy, b: &Anatomy, figures: &[f64; 36], reasons: &mut Reasons) {
    let (x, y) = (trade(a), trade(b));
    if figures[24] > 0.0 {
        reasons.same("括号中的曾用名或别名与另一方名称一致");
    }
    if figures[31] >= 0.6 {
        reasons.same("拼音或首字母与另一方名称相合");
    } else if figures[5] > 0.0 {
        reasons.same(&format!("字号相同“{}”", text(x)));
    } else if figures[34] > 0.0 {
        reasons.same(&format!("字号用字相同、次序不同{}", both(x, y)));
    } else if figures[10] > 0.0 {
        reasons.same(&format!("字号读音相同或相近{}", both(x, y)));
    } else if figures[26] > 0.0 {
        reasons.same("一方像是另一方的简称");
    } else if figures[8] > 0.0 {
        reasons.same(&format!("字号一方包含另一方{}", both(x, y)));
    } else if figures[6] >= 0.5 {
        reasons.differ(&format!("字号相近但有别{}", both(x, y)));
    } else {
        reasons.differ(&format!("字号不同{}", both(x, y)));
    }
}

fn place_reasons(a: &Anatomy, b: &Anatomy, reasons: &mut Reasons) {
    match relation(a, b) {
        Relation::Apart => {
            reasons.differ(&format!("地名不同{}", both(&a.place.chars, &b.place.chars)))
        }
        Relation::Same => reasons.same("地名相同"),
        Relation::Inside => reasons.same("地名互相包含"),
        Relation::Unknown => {}
    }
}

fn tail_reasons(a: &Anatomy, b: &Anatomy, figures: &[f64; 36], reasons: &mut Reasons) {
    let (x, y) = (&a.industry.chars, &b.industry.chars);
    if figures[17] == 0.0 && figures[16] < 0.5 {
        reasons.differ(&format!("行业用语不同{}", both(x, y)));
    } else if x == y && !x.is_empty() {
        reasons.same(&format!("行业用语相同“{}”", text(x)));
    }
    if figures[18] == 0.0 && figures[19] == 0.0 {
        reasons.same(&format!(
            "组织形式写法不同{}",
            both(&a.form.chars, &b.form.chars)
        ));
    }
    if figures[20] > 0.0 {
        let branch = if a.branch.chars.is_empty() {
            &b.branch
        } else {
            &a.branch
        };
        reasons.differ(&format!(
            "一方是分支机构或门店“{}”，与法人不是同一主体",
            text(&branch.chars)
        ));
    }
    if figures[21] > 0.0 {
        reasons.differ(&format!(
            "分支机构不同{}",
            both(&a.branch.chars, &b.branch.chars)
        ));
    }
    if figures[23] > 0.0 {
        reasons.differ("名称中的序号不同");
    }
    if figures[25] > 0.0 {
        reasons.same("网店附注不影响主体");
    }
}
