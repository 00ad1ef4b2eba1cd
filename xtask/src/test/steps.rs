//! The steps that only need Rust (and PostgreSQL): the checks of the source and the Rust tests.
//! It must not know the browser.

use std::process::Command;

use super::run::Run;
use crate::child;
use crate::install;
use crate::repository;
use crate::tidy;
use crate::toolchain;

/// Formatting, tidy, clippy and documentation; the cheap ones first.
pub fn source_checks(run: &mut Run) {
    run.step("tidy", tidy::run);
    if run
        .prepare("rustfmt 与 clippy", toolchain::require_components)
        .is_none()
    {
        return;
    }
    run.step("格式（不齐时：cargo fmt --all）", || {
        child::run(repository::cargo().args(["fmt", "--all", "--check"]))
    });
    run.step("clippy", || {
        let mut command = repository::cargo();
        command.args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]);
        child::run(&mut command)
    });
    run.step("文档", || {
        let mut command = repository::cargo();
        command
            .args(["doc", "--workspace", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "-D warnings");
        child::run(&mut command)
    });
}

/// The unit and integration tests, on SQLite and PostgreSQL, with nextest where it is installed;
/// then the examples in the documentation.
pub fn rust_tests(run: &mut Run, filter: Option<&str>) {
    let postgres = run.prepare("PostgreSQL", install::postgres);
    let with_nextest = child::find(&["cargo-nextest"]).is_some();
    let mut command = if with_nextest {
        nextest(filter)
    } else {
        cargo_test(filter)
    };
    if let Some(address) = &postgres {
        command.env("FANGFEI_TEST_POSTGRES", address);
    }
    run.tests("Rust 测试", &mut command);
    if with_nextest && filter.is_none() {
        run.tests(
            "文档里的例子",
            repository::cargo().args(["test", "--workspace", "--locked", "--doc", "--quiet"]),
        );
    }
}

/// The checks and tests of the cluster, whose engine is built with all of its parts. Of the workspace only the tests
/// named `cluster` are built, with the features of all members, so that the other dependencies are not built anew.
pub fn cluster(run: &mut Run, filter: Option<&str>) {
    const CHOSEN: [&str; 6] = [
        "--workspace",
        "--features",
        "fangfei-cli/cluster",
        "--test",
        "cluster",
        "--locked",
    ];
    if run
        .prepare("clippy", toolchain::require_components)
        .is_some()
    {
        run.step("clippy（集群）", || {
            let mut command = repository::cargo();
            command
                .arg("clippy")
                .args(CHOSEN)
                .args(["--", "-D", "warnings"]);
            child::run(&mut command)
        });
    }
    let mut command = repository::cargo();
    if child::find(&["cargo-nextest"]).is_some() {
        command.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        command.args(["test", "--no-fail-fast"]);
    }
    run.tests("集群测试", command.args(CHOSEN).args(filter));
}

fn nextest(filter: Option<&str>) -> Command {
    let mut command = repository::cargo();
    command
        .args([
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "--no-fail-fast",
            "--no-tests=pass",
        ])
        .args(filter);
    command
}

fn cargo_test(filter: Option<&str>) -> Command {
    let mut command = repository::cargo();
    command
        .args(["test", "--workspace", "--locked", "--no-fail-fast"])
        .args(filter);
    command
}
