//! Recorded outcomes from an office file: subject, and a date or a label. It must not know the index.

use fangfei_intake::table::{Cell, Workbook, open};
use fangfei_lens::index::{IndexError, Outcomes};

/// Headers that mean the subject, the date, the label.
const HEADERS: [&[&str]; 3] = [
    &[
        "subject",
        "id",
        "uscc",
        "主体",
        "统一社会信用代码",
        "企业名称",
        "platform",
        "平台编号",
    ],
    &["date", "on", "日期", "立案日期", "记录日期", "认定日期"],
    &["label", "标签", "结果", "是否出事", "bad"],
];

/// Reads outcomes: a column of subjects, and one of dates or of labels 1/0, or both.
///
/// # Errors
/// [`IndexError`] for a file without these columns, or naming the row.
pub fn read_outcomes(bytes: &[u8], file: &str) -> Result<Outcomes, IndexError> {
    let wrong = |row: u64, problem: String| IndexError::Outcome {
        file: file.to_owned(),
        row,
        problem,
    };
    let workbook = open(bytes, file).map_err(|e| wrong(0, e.to_string()))?;
    let (header, columns) = header(&workbook).ok_or_else(|| {
        wrong(
            1,
            "没有主体列（subject）；首行应为 subject,date 或 subject,label".to_owned(),
        )
    })?;
    let rows = workbook.sheets.first().map_or(&[][..], |s| &s.rows);
    let rows = rows.iter().skip(header + 1).map(|row| {
        let cell = |at: usize| {
            columns
                .get(at)
                .copied()
                .flatten()
                .map_or_else(String::new, |c| row.cell(c).shown().into_owned())
        };
        (u64::from(row.number), cell(0), cell(1), cell(2))
    });
    Outcomes::new(file, rows)
}

/// The header's row and the columns of subject, date and label.
fn header(workbook: &Workbook) -> Option<(usize, [Option<usize>; 3])> {
    let rows = &workbook.sheets.first()?.rows;
    rows.iter().take(5).enumerate().find_map(|(at, row)| {
        let find = |names: &[&str]| {
            let is_one = |cell: &Cell| {
                names
                    .iter()
                    .any(|n| cell.shown().trim().eq_ignore_ascii_case(n))
            };
            row.filled()
                .find(|(_, cell)| is_one(cell))
                .map(|(column, _)| column)
        };
        let [subject, date, label] = HEADERS.map(find);
        subject.filter(|_| date.or(label).is_some())?;
        Some((at, [subject, date, label]))
    })
}
