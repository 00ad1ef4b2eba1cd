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

/// Appends the tokens of a folded text, each followed by a blank; some may come twice.
pub(super) fn push_text(folded: &str, tokens: &mut String) {
    let mut starts = Vec::new();
    for word in folded.split(' ').filter(|w| !w.is_empty()) {
        starts.clear();
        starts.extend(word.char_indices().map(|(start, _)| start));
        starts.push(word.len());
        push_word(word, &starts, tokens);
    }
}

/// `starts` holds where each character starts, and the end.
fn push_word(word: &str, starts: &[usize], tokens: &mut String) {
    let count = starts.len() - 1;
    let is_ascii = |at: usize| word.as_bytes()[starts[at]].is_ascii();
    let mut push = |from: usize, to: usize| {
        tokens.push_str(&word[starts[from]..starts[to]]);
        tokens.push(' ');
    };
    for at in 0..count {
        // Each Chinese character, and the first letter or digit of a run.
        if !is_ascii(at) || at == 0 || !is_ascii(at - 1) {
            push(at, at + 1);
        }
        if at + 1 < count {
            push(at, at + 2);
        }
        if at + 2 < count && (at..at + 3).all(is_ascii) {
            push(at, at + 3);
        }
    }
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

    fn of_text(folded: &str) -> BTreeSet<String> {
        let mut tokens = String::new();
        push_text(folded, &mut tokens);
        tokens.split_whitespace().map(str::to_owned).collect()
    }

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
