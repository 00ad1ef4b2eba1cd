//! Finding or installing the browser of the journeys.
//! It must not know the journeys.

use std::path::PathBuf;

use super::apt;
use crate::child;
use crate::failure::{Failure, Outcome};

const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
];

/// The browser's program file: `FANGFEI_CHROMIUM`, or the first known name on the `PATH`.
pub fn chromium() -> Outcome<PathBuf> {
    if let Some(given) = std::env::var_os("FANGFEI_CHROMIUM") {
        let given = PathBuf::from(given);
        return given
            .is_file()
            .then_some(given)
            .ok_or_else(|| Failure::refused("FANGFEI_CHROMIUM 指的文件不存在。"));
    }
    if let Some(found) = child::find(&NAMES) {
        return Ok(found);
    }
    // Without a Chinese font the screenshots would show boxes.
    apt::install(&["chromium", "fonts-noto-cjk"])
        .map_err(|failure| Failure::refused(format!("没有 Chromium（浏览器测试要用）。{failure}\n装在别处时用环境变量 FANGFEI_CHROMIUM 指出；不跑浏览器测试用 --skip-e2e。")))?;
    child::find(&NAMES).ok_or_else(|| {
        Failure::refused("装了 chromium，却不在 PATH 里；用 FANGFEI_CHROMIUM 指出。")
    })
}
