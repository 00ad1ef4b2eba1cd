//! How far back a rule looks from a place: as far as a clause or a title reaches, never to the start of the text,
//! so that a long paragraph is read in time in proportion to its length. It must not know any rule.

/// At most the last `chars` characters of a text.
pub(super) fn tail(text: &str, chars: usize) -> &str {
    let start = text.char_indices().rev().nth(chars.saturating_sub(1));
    &text[start.map_or(0, |(at, _)| at)..]
}

/// At most the first `chars` characters of a text.
pub(super) fn head(text: &str, chars: usize) -> &str {
    let end = text.char_indices().nth(chars);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// Whether a text has at least so many characters; a long one is not counted to its end.
pub(super) fn has_chars(text: &str, chars: usize) -> bool {
    chars == 0 || text.chars().nth(chars - 1).is_some()
}

/// The longest title there is, in characters, with room for another inside it.
const LONGEST_TITLE: usize = 240;

/// Whether a place right behind `before` stands inside 《》.
pub(super) fn is_quoted(before: &str) -> bool {
    let mut closed = 0_usize;
    for c in before.chars().rev().take(LONGEST_TITLE) {
        match c {
            '》' => closed += 1,
            '《' if closed == 0 => return true,
            '《' => closed -= 1,
            '\n' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_title_quotes() {
        assert!(is_quoted("根据《云溪县2023年"));
        assert!(is_quoted("《转发〈意见〉的通知（《甲》、"));
        assert!(!is_quoted("根据《云溪县方案》，于"));
    }

    #[test]
    fn ends_are_cut_between_characters() {
        assert_eq!(tail("云溪县方案", 2), "方案");
        assert_eq!(head("云溪县方案", 3), "云溪县");
        assert_eq!((tail("云", 5), head("云", 5)), ("云", "云"));
        assert!(has_chars("云溪", 2) && !has_chars("云溪", 3));
    }
}
