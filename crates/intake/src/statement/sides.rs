//! Columns of which only the whole table tells whose side they are: two sums with words of their own, two numbers of one
//! side. It must not know rows.

use fangfei_model::statement::Direction;

use super::guessed::set;
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

/// Of two numbers of one side that of the wallet comes first (支付帐号): the card beside it only funded or received what went
/// through the wallet.
pub(super) fn wallets_first(mapping: &mut Mapping) {
    let is_wallet = |c: &ColumnMapping| {
        let title = squeeze(&c.title).replace('帐', "账");
        ["支付账", "支付宝账", "微信账", "钱包"]
            .iter()
            .any(|word| title.contains(word))
    };
    for (first, second) in [
        ("payer_account", "payer_second"),
        ("payee_account", "payee_second"),
    ] {
        let (Some(card), Some(wallet)) = (mapping.column_of(first), mapping.column_of(second))
        else {
            continue;
        };
        if is_wallet(wallet) && !is_wallet(card) {
            let (card, wallet) = (card.column, wallet.column);
            set(mapping, wallet, Some(first));
            set(mapping, card, Some(second));
        }
    }
}
