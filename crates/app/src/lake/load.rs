//! Loading a file into the lake, whatever its format. It must not know the terminal.

use std::collections::BTreeMap;

use fangfei_intake::table::{Limits, Options, open_within};
use fangfei_lens::lake::{
    Lake, LakeError, LoadOptions, Loaded, TableReader, TableSpec, read_parquet,
};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    kind::{kind_of, reading_kind_of},
    sheet::{SheetRows, mapping},
};

/// What is to be loaded, and what is known of it.
pub struct LoadRequest<'a> {
    /// The table's name or Chinese title.
    pub table: &'a TableSpec,
    /// The file's name, for sources and errors.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The day on which facts without a date of their own became known.
    pub known_on: Date,
    /// Values for columns that the file does not have.
    pub set: BTreeMap<String, String>,
}

/// Sheets of a million rows and files of two gigabytes: registers of a province.
const LIMITS: Limits = Limits {
    file_bytes: 2 << 30,
    unpacked_bytes: 8 << 30,
    ratio: 1000,
    ratio_from_bytes: 16 << 20,
    rows: 20_000_000,
    cells: 400_000_000,
};

/// Loads a file.
///
/// # Errors
/// [`LakeError`]; the lake is then as it was.
pub async fn load(lake: &Lake, request: LoadRequest<'_>) -> Result<Loaded, LakeError> {
    let LoadRequest {
        table,
        file,
        bytes,
        known_on,
        set,
    } = request;
    let sha256 = Sha256::digest(&bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let options = LoadOptions {
        file,
        sha256,
        known_on,
        set,
    };
    if bytes.starts_with(b"PAR1") || options.file.to_lowercase().ends_with(".parquet") {
        let rows = read_parquet(table, &options.file, bytes::Bytes::from(bytes))?;
        return lake.load(table, vec![Box::new(rows)], &options).await;
    }
    load_office_file(lake, table, &bytes, &options).await
}

async fn load_office_file(
    lake: &Lake,
    table: &TableSpec,
    bytes: &[u8],
    options: &LoadOptions,
) -> Result<Loaded, LakeError> {
    let refused = |problem: String, remedy: &str| LakeError::File {
        file: options.file.clone(),
        problem,
        remedy: remedy.to_owned(),
    };
    let workbook = open_within(bytes, &options.file, &LIMITS)
        .map_err(|e| refused(e.to_string(), "改正后重新装载"))?;
    let kind = kind_of(table);
    let mappings: Vec<_> = (0..workbook.sheets.len())
        .filter_map(|at| mapping(&workbook, at, &kind, table))
        .collect();
    if mappings.is_empty() {
        let titles: Vec<&str> = table
            .columns
            .iter()
            .take(8)
            .map(|c| c.title.as_str())
            .collect();
        let remedy = format!(
            "请核对数据表种类；“{}”的列有{}等",
            table.title,
            titles.join("、")
        );
        return Err(refused("没有找到属于这种表的列".to_owned(), &remedy));
    }
    let reading = Options::default();
    let reading_kind = reading_kind_of(table);
    let sheets = mappings.chunks(1).map(|one| {
        Box::new(SheetRows::new(
            &workbook,
            &reading_kind,
            one,
            &reading,
            table,
        )) as Box<dyn TableReader + '_>
    });
    lake.load(table, sheets.collect(), options).await
}
