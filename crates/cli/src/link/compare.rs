//! `fangfei link compare`: the csv of pairs with two more columns. It must not know how likeness is measured.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use csv::{ByteRecord, WriterBuilder};
use fangfei_lens::link::{self, PairKind};

use super::table_file::TableFile;
use crate::failure::Failure;

/// Options of `link compare`.
#[derive(Args)]
pub struct CompareArgs {
    /// 成对的表（csv，首行为列名）
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 左边一列的列名
    #[arg(long, value_name = "COL")]
    left: String,
    /// 右边一列的列名
    #[arg(long, value_name = "COL")]
    right: String,
    /// 比较什么：company 企业名称、person 人名、address 地址
    #[arg(long, value_enum)]
    kind: KindArg,
    /// 写到文件；不写则输出到屏幕
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What may be compared.
#[derive(Clone, Copy, ValueEnum)]
enum KindArg {
    /// 企业名称
    Company,
    /// 人名
    Person,
    /// 地址
    Address,
}

impl From<KindArg> for PairKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Company => Self::Company,
            KindArg::Person => Self::Person,
            KindArg::Address => Self::Address,
        }
    }
}

/// Compares every row and writes it with `probability` and `reasons`.
pub fn run(args: &CompareArgs) -> Result<(), Failure> {
    let table = TableFile::open(&args.file)?;
    let left = table.column(&args.left)?;
    let right = table.column(&args.right)?;
    let out = target(args.out.as_deref())?;
    let mut writer = WriterBuilder::new()
        .delimiter(table.delimiter())
        .from_writer(out);
    let mut reader = table.reader();
    let header = reader
        .byte_headers()
        .map_err(|error| table.row_problem(&error))?;
    let mut header = header.clone();
    header.push_field(b"probability");
    header.push_field(b"reasons");
    writer.write_byte_record(&header).map_err(unwritten)?;
    let mut record = ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| table.row_problem(&error))?
    {
        table.check_width(&record)?;
        let verdict = link::compare(
            args.kind.into(),
            &cell(&record, left),
            &cell(&record, right),
        );
        record.push_field(format!("{:.4}", verdict.probability).as_bytes());
        record.push_field(verdict.reasons_text().as_bytes());
        writer.write_byte_record(&record).map_err(unwritten)?;
    }
    Ok(writer.flush()?)
}

fn cell(record: &ByteRecord, column: usize) -> String {
    String::from_utf8_lossy(record.get(column).unwrap_or_default()).into_owned()
}

fn unwritten(error: csv::Error) -> Failure {
    Failure::input(format!("结果无法写出：{error}"))
}

/// The file named, or standard output.
pub(super) fn target(path: Option<&Path>) -> Result<Box<dyn Write>, Failure> {
    let Some(path) = path else {
        return Ok(Box::new(BufWriter::with_capacity(
            1 << 20,
            std::io::stdout().lock(),
        )));
    };
    let file = File::create(path).map_err(|error| {
        Failure::input(format!(
            "结果文件“{}”无法写入（{error}），请检查路径和权限",
            path.display()
        ))
    })?;
    Ok(Box::new(BufWriter::with_capacity(1 << 20, file)))
}
