//! The journeys through the pages in a real browser, on the demo county.
//! It must not know the pages.

use std::path::Path;
use std::process::Command;

use super::run::Run;
use crate::demo;
use crate::failure::{Failure, Outcome};
use crate::install;
use crate::repository;

/// Whether a journey's file name contains the filter.
pub fn concerns(filter: Option<&str>) -> bool {
    journey_files(filter).is_ok_and(|files| !files.is_empty())
}

/// Builds the product, makes the demo county once, and runs every journey on its own copy.
pub fn journeys(run: &mut Run, filter: Option<&str>) {
    let chromium = run.prepare("Chromium", install::chromium);
    let driver = run.prepare("浏览器驱动", install::browser_driver);
    let built = run.prepare("编译程序", demo::build);
    let (Some(chromium), Some(()), Some(())) = (chromium, driver, built) else {
        return;
    };
    let data = repository::target_folder().join("e2e-county");
    if run.prepare("演示县", || make_county(&data)).is_none() {
        return;
    }
    match command(&chromium, &data, filter) {
        Ok(mut command) => run.tests("浏览器测试", &mut command),
        Err(failure) => run.step("浏览器测试", || Err(failure)),
    }
}

fn make_county(data: &Path) -> Outcome {
    if data.exists() {
        std::fs::remove_dir_all(data)
            .map_err(|error| Failure::io(format_args!("删除 {} ", data.display()), &error))?;
    }
    demo::load(data, false)
}

fn command(chromium: &Path, data: &Path, filter: Option<&str>) -> Outcome<Command> {
    let mut command = Command::new("node");
    command
        .current_dir(repository::root())
        // Two journeys at once keep two cores busy; each has its own server, data and browser.
        .args([
            "--test",
            "--test-reporter=spec",
            "--test-concurrency=2",
            "--test-timeout=600000",
        ])
        .args(journey_files(filter)?)
        .env("FANGFEI_BIN", repository::binary("fangfei"))
        .env("FANGFEI_DEMO_BIN", repository::binary("demo"))
        .env("FANGFEI_E2E_DATA", data)
        .env("FANGFEI_CHROMIUM", chromium)
        .env("FANGFEI_E2E_SCREENSHOTS", screenshots());
    Ok(command)
}

/// Where the journeys leave their pictures, to be looked at after a run.
fn screenshots() -> std::path::PathBuf {
    match std::env::var_os("FANGFEI_E2E_SCREENSHOTS") {
        Some(given) => std::env::current_dir().unwrap_or_default().join(given),
        None => repository::target_folder().join("e2e-screenshots"),
    }
}

/// `e2e/**/*.test.mjs`, those whose path contains the filter.
fn journey_files(filter: Option<&str>) -> Outcome<Vec<String>> {
    let files = repository::files()?.into_iter();
    let journeys = files.filter(|path| path.starts_with("e2e/") && path.ends_with(".test.mjs"));
    Ok(journeys
        .filter(|path| filter.is_none_or(|word| path.contains(word)))
        .collect())
}
