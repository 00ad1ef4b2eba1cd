//! A file of statements read whole: every sheet, every table in it, every account. It must not know
//! other files.

use std::collections::BTreeMap;
use std::fmt;

use fangfei_model::statement::{Party, RowKind, Statement, TransferList};

use super::account::number_in;
use super::block::Closed;
use super::fact::Facts;
use super::guessed::{guess_mapping, sample};
use super::moment::moment;
use super::register::holders;
use super::sheet_reader::SheetReader;
use super::sum::sum;
use crate::kind::{Kind, KindError, shipped};
use crate::table::{
    Cell, Error, Limits, Mapping, Profile, Sheet, SheetRow, Visibility, Workbook, open_within,
};
use crate::value::MoneyUnit;

/// What a person settled before.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Saved mappings of headers.
    pub profiles: Vec<Profile>,
    /// Mappings for the first table of sheets of this file, by the sheet's name.
    pub mappings: Vec<Mapping>,
}

/// A table that was not read, with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub file: String,
    /// The sheet, where the file has sheets.
    pub sheet: Option<String>,
    /// First and last row of the table, where one was found.
    pub rows: Option<(u32, u32)>,
    /// How many filled rows were left unread.
    pub count: usize,
    /// Whether it looks like a statement at all; a cover sheet does not.
    pub is_statement: bool,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "文件“{}”", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, "工作表“{sheet}”")?;
        }
        if let Some((first, last)) = self.rows {
            write!(f, "第{first}至{last}行")?;
        }
        write!(f, "：{}", self.problem)?;
        if self.is_statement {
            f.write_str("；请在列对应里指定借贷标志或收入、支出列后再读")
        } else {
            f.write_str("；如果是流水，请在列对应里指定日期列和金额列")
        }
    }
}

/// What a file says.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// One per account, currency and table.
    pub statements: Vec<Statement>,
    /// Lists that name both sides themselves.
    pub lists: Vec<TransferList>,
    /// Tables that were not read.
    pub refusals: Vec<Refusal>,
    /// Numbers with their holders, from registers of accounts beside the statements; see [`super::name_holders`].
    pub holders: Vec<Party>,
    /// How each table's columns were understood, to be shown and corrected.
    pub mappings: Vec<Mapping>,
    /// What a person should know of the reading: encoding, hidden sheets.
    pub notes: Vec<String>,
}

impl Reading {
    /// Rows that look like entries and could not be read.
    pub fn unreadable(&self) -> usize {
        let statements = self.statements.iter().flat_map(|s| &s.others);
        let lists = self.lists.iter().flat_map(|l| &l.others);
        statements
            .chain(lists)
            .filter(|row| row.kind == RowKind::Unreadable)
            .count()
    }
}

/// Statements are larger than the tables of offices: a million rows of an account are common.
const LIMITS: Limits = Limits {
    file_bytes: 1 << 30,
    unpacked_bytes: 4 << 30,
    ratio: 300,
    ratio_from_bytes: 16 << 20,
    rows: 5_000_000,
    cells: 100_000_000,
};

/// Reads a file of statements.
///
/// # Errors
/// [`Error`] when the file is no table at all; a table that is no statement is a [`Refusal`].
pub fn read(bytes: &[u8], file_name: &str, options: &Options) -> Result<Reading, Error> {
    let workbook = open_within(bytes, file_name, &LIMITS)?;
    let kind = statement_kind().map_err(|error| Error::Broken {
        detail: error.to_string(),
    })?;
    Ok(read_workbook(workbook, &kind, options))
}

/// How the first table of every sheet is understood, without reading its rows.
///
/// # Errors
/// As [`read`].
pub fn show_mappings(bytes: &[u8], file_name: &str) -> Result<Vec<Mapping>, Error> {
    let workbook = open_within(bytes, file_name, &LIMITS)?;
    let kind = statement_kind().map_err(|error| Error::Broken {
        detail: error.to_string(),
    })?;
    let sheets = workbook.sheets.iter().filter(|s| !s.rows.is_empty());
    Ok(sheets
        .map(|sheet| guess_mapping(&sample(sheet, 0), &kind))
        .collect())
}

