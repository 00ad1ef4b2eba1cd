//! Cells of a table of platform figures: platform, month, number. It must not know columns.

use fangfei_intake::{
    table::Cell,
    value::{is_blank, is_unknown, squeeze},
};
use fangfei_lens::warn::Month;

/// No figure of a platform is larger.
const MOST: f64 = 1e12;

/// The month of a cell.
pub(super) fn month(cell: &Cell) -> Result<Month, String> {
    let shown = cell.shown();
    if shown.trim().is_empty() {
        return Err("没有月份；请补填".to_owned());
    }
    shown.parse::<Month>().map_err(|e| e.to_string())
}

/// A figure: nothing for blanks and for marks that say “unknown”.
pub(super) fn number(cell: &Cell) -> Result<Option<f64>, String> {
    if let Cell::Number(number) = cell {
        return ranged(*number, &cell.shown());
    }
    let shown = cell.shown();
    let plain = squeeze(&shown).replace([',', '，'], "");
    let plain = plain.trim_end_matches(['%', '人', '天']);
    let unknown = matches!(
        plain.to_lowercase().as_str(),
        "nan" | "null" | "none" | "na" | "n/a" | "#n/a"
    );
    if plain.is_empty() || unknown || is_blank(&shown) || is_unknown(&shown) {
        return Ok(None);
    }
    let digits = plain
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    match plain.parse::<f64>() {
        Ok(number) if digits => ranged(number, &shown),
        _ => Err(format!("“{shown}”不是数字；请改成数字，没有数据的留空")),
    }
}

fn ranged(number: f64, shown: &str) -> Result<Option<f64>, String> {
    if !number.is_finite() || number > MOST {
        return Err(format!("“{shown}”太大；请检查位数"));
    }
    if number < 0.0 {
        return Err(format!(
            "“{shown}”是负数；人数、收益率、用时和占比都不能是负数"
        ));
    }
    Ok(Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_tables_print_them() {
        for (text, value) in [
            ("12.5", Some(12.5)),
            ("12.5%", Some(12.5)),
            ("1,234", Some(1234.0)),
            ("１２", Some(12.0)),
            ("0", Some(0.0)),
            ("", None),
            ("-", None),
            ("—", None),
            ("NaN", None),
            ("无", None),
        ] {
            assert_eq!(number(&Cell::text(text)), Ok(value), "{text}");
        }
        for text in ["约三百", "-5", "1e400", "inf", "12..5"] {
            assert!(number(&Cell::text(text)).is_err(), "{text}");
        }
    }
}
