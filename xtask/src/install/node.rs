//! Node.js and the packages that the browser journeys lock.
//! It must not know the journeys.

use std::path::Path;
use std::process::Command;

use super::apt;
use crate::child;
use crate::failure::{Failure, Outcome};
use crate::repository;

const OLDEST: u32 = 20;

/// Makes sure that Node.js and `e2e/node_modules` are there as the lock file says.
pub fn browser_driver() -> Outcome {
    require_node()?;
    let folder = repository::root().join("e2e");
    let lock = read(&folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if std::fs::read_to_string(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    eprintln!("== 安装 e2e 的 npm 软件包");
    let mut command = Command::new("npm");
    child::run(command.current_dir(&folder).args([
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
    .map_err(|failure| {
        Failure::refused(format!(
            "{failure}\n请检查能否连上 npm 软件源，再试：cd e2e && npm ci"
        ))
    })?;
    std::fs::write(&installed, lock).map_err(|error| Failure::io("记下已安装的版本", &error))
}

fn require_node() -> Outcome {
    if child::find(&["node"]).is_none() || child::find(&["npm"]).is_none() {
        apt::install(&["nodejs", "npm"]).map_err(|failure| {
            Failure::refused(format!(
                "没有 Node.js {OLDEST} 或更新（浏览器测试要用）。{failure}"
            ))
        })?;
    }
    let version = child::output("node", &["--version"]).unwrap_or_default();
    if major(&version) < OLDEST {
        return Err(Failure::refused(format!(
            "Node.js 太旧：需要 {OLDEST} 或更新，现有“{version}”。见 https://nodejs.org"
        )));
    }
    Ok(())
}

/// 20 of `v20.20.2`; 0 when it is no version.
fn major(version: &str) -> u32 {
    let digits = version.trim_start_matches('v').split('.').next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::io(format_args!("读取 {} ", path.display()), &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2"), 20);
        assert_eq!(major("v9.0.0"), 9);
        assert_eq!(major(""), 0);
    }
}
