//! A file of monthly figures to rows, with every wrong cell named. It must not know how risk is computed.

use fangfei_intake::table::{Sheet, SheetRow, open};
use fangfei_lens::warn::{FIGURES, Month, PlatformMonth};

use super::{
    columns::Columns,
    heading::Meaning,
    rows::{month, number},
};
use crate::{Error, Result};

/// A file of monthly figures up to a month.
#[derive(Debug, Clone, PartialEq)]
pub struct PlatformsFile {
    /// The rows up to the month asked for.
    pub rows: Vec<PlatformMonth>,
    /// How many later rows were left out.
    pub later: usize,
    /// What a person should know: missing and unused columns.
    pub notes: Vec<String>,
}

/// How many wrong cells are named before the rest is only counted.
const NAMED: usize = 50;

/// Reads csv or a workbook with the columns of `platform,month_end,…` or their Chinese headings, in any order. Rows later
/// than `until` are left out unread, so that nothing in them can matter.
///
/// # Errors
/// A file that is no table, lacks the platform, the month or every figure; every row without platform or with a wrong
/// month; every wrong number up to the month.
pub fn read_platforms(bytes: &[u8], file: &str, until: Month) -> Result<PlatformsFile> {
    let workbook = open(bytes, file).map_err(|e| Error::file(file, e))?;
    let Some((sheet, columns)) = Columns::best(&workbook) else {
        return Err(Error::file(file, "文件里没有内容；请检查是否选错文件"));
    };
    if let Some(problem) = lacking(&columns) {
        return Err(Error::file(file, problem));
    }
    let mut read = PlatformsFile {
        rows: Vec::new(),
        later: 0,
        notes: notes(&columns),
    };
    let mut problems = Vec::new();
    for row in &sheet.rows[columns.at + 1..] {
        match record(row, &columns, until) {
            Ok(Some(record)) => read.rows.push(record),
            Ok(None) => read.later += 1,
            Err(more) => problems.extend(more),
        }
    }
    let others = workbook
        .sheets
        .iter()
        .filter(|other| !same(other, sheet) && !other.rows.is_empty());
    read.notes
        .extend(others.map(|other| format!("工作表“{}”没有采用", other.name)));
    finish(read, problems, file)
}

fn same(one: &Sheet, other: &Sheet) -> bool {
    std::ptr::eq(one, other)
}

fn finish(read: PlatformsFile, mut problems: Vec<String>, file: &str) -> Result<PlatformsFile> {
    if problems.is_empty() {
        return Ok(read);
    }
    let all = problems.len();
    problems.truncate(NAMED);
    if all > NAMED {
        problems.push(format!("另有{}处", all - NAMED));
    }
    Err(Error::file(
        file,
        format!("有{all}处读不出，请改正后再试：\n{}", problems.join("\n")),
    ))
}

fn lacking(columns: &Columns) -> Option<String> {
    let mut missing = Vec::new();
    if columns.column(Meaning::Platform).is_none() {
        missing.push("platform（平台）");
    }
    if columns.column(Meaning::Month).is_none() {
        missing.push("month_end（月份）");
    }
    if !columns
        .known
        .iter()
        .any(|(_, meaning, _)| matches!(meaning, Meaning::Figure(_)))
    {
        missing.push("至少一列月度数据（如 investor_1to10w 投资人数、return_rate_diff_3to6m 收益率、top_ten_borrower_to_repay 前十大借款人待还占比）");
    }
    (!missing.is_empty())
        .then(|| format!("表头缺少这些列：{}；请补上列名后再试", missing.join("、")))
}

/// Columns that are not there make terms neutral; columns that are not known are not used. Both are said. The two sums of
/// people are only a way out for tables without classes and are not missed.
fn notes(columns: &Columns) -> Vec<String> {
    let classed = FIGURES.iter().filter(|(_, code, _)| code.contains('_'));
    let missing: Vec<String> = classed
        .filter(|(figure, ..)| columns.column(Meaning::Figure(*figure)).is_none())
        .map(|(_, code, title)| format!("{code}（{title}）"))
        .collect();
    let mut notes = Vec::new();
    if !missing.is_empty() {
        notes.push(format!(
            "表中没有这些列，相关指标按中性计：{}",
            missing.join("、")
        ));
    }
    notes.extend(
        columns
            .unknown
            .iter()
            .map(|heading| format!("列“{heading}”没有用于计算")),
    );
    notes
}

/// One row; nothing for one that is later than the month asked for.
fn record(
    row: &SheetRow,
    columns: &Columns,
    until: Month,
) -> Result<Option<PlatformMonth>, Vec<String>> {
    let at = |meaning| columns.column(meaning).unwrap_or(usize::MAX);
    let wrong = |problem: String| format!("第{}行：{problem}", row.number);
    let when = month(row.cell(at(Meaning::Month))).map_err(|problem| vec![wrong(problem)])?;
    if when > until {
        return Ok(None);
    }
    let platform = row.cell(at(Meaning::Platform)).shown();
    if platform.trim().is_empty() {
        return Err(vec![wrong("没有平台；请补填编号或名称".to_owned())]);
    }
    let mut record = PlatformMonth::new(platform.trim(), when);
    let mut problems = Vec::new();
    for (column, meaning, heading) in &columns.known {
        let Meaning::Figure(figure) = meaning else {
            continue;
        };
        match number(row.cell(*column)) {
            Ok(Some(value)) => record.set(*figure, value),
            Ok(None) => {}
            Err(problem) => problems.push(wrong(format!("“{heading}”{problem}"))),
        }
    }
    if problems.is_empty() {
        Ok(Some(record))
    } else {
        Err(problems)
    }
}
