//! Columns of which only the whole table tells whose side they are: two sums with words of their own, cards of payers in
//! a merchant's list. It must not know rows.

use fangfei_model::statement::Direction;

use super::layout::set;
use super::mark::side_of_amount;
use crate::kind::FieldId;
use crate::table::{ColumnMapping, Mapping};
use crate::value::squeeze;

/// Two columns of amounts whose titles say one side each, in whatever words: 往账金额 and 来账金额, 交易金额(支出) and
/// 交易金额(收入), 扣款 and 入账.
pub(super) fn both_sides(mapping: &mut Mapping) {
    if mapping.column_of("out").is_some() && mapping.column_of("in").is_some() {
        return;
    }
    let is_money = |c: &ColumnMapping| {
        let field = c.field.as_ref().map(FieldId::as_str);
        matches!(
            field,
            None | Some("amount" | "out" | "in" | "fee" | "available")
        )
    };
    let of = |way: Direction| {
        let says = |c: &&ColumnMapping| is_money(c) && side_of_amount(&c.title) == Some(way);
        let mut found = mapping.columns.iter().filter(says).map(|c| c.column);
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    if let (Some(out), Some(into)) = (of(Direction::Out), of(Direction::In)) {
        set(mapping, out, Some("out"));
        set(mapping, into, Some("in"));
        if let Some(unit) = mapping.columns.iter().find_map(|c| c.unit) {
            for column in &mut mapping.columns {
                if column.column == out || column.column == into {
                    column.unit = column.unit.or(Some(unit));
                }
            }
        }
    }
}

/// What marks a column that was settled by [`cards_at_terminal`].
pub(super) const AT_TERMINAL: &str = "商户收单的明细，卡是付款人的";

/// Where a table says which bank issued the card (发卡行), or at which terminal it was read, it is a merchant's: the
/// card is the payer's, not its own.
pub(super) fn cards_at_terminal(mapping: &mut Mapping) {
    let issued = |c: &ColumnMapping| squeeze(&c.title).contains("发卡");
    let at_terminal = |c: &ColumnMapping| {
        let title = squeeze(&c.title);
        title.contains("终端号") || title.contains("商户号") || title.contains("商户编号")
    };
    let has = |field: &&str| mapping.column_of(field).is_some();
    let tells_sides = ["mark", "balance", "out", "payer_account"].iter().any(has);
    let is_merchants = mapping
        .columns
        .iter()
        .any(|c| issued(c) || at_terminal(c) && !tells_sides);
    if !is_merchants || has(&"counter_account") {
        return;
    }
    for column in &mut mapping.columns {
        let is_card = column
            .field
            .as_ref()
            .is_some_and(|f| f.as_str() == "account")
            && squeeze(&column.title).contains("卡号");
        let shop = squeeze(&column.title).contains("商户");
        let field = match column.field.as_ref().map(FieldId::as_str) {
            Some("counter_name") if shop => "account_name",
            Some("counter_id") if shop => "account",
            _ if is_card => "counter_account",
            _ if issued(column) => "counter_bank",
            _ => continue,
        };
        column.field = Some(FieldId::from(field));
        column.reason = AT_TERMINAL.to_owned();
    }
}
