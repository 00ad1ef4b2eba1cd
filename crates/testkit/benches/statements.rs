//! A million rows of statements read and reconciled by the real program, as csv and as workbooks.

use std::{
    error::Error,
    ffi::{OsStr, OsString},
    fmt::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use fangfei_model::money::Fen;
use fangfei_testkit::{
    bench::{Row, Run, print},
    demo::Draw,
};
use jiff::civil::date;

/// Accounts whose statements are at hand; the first is a collector that a third of all transfers touch.
const ACCOUNTS: usize = 40;
/// Every transfer stands in two statements.
const TRANSFERS: usize = 500_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let books = books(&mut Draw::seeded(11));
    let rows: usize = books.iter().map(Vec::len).sum();
    let mut measured = Vec::new();
    let csv = folder.path().join("csv");
    std::fs::create_dir(&csv)?;
    for (account, book) in books.iter().enumerate() {
        std::fs::write(csv.join(format!("{account}.csv")), text(account, book))?;
    }
    measured.push(run(
        &format!("{rows} 行流水，{ACCOUNTS} 份 csv"),
        &[csv],
        folder.path(),
    )?);
    let one = folder.path().join("all.csv");
    std::fs::write(&one, one_table(&books))?;
    measured.push(run(
        &format!("{rows} 行流水，一份 csv，账号列"),
        &[one],
        folder.path(),
    )?);
    let xlsx = folder.path().join("xlsx");
    std::fs::create_dir(&xlsx)?;
    for (account, book) in books.iter().enumerate() {
        workbook(account, book, &xlsx.join(format!("{account}.xlsx")))?;
    }
    measured.push(run(
        &format!("{rows} 行流水，{ACCOUNTS} 份 xlsx"),
        &[xlsx],
        folder.path(),
    )?);
    print("A million rows of statements", &measured);
    Ok(())
}

/// One line of an account's book.
struct Line {
    minute: i64,
    change: i64,
    balance: i64,
    other: usize,
}

fn books(draw: &mut Draw) -> Vec<Vec<Line>> {
    let mut books: Vec<Vec<Line>> = (0..ACCOUNTS).map(|_| Vec::new()).collect();
    let mut balances = vec![0_i64; ACCOUNTS];
    for at in 0..TRANSFERS {
        let collector = draw.chance(33);
        let from = 1 + draw.below(ACCOUNTS - 1);
        let to = match collector {
            true => 0,
            false => (from + 1 + draw.below(ACCOUNTS - 2)) % ACCOUNTS,
        };
        if from == to {
            continue;
        }
        let amount = (1 + i64::try_from(draw.below(500)).unwrap_or(0)) * 10_000;
        let minute = i64::try_from(at).unwrap_or(0);
        for (own, other, change) in [(from, to, -amount), (to, from, amount)] {
            balances[own] += change;
            books[own].push(Line {
                minute,
                change,
                balance: balances[own],
                other,
            });
        }
    }
    books
}

fn number(account: usize) -> String {
    format!("62220212345{account:08}")
}

fn moment(minute: i64) -> String {
    let start = date(2023, 1, 1).at(0, 0, 0, 0);
    let at = start.saturating_add(jiff::Span::new().minutes(minute));
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

const HEAD: &str =
    "交易时间,借贷标志,交易金额,账户余额,对方账号,对方户名,对方开户行,摘要,附言,流水号";

fn cells(line: &Line, serial: usize) -> [String; 10] {
    [
        moment(line.minute),
        if line.change > 0 { "贷" } else { "借" }.to_owned(),
        Fen(line.change.abs()).yuan(),
        Fen(line.balance).yuan(),
        number(line.other),
        format!("户主{}", line.other),
        "甲县农商行".to_owned(),
        "转账".to_owned(),
        "货款".to_owned(),
        format!("{serial:012}"),
    ]
}

fn text(account: usize, book: &[Line]) -> String {
    let mut out = format!("户名：户主{account},账号：{}\n{HEAD}\n", number(account));
    for (serial, line) in book.iter().enumerate() {
        let _ = writeln!(out, "{}", cells(line, serial).join(","));
    }
    out
}

fn one_table(books: &[Vec<Line>]) -> String {
    let mut out = format!("本方账号,本方户名,{HEAD}\n");
    for (account, book) in books.iter().enumerate() {
        for (serial, line) in book.iter().enumerate() {
            let _ = writeln!(
                out,
                "{},户主{account},{}",
                number(account),
                cells(line, serial).join(",")
            );
        }
    }
    out
}

fn workbook(account: usize, book: &[Line], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut file = rust_xlsxwriter::Workbook::new();
    let sheet = file.add_worksheet_with_constant_memory()?;
    sheet.write(
        0,
        0,
        format!("户名：户主{account} 账号：{}", number(account)),
    )?;
    for (column, title) in (0_u16..).zip(HEAD.split(',')) {
        sheet.write(1, column, title)?;
    }
    for (serial, line) in book.iter().enumerate() {
        let row = u32::try_from(serial)? + 2;
        for (column, cell) in (0_u16..).zip(cells(line, serial)) {
            sheet.write(row, column, cell)?;
        }
    }
    file.save(path)?;
    Ok(())
}

fn run(what: &str, files: &[PathBuf], folder: &Path) -> Result<Row, Box<dyn Error>> {
    let out = folder.join("out");
    let mut arguments: Vec<OsString> = vec!["flow".into(), "read".into()];
    arguments.extend(files.iter().map(|f| f.clone().into_os_string()));
    arguments.extend(["--out".into(), out.into_os_string()]);
    let arguments: Vec<&OsStr> = arguments.iter().map(OsString::as_os_str).collect();
    let run = Run::of(&arguments)?;
    let limit = Duration::from_secs(30);
    Ok(Row {
        what: what.to_owned(),
        measured: format!(
            "{:.1} s, at most {} MiB{}",
            run.took.as_secs_f64(),
            run.peak_kib / 1024,
            if run.ok { "" } else { "，没有成功" }
        ),
        target: format!("< {} s", limit.as_secs()),
        reached: run.ok && run.took < limit,
    })
}
