//! A sum of money in a cell of a claims file: exact or refused. It must not know columns.

use fangfei_intake::{
    table::Cell,
    value::{MoneyUnit, amount, squeeze},
};
use fangfei_model::money::Fen;

/// Reads an exact sum; the error says what is wrong and what to do. A blank is refused: it may mean
/// nothing or unknown, and nobody's refund may rest on a guess.
pub(super) fn exact(cell: &Cell, unit: MoneyUnit) -> Result<Fen, String> {
    if cell.is_empty() {
        return Err("空着：没有发生的请填 0，查不清的请先核实".to_owned());
    }
    let shown = cell.shown();
    if let Some(fen) = plain(&shown, unit) {
        return Ok(fen);
    }
    let remedy = "请填写不小于零的准确金额，例如 3000 或 3,000.50";
    let read =
        amount(&shown, Some(unit)).map_err(|fault| format!("{}；{remedy}", fault.problem))?;
    if read.value.approximate {
        return Err(format!("“{shown}”不是确定的金额；请填写核实后的准确金额"));
    }
    if let Some(note) = read.notes.first() {
        return Err(format!(
            "“{shown}”不能直接采用：{note}；请填写到分的准确金额"
        ));
    }
    Ok(read.value.low)
}

/// Plain digits in yuan, the way nearly every cell is written. Thousands must stand where they
/// belong: `12,34` is a slip of the pen, not 1234.
fn plain(text: &str, unit: MoneyUnit) -> Option<Fen> {
    if unit != MoneyUnit::Yuan {
        return None;
    }
    let text = if text.is_ascii() {
        text.to_owned()
    } else {
        squeeze(text)
    };
    let whole = text.split('.').next().unwrap_or("");
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let in_threes =
        rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    (in_threes && !text.starts_with('-'))
        .then(|| Fen::parse_yuan(&text).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Fen, String> {
        exact(&Cell::text(text), MoneyUnit::Yuan)
    }

    #[test]
    fn sums_as_registers_have_them() {
        for (text, fen) in [
            ("50000", 5_000_000),
            ("50,000.5", 5_000_050),
            ("￥1,234.56", 123_456),
            ("５００", 50_000),
            ("3万元", 3_000_000),
            ("0", 0),
        ] {
            assert_eq!(read(text), Ok(Fen(fen)), "{text}");
        }
        assert_eq!(
            exact(&Cell::Number(0.1 + 0.2), MoneyUnit::Yuan),
            Ok(Fen(30))
        );
        assert_eq!(
            exact(&Cell::Number(1.5), MoneyUnit::Wan),
            Ok(Fen(1_500_000))
        );
    }

    #[test]
    fn what_is_not_exact_is_refused_with_a_remedy() {
        for text in [
            "",
            "约3万",
            "1.234",
            "-5",
            "12,34",
            "abc",
            "1e5",
            "100-200",
            "100美元",
            "99999999999999999999",
        ] {
            assert!(read(text).is_err(), "{text}: {:?}", read(text));
        }
    }
}
