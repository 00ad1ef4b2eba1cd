//! The file of learned weights, by which a later run judges as an earlier one did. It must not know how weights are learned.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use fangfei_lens::link::run::Weights;

use crate::failure::Failure;

/// Reads weights. Refused: a file that is damaged or something else.
pub fn read(path: &Path) -> Result<Weights, Failure> {
    let name = path.display();
    let text = fs::read(path).map_err(|error| {
        Failure::input(format!(
            "权重文件“{name}”无法读取（{error}），请检查路径和权限"
        ))
    })?;
    Weights::from_json(&String::from_utf8_lossy(&text)).map_err(|error| {
        Failure::input(format!(
            "权重文件“{name}”不能用：{error}。请换一份，或去掉 --weights 重新学习"
        ))
    })
}

/// Writes weights beside the place first, so that a full disk leaves the file of before.
pub fn write(path: &Path, weights: &Weights) -> Result<(), Failure> {
    let unwritten = |error| {
        let name = path.display();
        Failure::input(format!(
            "权重文件“{name}”无法写入（{error}），请检查路径、权限和磁盘空间"
        ))
    };
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(weights.to_json().as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()
    });
    written
        .and_then(|()| fs::rename(&beside, path))
        .map_err(unwritten)
}
