//! Cuts folded text into the tokens that the index keeps, and a search into the tokens that a hit
//! must have. It must not know databases.
//!
//! Every pair of neighbours is a token, so that any substring is found however words are divided;
//! single characters of Chinese are tokens for one-character searches. Letters and digits repeat too
//! much for pairs to tell them apart (every credit code holds 91), so runs of them also give triples,
//! and a search of three or more uses those.

use std::collections::BTreeSet;

use fangfei_model::{
    code::division::{DivisionCode, DivisionLevel},
    id::UnitId,
    noun::Noun,
    scope::{Place, Scope, Visibility},
};

use crate::{column::id_text, scope::is_narrow};

/// Marks a record with a text too long to have all its tokens kept.
pub(super) const OVERLONG: &str = "\u{E003}";

/// Private-use characters in front of tokens that are not text; folded text never holds them.
const DIVISION: char = '\u{E000}';
const UNIT: char = '\u{E001}';
const NOUN: char = '\u{E002}';

/// The tokens of a folded text.
pub(super) fn of_text(folded: &str) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for word in folded.split(' ').filter(|w| !w.is_empty()) {
        let chars: Vec<char> = word.chars().collect();
        tokens.extend(singles(&chars));
        tokens.extend(chars.windows(2).map(String::from_iter));
        tokens.extend(
            chars
                .windows(3)
                .filter(|w| is_ascii(w))
                .map(String::from_iter),
        );
    }
    tokens
}

/// Each Chinese character, and the first letter or digit of a run.
fn singles(chars: &[char]) -> impl Iterator<Item = String> {
    chars.iter().enumerate().filter_map(|(at, character)| {
        let starts = at == 0 || !chars[at - 1].is_ascii();
        (!character.is_ascii() || starts).then(|| character.to_string())
    })
}

/// The tokens that a text holding the folded word has.
pub(super) fn of_word(word: &str) -> BTreeSet<String> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() == 1 {
        return BTreeSet::from([word.to_owned()]);
    }
    let mut tokens: BTreeSet<String> = chars
        .windows(3)
        .filter(|w| is_ascii(w))
        .map(String::from_iter)
        .collect();
    for at in 0..chars.len() - 1 {
        let in_triple = |from: usize| chars.get(from..from + 3).is_some_and(is_ascii);
        if !(in_triple(at) || at > 0 && in_triple(at - 1)) {
            tokens.insert(chars[at..at + 2].iter().collect());
        }
    }
    tokens
}

fn is_ascii(window: &[char]) -> bool {
    window.iter().all(char::is_ascii)
}

/// The tokens by which narrow scopes pass over what they cannot see: the township and below, the
/// units. They only save work; the scope's predicate decides.
pub(super) fn of_place(noun: Noun, place: &Place) -> Vec<String> {
    let mut tokens = vec![noun_token(noun)];
    tokens.extend(
        place
            .division
            .ancestors()
            .filter(is_narrow)
            .map(|d| division_token(&d)),
    );
    match noun.visibility() {
        Visibility::ByUnit => tokens.extend(
            [place.unit, place.origin_unit]
                .into_iter()
                .flatten()
                .map(unit_token),
        ),
        Visibility::Common => tokens.push(common_token()),
        Visibility::Downward | Visibility::Everywhere => {
            tokens.extend([common_token(), everywhere_token()])
        }
    }
    tokens
}

/// The tokens that everything in this scope has: one of each list.
pub(super) fn of_scope(scope: &Scope) -> Vec<Vec<String>> {
    let narrow = scope
        .division()
        .filter(|d| d.level() >= DivisionLevel::Township);
    let mut lists: Vec<Vec<String>> = narrow
        .map(|d| vec![division_token(d), everywhere_token()])
        .into_iter()
        .collect();
    if let Scope::Unit { unit, .. } = scope {
        lists.push(vec![unit_token(*unit), common_token()]);
    }
    lists
}

pub(super) fn noun_token(noun: Noun) -> String {
    format!("{NOUN}{}", noun.code().replace('_', ""))
}

fn division_token(division: &DivisionCode) -> String {
    format!("{DIVISION}{division}")
}

fn unit_token(unit: UnitId) -> String {
    format!("{UNIT}{}", id_text(unit.uuid()))
}

/// Marks what every unit of the division sees.
fn common_token() -> String {
    UNIT.to_string()
}

/// Marks what everybody sees.
fn everywhere_token() -> String {
    DIVISION.to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::fold::fold;

    proptest! {
        /// The promise of the search box: every substring of two characters or more is found.
        #[test]
        fn a_text_has_the_tokens_of_each_of_its_substrings(text in "[甲乙丙a-c0-2 ]{2,14}", from in 0_usize..12, len in 2_usize..8) {
            let folded = fold(&text);
            let part: String = folded.chars().skip(from).take(len).collect();
            let tokens = of_text(&folded);
            for word in part.split(' ').filter(|w| w.chars().count() > 1) {
                prop_assert!(of_word(word).is_subset(&tokens), "{word} in {folded}");
            }
        }
    }

    #[test]
    fn a_chinese_character_alone_is_found_anywhere() {
        assert!(of_word("司").is_subset(&of_text("某某公司")));
    }

    #[test]
    fn a_long_number_is_told_apart_by_its_triples() {
        assert_eq!(
            of_word("9113"),
            BTreeSet::from(["911".to_owned(), "113".to_owned()])
        );
        assert!(of_word("a座").contains("a座"));
    }
}