fn statement_kind() -> Result<Kind, KindError> {
    shipped("statement")
}

fn read_workbook(workbook: Workbook, kind: &Kind, options: &Options) -> Reading {
    let file = workbook.file_name.clone();
    let mut reading = Reading {
        notes: workbook
            .notes
            .iter()
            .map(|note| note.replace("，默认不导入；需要时请选上", "，一并读了"))
            .collect(),
        ..Reading::default()
    };
    // A text file has one sheet, named by the file itself.
    let has_sheets = workbook
        .sheets
        .iter()
        .any(|sheet| sheet.name != stem(&file));
    let mut reader = SheetReader::new(kind, &file, &options.profiles, &options.mappings);
    for mut sheet in workbook.sheets {
        if sheet.rows.is_empty() {
            continue;
        }
        unguard(&mut sheet);
        rejoin_thousands(&mut sheet);
        let named = has_sheets.then_some(sheet.name.as_str());
        let result = reader.read(&sheet, named, &known_by_name(named, &file));
        let register = match (&result.refusal, result.mappings.first()) {
            (Some(_), Some(mapping)) => holders(&sheet, mapping),
            _ => Vec::new(),
        };
        reading.mappings.extend(result.mappings);
        reading
            .notes
            .extend(unknown_states(named, &result.unknown_states));
        reading.notes.extend(carried_days(named, result.carried));
        if let Some(problem) = result.refusal {
            let is_register = !register.is_empty();
            let problem = match is_register {
                false => problem,
                true => format!(
                    "没有交易，是账户登记表，其中{}个账号的户名已用来补流水里没有的户名",
                    register.len()
                ),
            };
            reading.holders.extend(register);
            reading.refusals.push(Refusal {
                file: file.clone(),
                sheet: named.map(str::to_owned),
                rows: None,
                count: sheet.rows.len(),
                is_statement: !is_register && holds_entries(&sheet),
                problem,
            });
            if sheet.visibility == Visibility::Hidden {
                reading.refusals.pop();
            }
        }
        for closed in result.closed {
            take(closed, &file, named, &mut reading);
        }
    }
    reading
}

/// What is said of rows that print no day.
fn carried_days(sheet: Option<&str>, rows: u32) -> Option<String> {
    let place = sheet
        .map(|sheet| format!("工作表“{sheet}”："))
        .unwrap_or_default();
    (rows > 0)
        .then(|| format!("{place}日期每天只印一次，{rows}行没有日期，按上一行的日期读，请核对"))
}

/// What is said of states whose meaning is not known.
fn unknown_states(sheet: Option<&str>, states: &BTreeMap<String, u32>) -> Vec<String> {
    let place = sheet
        .map(|sheet| format!("工作表“{sheet}”："))
        .unwrap_or_default();
    let say = |(state, rows): (&String, &u32)| {
        format!("{place}交易状态“{state}”的含义不明，{rows}行按已经成交读，请核对")
    };
    states.iter().map(say).collect()
}

/// Whether rows of a sheet without a header have a day and an amount each, as entries do.
fn holds_entries(sheet: &Sheet) -> bool {
    const FEW: usize = 2;
    let is_amount = |cell: &Cell| match cell {
        Cell::Number(_) => true,
        Cell::Text(text) => {
            text.contains('.') && sum(cell, MoneyUnit::Yuan).is_ok_and(|sum| sum.is_some())
        }
        _ => false,
    };
    let is_entry = |row: &&SheetRow| {
        row.filled().count() >= 3
            && row.filled().any(|(_, cell)| moment(cell, None).is_some())
            && row.filled().any(|(_, cell)| is_amount(cell))
    };
    sheet.rows.iter().filter(is_entry).nth(FEW - 1).is_some()
}

