//! Debian packages, installed when this is root on a Debian machine.
//! It must not know what the packages are for.

use std::process::Command;
use std::sync::Once;

use crate::child;
use crate::failure::{Failure, Outcome};

/// Installs the packages, or refuses with the command for a person who may.
pub fn install(packages: &[&str]) -> Outcome {
    let typed = format!(
        "apt-get update && apt-get install -y {}",
        packages.join(" ")
    );
    if child::find(&["apt-get"]).is_none() {
        return Err(Failure::refused(format!(
            "这台机器没有 apt-get，请用本系统的办法安装：{}",
            packages.join("、")
        )));
    }
    if child::output("id", &["-u"]).as_deref() != Some("0") {
        return Err(Failure::refused(format!(
            "没有安装权限，请执行：sudo sh -c '{typed}'"
        )));
    }
    update_once();
    eprintln!("== 安装 {}", packages.join("、"));
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "--no-install-recommends", "-qq"])
        .args(packages);
    child::run(&mut command)
        .map_err(|failure| Failure::refused(format!("{failure}\n请手工执行后再试：{typed}")))
}

/// A fresh machine has no package lists; one reading of them serves every installation.
fn update_once() {
    static UPDATED: Once = Once::new();
    UPDATED.call_once(|| {
        if let Err(failure) = child::run(Command::new("apt-get").args(["update", "-qq"])) {
            eprintln!("{failure}（继续用已有的软件包清单）");
        }
    });
}
