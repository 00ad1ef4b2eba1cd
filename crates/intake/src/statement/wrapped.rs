//! The rest of a row whose cells were too narrow for its words, as tables of PDF pages have it: it stands below, in the
//! same columns. It must not know tables.

use super::layout::Layout;
use super::raw::Raw;
use crate::table::SheetRow;

/// Adds a row to the entry above it where it holds the rest of its counterparty or memo and nothing else: digits below
/// digits, words below words, in no other column. Answers whether it did.
pub(super) fn add_rest(raw: &mut Raw, row: &SheetRow, layout: &Layout) -> bool {
    let (counter, memos) = (layout.counter, &layout.memos);
    let rest = |column: Option<usize>| {
        let shown = column.map(|c| row.cell(c).shown()).unwrap_or_default();
        shown.trim().to_owned()
    };
    let places = [counter.account, counter.name, counter.bank];
    let allowed: Vec<usize> = places
        .into_iter()
        .flatten()
        .chain(memos.iter().copied())
        .collect();
    let keeps_to = row
        .filled()
        .all(|(column, cell)| allowed.contains(&column) && !cell.shown().contains([':', '：']));
    let (number, name, bank) = (
        rest(counter.account),
        rest(counter.name),
        rest(counter.bank),
    );
    let is_rest = number.chars().all(|c| c.is_ascii_digit() || c == '*');
    let party = &mut raw.counter;
    let below_something = [
        (&number, party.account.is_some()),
        (&name, party.name.is_some()),
        (&bank, party.bank.is_some()),
    ]
    .into_iter()
    .all(|(more, above)| more.is_empty() || above);
    if !keeps_to || !is_rest || !below_something {
        return false;
    }
    add(&mut party.account, &number);
    add(&mut party.name, &name);
    add(&mut party.bank, &bank);
    let memo: String = memos.iter().map(|c| rest(Some(*c))).collect();
    raw.memo = format!("{}{memo}", raw.memo).into_boxed_str();
    true
}

fn add(to: &mut Option<Box<str>>, more: &str) {
    if let Some(text) = to.as_mut().filter(|_| !more.is_empty()) {
        *text = format!("{text}{more}").into_boxed_str();
    }
}
