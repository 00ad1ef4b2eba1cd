//! Columns of which only the whole table tells whose side they are: two sums with words of their own. It must not know
//! rows.

use fangfei_model::statement::Direction;

use super::layout::set;
use super::mark::side_of_amount;
use crate::kind::FieldId;
use crate::table::{ColumnMapping, Mapping};

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
