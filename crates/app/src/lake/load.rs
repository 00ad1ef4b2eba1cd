//! Loading a file into the lake, whatever its format. It must not know the terminal.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::Path,
};

use fangfei_intake::table::{Options, open_within};
use fangfei_lens::lake::{
    Lake, LakeError, LoadOptions, Loaded, TableReader, TableSpec, read_parquet,
};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{
    csv_parts::CsvParts,
    kind::{kind_of, reading_kind_of},
    limits::LIMITS,
    sheet::{SheetRows, lacking, mapping},
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

/// What is to be loaded from where, and what is known of it.
pub struct FileRequest<'a> {
    /// The table.
    pub table: &'a TableSpec,
    /// The file.
    pub path: &'a Path,
    /// The day on which facts without a date of their own became known.
    pub known_on: Date,
    /// Values for columns that the file does not have.
    pub set: BTreeMap<String, String>,
}

/// Files up to this size are read whole.
const SMALL: u64 = 32 << 20;

/// Loads a file of any size: large text tables and Parquet files are read part by part.
///
/// # Errors
/// [`LakeError`]; the lake is then as it was.
pub async fn load_file(lake: &Lake, request: FileRequest<'_>) -> Result<Loaded, LakeError> {
    let FileRequest {
        table,
        path,
        known_on,
        set,
    } = request;
    let file = path.display().to_string();
    let unreadable = |error: io::Error| LakeError::File {
        file: file.clone(),
        problem: format!("无法读取（{error}）"),
        remedy: "请检查路径和权限".to_owned(),
    };
    let mut first = [0; 4];
    let size = fs::metadata(path).map_err(unreadable)?.len();
    let read = File::open(path)
        .and_then(|mut file| file.read(&mut first))
        .map_err(unreadable)?;
    let is_parquet = first.starts_with(b"PAR1");
    // Zip and compound files are office files, which have to be unpacked as a whole.
    let is_packed = first.starts_with(b"PK") || first.starts_with(&[0xD0, 0xCF]);
    if size > SMALL && read == first.len() && !is_packed {
        let options = LoadOptions {
            file: file.clone(),
            sha256: hash_of(path).map_err(unreadable)?,
            known_on,
            set: set.clone(),
        };
        let input = File::open(path).map_err(unreadable)?;
        if is_parquet {
            let rows = read_parquet(table, &file, input)?;
            return lake.load(table, vec![Box::new(rows)], &options).await;
        }
        let input = BufReader::with_capacity(1 << 20, input);
        if let Some(parts) = CsvParts::open(input, &file, table, &options.set)? {
            return lake.load(table, vec![Box::new(parts)], &options).await;
        }
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let request = LoadRequest {
        table,
        file,
        bytes,
        known_on,
        set,
    };
    load(lake, request).await
}

fn hash_of(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut input = File::open(path)?;
    let mut part = vec![0; 1 << 20];
    loop {
        match input.read(&mut part)? {
            0 => break,
            read => hash.update(part.get(..read).unwrap_or(&[])),
        }
    }
    Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
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
    if let Some((problem, remedy)) = lacking(table, &mappings, &options.set) {
        return Err(refused(problem, &remedy));
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
