//! Reader and reconciliation against the truth: every movement that the files show becomes one transfer
//! between the right accounts. It must not know participants.

use std::collections::BTreeMap;

use fangfei_flow::{
    reconcile::Reconciliation,
    transfer::{AccountId, RowRef},
};
use fangfei_model::statement::Statement;
use fangfei_testkit::scheme::{Fate, Folder, RowTruth, Story, rows};

use super::Case;

/// The movement and the fate of every row, by file, sheet and row. Files of one sheet have no sheet's
/// name where the reader gives none.
struct Known {
    rows: BTreeMap<(String, String, u32), (usize, usize, Fate)>,
}

impl Known {
    fn of(folder: &Folder) -> Self {
        let mut known = BTreeMap::new();
        for row in rows(folder) {
            if let RowTruth::Entry {
                account, movement, ..
            } = row.truth
            {
                let number = u32::try_from(row.row).unwrap();
                let key = |sheet: &str| (row.file.to_owned(), sheet.to_owned(), number);
                known.insert(key(row.sheet), (account, movement, row.fate));
                if row.sheet == "明细" || row.sheet == "Sheet1" {
                    known.insert(key(""), (account, movement, row.fate));
                }
            }
        }
        Self { rows: known }
    }

    fn row(&self, statements: &[Statement], row: RowRef) -> Option<(usize, usize, Fate)> {
        let statement = &statements[row.statement as usize];
        let sheet = statement.sheet.as_deref().unwrap_or("");
        let key = (statement.file.to_string(), sheet.to_owned(), row.row);
        self.rows.get(&key).copied()
    }
}

/// What is wrong, by kind of mistake.
fn mistakes(case: &Case) -> BTreeMap<&'static str, Vec<String>> {
    let (story, folder, result) = (&case.story, &case.folder, &case.result);
    let known = Known::of(folder);
    let mut wrong: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, transfer) in (0_u32..).zip(&result.transfers.list) {
        let source = known.row(&case.statements, transfer.source);
        let Some((_, movement, fate)) = source else {
            wrong
                .entry("转账来自不是交易的行")
                .or_default()
                .push(format!("{:?}", transfer.source));
            continue;
        };
        // A movement that is told to be perhaps there twice may be.
        let told = result.transfers.perhaps_twice.binary_search(&place).is_ok();
        let times = seen.entry(movement).or_default();
        *times = if told { (*times).max(1) } else { *times + 1 };
        let one = &story.world.movements[movement];
        let mut note = |what| {
            let text = format!("{} {} {}→{}", one.at, one.amount, one.payer, one.payee);
            wrong
                .entry(what)
                .or_default()
                .push(format!("{text} {}", one.memo));
        };
        if fate == Fate::Reversed {
            note("冲正未消去");
        }
        if transfer.amount != one.amount {
            note("金额不符");
        }
        let twin = transfer
            .twin
            .and_then(|row| known.row(&case.statements, row));
        if twin.is_some_and(|(_, other, _)| !alike(story, movement, other)) {
            note("把别的转账当作另一面");
        }
        if !is(story, result, transfer.payer, one.payer)
            || !is(story, result, transfer.payee, one.payee)
        {
            note("账户不符");
        }
    }
    missing(story, folder, &seen, &mut wrong);
    wrong
}

/// Movements of the same day, ends and amount cannot be told apart, and nothing hangs on it.
fn alike(story: &Story, one: usize, other: usize) -> bool {
    let key = |m: usize| {
        let m = &story.world.movements[m];
        (m.payer, m.payee, m.amount)
    };
    one == other || key(one) == key(other)
}

fn missing(
    story: &Story,
    folder: &Folder,
    seen: &BTreeMap<usize, usize>,
    wrong: &mut BTreeMap<&'static str, Vec<String>>,
) {
    for row in rows(folder).iter().filter(|row| row.fate == Fate::Transfer) {
        let RowTruth::Entry {
            movement, account, ..
        } = row.truth
        else {
            continue;
        };
        let one = &story.world.movements[movement];
        let what = match seen.get(&movement) {
            Some(1) => continue,
            Some(_) => "同一笔成了两笔",
            None if story.world.accounts[account].currency != "CNY" => continue,
            None => "缺少的转账",
        };
        let text = format!(
            "{} {} {}→{} {}",
            one.at, one.amount, one.payer, one.payee, one.memo
        );
        wrong.entry(what).or_default().push(text);
    }
}

/// Whether the account found is the true one, as far as it is named: by full number, by a masked one, or
/// by name where there is no number. Cash and the bank itself have neither.
fn is(story: &Story, result: &Reconciliation, found: AccountId, truth: usize) -> bool {
    let Some(found) = result.transfers.account(found) else {
        return false;
    };
    let truth = &story.world.accounts[truth];
    if truth.number.is_empty() {
        return true;
    }
    let squeeze = |name: &str| {
        name.replace([' ', '　'], "")
            .replace('(', "（")
            .replace(')', "）")
    };
    match (found.number.as_deref(), found.name.as_deref()) {
        (Some(number), _) if !number.contains('*') => number == truth.number,
        (Some(number), _) => {
            let tail = number.rsplit('*').next().unwrap_or("");
            truth.number.ends_with(tail)
        }
        (None, Some(name)) => {
            name.contains('*') || truth.holder.is_empty() || squeeze(name) == squeeze(&truth.holder)
        }
        (None, None) => true,
    }
}

/// Where rows name nobody at all, two equal payments of a morning can be taken for one another.
fn tolerated(level: u8) -> usize {
    match level {
        3 => 4,
        // A name that two people bear, without a number, may be given to the wrong one.
        2 => 1,
        _ => 0,
    }
}

/// The mistakes, where there are more than can be told apart.
pub fn faults(case: &Case) -> Vec<String> {
    let wrong = mistakes(case);
    let count: usize = wrong.values().map(Vec::len).sum();
    if count <= tolerated(case.level) {
        return Vec::new();
    }
    let line = |(what, list): (&str, Vec<String>)| {
        let some: Vec<String> = list.iter().take(3).cloned().collect();
        format!("{what} {}：{}", list.len(), some.join("；"))
    };
    wrong.into_iter().map(line).collect()
}
