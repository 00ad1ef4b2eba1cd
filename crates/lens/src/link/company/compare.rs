//! Whether two company names are the same firm, with reasons. It must not know credit codes or registers.

use super::{
    anatomy::{Anatomy, NoteKind, anatomy},
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
    let probability = held_to_rules(a, b, &figures, MODEL.probability(&figures));
    let mut reasons = Reasons::default();
    trade_reasons(a, b, &figures, &mut reasons);
    place_reasons(a, b, &mut reasons);
    tail_reasons(a, b, &figures, &mut reasons);
    reasons.verdict(probability)
}

/// Where a person could not say.
const AT_MOST_LIKE: f64 = 0.45;
/// Names that differ in how much of the place, and which form of a limited company, they write.
const AT_LEAST_SAME: f64 = 0.93;

/// What registration lays down, whatever the weights say: within a place trade name and line of business set firms apart
/// (企业名称登记管理规定 第六条), so that two full names with another trade name, or one that only sounds the same over
/// another line of business, are two firms; and one that names more of its place is the same.
fn held_to_rules(a: &Anatomy, b: &Anatomy, figures: &[f64; 36], probability: f64) -> f64 {
    if is_one_with_more_place(a, b, figures) {
        return probability.max(AT_LEAST_SAME);
    }
    if is_longer_trade_name(a, b, figures) || only_sounds_alike(figures) {
        return probability.min(AT_MOST_LIKE);
    }
    probability
}

/// 苏州青禾科技有限公司 and 江苏省苏州市青禾科技有限责任公司.
fn is_one_with_more_place(a: &Anatomy, b: &Anatomy, figures: &[f64; 36]) -> bool {
    let limited = |a: &Anatomy| {
        let form: String = a.form.chars.iter().collect();
        matches!(form.as_str(), "有限公司" | "有限责任公司")
    };
    let same_form = a.form.chars == b.form.chars || (limited(a) && limited(b));
    let same_tail = a.industry.chars == b.industry.chars && a.branch_mark() == b.branch_mark();
    let same = figures[5] > 0.0 && same_form && same_tail && !a.form.chars.is_empty();
    // What else stands in brackets may be an establishment: （东区锅炉房）.
    let plain = |a: &Anatomy| a.notes.iter().all(|note| note.kind != NoteKind::Other);
    let says_no_more = plain(a) && plain(b) && figures[23] == 0.0;
    same && says_no_more && relation(a, b) == Relation::Same
}

/// 青禾科技有限公司 and 新青禾科技有限公司: both are written in full, so neither is short for the other.
fn is_longer_trade_name(a: &Anatomy, b: &Anatomy, figures: &[f64; 36]) -> bool {
    let full = |a: &Anatomy| {
        [&a.trade, &a.industry, &a.form]
            .iter()
            .all(|p| !p.chars.is_empty())
    };
    let former = figures[24] > 0.0;
    // 沁河青禾 may be 青禾 of the county 沁河, which only its ending would tell.
    let both_say_where = a.place.chars.is_empty() == b.place.chars.is_empty();
    let one_more = a.trade.chars.len().abs_diff(b.trade.chars.len()) == 1;
    let told = both_say_where && one_more && figures[8] > 0.0 && figures[15] > 0.0;
    full(a) && full(b) && told && !former
}

/// 青禾科技 and 青和贸易.
fn only_sounds_alike(figures: &[f64; 36]) -> bool {
    figures[10] > 0.0 && figures[17] == 0.0 && figures[16] < 0.5 && figures[24] == 0.0
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
