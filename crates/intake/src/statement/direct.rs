//! Which way the money of each row went, settled for a whole table: by two columns, by a mark, by the
//! sign, by the words of a type, or by the balance. What stays uncertain is said, never guessed.
//! It must not know cells.

use std::collections::HashMap;

use fangfei_model::money::Fen;
use fangfei_model::statement::Direction;

use super::mark::{Mark, neutral_way, worded};
use super::raw::Raw;

/// The way and amount of one row, or why it has none.
pub(super) type Way = Result<(Direction, Fen), String>;

/// How a table tells the way.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Manner {
    /// Two columns; true where the column is printed with minus signs throughout.
    TwoColumns { out_minus: bool, in_minus: bool },
    /// One amount with marks; the sign repeats the mark where true.
    Marked { sign_repeats: bool },
    /// The sign tells.
    Signed,
    /// Words of the type, then the balance.
    Worded,
}

/// The ways of all rows of a table. `opening` is the balance before the first row, where printed.
///
/// # Errors
/// When nothing in the table tells the way of its amounts.
pub(super) fn directed(
    rows: &[Raw],
    two_columns: bool,
    opening: Option<Fen>,
) -> Result<Vec<Way>, String> {
    let by_balance = by_balance(rows, opening);
    let learned = learned_marks(rows, &by_balance);
    let manner = manner(rows, two_columns, &learned);
    let ways: Vec<Way> = rows
        .iter()
        .zip(&by_balance)
        .map(|(row, balance)| way(row, &manner, &learned, *balance))
        .collect();
    let told = ways.iter().filter(|w| w.is_ok()).count();
    if manner == Manner::Worded && told * 2 < rows.len() {
        return Err(
            "只有一列金额，没有借贷、收支标志，也没有正负号，看不出每笔是收入还是支出".to_owned(),
        );
    }
    if matches!(manner, Manner::Marked { .. }) && told * 2 < rows.len() {
        let unknown = rows.iter().find_map(|row| match &row.mark {
            Mark::Unknown(word) => Some(word.clone()),
            _ => None,
        });
        return Err(format!(
            "借贷、收支标志“{}”的含义不明",
            unknown.unwrap_or_else(|| "（空白）".into())
        ));
    }
    Ok(ways)
}

fn manner(rows: &[Raw], two_columns: bool, learned: &HashMap<Box<str>, Direction>) -> Manner {
    if two_columns {
        let mostly_minus = |side: fn(&Raw) -> Option<Fen>| {
            let all = rows.iter().filter_map(side).filter(|f| *f != Fen::ZERO);
            let (minus, plus): (Vec<Fen>, Vec<Fen>) = all.partition(|f| *f < Fen::ZERO);
            minus.len() > plus.len()
        };
        return Manner::TwoColumns {
            out_minus: mostly_minus(|r| r.out.map(|s| s.fen)),
            in_minus: mostly_minus(|r| r.into.map(|s| s.fen)),
        };
    }
    let marked: Vec<(Direction, Fen)> = rows
        .iter()
        .filter_map(|row| Some((marked_way(row, learned)?, row.single?.fen)))
        .collect();
    let has_marks = rows.iter().any(|row| row.mark != Mark::Blank)
        || rows
            .iter()
            .any(|r| r.single.is_some_and(|s| s.side.is_some()));
    let minus = rows
        .iter()
        .filter(|r| r.single.is_some_and(|s| s.fen < Fen::ZERO))
        .count();
    if has_marks && (!marked.is_empty() || minus == 0) {
        let outs = marked.iter().filter(|(way, _)| *way == Direction::Out);
        let out_minus = outs.clone().filter(|(_, fen)| *fen < Fen::ZERO).count();
        return Manner::Marked {
            sign_repeats: out_minus * 2 > outs.count(),
        };
    }
    let has_plus = rows.iter().any(|r| r.single.is_some_and(|s| s.plus));
    if has_plus || (minus > 0 && !mostly_reversals(rows)) {
        return Manner::Signed;
    }
    Manner::Worded
}

/// Minus signs that only reversals carry tell nothing of the rest.
fn mostly_reversals(rows: &[Raw]) -> bool {
    rows.iter()
        .filter(|r| r.single.is_some_and(|s| s.fen < Fen::ZERO))
        .all(|r| {
            ["冲正", "冲销", "红字", "抹账", "冲账"]
                .iter()
                .any(|w| r.memo.contains(w))
        })
}

/// The way a row's own mark, or the side printed with its amount, says.
fn marked_way(row: &Raw, learned: &HashMap<Box<str>, Direction>) -> Option<Direction> {
    match &row.mark {
        Mark::Way(way) => Some(*way),
        Mark::Unknown(word) => learned.get(word).copied(),
        Mark::Neutral => neutral(row),
        Mark::Blank => row.single.and_then(|s| s.side),
    }
}

fn neutral(row: &Raw) -> Option<Direction> {
    row.channel
        .as_deref()
        .and_then(neutral_way)
        .or_else(|| neutral_way(&row.memo))
}

