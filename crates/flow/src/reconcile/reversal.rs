//! Entries that take back others: negative ones (冲正、红字) and returned ones (退汇). A refund for
//! goods or of principal (退款、退本金) is a payment and stays one. It must not know other accounts.

use std::collections::HashMap;

use fangfei_model::statement::{Party, Statement};

use super::item::Item;
use super::overlap::agree;
use super::result::Options;

/// A pair: what takes back, what is taken back.
pub(super) struct TakenBack {
    pub reversal: usize,
    pub original: usize,
}

const WORDS: &[&str] = &[
    "冲正",
    "冲销",
    "冲账",
    "红冲",
    "抹账",
    "退汇",
    "退票",
    "汇款退回",
    "转账退回",
    "退回汇款",
    "汇出退回",
    "来账退回",
    "往账退回",
    "交易撤销",
    "交易失败退回",
    "户名不符",
    "账号不符",
    "账户不符",
    "撤销交易",
    "反交易",
    "转账失败退",
    "失败退款",
];

fn speaks_of_return(memo: &str) -> bool {
    // Nearly every memo is turned away by its characters.
    memo.contains(['冲', '退', '抹', '撤', '符', '反'])
        && WORDS.iter().any(|word| memo.contains(word))
}

/// Finds the pairs among the open items of one account, given in the order of booking.
pub(super) fn taken_back(
    items: &[Item],
    places: &[usize],
    statements: &[Statement],
    options: &Options,
) -> Vec<TakenBack> {
    let mut by_change: HashMap<i64, Vec<usize>> = HashMap::new();
    for at in places.iter().copied().filter(|at| items[*at].open) {
        by_change.entry(items[at].change()).or_default().push(at);
    }
    let mut gone = vec![false; items.len()];
    let mut found = Vec::new();
    for at in places.iter().copied().filter(|at| items[*at].open) {
        let item = &items[at];
        let entry = item.of(statements);
        let negative = item.amount < 0;
        if gone[at] || !(negative || speaks_of_return(&entry.memo)) {
            continue;
        }
        let days = if negative {
            options.reversal_days
        } else {
            options.return_days
        };
        let original = by_change.get(&-item.change()).and_then(|same| {
            let fits = |other: &usize| {
                let o = &items[*other];
                // A negative entry takes back one of its own side, a returned one of the other.
                let side = if negative {
                    o.into == item.into
                } else {
                    o.into != item.into
                };
                let age = item.day() - o.day();
                *other != at
                    && !gone[*other]
                    && side
                    && o.amount > 0
                    && (0..=days).contains(&age)
                    && (age == 0 || o.at <= item.at)
                    && agree(&entry.counterparty, &o.of(statements).counterparty)
            };
            let told =
                |o: &usize| is_told(&entry.counterparty, &items[*o].of(statements).counterparty);
            let before = |o: &usize| is_before(items, *o, at);
            let near = |o: &usize| {
                is_near(&items[*o], item) && same_words(&entry.memo, &items[*o].of(statements).memo)
            };
            best(same, fits, before, told, near)
        });
        if let Some(original) = original {
            gone[at] = true;
            gone[original] = true;
            found.push(TakenBack {
                reversal: at,
                original,
            });
        }
    }
    found
}

/// Of the rows that fit one booked shortly before with the same words first, then the latest that prints the same party;
/// of the same day one after only where none is before.
fn best(
    same: &[usize],
    fits: impl Fn(&usize) -> bool,
    before: impl Fn(&usize) -> bool,
    told: impl Fn(&usize) -> bool,
    near: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let earlier = || same.iter().rev().filter(|o| before(o) && fits(o));
    earlier()
        .find(|o| near(o) && told(o))
        .or_else(|| earlier().find(|o| near(o)))
        .or_else(|| earlier().find(|o| told(o)))
        .or_else(|| earlier().next())
        .or_else(|| same.iter().find(|o| fits(o)))
        .copied()
}

/// Whether a row was booked within minutes of the one that takes it back, or on its day where no time is printed.
fn is_near(original: &Item, reversal: &Item) -> bool {
    const SHORTLY: i64 = 1_800;
    match original.timed && reversal.timed {
        true => reversal.at.0 - original.at.0 <= SHORTLY,
        false => original.day() == reversal.day(),
    }
}

/// Whether a memo says what the other says, but for the words of taking back; memos may be cut short.
fn same_words(reversal: &str, original: &str) -> bool {
    let mut bare: String = reversal.split_whitespace().collect();
    for word in WORDS {
        bare = bare.replace(word, "");
    }
    let original: String = original.split_whitespace().collect();
    original.starts_with(&bare) || !original.is_empty() && bare.starts_with(&original)
}

/// Whether both print a number or both a name; that these agree is known.
fn is_told(a: &Party, b: &Party) -> bool {
    a.account.is_some() && b.account.is_some() || a.name.is_some() && b.name.is_some()
}

fn is_before(items: &[Item], a: usize, b: usize) -> bool {
    (items[a].at, a) < (items[b].at, b)
}
