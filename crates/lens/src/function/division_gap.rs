//! `division_gap(a, b)`: how far apart two places are by their division codes (GB/T 2260), also of credit codes.
//! It must not know names of places.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, Int64Array},
        datatypes::DataType,
    },
    logical_expr::ScalarUDF,
};

use super::text_column::{text_at, text_function};

/// Municipalities have no city between province and county.
const MUNICIPALITIES: [&str; 4] = ["11", "12", "31", "50"];

pub(super) fn function() -> ScalarUDF {
    text_function("division_gap", 2, DataType::Int64, |columns| {
        let row = |row| gap(text_at(&columns[0], row)?, text_at(&columns[1], row)?);
        Ok(Arc::new(
            (0..columns[0].len()).map(row).collect::<Int64Array>(),
        ))
    })
}

/// 0 same county, 1 same city, 2 same province, 3 further; `None` for codes that name no county. A code of a city
/// (`340200`) is as near as any of its counties.
fn gap(a: &str, b: &str) -> Option<i64> {
    let (a, b) = (division(a)?, division(b)?);
    let same = |digits: usize| a.get(..digits) == b.get(..digits);
    let is_city_wide = |code: &str| code.get(4..6) == Some("00");
    Some(match () {
        () if same(6) || (same(4) && (is_city_wide(a) || is_city_wide(b))) => 0,
        () if same(4) || (same(2) && MUNICIPALITIES.contains(&a.get(..2)?)) => 1,
        () if same(2) => 2,
        () => 3,
    })
}

/// The six digits: of a division code of any level, or positions 3 to 8 of a credit code.
fn division(code: &str) -> Option<&str> {
    let six = if code.len() == 18 {
        code.get(2..8)
    } else {
        code.get(..6)
    }?;
    let is_division =
        six.bytes().all(|b| b.is_ascii_digit()) && six.as_bytes().first() != Some(&b'0');
    is_division.then_some(six)
}

#[cfg(test)]
mod tests {
    use super::gap;

    #[test]
    fn places_are_compared_level_by_level() {
        assert_eq!(gap("340223", "340223001"), Some(0));
        assert_eq!(gap("340223", "340200"), Some(0));
        assert_eq!(gap("340223", "340202"), Some(1));
        assert_eq!(gap("340223", "340102"), Some(2));
        assert_eq!(gap("340223", "320102"), Some(3));
        assert_eq!(gap("110101", "110228"), Some(1));
        assert_eq!(gap("913402230000000000", "340223"), Some(0));
        assert_eq!(gap("安徽", "340223"), None);
        assert_eq!(gap("3402", "340223"), None);
    }
}
