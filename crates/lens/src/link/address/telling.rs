//! Figures of what two addresses share, weighed by how telling it is: 大厦 and 交叉口 stand in every second address,
//! 盛兴 in few. Every figure is the same both ways round. It must not know weights of the comparison.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{part::PartKind, segment::Segmented};
use crate::link::place::starts_with;

/// Names of the figures, in their order.
pub const FEATURES: [&str; 32] = [
    "pair_cosine",
    "pair_cover_low",
    "pair_cover_high",
    "char_cosine",
    "char_cover_low",
    "char_cover_high",
    "run_weight",
    "run_length",
    "second_run_weight",
    "left_over_low",
    "left_over_high",
    "weight_low",
    "weight_high",
    "core_run_low",
    "core_run_high",
    "core_run_weight",
    "tail_cover_low",
    "tail_cover_high",
    "tail_run",
    "sort_same",
    "sort_differ",
    "sort_one",
    "numbers_both",
    "numbers_left_low",
    "numbers_left_high",
    "number_weight",
    "first_number_same",
    "last_number_same",
    "longest_number_same",
    "road_in_other",
    "roads_in_other",
    "repeated_site",
];

/// How many figures there are.
pub(super) const COUNT: usize = FEATURES.len();

/// Weight of what is not in the list of frequent letters.
const RARE: f32 = 9.0;

/// Weights of frequent letters and pairs of letters: −log2 of the share of addresses that hold them.
static WEIGHTS: LazyLock<FxHashMap<[char; 2], f32>> = LazyLock::new(|| {
    let mut out = FxHashMap::default();
    for line in include_str!("frequent.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let Some((weight, words)) = line.split_once(' ') else {
            continue;
        };
        let weight = weight.parse().unwrap_or(RARE);
        for word in words.split(' ') {
            let mut chars = word.chars();
            let key = [chars.next().unwrap_or('\0'), chars.next().unwrap_or('\0')];
            out.insert(key, weight);
        }
    }
    out
});

fn weight(key: [char; 2]) -> f32 {
    WEIGHTS.get(&key).copied().unwrap_or(RARE)
}

/// Words that say what sort of thing a place is.
const SORTS: [&[&str]; 16] = [
    &["公司", "厂", "集团", "车间"],
    &["超市", "便利店", "商店", "百货", "小卖部", "商行"],
    &[
        "小区", "花园", "花苑", "家园", "公寓", "苑", "雅居", "华府", "名都", "新村", "山庄", "府",
        "湾", "庭",
    ],
    &["大厦", "大楼", "写字楼", "中心", "广场", "商厦"],
    &[
        "学校",
        "小学",
        "中学",
        "大学",
        "学院",
        "幼儿园",
        "校区",
        "分校",
    ],
    &["医院", "卫生院", "卫生服务站", "诊所", "药房", "药店"],
    &["酒店", "宾馆", "旅馆", "客栈", "旅社"],
    &["饭店", "餐厅", "饭馆", "面馆", "小吃", "火锅", "饺子"],
    &["市场", "商城", "批发", "建材", "家居"],
    &["地铁站", "车站", "火车站", "公交站"],
    &["村委会", "居委会", "社区", "政府", "派出所", "管理局"],
    &["工业园", "工业区", "科技园", "产业园", "创业园", "物流园"],
    &["公园", "景区", "寺"],
    &["银行", "证券", "保险"],
    &["菜鸟", "快递", "驿站", "物流"],
    &["村", "庄", "屯", "组"],
];

