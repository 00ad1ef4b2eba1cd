//! csv out: UTF-8 with or without BOM, or GB18030 for old office machines; formulas neutralised.
//! It must not hold more than one row.

use std::io::Write;

use encoding_rs::GB18030;

use crate::{Cell, Column, Kind, MoneyUnit, Result};

/// How the bytes of a csv are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without BOM, for programs.
    Utf8,
    /// UTF-8 with BOM, which Excel and WPS recognise.
    Utf8Bom,
    /// GB18030 (国标), for programs that expect the system code page.
    Gb18030,
}

/// Writes a csv row by row; lines end with CRLF.
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    target: W,
    encoding: Encoding,
    units: Vec<MoneyUnit>,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the header: titles with their groups in front, as `登记情况/登记机关`.
    pub fn new(target: W, encoding: Encoding, columns: &[Column]) -> Result<Self> {
        let units = columns.iter().map(unit_of).collect();
        let mut writer = Self {
            target,
            encoding,
            units,
        };
        if encoding == Encoding::Utf8Bom {
            writer.target.write_all("\u{feff}".as_bytes())?;
        }
        writer.record(columns.iter().map(flat_title))?;
        Ok(writer)
    }

    /// Writes one row.
    pub fn row(&mut self, cells: &[Cell]) -> Result<()> {
        let units = std::mem::take(&mut self.units);
        let fields = cells.iter().enumerate().map(|(i, cell)| {
            let plain = cell.plain(units.get(i).copied().unwrap_or(MoneyUnit::Yuan));
            if matches!(cell, Cell::Text(_)) {
                neutral(plain)
            } else {
                plain
            }
        });
        let written = self.record(fields);
        self.units = units;
        written
    }

    /// Flushes and hands the target back.
    pub fn finish(mut self) -> Result<W> {
        self.target.flush()?;
        Ok(self.target)
    }

    fn record(&mut self, fields: impl Iterator<Item = String>) -> Result<()> {
        let mut line = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .from_writer(Vec::new());
        line.write_record(fields)?;
        let bytes = line
            .into_inner()
            .map_err(|e| std::io::Error::other(e.to_string()))?;
        if self.encoding == Encoding::Gb18030 {
            let text = String::from_utf8_lossy(&bytes);
            self.target.write_all(&GB18030.encode(&text).0)?;
        } else {
            self.target.write_all(&bytes)?;
        }
        Ok(())
    }
}

fn unit_of(column: &Column) -> MoneyUnit {
    match column.kind {
        Kind::Money(unit) => unit,
        _ => MoneyUnit::Yuan,
    }
}

fn flat_title(column: &Column) -> String {
    let parts: Vec<&str> = column
        .groups
        .iter()
        .map(String::as_str)
        .chain([column.title.as_str()])
        .collect();
    neutral(parts.join("/"))
}

/// Puts an apostrophe before text that a spreadsheet would read as a formula on opening the csv,
/// so that text typed by a stranger cannot run on the clerk's machine. A lone dash means “none”.
pub fn neutral(text: String) -> String {
    let hostile = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    let mut chars = text.chars();
    let begins = chars.next().is_some_and(hostile);
    if begins && chars.next().is_some() {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use fangfei_model::money::Fen;
    use jiff::civil::date;

    use super::*;

    fn columns() -> Vec<Column> {
        vec![
            Column::new("企业名称", Kind::Text).under("登记情况"),
            Column::new("涉及金额（万元）", Kind::Money(MoneyUnit::WanYuan)),
            Column::new("发现日期", Kind::Date),
        ]
    }

    fn written(encoding: Encoding, rows: &[Vec<Cell>]) -> Vec<u8> {
        let mut csv = CsvWriter::new(Vec::new(), encoding, &columns()).unwrap();
        for row in rows {
            csv.row(row).unwrap();
        }
        csv.finish().unwrap()
    }

    #[test]
    fn values_are_exact_and_quoted() {
        let row = vec![
            "甲,“乙”\n丙".into(),
            Fen(300_000_050).into(),
            date(2024, 6, 25).into(),
        ];
        let text = String::from_utf8(written(Encoding::Utf8Bom, &[row])).unwrap();
        assert_eq!(
            text,
            "\u{feff}登记情况/企业名称,涉及金额（万元）,发现日期\r\n\"甲,“乙”\n丙\",300.00005,2024-06-25\r\n"
        );
    }

    #[test]
    fn every_formula_opening_is_disarmed_but_numbers_are_not() {
        for hostile in ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(neutral(hostile.to_owned()), format!("'{hostile}"));
        }
        assert_eq!(neutral("-".to_owned()), "-");
        let text = written(
            Encoding::Utf8,
            &[vec![
                "=cmd|'/C calc'!A0".into(),
                Fen(-100).into(),
                Cell::Empty,
            ]],
        );
        let text = String::from_utf8(text).unwrap();
        assert!(text.ends_with("'=cmd|'/C calc'!A0,-0.0001,\r\n"), "{text}");
    }

    #[test]
    fn gb18030_reads_back_with_rare_characters() {
        let bytes = written(
            Encoding::Gb18030,
            &[vec!["𠮷村堃㙟😀".into(), Cell::Empty, Cell::Empty]],
        );
        let (text, _, bad) = GB18030.decode(&bytes);
        assert!(!bad);
        assert!(text.contains("𠮷村堃㙟😀"));
    }
}
