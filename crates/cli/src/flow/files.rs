//! Statement files and saved mappings from disk. It must not know what they say.

use std::path::{Path, PathBuf};

use fangfei_app::money::SourceFile;
use fangfei_intake::table::Profile;

use crate::failure::Failure;

const ENDINGS: &[&str] = &[
    "xlsx", "xlsm", "xls", "csv", "txt", "tsv", "htm", "html", "et", "xml",
];

/// Loads files; a folder stands for every table under it. Names are shown as given, files of a folder
/// by their path in it.
pub fn load(paths: &[PathBuf]) -> Result<Vec<SourceFile>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut found = Vec::new();
            under(path, &mut found)?;
            found.sort();
            for file in found {
                let name = file
                    .strip_prefix(path)
                    .unwrap_or(&file)
                    .display()
                    .to_string();
                files.push(read(&file, name)?);
            }
        } else {
            files.push(read(path, path.display().to_string())?);
        }
    }
    Ok(files)
}

fn under(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let refused = |error| {
        Failure::input(format!(
            "文件夹“{}”无法读取（{error}），请检查路径和权限",
            folder.display()
        ))
    };
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        // Hidden files, and what office programs leave beside an open file.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() {
            under(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
        {
            found.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path, name: String) -> Result<SourceFile, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::input(format!(
            "文件“{}”无法读取（{error}），请检查路径和权限",
            path.display()
        ))
    })?;
    Ok(SourceFile { name, bytes })
}

/// A small text file of rules.
pub fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::input(format!(
            "文件“{}”无法读取（{error}），请检查路径、权限和编码（UTF-8）",
            path.display()
        ))
    })
}

/// Mappings that a person corrected and kept, one JSON file each.
pub fn profiles(paths: &[PathBuf]) -> Result<Vec<Profile>, Failure> {
    paths
        .iter()
        .map(|path| {
            let bytes = std::fs::read(path).map_err(|error| {
                Failure::input(format!("列对应方案“{}”无法读取（{error}）", path.display()))
            })?;
            serde_json::from_slice(&bytes).map_err(|error| {
                Failure::input(format!("列对应方案“{}”格式不对（{error}）", path.display()))
            })
        })
        .collect()
}
