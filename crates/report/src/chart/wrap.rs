//! Labels broken over a few lines. It must not know which chart they stand in.

use super::canvas::{SIZE, fitted};

/// A label on at most three lines of this width; what is left over becomes “…”.
pub(crate) fn wrapped(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for c in text.chars() {
        let wide = f64::from(crate::text::char_width(c)) * SIZE / 100.0;
        if used + wide > room && used > 0.0 {
            if lines.len() == 3 {
                let rest = format!("{}……", lines[2]);
                lines[2] = fitted(&rest, room.max(SIZE));
                return lines;
            }
            lines.push(String::new());
            used = 0.0;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_labels_end_with_an_ellipsis() {
        assert_eq!(
            wrapped("青禾县综合行政执法队", 48.0),
            ["青禾县综", "合行政执", "法队"]
        );
        assert_eq!(
            wrapped("青禾县综合行政执法队", 24.0),
            ["青禾", "县综", "合…"]
        );
    }
}
