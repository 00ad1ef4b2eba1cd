//! Rule: names are the field's own words; no name that says only that something is done somehow.

use super::finding::Finding;
use super::source::Source;

const EMPTY_WORDS: [&str; 7] = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Impl",
];
const EMPTY_FILES: [&str; 7] = [
    "utils", "util", "helpers", "helper", "manager", "common", "misc",
];
const DEFINITIONS: [&str; 6] = ["struct ", "enum ", "trait ", "type ", "union ", "mod "];

pub fn check_file(path: &str) -> Vec<Finding> {
    if !path.ends_with(".rs") {
        return Vec::new();
    }
    let name = path
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .rsplit('/')
        .next()
        .unwrap_or_default();
    // Cargo gives `tests/common/mod.rs` its meaning.
    let in_tests = path.contains("/tests/");
    let empty = EMPTY_FILES.contains(&name) && !(in_tests && name == "common");
    if empty {
        vec![Finding::new(path, 0, "文件名没有说出里面的名词")]
    } else {
        Vec::new()
    }
}

pub fn check_source(source: &Source) -> Vec<Finding> {
    let lines = source.lines();
    lines
        .filter_map(|(number, line)| {
            Some(Finding::new(
                &source.path,
                number,
                format!("{} 没有说出名词：用业务自己的词", empty_name(line)?),
            ))
        })
        .collect()
}

/// The name that the line defines, when one of its words is empty.
fn empty_name(line: &str) -> Option<&str> {
    let defined = line
        .trim_start()
        .trim_start_matches("pub ")
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub(super) ");
    let rest = DEFINITIONS
        .iter()
        .find_map(|keyword| defined.strip_prefix(keyword))?;
    let name = rest
        .split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .next()?;
    let empty =
        words(name).any(|word| EMPTY_WORDS.contains(&word)) || EMPTY_FILES[..5].contains(&name);
    empty.then_some(name)
}

/// `ImportManager` → `Import`, `Manager`.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let starts = name
        .char_indices()
        .filter(|(_, character)| character.is_uppercase())
        .map(|(at, _)| at);
    let starts: Vec<usize> = starts.collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([name.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(start, end)| &name[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_words_are_found_in_definitions_only() {
        assert_eq!(
            empty_name("pub struct ImportManager {"),
            Some("ImportManager")
        );
        assert_eq!(
            empty_name("pub(crate) trait ClueService {"),
            Some("ClueService")
        );
        assert_eq!(empty_name("mod helpers;"), Some("helpers"));
        assert_eq!(empty_name("impl Service<Request> for App {"), None);
        assert_eq!(empty_name("pub struct Implementation;"), None);
        assert_eq!(empty_name("struct Utilisation;"), None);
    }

    #[test]
    fn files_are_named_after_nouns() {
        assert_eq!(check_file("crates/app/src/utils.rs").len(), 1);
        assert_eq!(check_file("crates/app/src/common/mod.rs").len(), 1);
        assert_eq!(check_file("crates/app/tests/common/mod.rs").len(), 0);
        assert_eq!(check_file("crates/app/src/clue.rs").len(), 0);
    }
}
