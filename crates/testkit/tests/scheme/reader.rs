//! Every printed row is read as what it is. It must not know reconciliation.

use std::collections::BTreeMap;

use fangfei_intake::statement::Reading;
use fangfei_model::{money::Fen, statement::RowKind};
use fangfei_testkit::scheme::{Leg, RowTruth, StatementFile, Story};

use super::Case;

/// What is read from a row: whose account, the change of the balance, the day.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    account: String,
    change: Fen,
}

fn change(story: &Story, account: usize, movement: usize, leg: Leg) -> Fen {
    let one = &story.world.movements[movement];
    let sign = if one.payee == account { 1 } else { -1 };
    match leg {
        Leg::Back => Fen(-sign * one.amount.0),
        _ => Fen(sign * one.amount.0),
    }
}

/// What is wrong with the reading of a file, a line each.
fn wrong(story: &Story, file: &StatementFile, reading: &Reading) -> Vec<String> {
    let mut found: BTreeMap<(String, u32), Read> = BTreeMap::new();
    for statement in &reading.statements {
        let sheet = statement.sheet.as_deref().unwrap_or("");
        for entry in &statement.entries {
            let read = Read {
                account: statement
                    .account
                    .account
                    .as_deref()
                    .unwrap_or("")
                    .to_owned(),
                change: entry.change(),
            };
            found.insert((sheet.to_owned(), entry.row), read);
        }
    }
    let mut wrong = Vec::new();
    for refusal in reading.refusals.iter().filter(|one| one.is_statement) {
        wrong.push(format!("{}: {refusal}", file.layout));
    }
    let one = file.sheets.len() == 1;
    for sheet in &file.sheets {
        for (i, row) in sheet.rows.iter().enumerate() {
            let number = u32::try_from(i + 1).unwrap();
            let key = (sheet.name.clone(), number);
            let read = found.remove(&key).or_else(|| match one {
                true => found.remove(&(String::new(), number)),
                false => None,
            });
            let due = match row.truth {
                RowTruth::Entry {
                    account,
                    movement,
                    leg,
                    ..
                } => Some(Read {
                    account: story.world.accounts[account].number.clone(),
                    change: change(story, account, movement, leg),
                }),
                RowTruth::Other(_) => None,
            };
            if read != due {
                wrong.push(format!(
                    "{} 第{number}行：{due:?} 读成 {read:?}",
                    file.layout
                ));
            }
        }
    }
    // 不计收支 gives no direction: the reader says so instead of guessing.
    let unreadable = reading.statements.iter().flat_map(|s| &s.others);
    let unreadable = unreadable.filter(|row| row.kind == RowKind::Unreadable);
    for row in unreadable.filter(|row| !row.reason.contains("不计收支")) {
        wrong.push(format!("{} 第{}行：{}", file.layout, row.row, row.reason));
    }
    wrong
}

/// What is wrong with the reading of all files.
pub fn faults(case: &Case) -> Vec<String> {
    let mut all = Vec::new();
    for (file, reading) in case.folder.files.iter().zip(&case.readings) {
        let lines = wrong(&case.story, file, reading);
        let count = lines.len();
        all.extend(lines.into_iter().take(4));
        if count > 4 {
            all.push(format!("{} …共{count}处", file.layout));
        }
    }
    all
}
