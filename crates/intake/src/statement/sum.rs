//! An amount of money in a cell of a statement, exact to the fen: signs, brackets, thousands
//! separators, full-width digits, units. It must not know which way the money went.

use fangfei_model::money::Fen;
use fangfei_model::statement::Direction;

use crate::table::Cell;
use crate::value::{Decimal, MoneyUnit, squeeze};

/// What an amount cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// In fen, with the sign as printed; brackets are a minus.
    pub fen: Fen,
    /// A side printed beside the number: `100.00 CR`, `贷 100.00`.
    pub side: Option<Direction>,
    /// A plus is printed: the column says by signs which way money went.
    pub plus: bool,
}

/// Words that stand for no amount.
const BLANK: &[&str] = &[
    "-", "--", "---", "—", "——", "/", "\\", "无", "n/a", "null", "\\n", "*", "空",
];

/// Reads an amount; `None` for a blank cell.
///
/// # Errors
/// In words for the accountant: no number, more than two decimals, lost digits.
pub(super) fn sum(cell: &Cell, unit: MoneyUnit) -> Result<Option<Sum>, String> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) => match plain_fen(text.as_bytes()).filter(|_| unit == MoneyUnit::Yuan) {
            Some(fen) => Ok(Some(Sum {
                fen,
                side: None,
                plus: text.starts_with('+'),
            })),
            None => worded(text, unit),
        },
        Cell::Number(number) => {
            let fen = Decimal::from_cell(number.abs())
                .and_then(|d| exact(d, unit))
                .ok_or_else(|| format!("金额“{}”精确不到分", cell.shown()))?;
            let fen = Fen(if *number < 0.0 { -fen.0 } else { fen.0 });
            Ok(Some(Sum {
                fen,
                side: None,
                plus: false,
            }))
        }
        Cell::DateTime(_) | Cell::Bool(_) | Cell::Error(_) | Cell::Uncomputed => {
            Err(format!("“{}”不是金额", cell.shown()))
        }
    }
}

/// `-1,234.56` without allocation: what most cells of a million rows look like.
fn plain_fen(text: &[u8]) -> Option<Fen> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (mut value, mut group, mut grouped, mut decimals) = (0_i64, 0_u32, false, None::<u32>);
    for byte in digits {
        match (byte, decimals) {
            (b'0'..=b'9', None) => {
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                group += 1;
                if grouped && group > 3 {
                    return None;
                }
            }
            (b'0'..=b'9', Some(count)) if count < 2 => {
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                decimals = Some(count + 1);
            }
            (b'0', Some(_)) => {}
            (b',', None) if group > 0 && group <= 3 && (!grouped || group == 3) => {
                grouped = true;
                group = 0;
            }
            (b'.', None) if group > 0 && (!grouped || group == 3) => decimals = Some(0),
            _ => return None,
        }
    }
    if group == 0 || (grouped && group != 3 && decimals.is_none()) {
        return None;
    }
    for _ in decimals.unwrap_or(0)..2 {
        value = value.checked_mul(10)?;
    }
    Some(Fen(if negative { -value } else { value }))
}

fn exact(value: Decimal, unit: MoneyUnit) -> Option<Fen> {
    match value.times_power(unit.power())?.rounded()? {
        (fen, false) => Some(Fen(fen)),
        (_, true) => None,
    }
}

fn worded(printed: &str, unit: MoneyUnit) -> Result<Option<Sum>, String> {
    let plain = squeeze(printed).to_lowercase();
    if plain.is_empty() || BLANK.contains(&plain.as_str()) {
        return Ok(None);
    }
    let problem = || format!("“{printed}”读不成金额");
    let (text, side) = without_side(without_whole(&plain));
    let (text, negative) = unsigned(without_filling(text));
    let (text, named) = without_unit(without_whole(text));
    // The sign may stand inside the currency mark: ¥-100.00.
    let (text, inner) = unsigned(without_filling(text));
    if negative && inner {
        return Err(problem());
    }
    let value = Decimal::parse(text).ok_or_else(problem)?;
    let fen = exact(value, named.unwrap_or(unit))
        .ok_or_else(|| format!("金额“{printed}”精确不到分，或位数过多"))?;
    let fen = if negative || inner { Fen(-fen.0) } else { fen };
    let plus = plain.starts_with('+') || plain.ends_with('+');
    Ok(Some(Sum { fen, side, plus }))
}

/// Takes off the word that ends an amount in full: 1,000.00元整.
fn without_whole(text: &str) -> &str {
    let end = ["整", "正"].iter().find_map(|word| text.strip_suffix(word));
    match end {
        Some(rest) if rest.ends_with(['元', '圆', '角', '分']) => rest,
        _ => text,
    }
}

/// Takes off the stars that guard an amount against digits written before or behind it: **1,000.00, ##1,000.00##. A
/// star between digits hides one and stays.
fn without_filling(text: &str) -> &str {
    text.trim_matches(['*', '#'])
}

/// Takes off a side printed with the number.
fn without_side(text: &str) -> (&str, Option<Direction>) {
    for (word, side) in [
        ("cr", Direction::In),
        ("dr", Direction::Out),
        ("贷", Direction::In),
        ("借", Direction::Out),
    ] {
        let bracketed = text.strip_suffix(')').and_then(|t| t.strip_suffix(word));
        let bracketed = bracketed.and_then(|rest| rest.strip_suffix('('));
        let bare = || text.strip_suffix(word).or_else(|| text.strip_prefix(word));
        if let Some(rest) = bracketed.or_else(bare) {
            return (rest.trim_matches([':', '方', '(', ')']), Some(side));
        }
    }
    (text, None)
}

