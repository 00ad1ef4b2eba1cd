//! Figures that tell two addresses apart or together. Every figure is the same both ways round. It must not know weights.

use super::{part::PartKind, segment::Segmented, telling};
use crate::link::{
    place::{self, Relation},
    similarity::{bigram_dice, common_run, common_subsequence, edit_similarity},
    sound,
};

/// Names of the figures, in their order.
const LEVELED: [&str; 64] = [
    "letters_same",
    "edit",
    "dice",
    "run",
    "subsequence_short",
    "subsequence_long",
    "place_apart",
    "place_inside",
    "place_same",
    "district_same",
    "district_differ",
    "district_one",
    "town_same",
    "town_differ",
    "town_one",
    "village_same",
    "village_differ",
    "village_one",
    "road_same",
    "road_differ",
    "road_one",
    "road_near",
    "number_same",
    "number_differ",
    "number_one",
    "lane_same",
    "lane_differ",
    "lane_one",
    "block_same",
    "block_differ",
    "block_one",
    "building_same",
    "building_differ",
    "building_one",
    "unit_same",
    "unit_differ",
    "unit_one",
    "floor_same",
    "floor_differ",
    "floor_one",
    "room_same",
    "room_differ",
    "room_one",
    "site_best",
    "site_same",
    "site_none",
    "site_cover_low",
    "site_cover_high",
    "site_two",
    "site_sound",
    "crossing_both",
    "crossing_one",
    "aside_one",
    "aside_both",
    "numbers_shared",
    "numbers_differ",
    "depth_gap",
    "length_ratio",
    "gate_one",
    "road_number_same",
    "road_number_differ",
    "site_same_building_same",
    "site_differ_road_differ",
    "site_same_road_differ",
];

/// How many figures come from levels.
pub(super) const COUNT: usize = LEVELED.len();
/// How many figures there are in all.
pub(super) const ALL: usize = COUNT + telling::COUNT;

/// Names of all figures, in their order.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    LEVELED.into_iter().chain(telling::FEATURES)
}

/// The figures of two addresses, in the order of [`feature_names`].
pub fn features(a: &Segmented, b: &Segmented) -> [f64; ALL] {
    let mut out = [0.0; ALL];
    let (first, rest) = out.split_at_mut(COUNT);
    first.copy_from_slice(&leveled(a, b));
    rest.copy_from_slice(&telling::figures(a, b));
    out
}