/// Puts together amounts of a text file whose thousands are parted by commas without quotes: a row with more cells than
/// any title, in which just as many cells of three digits follow one of up to three.
fn rejoin_thousands(sheet: &mut Sheet) {
    let width = |row: &SheetRow| row.cells.len();
    let is_title = |row: &&SheetRow| {
        width(row) >= 4
            && row.filled().all(|(_, cell)| {
                cell.as_text()
                    .is_some_and(|text| !text.contains(|c: char| c.is_ascii_digit()))
            })
    };
    let Some(titles) = sheet.rows.iter().filter(is_title).map(width).max() else {
        return;
    };
    let digits = |cell: &Cell| {
        let text = cell.as_text()?;
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let all = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        (all(whole) && all(part)).then_some((whole.len(), text.contains('.')))
    };
    for row in &mut sheet.rows {
        let more = row.cells.len().saturating_sub(titles);
        if more == 0 {
            continue;
        }
        let follows = |at: &usize| {
            let before = row.cells[at - 1]
                .as_text()
                .map(|text| text.trim_start_matches(['-', '+']));
            let before = before.and_then(|text| digits(&Cell::text(text)));
            matches!(
                (before, digits(&row.cells[*at])),
                (Some((1..=3, false)), Some((3, _)))
            )
        };
        let joints: Vec<usize> = (1..row.cells.len()).filter(follows).collect();
        if joints.len() != more {
            continue;
        }
        let mut cells: Vec<Cell> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            match cells.last_mut().filter(|_| joints.contains(&at)) {
                Some(last) => *last = Cell::text(&format!("{}{}", last.shown(), cell.shown())),
                None => cells.push(cell.clone()),
            }
        }
        row.cells = cells.into_boxed_slice();
    }
}

/// Takes off what programs put before long numbers so that spreadsheets keep their digits: `6222…, '6222…, ="6222…".
fn unguard(sheet: &mut Sheet) {
    sheet.rows.iter_mut().for_each(unwrap);
    let cells = sheet.rows.iter_mut().flat_map(|row| &mut row.cells);
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        let bare = match text.as_bytes() {
            [b'`' | b'\'', ..] => text[1..].trim(),
            [b'=', b'"', .., b'"'] if text.len() > 3 => text[2..text.len() - 1].trim(),
            _ => continue,
        };
        *cell = match bare {
            "" => Cell::Empty,
            bare => Cell::text(bare),
        };
    }
}

/// Takes off the brackets that some payment firms put around every value: [wxid_a] | [入] | [1000].
fn unwrap(row: &mut SheetRow) {
    fn inner(cell: &Cell) -> Option<&str> {
        let text = cell.as_text()?.strip_prefix('[')?.strip_suffix(']')?;
        (!text.contains(['[', ']'])).then_some(text)
    }
    let filled = row.filled().count();
    let wrapped = row.filled().filter(|(_, cell)| inner(cell).is_some());
    // A name in brackets among plain values stays as it is.
    if wrapped.count() * 2 <= filled.max(5) {
        return;
    }
    for cell in &mut row.cells {
        let bare = inner(cell).map(Cell::text);
        *cell = bare.unwrap_or_else(|| std::mem::replace(cell, Cell::Empty));
    }
}

fn take(closed: Closed, file: &str, sheet: Option<&str>, reading: &mut Reading) {
    match closed {
        Closed::Statements(statements) => reading.statements.extend(statements),
        Closed::List(list) => reading.lists.push(list),
        Closed::Refused {
            first,
            last,
            rows,
            why,
        } => reading.refusals.push(Refusal {
            file: file.to_owned(),
            sheet: sheet.map(str::to_owned),
            rows: Some((first, last)),
            count: rows,
            is_statement: true,
            problem: why,
        }),
    }
}

/// What the names of a sheet or, failing that, the file tell of the account.
fn known_by_name(sheet: Option<&str>, file: &str) -> Facts {
    let account = sheet.and_then(number_in).or_else(|| number_in(stem(file)));
    Facts {
        account: Party {
            account,
            ..Party::default()
        },
        ..Facts::default()
    }
}

/// The file name without folder and ending.
fn stem(file: &str) -> &str {
    let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem)
}
