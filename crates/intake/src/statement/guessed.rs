//! The mapping of a table of transactions guessed: what the titles are called, put right by their words and by the look of
//! values. It must not know rows beyond a sample.

use jiff::civil::Time;

use crate::kind::{FieldId, Kind};
use crate::table::{Cell, ColumnMapping, Mapping, Sheet, SheetRow, guess};
use crate::value::MoneyUnit;

use super::booked::{booked_amounts, paid_amount};
use super::marks_by_look::marks_by_look;
use super::merchant::{cards_at_terminal, shop_beside_party, takings};
use super::moment::{clock, moment};
use super::sides::{both_sides, wallets_first};
use super::title::meaning;

/// Rows of a table that are looked at to guess its columns.
const SAMPLE: usize = 400;

/// The rows from `at` on, as many as a guess needs.
pub(super) fn sample(sheet: &Sheet, at: usize) -> Sheet {
    let rows = &sheet.rows[at..(at + SAMPLE).min(sheet.rows.len())];
    let reach = rows.last().map_or(0, |row| row.number);
    let first = rows.first().map_or(0, |row| row.number);
    Sheet {
        name: sheet.name.clone(),
        visibility: sheet.visibility,
        rows: rows.to_vec(),
        merges: sheet
            .merges
            .iter()
            .filter(|m| m.bottom + 1 >= first && m.top < reach)
            .copied()
            .collect(),
        hidden_columns: sheet.hidden_columns.clone(),
    }
}

/// Guesses the mapping of a table of transactions.
pub(super) fn guess_mapping(part: &Sheet, kind: &Kind) -> Mapping {
    let mut mapping = guess(part, kind);
    let last_header = mapping.header_rows.map_or(0, |(_, last)| last);
    let body_from = part.rows.partition_point(|row| row.number <= last_header);
    let body = &part.rows[body_from..];
    by_words(&mut mapping);
    booked_amounts(&mut mapping);
    paid_amount(&mut mapping);
    wallets_first(&mut mapping);
    shop_beside_party(&mut mapping);
    both_sides(&mut mapping);
    cards_at_terminal(&mut mapping);
    takings(&mut mapping);
    settle_dates(&mut mapping, body);
    marks_by_look(&mut mapping, body);
    mapping
}

/// Least confidence of a guess that stands against the words of the title.
const SURE: u32 = 880;
/// Fields on which money hangs; a vague likeness is not enough for them.
const CRITICAL: &[&str] = &[
    "date", "amount", "out", "in", "mark", "balance", "status", "reversal", "currency", "refund",
    "funds",
];

/// Gives columns the field that the words of their titles mean, where the guess has none or doubts.
fn by_words(mapping: &mut Mapping) {
    for column in &mut mapping.columns {
        if column.title.contains("大写") {
            column.field = None;
        }
    }
    let sure: Vec<FieldId> = mapping
        .columns
        .iter()
        .filter(|c| is_sure(c))
        .filter_map(|c| c.field.clone())
        .collect();
    let mut taken = sure;
    for column in mapping.columns.iter_mut().filter(|c| !is_sure(c)) {
        let meant = meaning(&column.title);
        let guessed = column.field.as_ref().map(FieldId::as_str);
        let free = |field: &&str| !taken.iter().any(|t| t.as_str() == *field);
        let choice = meant
            .and_then(|field| alternatives(field).iter().copied().find(free))
            .or_else(|| guessed.filter(|g| meant.is_none() && !CRITICAL.contains(g) && free(g)));
        if choice != guessed {
            column.reason = match choice {
                Some(_) => "由标题的词义判断".to_owned(),
                None => "没有对应的字段".to_owned(),
            };
            column.confidence = if choice.is_some() { 850 } else { 0 };
        } else if choice.is_some() {
            column.confidence = column.confidence.max(850);
        }
        column.field = choice.map(FieldId::from);
        taken.extend(column.field.clone());
    }
    if let Some(unitless) = mapping.columns.iter_mut().find(|c| {
        c.field
            .as_ref()
            .is_some_and(|f| matches!(f.as_str(), "amount" | "out" | "in" | "balance"))
            && c.unit.is_none()
    }) {
        unitless.unit = Some(MoneyUnit::Yuan);
    }
    mapping.included |= mapping.columns.iter().any(|c| c.field.is_some());
}

fn is_sure(column: &ColumnMapping) -> bool {
    column.field.is_some() && column.confidence >= SURE
}

