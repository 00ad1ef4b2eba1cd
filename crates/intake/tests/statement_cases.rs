//! Self-made statements of many layouts beside what must be read from them. `UPDATE_STATEMENTS=1` writes
//! the expected readings anew, to be reviewed by hand. It must not hold any real statement.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails where it cannot read its own files"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use fangfei_intake::statement::{Options, Reading, name_holders, read};
use fangfei_model::money::Fen;
use fangfei_model::statement::{Direction, Party};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/statements")
}

fn cases() -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "expected"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap();
            (path, bytes)
        })
        .collect()
}

fn party(party: &Party) -> String {
    let parts = [&party.account, &party.name, &party.bank];
    let shown: Vec<&str> = parts.iter().map(|p| p.as_deref().unwrap_or("·")).collect();
    shown.join("/")
}

fn money(fen: Option<Fen>) -> String {
    fen.map_or_else(|| "·".to_owned(), |f| f.yuan())
}

/// A reading as lines that a person can compare with the file.
fn shown(reading: &Reading) -> String {
    let mut text = String::new();
    for statement in &reading.statements {
        let stated = statement.stated;
        writeln!(
            text,
            "# {} {} opening {} closing {} period {:?} stated in {} ({:?}) out {} ({:?})",
            party(&statement.account),
            statement.currency,
            money(statement.opening),
            money(statement.closing),
            statement.period.map(|(a, b)| format!("{a}..{b}")),
            money(stated.total_in),
            stated.count_in,
            money(stated.total_out),
            stated.count_out
        )
        .unwrap();
        for entry in &statement.entries {
            let at = if entry.booked.timed {
                entry.booked.at.to_string()
            } else {
                entry.booked.at.date().to_string()
            };
            writeln!(
                text,
                "{} {at} {} {} balance {} with {} [{}] ref {} via {}",
                entry.row,
                match entry.direction {
                    Direction::In => "in",
                    Direction::Out => "out",
                },
                entry.amount.yuan(),
                money(entry.balance),
                party(&entry.counterparty),
                entry.memo,
                entry.reference.as_deref().unwrap_or("·"),
                entry.channel.as_deref().unwrap_or("·")
            )
            .unwrap();
        }
        for other in &statement.others {
            writeln!(text, "{} {:?}: {}", other.row, other.kind, other.reason).unwrap();
        }
    }
    for list in &reading.lists {
        writeln!(text, "# list").unwrap();
        for transfer in &list.transfers {
            writeln!(
                text,
                "{} {} {} -> {} {} [{}]",
                transfer.row,
                transfer.booked.at,
                party(&transfer.payer),
                party(&transfer.payee),
                transfer.amount.yuan(),
                transfer.memo
            )
            .unwrap();
        }
        for other in &list.others {
            writeln!(text, "{} {:?}: {}", other.row, other.kind, other.reason).unwrap();
        }
    }
    for refusal in &reading.refusals {
        writeln!(text, "! {refusal}").unwrap();
    }
    text
}

#[test]
fn every_layout_is_read_as_reviewed() {
    let cases = cases();
    assert!(cases.len() >= 25, "{}", cases.len());
    let mut wrong = Vec::new();
    for (path, bytes) in cases {
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = match read(&bytes, name, &Options::default()) {
            Ok(reading) => shown(&reading),
            Err(error) => format!("! {error}\n"),
        };
        let expected = path.with_extension("expected");
        if std::env::var_os("UPDATE_STATEMENTS").is_some() {
            std::fs::write(&expected, &found).unwrap();
            continue;
        }
        let known = std::fs::read_to_string(&expected).unwrap();
        if known != found {
            wrong.push(format!("{name}\n--- expected\n{known}--- found\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_register_of_accounts_names_holders_and_is_no_statement() {
    let register = "账户开户名称,开户人证件号码,交易卡号,交易账号,账户开户时间,账户余额,币种,账户状态\n\
        甲某,000000000000000000,6222021234567890123,764357912345678,2010-03-04,100.00,CNY,正常\n\
        乙某,000000000000000000,6217001234567890121,,2012-05-06,200.00,CNY,正常\n";
    let movements = "交易卡号,交易时间,交易金额,交易余额,收付标志,对手户名\n\
        6222021234567890123,20240506093012,10000.00,10500.00,进,乙某\n\
        6222021234567890123,20240507093012,300.00,10200.00,出,丙某\n";
    let of = |text: &str, name| read(text.as_bytes(), name, &Options::default()).unwrap();
    let (found, mut money) = (of(register, "账户信息.csv"), of(movements, "交易明细.csv"));
    assert_eq!(found.holders.len(), 3);
    assert!(found.statements.is_empty() && !found.refusals[0].is_statement);
    name_holders(&mut money.statements, &found.holders);
    let account = &money.statements[0].account;
    assert_eq!(account.name.as_deref(), Some("甲某"));

    // Movements without an amount repeat their account: they are no register.
    let broken = movements
        .replace("交易金额", "数")
        .replace("对手户名", "户名");
    let found = of(&broken, "交易明细.csv");
    assert!(found.holders.is_empty() && found.refusals[0].is_statement);
}

#[test]
fn every_filled_row_is_accounted_for() {
    for (path, bytes) in cases() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let Ok(reading) = read(&bytes, name, &Options::default()) else {
            continue;
        };
        let statements = reading
            .statements
            .iter()
            .map(|s| s.entries.len() + s.others.len());
        let lists = reading
            .lists
            .iter()
            .map(|l| l.transfers.len() + l.others.len());
        let refused = reading.refusals.iter().map(|r| r.count);
        let accounted: usize = statements.chain(lists).chain(refused).sum();
        let workbook = fangfei_intake::table::open(&bytes, name).unwrap();
        let filled: usize = workbook.sheets.iter().map(|s| s.rows.len()).sum();
        assert_eq!(accounted, filled, "{name}");
    }
}
