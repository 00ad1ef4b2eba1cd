//! Words and figures of a row as a whole: its text, its only amount, the bank a title names. It must not know how rows are read.

use fangfei_model::money::Fen;

use super::layout::{Layout, MoneyColumn};
use super::sum::sum;
use crate::table::{Sheet, SheetRow};
use crate::value::{MoneyUnit, squeeze};

/// Whether the header has the words 借 and 贷.
pub(super) fn debit_and_credit(headers: &[Vec<String>]) -> bool {
    let has = |word: char| headers.iter().flatten().any(|title| title.contains(word));
    has('借') && has('贷')
}

/// Whether a column of 借 and 贷 says of each row no more than which of the two amounts is filled, and so is not the side of
/// the balance: 借 beside what went out, 贷 beside what came in, both of them.
pub(super) fn repeats_sides<'r>(
    layout: &Layout,
    column: usize,
    rows: impl Iterator<Item = &'r SheetRow>,
) -> bool {
    let filled = |row: &SheetRow, money: Option<MoneyColumn>| {
        let sum = money.and_then(|c| sum(row.cell(c.column), c.unit).ok().flatten());
        sum.is_some_and(|sum| sum.fen != Fen::ZERO)
    };
    let (mut debits, mut credits) = (0, 0);
    for row in rows {
        match (
            row.cell(column).shown().trim(),
            filled(row, layout.out),
            filled(row, layout.into),
        ) {
            ("借", true, false) => debits += 1,
            ("贷", false, true) => credits += 1,
            ("借", ..) | ("贷", true, _) => return false,
            _ => {}
        }
    }
    debits > 0 && credits > 0
}

/// The only amount of a row, wherever it stands.
pub(super) fn single_amount(row: &SheetRow) -> Option<Fen> {
    let mut found = row.filled().filter_map(|(_, cell)| {
        let shown = cell.shown();
        let is_money = shown.contains('.') && shown.chars().any(|c| c.is_ascii_digit());
        is_money
            .then(|| sum(cell, MoneyUnit::Yuan).ok().flatten())
            .flatten()
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.fen)
}

/// The words of a row's cells without blanks.
pub(super) fn squeezed(row: &SheetRow) -> Vec<String> {
    row.filled()
        .map(|(_, cell)| squeeze(&cell.shown()))
        .collect()
}

/// The words of the header's rows.
pub(super) fn header_texts(sheet: &Sheet, (first, last): (u32, u32)) -> Vec<Vec<String>> {
    sheet
        .rows
        .iter()
        .skip_while(|row| row.number < first)
        .take_while(|row| row.number <= last)
        .map(squeezed)
        .collect()
}

/// The beginning of a row in words.
pub(super) fn text_of(row: &SheetRow) -> String {
    let whole: Vec<String> = row
        .filled()
        .map(|(_, cell)| cell.shown().into_owned())
        .collect();
    whole.join(" ").chars().take(60).collect()
}

/// The bank in a title line: 甲银行个人账户交易明细.
pub(super) fn bank_in(row: &SheetRow) -> Option<Box<str>> {
    let mut cells = row.filled();
    let (_, cell) = cells.next()?;
    if cells.next().is_some() {
        return None;
    }
    let plain = squeeze(&cell.shown());
    let plain = plain.trim_start_matches(['#', '-', '=', '*', '|']);
    if plain.chars().count() > 40 {
        return None;
    }
    [
        "银行",
        "信用社",
        "信用合作联社",
        "支付宝",
        "微信支付",
        "财付通",
    ]
    .iter()
    .filter_map(|end| plain.find(end).map(|at| &plain[..at + end.len()]))
    .min_by_key(|name| name.len())
    .filter(|name| name.chars().count() >= 3 && !name.contains("对账"))
    .map(Into::into)
}

/// The payment firm whose account a line of labels names: 支付宝账户：….
pub(super) fn wallet_firm_in(row: &SheetRow) -> Option<&'static str> {
    let mut words = row.filled().map(|(_, cell)| squeeze(&cell.shown()));
    words.find_map(|text| {
        let labels = [
            ("支付宝账户", "支付宝"),
            ("支付宝账号", "支付宝"),
            ("微信号", "微信支付"),
        ];
        let found = labels.iter().find(|(label, _)| text.contains(label));
        found.map(|(_, firm)| *firm)
    })
}
