//! A statement against what it says of itself: totals, counts, closing balance, period.
//! It must not know other statements.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Direction, Statement};

use super::balance::Examined;
use super::exception::{Check, CheckKind};

/// All the checks of one statement.
pub(super) fn checks(place: u32, statement: &Statement, examined: &Examined) -> Vec<Check> {
    let mut found = Vec::new();
    let mut note = |row: Option<u32>, kind, expected, printed, reason: String| {
        found.push(Check {
            statement: Some(place),
            row,
            kind,
            expected,
            printed,
            reason: reason.into(),
        });
    };
    if examined.swapped {
        note(
            None,
            CheckKind::SidesSwapped,
            None,
            None,
            "余额只有在收入和支出对调后才连续，已按对调后的方向处理".to_owned(),
        );
    }
    if examined.unrelated {
        let reason = format!(
            "{}处余额中有{}处与发生额对不上，这一列不是逐笔余额，没有用来核对",
            examined.checked,
            examined.breaks.len()
        );
        note(None, CheckKind::BalanceUnrelated, None, None, reason);
    }
    let breaks = examined.breaks.iter().filter(|_| !examined.unrelated);
    for broken in breaks {
        let row = statement.entries.get(broken.entry).map(|e| e.row);
        let gap = broken.printed.0 - broken.expected.0;
        note(
            row,
            CheckKind::BalanceBreak,
            Some(broken.expected),
            Some(broken.printed),
            format!(
                "按上一笔余额应为{}元，印的是{}元，相差{}元：此前可能缺页、缺行或有改动",
                broken.expected.yuan(),
                broken.printed.yuan(),
                Fen(gap).yuan()
            ),
        );
    }
    for (side, total, count) in [
        (
            Direction::In,
            statement.stated.total_in,
            statement.stated.count_in,
        ),
        (
            Direction::Out,
            statement.stated.total_out,
            statement.stated.count_out,
        ),
    ] {
        let side = if examined.swapped {
            opposite(side)
        } else {
            side
        };
        let entries = || {
            statement
                .entries
                .iter()
                .filter(move |e| e.direction == side)
        };
        let sum = Fen(entries().map(|e| e.amount.0).fold(0, i64::saturating_add));
        let word = if side == Direction::In {
            "收入"
        } else {
            "支出"
        };
        if let Some(printed) = total.filter(|t| *t != sum) {
            note(
                None,
                CheckKind::TotalsDiffer,
                Some(sum),
                Some(printed),
                format!(
                    "{word}合计印的是{}元，逐笔相加是{}元",
                    printed.yuan(),
                    sum.yuan()
                ),
            );
        }
        let counted = entries().count() as u64;
        if let Some(printed) = count.filter(|c| *c != counted) {
            note(
                None,
                CheckKind::TotalsDiffer,
                None,
                None,
                format!("{word}笔数印的是{printed}笔，实有{counted}笔"),
            );
        }
    }
    let last = examined
        .order
        .iter()
        .rev()
        .find_map(|place| statement.entries[*place as usize].balance);
    if let (Some(printed), Some(last)) = (statement.closing, last)
        && printed != last
    {
        note(
            None,
            CheckKind::ClosingDiffers,
            Some(last),
            Some(printed),
            format!(
                "期末余额印的是{}元，最后一笔的余额是{}元",
                printed.yuan(),
                last.yuan()
            ),
        );
    }
    if let Some((start, end)) = statement.period {
        let outside = statement
            .entries
            .iter()
            .filter(|e| !(start..=end).contains(&e.booked.at.date()))
            .count();
        if outside > 0 {
            note(
                None,
                CheckKind::OutsidePeriod,
                None,
                None,
                format!("有{outside}笔不在表头写明的{start}至{end}之内"),
            );
        }
    }
    found
}

fn opposite(side: Direction) -> Direction {
    match side {
        Direction::In => Direction::Out,
        Direction::Out => Direction::In,
    }
}
