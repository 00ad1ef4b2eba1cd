//! Whose account it is (账户归属): the claimant's name beside the name of the account, and accounts that
//! several claims name. It must not know figures.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Found,
    seen::{digits, fits},
};

/// What a claim names, for finding accounts that others name too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holding {
    /// Account numbers, of statements and for the payment.
    pub accounts: Vec<Box<str>>,
    /// The people of the statements that were taken for the claimant: places in the register.
    pub places: Vec<u32>,
}

/// One account, or one person of the statements, that several claims name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The account number; none where the claims meet in a person of the statements.
    pub account: Option<Box<str>>,
    /// Places of the claims, two or more, in order.
    pub claims: Vec<usize>,
}

/// Says so when an account that was found bears another name than the claimant. A masked name agrees
/// with every name that it can stand for; an account without a name says nothing.
pub fn other_name(claimant: &str, found: &Found) -> Option<String> {
    let other: Vec<&str> = found
        .names
        .iter()
        .map(|name| &**name)
        .filter(|name| is_name(name) && !names_agree(name, claimant))
        .collect();
    (!other.is_empty()).then(|| {
        format!(
            "账户名与申报人不一致：流水中的户名是“{}”，申报人是“{claimant}”；请提供授权、继承或者身份证明",
            other.join("”、“")
        )
    })
}

/// Whether two names may be one person's: without blanks, a mask standing for any letters.
pub fn names_agree(a: &str, b: &str) -> bool {
    let (a, b) = (plain(a), plain(b));
    match (a.contains(&'*'), b.contains(&'*')) {
        (false, false) => a == b,
        (true, false) => stands_for(&a, &b),
        (false, true) => stands_for(&b, &a),
        // Two masks: nothing that both show may differ.
        (true, true) => {
            let ends = |one: &[char], two: &[char]| match (one.first(), two.first()) {
                (Some('*'), _) | (_, Some('*')) => true,
                (x, y) => x == y,
            };
            let turned = |name: &[char]| name.iter().rev().copied().collect::<Vec<_>>();
            ends(&a, &b) && ends(&turned(&a), &turned(&b))
        }
    }
}

fn plain(name: &str) -> Vec<char> {
    let folded = |c: char| match c {
        '＊' | '×' | '✱' | '﹡' => Some('*'),
        '（' => Some('('),
        '）' => Some(')'),
        '·' | '•' | '．' | '‧' => Some('·'),
        c if c.is_whitespace() => None,
        c => Some(c.to_ascii_uppercase()),
    };
    name.chars().filter_map(folded).collect()
}

/// Whether a masked name can stand for a whole one: each run of masks for one letter or more.
fn stands_for(masked: &[char], whole: &[char]) -> bool {
    match masked.split_first() {
        None => whole.is_empty(),
        Some(('*', rest)) => {
            let rest = &rest[rest.iter().take_while(|c| **c == '*').count()..];
            (1..=whole.len()).any(|taken| stands_for(rest, &whole[taken..]))
        }
        Some((letter, rest)) => whole.first() == Some(letter) && stands_for(rest, &whole[1..]),
    }
}

/// A label that stands in for an unknown name, such as a number, is none.
fn is_name(text: &str) -> bool {
    !text.trim().is_empty()
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.starts_with("未知")
}

