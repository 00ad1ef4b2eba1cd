//! What a machine must have before anything can be built: Rust new enough, a C compiler, rustfmt
//! and clippy. It must not know what is built with them.

use std::process::Command;

use crate::child;
use crate::failure::{Failure, Outcome};
use crate::repository;

/// Refuses with the way out when Rust is too old or no C compiler is there.
pub fn require_build_tools() -> Outcome {
    let needed = workspace_rust_version(&repository::read("Cargo.toml").unwrap_or_default());
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let found = child::output(rustc, &["--version"]).unwrap_or_default();
    if parse_version(&found) < needed {
        let (major, minor) = needed;
        return Err(Failure::refused(format!(
            "Rust 版本太旧：需要 {major}.{minor} 或更新，现有“{found}”。\n更新：rustup update stable\n没有 rustup 时见 https://rustup.rs"
        )));
    }
    if child::find(&["cc", "gcc", "clang"]).is_none() && cfg!(unix) {
        return Err(Failure::refused(
            "没有 C 编译器（内置的 SQLite 要用）。\n安装：apt-get update && apt-get install -y build-essential",
        ));
    }
    Ok(())
}

/// Makes sure that rustfmt and clippy are there, adding them through rustup when it can.
pub fn require_components() -> Outcome {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if child::find(&[program]).is_some_and(|path| child::output(path, &["--version"]).is_some())
        {
            continue;
        }
        let added = Command::new("rustup")
            .args(["component", "add", component])
            .status();
        if !added.is_ok_and(|status| status.success()) {
            return Err(Failure::refused(format!(
                "没有 {component}。安装：rustup component add {component}"
            )));
        }
    }
    Ok(())
}

/// `rust-version = "1.95"` of the workspace as (major, minor).
fn workspace_rust_version(manifest: &str) -> (u32, u32) {
    let value = manifest
        .lines()
        .find_map(|line| line.trim().strip_prefix("rust-version"))
        .unwrap_or_default();
    parse_version(value)
}

/// The first `major.minor` in a text such as `rustc 1.95.0 (…)`; (0, 0) when there is none.
fn parse_version(text: &str) -> (u32, u32) {
    text.split(|character: char| !(character.is_ascii_digit() || character == '.'))
        .find_map(|word| {
            let mut parts = word.split('.').map(str::parse);
            match (parts.next(), parts.next()) {
                (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
                _ => None,
            }
        })
        .unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(
            parse_version("rustc 1.95.0 (59807616e 2026-04-14)"),
            (1, 95)
        );
        assert!(parse_version("rustc 1.100.0-nightly") > parse_version("1.95"));
        assert_eq!(parse_version("no such program"), (0, 0));
    }

    #[test]
    fn the_workspace_states_its_version() {
        assert_eq!(
            workspace_rust_version("edition = \"2024\"\nrust-version = \"1.95\"\n"),
            (1, 95)
        );
    }
}
