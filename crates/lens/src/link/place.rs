//! Places of China by their short names, down to well-known counties: what a name begins with, and which places lie
//! in one another. It must not know firms or addresses.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Endings that may follow a place's short name, longest first.
const ENDINGS: [&str; 24] = [
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "土家族苗族自治州",
    "朝鲜族自治州",
    "蒙古族藏族自治州",
    "布依族苗族自治州",
    "苗族侗族自治州",
    "哈尼族彝族自治州",
    "藏族羌族自治州",
    "藏族自治州",
    "彝族自治州",
    "回族自治州",
    "自治区",
    "自治州",
    "自治县",
    "新区",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "盟",
];

/// One meaning of a place name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Short name of the province.
    pub province: &'static str,
    /// Short name of the city of prefecture level; empty for a province, and for what lies in a municipality.
    pub city: &'static str,
    /// Short name of the county; empty above.
    pub county: &'static str,
    /// A number for each of the three names, 0 for an empty one, so that places are quickly compared.
    marks: [u32; 3],
}

impl Place {
    fn of(province: &'static str, city: &'static str, county: &'static str) -> Self {
        Self {
            province,
            city,
            county,
            marks: [province, city, county].map(mark),
        }
    }
}

/// FNV-1a of a name; the names of the table have different ones.
fn mark(name: &str) -> u32 {
    if name.is_empty() {
        return 0;
    }
    let mixed = |mark: u32, byte: u8| (mark ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    name.bytes().fold(0x811c_9dc5, mixed)
}

/// A place found at the head of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceHit {
    /// Characters of the bare name.
    pub bare: usize,
    /// Characters with its ending (市, 县 …).
    pub len: usize,
    /// What the name may mean.
    pub meanings: &'static [Place],
}

type Entry = (Vec<char>, Vec<Place>);

static BY_FIRST: LazyLock<FxHashMap<char, Vec<Entry>>> = LazyLock::new(|| {
    let mut by_name: Vec<(&'static str, Place)> = Vec::new();
    for line in include_str!("places.txt").lines() {
        if let Some((province, rest)) = line.split_once(':').filter(|_| !line.starts_with('#')) {
            by_name.push((province, Place::of(province, "", "")));
            read_province(province, rest, &mut by_name);
        }
    }
    index(by_name)
});

fn read_province(province: &'static str, rest: &'static str, out: &mut Vec<(&'static str, Place)>) {
    let mut city = "";
    let mut inside = false;
    for word in rest.split_whitespace() {
        let closes = word.ends_with(')');
        let word = word.trim_end_matches(')');
        if let Some((head, first)) = word.split_once('(') {
            city = head;
            out.push((head, Place::of(province, city, "")));
            out.push((first, Place::of(province, city, first)));
            inside = !closes;
        } else if inside {
            out.push((word, Place::of(province, city, word)));
            inside = !closes;
        } else if is_municipality(province) {
            out.push((word, Place::of(province, "", word)));
        } else {
            out.push((word, Place::of(province, word, "")));
        }
    }
}

fn is_municipality(province: &str) -> bool {
    matches!(province, "北京" | "天津" | "上海" | "重庆")
}

fn index(by_name: Vec<(&'static str, Place)>) -> FxHashMap<char, Vec<Entry>> {
    let mut meanings: FxHashMap<&'static str, Vec<Place>> = FxHashMap::default();
    for (name, place) in by_name {
        meanings.entry(name).or_default().push(place);
    }
    let mut by_first: FxHashMap<char, Vec<Entry>> = FxHashMap::default();
    for (name, places) in meanings {
        let chars: Vec<char> = name.chars().collect();
        if let Some(first) = chars.first() {
            by_first.entry(*first).or_default().push((chars, places));
        }
    }
    for entries in by_first.values_mut() {
        entries.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    }
    by_first
}

/// The longest place name that `chars` begins with, its ending included.
pub fn at_head(chars: &[char]) -> Option<PlaceHit> {
    let entries: &'static [Entry] = BY_FIRST.get(chars.first()?)?;
    let (name, meanings) = entries.iter().find(|(name, _)| chars.starts_with(name))?;
    let rest = &chars[name.len()..];
    let ending = ENDINGS
        .iter()
        .find(|ending| starts_with(rest, ending))
        .map_or(0, |ending| ending.chars().count());
    Some(PlaceHit {
        bare: name.len(),
        len: name.len() + ending,
        meanings,
    })
}

/// Whether characters begin with a word.
pub fn starts_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// How two places lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// They exclude each other.
    Apart,
    /// One of them is not named.
    Unknown,
    /// One lies in the other.
    Inside,
    /// They are the same.
    Same,
}

impl Place {
    fn relation(&self, other: &Self) -> Relation {
        let (a, b) = (self.marks, other.marks);
        let agree = |at: usize| a[at] == 0 || b[at] == 0 || a[at] == b[at];
        if a == b {
            Relation::Same
        } else if a[0] == b[0] && agree(1) && agree(2) {
            Relation::Inside
        } else {
            Relation::Apart
        }
    }
}

/// The kindest relation between any meanings of two names.
pub fn relation(a: &[Place], b: &[Place]) -> Relation {
    a.iter()
        .flat_map(|x| b.iter().map(move |y| x.relation(y)))
        .max()
        .unwrap_or(Relation::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> PlaceHit {
        let chars: Vec<char> = text.chars().collect();
        at_head(&chars).expect("a place")
    }

    #[test]
    fn every_name_has_a_mark_of_its_own() {
        let names = BY_FIRST
            .values()
            .flatten()
            .map(|(name, _)| name.iter().collect::<String>());
        let marks: FxHashMap<u32, String> = names.clone().map(|name| (mark(&name), name)).collect();
        assert_eq!(marks.len(), names.count());
        assert!(!marks.contains_key(&0));
    }

    #[test]
    fn endings_belong_to_the_place() {
        assert_eq!(find("广西壮族自治区南宁市").len, 7);
        assert_eq!(find("昆山甲乙").len, 2);
    }

    #[test]
    fn a_county_lies_in_its_city() {
        assert_eq!(
            relation(find("昆山").meanings, find("苏州市").meanings),
            Relation::Inside
        );
        assert_eq!(
            relation(find("昆山").meanings, find("无锡").meanings),
            Relation::Apart
        );
        assert_eq!(
            relation(find("鼓楼").meanings, find("福州").meanings),
            Relation::Inside
        );
    }
}
