//! Times the annotating of an uploaded register: `cargo bench -p fangfei-report --profile dev --bench
//! annotate -- [ROWS]`, 100 000 rows of 15 columns by default, every fifth with a reason.

use std::time::Instant;

use fangfei_report::annotate::{Format, Notes, Place, annotate};
use rust_xlsxwriter::Workbook;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows = std::env::args()
        .filter_map(|a| a.parse().ok())
        .next()
        .unwrap_or(100_000_u32);
    let file = register(rows)?;
    let notes: Notes = (2..=rows)
        .step_by(5)
        .map(|row| (row, "统一社会信用代码校验位错误：请核对营业执照".into()))
        .collect();
    let place = Place {
        header_row: 1,
        ..Place::default()
    };
    let start = Instant::now();
    let out = annotate(&file, Format::Xlsx, &place, &notes)?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{rows} rows, {} notes: {seconds:.2} s, {} -> {} bytes",
        notes.len(),
        file.len(),
        out.len()
    );
    Ok(())
}

fn register(rows: u32) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..rows {
        for column in 0..15 {
            sheet.write_string(row, column, format!("第{}行的内容{column}", row % 977))?;
        }
    }
    book.save_to_buffer()
}
