//! The longest files and functions, printed without failing: past these sizes, ask whether two things
//! live there. It must not judge.

use super::source::{Source, end_of_item, line_of};

const LONG_FILE: usize = 500;
const LONG_FUNCTION: usize = 60;
const SHOWN: usize = 10;

/// Prints what is longer than the two measures, the longest first.
pub fn report(sources: &[Source]) {
    let files = sources
        .iter()
        .map(|source| (source.text.lines().count(), source.path.clone()));
    show("文件", LONG_FILE, files.collect());
    show(
        "函数",
        LONG_FUNCTION,
        sources.iter().flat_map(functions).collect(),
    );
}

fn show(what: &str, limit: usize, mut sizes: Vec<(usize, String)>) {
    sizes.sort_by(|left, right| right.cmp(left));
    let median = sizes.get(sizes.len() / 2).map_or(0, |(lines, _)| *lines);
    let long: Vec<&(usize, String)> = sizes.iter().filter(|(lines, _)| *lines > limit).collect();
    println!(
        "{what}：{} 个，中位数 {median} 行，超过 {limit} 行的 {} 个",
        sizes.len(),
        long.len()
    );
    for (lines, name) in long.iter().take(SHOWN) {
        println!("  {lines:>5} 行  {name}");
    }
}

/// Lines and name of every function outside tests.
fn functions(source: &Source) -> Vec<(usize, String)> {
    let starts = source.code.match_indices("fn ").filter(|(at, _)| {
        !source.code[..*at].ends_with(|last: char| last.is_alphanumeric() || last == '_')
    });
    let product = starts.filter(|(at, _)| !source.is_test(line_of(&source.code, *at) + 1));
    product
        .map(|(at, _)| {
            let first = line_of(&source.code, at);
            let last = line_of(
                &source.code,
                end_of_item(&source.code, at).saturating_sub(1),
            );
            let name: String = source.code[at + 3..]
                .chars()
                .take_while(|character| character.is_alphanumeric() || *character == '_')
                .collect();
            (
                last - first + 1,
                format!("{}:{} {name}", source.path, first + 1),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_measured_from_its_name_to_its_closing_brace() {
        let text = "pub fn a(x: [u8; 2]) -> u8 {\n  if x {\n  }\n  1\n}\ntrait T {\n  fn b();\n}\n#[test]\nfn t() {\n\n}\n";
        let source = Source::new("crates/app/src/x.rs", text);
        assert_eq!(
            functions(&source),
            [
                (5, "crates/app/src/x.rs:1 a".to_owned()),
                (1, "crates/app/src/x.rs:7 b".to_owned())
            ]
        );
    }
}