/// The figures of two addresses, in the order of [`FEATURES`].
pub(super) fn figures(a: &Segmented, b: &Segmented) -> [f64; COUNT] {
    // One order for both ways round: where two runs weigh the same, the first is taken.
    let (a, b) = if a.letters <= b.letters {
        (a, b)
    } else {
        (b, a)
    };
    let mut out = [0.0; COUNT];
    let (x, y) = (told(a), told(b));
    grams(&x, &y, &mut out);
    runs(&x, &y, &mut out);
    cores(a, b, &mut out);
    tails(a, b, &mut out);
    sorts(a, b, &mut out);
    numbers(a, b, &mut out);
    roads(a, b, &mut out);
    out
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn share(part: f32, whole: f32) -> f64 {
    if whole > 0.0 {
        f64::from(part / whole)
    } else {
        0.0
    }
}

/// What an address says below the district, directions and distances left out.
fn told(a: &Segmented) -> Vec<char> {
    let parts = a
        .parts
        .iter()
        .filter(|p| p.kind > PartKind::District && p.kind != PartKind::Aside);
    let letters: Vec<char> = parts.flat_map(|p| p.text.iter().copied()).collect();
    if letters.is_empty() {
        a.letters.clone()
    } else {
        letters
    }
}

fn singles(text: &[char]) -> Vec<[char; 2]> {
    let mut all: Vec<[char; 2]> = text.iter().map(|c| [*c, '\0']).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn pairs(text: &[char]) -> Vec<[char; 2]> {
    let mut all: Vec<[char; 2]> = text.windows(2).map(|w| [w[0], w[1]]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn sum(keys: impl Iterator<Item = [char; 2]>) -> f32 {
    keys.map(weight).sum()
}

fn grams(x: &[char], y: &[char], out: &mut [f64; COUNT]) {
    for (at, split) in [(0, pairs as fn(&[char]) -> Vec<[char; 2]>), (3, singles)] {
        let (p, q) = (split(x), split(y));
        let both = || p.iter().filter(|k| q.binary_search(k).is_ok());
        let common = sum(both().copied());
        let (left, right) = (sum(p.iter().copied()), sum(q.iter().copied()));
        let squares = |keys: &[[char; 2]]| keys.iter().map(|k| weight(*k).powi(2)).sum::<f32>();
        let dot: f32 = both().map(|k| weight(*k).powi(2)).sum();
        out[at] = share(dot, (squares(&p) * squares(&q)).sqrt());
        let covers = [share(common, left), share(common, right)];
        out[at + 1] = covers[0].min(covers[1]);
        out[at + 2] = covers[0].max(covers[1]);
        if at == 0 {
            let over = [f64::from(left - common), f64::from(right - common)];
            out[9] = over[0].min(over[1]);
            out[10] = over[0].max(over[1]);
            out[11] = f64::from(left.min(right));
            out[12] = f64::from(left.max(right));
        }
    }
}

/// The common run of two texts that weighs most: where it begins in each, and its length.
fn best_run(x: &[char], y: &[char]) -> (usize, usize, usize, f32) {
    let mut best = (0, 0, 0, 0.0_f32);
    let mut last = vec![(0_usize, 0.0_f32); y.len() + 1];
    for (i, p) in x.iter().enumerate() {
        let mut diagonal = (0, 0.0);
        for (j, q) in y.iter().enumerate() {
            let above = last[j + 1];
            last[j + 1] = if p == q {
                let added = if diagonal.0 == 0 {
                    0.0
                } else {
                    weight([x[i - 1], *p])
                };
                let run = (diagonal.0 + 1, diagonal.1 + added);
                if run.1 > best.3 {
                    best = (i + 1 - run.0, j + 1 - run.0, run.0, run.1);
                }
                run
            } else {
                (0, 0.0)
            };
            diagonal = above;
        }
    }
    best
}

fn runs(x: &[char], y: &[char], out: &mut [f64; COUNT]) {
    let (i, j, len, weight) = best_run(x, y);
    out[6] = f64::from(weight);
    out[7] = len as f64;
    let others = [
        best_run(&x[..i], y).3,
        best_run(&x[(i + len).min(x.len())..], y).3,
        best_run(x, &y[..j]).3,
        best_run(x, &y[(j + len).min(y.len())..]).3,
    ];
    // The second run is the smaller of what each side sees, so that a name written twice counts once.
    out[8] = f64::from(others[0].max(others[1]).min(others[2].max(others[3])));
}

/// Names of sites without the word that says of what sort they are.
fn core_names(a: &Segmented) -> Vec<Vec<char>> {
    let sites = a.parts.iter().filter(|p| {
        matches!(
            p.kind,
            PartKind::Site | PartKind::Zone | PartKind::Village | PartKind::Town
        )
    });
    let cores = sites.map(|p| {
        let ending = SORTS
            .iter()
            .flat_map(|sort| sort.iter())
            .filter(|word| {
                let len = word.chars().count();
                p.name.len() >= len + 2 && starts_with(&p.name[p.name.len() - len..], word)
            })
            .map(|word| word.chars().count())
            .max()
            .unwrap_or(0);
        p.name[..p.name.len() - ending].to_vec()
    });
    cores.filter(|c| c.len() >= 2).collect()
}

fn cores(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let side = |x: &Segmented, y: &Segmented| {
        let runs = core_names(x).into_iter().map(|core| {
            let (_, _, _, run) = best_run(&core, &y.letters);
            (run, share(run, sum(core.windows(2).map(|w| [w[0], w[1]]))))
        });
        runs.fold((0.0_f32, 0.0_f64), |best, (run, part)| {
            (best.0.max(run), best.1.max(part))
        })
    };
    let (left, right) = (side(a, b), side(b, a));
    out[13] = left.1.min(right.1);
    out[14] = left.1.max(right.1);
    out[15] = f64::from(left.0.min(right.0));
}

/// What stands last: usually the thing itself, after the way to it.
fn tail(a: &Segmented) -> Vec<char> {
    let last = a.parts.iter().rev().find(|p| {
        !p.bracketed
            && p.name.len() >= 2
            && matches!(
                p.kind,
                PartKind::Site | PartKind::Zone | PartKind::Village | PartKind::Road
            )
    });
    last.map_or_else(Vec::new, |p| p.text.clone())
}

fn tails(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let (x, y) = (tail(a), tail(b));
    let cover = |tail: &[char], other: &Segmented| {
        let (_, _, _, run) = best_run(tail, &other.letters);
        share(run, sum(tail.windows(2).map(|w| [w[0], w[1]])))
    };
    let covers = [cover(&x, b), cover(&y, a)];
    out[16] = covers[0].min(covers[1]);
    out[17] = covers[0].max(covers[1]);
    out[18] = f64::from(best_run(&x, &y).3);
}

fn sorts_of(a: &Segmented) -> u32 {
    let text: String = a.letters.iter().collect();
    SORTS
        .iter()
        .enumerate()
        .filter(|(_, words)| words.iter().any(|w| text.contains(w)))
        .fold(0, |bits, (bit, _)| bits | 1 << bit)
}

fn sorts(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let (x, y) = (sorts_of(a), sorts_of(b));
    out[19] = f64::from((x & y).count_ones());
    out[20] = f64::from((x ^ y).count_ones());
    out[21] = flag(x != 0 && y != 0 && x & y == 0);
}

/// Runs of digits in their order, distances left out.
fn digits(a: &Segmented) -> Vec<Vec<char>> {
    let parts = a.parts.iter().filter(|p| p.kind != PartKind::Aside);
    let runs = parts.flat_map(|p| p.text.split(|c| !c.is_ascii_digit()));
    runs.filter(|r| !r.is_empty())
        .map(<[char]>::to_vec)
        .collect()
}

fn numbers(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let (x, y) = (digits(a), digits(b));
    let both: Vec<&Vec<char>> = x.iter().filter(|n| y.contains(n)).collect();
    out[22] = both.len() as f64;
    let over = [
        x.iter().filter(|n| !y.contains(n)).count() as f64,
        y.iter().filter(|n| !x.contains(n)).count() as f64,
    ];
    out[23] = over[0].min(over[1]);
    out[24] = over[0].max(over[1]);
    out[25] = both.iter().map(|n| n.len()).max().unwrap_or(0) as f64;
    let told = |p: Option<&Vec<char>>, q: Option<&Vec<char>>| match (p, q) {
        (Some(p), Some(q)) if p == q => 1.0,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    };
    out[26] = told(x.first(), y.first());
    out[27] = told(x.last(), y.last());
    let longest = |n: &[Vec<char>]| n.iter().max_by_key(|r| r.len()).cloned();
    out[28] = told(longest(&x).as_ref(), longest(&y).as_ref());
}

fn roads(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let side = |x: &Segmented, y: &Segmented| {
        let roads = x.parts.iter().filter(|p| p.kind == PartKind::Road);
        let found = roads.filter(|p| {
            y.letters
                .windows(p.text.len())
                .any(|w| w == p.text.as_slice())
        });
        found.count()
    };
    let (left, right) = (side(a, b), side(b, a));
    out[29] = left.max(right) as f64;
    out[30] = left.min(right) as f64;
    let twice = |x: &Segmented| {
        let sites: Vec<&[char]> = x
            .parts
            .iter()
            .filter(|p| p.kind == PartKind::Site)
            .map(|p| p.text.as_slice())
            .collect();
        sites
            .iter()
            .enumerate()
            .any(|(i, s)| sites[..i].contains(s))
    };
    out[31] = flag(twice(a) || twice(b));
}
