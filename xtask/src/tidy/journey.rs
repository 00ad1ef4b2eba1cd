//! Rule: no browser journey is left running alone or switched off.

use super::finding::Finding;

const ALONE: [&str; 3] = [".only(", "only: true", ".skip("];

pub fn check(path: &str, text: &str) -> Vec<Finding> {
    if !path.starts_with("e2e/") || !path.ends_with(".mjs") {
        return Vec::new();
    }
    let lines = text.lines().enumerate();
    let broken = lines.filter_map(|(index, line)| {
        Some((index + 1, ALONE.iter().find(|word| line.contains(**word))?))
    });
    broken
        .map(|(line, word)| {
            Finding::new(
                path,
                line,
                format!("{word} 会使别的浏览器测试不跑或自己不跑"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journey_left_alone_is_found() {
        assert_eq!(
            check("e2e/journeys/clue.test.mjs", "test('a')\ntest.only('b')\n").len(),
            1
        );
        assert_eq!(check("e2e/journeys/clue.test.mjs", "test('a')\n"), []);
        assert_eq!(check("docs/x.md", "test.only("), []);
    }
}