fn leveled(a: &Segmented, b: &Segmented) -> [f64; COUNT] {
    let mut out = [0.0; COUNT];
    letters(a, b, &mut out);
    places(a, b, &mut out);
    levels(a, b, &mut out);
    sites(a, b, &mut out);
    surroundings(a, b, &mut out);
    out[59] = out[18] * out[22];
    out[60] = out[18] * out[23];
    out[61] = out[44] * out[31];
    out[62] = flag(out[43] < 0.5 && out[18] == 0.0);
    out[63] = out[44] * out[19];
    out
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Letters of the parts below the district.
fn below_district(a: &Segmented) -> Vec<char> {
    let parts = a
        .parts
        .iter()
        .filter(|p| p.kind > PartKind::District && p.kind != PartKind::Aside);
    parts.flat_map(|p| p.text.iter().copied()).collect()
}

fn letters(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let (x, y) = (below_district(a), below_district(b));
    let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
    out[0] = flag(x == y);
    out[1] = f64::from(edit_similarity(&x, &y));
    out[2] = f64::from(bigram_dice(&x, &y));
    out[3] = ratio(common_run(&x, &y), short);
    let common = common_subsequence(&x, &y);
    out[4] = ratio(common, short);
    out[5] = ratio(common, long);
    out[57] = ratio(short, long);
}

fn places(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let relation = match (a.places.last(), b.places.last()) {
        (Some(x), Some(y)) => place::relation(x, y),
        _ => Relation::Unknown,
    };
    out[6] = flag(relation == Relation::Apart);
    out[7] = flag(relation == Relation::Inside);
    out[8] = flag(relation == Relation::Same);
}

/// Names of the parts of a kind, each once.
pub(super) fn names(a: &Segmented, kind: PartKind) -> Vec<&[char]> {
    let mut names: Vec<&[char]> = a
        .parts
        .iter()
        .filter(|p| p.kind == kind && !p.name.is_empty())
        .map(|p| p.name.as_slice())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// How one level agrees: a common name, two without a common name, one without any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Neither,
    Same,
    Differ,
    One,
}

pub(super) fn level(a: &Segmented, b: &Segmented, kind: PartKind) -> Level {
    let (x, y) = (names(a, kind), names(b, kind));
    match (x.is_empty(), y.is_empty()) {
        (true, true) => Level::Neither,
        (false, false) if x.iter().any(|n| y.iter().any(|m| same_name(n, m))) => Level::Same,
        (false, false) => Level::Differ,
        _ => Level::One,
    }
}

/// Whether two names are one: equal, or one begins with or ends in the other's number (3-5 and 3).
fn same_name(a: &[char], b: &[char]) -> bool {
    a == b || number_range(a, b) || number_range(b, a) || trimmed(a) == trimmed(b)
}

fn number_range(range: &[char], one: &[char]) -> bool {
    let number = |chars: &[char]| chars.iter().collect::<String>().parse::<u32>().ok();
    let mut ends = range.split(|c| *c == '-').map(number);
    match (ends.next(), ends.next(), ends.next(), number(one)) {
        (Some(Some(low)), Some(Some(high)), None, Some(n)) => (low..=high).contains(&n),
        _ => false,
    }
}

/// Leading zeros of numbers mean nothing.
fn trimmed(chars: &[char]) -> &[char] {
    let zeros = chars.iter().take_while(|c| **c == '0').count();
    if zeros < chars.len() {
        &chars[zeros..]
    } else {
        chars
    }
}

/// Kinds with a figure for same, differ, one; and the place of the first.
const LEVELS: [(PartKind, usize); 10] = [
    (PartKind::District, 9),
    (PartKind::Town, 12),
    (PartKind::Village, 15),
    (PartKind::Road, 18),
    (PartKind::Number, 22),
    (PartKind::Lane, 25),
    (PartKind::Block, 28),
    (PartKind::Building, 31),
    (PartKind::Unit, 34),
    (PartKind::Floor, 37),
];

fn levels(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    for (kind, at) in LEVELS.into_iter().chain([(PartKind::Room, 40)]) {
        match level(a, b, kind) {
            Level::Neither => {}
            Level::Same => out[at] = 1.0,
            Level::Differ => out[at + 1] = 1.0,
            Level::One => out[at + 2] = 1.0,
        }
    }
    out[21] = out[19] * best(&names(a, PartKind::Road), &names(b, PartKind::Road));
}

fn best(x: &[&[char]], y: &[&[char]]) -> f64 {
    let pairs = x
        .iter()
        .flat_map(|n| y.iter().map(move |m| f64::from(edit_similarity(n, m))));
    pairs.fold(0.0, f64::max)
}

/// Parts that name a place by itself: sites, and zones and villages, which others call sites.
fn site_names(a: &Segmented) -> Vec<&[char]> {
    let mut names: Vec<&[char]> = a
        .parts
        .iter()
        .filter(|p| {
            matches!(p.kind, PartKind::Site | PartKind::Zone | PartKind::Village)
                && p.name.len() >= 2
        })
        .map(|p| p.name.as_slice())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn sites(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    let (x, y) = (site_names(a), site_names(b));
    out[43] = best(&x, &y);
    let matched = matches_in(&x, &y).min(matches_in(&y, &x));
    out[44] = flag(matched > 0);
    out[45] = flag(x.is_empty() || y.is_empty());
    let covers = [cover(&x, &b.letters), cover(&y, &a.letters)];
    out[46] = covers[0].min(covers[1]);
    out[47] = covers[0].max(covers[1]);
    out[48] = flag(matched > 1);
    out[49] = flag(matched == 0 && x.iter().any(|n| y.iter().any(|m| sounds(n, m))));
}

/// How many of the sites on one side stand on the other.
fn matches_in(x: &[&[char]], y: &[&[char]]) -> usize {
    x.iter()
        .filter(|n| y.iter().any(|m| same_site(n, m)))
        .count()
}

fn same_site(a: &[char], b: &[char]) -> bool {
    a == b || (a.len().min(b.len()) >= 3 && (ends(a, b) || ends(b, a)))
}

/// Whether `long` begins or ends with `short`.
fn ends(long: &[char], short: &[char]) -> bool {
    long.starts_with(short) || long.ends_with(short)
}

fn sounds(a: &[char], b: &[char]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x == y || sound::near(*x, *y))
}

/// How much of the site names stands in the other address, by characters in runs.
fn cover(sites: &[&[char]], other: &[char]) -> f64 {
    let all: usize = sites.iter().map(|n| n.len()).sum();
    let found: usize = sites
        .iter()
        .map(|n| common_run(n, other))
        .filter(|run| *run >= 2)
        .sum();
    ratio(found, all)
}

fn surroundings(a: &Segmented, b: &Segmented, out: &mut [f64; COUNT]) {
    out[50] = flag(a.crossing && b.crossing);
    out[51] = flag(a.crossing != b.crossing);
    let asides = (has(a, PartKind::Aside), has(b, PartKind::Aside));
    out[52] = flag(asides.0 != asides.1);
    out[53] = flag(asides.0 && asides.1);
    let (x, y) = (digit_runs(a), digit_runs(b));
    let shared = x.iter().filter(|n| y.contains(n)).count();
    out[54] = ratio(shared, x.len().max(y.len()));
    out[55] = flag(!x.is_empty() && !y.is_empty() && shared == 0);
    out[56] = (f64::from(depth(a)) - f64::from(depth(b))).abs() / 7.0;
    out[58] = flag(gate(a) != gate(b));
}

fn has(a: &Segmented, kind: PartKind) -> bool {
    a.parts.iter().any(|p| p.kind == kind)
}

fn digit_runs(a: &Segmented) -> Vec<Vec<char>> {
    let mut runs: Vec<Vec<char>> = a
        .parts
        .iter()
        .filter(|p| p.kind != PartKind::Aside)
        .flat_map(|p| {
            p.text
                .split(|c| !c.is_ascii_digit())
                .filter(|r| !r.is_empty())
                .map(<[char]>::to_vec)
        })
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// How narrow an address is: 0 a district, 7 a room.
fn depth(a: &Segmented) -> u8 {
    let deepest = a
        .parts
        .iter()
        .filter(|p| p.kind != PartKind::Aside && !p.bracketed)
        .map(|p| p.kind)
        .max();
    match deepest {
        Some(PartKind::Room) => 7,
        Some(PartKind::Floor) => 6,
        Some(PartKind::Unit) => 5,
        Some(PartKind::Building) => 4,
        Some(PartKind::Site | PartKind::Block | PartKind::Lane) => 3,
        Some(PartKind::Number) => 2,
        Some(PartKind::Road | PartKind::Village) => 1,
        _ => 0,
    }
}

/// Whether an address names a gate of a site: (东门).
fn gate(a: &Segmented) -> bool {
    a.parts
        .iter()
        .any(|p| p.bracketed && p.text.last() == Some(&'门'))
}
