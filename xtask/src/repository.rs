//! Where things are: the repository's root, its files, the target folder and what cargo put there.
//! It must not know what the files mean.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Outcome};

/// The repository's root folder.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The target folder that every command shares: `CARGO_TARGET_DIR`, or a folder under the user's
/// cache, so that fresh clones and worktrees reuse what was compiled before.
pub fn target_folder() -> PathBuf {
    if let Some(folder) = env::var_os("CARGO_TARGET_DIR") {
        // A relative folder means relative to where the person called cargo.
        return env::current_dir().unwrap_or_default().join(folder);
    }
    match env::var_os("HOME").or_else(|| env::var_os("USERPROFILE")) {
        Some(home) => Path::new(&home).join(".cache/fangfei-target"),
        None => root().join("target"),
    }
}

/// The path of a binary of this workspace, as `cargo build` leaves it.
pub fn binary(name: &str) -> PathBuf {
    binary_in("debug", name)
}

/// The same in another profile's folder, `debug` or `release`.
pub fn binary_in(folder: &str, name: &str) -> PathBuf {
    target_folder()
        .join(folder)
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// A cargo command at the repository's root with the shared target folder.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(root())
        .env("CARGO_TARGET_DIR", target_folder());
    for (name, _) in env::vars_os() {
        if describes_this_crate(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo run` describes xtask itself to its child (`CARGO_PKG_NAME`, `CARGO_MANIFEST_DIR`, …);
/// build scripts that watch such variables would be rebuilt at each change of caller.
fn describes_this_crate(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_")
}

/// Every file of the repository that git tracks or would track, with `/` in its path.
pub fn files() -> Outcome<Vec<String>> {
    let output = Command::new("git")
        .current_dir(root())
        // In a container the checkout often belongs to another user, which git refuses by default.
        .args(["-c", "safe.directory=*"])
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .map_err(|error| Failure::io("运行 git ls-files（需要安装 git）", &error))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Failure::refused(format!("git 列不出仓库的文件：{reason}")));
    }
    let listing = String::from_utf8_lossy(&output.stdout);
    let mut files: Vec<String> = listing
        .split('\0')
        .filter(|path| !path.is_empty() && root().join(path).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// A text file of the repository; `None` when it is absent or not UTF-8.
pub fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}
