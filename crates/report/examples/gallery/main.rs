//! Writes one of every chart and table into a folder, to look at: `cargo run --example gallery -- DIR`.
//! All names and figures are made up.

mod charts;
mod papers;
mod tables;

use std::path::PathBuf;

use fangfei_report::annotate::{Format, Place, annotate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    std::fs::create_dir_all(&dir)?;
    for (name, svg) in charts::all() {
        std::fs::write(dir.join(format!("{name}.svg")), svg)?;
    }
    std::fs::write(dir.join("charts.html"), charts::page())?;
    let tables = tables::tables()?;
    let notes = [
        (10, "“发现日期”早于登记日期：请核对".to_owned()),
        (12, "=1+1".to_owned()),
    ]
    .into();
    let place = Place {
        header_row: 5,
        ..Place::default()
    };
    std::fs::write(
        dir.join("annotated.xlsx"),
        annotate(&tables, Format::Xlsx, &place, &notes)?,
    )?;
    std::fs::write(dir.join("tables.xlsx"), tables)?;
    for (name, docx) in papers::all()? {
        std::fs::write(dir.join(format!("{name}.docx")), docx)?;
    }
    Ok(())
}
