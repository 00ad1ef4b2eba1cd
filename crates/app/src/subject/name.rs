//! The one spelling in which names of subjects are kept and compared. It must not know subjects.

use fangfei_intake::value::{fold, tidy};

/// The name as it is kept: blanks and invisible marks gone, letters and digits half-width, brackets
/// full-width as on licences. `某某(云溪) 有限公司` and `某某（云溪）有限公司` are one name.
pub fn canonical_name(text: &str) -> String {
    let folded = fold(&tidy(text));
    let joined = join_han(&folded);
    joined
        .chars()
        .map(|c| {
            if c == '(' {
                '（'
            } else if c == ')' {
                '）'
            } else {
                c
            }
        })
        .collect()
}

/// Blanks stay only between two words in Latin letters or digits.
fn join_han(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() {
            kept.push(c);
            continue;
        }
        let next = chars.peek().is_some_and(char::is_ascii_alphanumeric);
        let before = kept
            .chars()
            .last()
            .is_some_and(|c| c.is_ascii_alphanumeric());
        if before && next {
            kept.push(' ');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::canonical_name;

    #[test]
    fn one_firm_has_one_spelling() {
        let kept = "云溪县甲（乙）商贸有限公司";
        for typed in [
            "云溪县甲(乙)商贸有限公司",
            " 云溪县甲（乙） 商贸\u{3000}有限公司\u{200b}",
            "云溪县甲（乙）商贸有限公司\n",
        ] {
            assert_eq!(canonical_name(typed), kept);
        }
        assert_eq!(canonical_name("ＡＢＣ  Trade 店"), "ABC Trade店");
    }
}
