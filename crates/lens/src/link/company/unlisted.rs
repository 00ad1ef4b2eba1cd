//! Places at the head of a company name that are not compiled in: there are some 2 800 counties and 38 000
//! townships, and the word they end in tells them. It must not know how names are compared.

use crate::link::place::{Relation, starts_with};

/// The words that places end in, the widest first.
const ENDS: [char; 5] = ['市', '县', '旗', '镇', '乡'];
/// Words that end like a place and are none.
const WORDS: [&str; 26] = [
    "超市", "城市", "门市", "上市", "都市", "夜市", "早市", "集市", "股市", "楼市", "花市", "书市",
    "菜市", "闹市", "后市", "利市", "乡镇", "城镇", "重镇", "古镇", "小镇", "城乡", "家乡", "故乡",
    "水乡", "老乡",
];
/// What follows such a character where it ends no place: 市场, 县域, 乡土.
const FOLLOWS: [char; 12] = [
    '场', '民', '政', '内', '面', '区', '域', '容', '级', '土', '村', '长',
];
/// The longest name of a place, its last character included.
const LONGEST: usize = 5;

/// How many characters at the head of these are the name of a place, by the word it ends in; none for none.
pub(super) fn at_head(chars: &[char]) -> usize {
    let ends_place = |len: &usize| {
        let Some((last, before)) = chars.get(..*len).and_then(<[char]>::split_last) else {
            return false;
        };
        if !ENDS.contains(last) {
            return false;
        }
        // 沁县, 祁县: a county of two characters; other places have more.
        let long_enough = before.len() >= 2 || *last == '县';
        let ends_in = |word: &&str| starts_with(&chars[len - 2..*len], word);
        let follows = chars.get(*len).is_some_and(|next| FOLLOWS.contains(next));
        long_enough && before.iter().all(|c| is_han(*c)) && !WORDS.iter().any(ends_in) && !follows
    };
    (2..=LONGEST).find(ends_place).unwrap_or(0)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// How two lists of such places lie: by the narrowest kind that both name.
pub(super) fn relation(a: &[Vec<char>], b: &[Vec<char>]) -> Relation {
    let kind = |place: &Vec<char>| {
        place
            .last()
            .and_then(|c| ENDS.iter().position(|end| end == c))
    };
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    let narrowest = pairs
        .filter(|(x, y)| kind(x) == kind(y))
        .max_by_key(|(x, _)| kind(x));
    match narrowest {
        None => Relation::Unknown,
        Some((x, y)) if x == y => Relation::Same,
        Some(_) => Relation::Apart,
    }
}

/// The narrowest city, county or banner and the narrowest township of a name, as numbers of their letters; 0 for none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::link) struct UnlistedMarks {
    county: u32,
    township: u32,
}

impl UnlistedMarks {
    pub(in crate::link) fn of(places: &[Vec<char>]) -> Self {
        let mut marks = Self::default();
        for place in places {
            let mark = place.iter().fold(0x811c_9dc5_u32, |mark, c| {
                (mark ^ u32::from(*c)).wrapping_mul(0x0100_0193)
            });
            match place.last() {
                Some('镇' | '乡') => marks.township = mark.max(1),
                _ => marks.county = mark.max(1),
            }
        }
        marks
    }

    /// Whether both name a place of the narrowest kind that they share, and not the same.
    pub(in crate::link) fn apart(self, other: Self) -> bool {
        if self.township != 0 && other.township != 0 {
            return self.township != other.township;
        }
        self.county != 0 && other.county != 0 && self.county != other.county
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(name: &str) -> String {
        let chars: Vec<char> = name.chars().collect();
        chars[..at_head(&chars)].iter().collect()
    }

    #[test]
    fn places_are_told_by_the_word_they_end_in() {
        for (name, place) in [
            ("云溪县惠康养老服务", "云溪县"),
            ("清溪镇明西服装店", "清溪镇"),
            ("沁县惠农合作社", "沁县"),
            ("莫力达瓦旗牧业", "莫力达瓦旗"),
            ("北山乡甲禾超市", "北山乡"),
        ] {
            assert_eq!(head(name), place, "{name}");
        }
    }

    #[test]
    fn words_that_end_like_a_place_are_none() {
        for name in [
            "东街超市",
            "城市之光文化",
            "农贸市场管理",
            "上市公司服务",
            "美丽乡村旅游",
            "老乡鸡餐饮",
            "县域经济咨询",
            "家乡味道食品",
            "a县b",
        ] {
            assert_eq!(head(name), "", "{name}");
        }
    }

    #[test]
    fn two_counties_are_apart_and_one_is_the_same() {
        let places = |names: &[&str]| {
            names
                .iter()
                .map(|n| n.chars().collect())
                .collect::<Vec<Vec<char>>>()
        };
        let (a, b) = (places(&["云溪县", "清溪镇"]), places(&["江原县"]));
        assert_eq!(relation(&a, &b), Relation::Apart);
        assert_eq!(relation(&a, &places(&["清溪镇"])), Relation::Same);
        assert_eq!(relation(&a, &[]), Relation::Unknown);
    }
}
