//! `cargo xtask tidy`: the rules of this repository that no compiler checks, over every file git
//! knows. Each rule is a module with a function from text to findings, so that rules are tested on
//! small texts. It must not know how the findings are shown elsewhere.

mod attribute;
mod blank;
mod call;
mod direction;
mod finding;
mod glossary;
mod header;
mod journey;
mod leak;
mod name;
mod size;
mod source;
mod template;

use crate::failure::{Failure, Outcome};
use crate::repository;

use finding::Finding;
use source::Source;

/// Checks the whole repository; prints every finding and the longest files and functions.
pub fn run() -> Outcome {
    let files = repository::files()?;
    let texts: Vec<(&String, String)> = files
        .iter()
        .filter_map(|path| Some((path, repository::read(path)?)))
        .collect();
    let mut sources: Vec<Source> = texts
        .iter()
        .filter(|(path, _)| source::is_rust(path))
        .map(|(path, text)| Source::new(path, text))
        .collect();
    source::mark_test_modules(&mut sources);
    let mut findings: Vec<Finding> = texts
        .iter()
        .flat_map(|(path, text)| check_text(path, text))
        .collect();
    findings.extend(sources.iter().flat_map(check_source));
    findings.extend(glossary::check(
        &sources,
        &repository::read("GLOSSARY.md").unwrap_or_default(),
    ));
    size::report(&sources);
    conclude(&findings)
}

fn check_text(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = leak::check(path, text);
    findings.extend(name::check_file(path));
    findings.extend(direction::check(path, text));
    findings.extend(journey::check(path, text));
    findings.extend(template::check(path, text));
    findings
}

fn check_source(source: &Source) -> Vec<Finding> {
    let mut findings = header::check(source);
    findings.extend(call::check(source));
    findings.extend(attribute::check(source));
    findings.extend(name::check_source(source));
    findings
}

fn conclude(findings: &[Finding]) -> Outcome {
    if findings.is_empty() {
        println!("tidy：没有问题");
        return Ok(());
    }
    for finding in findings {
        eprintln!("{finding}");
    }
    Err(Failure::refused(format!(
        "tidy：{} 处不合规则（见 CONTRIBUTING.md）",
        findings.len()
    )))
}
