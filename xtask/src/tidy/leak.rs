//! Rule: the repository speaks of the product only: no path of one machine, no registry that only one
//! network knows, no addresses in lock files that bind a checkout to where it was made.

use super::finding::Finding;

/// Pieces of paths of one machine, written in two halves so that this file does not hold them.
const MACHINE: [[&str; 2]; 5] = [
    ["/wo", "rk/main"],
    ["/wo", "rk/shared"],
    ["/ro", "ot/"],
    ["/tmp/", "brief"],
    ["/tmp/", "bash_jobs"],
];

/// Files made by tools, and those that must name what they look for.
const LOCKS: [&str; 2] = ["Cargo.lock", "package-lock.json"];

pub fn check(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().enumerate();
    lines
        .filter_map(|(index, line)| Some(Finding::new(path, index + 1, problem(path, line)?)))
        .collect()
}

fn problem(path: &str, line: &str) -> Option<String> {
    if let Some(found) = MACHINE
        .iter()
        .map(|halves| halves.concat())
        .find(|piece| contains_path(line, piece))
    {
        return Some(format!("写了某台机器上的路径 {found}"));
    }
    if LOCKS.iter().any(|lock| path.ends_with(lock)) && foreign_address(line) {
        return Some(
            "锁文件里有软件源的地址（e2e/.npmrc 里 omit-lockfile-registry-resolved=true）"
                .to_owned(),
        );
    }
    let configures =
        path.contains(".cargo/") || path.ends_with(".npmrc") || path.ends_with("pip.conf");
    (configures && line.contains("registry") && line.contains("://"))
        .then(|| "软件源属于使用者的机器，不写进仓库".to_owned())
}

/// Whether the piece begins a path: `../root/` or `crates/home/` are others.
fn contains_path(line: &str, piece: &str) -> bool {
    line.match_indices(piece).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|last| {
            last.is_alphanumeric() || matches!(last, '.' | '_' | '-' | '/' | '}' | '$')
        })
    })
}

fn foreign_address(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("\"resolved\":")
        || (line.starts_with("source = ") && !line.contains("github.com/rust-lang/crates.io-index"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, line: &str) -> bool {
        !check(path, line).is_empty()
    }

    #[test]
    fn paths_of_one_machine_are_found_and_relative_ones_not() {
        assert!(found("README.md", concat!("see /ro", "ot/.cache/x")));
        assert!(found("a.rs", concat!("\"/wo", "rk/shared/data\"")));
        assert!(!found(
            "a.rs",
            "../shared/data and ../root/x and $HOME/home/x"
        ));
    }

    #[test]
    fn lock_files_carry_no_addresses() {
        assert!(found(
            "e2e/package-lock.json",
            "  \"resolved\": \"https://mirror.example/x.tgz\","
        ));
        assert!(found(
            "Cargo.lock",
            "source = \"registry+https://mirror.example/index\""
        ));
        assert!(!found(
            "Cargo.lock",
            "source = \"registry+https://github.com/rust-lang/crates.io-index\""
        ));
    }

    #[test]
    fn a_registry_is_not_configured_here() {
        assert!(found("e2e/.npmrc", "registry=https://mirror.example/"));
        assert!(!found("e2e/.npmrc", "omit-lockfile-registry-resolved=true"));
    }
}
