//! Whose a bare 账号 or 户名 is: where the lines above name the account and every row another number, or where balances run
//! on from number to number, the column is the other side's. It must not know titles.

use std::collections::BTreeSet;

use super::account::{name, number};
use super::fact::Facts;
use super::layout::{Layout, PartyColumns};
use super::raw::money;
use crate::table::SheetRow;

/// More rows than this with one and the same party are hardly all of a statement.
const FEW: usize = 3;
/// Rows that are looked at.
const LOOKED: usize = 300;

/// Gives columns of the account's own to the other side where the rows show that they are its.
pub(super) fn settle(layout: &mut Layout, facts: &Facts, rows: &[SheetRow]) {
    let own = layout.own;
    if layout.one_way.is_some() || layout.payer.any() || layout.payee.any() || !own.any() {
        return;
    }
    let rows = &rows[..rows.len().min(LOOKED)];
    let numbers = values(rows, own.account, |row, c| number(row.cell(c)));
    let names = values(rows, own.name, |row, c| name(&row.cell(c).shown()));
    let one_account = runs_on(layout, rows);
    let number_free = layout.counter.account.is_none();
    let name_free = layout.counter.name.is_none();
    let others_numbers =
        number_free && are_others(&numbers, facts.account.account.as_deref(), one_account);
    let others_names = name_free && are_others(&names, facts.account.name.as_deref(), one_account);
    // One name that is not the holder's is another's, unless row after row bears it: then the holder is written in two
    // ways. One number may be the account behind the card.
    let named = |row: &&SheetRow| own.name.is_some_and(|c| !row.cell(c).is_empty());
    let one_other_name = name_free
        && names.len() == 1
        && rows.iter().filter(named).count() <= FEW
        && facts
            .account
            .name
            .as_deref()
            .is_some_and(|holder| !holds(&names, holder));
    if others_numbers || (one_other_name && number_free && numbers.len() == 1) {
        give(layout, |own, counter| counter.account = own.account.take());
        give(layout, |own, counter| counter.second = own.second.take());
    }
    if others_names || one_other_name {
        give(layout, |own, counter| counter.name = own.name.take());
    }
    if !layout.own.any() {
        give(layout, |own, counter| {
            counter.bank = counter.bank.or(own.bank.take())
        });
    }
}

fn give(layout: &mut Layout, step: impl FnOnce(&mut PartyColumns, &mut PartyColumns)) {
    step(&mut layout.own, &mut layout.counter);
}

fn values(
    rows: &[SheetRow],
    column: Option<usize>,
    read: impl Fn(&SheetRow, usize) -> Option<Box<str>>,
) -> BTreeSet<Box<str>> {
    let Some(column) = column else {
        return BTreeSet::new();
    };
    rows.iter().filter_map(|row| read(row, column)).collect()
}

/// Whether several values, none of them the one that the head gives, stand in rows of one account.
fn are_others(values: &BTreeSet<Box<str>>, head: Option<&str>, one_account: bool) -> bool {
    let given = head.is_some_and(|head| !holds(values, head));
    values.len() >= 2 && (given || head.is_none() && one_account)
}

/// Whether a value is the one of the head, what a mask leaves of it, or its last digits.
fn holds(values: &BTreeSet<Box<str>>, head: &str) -> bool {
    values.iter().any(|value| {
        let tail = value.len() >= 4 && (head.ends_with(&**value) || value.ends_with(head));
        tail || agree_but_for_masks(value, head)
    })
}

fn agree_but_for_masks(a: &str, b: &str) -> bool {
    let agree = |(a, b): (char, char)| a == b || a == '*' || b == '*';
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(agree)
}

/// Whether the balance of each row is that of the row above with its amount, whatever the rows name: then they are one
/// account's.
fn runs_on(layout: &Layout, rows: &[SheetRow]) -> bool {
    let fen = |row: &SheetRow, column| match column {
        Some(column) => money(row, column).ok().flatten().map(|sum| sum.fen.0),
        None => None,
    };
    let moves: Vec<(i64, i64)> = rows
        .iter()
        .filter_map(|row| {
            let balance = fen(row, layout.balance)?;
            let columns = [layout.amount, layout.out, layout.into];
            let amount = columns
                .into_iter()
                .find_map(|c| fen(row, c).filter(|fen| *fen != 0))?;
            Some((amount.abs(), balance))
        })
        .collect();
    let links = |down: bool| {
        moves
            .windows(2)
            .filter(|pair| {
                let (before, after) = if down {
                    (pair[1], pair[0])
                } else {
                    (pair[0], pair[1])
                };
                (after.1 - before.1).abs() == after.0
            })
            .count()
    };
    moves.len() >= 3 && links(false).max(links(true)) * 10 >= (moves.len() - 1) * 8
}
