//! Writes one of every chart and table into a folder, to look at: `cargo run --example gallery -- DIR`.
//! All names and figures are made up.

mod charts;
mod papers;
mod tables;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    std::fs::create_dir_all(&dir)?;
    for (name, svg) in charts::all() {
        std::fs::write(dir.join(format!("{name}.svg")), svg)?;
    }
    std::fs::write(dir.join("charts.html"), charts::page())?;
    std::fs::write(dir.join("tables.xlsx"), tables::tables()?)?;
    for (name, docx) in papers::all()? {
        std::fs::write(dir.join(format!("{name}.docx")), docx)?;
    }
    Ok(())
}
