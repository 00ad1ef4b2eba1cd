//! How dates, money, counts and sizes are written on every page.
//! It must not know where the values come from.

use jiff::{
    Timestamp,
    civil::Date,
    tz::{Offset, TimeZone},
};

const FEN_PER_YUAN: u64 = 100;
const FEN_PER_WAN: u64 = 10_000 * FEN_PER_YUAN;

/// Tenths of a point as people write it: 62.5.
pub fn tenths(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `2024-07-01`.
pub fn day(date: Date) -> String {
    date.strftime("%Y-%m-%d").to_string()
}

/// `2024-07-01 09:12`, in UTC+8, the only time zone of the offices.
pub fn moment(at: Timestamp) -> String {
    let zone = TimeZone::fixed(Offset::constant(8));
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Fen as yuan with thousand separators and two decimals: `1,234.50`.
pub fn yuan(fen: i64) -> String {
    let size = fen.unsigned_abs();
    let whole = grouped(&(size / FEN_PER_YUAN).to_string());
    format!("{}{whole}.{:02}", sign(fen), size % FEN_PER_YUAN)
}

/// Fen as `123.45 万元`, rounded half up to two decimals with needless zeros left out;
/// below one 万元 as `1,234.50 元`, where rounding would hide too much.
pub fn wan(fen: i64) -> String {
    let size = fen.unsigned_abs();
    if size < FEN_PER_WAN {
        return format!("{} 元", yuan(fen));
    }
    let hundredths = (size + FEN_PER_WAN / 200) / (FEN_PER_WAN / 100);
    let whole = grouped(&(hundredths / 100).to_string());
    let decimals = format!(".{:02}", hundredths % 100);
    let decimals = decimals.trim_end_matches('0').trim_end_matches('.');
    format!("{}{whole}{decimals} 万元", sign(fen))
}

/// Inserts thousand separators into a whole number: `12,345`.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", digits),
    };
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A file size: `812 B`, `1.2 MB`.
pub fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if size < 1024 {
        return format!("{size} B");
    }
    let mut tenths = size * 10 / 1024;
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

fn sign(fen: i64) -> &'static str {
    if fen < 0 { "−" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_keeps_every_fen() {
        assert_eq!(yuan(0), "0.00");
        assert_eq!(yuan(123_456_789), "1,234,567.89");
        assert_eq!(yuan(-5), "−0.05");
        assert_eq!(yuan(i64::MIN), "−92,233,720,368,547,758.08");
    }

    #[test]
    fn wan_rounds_half_up_and_drops_zeros() {
        assert_eq!(wan(300_000_000), "300 万元");
        assert_eq!(wan(123_455_000), "123.46 万元");
        assert_eq!(wan(123_450_000), "123.45 万元");
        assert_eq!(wan(1_500_000), "1.5 万元");
        assert_eq!(wan(999_999), "9,999.99 元");
        assert_eq!(wan(1_234_567_890_000), "1,234,567.89 万元");
    }

    #[test]
    fn instants_are_shown_in_beijing_time() {
        let at: Timestamp = "2024-06-30T17:05:00Z".parse().unwrap();
        assert_eq!(moment(at), "2024-07-01 01:05");
    }

    #[test]
    fn dates_keep_leading_zeros() {
        assert_eq!(day(jiff::civil::date(2024, 7, 1)), "2024-07-01");
    }

    #[test]
    fn sizes_read_at_a_glance() {
        assert_eq!(bytes(812), "812 B");
        assert_eq!(bytes(1_258_291), "1.1 MB");
        assert_eq!(bytes(5_497_558_138_880), "5.0 TB");
    }
}
