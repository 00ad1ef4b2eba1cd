//! `cargo xtask bench [NAME] [--release]`: runs the timing binaries under `crates/*/benches`, each of
//! which prints its own table. It must not know what they measure.

use crate::child;
use crate::failure::{Failure, Outcome};
use crate::repository;

/// One timing binary, from `crates/KRATE/benches/NAME.rs`.
#[derive(Debug, PartialEq, Eq)]
struct Bench {
    krate: String,
    name: String,
}

/// Runs every benchmark whose name contains the given one, in the profile of the other commands
/// (nothing is compiled twice) unless `--release` asks for the shipped one.
pub fn run(arguments: &[String]) -> Outcome {
    let release = arguments.iter().any(|argument| argument == "--release");
    let profile = if release { RELEASE } else { DEV };
    let wanted = arguments
        .iter()
        .find(|argument| !argument.starts_with("--"));
    if let Some(unknown) = arguments
        .iter()
        .find(|argument| argument.starts_with("--") && *argument != "--release")
    {
        return Err(Failure::usage(format!(
            "bench 没有“{unknown}”这个选项，只有 --release。"
        )));
    }
    let all = benches(&repository::files()?);
    let chosen: Vec<&Bench> = all
        .iter()
        .filter(|bench| wanted.is_none_or(|part| bench.name.contains(part)))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = all.iter().map(|bench| bench.name.as_str()).collect();
        return Err(Failure::usage(format!(
            "没有这个性能测试。现有：{}",
            names.join("、")
        )));
    }
    chosen
        .into_iter()
        .try_for_each(|bench| time(bench, profile))
}

/// What the programs are compiled with: cargo's name for it and its folder under the target folder.
#[derive(Clone, Copy)]
struct Profile {
    name: &'static str,
    folder: &'static str,
}

const DEV: Profile = Profile {
    name: "dev",
    folder: "debug",
};
const RELEASE: Profile = Profile {
    name: "release",
    folder: "release",
};

fn time(bench: &Bench, profile: Profile) -> Outcome {
    eprintln!("\n== {} / {}", bench.krate, bench.name);
    // The kit's benchmarks measure the running program, which must be as new as they are.
    if bench.krate == "testkit" {
        child::run(repository::cargo().args([
            "build",
            "--quiet",
            "--workspace",
            "--bins",
            "--profile",
            profile.name,
        ]))?;
    }
    let package = format!("fangfei-{}", bench.krate);
    let mut command = repository::cargo();
    command
        .args([
            "bench",
            "--quiet",
            "--profile",
            profile.name,
            "-p",
            &package,
            "--bench",
            &bench.name,
        ])
        .env(
            "FANGFEI_BIN",
            repository::binary_in(profile.folder, "fangfei"),
        )
        .env(
            "FANGFEI_DEMO_BIN",
            repository::binary_in(profile.folder, "demo"),
        );
    child::run(&mut command)
}

fn benches(files: &[String]) -> Vec<Bench> {
    files.iter().filter_map(|path| bench(path)).collect()
}

fn bench(path: &str) -> Option<Bench> {
    let (krate, rest) = path.strip_prefix("crates/")?.split_once("/benches/")?;
    let name = rest
        .strip_suffix(".rs")
        .or_else(|| rest.strip_suffix("/main.rs"))?;
    let name = name.strip_suffix("/main").unwrap_or(name);
    (!name.contains('/')).then(|| Bench {
        krate: krate.to_owned(),
        name: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn benches_are_found_by_their_place() {
        let found = bench("crates/report/benches/xlsx.rs").unwrap();
        assert_eq!(
            (found.krate.as_str(), found.name.as_str()),
            ("report", "xlsx")
        );
        assert_eq!(
            bench("crates/app/benches/pages/main.rs").unwrap().name,
            "pages"
        );
        assert_eq!(bench("crates/app/benches/pages/table.rs"), None);
        assert_eq!(bench("crates/app/src/benches.rs"), None);
    }
}
