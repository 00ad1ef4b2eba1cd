//! The tables of a reading for the accountant: transfers, accounts, exceptions, checks. Amounts in
//! yuan; text of strangers never becomes a formula. It must not know folders.

use std::io::Write;

use fangfei_flow::reconcile::Continuity;
use fangfei_flow::transfer::{HolderKind, RowRef};
use fangfei_report::csv::{CsvWriter, Encoding};
use fangfei_report::{Cell, Column, Kind, MoneyUnit};

use super::analyse::{account_key, account_lines};
use super::read::MoneyReading;
use crate::{Error, Result};

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyTable {
    /// Every transfer once.
    Transfers,
    /// Every account.
    Accounts,
    /// Every row that is no transfer.
    Exceptions,
    /// What the checks found.
    Checks,
}

impl MoneyTable {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Transfers,
        Self::Accounts,
        Self::Exceptions,
        Self::Checks,
    ];

    /// The file's name.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Transfers => "transfers.csv",
            Self::Accounts => "accounts.csv",
            Self::Exceptions => "exceptions.csv",
            Self::Checks => "checks.csv",
        }
    }

    fn columns(self) -> Vec<Column> {
        let money = Kind::Money(MoneyUnit::Yuan);
        let columns: &[(&str, Kind)] = match self {
            Self::Transfers => &[
                ("id", Kind::Integer),
                ("time", Kind::Text),
                ("payer", Kind::Code),
                ("payer_name", Kind::Text),
                ("payee", Kind::Code),
                ("payee_name", Kind::Text),
                ("amount", money),
                ("memo", Kind::Text),
                ("file", Kind::Text),
                ("sheet", Kind::Text),
                ("row", Kind::Integer),
                ("twin_file", Kind::Text),
                ("twin_sheet", Kind::Text),
                ("twin_row", Kind::Integer),
                ("perhaps_twice", Kind::Text),
            ],
            Self::Accounts => &[
                ("account", Kind::Code),
                ("name", Kind::Text),
                ("holder", Kind::Text),
                ("held", Kind::Text),
                ("transfers", Kind::Integer),
                ("received", money),
                ("paid", money),
                ("first", Kind::Date),
                ("last", Kind::Date),
                ("continuity", Kind::Text),
                ("files", Kind::Text),
            ],
            Self::Exceptions => &[
                ("file", Kind::Text),
                ("sheet", Kind::Text),
                ("row", Kind::Integer),
                ("kind", Kind::Text),
                ("reason", Kind::Text),
                ("other_file", Kind::Text),
                ("other_sheet", Kind::Text),
                ("other_row", Kind::Integer),
            ],
            Self::Checks => &[
                ("file", Kind::Text),
                ("sheet", Kind::Text),
                ("row", Kind::Integer),
                ("kind", Kind::Text),
                ("expected", money),
                ("printed", money),
                ("reason", Kind::Text),
            ],
        };
        columns
            .iter()
            .map(|(title, kind)| Column::new(*title, *kind))
            .collect()
    }
}

/// Writes a table as csv in UTF-8.
///
/// # Errors
/// What the target refuses.
pub fn write_table(reading: &MoneyReading, table: MoneyTable, target: impl Write) -> Result<()> {
    let mut out =
        CsvWriter::new(target, Encoding::Utf8Bom, &table.columns()).map_err(Error::bug)?;
    let mut row = |cells: Vec<Cell>| out.row(&cells).map_err(Error::bug);
    match table {
        MoneyTable::Transfers => {
            for (id, cells) in transfers(reading).enumerate() {
                let mut line = vec![int(id + 1)];
                line.extend(cells);
                row(line)?;
            }
        }
        MoneyTable::Accounts => accounts(reading).into_iter().try_for_each(&mut row)?,
        MoneyTable::Exceptions => exceptions(reading).try_for_each(&mut row)?,
        MoneyTable::Checks => checks(reading).try_for_each(&mut row)?,
    }
    out.finish().map_err(Error::bug)?;
    Ok(())
}