fn way(
    row: &Raw,
    manner: &Manner,
    learned: &HashMap<Box<str>, Direction>,
    by_balance: Option<Direction>,
) -> Way {
    match manner {
        Manner::TwoColumns {
            out_minus,
            in_minus,
        } => two_columns(row, *out_minus, *in_minus),
        Manner::Marked { sign_repeats } => {
            let fen = row.single.map_or(Fen::ZERO, |s| s.fen);
            let way = marked_way(row, learned)
                .or_else(|| by_balance.filter(|_| fen > Fen::ZERO))
                .ok_or_else(|| unclear_mark(row))?;
            let turned = *sign_repeats && way == Direction::Out;
            Ok((way, if turned { Fen(-fen.0) } else { fen }))
        }
        Manner::Signed => {
            let fen = row.single.map_or(Fen::ZERO, |s| s.fen);
            Ok(if fen < Fen::ZERO {
                (Direction::Out, Fen(-fen.0))
            } else {
                (Direction::In, fen)
            })
        }
        Manner::Worded => {
            let fen = row.single.map_or(Fen::ZERO, |s| s.fen);
            let by_words = row
                .channel
                .as_deref()
                .and_then(worded)
                .or_else(|| worded(&row.memo));
            match (by_balance, by_words) {
                (Some(way), _) | (None, Some(way)) => Ok((way, fen)),
                (None, None) => Err("没有借贷标志，摘要和余额也看不出是收入还是支出".to_owned()),
            }
        }
    }
}

fn unclear_mark(row: &Raw) -> String {
    match &row.mark {
        Mark::Neutral => "账单写明不计收支，没有对外的资金进出".to_owned(),
        Mark::Unknown(word) => format!("借贷、收支标志“{word}”的含义不明"),
        _ => "借贷、收支标志是空白".to_owned(),
    }
}

fn two_columns(row: &Raw, out_minus: bool, in_minus: bool) -> Way {
    let sum = |s: Option<super::sum::Sum>| s.map(|s| s.fen).filter(|f| *f != Fen::ZERO);
    let turned = |fen: Fen, turn: bool| if turn { Fen(-fen.0) } else { fen };
    match (sum(row.out), sum(row.into)) {
        (Some(fen), None) => Ok((Direction::Out, turned(fen, out_minus))),
        (None, Some(fen)) => Ok((Direction::In, turned(fen, in_minus))),
        (None, None) => Err("支出和收入两列都没有金额".to_owned()),
        (Some(_), Some(_)) => Err("支出和收入两列都有金额，不能确定是哪一个".to_owned()),
    }
}

/// The way each row's change of balance shows, where the change is exactly its amount. Rows may run
/// up or down in time; the order that explains more rows holds for the table.
fn by_balance(rows: &[Raw], opening: Option<Fen>) -> Vec<Option<Direction>> {
    let change = |before: Option<Fen>, row: &Raw| -> Option<Direction> {
        let (before, after) = (before?, row.balance?);
        let amount = row.single?.fen.0.abs();
        match after.0.checked_sub(before.0)? {
            0 => None,
            delta if delta == amount => Some(Direction::In),
            delta if delta == -amount => Some(Direction::Out),
            _ => None,
        }
    };
    let same = |a: &Raw, b: &Raw| a.owner == b.owner;
    let up: Vec<_> = (0..rows.len())
        .map(|at| {
            let before = match at.checked_sub(1).map(|b| &rows[b]) {
                Some(row) if same(row, &rows[at]) => row.balance,
                Some(_) => None,
                None => opening,
            };
            change(before, &rows[at])
        })
        .collect();
    let down: Vec<_> = (0..rows.len())
        .map(|at| match rows.get(at + 1) {
            Some(row) if same(row, &rows[at]) => change(row.balance, &rows[at]),
            Some(_) => None,
            None => change(opening, &rows[at]),
        })
        .collect();
    let explained = |ways: &[Option<Direction>]| ways.iter().flatten().count();
    let best = if explained(&down) > explained(&up) {
        down
    } else {
        up
    };
    // A few coincidences explain nothing.
    if explained(&best) * 2 < rows.len() {
        vec![None; rows.len()]
    } else {
        best
    }
}

/// What unknown marks mean where the balance shows it without exception.
fn learned_marks(rows: &[Raw], by_balance: &[Option<Direction>]) -> HashMap<Box<str>, Direction> {
    // A bare minus beside nothing but pluses is what went out.
    let is_minus = |row: &&Raw| matches!(&row.mark, Mark::Unknown(word) if **word == *"-");
    let plus_or_minus =
        |row: &Raw| is_minus(&row) || matches!(row.mark, Mark::Way(Direction::In) | Mark::Blank);
    if rows.iter().any(|row| is_minus(&row))
        && rows.iter().any(|row| row.mark == Mark::Way(Direction::In))
        && rows.iter().all(plus_or_minus)
    {
        return HashMap::from([("-".into(), Direction::Out)]);
    }
    let mut seen: HashMap<&str, (u32, u32)> = HashMap::new();
    for (row, way) in rows.iter().zip(by_balance) {
        if let (Mark::Unknown(word), Some(way)) = (&row.mark, way) {
            let counts = seen.entry(word).or_default();
            match way {
                Direction::In => counts.0 += 1,
                Direction::Out => counts.1 += 1,
            }
        }
    }
    // Of two words one row is enough for the other where the first is certain.
    let certain = |way: Direction| {
        seen.len() == 2
            && seen.values().any(|counts| match way {
                Direction::In => matches!(counts, (0, 2..)),
                Direction::Out => matches!(counts, (2.., 0)),
            })
    };
    seen.iter()
        .filter_map(|(word, counts)| match counts {
            (2.., 0) => Some(((*word).into(), Direction::In)),
            (0, 2..) => Some(((*word).into(), Direction::Out)),
            (1, 0) if certain(Direction::In) => Some(((*word).into(), Direction::In)),
            (0, 1) if certain(Direction::Out) => Some(((*word).into(), Direction::Out)),
            _ => None,
        })
        .collect()
}
