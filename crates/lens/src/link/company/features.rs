//! Figures that tell two company names apart or together. Every figure is the same both ways round.
//! It must not know weights.

use super::{anatomy::Anatomy, unlisted};
use crate::link::{
    place::{self, Relation},
    similarity::{
        bigram_dice, common_run, common_subsequence, edit_similarity, jaro_winkler, shared_chars,
    },
    sound,
};

/// Names of the figures, in their order.
pub const FEATURES: [&str; 36] = [
    "same_core",
    "core_edit",
    "core_dice",
    "core_jaro",
    "core_run",
    "trade_same",
    "trade_edit",
    "trade_run",
    "trade_inside",
    "trade_first",
    "trade_sound",
    "trade_length",
    "place_apart",
    "place_inside",
    "place_same",
    "industry_same",
    "industry_dice",
    "industry_missing",
    "form_same",
    "form_missing",
    "branch_one",
    "branch_differ",
    "branch_same",
    "numbers_differ",
    "former",
    "shop",
    "short_form",
    "trade_same_place_apart",
    "trade_same_industry_apart",
    "edit_near",
    "order",
    "latin",
    "core_contains",
    "core_cube",
    "trade_swap",
    "body_same",
];

/// The figures of two names, in the order of [`FEATURES`].
pub fn features(a: &Anatomy, b: &Anatomy) -> [f64; 36] {
    let mut out = [0.0; 36];
    core_figures(a, b, &mut out);
    trade_figures(a, b, &mut out);
    place_figures(a, b, &mut out);
    tail_figures(a, b, &mut out);
    out[24] = flag(former_name(a, b) || former_name(b, a));
    out[25] = flag(a.has_shop() || b.has_shop());
    out[26] = short_form(a, b).max(short_form(b, a));
    out[27] = out[5] * out[12];
    out[28] = out[5] * (1.0 - out[16]);
    out[29] = flag(out[0] < 1.0 && out[1] > 0.85);
    out[30] = flag(out[0] < 1.0 && reordered(a, b));
    out[31] = latin(a, b);
    out
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn core_figures(a: &Anatomy, b: &Anatomy, out: &mut [f64; 36]) {
    let (x, y) = (&a.core, &b.core);
    out[0] = flag(x == y);
    out[1] = f64::from(edit_similarity(x, y));
    out[2] = f64::from(bigram_dice(x, y));
    out[3] = f64::from(jaro_winkler(x, y));
    out[4] = ratio(common_run(x, y), x.len().min(y.len()));
    out[32] = flag(x != y && (contains(x, y) || contains(y, x)));
    out[33] = out[1].powi(3);
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn contains(long: &[char], short: &[char]) -> bool {
    short.len() >= 2 && long.windows(short.len()).any(|w| w == short)
}

fn trade_figures(a: &Anatomy, b: &Anatomy, out: &mut [f64; 36]) {
    let (x, y) = (trade(a), trade(b));
    out[5] = flag(x == y && !x.is_empty());
    out[34] = flag(x != y && shared_chars(x, y) == x.len().max(y.len()));
    out[35] = flag(x == y && a.industry.chars == b.industry.chars && a.form.chars == b.form.chars);
    out[6] = f64::from(edit_similarity(x, y));
    out[7] = ratio(common_run(x, y), x.len().max(y.len()));
    out[8] = flag(x != y && (contains(x, y) || contains(y, x)));
    out[9] = flag(x.first() == y.first());
    out[10] = flag(
        x != y && x.len() == y.len() && x.iter().zip(y).all(|(p, q)| p == q || sound::near(*p, *q)),
    );
    out[11] = (x.len().min(y.len()) as f64).min(6.0) / 6.0;
}

/// The trade name; the line of business or the whole where there is no trade name.
pub(super) fn trade(a: &Anatomy) -> &[char] {
    let parts = [&a.trade.chars, &a.industry.chars, &a.core];
    parts
        .into_iter()
        .find(|part| !part.is_empty())
        .map_or(&[], |part| part)
}

fn place_figures(a: &Anatomy, b: &Anatomy, out: &mut [f64; 36]) {
    let relation = relation(a, b);
    out[12] = flag(relation == Relation::Apart);
    out[13] = flag(relation == Relation::Inside);
    out[14] = flag(relation == Relation::Same);
}

/// How the places of two names lie: the narrowest place of each decides.
pub(super) fn relation(a: &Anatomy, b: &Anatomy) -> Relation {
    match unlisted::relation(&a.unlisted, &b.unlisted) {
        Relation::Unknown => match (a.places.last(), b.places.last()) {
            (Some(x), Some(y)) => place::relation(x, y),
            _ => Relation::Unknown,
        },
        told => told,
    }
}

fn tail_figures(a: &Anatomy, b: &Anatomy, out: &mut [f64; 36]) {
    let (x, y) = (&a.industry.chars, &b.industry.chars);
    out[15] = flag(x == y);
    out[16] = if x.is_empty() || y.is_empty() {
        0.5
    } else {
        f64::from(bigram_dice(x, y))
    };
    out[17] = flag(x.is_empty() != y.is_empty());
    out[18] = flag(a.form.chars == b.form.chars);
    out[19] = flag(a.form.chars.is_empty() != b.form.chars.is_empty());
    let branches = (!a.branch.chars.is_empty(), !b.branch.chars.is_empty());
    out[20] = flag(branches.0 != branches.1);
    let same_branch = a.branch_mark() == b.branch_mark();
    out[21] = flag(branches == (true, true) && !same_branch);
    out[22] = flag(branches == (true, true) && same_branch);
    out[23] = flag(numbers(&a.core) != numbers(&b.core));
}

/// Numbers in a name, in order; Chinese numerals count where they number something (第二, 二分).
fn numbers(chars: &[char]) -> Vec<u32> {
    let mut out = Vec::new();
    let mut digits: Option<u32> = None;
    for (i, c) in chars.iter().enumerate() {
        match c.to_digit(10) {
            Some(d) => digits = Some(digits.unwrap_or(0).saturating_mul(10).saturating_add(d)),
            None => {
                out.extend(digits.take());
                out.extend(numeral(*c).filter(|_| numbering(chars, i)));
            }
        }
    }
    out.extend(digits);
    out
}

fn numeral(c: char) -> Option<u32> {
    let at = |numerals: &str| numerals.chars().position(|n| n == c);
    at("零一二三四五六七八九十")
        .or_else(|| at("零壹贰叁肆伍陆柒捌玖拾"))
        .and_then(|n| u32::try_from(n).ok())
}

fn numbering(chars: &[char], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|j| chars.get(j));
    let after = chars.get(i + 1);
    before == Some(&'第')
        || after.is_some_and(|c| {
            matches!(
                c,
                '分' | '厂' | '店' | '部' | '队' | '期' | '号' | '公' | '院' | '中'
            )
        })
}

/// Whether a former or other name in the brackets of `a` is that of `b`.
fn former_name(a: &Anatomy, b: &Anatomy) -> bool {
    a.former_names().any(|name| {
        name.len() >= 3 && (name == b.core || (name.len() >= 4 && contains(&b.core, name)))
    })
}

/// How well `a` is a short form of `b`: its characters stand in order in `b`, beginning at the head of the place,
/// the trade name or the name.
fn short_form(a: &Anatomy, b: &Anatomy) -> f64 {
    let short: Vec<char> = [&a.place, &a.trade, &a.industry]
        .iter()
        .flat_map(|p| p.chars.iter().copied())
        .collect();
    let short = if short.is_empty() {
        a.core.clone()
    } else {
        short
    };
    let size = short.len();
    if !(2..=8).contains(&size) || size * 10 > b.core.len() * 8 {
        return 0.0;
    }
    let heads = [b.core.first(), b.trade.chars.first()];
    let in_order = common_subsequence(&short, &b.core) == size;
    flag(in_order && heads.contains(&short.first()))
}

/// Whether two names hold the same characters in another order of parts: 北京甲乙科技, 甲乙(北京)科技.
fn reordered(a: &Anatomy, b: &Anatomy) -> bool {
    let sorted = |chars: &[char]| {
        let mut chars = chars.to_vec();
        chars.sort_unstable();
        chars
    };
    sorted(&a.core) == sorted(&b.core) && a.trade.chars == b.trade.chars
}

/// How alike a name in Latin letters is to the pinyin of the other; 0 where both or neither are Latin.
fn latin(a: &Anatomy, b: &Anatomy) -> f64 {
    match (is_latin(&a.core), is_latin(&b.core)) {
        (true, false) => latin_of(&a.core, b),
        (false, true) => latin_of(&b.core, a),
        _ => 0.0,
    }
}

fn is_latin(chars: &[char]) -> bool {
    !chars.is_empty() && chars.iter().all(char::is_ascii)
}

fn latin_of(latin: &[char], chinese: &Anatomy) -> f64 {
    let tries = [
        chinese.core.as_slice(),
        chinese.trade.chars.as_slice(),
        &stem(chinese),
    ];
    tries
        .iter()
        .map(|chars| {
            let spelled: Vec<char> = sound::spelled(chars).chars().collect();
            let initials: Vec<char> = sound::initials(chars).chars().collect();
            let short = if initials.len() >= 3 && initials == latin {
                0.9
            } else {
                0.0
            };
            f64::from(edit_similarity(latin, &spelled)).max(short)
        })
        .fold(0.0, f64::max)
}

fn stem(a: &Anatomy) -> Vec<char> {
    [&a.place, &a.trade, &a.industry]
        .iter()
        .flat_map(|p| p.chars.iter().copied())
        .collect()
}
