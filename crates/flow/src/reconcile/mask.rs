//! Whether a masked number or name may be a full one. It must not know accounts.

/// Whether a number shows all its digits. A few bare digits are the tail of a card; A001 is somebody's
/// own numbering.
pub(super) fn is_full(number: &str) -> bool {
    !number.contains('*') && !is_tail(number)
}

fn is_tail(number: &str) -> bool {
    number.len() < 6 && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether two numbers may be the same: where either is masked, what is visible before and behind
/// must agree. A bare tail of four digits agrees with every number that ends so.
pub(super) fn numbers_agree(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (ends(a), ends(b)) {
        (None, None) => false,
        (Some(ends), None) => fits(ends, b),
        (None, Some(ends)) => fits(ends, a),
        (Some((head_a, tail_a)), Some((head_b, tail_b))) => {
            let heads = head_a.starts_with(head_b) || head_b.starts_with(head_a);
            let tails = tail_a.ends_with(tail_b) || tail_b.ends_with(tail_a);
            heads && tails
        }
    }
}

/// What a masked number shows before and behind the mask; `None` for a full one.
pub(super) fn ends(number: &str) -> Option<(&str, &str)> {
    if let (Some(first), Some(last)) = (number.find('*'), number.rfind('*')) {
        return Some((&number[..first], &number[last + 1..]));
    }
    is_tail(number).then_some(("", number))
}

fn fits((head, tail): (&str, &str), full: &str) -> bool {
    full.len() >= head.len() + tail.len() && full.starts_with(head) && full.ends_with(tail)
}

/// How many digits a number shows.
pub(super) fn visible(number: &str) -> usize {
    number.chars().filter(char::is_ascii_alphanumeric).count()
}

/// Whether two names may be one: equal, or one masked (张*、*三、张某某 is not masked) as long.
pub(super) fn names_agree(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let is_mask = |c: char| matches!(c, '*' | '＊' | '×' | '?');
    if !a.contains(is_mask) && !b.contains(is_mask) {
        return plain(a) == plain(b);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len() == b.len()
        && a.iter()
            .zip(&b)
            .all(|(x, y)| x == y || is_mask(*x) || is_mask(*y))
}

/// A name without blanks and with half-width brackets: 甲（云溪）公司 is 甲(云溪)公司.
pub(super) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            other => other,
        })
        .collect()
}

/// Whether a name shows all of itself.
pub(super) fn is_full_name(name: &str) -> bool {
    !name.contains(['*', '＊', '×', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_numbers() {
        assert!(numbers_agree("6222****0123", "6222021234567890123"));
        assert!(numbers_agree("0123", "6222021234567890123"));
        assert!(is_full("A001") && !is_full("0123") && !numbers_agree("A001", "B001"));
        assert!(numbers_agree("6222*******0123", "622202****0123"));
        assert!(!numbers_agree("6222****0124", "6222021234567890123"));
        assert!(!numbers_agree("6222021234567890124", "6222021234567890123"));
    }

    #[test]
    fn masked_names() {
        assert!(names_agree("张*", "张三"));
        assert!(names_agree("*三", "张三"));
        assert!(names_agree("甲（云溪）公司", "甲(云溪)公司"));
        assert!(!names_agree("张*", "张三丰"));
        assert!(!names_agree("张三", "李四"));
    }
}
