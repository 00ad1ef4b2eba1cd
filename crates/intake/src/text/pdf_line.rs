//! Strings of a page set in lines, from top to bottom and left to right. It must not know PDF.

use super::pdf_page::Piece;

/// The lines of one page. Wide gaps become two blanks, indents two full-width blanks, so that a reader sees what
/// stood apart.
pub(super) fn lines(mut pieces: Vec<Piece>) -> String {
    pieces.retain(|piece| piece.size > 0.0 && piece.x.is_finite() && piece.y.is_finite());
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if is_beside(row, &piece) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    let left = rows
        .iter()
        .flatten()
        .map(|piece| piece.x)
        .fold(f32::INFINITY, f32::min);
    let mut out = String::new();
    for mut row in rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        push_row(&mut out, &row, left);
    }
    out
}

/// Raised and lowered characters still stand in the line.
fn is_beside(row: &[Piece], piece: &Piece) -> bool {
    row.first()
        .is_some_and(|first| (first.y - piece.y).abs() < first.size.max(piece.size) * 0.45)
}

fn push_row(out: &mut String, row: &[Piece], left: f32) {
    let mut end: Option<f32> = None;
    let mut line = String::new();
    for piece in row {
        match end {
            None if piece.x - left > piece.size * 1.2 => line.push_str("\u{3000}\u{3000}"),
            None => {}
            // The same word shown again a hair aside is bold, not twice.
            Some(end)
                if piece.x + piece.width <= end + piece.size * 0.2
                    && line.ends_with(&piece.text) =>
            {
                continue;
            }
            Some(end) if piece.x - end > piece.size * 1.5 => line.push_str("  "),
            Some(end) if piece.x - end > piece.size * 0.45 => line.push(' '),
            Some(_) => {}
        }
        line.push_str(&piece.text);
        end = Some(piece.x + piece.width);
    }
    if !line.trim().is_empty() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x: f32, y: f32) -> Piece {
        let width = f32::from(u16::try_from(text.chars().count()).unwrap_or(0)) * 10.0;
        Piece {
            text: text.to_owned(),
            x,
            y,
            width,
            size: 10.0,
        }
    }

    #[test]
    fn words_come_in_the_order_of_the_page_whatever_the_order_of_the_file() {
        let page = vec![
            piece("第二行", 0.0, 80.0),
            piece("方案", 60.0, 101.0),
            piece("工作", 40.0, 100.0),
            piece("单位", 0.0, 60.0),
            piece("时限", 60.0, 60.0),
            piece("缩进", 20.0, 40.0),
        ];
        assert_eq!(lines(page), "　　工作方案\n第二行\n单位  时限\n　　缩进\n");
    }

    #[test]
    fn bold_by_showing_twice_is_read_once() {
        assert_eq!(
            lines(vec![piece("方案", 0.0, 0.0), piece("方案", 0.3, 0.0)]),
            "方案\n"
        );
    }
}
