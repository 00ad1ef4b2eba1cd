//! Rule: every public noun of `model` stands in GLOSSARY.md with its Chinese term.

use super::finding::Finding;
use super::source::Source;

pub fn check(sources: &[Source], glossary: &str) -> Vec<Finding> {
    let model = sources
        .iter()
        .filter(|source| source.path.starts_with("crates/model/src/"));
    model
        .flat_map(|source| check_file(source, glossary))
        .collect()
}

fn check_file(source: &Source, glossary: &str) -> Vec<Finding> {
    let nouns = source
        .product_lines()
        .filter_map(|(number, line)| Some((number, noun(line)?)));
    nouns
        .filter(|(_, noun)| !noun.ends_with("Error") && !mentions(glossary, noun))
        .map(|(number, noun)| {
            Finding::new(
                &source.path,
                number,
                format!("{noun} 不在 GLOSSARY.md 里：加一行，写明中文名称"),
            )
        })
        .collect()
}

/// The name in `pub struct Name` or `pub enum Name` at the top level of a module.
fn noun(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("pub struct ")
        .or_else(|| line.strip_prefix("pub enum "))?;
    rest.split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .next()
}

fn mentions(glossary: &str, noun: &str) -> bool {
    glossary
        .split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'))
        .any(|word| word == noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_without_a_term_is_found_and_errors_need_none() {
        let text = "pub struct RiskItem(u8);\npub enum Grade {\n}\npub struct ParseFenError;\nmod inner {\n  pub struct Hidden;\n}\n";
        let sources = [Source::new("crates/model/src/risk.rs", text)];
        let findings = check(
            &sources,
            "| 风险事项 | `RiskItem` | risk_item |\n| 等级 | `Grades` |",
        );
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].problem.starts_with("Grade "),
            "{}",
            findings[0].problem
        );
    }

    #[test]
    fn only_the_model_is_held_to_it() {
        let sources = [Source::new("crates/store/src/row.rs", "pub struct Row;\n")];
        assert_eq!(check(&sources, ""), []);
    }
}
