//! A statement against what it says of itself: totals, counts, closing balance, period.
//! It must not know other statements.

use fangfei_model::money::Fen;
use fangfei_model::statement::{Direction, Statement};

use super::balance::Examined;
use super::exception::{Check, CheckKind};

/// All the checks of one statement.
pub(super) fn checks(place: u32, statement: &Statement, examined: &Examined) -> Vec<Check> {
    let mut found = Findings {
        place,
        checks: Vec::new(),
    };
    found.balances(statement, examined);
    let stated = &statement.stated;
    for (side, total, count) in [
        (Direction::In, stated.total_in, stated.count_in),
        (Direction::Out, stated.total_out, stated.count_out),
    ] {
        let side = if examined.swapped {
            opposite(side)
        } else {
            side
        };
        found.totals(statement, side, total, count);
    }
    found.closing(statement, examined);
    found.period(statement);
    found.checks
}

/// What a statement fails, as it is found.
struct Findings {
    place: u32,
    checks: Vec<Check>,
}

/// What was expected and what is printed.
type Sums = Option<(Fen, Fen)>;

impl Findings {
    fn note(&mut self, row: Option<u32>, kind: CheckKind, sums: Sums, reason: String) {
        self.checks.push(Check {
            statement: Some(self.place),
            row,
            kind,
            expected: sums.map(|(expected, _)| expected),
            printed: sums.map(|(_, printed)| printed),
            reason: reason.into(),
        });
    }

    /// Whether each balance follows from the one before.
    fn balances(&mut self, statement: &Statement, examined: &Examined) {
        if examined.swapped {
            let reason = "余额只有在收入和支出对调后才连续，已按对调后的方向处理";
            self.note(None, CheckKind::SidesSwapped, None, reason.to_owned());
        }
        if examined.unrelated {
            let reason = format!(
                "{}处余额中有{}处与发生额对不上，这一列不是逐笔余额，没有用来核对",
                examined.checked,
                examined.unexplained().count()
            );
            self.note(None, CheckKind::BalanceUnrelated, None, reason);
            return;
        }
        for broken in examined.unexplained() {
            let row = statement.entries.get(broken.entry).map(|e| e.row);
            let reason = format!(
                "按上一笔余额应为{}元，印的是{}元，相差{}元：此前可能缺页、缺行或有改动",
                broken.expected.yuan(),
                broken.printed.yuan(),
                Fen(broken.printed.0 - broken.expected.0).yuan()
            );
            let sums = Some((broken.expected, broken.printed));
            self.note(row, CheckKind::BalanceBreak, sums, reason);
        }
    }

    /// The printed sum and number of one side against its rows.
    fn totals(
        &mut self,
        statement: &Statement,
        side: Direction,
        total: Option<Fen>,
        count: Option<u64>,
    ) {
        let entries = || statement.entries.iter().filter(|e| e.direction == side);
        let sum = Fen(entries().map(|e| e.amount.0).fold(0, i64::saturating_add));
        let word = if side == Direction::In {
            "收入"
        } else {
            "支出"
        };
        if let Some(printed) = total.filter(|t| *t != sum) {
            let reason = format!(
                "{word}合计印的是{}元，逐笔相加是{}元",
                printed.yuan(),
                sum.yuan()
            );
            self.note(None, CheckKind::TotalsDiffer, Some((sum, printed)), reason);
        }
        let counted = entries().count() as u64;
        if let Some(printed) = count.filter(|c| *c != counted) {
            let reason = format!("{word}笔数印的是{printed}笔，实有{counted}笔");
            self.note(None, CheckKind::TotalsDiffer, None, reason);
        }
    }

    /// The printed closing balance against the last row's.
    fn closing(&mut self, statement: &Statement, examined: &Examined) {
        let newest_first = examined.order.iter().rev();
        let last = newest_first
            .map(|place| &statement.entries[*place as usize])
            .find_map(|entry| entry.balance);
        let (Some(printed), Some(last)) = (statement.closing, last) else {
            return;
        };
        if printed != last {
            let reason = format!(
                "期末余额印的是{}元，最后一笔的余额是{}元",
                printed.yuan(),
                last.yuan()
            );
            self.note(
                None,
                CheckKind::ClosingDiffers,
                Some((last, printed)),
                reason,
            );
        }
    }

    /// Rows outside the printed period.
    fn period(&mut self, statement: &Statement) {
        let Some((start, end)) = statement.period else {
            return;
        };
        let outside = statement
            .entries
            .iter()
            .filter(|e| !(start..=end).contains(&e.booked.at.date()))
            .count();
        if outside > 0 {
            let reason = format!("有{outside}笔不在表头写明的{start}至{end}之内");
            self.note(None, CheckKind::OutsidePeriod, None, reason);
        }
    }
}

fn opposite(side: Direction) -> Direction {
    match side {
        Direction::In => Direction::Out,
        Direction::Out => Direction::In,
    }
}