/// Takes off a sign before, behind, or brackets around; 红字 is a minus.
fn unsigned(text: &str) -> (&str, bool) {
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return (inner, true);
    }
    for minus in ["-", "−", "－", "负", "红字"] {
        if let Some(rest) = text
            .strip_prefix(minus)
            .or_else(|| text.strip_suffix(minus))
        {
            return (rest, true);
        }
    }
    (
        text.strip_prefix('+')
            .or_else(|| text.strip_suffix('+'))
            .unwrap_or(text),
        false,
    )
}

/// Takes off marks of currency and a unit named in the cell itself.
fn without_unit(text: &str) -> (&str, Option<MoneyUnit>) {
    let mut text = text;
    for mark in [
        "人民币",
        "rmb",
        "cny",
        "¥",
        "￥",
        "usd",
        "hkd",
        "eur",
        "$",
        "€",
    ] {
        text = text.strip_prefix(mark).unwrap_or(text);
        text = text.strip_suffix(mark).unwrap_or(text);
    }
    for (word, unit) in [
        ("万元", MoneyUnit::Wan),
        ("万", MoneyUnit::Wan),
        ("亿元", MoneyUnit::Yi),
        ("元", MoneyUnit::Yuan),
        ("圆", MoneyUnit::Yuan),
    ] {
        if let Some(rest) = text.strip_suffix(word) {
            return (rest, Some(unit));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fen(text: &str) -> Option<i64> {
        sum(&Cell::text(text), MoneyUnit::Yuan)
            .ok()
            .flatten()
            .map(|s| s.fen.0)
    }

    #[test]
    fn amounts_as_banks_print_them() {
        for (printed, wanted) in [
            ("1,234.56", 123_456),
            ("-100", -10_000),
            ("+0.05", 5),
            ("（1,000.00）", -100_000),
            ("１２３．４５", 12_345),
            ("¥3,000.00", 300_000),
            ("￥-12.5", -1_250),
            ("2.5万元", 2_500_000),
            ("100.00-", -10_000),
            ("1234.5600", 123_456),
            ("CNY 88.00", 8_800),
            ("50.00元", 5_000),
            ("**1,000.00", 100_000),
            ("￥**1,000.00", 100_000),
            ("¥***1,000.00***", 100_000),
            ("-**1,000.00", -100_000),
            ("##1,000.00", 100_000),
            ("RMB1,000.00元整", 100_000),
            ("人民币1,000.00元正", 100_000),
            ("RMB 1,000.00", 100_000),
        ] {
            assert_eq!(fen(printed), Some(wanted), "{printed}");
        }
    }

    #[test]
    fn what_is_no_exact_amount_is_refused() {
        for printed in [
            "1,23",
            "1.234",
            "约300",
            "12.3.4",
            "1,2345",
            "abc",
            "--5",
            "1**0.00",
            "1,0*0.00",
            "**",
            "1,000.00整",
        ] {
            assert!(
                sum(&Cell::text(printed), MoneyUnit::Yuan).is_err(),
                "{printed}"
            );
        }
        for blank in ["-", "--", "/", "—"] {
            assert_eq!(
                sum(&Cell::text(blank), MoneyUnit::Yuan),
                Ok(None),
                "{blank}"
            );
        }
        assert!(sum(&Cell::Number(0.125), MoneyUnit::Yuan).is_err());
    }

    #[test]
    fn numbers_of_spreadsheets_and_units_of_heads() {
        let read = |number, unit| sum(&Cell::Number(number), unit).ok().flatten();
        assert_eq!(read(0.1 + 0.2, MoneyUnit::Yuan).unwrap().fen, Fen(30));
        assert_eq!(read(-1.2345, MoneyUnit::Wan).unwrap().fen, Fen(-1_234_500));
        let side = sum(&Cell::text("100.00 CR"), MoneyUnit::Yuan)
            .unwrap()
            .unwrap();
        assert_eq!((side.fen, side.side), (Fen(10_000), Some(Direction::In)));
    }

    #[test]
    fn a_side_is_printed_before_behind_or_in_brackets() {
        for (printed, way) in [
            ("1,000.00CR", Direction::In),
            ("1,000.00DR", Direction::Out),
            ("1,000.00(CR)", Direction::In),
            ("DR 1,000.00", Direction::Out),
            ("RMB1,000.00DR", Direction::Out),
            ("CNY **1,000.00 CR", Direction::In),
            ("借方：1,000.00", Direction::Out),
        ] {
            let read = sum(&Cell::text(printed), MoneyUnit::Yuan).unwrap().unwrap();
            assert_eq!(
                (read.fen, read.side),
                (Fen(100_000), Some(way)),
                "{printed}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_printing_of_an_amount_reads_back(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            for printed in [Fen(fen).yuan(), Fen(fen).grouped(), format!("¥{}", Fen(fen).yuan())] {
                prop_assert_eq!(super::tests::fen(&printed), Some(fen));
            }
        }
    }
}