/// Accounts that several claims name, and people of the statements whom several claims were taken for.
/// A masked number meets every number that it can stand for.
pub fn shared(claims: &[Holding]) -> Vec<Shared> {
    let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_place: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        let numbers: HashSet<String> = claim.accounts.iter().map(|n| digits(n)).collect();
        for number in numbers.into_iter().filter(|number| !number.is_empty()) {
            by_number.entry(number).or_default().push(at);
        }
        for place in claim.places.iter().copied().collect::<HashSet<_>>() {
            by_place.entry(place).or_default().push(at);
        }
    }
    meet_masks(&mut by_number);
    let mut found: Vec<Shared> = by_number
        .into_iter()
        .filter(|(_, claims)| claims.len() > 1)
        .map(|(number, claims)| Shared {
            account: Some(number.into()),
            claims,
        })
        .collect();
    let told: HashSet<Vec<usize>> = found.iter().map(|one| one.claims.clone()).collect();
    let places = by_place.into_values();
    let places = places.filter(|claims| claims.len() > 1 && !told.contains(claims));
    let places: HashSet<Vec<usize>> = places.collect();
    let mut places: Vec<Vec<usize>> = places.into_iter().collect();
    places.sort();
    found.extend(places.into_iter().map(|claims| Shared {
        account: None,
        claims,
    }));
    found
}

/// Adds to each masked number whoever names a number that it can stand for. Both ends of such a number
/// are those of the mask, so that only numbers with the same ends are looked at.
fn meet_masks(by_number: &mut BTreeMap<String, Vec<usize>>) {
    let mut same_ends: HashMap<(&str, &str), Vec<&String>> = HashMap::new();
    for number in by_number.keys() {
        if let Some(ends) = ends(number) {
            same_ends.entry(ends).or_default().push(number);
        }
    }
    let mut more: HashMap<String, Vec<usize>> = HashMap::new();
    for mask in by_number.keys().filter(|number| number.contains('*')) {
        let near = ends(mask).and_then(|ends| same_ends.get(&ends));
        let met = near.into_iter().flatten();
        let met = met.filter(|number| **number != mask && fits(mask, number));
        let also: Vec<usize> = met
            .flat_map(|number| &by_number[*number])
            .copied()
            .collect();
        more.insert(mask.clone(), also);
    }
    for (mask, also) in more {
        if let Some(claims) = by_number.get_mut(&mask) {
            claims.extend(also);
            claims.sort_unstable();
            claims.dedup();
        }
    }
}

/// The four characters at either end of a number; `None` of a shorter one, which meets no mask.
fn ends(number: &str) -> Option<(&str, &str)> {
    let tail = number.len().checked_sub(4)?;
    Some((number.get(..4)?, number.get(tail..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_agrees_with_what_it_can_stand_for() {
        for (a, b) in [
            ("张三", "张 三"),
            ("张*", "张三"),
            ("*三", "张三"),
            ("李**", "李小红"),
            ("李*红", "李小红"),
            ("张＊", "张*"),
            ("某某（北京）公司", "某某(北京)公司"),
        ] {
            assert!(names_agree(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("张三", "李四"),
            ("张*", "李四"),
            ("*四", "张三"),
            ("张*", "李*"),
        ] {
            assert!(!names_agree(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_label_in_place_of_a_name_says_nothing() {
        let found = |name: &str| Found {
            names: vec![name.into()],
            ..Found::default()
        };
        assert_eq!(other_name("张三", &found("6217****0002")), None);
        assert_eq!(other_name("张三", &found("未知账户4")), None);
        let said = other_name("张三", &found("李四")).unwrap();
        assert!(said.contains("李四") && said.contains("张三"), "{said}");
    }

    #[test]
    fn who_names_an_account_of_another_is_found_by_number_mask_and_person() {
        let holding = |accounts: &[&str], places: &[u32]| Holding {
            accounts: accounts.iter().map(|a| (*a).into()).collect(),
            places: places.to_vec(),
        };
        let found = shared(&[
            holding(&["6217 0000 0000 0002", "6217000000000002"], &[1]),
            holding(&["6217000000000002"], &[1]),
            holding(&["6217000000000003"], &[2]),
            holding(&["6217****0003"], &[]),
            holding(&[], &[2]),
            holding(&["6217000000000009"], &[3]),
        ]);
        let claims: Vec<_> = found.iter().map(|one| one.claims.clone()).collect();
        assert_eq!(claims, [vec![2, 3], vec![0, 1], vec![2, 4]]);
        assert_eq!(found[2].account, None);
    }
}
