//! `similarity(a, b)`: likeness of two short texts by their pairs of characters (Dice 1945), 0 to 1.
//! It must not know what the texts name.

use std::sync::Arc;

use datafusion::{
    arrow::{
        array::{Array, Float64Array},
        datatypes::DataType,
    },
    logical_expr::ScalarUDF,
};

use super::text_column::{text_at, text_function};

pub(super) fn function() -> ScalarUDF {
    text_function("similarity", 2, DataType::Float64, |columns| {
        let row = |row| Some(dice(text_at(&columns[0], row)?, text_at(&columns[1], row)?));
        Ok(Arc::new(
            (0..columns[0].len()).map(row).collect::<Float64Array>(),
        ))
    })
}

fn dice(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (mut a, mut b) = (pairs(a), pairs(b));
    a.sort_unstable();
    b.sort_unstable();
    let total = a.len() + b.len();
    let (mut left, mut right, mut common) = (a.iter().peekable(), b.iter().peekable(), 0_u32);
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = left.next(),
            std::cmp::Ordering::Greater => _ = right.next(),
            std::cmp::Ordering::Equal => {
                common += 1;
                left.next();
                right.next();
            }
        }
    }
    let total = u32::try_from(total).unwrap_or(u32::MAX);
    if total == 0 {
        0.0
    } else {
        f64::from(2 * common) / f64::from(total)
    }
}

fn pairs(text: &str) -> Vec<(char, char)> {
    let plain: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    plain.windows(2).map(|w| (w[0], w[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::dice;

    #[test]
    fn likeness_runs_from_none_to_the_same() {
        assert!((dice("天南市甲乙路1号", "天南市甲乙路1号") - 1.0).abs() < 1e-12);
        assert!(dice("天南市甲乙路1号", "天南市甲乙路2号") > 0.7);
        assert!(dice("天南市甲乙路1号", "海北县丙丁街").abs() < 1e-12);
        assert!(dice("甲", "乙").abs() < 1e-12);
    }
}
