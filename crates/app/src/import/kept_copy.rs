//! What is kept of an uploaded file: the file itself, or, where it says who reported (举报人身份), a
//! copy without that and the digest of the original. It must not know what becomes of the rows.

use std::{collections::BTreeMap, sync::Arc};

use fangfei_intake::{
    kind::Kind,
    table::{self, Cell, Mapping, Sheet, Visibility, Workbook, withheld_cells},
};
use fangfei_report::annotate::{self, Format, Value, Values};
use sha2::{Digest, Sha256};

use super::{OpenedFile, format::format};
use crate::{App, Error, Result, evidence::LARGEST};

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct KeptCopy {
    /// SHA-256 of what is kept.
    pub(super) sha256: String,
    /// SHA-256 of what came, where that is something else.
    pub(super) original_sha256: Option<String>,
    /// The columns that are withheld, in words.
    pub(super) withheld: Vec<String>,
}

/// What stands in place of the cells that are withheld: (sheet, row number, column) → words.
type Cells = BTreeMap<(usize, u32, usize), String>;

/// Keeps the file. Sheets that a rewritten copy had to name anew are named so in the mappings too.
pub(super) async fn keep(
    app: &App,
    file: &OpenedFile,
    bytes: &Arc<[u8]>,
    mappings: &mut [Mapping],
) -> Result<KeptCopy> {
    let (workbook, fields, given) = (file.workbook.clone(), file.fields.clone(), bytes.clone());
    let (name, known) = (file.file_name.clone(), mappings.to_vec());
    let work = tokio::task::spawn_blocking(move || {
        without_reporters(&workbook, &fields, &known, &given, &name)
    });
    let withheld = titles(mappings);
    let Some(copy) = work.await.map_err(Error::bug)?? else {
        let blob = app.store.blobs().put(&bytes[..], LARGEST).await?;
        return Ok(KeptCopy {
            sha256: blob.sha256,
            original_sha256: None,
            withheld,
        });
    };
    for (mapping, name) in mappings.iter_mut().zip(copy.names) {
        mapping.sheet = name;
    }
    let blob = app
        .store
        .blobs()
        .put(copy.bytes.as_slice(), LARGEST)
        .await?;
    Ok(KeptCopy {
        sha256: blob.sha256,
        original_sha256: Some(hex(&Sha256::digest(bytes))),
        withheld: match withheld.is_empty() {
            true => vec!["表格以外的“举报人”旁边的内容".to_owned()],
            false => withheld,
        },
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The withheld columns in words.
pub(super) fn titles(mappings: &[Mapping]) -> Vec<String> {
    let several = mappings.iter().filter(|m| m.withholds()).count() > 1;
    let of_sheet = |mapping: &Mapping| -> Vec<String> {
        let sheet = match several {
            true => format!("工作表“{}”", mapping.sheet),
            false => String::new(),
        };
        let columns = mapping.columns.iter().filter(|c| c.withheld);
        columns
            .map(|c| format!("{sheet}{} 列“{}”", c.letters, c.title))
            .collect()
    };
    mappings.iter().flat_map(of_sheet).collect()
}

/// What a person is told of the withheld columns.
pub fn told(withheld: &[String]) -> Option<String> {
    (!withheld.is_empty()).then(|| {
        format!(
            "{}是举报人信息：系统没有读取、没有保存，也不会显示；需要时请查阅本单位保管的原件。如果其实不是举报人信息，请在表头写明是谁的（例如“被举报主体电话”）后重新上传",
            withheld.join("、")
        )
    })
}

struct Copy {
    bytes: Vec<u8>,
    names: Vec<String>,
}

/// A copy of the file without who reported; `None` where the file does not say. Spreadsheets are
/// written anew from their values: shared strings, comments and caches would keep the words otherwise.
fn without_reporters(
    workbook: &Workbook,
    kind: &Kind,
    mappings: &[Mapping],
    bytes: &[u8],
    file_name: &str,
) -> Result<Option<Copy>> {
    let cells = withheld_cells(workbook, kind, mappings);
    if cells.is_empty() {
        return Ok(None);
    }
    let bytes = match (format(bytes), workbook.sheets.as_slice()) {
        (Some(Format::Csv), [sheet]) => csv(sheet, &cells).into_bytes(),
        _ => {
            let sheets: Vec<Values> = workbook
                .sheets
                .iter()
                .enumerate()
                .map(|(at, sheet)| rewritten(sheet, |row, column| cells.get(&(at, row, column))))
                .collect();
            annotate::values(&sheets).map_err(|error| Error::file(file_name, error))?
        }
    };
    let again = table::open(&bytes, file_name).map_err(Error::bug)?;
    let names = again.sheets.into_iter().map(|sheet| sheet.name).collect();
    Ok(Some(Copy { bytes, names }))
}

/// The sheet's values, with some cells replaced.
pub(super) fn rewritten<'a>(
    sheet: &Sheet,
    replaced: impl Fn(u32, usize) -> Option<&'a String>,
) -> Values {
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for row in &sheet.rows {
        let at = usize::try_from(row.number)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        rows.resize(at.max(rows.len()), Vec::new());
        let cells = row.cells.iter().enumerate().map(|(column, cell)| {
            replaced(row.number, column)
                .map_or_else(|| value(cell), |words| Value::Text(words.clone()))
        });
        rows.push(cells.collect());
    }
    let narrow = |column: u32| u16::try_from(column).ok();
    let merges = sheet
        .merges
        .iter()
        .filter_map(|m| Some((m.top, narrow(m.left)?, m.bottom, narrow(m.right)?)));
    Values {
        // A part of a tab is a tab of its own here.
        name: match table::tab(&sheet.name) == sheet.name {
            true => sheet.name.clone(),
            false => sheet.name.replace('–', "至"),
        },
        rows,
        merges: merges.collect(),
        hidden_rows: sheet
            .rows
            .iter()
            .filter(|row| row.hidden)
            .map(|row| row.number - 1)
            .collect(),
        hidden_columns: sheet
            .hidden_columns
            .iter()
            .copied()
            .filter_map(narrow)
            .collect(),
        hidden: sheet.visibility == Visibility::Hidden,
        results: None,
        result_column: None,
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Empty,
        Cell::Text(text) => Value::Text(text.to_string()),
        Cell::Number(number) => Value::Number(*number),
        Cell::DateTime(at) => Value::Time(*at),
        Cell::Bool(yes) => Value::Bool(*yes),
        Cell::Error(code) => Value::Error(code.to_string()),
        Cell::Uncomputed => Value::Text(cell.shown().into_owned()),
    }
}

/// The sheet as comma-separated text; rows keep their numbers.
fn csv(sheet: &Sheet, cells: &Cells) -> String {
    let mut out = String::from("\u{feff}");
    let mut number = 1;
    for row in &sheet.rows {
        for _ in number..row.number {
            out.push('\n');
        }
        number = row.number + 1;
        for (column, cell) in row.cells.iter().enumerate() {
            if column > 0 {
                out.push(',');
            }
            match cells.get(&(0, row.number, column)) {
                Some(words) => out.push_str(words),
                None => push_field(&mut out, &cell.shown()),
            }
        }
        out.push('\n');
    }
    out
}

/// Whatever might be taken for a separator stands in quotes.
fn push_field(out: &mut String, text: &str) {
    if text.contains([',', '\t', ';', '|', '，', '；', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}
