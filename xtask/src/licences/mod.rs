//! The dependencies' licences and sources: cargo-deny where it is installed, and otherwise the same
//! allow list checked here over `cargo tree`. It must not know what the dependencies do.

mod expression;

use std::process::Command;

use crate::child;
use crate::failure::{Failure, Outcome};
use crate::repository;

use expression::Expression;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks licences and sources of everything that is compiled, tests included.
pub fn run() -> Outcome {
    if child::find(&["cargo-deny"]).is_some() {
        return child::run(repository::cargo().args([
            "deny",
            "--log-level",
            "error",
            "check",
            "licenses",
            "bans",
            "sources",
        ]));
    }
    eprintln!("没有安装 cargo-deny，改用自带的检查（许可证与来源，不含安全公告）。");
    let mut problems =
        sources_outside_crates_io(&repository::read("Cargo.lock").unwrap_or_default());
    problems.extend(unlicensed(
        &tree()?,
        &allowed(&repository::read("deny.toml").unwrap_or_default()),
    ));
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "依赖的许可证或来源不合要求（名单在 deny.toml）：\n  {}",
        problems.join("\n  ")
    )))
}

/// `name version<TAB>licence` of every package in the graph.
fn tree() -> Outcome<String> {
    let mut command: Command = repository::cargo();
    command.args([
        "tree",
        "--workspace",
        "--all-features",
        "--locked",
        "--prefix",
        "none",
        "--format",
        "{p}\t{l}",
    ]);
    let output = command
        .output()
        .map_err(|error| Failure::io("运行 cargo tree ", &error))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Failure::refused(format!("cargo tree 列不出依赖：{reason}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The identifiers in `allow = [ … ]` of deny.toml.
fn allowed(deny: &str) -> Vec<String> {
    let list = deny
        .split_once("\nallow = [")
        .and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = list.unwrap_or_default();
    let quoted = list.split('"').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

fn unlicensed(tree: &str, allowed: &[String]) -> Vec<String> {
    let mut problems: Vec<String> = tree
        .lines()
        .filter_map(|line| refusal(line, allowed))
        .collect();
    problems.sort();
    problems.dedup();
    problems
}

fn refusal(line: &str, allowed: &[String]) -> Option<String> {
    let (package, licence) = line.split_once('\t')?;
    // `cargo tree` marks a package that it has shown before.
    let licence = licence.trim_end_matches(" (*)");
    let accepted =
        Expression::parse(licence).is_some_and(|expression| expression.satisfied(allowed));
    let shown = if licence.is_empty() {
        "未声明"
    } else {
        licence
    };
    (!accepted).then(|| format!("{package}：{shown}"))
}

/// Packages that the lock file takes from anywhere but crates.io or this repository.
fn sources_outside_crates_io(lock: &str) -> Vec<String> {
    let sources = lock
        .lines()
        .filter_map(|line| line.strip_prefix("source = "));
    let mut foreign: Vec<String> = sources
        .map(|source| source.trim_matches('"'))
        .filter(|source| *source != CRATES_IO)
        .map(|source| format!("Cargo.lock 有 crates.io 以外的来源：{source}"))
        .collect();
    foreign.dedup();
    foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str =
        "[licenses]\nversion = 2\nallow = [\n  \"MIT\", # short\n  \"Apache-2.0\",\n]\n[bans]\n";

    #[test]
    fn the_allow_list_is_read() {
        assert_eq!(allowed(DENY), ["MIT", "Apache-2.0"]);
        assert!(allowed("").is_empty());
    }

    #[test]
    fn a_package_outside_the_list_is_named_once() {
        let tree = "a v1.0.0\tMIT\nb v2.0.0\tGPL-3.0-only\nb v2.0.0\tGPL-3.0-only\nc v1.0.0\t\n";
        assert_eq!(
            unlicensed(tree, &allowed(DENY)),
            ["b v2.0.0：GPL-3.0-only", "c v1.0.0：未声明"]
        );
    }

    #[test]
    fn a_git_source_is_named() {
        let lock =
            format!("source = \"{CRATES_IO}\"\nsource = \"git+https://example.org/x#abc\"\n");
        assert_eq!(sources_outside_crates_io(&lock).len(), 1);
    }

    #[test]
    fn this_repository_has_an_allow_list() {
        assert!(
            allowed(&repository::read("deny.toml").unwrap()).contains(&"Apache-2.0".to_owned())
        );
    }
}
