//! A column of sides known by what stands in it, where its title does not say so: 标志 over 借 and 贷. It must not know
//! which row is which.

use super::guessed::set;
use super::mark::{Mark, mark};
use crate::kind::FieldId;
use crate::table::{Mapping, SheetRow};
use crate::value::squeeze;

/// Rows that are looked at.
const LOOKED: usize = 300;
/// Words that are a side and nothing else; 借记卡 is a kind of card.
const SIDES: &[&str] = &[
    "借", "贷", "借方", "贷方", "收", "付", "支", "进", "出", "入", "收入", "支出", "存入", "支取",
    "转入", "转出", "来账", "往账", "来", "往", "入账", "出账", "进账", "d", "c", "dr", "cr",
];

/// Gives the sides to a column without a meaning, or one of types, that holds nothing but them.
pub(super) fn marks_by_look(mapping: &mut Mapping, body: &[SheetRow]) {
    let has = |field: &str| mapping.column_of(field).is_some();
    // Payer and payee tell the side by themselves.
    let by_sides = has("payer_account") && has("payee_account");
    if has("mark") || has("out") && has("in") || !has("amount") || by_sides {
        return;
    }
    let may_be = |field: Option<&str>| matches!(field, None | Some("type" | "channel"));
    let found = mapping
        .columns
        .iter()
        .find(|c| may_be(c.field.as_ref().map(FieldId::as_str)) && holds_sides(body, c.column));
    if let Some(column) = found.map(|c| c.column) {
        set(mapping, column, Some("mark"));
    }
}

/// Whether the filled cells of a column are short words for a side, both of them among these.
fn holds_sides(body: &[SheetRow], column: usize) -> bool {
    let words = || {
        let rows = body.iter().take(LOOKED);
        let shown = rows.map(|row| squeeze(&row.cell(column).shown()));
        shown.filter(|word| !word.is_empty())
    };
    let way = |word: &String| match mark(word) {
        Mark::Way(way) if SIDES.contains(&word.to_lowercase().as_str()) => Some(way),
        _ => None,
    };
    let ways: Vec<_> = words().filter_map(|word| way(&word)).collect();
    let all = words().count();
    let both = ways.iter().any(|way| *way != ways[0]);
    both && ways.len() * 10 >= all * 9
}
