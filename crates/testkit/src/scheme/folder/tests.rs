//! What is printed holds together: balances, both sides, fates, the same bytes from the same seed.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::scheme::{
    dirt::Dirt,
    layout::Amount,
    line::Leg,
    sheet::Cell,
    story::{Recipe, tell},
    terms::Kind,
    truth::{self, Fate},
};

fn recipe(seed: u64, level: u8) -> Recipe {
    let kind = Kind::ALL[usize::try_from(seed % 6).unwrap()];
    Recipe {
        seed,
        kind,
        investors: 30,
        dirt: Dirt::level(level).unwrap(),
    }
}

fn layout(id: &str) -> Layout {
    layout::all().into_iter().find(|one| one.id == id).unwrap()
}

/// What a reader must make of a figure.
fn figure(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Number(fen) => Some(fen.0),
        Cell::Text(text) => {
            let narrow: String = text
                .chars()
                .map(|c| match c {
                    '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap(),
                    other => other,
                })
                .filter(|c| !matches!(c, '¥' | '+'))
                .collect();
            Fen::parse_yuan(&narrow).ok().map(|fen| fen.0)
        }
        _ => None,
    }
}

fn column(layout: &Layout, row: &Row, column: Column) -> Option<i64> {
    let at = layout.columns.iter().position(|(one, _)| *one == column)?;
    figure(&row.cells[at])
}

/// The change of the balance that the row prints.
fn change(layout: &Layout, row: &Row) -> i64 {
    match layout.amount {
        Amount::Two => {
            column(layout, row, Column::In).unwrap_or(0)
                - column(layout, row, Column::Out).unwrap_or(0)
        }
        Amount::Signed(_) => column(layout, row, Column::Amount).unwrap(),
        Amount::Marked(word_in, _) => {
            let at = layout
                .columns
                .iter()
                .position(|(one, _)| *one == Column::Mark)
                .unwrap();
            let amount = column(layout, row, Column::Amount).unwrap();
            match &row.cells[at] {
                Cell::Text(word) if word == word_in => amount,
                _ => -amount,
            }
        }
    }
}

/// The printed changes and balances of every account of a file, oldest first.
fn printed(file: &StatementFile) -> BTreeMap<usize, Vec<(i64, Option<i64>, usize)>> {
    let layout = layout(file.layout);
    let mut all: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for row in file.sheets.iter().flat_map(|sheet| &sheet.rows) {
        if let RowTruth::Entry {
            account, movement, ..
        } = row.truth
        {
            let balance = column(&layout, row, Column::Balance);
            all.entry(account)
                .or_default()
                .push((change(&layout, row), balance, movement));
        }
    }
    if layout.order == layout::Order::Falling {
        all.values_mut().for_each(|lines| lines.reverse());
    }
    all
}

#[test]
fn printed_balances_run_except_where_a_page_is_missing() {
    for (seed, level) in [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3), (12, 1)] {
        let story = tell(recipe(seed, level));
        let folder = print(&story).unwrap();
        let mut breaks: BTreeSet<usize> = BTreeSet::new();
        for file in &folder.files {
            for (account, lines) in printed(file) {
                for pair in lines.windows(2) {
                    let (Some(before), Some(after)) = (pair[0].1, pair[1].1) else {
                        continue;
                    };
                    if before + pair[1].0 != after {
                        breaks.insert(account);
                    }
                    assert!(after >= 0);
                }
            }
        }
        let gaps: BTreeSet<usize> = folder.gaps.iter().map(|gap| gap.account).collect();
        assert_eq!(breaks, gaps, "{seed}");
    }
}

#[test]
fn both_sides_and_overlapping_statements_print_the_same_amount() {
    let story = tell(recipe(8, 2));
    let folder = print(&story).unwrap();
    let mut amounts: BTreeMap<usize, BTreeSet<i64>> = BTreeMap::new();
    for file in &folder.files {
        for (change, _, movement) in printed(file).into_values().flatten() {
            amounts.entry(movement).or_default().insert(change.abs());
        }
    }
    assert!(amounts.values().all(|amounts| amounts.len() == 1));
}

#[test]
fn every_row_has_one_fate_and_every_shown_movement_one_transfer() {
    let story = tell(recipe(9, 3));
    let folder = print(&story).unwrap();
    let rows = truth::rows(&folder);
    let printed: usize = folder
        .files
        .iter()
        .flat_map(|f| &f.sheets)
        .map(|s| s.rows.len())
        .sum();
    assert_eq!(rows.len(), printed);
    let mut transfers = BTreeSet::new();
    for row in &rows {
        if let (RowTruth::Entry { movement, .. }, Fate::Transfer) = (row.truth, row.fate) {
            assert!(transfers.insert(movement));
        }
    }
    let of = |fate| rows.iter().filter(|row| row.fate == fate).count();
    assert!(
        [Fate::Twin, Fate::Duplicate, Fate::Reversed, Fate::Other]
            .into_iter()
            .all(|fate| of(fate) > 0)
    );
    let halves = rows
        .iter()
        .filter(|row| matches!(row.truth, RowTruth::Entry { leg: Leg::Back, .. }));
    assert!(halves.count() * 2 <= of(Fate::Reversed) + folder.gaps.len());
}

#[test]
fn without_dirt_every_dealing_of_the_scheme_is_shown() {
    let story = tell(recipe(6, 0));
    let folder = print(&story).unwrap();
    assert!(folder.gaps.is_empty());
    assert!(
        truth::participants(&story, &folder)
            .iter()
            .all(|one| one.complete() || one.in_memo > Fen::ZERO)
    );
}

#[test]
fn the_same_seed_makes_the_same_bytes_and_another_seed_others() {
    let bytes = |seed| -> Vec<(String, Vec<u8>)> {
        let folder = print(&tell(recipe(seed, 2))).unwrap();
        folder
            .files
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect()
    };
    let first = bytes(10);
    assert!(first == bytes(10));
    assert!(first != bytes(16));
}

#[test]
fn a_few_folders_use_every_layout() {
    let used: BTreeSet<&str> = (0..4)
        .flat_map(|seed| print(&tell(recipe(seed, 1))).unwrap().files)
        .map(|file| file.layout)
        .collect();
    let all: BTreeSet<&str> = layout::all().iter().map(|one| one.id).collect();
    assert_eq!(used, all);
    assert!(all.len() >= 20);
}
