//! Lists the shipped tables and indicators, so that a new file needs no second place. It must not read them.

use std::{env, fmt::Write, fs, path::Path};

fn main() -> std::io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let out = env::var("OUT_DIR").unwrap_or_default();
    for folder in ["tables", "indicators"] {
        list(Path::new(&root), folder, Path::new(&out))?;
    }
    Ok(())
}

/// Writes `<folder>.rs`: an array of file names and texts, sorted by name.
fn list(root: &Path, folder: &str, out: &Path) -> std::io::Result<()> {
    let dir = root.join(folder);
    writeln_directive(&dir);
    let mut names = Vec::new();
    for entry in fs::read_dir(&dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            names.push(name);
        }
    }
    names.sort();
    let mut code = String::from("&[\n");
    for name in names {
        let path = dir.join(&name);
        // Writing into a String cannot fail.
        let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
    }
    code.push(']');
    fs::write(out.join(format!("{folder}.rs")), code)
}

fn writeln_directive(dir: &Path) {
    println!("cargo::rerun-if-changed={}", dir.display());
}