fn int(number: usize) -> Cell {
    Cell::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn optional(words: Option<&str>) -> Cell {
    words.map_or(Cell::Empty, text)
}

/// File, sheet and row.
fn source(reading: &MoneyReading, row: Option<RowRef>) -> [Cell; 3] {
    let place = row.and_then(|row| Some((reading.place(row.statement)?, row.row)));
    match place {
        Some(((file, sheet), row)) => [text(file), optional(sheet), Cell::Int(i64::from(row))],
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
    }
}

fn transfers(reading: &MoneyReading) -> impl Iterator<Item = Vec<Cell>> {
    let found = &reading.reconciliation.transfers;
    (0_u32..).zip(&found.list).map(move |(place, transfer)| {
        let name = |id| optional(found.account(id).and_then(|a| a.name.as_deref()));
        let at = transfer.at.civil();
        let mut cells = vec![
            optional(
                at.map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string())
                    .as_deref(),
            ),
            text(account_key(reading, transfer.payer)),
            name(transfer.payer),
            text(account_key(reading, transfer.payee)),
            name(transfer.payee),
            Cell::Fen(transfer.amount),
            text(found.memo(transfer.memo)),
        ];
        cells.extend(source(reading, Some(transfer.source)));
        cells.extend(source(reading, transfer.twin));
        let twice = found.perhaps_twice.binary_search(&place).is_ok();
        cells.push(optional(twice.then_some("可能重复")));
        cells
    })
}

fn accounts(reading: &MoneyReading) -> Vec<Vec<Cell>> {
    let date = |day: Option<jiff::civil::Date>| day.map_or(Cell::Empty, Cell::Date);
    account_lines(reading)
        .into_iter()
        .map(|line| {
            vec![
                text(line.account),
                optional(line.name.as_deref()),
                text(holder_title(line.holder)),
                text(if line.held { "有流水" } else { "无流水" }),
                Cell::Int(i64::try_from(line.transfers).unwrap_or(i64::MAX)),
                Cell::Fen(line.received_fen),
                Cell::Fen(line.paid_fen),
                date(line.first),
                date(line.last),
                optional(line.continuity.map(continuity_title)),
                text(line.files.join("、")),
            ]
        })
        .collect()
}

fn exceptions(reading: &MoneyReading) -> impl Iterator<Item = Vec<Cell>> {
    reading
        .reconciliation
        .exceptions
        .iter()
        .map(move |exception| {
            let mut cells = Vec::from(source(reading, Some(exception.row)));
            cells.push(text(exception.kind.title()));
            cells.push(text(&*exception.reason));
            cells.extend(source(reading, exception.other));
            cells
        })
}

fn checks(reading: &MoneyReading) -> impl Iterator<Item = Vec<Cell>> {
    reading.reconciliation.checks.iter().map(move |check| {
        let place = check.statement.and_then(|s| reading.place(s));
        vec![
            optional(place.map(|(file, _)| file)),
            optional(place.and_then(|(_, sheet)| sheet)),
            check
                .row
                .map_or(Cell::Empty, |row| Cell::Int(i64::from(row))),
            text(check.kind.title()),
            check.expected.map_or(Cell::Empty, Cell::Fen),
            check.printed.map_or(Cell::Empty, Cell::Fen),
            text(&*check.reason),
        ]
    })
}

fn holder_title(holder: HolderKind) -> &'static str {
    match holder {
        HolderKind::Person => "个人",
        HolderKind::Body => "单位",
        HolderKind::Intermediary => "支付机构、银行",
        HolderKind::Cash => "现金",
        HolderKind::Unknown => "不详",
    }
}

fn continuity_title(continuity: Continuity) -> &'static str {
    match continuity {
        Continuity::Proven => "余额连续",
        Continuity::Unproven => "没有余额可核对",
        Continuity::Broken => "有缺失",
    }
}