/// The field meant, and those that may take its place when it is taken.
fn alternatives(field: &'static str) -> &'static [&'static str] {
    match field {
        "memo" => &["memo", "remark", "purpose"],
        "remark" => &["remark", "purpose", "memo"],
        "purpose" => &["purpose", "remark", "memo"],
        "type" => &["type", "channel"],
        "channel" => &["channel", "type"],
        "reference" => &["reference", "voucher"],
        "voucher" => &["voucher", "reference"],
        "date" => &["date", "time", "posted_on"],
        "account" => &["account", "account_second"],
        "account_name" => &["account_name"],
        "login" => &["account_name", "account"],
        "account_bank" => &["account_bank", "branch"],
        "counter_account" => &["counter_account", "counter_second"],
        "counter_name" => &["counter_name"],
        "counter_bank" => &["counter_bank"],
        "payer_account" => &["payer_account", "payer_second"],
        "payer_name" => &["payer_name"],
        "payer_bank" => &["payer_bank"],
        "payee_account" => &["payee_account", "payee_second"],
        "payee_name" => &["payee_name"],
        "payee_bank" => &["payee_bank"],
        "amount" => &["amount"],
        "out" => &["out"],
        "in" => &["in"],
        "mark" => &["mark"],
        "balance" => &["balance"],
        "currency" => &["currency"],
        "status" => &["status"],
        "reversal" => &["reversal"],
        "posted_on" => &["posted_on"],
        "fee" => &["fee"],
        "refund" => &["refund"],
        "funds" => &["funds"],
        "own_id" => &["own_id"],
        "counter_id" => &["counter_id"],
        "branch" => &["branch"],
        "teller" => &["teller"],
        "device" => &["device"],
        "available" => &["available"],
        "balance_before" => &["balance_before"],
        "balance_mark" => &["balance_mark"],
        "counter_balance" => &["counter_balance"],
        _ => &[],
    }
}

/// How many of the first filled cells of a column pass a test, in percent.
fn share(body: &[SheetRow], column: usize, test: impl Fn(&Cell) -> bool) -> usize {
    let filled: Vec<&Cell> = body
        .iter()
        .map(|row| row.cell(column))
        .filter(|cell| !cell.is_empty())
        .take(100)
        .collect();
    filled.iter().filter(|cell| test(cell)).count() * 100 / filled.len().max(1)
}

/// The column of dates is the one that holds dates; among several, the transaction's own. A column of
/// clocks is the time.
fn settle_dates(mapping: &mut Mapping, body: &[SheetRow]) {
    let dated: Vec<usize> = mapping
        .columns
        .iter()
        .filter(|c| {
            c.field
                .as_ref()
                .is_some_and(|f| matches!(f.as_str(), "date" | "time" | "posted_on"))
        })
        .map(|c| c.column)
        .collect();
    let is_day = |column: usize| share(body, column, |cell| moment(cell, None).is_some()) >= 50;
    let is_clock = |column: usize| share(body, column, |cell| clock(cell).is_some()) >= 50;
    let of = |mapping: &Mapping, field: &str| mapping.column_of(field).map(|c| c.column);
    let date = of(mapping, "date").filter(|c| is_day(*c) || body.is_empty());
    let best = date.or_else(|| dated.iter().copied().find(|c| is_day(*c)));
    if date.is_none()
        && let Some(best) = best
    {
        let before = of(mapping, "date");
        set(mapping, best, Some("date"));
        if let Some(before) = before.filter(|c| *c != best) {
            set(mapping, before, is_clock(before).then_some("time"));
        }
    }
    let time = of(mapping, "time");
    if time.is_none_or(|c| !is_clock(c)) {
        if let Some(time) = time {
            set(mapping, time, Some("posted_on"));
        }
        let date = of(mapping, "date");
        // A column of whole moments needs no other: that may be when the payee took the money.
        let has_time = |cell: &Cell| {
            let time = moment(cell, None).and_then(|m| m.time);
            time.is_some_and(|time| time != Time::midnight())
        };
        let whole = date.is_some_and(|c| share(body, c, has_time) >= 50);
        let other = dated
            .iter()
            .copied()
            .filter(|_| !whole)
            .find(|c| Some(*c) != date && is_clock(*c));
        if let Some(other) = other {
            set(mapping, other, Some("time"));
        }
    }
}

pub(super) fn set(mapping: &mut Mapping, column: usize, field: Option<&str>) {
    if let Some(target) = mapping.columns.iter_mut().find(|c| c.column == column) {
        target.field = field.map(FieldId::from);
        target.confidence = 900;
        target.reason = "由列里的值判断".to_owned();
    }
}
