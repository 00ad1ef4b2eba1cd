//! Amounts that a table prints twice: what a card was used for and what was booked (交易金额, 记账金额), what was ordered and
//! what was paid (订单金额, 实付金额). It must not know rows.

use fangfei_model::statement::Direction;

use super::guessed::set;
use super::mark::side_of_amount;
use crate::kind::FieldId;
use crate::table::{ColumnMapping, Mapping};
use crate::value::squeeze;

/// Titles of what was booked in the account's own money.
const BOOKED: &[&str] = &["记账", "记帐", "入账", "入帐", "结算"];

fn titled(column: &ColumnMapping, words: &[&str]) -> bool {
    let title = squeeze(&column.title);
    words.iter().any(|word| title.contains(word))
}

/// The side that a title says without the word for booking: 记账金额(支出), 入账金额(支出).
fn side(column: &ColumnMapping) -> Option<Direction> {
    let plain = BOOKED.iter().fold(squeeze(&column.title), |title, word| {
        title.replace(word, "")
    });
    side_of_amount(&plain)
}

/// Where amounts stand as they were used and as they were booked, each with its currency, the booked ones count: the
/// balance is of their currency, and only they are filled for a use at home.
pub(super) fn booked_amounts(mapping: &mut Mapping) {
    let is_currency =
        |c: &&ColumnMapping| titled(c, &["币种", "货币", "币别"]) && !titled(c, &["金额"]);
    let booked = |c: &&ColumnMapping| titled(c, BOOKED);
    let place = |c: &ColumnMapping| c.column;
    let of_amounts = |c: &&ColumnMapping| titled(c, &["金额"]) && !titled(c, &["手续费"]);
    let columns = || mapping.columns.iter();
    let one = |way: Direction| {
        let mut found = columns().filter(booked).filter(|c| side(c) == Some(way));
        let first = found.next().map(place);
        first.filter(|_| found.next().is_none())
    };
    let currency = columns().filter(booked).find(is_currency).map(place);
    let used_in = columns()
        .filter(|c| !booked(c))
        .find(is_currency)
        .map(place);
    let (Some(currency), Some(used_in)) = (currency, used_in) else {
        return;
    };
    let chosen: Vec<(usize, &str)> = match (one(Direction::Out), one(Direction::In)) {
        (Some(out), Some(into)) => vec![(out, "out"), (into, "in")],
        _ => {
            let amount = columns().filter(booked).find(of_amounts).map(place);
            amount.map(|c| (c, "amount")).into_iter().collect()
        }
    };
    if chosen.is_empty() {
        return;
    }
    let used: Vec<usize> = columns()
        .filter(|c| !booked(c) && of_amounts(c))
        .map(place)
        .chain((used_in != currency).then_some(used_in))
        .collect();
    for column in used {
        set(mapping, column, None);
    }
    for (column, field) in chosen {
        set(mapping, column, Some(field));
    }
    if currency != used_in {
        set(mapping, currency, Some("currency"));
    }
}

/// Of an order's sum and what was paid for it (实付金额), the latter left the account.
pub(super) fn paid_amount(mapping: &mut Mapping) {
    let field = |c: &ColumnMapping| c.field.as_ref().map(FieldId::as_str) == Some("amount");
    let ordered = |c: &&ColumnMapping| field(c) && titled(c, &["订单", "应付", "原价", "商品"]);
    let Some(ordered) = mapping.columns.iter().find(ordered).map(|c| c.column) else {
        return;
    };
    let paid = |c: &&ColumnMapping| titled(c, &["实付金额", "实际支付金额", "实付款"]);
    if let Some(paid) = mapping.columns.iter().find(paid).map(|c| c.column) {
        set(mapping, ordered, None);
        set(mapping, paid, Some("amount"));
    }
}
