//! Refused rows as a csv that opens in Excel, to be corrected and loaded again. It must not know where it is put.

use fangfei_lens::lake::Rejected;

/// The csv, with a byte order mark for Excel.
pub fn reject_csv(rejected: &[Rejected]) -> String {
    let mut csv = String::from("\u{feff}工作表,行号,列,原值,问题,怎么办\n");
    for row in rejected {
        let number = row.row.to_string();
        let cells = [
            &row.sheet,
            &number,
            &row.column,
            &row.value,
            &row.problem,
            &row.remedy,
        ];
        csv.push_str(&cells.map(|cell| quoted(cell)).join(","));
        csv.push('\n');
    }
    csv
}

/// A cell that no spreadsheet program takes for a formula.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@']);
    format!(
        "\"{}{}\"",
        if is_formula { "'" } else { "" },
        cell.replace('"', "\"\"")
    )
}
