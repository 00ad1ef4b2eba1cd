//! A ledger's rows as xlsx, csv or JSON, taken batch by batch from a channel. It must not know the
//! database.

use std::io::{BufWriter, Write};

use fangfei_model::ctx::CHINA;
use fangfei_report::{
    Cell, Column, Kind, Result,
    csv::{CsvWriter, Encoding},
    xlsx::{Origin, Sheet, Spread, Workbook},
};
use jiff::civil::{Date, DateTime};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc::Receiver;

use super::{Format, Print, Shown};

/// What stands around the rows.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) office: String,
    pub(super) as_of: Date,
    pub(super) past: bool,
    pub(super) narrowed: bool,
    pub(super) made_by: String,
    pub(super) made_at: DateTime,
    pub(super) columns: Vec<Shown>,
}

type Batches = Receiver<Vec<Vec<Cell>>>;

/// Writes the file and says how many rows it holds.
pub(super) fn write(
    format: Format,
    head: Head,
    rows: Batches,
    target: impl Write + Send,
) -> Result<u64> {
    let mut target = BufWriter::new(target);
    let count = match format {
        Format::Xlsx => xlsx(&head, rows, &mut target)?,
        Format::Csv => csv(&head, rows, &mut target)?,
        Format::Json => json_file(&head, rows, &mut target)?,
    };
    target.flush()?;
    Ok(count)
}

impl Head {
    /// The columns with the running number in front, as offices number their rows.
    fn columns(&self) -> Vec<Column> {
        let number = Column::new("序号", Kind::Integer).wide(6);
        std::iter::once(number)
            .chain(self.columns.iter().map(Shown::out))
            .collect()
    }

    fn sheet(&self) -> Sheet {
        let mut notes = Vec::new();
        if self.narrowed {
            notes.push("说明：本表按筛选条件导出，不是全部记录。".to_owned());
        }
        if self.past {
            notes.push(format!(
                "说明：各栏为 {} 24 时的记录，之后的变动未计入。",
                self.as_of
            ));
        }
        Sheet {
            name: self.title.clone(),
            title: self.title.clone(),
            subtitle: vec![Spread::new(
                format!("填报单位：{}", self.office),
                "",
                format!("截至：{}", self.as_of),
            )],
            columns: self.columns(),
            frozen_columns: 2,
            notes,
            footer: vec![Spread::new(
                format!("导出人：{}", self.made_by),
                "",
                format!("导出时间：{}", self.made_at.strftime("%Y-%m-%d %H:%M")),
            )],
            ..Sheet::default()
        }
    }
}

/// A row with its number in front.
fn numbered(number: u64, cells: Vec<Cell>) -> Vec<Cell> {
    let number = Cell::Int(i64::try_from(number).unwrap_or(i64::MAX));
    std::iter::once(number).chain(cells).collect()
}

fn xlsx(head: &Head, mut rows: Batches, target: &mut (impl Write + Send)) -> Result<u64> {
    let origin = Origin {
        unit: head.office.clone(),
        made_at: head.made_at,
    };
    let mut book = Workbook::new(&origin)?;
    let mut sheet = book.sheet(head.sheet())?;
    let mut count = 0;
    while let Some(batch) = rows.blocking_recv() {
        for cells in batch {
            count += 1;
            sheet.row(&numbered(count, cells))?;
        }
    }
    sheet.finish()?;
    book.save(target)?;
    Ok(count)
}

fn csv(head: &Head, mut rows: Batches, target: &mut impl Write) -> Result<u64> {
    let mut out = CsvWriter::new(target, Encoding::Utf8Bom, &head.columns())?;
    let mut count = 0;
    while let Some(batch) = rows.blocking_recv() {
        for cells in batch {
            count += 1;
            out.row(&numbered(count, cells))?;
        }
    }
    out.finish()?;
    Ok(count)
}

fn json_file(head: &Head, mut rows: Batches, target: &mut impl Write) -> Result<u64> {
    let columns: Vec<Json> = head.columns.iter().map(about).collect();
    let (ledger, title) = (json!(head.id), json!(head.title));
    let (as_of, columns) = (json!(head.as_of.to_string()), json!(columns));
    write!(
        target,
        "{{\"ledger\":{ledger},\"title\":{title},\"as_of\":{as_of},\"columns\":{columns},\"rows\":["
    )?;
    let mut count = 0;
    while let Some(batch) = rows.blocking_recv() {
        for cells in batch {
            let mut line = serde_json::Map::new();
            for (column, cell) in head.columns.iter().zip(&cells) {
                line.insert(column.path.0.clone(), plain(cell));
                if let (Some(about), true) = (&column.about, cell.is_about()) {
                    line.insert(about.0.clone(), json!(true));
                }
            }
            let comma = if count == 0 { "" } else { "," };
            write!(target, "{comma}\n{}", Json::Object(line))?;
            count += 1;
        }
    }
    writeln!(target, "\n]}}")?;
    Ok(count)
}

/// A column in JSON: where the value lies, its heading, and the unit of money.
fn about(column: &Shown) -> Json {
    match column.print {
        Print::Money(_) => json!({ "path": column.path.0, "title": column.title, "unit": "fen" }),
        _ => json!({ "path": column.path.0, "title": column.title }),
    }
}

/// A cell in JSON: money in fen, days and moments in ISO form, unknown as null.
fn plain(cell: &Cell) -> Json {
    match cell {
        Cell::Empty => Json::Null,
        Cell::Text(text) => json!(text),
        Cell::Int(number) | Cell::AboutInt(number) => json!(number),
        Cell::Fen(fen) | Cell::AboutFen(fen) => json!(fen.0),
        Cell::Date(day) => json!(day.to_string()),
        Cell::Time(moment) => match CHINA.to_timestamp(*moment) {
            Ok(at) => json!(at.to_string()),
            Err(_) => Json::Null,
        },
        Cell::Ratio { part, whole } => json!({ "part": part, "whole": whole }),
    }
}
