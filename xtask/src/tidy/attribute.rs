//! Rule: a lint is set aside only with `#[expect(…, reason = "…")]`, which complains when it is no
//! longer needed; a test is left out only with a reason.

use super::finding::Finding;
use super::source::Source;

pub fn check(source: &Source) -> Vec<Finding> {
    source
        .lines()
        .filter_map(|(number, line)| Some(Finding::new(&source.path, number, problem(line)?)))
        .collect()
}

fn problem(line: &str) -> Option<&'static str> {
    let packed: String = line.split_whitespace().collect();
    if packed.contains("#[allow(") || packed.contains("#![allow(") || packed.contains(",allow(") {
        return Some("不用 allow：改掉原因，或用 #[expect(…, reason = \"…\")]");
    }
    packed
        .contains("#[ignore]")
        .then_some("被略过的测试要写原因：#[ignore = \"…\"]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> usize {
        check(&Source::new("crates/app/src/clue.rs", text)).len()
    }

    #[test]
    fn allow_is_refused_even_in_tests() {
        assert_eq!(findings("#[allow(dead_code)]\nfn a() {}"), 1);
        assert_eq!(findings("#![allow(unused)]\n"), 1);
        assert_eq!(findings("#[cfg_attr(test, allow(unused))]\nfn a() {}"), 1);
        assert_eq!(
            findings("#[cfg(test)]\nmod tests {\n #[allow(x)] fn a() {}\n}"),
            1
        );
    }

    #[test]
    fn expect_and_a_reasoned_ignore_are_fine() {
        assert_eq!(
            findings("#[expect(clippy::x, reason = \"because\")]\nfn a() { self.allow(1); }"),
            0
        );
        assert_eq!(findings("#[ignore = \"needs an hour\"]\nfn a() {}"), 0);
        assert_eq!(findings("#[ignore]\nfn a() {}"), 1);
    }
}
